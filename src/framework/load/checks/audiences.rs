//! `audiences.toml`: recipients that can be reached, documents and mails that exist.

use crate::framework::load::index::Index;
use crate::framework::load::problem::{Problem, say};
use crate::framework::load::tree::Node;

use super::{common, kinds};

pub(super) fn check(index: &Index<'_>, problems: &mut Vec<Problem>) {
    index.audiences.twins(
        "id",
        ("le groupe de destinataires", "the audience"),
        problems,
    );
    for audience in index.audiences.sound() {
        common::identifier(audience.get("id"), true, problems);
        common::documents(audience, index, problems);
        common::mail(audience.get("mail"), index, problems);
        if let Some(recipients) = audience.get("recipients") {
            check_recipients(recipients, index, problems);
        }
    }
}

fn check_recipients(recipients: Node<'_>, index: &Index<'_>, problems: &mut Vec<Problem>) {
    if let Some(people) = recipients.get("people") {
        let list = people.items();
        if list.is_empty() && people.value.get_ref().is_array() {
            let message = say!("personne dans cette liste", "nobody in this list");
            let help = say!(
                "ajoutez une personne, ou écrivez recipients.nobody = true",
                "add a person, or write recipients.nobody = true"
            );
            problems.push(people.problem(message, Some(help)));
        }
        for person in list {
            common::email(person.get("email"), problems);
        }
    }
    for key in ["correspondents", "nobody"] {
        if recipients.bool(key) == Some(false) {
            let place = recipients.get(key).unwrap_or(recipients);
            let message = say!(
                "« {key} = false » ne désigne personne",
                "“{key} = false” means no one"
            );
            problems.push(place.problem(
                message,
                Some(say!("écrivez {key} = true", "write {key} = true")),
            ));
        }
    }
    let Some(reference) = recipients.get("contacts_of") else {
        return;
    };
    let Some(kind) = index.kinds.follow(
        reference,
        ("la catégorie de dossiers", "the kind"),
        problems,
    ) else {
        return;
    };
    kinds::contact_address(reference, kind, problems);
}
