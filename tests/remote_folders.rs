//! A folder on a server is read like one of this machine: each file once, whole, and nothing on the server changes, whatever
//! happens on the way.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use bilan::collect::{
    CertificateFault, Look, Object, Patience, Reason, Remote, RemoteError, Spool,
};
use bilan::framework::Language;
use bilan::store::Store;
use chrono::Utc;
use tempfile::TempDir;

use crate::support::cutting::Cutting;
use crate::support::servers::{Certificates, DavServer, PASSWORD, S3Server, USER};
use crate::support::tools::{tree, write};

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
    assert_eq!(unknown, CertificateFault::Authority);
    let (other, said) = fault(&server.url("127.0.0.1"), &trusted).await;
    assert_eq!(other, CertificateFault::Name);
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
