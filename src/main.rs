//! The `bilan` program: dispatch and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    bilan::cli::main()
}
