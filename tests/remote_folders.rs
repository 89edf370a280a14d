//! A folder on a server is read like one of this machine: each file once, whole, and nothing on the server changes, whatever
//! happens on the way.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use bilan::collect::{Fault, Look, Object, Patience, Reason, Remote, RemoteError, Spool};
use bilan::framework::Language;
use bilan::store::Store;
use chrono::Utc;
use tempfile::TempDir;

use crate::support::cutting::Cutting;
use crate::support::servers::{Certificates, DavServer, PASSWORD, S3Server, SftpServer, USER};
use crate::support::tools::run;

/// A server in a test answers at once or not at all.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(5),
    retries: 2,
    pause: Duration::from_millis(10),
};

/// More than any file of these tests has.
const LIMIT: u64 = 10_000_000;

/// What reads a folder: settings as an administrator writes them, a store, a spool.
struct Reader {
    folder: TempDir,
    store: Store,
    spool: Spool,
}

impl Reader {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            store: Store::open(&folder.path().join("bilan.sqlite"))
                .await
                .unwrap(),
            spool: Spool::new(folder.path().join("arrivees")),
            folder,
        }
    }

    /// The source that this text describes, after `[[source]]` and its identifier.
    fn open(&self, text: &str) -> Remote {
        self.open_with(text, LIMIT).unwrap()
    }

    fn open_with(&self, text: &str, limit: u64) -> Result<Remote, RemoteError> {
        let config = self.folder.path().join("config");
        std::fs::create_dir_all(&config).unwrap();
        let settings =
            format!("[mail]\nfrom = \"bilan@exemple.invalid\"\n[[source]]\nid = \"nuage\"\n{text}");
        std::fs::write(config.join("bilan.toml"), settings).unwrap();
        std::fs::write(self.folder.path().join("secret"), format!("{PASSWORD}\n")).unwrap();
        let settings = bilan::config::load_with(self.folder.path(), []);
        let settings = settings.unwrap_or_else(|problems| panic!("{problems}"));
        Remote::open(
            &settings.sources[0],
            chrono_tz::Europe::Paris,
            limit,
            &PATIENCE,
        )
    }

    async fn look(&self, remote: &Remote) -> Look {
        let look = remote.changed(&self.store, Utc::now()).await;
        look.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Fetches the file, and writes that it was dealt with.
    async fn take(&self, remote: &Remote, object: &Object) -> Vec<u8> {
        let incoming = remote.fetch(object, &self.spool).await;
        let incoming = incoming.unwrap_or_else(|error| panic!("{error}"));
        let bytes = std::fs::read(&incoming.path).unwrap();
        let mut writing = self.store.begin().await.unwrap();
        remote
            .taken(&mut writing, object, Utc::now())
            .await
            .unwrap();
        writing.commit().await.unwrap();
        self.spool.remove([incoming.path.as_path()]);
        bytes
    }

    /// What the spool holds.
    fn spooled(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path().join("arrivees"));
        entries.map_or(Vec::new(), |e| e.map(|e| e.unwrap().path()).collect())
    }
}

fn webdav(url: &str, more: &str) -> String {
    format!(
        "kind = \"webdav\"\n[source.webdav]\nurl = \"{url}\"\nuser = \"{USER}\"\npassword_file = \"secret\"\n{more}"
    )
}

fn paths(look: &Look) -> Vec<&str> {
    look.ready
        .iter()
        .map(|object| object.path.as_str())
        .collect()
}

/// Writes a file that was last changed so many seconds ago.
fn write(path: &Path, content: &[u8], seconds: u64) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds))
        .unwrap();
}

/// All that is below a folder: paths, contents, moments of modification.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>, SystemTime)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let modified = path.symlink_metadata().unwrap().modified().unwrap();
            if path.is_dir() {
                folders.push(path.clone());
                found.push((path, Vec::new(), modified));
            } else {
                found.push((
                    path.clone(),
                    std::fs::read(&path).unwrap_or_default(),
                    modified,
                ));
            }
        }
    }
    found.sort();
    found
}

