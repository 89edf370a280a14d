//! `bilan schema`: the JSON Schemas of the configuration, for editors, and of the data that templates read.

use super::args::Args;
use super::output::{Failure, print};
use crate::render::contracts::Contract;
use crate::{config, framework};

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let folder = args.programme.join("config/schemas");
    std::fs::create_dir_all(&folder)?;
    let mut names = Vec::new();
    let settings = std::iter::once(("bilan", config::schema()));
    for (name, schema) in framework::schemas()
        .into_iter()
        .chain(settings)
        .map(|(name, schema)| (name.trim_end_matches(".json").to_owned(), schema))
        .chain(Contract::ALL.map(|data| (format!("data-{}", data.name()), data.schema())))
    {
        let name = format!("{name}.json");
        std::fs::write(
            folder.join(&name),
            serde_json::to_string_pretty(&schema)? + "\n",
        )?;
        names.push(name);
    }
    print(args, &names, |names| {
        names
            .iter()
            .map(|n| format!("config/schemas/{n}\n"))
            .collect()
    })
}
