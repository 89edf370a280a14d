//! What the child takes from itself before it sees the first file.
//!
//! Two walls, since neither is there always: resource limits, which every Linux has but a process of root may lift again, and
//! Landlock, which nobody may lift but a kernel before 5.13, or one started without it, does not have.

use std::io;

use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, Ruleset, RulesetAttr, RulesetError,
    RulesetStatus, Scope,
};
use rlimit::Resource;
use serde::{Deserialize, Serialize};

use crate::read::raw::ReadLimits;

/// The rules of Landlock that were tried (Linux 6.15). An older kernel holds to those it knows.
const TRIED: ABI = ABI::V7;

/// What the kernel's Landlock holds a child to: its first answer, before any file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Landlock {
    /// No path, no TCP port, no socket or process outside the child.
    Whole,
    /// What a kernel with this version of Landlock knows of that: paths at least.
    Partial {
        /// The version of its interface.
        abi: String,
    },
    /// Nothing: resource limits only.
    Absent {
        /// Why, in the words of the system.
        why: String,
    },
}

/// No more memory than allowed, no path, no port, no process, no core. What the system does not know is left out.
pub(super) fn confine(limits: &ReadLimits) -> io::Result<Landlock> {
    let mapped = mapped_bytes()?;
    // Landlock needs a descriptor for a moment: before descriptors are forbidden.
    let landlock = forbid_surroundings();
    let set = |resource: Resource, limit: u64| {
        let hard = resource.get_hard()?;
        resource.set(limit.min(hard), limit.min(hard))
    };
    set(Resource::AS, mapped.saturating_add(limits.memory_bytes))?;
    for resource in [
        Resource::NOFILE,
        Resource::NPROC,
        Resource::FSIZE,
        Resource::CORE,
    ] {
        set(resource, 0)?;
    }
    Ok(landlock)
}

/// Takes every path, TCP port, abstract socket and foreign process from this thread, the child's only one, for good, and
/// with them what a program with more rights could give back.
fn forbid_surroundings() -> Landlock {
    match restrict() {
        Ok(landlock) => landlock,
        Err(error) => Landlock::Absent {
            why: error.to_string(),
        },
    }
}

fn restrict() -> Result<Landlock, RulesetError> {
    // A ruleset that handles a right and has no rule that gives it denies it. It also sets no_new_privs.
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(TRIED))?
        .handle_access(AccessNet::from_all(TRIED))?
        .scope(Scope::from_all(TRIED))?
        .create()?
        .restrict_self()?;
    Ok(match (status.ruleset, status.landlock) {
        (RulesetStatus::FullyEnforced, _) => Landlock::Whole,
        (RulesetStatus::PartiallyEnforced, LandlockStatus::Available { effective_abi, .. }) => {
            Landlock::Partial {
                abi: effective_abi.to_string(),
            }
        }
        (_, LandlockStatus::NotEnabled) => Landlock::Absent {
            why: "not enabled when the kernel was started".to_owned(),
        },
        _ => Landlock::Absent {
            why: "not in this kernel".to_owned(),
        },
    })
}