fn french(error: &RemoteError) -> String {
    error
        .told(Language::Fr)
        .replace(['\u{a0}', '\u{202f}'], " ")
}

#[tokio::test]
async fn a_webdav_folder_gives_each_file_once_and_stays_as_it_is() {
    let server = DavServer::start();
    let long_ago = 3600;
    let names = [
        "depot/2026-T3/2026-10-05/Direction de l’eau/retour été & 100 %.xlsx",
        "depot/2026-T3/2026-10-05/b.ods",
        "depot/a#1?.csv",
        "depot/vide.xlsx",
    ];
    for name in names {
        let content = if name.contains("vide") { "" } else { name };
        write(&server.path(name), content.as_bytes(), long_ago);
    }
    for passing in [
        "depot/~$b.ods",
        "depot/.cache/x.xlsx",
        "depot/c.xlsx.part",
        "autre/d.xlsx",
    ] {
        write(&server.path(passing), b"not for us", long_ago);
    }
    let before = tree(&server.path(""));
    let reader = Reader::new().await;
    let source = webdav(&server.url("127.0.0.1"), "folder = \"depot\"\n");
    let remote = reader.open(&source);

    let look = reader.look(&remote).await;
    assert_eq!(look.waiting, 0);
    assert_eq!(
        paths(&look),
        [
            "2026-T3/2026-10-05/Direction de l’eau/retour été & 100 %.xlsx",
            "2026-T3/2026-10-05/b.ods",
            "a#1?.csv",
            "vide.xlsx",
        ]
    );
    assert_eq!(
        look.ready[1].received_at.to_rfc3339(),
        "2026-10-05T10:00:00+00:00"
    );
    for object in &look.ready {
        let content = if object.path == "vide.xlsx" {
            String::new()
        } else {
            format!("depot/{}", object.path)
        };
        assert_eq!(reader.take(&remote, object).await, content.as_bytes());
    }
    assert!(reader.spooled().is_empty());
    assert_eq!(tree(&server.path("")), before);

    // What reads a folder may be a task of its own.
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let look = is_send(remote.changed(&reader.store, Utc::now())).await;
    assert!(look.unwrap().ready.is_empty());

    // Another process, another day: nothing is fetched again but what changed, and what was put back after it had gone.
    let remote = reader.open(&source);
    assert!(reader.look(&remote).await.ready.is_empty());
    write(&server.path("depot/a#1?.csv"), b"corrected", long_ago / 2);
    let gone = server.path("depot/vide.xlsx");
    std::fs::remove_file(&gone).unwrap();
    let look = reader.look(&remote).await;
    assert_eq!(paths(&look), ["a#1?.csv"]);
    assert_eq!(reader.take(&remote, &look.ready[0]).await, b"corrected");
    write(&gone, b"", long_ago);
    assert_eq!(paths(&reader.look(&remote).await), ["vide.xlsx"]);
}

#[tokio::test]
async fn a_file_that_is_still_being_written_is_taken_once_it_rests() {
    let server = DavServer::start();
    let reader = Reader::new().await;
    let remote = reader.open(&webdav(&server.url("127.0.0.1"), ""));
    let growing = server.path("growing.xlsx");
    write(&growing, b"begun", 0);
    let look = reader.look(&remote).await;
    assert_eq!((look.ready.len(), look.waiting), (0, 1));
    write(&growing, b"begun and going on", 0);
    let look = reader.look(&remote).await;
    assert_eq!((look.ready.len(), look.waiting), (0, 1));
    let look = reader.look(&remote).await;
    assert_eq!((look.ready.len(), look.waiting), (1, 0));

    // It goes on after all, between the look and the fetching: longer, shorter, as long but otherwise, gone.
    let object = &look.ready[0];
    for content in [
        &b"begun and going on and on"[..],
        b"begun",
        b"BEGUN AND GOING ON",
    ] {
        // Three seconds later than when the look saw it: servers tell moments to the second.
        let file_time = SystemTime::now() + Duration::from_secs(3);
        write(&growing, content, 0);
        let file = std::fs::File::options().write(true).open(&growing).unwrap();
        file.set_modified(file_time).unwrap();
        let error = remote.fetch(object, &reader.spool).await.unwrap_err();
        assert!(
            matches!(error.reason, Reason::Changing { .. }) && error.is_passing(),
            "{error}"
        );
    }
    std::fs::remove_file(&growing).unwrap();
    let error = remote.fetch(object, &reader.spool).await.unwrap_err();
    assert!(matches!(error.reason, Reason::Changing { .. }), "{error}");
    assert!(reader.spooled().is_empty());

    write(&growing, b"the whole of it", 61);
    let look = reader.look(&remote).await;
    assert_eq!(
        reader.take(&remote, &look.ready[0]).await,
        b"the whole of it"
    );
}

