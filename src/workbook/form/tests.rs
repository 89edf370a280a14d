//! Conditions as formulas, and what a form says when it leaves.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::framework::{Framework, load};
use crate::model::{Place, SubjectId};

fn shipped() -> Framework {
    match load(Path::new(env!("CARGO_MANIFEST_DIR")), None) {
        Ok(framework) => framework,
        Err(problems) => panic!("{problems:?}"),
    }
}

/// What a form is made of.
struct Trial {
    framework: Framework,
    subject: SubjectInfo,
    previous: BTreeMap<FieldId, Value>,
    typed: BTreeMap<FieldId, Answer>,
    secret: FormSecret,
}

impl Trial {
    fn new() -> Self {
        let columns =
            BTreeMap::from([("subvention_accordee".into(), Value::Number(20_000.into()))]);
        Self {
            framework: shipped(),
            subject: SubjectInfo {
                id: SubjectId::new("BP-2024-017"),
                title: "Le sentier des abeilles".to_owned(),
                columns: columns.into(),
                contact_name: None,
                contact_email: None,
                contact_language: None,
            },
            previous: BTreeMap::from([("avancement".into(), Value::Number(45.into()))]),
            typed: BTreeMap::new(),
            secret: FormSecret::new("clé d’essai"),
        }
    }

    fn type_(&mut self, field: &str, raw: &str, value: Option<Value>) {
        let answer = Answer {
            raw: raw.to_owned(),
            value,
            place: Place::file("retour.xlsx"),
        };
        self.typed.insert(field.into(), answer);
    }

