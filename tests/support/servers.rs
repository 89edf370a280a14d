//! Real servers that hold folders, for the tests: WebDAV (WsgiDAV), S3 (moto) and SFTP (OpenSSH). Each is a process of its own on a
//! loopback port of its own, and ends with the value, or with the test in whatever way that ends.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use tempfile::TempDir;

use super::tools::{program, python, run, script};

/// The account of the WebDAV server.
pub(crate) const USER: &str = "bilan";
/// Its password.
pub(crate) const PASSWORD: &str = "mot-de-passe-du-nuage";

/// A server process that lives as long as its standard input, and says "ready" first.
struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    first_line: String,
}

impl Process {
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{command:?}: {e}"));
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut first_line = String::new();
        output.read_line(&mut first_line).unwrap();
        assert!(
            first_line.starts_with("ready"),
            "{command:?} does not start: {first_line}"
        );
        Self {
            child,
            input,
            output,
            first_line,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on at the moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A WebDAV server over a folder of this machine.
pub(crate) struct DavServer {
    folder: TempDir,
    port: u16,
    scheme: &'static str,
    _process: Process,
}

impl DavServer {
    /// Starts one that speaks plain HTTP.
    pub(crate) fn start() -> Self {
        Self::start_with(None)
    }

    /// Starts one that speaks HTTPS with this certificate and key.
    pub(crate) fn start_with(tls: Option<(&Path, &Path)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut command = python("dav_server.py");
        command
            .arg(folder.path())
            .args([&port.to_string(), USER, PASSWORD]);
        if let Some((certificate, key)) = tls {
            command.arg(certificate).arg(key);
        }
        Self {
            _process: Process::start(&mut command),
            folder,
            port,
            scheme: if tls.is_some() { "https" } else { "http" },
        }
    }

    /// A path in the folder that it shows.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The address of the folder under a name of this machine.
    pub(crate) fn url(&self, host: &str) -> String {
        format!("{}://{host}:{}/dav", self.scheme, self.port)
    }
}

/// An S3 server with one bucket.
pub(crate) struct S3Server {
    process: Process,
    port: u16,
}

impl S3Server {
    /// The bucket.
    pub(crate) const BUCKET: &str = "retours";

    /// Starts one.
    pub(crate) fn start() -> Self {
        let port = free_port();
        let mut command = python("s3_server.py");
        command.args([&port.to_string(), Self::BUCKET]);
        Self {
            process: Process::start(&mut command),
            port,
        }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The name and the secret of the key that is let in.
    pub(crate) fn key(&self) -> (&str, &str) {
        let mut words = self.process.first_line.split_whitespace().skip(1);
        (words.next().unwrap(), words.next().unwrap())
    }

    /// Puts a file into the bucket, with a client written by others.
    pub(crate) fn put(&mut self, name: &str, content: &[u8]) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        let input = self.process.input.as_mut().unwrap();
        writeln!(input, "put\t{name}\t{}", file.path().display()).unwrap();
        let mut answer = String::new();
        self.process.output.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim(), "done");
    }
}

/// An SFTP server over a folder of this machine.
pub(crate) struct SftpServer {
    folder: TempDir,
    port: u16,
    _process: Process,
}

impl SftpServer {
    /// Starts one.
    pub(crate) fn start() -> Self {
        program("sshd", "openssh-server");
        // Sockets of the ssh program lie here: their names have 107 bytes at most.
        let folder = tempfile::Builder::new()
            .prefix("bilan-sftp-")
            .tempdir_in("/tmp")
            .unwrap();
        let port = free_port();
        let mut command = program("bash", "bash");
        command
            .arg(script("sftp_server.sh"))
            .arg(folder.path())
            .arg(port.to_string());
        Self {
            _process: Process::start(&mut command),
            folder,
            port,
        }
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The folder of its keys, of the ssh program that knows it (`bin`), and of what it shows (`files`).
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// An authority of the tests, and a certificate that it made out to a name.
pub(crate) struct Certificates {
    folder: TempDir,
}

impl Certificates {
    /// Makes them out to the name.
    pub(crate) fn of(name: &str) -> Self {
        let made = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ];
        let openssl = |words: &[&str]| {
            let mut command = program("openssl", "openssl");
            run(command.current_dir(made.folder.path()).args(words));
        };
        let authority = [
            "-x509",
            "-days",
            "2",
            "-subj",
            "/CN=Autorite des essais",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
        ];
        openssl(&[&["req"], &key[..], &authority].concat());
        let subject = format!("/CN={name}");
        let request = [
            "-subj",
            &subject,
            "-keyout",
            "server.key",
            "-out",
            "server.csr",
        ];
        openssl(&[&["req"], &key[..], &request].concat());
        std::fs::write(
            made.path("server.ext"),
            format!("subjectAltName=DNS:{name}\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"),
        )
        .unwrap();
        openssl(&[
            "x509",
            "-req",
            "-in",
            "server.csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            "server.ext",
            "-out",
            "server.pem",
        ]);
        made
    }

    /// `ca.pem`, `server.pem` or `server.key`.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
