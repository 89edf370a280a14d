//! The command line: parses, calls one stage, prints. It holds no rule of its own.
//!
//! Exit codes: 0 all is done; 1 something could not be done; 2 the command line is wrong; 3 the configuration or the
//! register is wrong, and nothing was written.

mod accept;
mod args;
mod campaign;
mod check;
mod deliver;
mod evaluate;
mod excuse;
mod explain;
mod form;
mod import;
mod ingest;
mod init;
mod output;
mod prepared;
mod preview;
mod progress;
mod render;
mod returns;
mod run;
mod sample;
mod schema;
mod serve;
mod status;
mod template;

use std::process::ExitCode;

use clap::Parser as _;

use crate::model::DocumentId;
use args::{Args, Command};
pub use output::Failure;

/// Runs the program.
pub fn main() -> ExitCode {
    let args = Args::parse();
    if matches!(args.command, Command::ReadGuard) {
        return crate::read::guard::child_main();
    }
    output::start_log(&args);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return output::fail(
                &args,
                &Failure::other(format!("the runtime cannot start: {error}")),
            );
        }
    };
    match runtime.block_on(dispatch(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output::fail(&args, &failure),
    }
}

async fn dispatch(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Init(command) => init::run(args, command),
        Command::Check => check::run(args),
        Command::Import(command) => import::run(args, command).await,
        Command::Ingest(command) => ingest::run(args, command).await,
        Command::Returns(command) => returns::run(args, command).await,
        Command::Campaign(command) => campaign::run(args, command).await,
        Command::Excuse(command) => excuse::run(args, command).await,
        Command::Evaluate(command) => evaluate::run(args, command).await,
        Command::Explain(command) => explain::run(args, command).await,
        Command::Accept(command) => accept::run(args, command).await,
        Command::Form(command) => form::run(args, command).await,
        Command::Render(command) => render::run(args, command).await,
        Command::Preview(command) => preview::run(args, command).await,
        Command::Template(command) => template::run(args, &command.command).await,
        Command::Deliver(command) => deliver::run(args, command).await,
        Command::Run(command) => run::run(args, command).await,
        Command::Serve(command) => serve::run(args, command).await,
        Command::Status => status::run(args).await,
        Command::Sample(command) => sample::run(args, command),
        Command::Schema => schema::run(args),
        Command::TryTemplates { documents } => {
            let documents: Vec<DocumentId> = documents
                .iter()
                .map(|d| DocumentId::new(d.as_str()))
                .collect();
            let told = crate::pipeline::told(&args.programme, &documents);
            output::print_json(&told)
        }
        // Answered before the runtime starts: a guarded child has no threads.
        Command::ReadGuard => Ok(()),
    }
}
