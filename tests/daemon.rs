//! The daemon does each job at its hour, once, whatever stops it and however many there are.

// The helpers below are test code too: a failed expectation is how they speak.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support::letters::read_mails;
use crate::support::programme::Programme;

/// Longer than anything here takes on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// A running `bilan serve`; killed when the test ends in whatever way.
pub(crate) struct Daemon {
    child: Child,
    log: PathBuf,
}

impl Daemon {
    pub(crate) fn start(programme: &Programme, now: &str) -> Self {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let log = programme.path(format!("journal-{number}.txt"));
        let child = programme
            .command(&["serve", "--now", now, "--tick", "1"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Self { child, log }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Asks it to stop, and expects that it does so in order.
    pub(crate) fn stop(mut self) {
        // Before it serves it has no order to stop in.
        until("the daemon serves", || {
            self.log().contains("bilan serves").then_some(())
        });
        self.signal(Signal::TERM);
        let ended = until("the daemon ends", || self.child.try_wait().unwrap());
        assert_eq!(ended.code(), Some(0), "{}", self.log());
    }

    /// Ends it without a warning, as a power cut does.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `look` finds, as soon as it finds something. The daemon is another process: all there is to wait on is what it
/// leaves behind.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The rows of the ledger that the daemon wrote, oldest first: job, when it was due, how it ended.
fn ledger(programme: &Programme) -> Vec<(String, String, Option<String>)> {
    let status = status(programme);
    let mut rows: Vec<_> = status["firings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["cause"] != "hand")
        .map(|row| {
            let text = |key: &str| row[key].as_str().map(str::to_owned);
            (
                text("job").unwrap(),
                text("scheduled_at").unwrap(),
                text("outcome"),
            )
        })
        .collect();
    rows.sort();
    rows
}

fn status(programme: &Programme) -> Value {
    let shown = programme.succeeds(&["status", "--format", "json"]);
    serde_json::from_str(&shown.stdout).unwrap()
}

pub(crate) fn until_ended(
    programme: &Programme,
    rows: usize,
) -> Vec<(String, String, Option<String>)> {
    until(&format!("{rows} firings have ended"), || {
        let rows_now = ledger(programme);
        let ended = |row: &(String, String, Option<String>)| {
            row.2
                .as_deref()
                .is_some_and(|outcome| outcome != "handed_back")
        };
        (rows_now.len() >= rows && rows_now.iter().all(ended)).then_some(rows_now)
    })
}

pub(crate) fn row(job: &str, at: &str, outcome: &str) -> (String, String, Option<String>) {
    (job.to_owned(), at.to_owned(), Some(outcome.to_owned()))
}

/// A programme whose only jobs are these; they compute and send nothing.
fn with_jobs(jobs: &[(&str, &str, &str)]) -> Programme {
    let programme = Programme::copy();
    let text: String = jobs
        .iter()
        .map(|(id, cron, missed)| {
            format!(
                "[[job]]\nid = \"{id}\"\nlabel = {{ fr = \"Calcul\", en = \"Figures\" }}\ncron = \"{cron}\"\n\
                 missed = \"{missed}\"\nperiod = \"quarter\"\nsteps = [\"evaluate\"]\n\n"
            )
        })
        .collect();
    std::fs::write(programme.path("config/jobs.toml"), text).unwrap();
    programme
}

/// The mails of the sample quarter are all there, each once.
fn every_mail_is_there_once(programme: &Programme) {
    let files = programme.files("var/courriels", "eml");
    let folder = tempfile::tempdir().unwrap();
    let mails = read_mails(&files, folder.path());
    let reasons: BTreeSet<_> = mails
        .iter()
        .map(|mail| (mail.to.clone(), mail.subject.clone()))
        .collect();
    assert_eq!(reasons.len(), mails.len(), "someone has a mail twice");
    let sheets = programme
        .files("var/documents/2026-T3/fiche-retour", "pdf")
        .len();
    assert!(sheets > 40, "{sheets}");
    let dashboards = programme
        .files("var/documents/2026-T3/tableau-de-bord", "xlsx")
        .len();
    // One to each holder and each direction, and the report to three people.
    assert_eq!(mails.len(), sheets + dashboards + 3);
    let count = serde_json::json!({ "sent": mails.len() });
    assert_eq!(status(programme)["mails"], count);
}

const BEFORE_SIX: &str = "2026-10-15T05:59:58+02:00";
const SIX: &str = "2026-10-15T04:00:00Z";

#[test]
fn a_job_runs_at_its_hour_once_and_not_again_after_a_restart() {
    let programme = Programme::copy();
    let daemon = Daemon::start(&programme, BEFORE_SIX);
    let done = [row("trimestriel", SIX, "done")];
    assert_eq!(until_ended(&programme, 1), done);
    every_mail_is_there_once(&programme);
    assert_eq!(programme.files("var/documents/2026-T3", "xlsx").len(), 17);
    daemon.stop();

    let restarted = Daemon::start(&programme, "2026-10-15T06:30:00+02:00");
    until("the daemon serves", || {
        restarted.log().contains("bilan serves").then_some(())
    });
    restarted.stop();
    assert_eq!(ledger(&programme), done);
    every_mail_is_there_once(&programme);
}

#[test]
fn what_was_missed_is_caught_up_as_each_job_says() {
    let every_day = "0 6 * * *";
    let programme = with_jobs(&[
        ("une_fois", every_day, "once"),
        ("jamais", every_day, "skip"),
        ("toutes", every_day, "all"),
    ]);
    let daemon = Daemon::start(&programme, BEFORE_SIX);
    let first = until_ended(&programme, 3);
    assert!(
        first.iter().all(|row| row.2.as_deref() == Some("done")),
        "{first:?}"
    );
    daemon.stop();

    let daemon = Daemon::start(&programme, "2026-10-18T12:00:00+02:00");
    let rows = until_ended(&programme, 12);
    daemon.stop();
    let day = |day: u8| format!("2026-10-{day}T04:00:00Z");
    let of = |job: &str, outcomes: [&str; 4]| {
        let days = (15..).zip(outcomes);
        days.map(|(on, outcome)| row(job, &day(on), outcome))
            .collect::<Vec<_>>()
    };
    let expected = [
        of("jamais", ["done", "skipped", "skipped", "skipped"]),
        of("toutes", ["done", "done", "done", "done"]),
        of("une_fois", ["done", "skipped", "skipped", "done"]),
    ];
    assert_eq!(rows, expected.concat());
}

#[test]
fn the_first_firing_of_a_job_is_caught_up_too() {
    let programme = with_jobs(&[("calcul", "0 6 15 * *", "once")]);
    let daemon = Daemon::start(&programme, "2026-10-14T12:00:00+02:00");
    until("the daemon serves", || {
        daemon.log().contains("bilan serves").then_some(())
    });
    daemon.stop();
    assert_eq!(ledger(&programme), []);
    let daemon = Daemon::start(&programme, "2026-10-16T12:00:00+02:00");
    assert_eq!(until_ended(&programme, 1), [row("calcul", SIX, "done")]);
    daemon.stop();
}

#[test]
fn two_daemons_run_a_firing_once() {
    let programme = with_jobs(&[("calcul", "0 6 * * *", "once")]);
    let daemons = [(); 2].map(|()| Daemon::start(&programme, "2026-10-15T05:59:55+02:00"));
    assert_eq!(until_ended(&programme, 1), [row("calcul", SIX, "done")]);
    // A third one finds nothing left to do, and by its end the two others have looked again.
    let third = Daemon::start(&programme, "2026-10-15T06:01:00+02:00");
    until("the third serves", || {
        third.log().contains("bilan serves").then_some(())
    });
    third.stop();
    let logs: String = daemons.iter().map(Daemon::log).collect();
    for daemon in daemons {
        daemon.stop();
    }
    assert_eq!(logs.matches("a job begins").count(), 1, "{logs}");
    assert_eq!(ledger(&programme).len(), 1);
}

#[test]
fn a_daemon_asked_to_stop_in_the_middle_of_a_job_leaves_it_whole() {
    let programme = Programme::copy();
    let daemon = Daemon::start(&programme, BEFORE_SIX);
    until("documents are being made", || {
        (!programme.files("var/documents", "pdf").is_empty()).then_some(())
    });
    daemon.stop();
    assert_eq!(ledger(&programme).len(), 1);
    let daemon = Daemon::start(&programme, "2026-10-15T06:02:00+02:00");
    assert_eq!(
        until_ended(&programme, 1),
        [row("trimestriel", SIX, "done")]
    );
    daemon.stop();
    every_mail_is_there_once(&programme);
}

#[test]
fn a_daemon_killed_in_the_middle_of_a_job_loses_nothing_and_sends_nothing_twice() {
    for (what, folder, kind) in [
        ("documents are being made", "var/documents", "pdf"),
        ("mails leave", "var/courriels", "eml"),
    ] {
        let programme = Programme::copy();
        let daemon = Daemon::start(&programme, BEFORE_SIX);
        until(what, || {
            (!programme.files(folder, kind).is_empty()).then_some(())
        });
        daemon.kill();
        let daemon = Daemon::start(&programme, "2026-10-15T06:30:00+02:00");
        assert_eq!(
            until_ended(&programme, 1),
            [row("trimestriel", SIX, "done")],
            "{what}"
        );
        daemon.stop();
        every_mail_is_there_once(&programme);
    }
}

#[test]
fn a_run_by_hand_that_was_killed_is_done_whole_by_the_next_one() {
    let run = [
        "run",
        "trimestriel",
        "--period",
        "2026-T3",
        "--now",
        "2026-10-15T06:00:00+02:00",
    ];
    let programme = Programme::copy();
    let mut killed = programme
        .command(&run)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("mails leave", || {
        let ended = killed.try_wait().unwrap().is_some();
        (ended || !programme.files("var/courriels", "eml").is_empty()).then_some(())
    });
    let _ = killed.kill();
    killed.wait().unwrap();
    programme.succeeds(&run);
    every_mail_is_there_once(&programme);
}
