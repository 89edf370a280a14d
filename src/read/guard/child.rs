//! The child's side: limits on itself, then one file after another.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use rlimit::Resource;

use crate::model::{Finding, FindingCode, Place};
use crate::read::raw::{ReadLimits, read_unguarded};

use super::confine::confine;
use super::frames;

/// What `bilan read-guard` does: takes the limits, then files, from standard input; answers on standard output, first what
/// the system's Landlock holds it to, then a book or a finding for each file. Ends when the parent closes. Anything unexpected ends it too: the parent starts another.
pub fn child_main() -> ExitCode {
    // What a file makes the parser say must not reach the daemon's log, and a backtrace would open files.
    std::panic::set_hook(Box::new(|_| {}));
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let Some(limits) = frames::read(&mut input, 10_000)? else {
        return Ok(());
    };
    let limits: ReadLimits = serde_json::from_slice(&limits)?;
    let mut budget = ProcessorBudget::new(limits.cpu_seconds)?;
    let landlock = confine(&limits)?;
    frames::write(&mut output, &[&serde_json::to_vec(&landlock)?])?;
    let largest = usize::try_from(limits.bytes)
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    loop {
        let Some(name) = frames::read(&mut input, 10_000)? else {
            return Ok(());
        };
        let Some(bytes) = frames::read(&mut input, largest)? else {
            return Ok(());
        };
        let name = String::from_utf8_lossy(&name).into_owned();
        budget.renew()?;
        let result = std::panic::catch_unwind(|| read_unguarded(&name, &bytes, &limits))
            .unwrap_or_else(|_| {
                Err(Finding::error(FindingCode::FileDamaged, Place::file(&name))
                    .with("reason", "malformed"))
            });
        frames::write(&mut output, &[&frames::encode(&result)])?;
    }
}

/// Processor seconds for each file, although the system counts them for the whole life of a process.
struct ProcessorBudget {
    seconds: u64,
    /// Opened before files are forbidden, read again for each renewal.
    used: File,
    renewed: Option<Instant>,
}

impl ProcessorBudget {
    fn new(seconds: u64) -> io::Result<Self> {
        Ok(Self {
            seconds,
            used: File::open("/proc/self/stat")?,
            renewed: None,
        })
    }

    /// Allows the budget anew. One thread cannot have used more than went by on the clock, so within a second of
    /// the last renewal there is nothing worth asking the system for.
    fn renew(&mut self) -> io::Result<()> {
        if self
            .renewed
            .is_some_and(|at| at.elapsed() < Duration::from_secs(1))
        {
            return Ok(());
        }
        let mut stat = String::new();
        self.used.seek(SeekFrom::Start(0))?;
        self.used.read_to_string(&mut stat)?;
        // Fields 14 and 15 (proc(5)) are ticks of user and system time, a hundred in a second; the name, field 2, may
        // hold spaces and ends with the last parenthesis.
        let fields = stat
            .rsplit_once(')')
            .map(|(_, rest)| rest)
            .unwrap_or_default();
        let ticks: u64 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|n| n.parse::<u64>().ok())
            .sum();
        let soft = ticks / 100 + 1 + self.seconds + 1;
        let hard = Resource::CPU.get_hard()?;
        Resource::CPU.set(soft.min(hard), hard)?;
        self.renewed = Some(Instant::now());
        Ok(())
    }
}
