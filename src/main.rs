//! `vantrum`: serves a county, checks its configuration, exports and verifies access logs.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use vantrum::app;
use vantrum::config::{Cli, Exit};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let asked = !error.use_stderr();
            // Where even that cannot be printed, the exit code has to do.
            drop(error.print());
            return ExitCode::from(if asked { 0 } else { Exit::Usage.code() });
        }
    };
    match app::run(cli.command).await {
        Ok(code) => ExitCode::from(code),
        Err(failed) => {
            drop(writeln!(std::io::stderr(), "vantrum: {failed}"));
            ExitCode::from(failed.code())
        }
    }
}
