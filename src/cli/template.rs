//! `bilan template`: what templates read, and a new one to start from.

use std::path::Path;

use serde::Serialize;

use super::args::{Args, PerArg, TemplateCommand};
use super::evaluate::period;
use super::output::{Failure, open, print, print_json, table};
use crate::framework::{Language, Privacy};
use crate::model::{DocumentId, Period};
use crate::pipeline::document_data;
use crate::render::Templates;
use crate::render::contracts::Contract;
use crate::render::templates::{Per, TemplateInfo};

pub(super) async fn run(args: &Args, command: &TemplateCommand) -> Result<(), Failure> {
    match command {
        TemplateCommand::List => list(args),
        TemplateCommand::Schema { name } => {
            let templates = load(args)?;
            let info = templates.info(&DocumentId::new(name.as_str()));
            print_json(&info.map_err(Failure::other)?.data.schema())
        }
        TemplateCommand::Data {
            name,
            project,
            period,
            language,
        } => data(args, name, project.as_deref(), *period, language.as_deref()).await,
        TemplateCommand::New { name, per } => begin(args, name, *per),
    }
}

fn load(args: &Args) -> Result<Templates, Failure> {
    Templates::of_programme(&args.programme).map_err(Failure::other)
}

/// A template, as it is shown.
#[derive(Serialize)]
struct Shown {
    name: String,
    title: String,
    per: &'static str,
    data: &'static str,
    contract: u32,
    privacy: Privacy,
    formats: Vec<&'static str>,
    languages: Vec<&'static str>,
    file_name: String,
}

fn list(args: &Args) -> Result<(), Failure> {
    let templates = load(args)?;
    let shown: Vec<Shown> = templates.documents().map(shown).collect();
    print(args, &shown, |shown| {
        table(
            &["Modèle", "Titre", "Un par", "Données", "Langues", "Formats"],
            shown.iter().map(|s| {
                vec![
                    s.name.clone(),
                    s.title.clone(),
                    s.per.to_owned(),
                    s.data.to_owned(),
                    s.languages.join(", "),
                    s.formats.join(", "),
                ]
            }),
        )
    })
}

fn shown(info: &TemplateInfo) -> Shown {
    Shown {
        name: info.name.to_string(),
        title: info.title.get(Language::Fr).to_owned(),
        per: match info.per {
            Per::Once => "programme",
            Per::Edition => "édition",
            Per::Subject => "dossier",
            Per::Department => "direction",
            Per::Form => "questionnaire",
        },
        data: info.data.name(),
        contract: info.contract,
        privacy: info.privacy,
        formats: info.formats.iter().map(|f| f.extension()).collect(),
        languages: info.languages.iter().map(|l| l.code()).collect(),
        file_name: info.file_name.clone(),
    }
}

async fn data(
    args: &Args,
    name: &str,
    scope: Option<&str>,
    asked: Option<Period>,
    language: Option<&str>,
) -> Result<(), Failure> {
    let context = open(args).await?;
    let templates = load(args)?;
    let period = period(&context, asked)?;
    let language = match language {
        Some(code) => Language::from_code(code).ok_or_else(|| {
            Failure::other(format!("la langue « {code} » n’est pas parlée : fr ou en"))
        })?,
        None => context.framework.language(),
    };
    let document = DocumentId::new(name);
    let data = document_data(&context, &templates, &document, scope, period, language).await?;
    match data {
        Some(data) => print_json(&data),
        None => Err(Failure::other(format!(
            "rien à montrer pour {} : aucun retour{} ; l’exemple du modèle est report-templates/{name}/sample.json",
            period.written(),
            scope.map_or(String::new(), |id| format!(" de « {id} »"))
        ))),
    }
}

/// A document of the default programme for each sort: its sample is what a new template is tried with.
const SAMPLES: [(PerArg, Contract, &str); 4] = [
    (
        PerArg::Once,
        Contract::Report,
        include_str!("../../report-templates/rapport-trimestriel/sample.json"),
    ),
    (
        PerArg::Edition,
        Contract::Fresque,
        include_str!("../../report-templates/fresque-cartes/sample.json"),
    ),
    (
        PerArg::Subject,
        Contract::Sheet,
        include_str!("../../report-templates/fiche-retour/sample.json"),
    ),
    (
        PerArg::Department,
        Contract::Handout,
        include_str!("../../report-templates/support-formation/sample.json"),
    ),
];

