//! What a fault of a source says to whoever looks after the service.

use crate::framework::Language;
use crate::model::Fault;

use super::{Arg, Texts};

/// Puts a fault into words: what is wrong, then a way out.
pub fn fault_text(fault: &Fault, language: Language) -> String {
    let texts = Texts::of(language);
    let step = fault
        .details
        .get("step")
        .map(|step| texts.get(&format!("step-{step}"), &[]))
        .unwrap_or_default();
    let mut args: Vec<(&str, Arg<'_>)> = fault
        .details
        .iter()
        .filter(|(name, _)| *name != "step")
        .map(|(name, value)| (name.as_str(), arg(name, value)))
        .collect();
    args.push(("step", Arg::from(step)));
    let id = format!("fault-{}", fault.code.as_str());
    let what = texts.get(&id, &args);
    let remedy = texts.get(&format!("{id}.remedy"), &args);
    format!("{what} {remedy}")
}

/// Amounts as the language writes them, all else as it is.
fn arg<'a>(name: &str, value: &'a str) -> Arg<'a> {
    let amount = matches!(name, "size" | "limit" | "seconds");
    match value.parse::<u64>() {
        Ok(number) if amount => number.into(),
        _ => value.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FaultCode;

    fn texts(language: Language) -> String {
        let told = |code: &FaultCode| {
            let fault = Fault::new(*code)
                .with("server", "imap.region.example:993")
                .with("user", "bilan")
                .with("path", "/srv/retours")
                .with("folder", "Traités")
                .with("cause", "No such file")
                .with("step", "fetch")
                .with("seconds", 60)
                .with("source", "nuage")
                .with("what", "Connection refused")
                .with("fault", "name")
                .with("size", 30_000_000)
                .with("limit", 26_214_400);
            format!("{}: {}", code.as_str(), fault_text(&fault, language))
        };
        let all: Vec<_> = FaultCode::ALL.iter().map(told).collect();
        all.join("\n")
    }

    #[test]
    fn all_faults_in_french() {
        insta::assert_snapshot!(texts(Language::Fr));
    }

    #[test]
    fn all_faults_in_english() {
        insta::assert_snapshot!(texts(Language::En));
    }

    #[test]
    fn every_step_has_its_words() {
        for language in [Language::Fr, Language::En] {
            for step in crate::collect::mailbox::STEPS {
                let id = format!("step-{step}");
                assert!(Texts::of(language).has(&id), "{id}");
            }
        }
    }
}
