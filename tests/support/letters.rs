//! Mails read by a library that shares no code with what wrote them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::tools::{program, script, text_of};

/// A mail as its reader sees it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ReadMail {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) to_name: String,
    pub(crate) subject: String,
    pub(crate) message_id: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) attachments: Vec<Attached>,
}

/// A file that a mail carries.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Attached {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) media_type: String,
    file: PathBuf,
}

impl Attached {
    /// Its content.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        std::fs::read(&self.file).unwrap()
    }
}

/// Reads mails; their attachments are saved below `folder`, which has to stay as long as they are looked at.
pub(crate) fn read_mails<P: AsRef<Path>>(files: &[P], folder: &Path) -> Vec<ReadMail> {
    assert!(!files.is_empty(), "no mail to read");
    let printed = text_of(
        program("python3", "python3")
            .arg(script("read_mail.py"))
            .arg(folder)
            .args(files.iter().map(AsRef::as_ref)),
    );
    printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Reads mails that are in memory, as from a mailbox.
pub(crate) fn read_mails_of(messages: &[Vec<u8>], folder: &Path) -> Vec<ReadMail> {
    std::fs::create_dir_all(folder).unwrap();
    let files: Vec<PathBuf> = (0..messages.len())
        .map(|number| folder.join(format!("{number}.eml")))
        .collect();
    for (file, message) in files.iter().zip(messages) {
        std::fs::write(file, message).unwrap();
    }
    read_mails(&files, &folder.join("jointes"))
}