#[tokio::test]
async fn a_file_above_the_limit_is_not_fetched_and_said_once() {
    let server = DavServer::start();
    let line = Cutting::before(server.port());
    write(&server.path("large.xlsx"), &vec![7; 3_000_000], 3600);
    let reader = Reader::new().await;
    let source = webdav(&format!("http://127.0.0.1:{}/dav", line.port()), "");
    let remote = reader.open_with(&source, 1_000_000).unwrap();
    let look = reader.look(&remote).await;
    let object = &look.ready[0];
    let error = remote.fetch(object, &reader.spool).await.unwrap_err();
    let finding = error.finding().unwrap();
    assert_eq!(finding.details["size"], "3000000");
    assert!(line.carried() < 100_000 && reader.spooled().is_empty());
    let mut writing = reader.store.begin().await.unwrap();
    remote
        .taken(&mut writing, object, Utc::now())
        .await
        .unwrap();
    writing.commit().await.unwrap();
    assert!(reader.look(&remote).await.ready.is_empty());
}

#[tokio::test]
async fn a_line_cut_in_the_middle_of_a_file_gives_the_whole_file_or_nothing() {
    let server = DavServer::start();
    let line = Cutting::before(server.port());
    let content: Vec<u8> = (0..2_000_000_u32).flat_map(u32::to_le_bytes).collect();
    write(&server.path("a.xlsx"), &content, 3600);
    let reader = Reader::new().await;
    let source = webdav(&format!("http://127.0.0.1:{}/dav", line.port()), "");
    let remote = reader.open(&source);
    let look = reader.look(&remote).await;

    // Cut in the middle, then at every try: nothing is left of it, and the next look shows it again.
    line.cut(usize::MAX, 5_000_000);
    let error = remote
        .fetch(&look.ready[0], &reader.spool)
        .await
        .unwrap_err();
    assert!(
        matches!(error.reason, Reason::Unreachable(_)) && error.is_passing(),
        "{error}"
    );
    assert!(line.cuts_done() > 1 && reader.spooled().is_empty());
    line.cut(0, 0);
    let again = reader.look(&remote).await;
    assert_eq!(again.ready, look.ready);

    // Cut once, far into it: the rest is asked for, and the file is whole.
    let cuts = line.cuts_done();
    line.cut(1, 5_000_000);
    line.carried();
    assert!(reader.take(&remote, &again.ready[0]).await == content);
    assert_eq!(line.cuts_done(), cuts + 1);
    assert!(
        line.carried() < 9_000_000,
        "what came before the cut came again"
    );

    // Cut while listing: nothing is written, the look after it sees everything.
    write(&server.path("b.xlsx"), b"b", 3600);
    line.cut(usize::MAX, 0);
    let error = remote.changed(&reader.store, Utc::now()).await.unwrap_err();
    assert!(error.is_passing(), "{error}");
    line.cut(0, 0);
    assert_eq!(paths(&reader.look(&remote).await), ["b.xlsx"]);
}

