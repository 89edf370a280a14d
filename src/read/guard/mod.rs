//! Reading that cannot hurt: files are parsed in a child process with limits, which may die in our stead.
//!
//! Takes the name and the bytes of a file, gives its [`RawBook`] or the [`Finding`] that refuses it. A child serves many
//! files; one that dies is replaced, and a file is blamed only after it has killed a fresh child alone.

mod child;
mod confine;
mod frames;

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

use crate::model::{Finding, FindingCode, Place};

use self::confine::Landlock;
use super::raw::{RawBook, ReadLimits};

pub use child::child_main;

/// The hidden command of the program that runs [`child_main`].
pub const CHILD_COMMAND: &str = "read-guard";

/// Files that a child serves before it is replaced, so that what parsers leak does not add up.
const FILES_PER_CHILD: u32 = 1_000;

/// Reads files through guarded children. Threads may share one: each takes a child of its own while it reads.
pub struct GuardedReader {
    program: PathBuf,
    limits: ReadLimits,
    idle: Mutex<Vec<Worker>>,
}

impl GuardedReader {
    /// A reader whose children are `program read-guard`. None is started before the first file.
    pub fn new(program: PathBuf, limits: ReadLimits) -> Self {
        Self {
            program,
            limits,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// What one file may cost.
    pub fn limits(&self) -> &ReadLimits {
        &self.limits
    }

    /// What refuses a file of more bytes than it may have.
    pub fn too_large(&self, name: &str, size: u64) -> Finding {
        Finding::error(FindingCode::FileTooLarge, Place::file(name))
            .with("size", size)
            .with("limit", self.limits.bytes)
    }

    /// Reads one file. Waits at most twice the wall limit.
    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<RawBook, Finding> {
        let refuse = |code| Finding::error(code, Place::file(name));
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > self.limits.bytes {
            return Err(self.too_large(name, size));
        }
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let had_served = idle.as_ref().is_some_and(|worker| worker.served > 0);
        let mut death = match idle {
            Some(worker) => match self.ask(worker, name, bytes) {
                Ok(answer) => return answer,
                Err(death) => Some(death),
            },
            None => None,
        };
        if death.is_none() || had_served {
            let worker = Worker::start(&self.program, &self.limits).map_err(|error| {
                tracing::error!(%error, program = %self.program.display(), "the reading guard does not start");
                refuse(FindingCode::FileTooCostly).with("reason", "guard")
            })?;
            match self.ask(worker, name, bytes) {
                Ok(answer) => return answer,
                Err(alone) => death = Some(alone),
            }
        }
        let reason = death.map_or("crash", Death::reason);
        tracing::warn!(
            file = name,
            reason,
            "the reading guard's child died of a file"
        );
        Err(refuse(FindingCode::FileTooCostly).with("reason", reason))
    }

    /// Asks a child and puts it back among the idle ones if it lives.
    fn ask(
        &self,
        mut worker: Worker,
        name: &str,
        bytes: &[u8],
    ) -> Result<Result<RawBook, Finding>, Death> {
        let answer = worker.ask(name, bytes, Duration::from_secs(self.limits.wall_seconds))?;
        if worker.served < FILES_PER_CHILD {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(worker);
        }
        Ok(answer)
    }
}

/// Hands a new child its limits and hears what holds it.
fn begin(to: &mut impl Write, from: &mut impl Read, limits: &[u8]) -> io::Result<()> {
    frames::write(to, &[limits])?;
    let told = frames::read(from, 10_000)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    tell(&serde_json::from_slice(&told)?);
    Ok(())
}

/// Says once, for the administrator, what the kernel adds to the resource limits. It is the same for every child.
fn tell(landlock: &Landlock) {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let kernel = kernel.trim();
        match landlock {
            Landlock::Whole => tracing::debug!(kernel, "reading guard: confined by Landlock"),
            Landlock::Partial { abi } => tracing::info!(
                kernel, abi,
                "reading guard: confined by rlimit and by what Landlock of this kernel knows: files at least"
            ),
            Landlock::Absent { why } => tracing::warn!(
                kernel, why,
                "reading guard: Landlock not available: limits by rlimit only"
            ),
        }
    });
}

/// How a child ended.
enum Death {
    TooLong,
    Ended(Option<ExitStatus>),
}

impl Death {
    /// One word for the texts: `time`, `memory` or `crash`.
    fn reason(self) -> &'static str {
        const SIGABRT: i32 = 6;
        const SIGXCPU: i32 = 24;
        match self {
            Self::TooLong => "time",
            Self::Ended(status) => match status.and_then(|s| s.signal()) {
                // Rust aborts when an allocation fails; a panic would have been answered.
                Some(SIGABRT) => "memory",
                Some(SIGXCPU) => "time",
                _ => "crash",
            },
        }
    }
}

/// A child with the thread that talks to it, so that waiting for it can be bounded.
struct Worker {
    child: Child,
    ask: Sender<(Vec<u8>, Vec<u8>)>,
    answers: Receiver<Result<RawBook, Finding>>,
    served: u32,
}

impl Worker {
    fn start(program: &std::path::Path, limits: &ReadLimits) -> io::Result<Self> {
        let limits = serde_json::to_vec(limits)?;
        // The environment may hold secrets, and the child needs none of it.
        let mut child = Command::new(program)
            .arg(CHILD_COMMAND)
            .env_clear()
            // The program's allocator would map a gigabyte ahead, in which a file could use more than it is allowed.
            .env("MIMALLOC_ARENA_RESERVE", "0")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the child has no pipes"));
        };
        let (ask, asked) = channel::<(Vec<u8>, Vec<u8>)>();
        let (answer, answers) = channel();
        std::thread::Builder::new()
            .name("read-guard".to_owned())
            .spawn(move || {
                let (mut to, mut from) = (BufWriter::new(stdin), BufReader::new(stdout));
                let mut begun = begin(&mut to, &mut from, &limits).is_ok();
                while begun && let Ok((name, bytes)) = asked.recv() {
                    let exchange = frames::write(&mut to, &[&name])
                        .and_then(|()| frames::write(&mut to, &[&bytes]))
                        .and_then(|()| frames::read(&mut from, frames::ANSWER_BYTES));
                    drop(bytes);
                    begun = match exchange
                        .ok()
                        .flatten()
                        .and_then(|body| frames::decode(&body))
                    {
                        Some(result) => answer.send(result).is_ok(),
                        None => false,
                    };
                }
            })?;
        Ok(Self {
            child,
            ask,
            answers,
            served: 0,
        })
    }

    fn ask(
        &mut self,
        name: &str,
        bytes: &[u8],
        wall: Duration,
    ) -> Result<Result<RawBook, Finding>, Death> {
        if self
            .ask
            .send((name.as_bytes().to_vec(), bytes.to_vec()))
            .is_err()
        {
            return Err(Death::Ended(self.end()));
        }
        self.served += 1;
        match self.answers.recv_timeout(wall) {
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => {
                self.end();
                Err(Death::TooLong)
            }
            Err(RecvTimeoutError::Disconnected) => Err(Death::Ended(self.end())),
        }
    }

    /// Ends the child and gives how it had ended. One that is already dead keeps its own status.
    fn end(&mut self) -> Option<ExitStatus> {
        // Its pipe is closed; a moment lets it finish dying by itself, so that its own signal is what is told.
        for _ in 0..20 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.child.kill().ok();
        self.child.wait().ok()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            self.child.kill().ok();
            self.child.wait().ok();
        }
    }
}
