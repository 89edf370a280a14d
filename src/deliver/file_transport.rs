//! Mails as `.eml` files: whole or not at all, and never over one another.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::{Outcome, OutgoingMail};

/// Letters of the recipient's address in a file's name.
const NAME: usize = 60;

/// Writes the mail to the folder. The same mail a second time is already there, and so sent.
pub(super) fn write(folder: &Path, mail: &OutgoingMail) -> Outcome {
    match try_write(folder, mail) {
        Ok(path) => Outcome::Sent(path.display().to_string()),
        Err(error) => Outcome::Unreachable {
            message: format!("cannot write to {}: {error}", folder.display()),
        },
    }
}

/// Waits until what was written is on the disk: once a batch, since once a file would cost more than the mail.
pub(super) fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder)
        && let Err(error) = rustix::fs::syncfs(&folder)
    {
        tracing::warn!(%error, "the folder of outgoing mails was not synchronised");
    }
}

fn try_write(folder: &Path, mail: &OutgoingMail) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let stem = stem(mail);
    let unfinished = folder.join(format!(".{stem}.{}.part", std::process::id()));
    File::create(&unfinished)?.write_all(&mail.bytes)?;
    let placed = place(folder, &stem, &unfinished, &mail.bytes);
    if placed.is_err() || unfinished.exists() {
        std::fs::remove_file(&unfinished).ok();
    }
    placed
}

/// Gives the finished file the first free name; a file of the same content ends the search.
fn place(folder: &Path, stem: &str, unfinished: &Path, bytes: &[u8]) -> std::io::Result<PathBuf> {
    for number in 1..1000 {
        let path = match number {
            1 => folder.join(format!("{stem}.eml")),
            number => folder.join(format!("{stem}-{number}.eml")),
        };
        match renameat_with(CWD, unfinished, CWD, &path, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(path),
            // Some network folders cannot refuse to replace: look first there, the name is ours alone but for a race.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) if !path.exists() => {
                std::fs::rename(unfinished, &path)?;
                return Ok(path);
            }
            Err(Errno::EXIST | Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                if std::fs::read(&path)? == bytes {
                    return Ok(path);
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(std::io::Error::new(
        ErrorKind::AlreadyExists,
        format!("{stem}.eml exists a thousand times"),
    ))
}

/// The Message-ID's hash and the recipient in letters that every file system takes.
fn stem(mail: &OutgoingMail) -> String {
    let id = mail
        .message_id
        .trim_start_matches('<')
        .split('@')
        .next()
        .unwrap_or_default();
    let safe = |text: &str, most: usize| -> String {
        text.chars()
            .take(most)
            .map(|letter| {
                if letter.is_ascii_alphanumeric() || "-_@+".contains(letter) {
                    letter
                } else {
                    '_'
                }
            })
            .collect()
    };
    format!("{}-{}", safe(id, 32), safe(&mail.to, NAME))
}