#[tokio::test]
async fn what_an_administrator_got_wrong_is_said_with_a_way_out() {
    let server = DavServer::start();
    let reader = Reader::new().await;
    let url = server.url("127.0.0.1");
    let of = async |text: &str| {
        let remote = reader.open(text);
        remote.changed(&reader.store, Utc::now()).await.unwrap_err()
    };
    let wrong = of(&webdav(&url, "").replace(USER, "quelqu-un")).await;
    assert!(matches!(wrong.reason, Reason::Credentials) && !wrong.is_passing());
    insta::assert_snapshot!(french(&wrong), @"La source « nuage » : 127.0.0.1 refuse le compte. Vérifiez le compte et son mot de passe ou sa clé dans config/bilan.toml, et ses droits sur le dossier ; une clé SSH ne doit être lisible que par le service (chmod 600).");
    let missing = of(&webdav(&url, "folder = \"depots\"\n")).await;
    insta::assert_snapshot!(french(&missing), @"La source « nuage » : « depots/ » n’existe pas sur 127.0.0.1. Créez ce dossier, ou corrigez son nom dans config/bilan.toml.");
    let nowhere = of(&webdav(&format!("{url}/nulle/part"), "")).await;
    assert!(matches!(nowhere.reason, Reason::Missing(_)), "{nowhere}");
    let closed = std::net::TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap();
    let silent = of(&webdav(&format!("http://{closed}/"), "")).await;
    assert!(matches!(silent.reason, Reason::Unreachable(_)) && silent.is_passing());
    assert!(silent.to_string().contains("refused"), "{silent}");
    let absent = reader.open_with(&webdav(&url, "ca_file = \"absent.pem\"\n"), LIMIT);
    assert!(matches!(
        absent.map(drop).unwrap_err().reason,
        Reason::File { .. }
    ));
    assert!(!french(&wrong).contains(PASSWORD));
}

#[tokio::test]
async fn a_server_must_prove_that_it_is_the_one_meant() {
    let certificates = Certificates::of("localhost");
    let (certificate, key) = (
        certificates.path("server.pem"),
        certificates.path("server.key"),
    );
    let server = DavServer::start_with(Some((&certificate, &key)));
    write(&server.path("a.xlsx"), b"a", 3600);
    let reader = Reader::new().await;
    let trusted = format!("ca_file = \"{}\"\n", certificates.path("ca.pem").display());
    let fault = async |url: &str, more: &str| {
        let remote = reader.open(&webdav(url, more));
        let error = remote.changed(&reader.store, Utc::now()).await.unwrap_err();
        assert!(!error.is_passing());
        match error.reason {
            Reason::Certificate(fault) => (fault, french(&error)),
            _ => panic!("{error}"),
        }
    };
    let (unknown, _) = fault(&server.url("localhost"), "").await;
    assert_eq!(unknown, Fault::Authority);
    let (other, said) = fault(&server.url("127.0.0.1"), &trusted).await;
    assert_eq!(other, Fault::Name);
    insta::assert_snapshot!(said, @"La source « nuage » : le certificat de 127.0.0.1 est refusé, il est établi pour un autre nom. Rien n’a été envoyé. Écrivez dans config/bilan.toml le nom qui figure sur le certificat.");
    let remote = reader.open(&webdav(&server.url("localhost"), &trusted));
    let look = reader.look(&remote).await;
    assert_eq!(reader.take(&remote, &look.ready[0]).await, b"a");
}