fn begin(args: &Args, name: &str, per: PerArg) -> Result<(), Failure> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(good) {
        return Err(Failure::other(format!(
            "« {name} » ne peut pas nommer un modèle : minuscules sans accent, chiffres et tirets, une lettre d’abord"
        )));
    }
    let templates = args.programme.join("report-templates");
    if !templates.join("lib/theme.typ").is_file() {
        return Err(Failure::other(format!(
            "{} n’a pas de modèles : placez-vous dans le dossier du programme",
            args.programme.display()
        )));
    }
    let folder = templates.join(name);
    if folder.exists() {
        return Err(Failure::other(format!("{} existe déjà", folder.display())));
    }
    let Some((_, data, sample)) = SAMPLES.iter().find(|(of, _, _)| *of == per) else {
        return Err(Failure::other("ce modèle n’a pas d’exemple"));
    };
    std::fs::create_dir(&folder)?;
    let files = [
        ("template.toml", described(name, per, *data)),
        ("main.typ", MAIN.to_owned()),
        ("sample.json", (*sample).to_owned()),
    ];
    for (file, text) in &files {
        write(&folder.join(file), text)?;
    }
    let paths: Vec<String> = files
        .iter()
        .map(|(file, _)| format!("report-templates/{name}/{file}"))
        .collect();
    print(args, &paths, |paths| {
        format!(
            "{}\nÉcrivez main.typ, puis « bilan check ». Pour que ce document parte : nommez-le dans jobs.toml et dans audiences.toml.\n",
            paths.join("\n")
        )
    })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text)
        .map_err(|error| Failure::other(format!("{} : {error}", path.display())))
}

fn described(name: &str, per: PerArg, data: Contract) -> String {
    let (per, count) = match per {
        PerArg::Once => ("once", "un seul, pour le programme"),
        PerArg::Edition => ("edition", "un par édition"),
        PerArg::Subject => ("subject", "un par dossier qui a fait un retour"),
        PerArg::Department => ("department", "un par direction"),
    };
    let data = data.name();
    let scope = if per == "once" { "" } else { "{id}-" };
    format!(
        "# Ce qu’est ce document, et pour qui. « bilan template data {name} » montre ce que lit main.typ.\n\
         name = \"{name}\"\n\
         # Combien : {count}.\n\
         per = \"{per}\"\n\
         # Ce qu’il lit : les données de ce nom.\n\
         data = \"{data}\"\n\
         # La version des données pour laquelle il est écrit (« bilan template schema {name} »).\n\
         contract = 1\n\
         # Le nom du fichier, sans extension : {{id}} est le dossier, la direction ou l’édition, {{period}} la période, {{lang}} la langue.\n\
         file_name = \"{name}-{scope}{{period}}-{{lang}}\"\n\
         # Ce qui en est fait : pdf, png, svg ; et la taille des pages.\n\
         formats = [\"pdf\"]\n\
         page = \"a4\"\n\
         # Le plus haut niveau des champs qu’il montre : public, interne ou confidentiel.\n\
         privacy = \"interne\"\n\
         languages = [\"fr\", \"en\"]\n\n\
         [title]\n\
         fr = \"Nouveau document\"\n\
         en = \"New document\"\n\n\
         # Le nombre de pages attendu ; au-delà, un avertissement.\n\
         [pages]\n\
         min = 1\n\
         max = 4\n"
    )
}

/// A page with a title, that keeps the rules of accessible documents.
const MAIN: &str = r#"// Reads /data.json. The library is in /lib: colours, figures, charts, tables, maps.
#import "/lib/theme.typ": *

#let data = json("/data.json")
#let words = words-of(data.lang)
#show: page-setup.with(data, words)

#heading(level: 1, data.title)

#data.period
"#;
