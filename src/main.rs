//! Dispatch only.

fn main() -> std::process::ExitCode {
    if std::env::args().nth(1).as_deref() == Some(bilan::read::guard::CHILD_COMMAND) {
        return bilan::read::guard::child_main();
    }
    std::process::ExitCode::SUCCESS
}
