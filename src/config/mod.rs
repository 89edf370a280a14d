//! The service's settings: where things are kept, how mail leaves, how much a file may cost.
//!
//! Takes the programme's folder and the environment, gives [`Settings`] whose paths are absolute or relative to the
//! working directory, or all the [`Problems`](crate::framework::Problems) at once. Layers, each over the one before:
//! defaults, `config/bilan.toml`, `config/bilan.local.toml` (kept out of version control), variables
//! `BILAN__SECTION__KEY`, and secrets read from the files that keys ending in `_file` name. It knows nothing of the
//! evaluation framework's content, which `framework` reads with its own loader.

mod check;
mod load;
mod servers;
mod settings;
mod source;
#[cfg(test)]
mod tests;

pub use load::{load, load_with};
pub use servers::{AddressFault, address, is_this_machine};
pub use settings::{
    Answers, Files, Forms, Level, Log, LogFormat, Mail, Reading, RegisterFile, Secret, Security,
    Settings, Smtp, Store, Transport, Work,
};
pub use source::{Imap, S3, Sftp, Source, SourceKind, Webdav};

/// The JSON Schema of `config/bilan.toml`, for `config/schemas/bilan.json`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Settings).to_value()
}
