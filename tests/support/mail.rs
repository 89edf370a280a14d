//! A real mail server for the tests: Postfix takes mails in, Dovecot shows the mailboxes.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tempfile::TempDir;

use super::tools::{program, run, script};

/// The mailboxes of the server, each with its password.
pub(crate) const USERS: [(&str, &str); 4] = [
    ("bilan@exemple.invalid", "mot-de-passe-de-bilan"),
    ("porteur@exemple.invalid", "mot-de-passe-du-porteur"),
    ("gestion@exemple.invalid", "mot-de-passe-de-la-gestion"),
    ("direction@exemple.invalid", "mot-de-passe-de-la-direction"),
];

/// The name under which the machine's own address is known, and for which the certificate is made out.
pub(crate) const NAME: &str = "localhost";

/// A running mail server on ports of its own; all its processes end with the value, or with the test in whatever way
/// that ends.
pub(crate) struct MailServer {
    supervisor: Child,
    folder: TempDir,
    ports: [u16; 4],
}

impl MailServer {
    /// Starts a server whose certificate is made out to the name under which it is reached.
    pub(crate) fn start() -> Self {
        Self::start_as(NAME)
    }

    /// Starts a server whose certificate is made out to the name.
    pub(crate) fn start_as(name: &str) -> Self {
        Self::start_with(name, &[])
    }

    /// Starts a server with options of `mail_server.sh`.
    pub(crate) fn start_with(name: &str, options: &[&str]) -> Self {
        // Between the choice of free ports and their use another program may take one: choose again.
        let mut said = String::new();
        for _ in 0..3 {
            match Self::try_start(name, options) {
                Ok(server) => return server,
                Err(why) => said = why,
            }
        }
        panic!("the mail server of the tests does not start: {said}");
    }

    fn try_start(name: &str, options: &[&str]) -> Result<Self, String> {
        for (tool, package) in [
            ("postfix", "postfix"),
            ("dovecot", "dovecot-imapd"),
            ("openssl", "openssl"),
            ("setsid", "util-linux"),
        ] {
            program(tool, package);
        }
        // The servers' own accounts must reach the folder, and its name must leave room for the 107 bytes of a
        // socket's path: not under the build folder.
        let folder = tempfile::Builder::new()
            .prefix("bilan-mail-")
            .tempdir()
            .unwrap();
        let users: String = USERS
            .iter()
            .map(|(user, password)| format!("{user}:{password}\n"))
            .collect();
        std::fs::write(folder.path().join("users"), users).unwrap();
        let ports = free_ports();
        let complaints = std::fs::File::create(folder.path().join("supervisor.log")).unwrap();
        let mut supervisor = as_root("bash")
            .arg(script("mail_server.sh"))
            .arg(folder.path())
            .arg(name)
            .args(ports.map(|port| port.to_string()))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(complaints)
            .spawn()
            .unwrap();
        let mut first_line = String::new();
        let stdout = supervisor.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut first_line).unwrap();
        let server = Self {
            supervisor,
            folder,
            ports,
        };
        if first_line.trim() == "ready" {
            Ok(server)
        } else {
            Err(server.logs())
        }
    }

    /// The port for STARTTLS (as 587).
    pub(crate) fn smtp_port(&self) -> u16 {
        self.ports[0]
    }

    /// The port for implicit TLS (as 465).
    pub(crate) fn smtps_port(&self) -> u16 {
        self.ports[1]
    }

    /// The port for IMAP over TLS (as 993).
    pub(crate) fn imaps_port(&self) -> u16 {
        self.ports[2]
    }

    /// The port for IMAP with STARTTLS (as 143).
    pub(crate) fn imap_port(&self) -> u16 {
        self.ports[3]
    }

    /// Hands a message to Postfix as one of the server's users, for another one, and waits until it is there.
    pub(crate) fn deliver(&self, from: &str, to: &str, message: &[u8]) {
        let before = self.mailbox(to).len();
        self.post(from, to, message);
        self.wait_for(to, before + 1);
    }

    /// Hands a message to Postfix as one of the server's users, for another one: for mailboxes that someone empties meanwhile.
    pub(crate) fn post(&self, from: &str, to: &str, message: &[u8]) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let authority = std::fs::read(self.ca_pem_path()).unwrap();
            let tls = TlsParameters::builder(NAME.to_owned())
                .add_root_certificate(Certificate::from_pem(&authority).unwrap())
                .build()
                .unwrap();
            let way = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(NAME)
                .port(self.smtps_port())
                .tls(Tls::Wrapper(tls))
                .credentials(Credentials::new(
                    from.to_owned(),
                    Self::password(from).to_owned(),
                ))
                .build();
            let envelope = Envelope::new(Some(from.parse().unwrap()), vec![to.parse().unwrap()]);
            way.send_raw(&envelope.unwrap(), message).await.unwrap();
        });
    }

    /// The messages in a folder of the user's, oldest first.
    pub(crate) fn folder(&self, user: &str, folder: &str) -> Vec<Vec<u8>> {
        // Dovecot keeps folders under the names that IMAP gives them (RFC 3501 §5.1.3).
        let name = match folder {
            "Traités" => "Trait&AOk-s",
            "À voir" => "&AMA- voir",
            plain => plain,
        };
        self.messages_in(&format!("{user}/.{name}"))
    }

    /// Puts a message back where it arrived, in a mailbox that numbers all its messages anew.
    pub(crate) fn put_back_and_renumber(&self, user: &str, folder: &str, message: &[u8]) {
        let maildir = self.folder.path().join("mail").join(user);
        for file in std::fs::read_dir(&maildir).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("dovecot") {
                run(as_root("rm").arg("-rf").arg(&path));
            }
        }
        assert_eq!(self.folder(user, folder), [message.to_vec()]);
        let name = if folder == "Traités" {
            ".Trait&AOk-s"
        } else {
            folder
        };
        let script = format!(
            "cd '{}' && for part in new cur; do for file in '{name}'/$part/*; do [ ! -e \"$file\" ] || mv \"$file\" new/; done; done",
            maildir.display()
        );
        run(as_root("sh").args(["-c", &script]));
    }

    /// The certificate of the authority that a client has to trust.
    pub(crate) fn ca_pem_path(&self) -> PathBuf {
        self.folder.path().join("tls/ca.pem")
    }

    /// The password of one of the server's users.
    pub(crate) fn password(user: &str) -> &'static str {
        let found = USERS.iter().find(|(address, _)| *address == user);
        found
            .unwrap_or_else(|| panic!("{user} has no mailbox here"))
            .1
    }

    /// The messages in the user's mailbox as they arrived, oldest first.
    pub(crate) fn mailbox(&self, user: &str) -> Vec<Vec<u8>> {
        Self::password(user);
        self.messages_in(user)
    }

    fn messages_in(&self, below: &str) -> Vec<Vec<u8>> {
        let maildir = self.folder.path().join("mail").join(below);
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .filter_map(|part| std::fs::read_dir(maildir.join(part)).ok())
            .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
            .collect();
        files.sort_by_key(|file| arrival(file));
        // One that is moved between the list and the reading is no longer there.
        files
            .iter()
            .filter_map(|file| std::fs::read(file).ok())
            .collect()
    }

    /// Waits until the user's mailbox holds `count` messages at least, and gives them; fails after 30 seconds.
    pub(crate) fn wait_for(&self, user: &str, count: usize) -> Vec<Vec<u8>> {
        let start = Instant::now();
        loop {
            let messages = self.mailbox(user);
            if messages.len() >= count {
                return messages;
            }
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "{} of {count} messages for {user} after 30 seconds\n{}",
                messages.len(),
                self.logs()
            );
            // The server is another process: there is nothing to wait on but its folder.
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the servers wrote about themselves, for the message of a test that fails.
    pub(crate) fn logs(&self) -> String {
        [
            "supervisor.log",
            "start.log",
            "tls.log",
            "postfix.log",
            "dovecot.log",
        ]
        .iter()
        .map(|name| {
            let text = std::fs::read(self.folder.path().join(name)).unwrap_or_default();
            format!("--- {name}\n{}\n", String::from_utf8_lossy(&text))
        })
        .collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // The supervisor lives as long as its standard input, and stops the servers when that closes.
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
    }
}

