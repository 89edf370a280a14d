//! Returns that are laid into a folder on a server come in like those of a folder of this machine, once; a server that is away
//! is said, and keeps nobody else's returns out.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::support::programme::Programme;
use crate::support::servers::{DavServer, PASSWORD, USER};

const INGEST: [&str; 5] = [
    "ingest",
    "--now",
    "2026-10-15T06:00:00+02:00",
    "--format",
    "json",
];

/// The folder source of the sample programme.
const SAMPLES: &str = "id = \"retours\"\nkind = \"folder\"\npath = \"samples/retours\"\n";

#[test]
fn returns_on_a_server_come_in_once_and_a_server_that_is_away_is_said() {
    let server = DavServer::start();
    let programme = Programme::copy();
    let (here, there) = ("samples/retours/2026-T3", "2026-T3/2026-10-05");
    std::fs::create_dir_all(server.path(there)).unwrap();
    let files = programme.files(here, "xlsx");
    let names: Vec<_> = files
        .iter()
        .take(3)
        .map(|f| f.file_name().unwrap())
        .collect();
    for (file, name) in files.iter().zip(&names) {
        let laid = server.path(there).join(name);
        std::fs::copy(file, &laid).unwrap();
        let file = std::fs::File::options().write(true).open(&laid).unwrap();
        let hour_ago = SystemTime::now() - Duration::from_secs(3_600);
        file.set_modified(hour_ago).unwrap();
    }
    std::fs::write(programme.path("secret"), format!("{PASSWORD}\n")).unwrap();
    let cloud = format!(
        "id = \"nuage\"\nkind = \"webdav\"\n[source.webdav]\nurl = \"{}\"\nuser = \"{USER}\"\npassword_file = \"secret\"\n",
        server.url("127.0.0.1")
    );
    programme.edit("config/bilan.toml", SAMPLES, &cloud);
    let report = |text: &str| -> Value {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };

    let first = report(&programme.succeeds(&INGEST).stdout);
    assert_eq!(first["files_new"], 3, "{first:#}");
    let taken = ["accepted", "to_confirm", "to_correct"].map(|key| first[key].as_u64().unwrap());
    assert_eq!(taken.iter().sum::<u64>(), 3, "{first:#}");
    let second = report(&programme.succeeds(&INGEST).stdout);
    let counts = ["files_seen", "files_new"].map(|key| second[key].as_u64().unwrap());
    assert_eq!(
        counts,
        [0, 0],
        "what was taken is not fetched again: {second:#}"
    );
    let spooled = programme.files("var/arrivees", "arrivee");
    assert!(spooled.is_empty(), "{spooled:?}");
    let left = std::fs::read_dir(server.path(there)).unwrap().count();
    assert_eq!(left, 3, "nothing on the server changes");

    drop(server);
    let both = format!("{cloud}\n[[source]]\n{SAMPLES}");
    programme.edit("config/bilan.toml", &cloud, &both);
    let outcome = programme.run(&INGEST);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    let third = report(&outcome.stdout);
    assert_eq!(third["sources_failed"][0]["source"], "nuage", "{third:#}");
    assert_eq!(
        third["sources_failed"][0]["fault"]["code"],
        "remote-unreachable"
    );
    assert_eq!(third["files_seen"], 94, "the folder is read all the same");
    assert_eq!(
        third["files_new"], 91,
        "three of its files came by the server before"
    );
}
