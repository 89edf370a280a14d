//! Returns that are laid into a folder on an SFTP server come in once, whole, and nothing there changes. Always by the whole
//! program: the ssh program that it starts looks for known servers in the account's own folder, so it needs another environment
//! than that of the tests.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::cutting::Cutting;
use crate::support::programme::{Outcome, Programme};
use crate::support::servers::SftpServer;
use crate::support::stored::rows;
use crate::support::tools::{program, repository, text_of, tree, write};

/// The folder source of the sample programme.
const SAMPLES: &str = "id = \"retours\"\nkind = \"folder\"\npath = \"samples/retours\"\n";
const RETURN: &str = "samples/retours/2026-T3/2026-10-05/retour-BP-2024-003-2026-T3.xlsx";
/// The file was last changed so many seconds ago: long enough to be taken at the first look, or just now.
const AT_REST: u64 = 3600;
const YOUNG: u64 = 0;

/// A server, and a programme whose only source is a folder on it.
struct Depot {
    server: SftpServer,
    programme: Programme,
}

impl Depot {
    fn new() -> Self {
        let depot = Self {
            server: SftpServer::start(),
            programme: Programme::copy(),
        };
        std::fs::create_dir(depot.path("depot")).unwrap();
        depot.read_from(depot.server.port(), "client_key", "depot");
        depot
    }

    /// A path in what the server shows.
    fn path(&self, below: &str) -> PathBuf {
        self.server.folder().join("files").join(below)
    }

    /// Has the programme read another folder, by another port, with another key.
    fn read_from(&self, port: u16, key: &str, folder: &str) {
        let user = text_of(program("id", "coreutils").arg("-un"));
        let source = format!(
            "id = \"partage\"\nkind = \"sftp\"\n[source.sftp]\nhost = \"127.0.0.1\"\nport = {port}\nuser = \"{}\"\n\
             key_file = \"{}\"\nfolder = \"{folder}\"\n",
            user.trim(),
            self.server.folder().join(key).display()
        );
        let settings = std::fs::read_to_string(repository().join("config/bilan.toml")).unwrap();
        assert!(settings.contains(SAMPLES));
        let settings = settings.replace(SAMPLES, &source);
        std::fs::write(self.programme.path("config/bilan.toml"), settings).unwrap();
    }

    /// A line to the server that can break, by which the programme reads from now on.
    fn by_line(&self) -> Cutting {
        let line = Cutting::before(self.server.port());
        let known = self.server.folder().join("known_hosts");
        let text = std::fs::read_to_string(&known).unwrap();
        let (port, by_line) = (self.server.port(), line.port());
        let both = text.replace(&format!(":{port} "), &format!(":{by_line} "));
        std::fs::write(&known, text + &both).unwrap();
        self.read_from(by_line, "client_key", "depot");
        line
    }

    fn ingest(&self) -> Outcome {
        let path = std::env::var_os("PATH").unwrap();
        let bin = self.server.folder().join("bin");
        let path = std::iter::once(bin).chain(std::env::split_paths(&path));
        Outcome::of(
            self.programme
                .command(&["ingest", "--format", "json"])
                .env("PATH", std::env::join_paths(path).unwrap())
                .env("XDG_STATE_HOME", self.server.folder().join("state"))
                .env_remove("SSH_AUTH_SOCK"),
        )
    }

    /// How many files a run saw, and how many of them were new.
    fn taken(&self) -> [u64; 2] {
        let outcome = self.ingest();
        assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        ["files_seen", "files_new"].map(|count| report[count].as_u64().unwrap())
    }

    /// Why the source gives nothing.
    fn fault(&self) -> String {
        let outcome = self.ingest();
        assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(report["files_seen"], 0, "{report:#}");
        assert!(self.programme.files("var/arrivees", "part").is_empty());
        let fault = &report["sources_failed"][0]["fault"]["code"];
        fault.as_str().unwrap().to_owned()
    }

    /// The contents that came under this name, oldest first.
    fn kept(&self, name: &str) -> Vec<Vec<u8>> {
        let arrivals = rows(
            &self.programme,
            "select name, hash from arrival order by id",
        );
        let of_name = arrivals.iter().filter(|arrival| arrival[0] == name);
        let read = of_name.map(|arrival| {
            let hash = &arrival[1];
            let path = format!("var/retours/{}/{hash}", &hash[..2]);
            std::fs::read(self.programme.path(path)).unwrap()
        });
        read.collect()
    }
}

/// Larger than what is in flight between the server and bilan.
fn large(byte: u8) -> Vec<u8> {
    vec![byte; 5_000_000]
}

