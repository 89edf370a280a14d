//! `bilan init`: the folder of a new programme, from what the program carries.

use std::path::Path;

use rust_embed::RustEmbed;

use super::args::{Args, InitArgs};
use super::output::{Failure, print};
use crate::framework;
use crate::sample::{Inputs, write};
use crate::wide::EngineChecker;

#[derive(RustEmbed)]
#[folder = "config/"]
struct DefaultConfig;

#[derive(RustEmbed)]
#[folder = "report-templates/"]
struct DefaultTemplates;

pub(super) fn run(args: &Args, command: &InitArgs) -> Result<(), Failure> {
    let folder = args.programme.join(&command.folder);
    let occupied = folder
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        return Err(Failure::other(format!(
            "le dossier {} existe et n’est pas vide : rien n’est écrit, choisissez-en un autre",
            folder.display()
        )));
    }
    copy::<DefaultConfig>(&folder.join("config"))?;
    copy::<DefaultTemplates>(&folder.join("report-templates"))?;
    let framework = framework::load(&folder, Some(&EngineChecker)).map_err(Failure::Problems)?;
    let inputs = Inputs {
        programme: &framework.programme,
        kinds: &framework.kinds,
        questionnaires: &framework.questionnaires,
    };
    let written = write(&folder.join("samples"), &inputs).map_err(Failure::other)?;
    let report = serde_json::json!({ "folder": folder, "returns": written.returns });
    print(args, &report, |_| {
        format!(
            "Programme créé dans {0}, avec un exemple de registre et {1} retours.\n\
             Pour l’essayer : bilan --programme {0} run trimestriel --period 2026-T3\n\
             Pour le vôtre : remplacez config/framework/ et samples/, puis « bilan check ».\n",
            folder.display(),
            written.returns
        )
    })
}

fn copy<Files: RustEmbed>(folder: &Path) -> Result<(), Failure> {
    for name in Files::iter() {
        // A developer's own settings are not a new programme's.
        let Some(file) = Files::get(&name).filter(|_| !name.ends_with(".local.toml")) else {
            continue;
        };
        let path = folder.join(&*name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, &file.data)?;
    }
    Ok(())
}
