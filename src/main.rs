//! The `bilan` program: dispatch and nothing else.

use std::process::ExitCode;

/// Typesetting is a tenth allocation: this one is quicker at it than the system's, and gives more of it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    bilan::cli::main()
}