#[tokio::test]
async fn an_s3_bucket_gives_each_file_once() {
    let mut server = S3Server::start();
    server.put("depot/2026-10-05/retour été.xlsx", b"first");
    server.put("depot/b.xlsx", b"b");
    server.put("autre/c.xlsx", b"c");
    let reader = Reader::new().await;
    let (id, secret) = server.key();
    let source = format!(
        "kind = \"s3\"\n[source.s3]\nendpoint = \"{}\"\nbucket = \"{}\"\nfolder = \"depot\"\naccess_key_id = \"{id}\"\nsecret_access_key = \"{secret}\"\n",
        server.url(),
        S3Server::BUCKET
    );
    let error = async |text: &str| {
        let remote = reader.open(text);
        remote.changed(&reader.store, Utc::now()).await.unwrap_err()
    };
    let wrong = error(&source.replace(secret, "another-secret")).await;
    assert!(matches!(wrong.reason, Reason::Credentials), "{wrong}");
    let nowhere = error(&source.replace("bucket = \"retours\"", "bucket = \"retour\"")).await;
    insta::assert_snapshot!(french(&nowhere), @"La source « nuage » : « retour/depot/ » n’existe pas sur 127.0.0.1. Créez ce dossier, ou corrigez son nom dans config/bilan.toml.");

    let remote = reader.open(&source);
    let look = reader.look(&remote).await;
    assert_eq!((look.ready.len(), look.waiting), (0, 2));
    let look = reader.look(&remote).await;
    assert_eq!(paths(&look), ["2026-10-05/retour été.xlsx", "b.xlsx"]);
    assert_eq!(reader.take(&remote, &look.ready[0]).await, b"first");
    assert_eq!(reader.take(&remote, &look.ready[1]).await, b"b");
    assert!(reader.look(&remote).await.ready.is_empty());
    server.put("depot/b.xlsx", b"B");
    assert_eq!(reader.look(&remote).await.waiting, 1);
    let look = reader.look(&remote).await;
    assert_eq!(paths(&look), ["b.xlsx"]);
    assert_eq!(reader.take(&remote, &look.ready[0]).await, b"B");
}

/// Names the folder of the SFTP server to the test below.
const SFTP: &str = "BILAN_TEST_SFTP";

#[test]
fn an_sftp_folder_gives_each_file_once() {
    let server = SftpServer::start();
    // The ssh program looks for known servers in the account's own folder. This test must not write there: a process of its own
    // finds another ssh first, which looks elsewhere.
    let path = std::env::var_os("PATH").unwrap();
    let path = std::iter::once(server.folder().join("bin")).chain(std::env::split_paths(&path));
    run(Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "remote_folders::by_sftp",
            "--ignored",
            "--nocapture",
        ])
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("XDG_STATE_HOME", server.folder().join("state"))
        .env_remove("SSH_AUTH_SOCK")
        .env(
            SFTP,
            format!("{}:{}", server.port(), server.folder().display()),
        ));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a_sftp_folder_gives_each_file_once starts it, with a server"]