    fn with<R>(&self, see: impl FnOnce(&FormRequest<'_>) -> R) -> R {
        let kind = self.framework.kind(&"laureats".into()).unwrap();
        see(&FormRequest {
            programme: &self.framework.programme,
            kind,
            questionnaire: self.framework.questionnaire_of(&kind.id).unwrap(),
            subject: &self.subject,
            period: "2026-T3".parse().unwrap(),
            language: Language::Fr,
            previous: &self.previous,
            typed: &self.typed,
            findings: &[],
            secret: &self.secret,
            send_to: "participation@exemple.invalid",
            before: None,
            today: "2026-10-01".parse().unwrap(),
        })
    }

    /// A condition as the form says it.
    fn say(&self, text: &str) -> Option<conditions::Condition> {
        self.with(|request| {
            let plan = Plan::new(
                request.questionnaire,
                Language::Fr,
                "Q",
                &mut BTreeSet::new(),
            );
            let translator = Translator {
                request,
                plan: &plan,
                home: 0,
            };
            translator.say(text)
        })
    }
}

/// A formula with the names of its questions instead of their cells.
fn named(trial: &Trial, formula: &str) -> String {
    trial.with(|request| {
        let plan = Plan::new(
            request.questionnaire,
            Language::Fr,
            "Q",
            &mut BTreeSet::new(),
        );
        let fields = request.questionnaire.fields.iter().enumerate();
        // The longest cells first: $C$1 is the beginning of $C$12.
        let mut cells: Vec<_> = fields
            .map(|(at, field)| (plan.reference(at, 0).unwrap(), field.id.to_string()))
            .collect();
        cells.sort_by_key(|(cell, _)| std::cmp::Reverse(cell.len()));
        cells.iter().fold(formula.to_owned(), |text, (cell, id)| {
            text.replace(cell, id)
        })
    })
}

#[test]
fn conditions_are_said_where_a_spreadsheet_can() {
    let trial = Trial::new();
    for (condition, yes, no) in [
        (
            "cofinancements > 0",
            "IF(AND(ISNUMBER(cofinancements)),cofinancements>0,FALSE)",
            "IF(AND(ISNUMBER(cofinancements)),cofinancements<=0,FALSE)",
        ),
        (
            "evenement_date is not null",
            "evenement_date<>\"\"",
            "evenement_date=\"\"",
        ),
        (
            "besoin_appui",
            "OR(besoin_appui=\"oui\",besoin_appui=\"yes\")",
            "OR(besoin_appui=\"non\",besoin_appui=\"no\")",
        ),
        (
            "beneficiaires_femmes <= beneficiaires",
            "IF(AND(ISNUMBER(beneficiaires_femmes),ISNUMBER(beneficiaires)),beneficiaires_femmes<=beneficiaires,FALSE)",
            "IF(AND(ISNUMBER(beneficiaires_femmes),ISNUMBER(beneficiaires)),beneficiaires_femmes>beneficiaires,FALSE)",
        ),
        // What the form knows beforehand is a number in it.
        (
            "avancement >= prev.avancement",
            "IF(AND(ISNUMBER(avancement)),avancement>=45,FALSE)",
            "IF(AND(ISNUMBER(avancement)),avancement<45,FALSE)",
        ),
        (
            "subvention_percue <= subvention_accordee",
            "IF(AND(ISNUMBER(subvention_percue)),subvention_percue<=20000,FALSE)",
            "IF(AND(ISNUMBER(subvention_percue)),subvention_percue>20000,FALSE)",
        ),
        (
            "depense_cumulee <= 1.2 * cout_previsionnel",
            "IF(AND(ISNUMBER(depense_cumulee),ISNUMBER(cout_previsionnel)),depense_cumulee<=(1.2*cout_previsionnel),FALSE)",
            "IF(AND(ISNUMBER(depense_cumulee),ISNUMBER(cout_previsionnel)),depense_cumulee>(1.2*cout_previsionnel),FALSE)",
        ),
        (
            "coalesce(benevoles, 0) = 0",
            "IF(AND(ISNUMBER(benevoles)),benevoles,0)=0",
            "IF(AND(ISNUMBER(benevoles)),benevoles,0)<>0",
        ),
    ] {
        let said = trial.say(condition).unwrap();
        assert_eq!(named(&trial, &said.yes), yes, "{condition}");
        assert_eq!(named(&trial, &said.no), no, "{condition}");
    }
    let status = trial.say("statut <> 'acheve' or avancement = 100").unwrap();
    let broken = named(&trial, &status.no);
    assert!(
        broken.contains("OR(statut=\"achevé\",statut=\"completed\",statut=\"acheve\""),
        "{broken}"
    );
    for beyond in [
        "date_fin_reelle <= retour_le",
        "eau_economisee <= 10 * nullif(median.eau_economisee, 0)",
        "lower(recit) = 'x'",
        "inconnu = 1",
    ] {
        assert_eq!(trial.say(beyond), None, "{beyond}");
    }
}

#[test]
fn formulas_know_what_they_give_for_what_was_typed() {
    let mut trial = Trial::new();
    let now = |trial: &Trial, text: &str| trial.say(text).unwrap().now;
    assert_eq!(now(&trial, "avancement >= prev.avancement"), None);
    trial.type_("avancement", "40", Some(Value::Number(40.into())));
    trial.type_("statut", "en cours", Some(Value::Choice("en_cours".into())));
    trial.type_("besoin_appui", "non", Some(Value::Bool(false)));
    let day = |text: &str| Some(Value::Date(text.parse().unwrap()));
    trial.type_("date_demarrage", "2026-01-15", day("2026-01-15"));
    trial.type_("date_fin_reelle", "2026-01-14", day("2026-01-14"));
    for (condition, truth) in [
        ("avancement >= prev.avancement", Some(false)),
        ("statut = 'en_cours'", Some(true)),
        ("statut not in ('en_cours', 'suspendu')", Some(false)),
        ("statut <> 'acheve' or avancement = 100", Some(true)),
        ("statut = 'en_cours' and benevoles > 1", None),
        ("statut = 'acheve' and benevoles > 1", Some(false)),
        ("besoin_appui", Some(false)),
        ("not besoin_appui", Some(true)),
        ("benevoles is null", Some(true)),
        ("date_fin_reelle >= date_demarrage", Some(false)),
        ("prev.benevoles is null", Some(true)),
    ] {
        assert_eq!(now(&trial, condition), truth, "{condition}");
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_and_the_secret_stays_out() {
    let trial = Trial::new();
    let make = || trial.with(|request| questionnaire_workbook(request).unwrap());
    let bytes = make();
    assert_eq!(bytes, make());
    let book = crate::read::raw::read_unguarded("q.xlsx", &bytes, &Default::default()).unwrap();
    let texts = book.sheets.iter().flat_map(|sheet| &sheet.cells);
    for cell in texts {
        assert!(!cell.value.shown().contains("clé d’essai"));
    }
    let shown = trial.with(|request| format!("{request:?}"));
    assert!(!shown.contains("clé d’essai"), "{shown}");
}

#[test]
fn a_questionnaire_of_any_length_is_written_without_formulas_that_excel_refuses() {
    let mut trial = Trial::new();
    let kind = trial
        .framework
        .kind(&"laureats".into())
        .unwrap()
        .questionnaire
        .clone();
    let questionnaire = trial
        .framework
        .questionnaires
        .iter_mut()
        .find(|q| q.id == kind)
        .unwrap();
    let model = questionnaire.field(&"benevoles".into()).unwrap().clone();
    let rule = questionnaire.rules[0].clone();
    for n in 0..400 {
        let mut field = model.clone();
        field.id = format!("question_{n}").as_str().into();
        field.required = crate::framework::Required::Always(true);
        questionnaire.fields.push(field);
        let mut rule = rule.clone();
        rule.holds = format!("benevoles <= question_{n}");
        rule.fields = vec!["benevoles".into()];
        questionnaire.rules.push(rule);
    }
    let bytes = trial.with(|request| questionnaire_workbook(request).unwrap());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let form = archive.by_name("xl/worksheets/sheet2.xml").unwrap();
    let form = std::io::read_to_string(form).unwrap();
    let form = form.replace("&quot;", "\"");
    let formulas = form
        .split("<f>")
        .skip(1)
        .map(|rest| rest.split("</f>").next().unwrap());
    let longest = formulas.map(|f| f.chars().count()).max().unwrap();
    assert!((4_000..8_192).contains(&longest), "{longest}");
}

#[test]
fn texts_of_any_length_fit_a_formula() {
    let text = format!("dit \"{}\"", "é".repeat(400));
    let quoted = conditions::quoted(&text);
    assert!(quoted.split('&').all(|part| part.chars().count() <= 255));
    let said: String = quoted
        .split('&')
        .map(|part| part[1..part.len() - 1].replace("\"\"", "\""))
        .collect();
    assert_eq!(said, text);
}
