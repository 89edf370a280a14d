//! Messages into other folders of their mailbox.

use async_imap::error::Error;
use async_imap::imap_proto::{MailboxDatum, Response, Status};

use crate::model::{Fault, FaultCode};

use super::Mailbox;
use super::connection::said_by_server;
use super::folder_name::encode;
use super::session::uid_set;

/// Messages that one command moves: some servers take no long lines.
const AT_ONCE: usize = 200;

impl Mailbox {
    /// Moves messages to a folder, which is made where it is absent. `uids` are in their order. With MOVE (RFC 6851) it is one
    /// step; without, they are copied, and only then marked as deleted, and expunged where that can be done for them alone
    /// (RFC 4315).
    ///
    /// # Errors
    /// [`FaultCode::NotMoved`] where the server refuses (a full mailbox, missing rights): the connection is still good.
    /// Anything else: it is not.
    pub async fn move_to(&mut self, uids: &[u32], folder: &str) -> Result<(), Fault> {
        let mut name = encode(folder);
        for some in uids.chunks(AT_ONCE) {
            let set = uid_set(some.iter().copied());
            match self.move_once(&set, &name).await {
                // RFC 3501 §6.4.7 asks servers to say TRYCREATE; not all do.
                Err(Error::No(_)) => {
                    name = self.make(folder).await?;
                    let again = self.move_once(&set, &name).await;
                    again.map_err(|error| self.not_moved(folder, &error))?;
                }
                Err(error) => return Err(self.not_moved(folder, &error)),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    async fn move_once(&mut self, set: &str, name: &str) -> Result<(), Error> {
        if self.connection.abilities.r#move {
            return self.timed(format!("UID MOVE {set} {}", quoted(name))).await;
        }
        self.timed(format!("UID COPY {set} {}", quoted(name)))
            .await?;
        self.timed(format!("UID STORE {set} +FLAGS.SILENT (\\Deleted)"))
            .await?;
        if self.connection.abilities.uidplus {
            self.timed(format!("UID EXPUNGE {set}")).await?;
        }
        Ok(())
    }

    async fn timed(&mut self, command: String) -> Result<(), Error> {
        let running = self.connection.session.run_command_and_check_ok(command);
        match self.server.within("move", running).await {
            Ok(done) => done,
            Err(_) => Err(Error::Io(std::io::ErrorKind::TimedOut.into())),
        }
    }

    /// Makes a folder and gives the name that the server knows it by: some keep all folders below INBOX.
    async fn make(&mut self, folder: &str) -> Result<String, Fault> {
        let plain = encode(folder);
        let below = match self.delimiter().await? {
            Some(delimiter) => format!("INBOX{delimiter}{plain}"),
            None => plain.clone(),
        };
        for name in [&plain, &below] {
            if self.exists(name).await? {
                return Ok(name.clone());
            }
        }
        let mut refused = None;
        for name in [plain, below] {
            let making = self
                .connection
                .session
                .run_command_and_check_ok(format!("CREATE {}", quoted(&name)));
            match self.server.within("folder", making).await? {
                Ok(()) => {
                    let subscribing = self
                        .connection
                        .session
                        .run_command_and_check_ok(format!("SUBSCRIBE {}", quoted(&name)));
                    // A folder that programs do not show by themselves is a folder all the same.
                    if let Err(error) = self.server.within("folder", subscribing).await? {
                        tracing::debug!(%error, "a folder is not subscribed to");
                    }
                    return Ok(name);
                }
                Err(error @ Error::No(_)) => refused = Some(error),
                Err(error) => return Err(self.server.failed("folder", &error)),
            }
        }
        Err(refused.map_or_else(
            || self.server.refused("folder", "CREATE"),
            |error| self.not_moved(folder, &error),
        ))
    }

    async fn exists(&mut self, name: &str) -> Result<bool, Fault> {
        Ok(self
            .names(&format!("LIST \"\" {}", quoted(name)))
            .await?
            .is_some())
    }

    /// What separates a folder from those above it.
    async fn delimiter(&mut self) -> Result<Option<String>, Fault> {
        Ok(self.names("LIST \"\" INBOX").await?.flatten())
    }

    /// Whether a LIST finds something, and the separator that it tells.
    async fn names(&mut self, command: &str) -> Result<Option<Option<String>>, Fault> {
        let tag = self.command("folder", command).await?;
        let mut found = None;
        loop {
            let reading = self.connection.session.read_response();
            let said = self.server.within("folder", reading).await?;
            let said = said.map_err(|error| self.server.cut("folder", error))?;
            let said = said.ok_or_else(|| self.server.cut("folder", "EOF"))?;
            match said.parsed() {
                Response::MailboxData(MailboxDatum::List(list)) => {
                    found = Some(list.delimiter.as_deref().map(str::to_owned));
                }
                Response::Done {
                    tag: of, status, ..
                } if *of == tag => {
                    return Ok(found.filter(|_| *status == Status::Ok));
                }
                _ => {}
            }
        }
    }

    fn not_moved(&self, folder: &str, error: &Error) -> Fault {
        match error {
            Error::No(said) | Error::Bad(said) => self
                .server
                .fault(FaultCode::NotMoved)
                .with("folder", folder)
                .with("cause", said_by_server(said)),
            error => self.server.cut("move", error),
        }
    }
}

/// A quoted string of RFC 3501 §4.3. Modified UTF-7 leaves ASCII without control characters.
fn quoted(name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