#[test]
fn each_file_comes_in_once_and_nothing_there_changes() {
    let depot = Depot::new();
    let sheet = std::fs::read(repository().join(RETURN)).unwrap();
    let b = large(3);
    write(
        &depot.path("depot/2026-10-05/retour été.xlsx"),
        &sheet,
        AT_REST,
    );
    write(&depot.path("depot/b.csv"), &b, AT_REST);
    write(&depot.path("depot/young.csv"), b"young", YOUNG);
    // A link to a file is the file, as the server sees it; a link to a folder may lead anywhere.
    write(&depot.path("ailleurs.csv"), b"linked", AT_REST);
    symlink("../ailleurs.csv", depot.path("depot/link.csv")).unwrap();
    symlink("..", depot.path("depot/loop")).unwrap();
    let before = tree(&depot.path(""));

    assert_eq!(depot.taken(), [2, 2], "those that rest");
    assert_eq!(depot.taken(), [2, 2], "those that were young, and rest now");
    assert_eq!(depot.taken(), [0, 0]);
    for (name, content) in [
        ("retour été.xlsx", &sheet[..]),
        ("b.csv", &b),
        ("young.csv", b"young"),
        ("link.csv", b"linked"),
    ] {
        assert!(depot.kept(name) == [content], "{name}");
    }
    let came = "select subject, period, version, arrival.received_at from return join arrival on arrival.id = arrival";
    assert_eq!(
        rows(&depot.programme, came),
        [["BP-2024-003", "2026Q3", "1", "2026-10-05T10:00:00+00:00"]]
    );
    assert_eq!(tree(&depot.path("")), before);
    assert!(depot.programme.files("var/arrivees", "arrivee").is_empty());

    write(&depot.path("depot/young.csv"), b"corrected", AT_REST);
    assert_eq!(depot.taken(), [1, 1]);
    assert_eq!(depot.kept("young.csv"), [&b"young"[..], b"corrected"]);
}

#[test]
fn a_name_that_is_not_utf8_costs_its_own_folder_only() {
    let depot = Depot::new();
    write(&depot.path("depot/b.csv"), b"b", AT_REST);
    write(&depot.path("depot/odd/fine.csv"), b"fine", AT_REST);
    let name = OsStr::from_bytes(b"\xe9t\xe9.csv");
    write(&depot.path("depot/odd").join(name), b"odd", AT_REST);
    // By its whole path, too.
    let read_from = |folder| {
        let whole = depot.path(folder).display().to_string();
        depot.read_from(depot.server.port(), "client_key", &whole);
    };
    read_from("depot");
    assert_eq!(depot.taken(), [1, 1]);
    assert_eq!(depot.kept("b.csv"), [b"b"]);
    read_from("depot/odd");
    assert_eq!(depot.fault(), "remote-names");
}

#[test]
fn a_line_that_breaks_in_the_middle_of_a_file_gives_the_whole_file_or_nothing() {
    let depot = Depot::new();
    let line = depot.by_line();
    write(&depot.path("depot/b.csv"), &large(3), AT_REST);
    // For good: nothing is left of it, and the next run takes it.
    line.cut(usize::MAX, 2_000_000);
    assert_eq!(depot.fault(), "remote-unreachable");
    assert!(line.cuts_done() > 1);
    line.cut(0, 0);
    assert_eq!(depot.taken(), [1, 1]);
    // Once: the same run takes it.
    let cuts = line.cuts_done();
    write(&depot.path("depot/b.csv"), &large(4), AT_REST / 2);
    line.cut(1, 2_000_000);
    assert_eq!(depot.taken(), [1, 1]);
    assert_eq!(line.cuts_done(), cuts + 1);
    assert!(depot.kept("b.csv") == [large(3), large(4)]);
}

#[test]
fn a_file_that_changes_while_it_is_fetched_is_taken_once_it_rests() {
    let depot = Depot::new();
    let line = depot.by_line();
    write(&depot.path("depot/b.csv"), &large(3), AT_REST);
    let changed = [large(4), b"the end".to_vec()].concat();
    std::thread::scope(|scope| {
        let run = scope.spawn(|| depot.taken());
        line.hold(2_000_000, || {
            write(&depot.path("depot/b.csv"), &changed, AT_REST);
        });
        assert_eq!(run.join().unwrap(), [0, 0]);
    });
    assert!(depot.programme.files("var/arrivees", "arrivee").is_empty());
    assert_eq!(depot.taken(), [1, 1]);
    assert!(depot.kept("b.csv") == [changed]);
}

#[test]
fn what_an_administrator_got_wrong_is_told_apart() {
    let depot = Depot::new();
    write(&depot.path("depot/b.csv"), b"b", AT_REST);
    let port = depot.server.port();
    depot.read_from(port, "client_key", "depots");
    assert_eq!(depot.fault(), "remote-missing");
    let made = depot.path("depots").exists();
    assert!(!made, "a folder was made on the server");
    depot.read_from(port, "stranger_key", "depot");
    assert_eq!(depot.fault(), "remote-credentials");
    depot.read_from(port, "client_key", "depot");
    std::fs::write(depot.server.folder().join("known_hosts"), "").unwrap();
    assert_eq!(depot.fault(), "remote-host-key");
}