/// A command as root: as it is for root, through sudo for others.
fn as_root(name: &str) -> Command {
    if rustix::process::geteuid().is_root() {
        return Command::new(name);
    }
    let mut sudo = program(
        "sudo",
        "nothing for it: start the tests as root, or allow sudo without a password",
    );
    sudo.args(["-n", name]);
    sudo
}

/// Four ports that nobody listens on at the moment.
fn free_ports() -> [u16; 4] {
    let listeners = [(); 4].map(|()| TcpListener::bind(("127.0.0.1", 0)).unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

/// The arrival that a maildir's file name tells: seconds, then microseconds after `M`.
fn arrival(file: &Path) -> (u64, u64) {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let digits = |text: &str| -> u64 {
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        text[..end].parse().unwrap_or(0)
    };
    let micros = name.split_once('M').map_or(0, |(_, rest)| digits(rest));
    (digits(&name), micros)
}

/// Reads an IMAP mailbox's number of messages over TLS with openssl, as a stranger to every library of bilan.
pub(crate) fn messages_over_imap(server: &MailServer, user: &str) -> String {
    let mut client = program("openssl", "openssl")
        .args([
            "s_client",
            "-quiet",
            "-verify_return_error",
            "-verify_hostname",
            NAME,
            "-CAfile",
        ])
        .arg(server.ca_pem_path())
        .args(["-connect", &format!("127.0.0.1:{}", server.imaps_port())])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let password = MailServer::password(user);
    let talk = format!("a LOGIN {user} {password}\r\nb STATUS INBOX (MESSAGES)\r\nc LOGOUT\r\n");
    std::io::Write::write_all(client.stdin.as_mut().unwrap(), talk.as_bytes()).unwrap();
    let mut answer = String::new();
    client
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut answer)
        .unwrap();
    let _ = client.wait();
    answer
}
