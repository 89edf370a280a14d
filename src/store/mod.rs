//! The store: one SQLite file per programme, one file here per table, its SQL and nothing else.
//!
//! Takes plain values of [`crate::model`], gives them back. Never decides: what a return is worth, what is due and who
//! receives what is decided by the stages. Writing goes through one connection whose transactions begin as writers
//! (`BEGIN IMMEDIATE`), because a deferred transaction that reads then writes fails at once with SQLITE_BUSY.

pub mod arrivals;
pub mod campaigns;
pub mod contacts;
pub mod decisions;
pub mod documents;
pub mod exchanges;
pub mod excuses;
pub mod figures;
pub mod firings;
pub mod locks;
pub mod mail_messages;
pub mod outbox;
pub mod raw_files;
pub mod references;
pub mod remote_objects;
pub mod returns;
pub mod secrets;
pub mod source_looks;
pub mod subjects;

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, SqlStr, Sqlite, SqliteConnection, Transaction};

/// The migrations, in order; once landed, one is never edited. Embedded by hand: the macro would build SQLite twice.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (
        1,
        "main",
        include_str!("../../migrations/sqlite/0001_main.sql"),
    ),
    (
        2,
        "job seen",
        include_str!("../../migrations/sqlite/0002_job_seen.sql"),
    ),
    (
        3,
        "return replaced",
        include_str!("../../migrations/sqlite/0003_return_replaced.sql"),
    ),
    (
        5,
        "secret",
        include_str!("../../migrations/sqlite/0005_secret.sql"),
    ),
    (
        6,
        "mailbox",
        include_str!("../../migrations/sqlite/0006_mailbox.sql"),
    ),
    (
        7,
        "remote object",
        include_str!("../../migrations/sqlite/0007_remote_object.sql"),
    ),
    (
        8,
        "conversation",
        include_str!("../../migrations/sqlite/0008_conversation.sql"),
    ),
    (
        9,
        "reference",
        include_str!("../../migrations/sqlite/0009_reference.sql"),
    ),
];

fn migrator() -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            SqlStr::from_static(sql),
            false,
        )
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the database cannot be made.
    #[error("the folder {path} of the database cannot be made: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database cannot be opened or upgraded.
    #[error(
        "the database {path} cannot be opened or upgraded: {source}. If it was made by a newer bilan, use that one; else restore the last copy"
    )]
    Migration {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<MigrateError>,
    },
    /// A statement failed.
    #[error("the database refused a statement: {0}")]
    Database(#[from] sqlx::Error),
    /// A row holds what no version of bilan writes.
    #[error("the table {table} holds an unreadable value ({what}): was it changed by hand?")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The value and why it cannot be read.
        what: String,
    },
    /// A lock file cannot be made.
    #[error("the lock {path} cannot be taken: {source}")]
    Lock {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The raw file store cannot be written or read.
    #[error("the returned file {path} cannot be kept or read again: {source}")]
    RawFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl StoreError {
    pub(crate) fn corrupt(table: &'static str, what: impl std::fmt::Display) -> Self {
        Self::Corrupt {
            table,
            what: what.to_string(),
        }
    }
}

/// A writing transaction: a connection for the functions of this room, undone unless committed.
pub struct Writing(Transaction<'static, Sqlite>);

impl Writing {
    /// Makes everything written through it last.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

/// Connections to a file do not age. Without a time to live the library starts no task that looks after them, which was seen
/// turning for ever: its count of idle connections may pass below zero for an instant (sqlx 0.9, `pool/inner.rs`), and it then takes
/// that for 2^64 of them.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// The store of one programme. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Opens the database, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// When its folder cannot be made, the file is no database, or it was made by a newer version.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::Folder {
                path: folder.to_owned(),
                source,
            })?;
        }
        // Two processes that begin together would both bring the tables up to date, and one would fail.
        let _held = locks::Locks::beside(path).take("tables")?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            // Rows are read one by one while documents are made of them: that it takes long says nothing.
            .disable_statement_logging();
        let writer = pool(1).connect_with(options.clone()).await?;
        migrator()
            .run(&writer)
            .await
            .map_err(|source| StoreError::Migration {
                path: path.to_owned(),
                source: Box::new(source),
            })?;
        let readers = pool(4).connect_with(options.read_only(true)).await?;
        Ok(Self { writer, readers })
    }

    /// Begins a writing transaction. Dropping it undoes it.
    ///
    /// # Errors
    /// When another process holds the database for longer than the busy timeout.
    pub async fn begin(&self) -> Result<Writing, StoreError> {
        Ok(Writing(self.writer.begin_with("begin immediate").await?))
    }

    /// Waits until everything is closed; the write-ahead log is folded into the file.
    pub async fn close(self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Writes all that the database holds to a new file.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        sqlx::query("vacuum into ?1")
            .bind(path.to_string_lossy().into_owned())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.readers
    }
}
