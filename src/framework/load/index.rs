//! What the files define, by identifier, so that references can be followed and twins found.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::framework::Localised;

use super::problem::{Problem, say};
use super::source::{Folder, Role, Surroundings, Tree};
use super::tree::Node;
use super::words::suggest;

/// The definitions of one sort.
#[derive(Debug)]
pub(super) struct Definitions<'a> {
    /// In the order of files and lines, twins and nameless ones included.
    pub(super) all: Vec<Node<'a>>,
    by_id: BTreeMap<&'a str, Node<'a>>,
    /// Whether each one could be read; if not, a reference that leads nowhere may be sound.
    complete: bool,
}

impl<'a> Definitions<'a> {
    /// These nodes by their text under `key`.
    pub(super) fn new(all: Vec<Node<'a>>, key: &str, complete: bool) -> Self {
        let mut by_id = BTreeMap::new();
        let mut named = true;
        for node in &all {
            match node.str(key) {
                Some(id) => drop(by_id.entry(id).or_insert(*node)),
                None => named = false,
            }
        }
        let complete = complete && named && all.iter().all(|n| !n.broken);
        Self {
            all,
            by_id,
            complete,
        }
    }

    /// The first one of this id.
    pub(super) fn find(&self, id: &str) -> Option<Node<'a>> {
        self.by_id.get(id).copied()
    }

    /// The identifiers.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.by_id.keys().copied()
    }

    /// The definitions of files whose syntax is right: those that are worth checking.
    pub(super) fn sound(&self) -> impl Iterator<Item = Node<'a>> {
        self.all.iter().copied().filter(|n| !n.broken)
    }

    /// What `reference` names; a problem where it names nothing. `what` is the sort in French and English, with its article.
    pub(super) fn follow(
        &self,
        reference: Node<'_>,
        what: (&str, &str),
        problems: &mut Vec<Problem>,
    ) -> Option<Node<'a>> {
        let id = reference.text()?;
        let found = self.find(id);
        if found.is_none() && self.complete {
            problems.push(dangling(reference, id, what, self.ids()));
        }
        found
    }

    /// As [`Definitions::follow`], for a reference that is a key of `table`.
    pub(super) fn follow_key(
        &self,
        table: Node<'_>,
        (key, span): (&str, Range<usize>),
        what: (&str, &str),
        problems: &mut Vec<Problem>,
    ) -> Option<Node<'a>> {
        let found = self.find(key);
        if found.is_none() && self.complete {
            let (message, help) = no_such(key, what, self.ids());
            problems.push(Problem::at(table.file, span, message, Some(help)));
        }
        found
    }

    /// A problem for each definition whose id another one took first.
    pub(super) fn twins(&self, key: &str, what: (&str, &str), problems: &mut Vec<Problem>) {
        let mut first: BTreeMap<&str, Node<'_>> = BTreeMap::new();
        for node in &self.all {
            let Some(id) = node.get(key) else { continue };
            let Some(text) = id.text() else { continue };
            match first.get(text) {
                None => drop(first.insert(text, id)),
                Some(earlier) => {
                    let (fr, en) = what;
                    let place = format!("{}:{}", earlier.file.name, earlier.line());
                    let message = say!(
                        "{} « {text} » existe déjà ({place})",
                        "{} “{text}” exists already ({place})",
                        [fr],
                        [en]
                    );
                    let help = say!(
                        "donnez à l'un des deux un autre identifiant",
                        "give one of them another identifier"
                    );
                    problems.push(id.problem(message, Some(help)));
                }
            }
        }
    }
}

/// The problem of a reference to nothing.
pub(super) fn dangling<'a>(
    reference: Node<'_>,
    id: &str,
    what: (&str, &str),
    candidates: impl IntoIterator<Item = &'a str>,
) -> Problem {
    let (message, help) = no_such(id, what, candidates);
    reference.problem(message, Some(help))
}

/// That `id` is none of the candidates, and which one may be meant.
fn no_such<'a>(
    id: &str,
    (fr, en): (&str, &str),
    candidates: impl IntoIterator<Item = &'a str>,
) -> (Localised, Localised) {
    let message = say!(
        "{} « {id} » n'existe pas",
        "{} “{id}” does not exist",
        [fr],
        [en]
    );
    (message, suggest(id, candidates))
}

/// All that the files define and what surrounds them.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) programme: Option<Node<'a>>,
    pub(super) parameters: Definitions<'a>,
    pub(super) kinds: Definitions<'a>,
    pub(super) questionnaires: Definitions<'a>,
    pub(super) indicators: Definitions<'a>,
    pub(super) audiences: Definitions<'a>,
    pub(super) campaigns: Definitions<'a>,
    pub(super) fresque: Option<Node<'a>>,
    pub(super) jobs: Definitions<'a>,
    pub(super) documents: &'a BTreeSet<String>,
    pub(super) mails: &'a BTreeSet<String>,
}

impl<'a> Index<'a> {
    /// Lists the definitions of these trees.
    pub(super) fn new(folder: &Folder, trees: &'a [Tree<'a>], around: &'a Surroundings) -> Self {
        let roots = |role: Role| -> Vec<Node<'a>> {
            let of_role = trees.iter().filter(move |t| t.file.role == role);
            of_role
                .map(|t| Node {
                    file: t.file,
                    value: &t.root,
                    broken: t.broken,
                })
                .collect()
        };
        let there =
            |role: Role| !folder.missing.contains(&role) && roots(role).iter().all(|n| !n.broken);
        let under = |role: Role, key: &str| -> Definitions<'a> {
            let all: Vec<_> = roots(role)
                .into_iter()
                .flat_map(|root| root.list(key))
                .collect();
            let complete = there(role) && roots(role).iter().all(|root| root.get(key).is_some());
            Definitions::new(all, "id", complete)
        };
        let campaigns = roots(Role::Campaigns)
            .into_iter()
            .flat_map(|root| root.list("campaign"))
            .collect();
        let programme = roots(Role::Programme).first().copied();
        let parameters = programme.map(|p| p.list("parametre")).unwrap_or_default();
        Self {
            programme,
            parameters: Definitions::new(parameters, "id", there(Role::Programme)),
            kinds: under(Role::Kinds, "kind"),
            questionnaires: Definitions::new(
                roots(Role::Questionnaire),
                "id",
                there(Role::Questionnaire),
            ),
            indicators: under(Role::Indicators, "indicator"),
            audiences: under(Role::Audiences, "audience"),
            // A programme may have none: neither the file nor the key needs to be there.
            campaigns: Definitions::new(campaigns, "id", there(Role::Campaigns)),
            fresque: roots(Role::Fresque).first().copied(),
            jobs: under(Role::Jobs, "job"),
            documents: &around.documents,
            mails: &around.mails,
        }
    }
}
