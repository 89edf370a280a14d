//! What is in a folder on a server, and in all folders under it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use opendal::{Metadata, Operator};

use super::connect::Connection;
use super::error::{Reason, causes};
use crate::collect::names::{DEEPEST, day_of, is_passing};
use crate::store::remote_objects::Facts;

/// More files than this are not looked through: a folder of returns holds some thousands, a whole disk more.
const MOST: usize = 100_000;

/// A file as listed.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its path from the folder.
    pub(super) path: String,
    /// What tells it from what it was before.
    pub(super) facts: Facts,
    /// The day that a folder above it is named after.
    pub(super) day: Option<NaiveDate>,
}

/// A look at the whole folder.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The files, none of those whose names pass.
    pub(super) files: Vec<Listed>,
    /// Folders, from the folder, that could not be looked into: nothing is known about what they hold.
    pub(super) closed: BTreeSet<String>,
}

/// One name in a folder.
struct Entry {
    name: String,
    is_folder: bool,
    facts: Facts,
}

/// Looks at everything, folder by folder. A folder under it that cannot be looked into is passed over.
pub(super) async fn walk(connection: &Connection, source: &str) -> Result<Walk, Reason> {
    let folder = &connection.folder;
    // A bucket has no folders, only names that begin alike; the WebDAV transport knows a folder that is not there.
    if connection.is_sftp && !folder.is_empty() {
        let found = connection.operator.stat(folder).await;
        found.map_err(|error| Reason::of(&error, folder))?;
    }
    let mut walk = Walk::default();
    let mut ahead = vec![(String::new(), None, 0)];
    while let Some((inner, day, depth)) = ahead.pop() {
        let entries = match entries(connection, &inner).await {
            Ok(entries) => entries,
            Err(Reason::Credentials | Reason::Missing(_) | Reason::Names(_)) if depth > 0 => {
                tracing::warn!(source, folder = ?inner, "a folder on the server cannot be listed");
                walk.closed.insert(inner);
                continue;
            }
            Err(reason) => return Err(reason),
        };
        for entry in entries {
            let path = format!("{inner}{}", entry.name);
            if !entry.is_folder {
                let facts = entry.facts;
                walk.files.push(Listed { path, facts, day });
            } else if depth < DEEPEST {
                ahead.push((format!("{path}/"), day_of(&entry.name, day), depth + 1));
            }
        }
        if walk.files.len() + ahead.len() > MOST {
            return Err(Reason::TooMany(MOST));
        }
    }
    Ok(walk)
}

/// The names in one folder that do not pass.
async fn entries(connection: &Connection, inner: &str) -> Result<Vec<Entry>, Reason> {
    let operator = &connection.operator;
    let folder = format!("{}{inner}", connection.folder);
    let place = || format!("{}{folder}", connection.above);
    // The SFTP service of OpenDAL 0.59 panics where a server gives no types of files: in a task of its own, that is all it does.
    let listed = tokio::spawn(list(operator.clone(), folder.clone())).await;
    let Ok(listed) = listed else {
        return Err(Reason::Names(place()));
    };
    match listed {
        Ok(entries) => Ok(entries),
        // A name that is not UTF-8 ends the connection (openssh-sftp-client 0.15). A server that answers the next question is still
        // there, so it was a name.
        Err(error)
            if connection.is_sftp && breaks_off(&error) && operator.stat(&folder).await.is_ok() =>
        {
            Err(Reason::Names(place()))
        }
        Err(error) => Err(Reason::of(&error, &place())),
    }
}

async fn list(operator: Operator, folder: String) -> opendal::Result<Vec<Entry>> {
    let mut lister = operator
        .lister(if folder.is_empty() { "/" } else { &folder })
        .await?;
    let mut entries = Vec::new();
    while let Some(entry) = lister.try_next().await? {
        let metadata = entry.metadata();
        // A folder without its `/` is a link to one: it may lead round in a circle, or anywhere.
        let is_folder = metadata.is_dir() && entry.path().ends_with('/');
        // What lies elsewhere than right in this folder is not for the server to name here.
        let name = entry.path().strip_prefix(&*folder).unwrap_or_default();
        let name = name.strip_suffix('/').unwrap_or(name);
        if (is_folder || metadata.is_file())
            && !name.is_empty()
            && !name.contains('/')
            && !is_passing(name)
        {
            entries.push(Entry {
                name: name.to_owned(),
                is_folder,
                facts: facts(metadata),
            });
        }
        if entries.len() > MOST {
            break;
        }
    }
    Ok(entries)
}

/// Whether the SFTP client gave up on what it received.
fn breaks_off(error: &opendal::Error) -> bool {
    causes(error).any(|cause| cause.to_string().contains("Background task failed"))
}

/// What the server says about a file now. Some tell moments to the second in one place and finer in another.
pub(super) fn facts(metadata: &Metadata) -> Facts {
    let modified = metadata.last_modified();
    let modified =
        modified.and_then(|m| DateTime::<Utc>::from_timestamp(m.into_inner().as_second(), 0));
    Facts {
        size: metadata.content_length(),
        etag: metadata
            .etag()
            .map(|etag| etag.trim_start_matches("W/").trim_matches('"').to_owned()),
        modified,
    }
}
