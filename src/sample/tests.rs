//! The default programme is readable, and the sample is always the same.

use std::path::Path;

use super::*;

fn load<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[derive(serde::Deserialize)]
struct Kinds {
    kind: Vec<Kind>,
}

fn framework() -> (Programme, Vec<Kind>, Vec<Questionnaire>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/framework");
    let kinds: Kinds = load(&root.join("kinds.toml"));
    let questionnaires = kinds.kind.iter().map(|kind| {
        let name = format!("questionnaires/{}.toml", kind.questionnaire);
        load(&root.join(name))
    });
    let questionnaires = questionnaires.collect();
    (
        load(&root.join("programme.toml")),
        kinds.kind,
        questionnaires,
    )
}

fn files(root: &Path) -> std::collections::BTreeMap<PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(
                    path.strip_prefix(root).unwrap().to_owned(),
                    std::fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

#[test]
fn two_runs_write_the_same_bytes() {
    let (programme, kinds, questionnaires) = framework();
    let inputs = Inputs {
        programme: &programme,
        kinds: &kinds,
        questionnaires: &questionnaires,
    };
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let written = write(first.path(), &inputs).unwrap();
    assert_eq!(written, write(second.path(), &inputs).unwrap());
    assert_eq!(files(first.path()), files(second.path()));
    assert_eq!(written.subjects, 54 + 6 + 8 + 11 + 8);
}

#[test]
fn projects_are_in_every_departement_and_their_references_exist() {
    let (programme, _, _) = framework();
    for project in projects::PROJECTS {
        assert!(
            programme
                .counties
                .iter()
                .any(|county| county.code == project.county),
            "{}",
            project.id
        );
        assert!(
            programme
                .themes
                .iter()
                .any(|theme| theme.id == project.theme),
            "{}",
            project.id
        );
        assert!(
            programme
                .departments
                .iter()
                .any(|direction| direction.id == project.direction),
            "{}",
            project.id
        );
        assert!(
            programme
                .editions
                .iter()
                .any(|edition| (edition.id.as_str(), edition.scheme.as_str()) == project.edition())
        );
    }
    for county in &programme.counties {
        assert!(
            projects::PROJECTS
                .iter()
                .any(|project| project.county == county.code),
            "{}",
            county.name
        );
    }
}

#[test]
fn planted_fields_and_codes_exist() {
    let (_, _, questionnaires) = framework();
    for planted in faults::PLANTED {
        let known = |field: &str| {
            questionnaires
                .iter()
                .any(|q| q.fields.iter().any(|f| f.id.as_str() == field))
        };
        match planted.fault {
            faults::Fault::Typed(field, _)
            | faults::Fault::Count(field, _)
            | faults::Fault::Empty(field) => {
                assert!(known(field), "{field}");
            }
            _ => {}
        }
        let codes = planted
            .finding
            .split(", ")
            .map(|code| code.split(' ').next().unwrap_or(code));
        for code in codes.filter(|code| *code != "aucun") {
            assert!(
                crate::model::FindingCode::ALL
                    .iter()
                    .any(|known| known.as_str() == code),
                "{code}"
            );
        }
    }
}