async fn by_sftp() {
    let Ok(server) = std::env::var(SFTP) else {
        return;
    };
    let (port, folder) = server.split_once(':').unwrap();
    let folder = Path::new(folder);
    let files = folder.join("files");
    write(
        &files.join("depot/2026-10-05/retour été.xlsx"),
        b"first",
        3600,
    );
    write(&files.join("depot/b.xlsx"), &vec![3; 5_000_000], 3600);
    write(&files.join("depot/young.xlsx"), b"young", 0);
    std::os::unix::fs::symlink(&files, files.join("depot/loop")).unwrap();
    let before = tree(&files.join("depot"));
    let source = |key: &str, more: &str| {
        let user = String::from_utf8(run(Command::new("id").arg("-un")).stdout).unwrap();
        format!(
            "kind = \"sftp\"\n[source.sftp]\nhost = \"127.0.0.1\"\nport = {port}\nuser = \"{}\"\nkey_file = \"{}\"\n{more}",
            user.trim(),
            folder.join(key).display()
        )
    };
    let reader = Reader::new().await;
    let remote = reader.open(&source("client_key", "folder = \"depot\"\n"));
    let look = reader.look(&remote).await;
    assert_eq!(paths(&look), ["2026-10-05/retour été.xlsx", "b.xlsx"]);
    assert_eq!(look.waiting, 1);
    assert_eq!(reader.take(&remote, &look.ready[0]).await, b"first");
    assert_eq!(
        reader.take(&remote, &look.ready[1]).await,
        vec![3; 5_000_000]
    );
    let look = reader.look(&remote).await;
    assert_eq!((paths(&look), look.waiting), (vec!["young.xlsx"], 0));
    write(&files.join("depot/young.xlsx"), b"young and growing", 0);
    let error = remote
        .fetch(&look.ready[0], &reader.spool)
        .await
        .unwrap_err();
    assert!(matches!(error.reason, Reason::Changing { .. }), "{error}");
    write(&files.join("depot/young.xlsx"), b"young", 0);

    // A link to a file is the file, as the server sees it.
    std::os::unix::fs::symlink("b.xlsx", files.join("depot/link.xlsx")).unwrap();
    reader.look(&remote).await;
    let look = reader.look(&remote).await;
    assert_eq!(paths(&look), ["link.xlsx", "young.xlsx"]);
    assert_eq!(reader.take(&remote, &look.ready[0]).await.len(), 5_000_000);
    std::fs::remove_file(files.join("depot/link.xlsx")).unwrap();

    let reader = Reader::new().await;
    // By the whole path, with nothing known; a name that is not UTF-8 costs its own folder only.
    let odd = files.join("depot/odd");
    write(&odd.join("fine.xlsx"), b"fine", 3600);
    write(
        &odd.join(std::ffi::OsStr::from_bytes(b"\xe9t\xe9.xlsx")),
        b"odd",
        3600,
    );
    let whole = format!("folder = \"{}\"\n", files.join("depot").display());
    let look = reader
        .look(&reader.open(&source("client_key", &whole)))
        .await;
    assert!(paths(&look).contains(&"b.xlsx") && !paths(&look).contains(&"odd/fine.xlsx"));
    let only = format!("folder = \"{}\"\n", odd.display());
    let error = async |text: &str| {
        let remote = reader.open(text);
        remote.changed(&reader.store, Utc::now()).await.unwrap_err()
    };
    let names = error(&source("client_key", &only)).await;
    assert!(matches!(names.reason, Reason::Names(_)), "{names}");
    std::fs::remove_dir_all(odd).unwrap();

    // The line breaks in the middle of a file: once, then for good.
    let line = Cutting::before(port.parse().unwrap());
    let known = std::fs::read_to_string(folder.join("known_hosts")).unwrap();
    let both = known.replace(&format!(":{port} "), &format!(":{} ", line.port()));
    std::fs::write(folder.join("known_hosts"), known + &both).unwrap();
    let by_line =
        source("client_key", "folder = \"depot\"\n").replace(port, &line.port().to_string());
    let remote = reader.open(&by_line);
    write(&files.join("depot/b.xlsx"), &vec![4; 5_000_000], 3600);
    let look = reader.look(&remote).await;
    let object = look.ready.iter().find(|o| o.path == "b.xlsx").unwrap();
    line.cut(usize::MAX, 2_000_000);
    let error_of = remote.fetch(object, &reader.spool).await.unwrap_err();
    assert!(
        matches!(error_of.reason, Reason::Unreachable(_)),
        "{error_of}"
    );
    assert!(reader.spooled().is_empty() && line.cuts_done() > 0);
    line.cut(0, 0);
    assert_eq!(reader.take(&remote, object).await, vec![4; 5_000_000]);
    write(&files.join("depot/b.xlsx"), &vec![3; 5_000_000], 3600);
    let look = reader.look(&remote).await;
    let object = look.ready.iter().find(|o| o.path == "b.xlsx").unwrap();
    line.cut(1, 2_000_000);
    assert_eq!(reader.take(&remote, object).await, vec![3; 5_000_000]);

    let missing = error(&source("client_key", "folder = \"depots\"\n")).await;
    assert!(matches!(missing.reason, Reason::Missing(_)), "{missing}");
    assert!(
        !files.join("depots").exists(),
        "a folder was made on the server"
    );
    let stranger = error(&source("stranger_key", "")).await;
    assert!(matches!(stranger.reason, Reason::Credentials), "{stranger}");
    std::fs::write(folder.join("known_hosts"), "").unwrap();
    let unknown = error(&source("client_key", "")).await;
    assert!(matches!(unknown.reason, Reason::HostKey), "{unknown}");
    let contents = |tree: Vec<(PathBuf, Vec<u8>, SystemTime)>| -> Vec<_> {
        tree.into_iter()
            .map(|(path, content, _)| (path, content))
            .collect()
    };
    assert_eq!(contents(tree(&files.join("depot"))), contents(before));
}