/// What the process maps already: its program, fonts and libraries included.
fn mapped_bytes() -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:")?.trim().strip_suffix(" kB"));
    let kilobytes: u64 = kilobytes
        .and_then(|n| n.trim().parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    Ok(kilobytes.saturating_mul(1_024))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs::{self, File};
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::Path;
    use std::process::Command;

    use super::*;

    /// Says how the copy of this test program is to confine itself, and where it finds what it must not reach.
    const CONFINED: &str = "BILAN_TEST_CONFINED";
    const FOLDER: &str = "BILAN_TEST_FOLDER";
    const PORT: &str = "BILAN_TEST_PORT";

    /// What hostile code would try that has taken over the child.
    fn attempts(folder: &Path, port: u16) -> BTreeMap<&'static str, Result<(), String>> {
        fn outcome<T>(tried: io::Result<T>) -> Result<(), String> {
            tried.map(|_| ()).map_err(|error| error.kind().to_string())
        }
        let parent = rustix::process::getppid();
        BTreeMap::from([
            ("file read", outcome(File::open(folder.join("secret")))),
            ("file written", outcome(File::create(folder.join("new")))),
            (
                "file removed",
                outcome(fs::remove_file(folder.join("removed"))),
            ),
            ("folder listed", outcome(fs::read_dir(folder))),
            ("program run", outcome(Command::new("/bin/true").status())),
            (
                "tcp connected",
                outcome(TcpStream::connect(("127.0.0.1", port))),
            ),
            ("tcp listening", outcome(TcpListener::bind("127.0.0.1:0"))),
            ("udp", outcome(UdpSocket::bind("127.0.0.1:0"))),
            (
                "unix socket",
                outcome(UnixStream::connect(folder.join("socket"))),
            ),
            (
                "parent signalled",
                outcome(parent.map_or(Ok(()), |parent| {
                    rustix::process::test_kill_process(parent).map_err(io::Error::from)
                })),
            ),
        ])
    }

    /// Only in a copy of this program that [`confined`] starts: confines itself and prints what it could do.
    #[test]
    fn tries_what_it_must_not() {
        let Ok(way) = std::env::var(CONFINED) else {
            return;
        };
        let folder = std::env::var(FOLDER).unwrap();
        let port = std::env::var(PORT).unwrap().parse().unwrap();
        let landlock = match way.as_str() {
            "free" => None,
            _ => Some(confine(&ReadLimits::default()).unwrap()),
        };
        if way == "lifted" {
            // Root may; anybody else is told no.
            Resource::NOFILE.set(64, 64).ok();
            Resource::NPROC.set(64, 64).ok();
            Resource::FSIZE.set(64, 64).ok();
        }
        let attempts = attempts(Path::new(&folder), port);
        let told = serde_json::to_string(&(landlock, attempts)).unwrap();
        println!("\n{CONFINED}{told}");
        std::process::exit(0);
    }

    type Told = (Option<Landlock>, BTreeMap<String, Result<(), String>>);

    /// What a process could do that confined itself in this way.
    fn confined(way: &str) -> Told {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("secret"), "secret").unwrap();
        fs::write(folder.path().join("removed"), "removed").unwrap();
        let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let this = concat!(module_path!(), "::tries_what_it_must_not");
        let (_, this) = this.split_once("::").unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", this, "--nocapture"])
            .env(CONFINED, way)
            .env(FOLDER, folder.path())
            .env(PORT, server.local_addr().unwrap().port().to_string())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let told = text.lines().find_map(|line| line.strip_prefix(CONFINED));
        let kept = folder.path().join("removed").exists();
        assert_eq!(kept, way != "free", "{text}");
        serde_json::from_str(told.unwrap_or_else(|| panic!("{text}"))).unwrap()
    }

    fn done(attempts: &BTreeMap<String, Result<(), String>>) -> Vec<&str> {
        let done = attempts.iter().filter(|(_, outcome)| outcome.is_ok());
        done.map(|(what, _)| what.as_str()).collect()
    }

    #[test]
    fn a_process_that_is_not_confined_does_all_of_it() {
        let (_, attempts) = confined("free");
        assert_eq!(done(&attempts).len(), attempts.len(), "{attempts:?}");
    }

    #[test]
    fn a_child_that_was_taken_over_opens_no_file_and_no_socket() {
        let (landlock, attempts) = confined("whole");
        let expected: &[&str] = match landlock {
            Some(Landlock::Whole) => &[],
            // Nothing but Landlock speaks of signals.
            _ => &["parent signalled"],
        };
        assert_eq!(done(&attempts), expected, "{landlock:?} {attempts:?}");
    }

    #[test]
    fn what_landlock_forbids_stays_forbidden_to_root_who_lifts_the_other_limits() {
        let (landlock, attempts) = confined("lifted");
        if landlock != Some(Landlock::Whole) {
            return;
        }
        let reached = ["udp", "unix socket"];
        let refused: Vec<_> = attempts
            .iter()
            .filter(|(what, _)| !reached.contains(&what.as_str()))
            .collect();
        assert_eq!(refused.len(), 8);
        assert!(
            refused.iter().all(|(_, outcome)| outcome.is_err()),
            "{refused:?}"
        );
    }
}
