//! Writes the protocol's types for the client into the folder that is named.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(dir) = std::env::args_os().nth(1) else {
        return ExitCode::from(64);
    };
    match signaling::wire::schema::export_types(Path::new(&dir)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_cannot_write) => ExitCode::from(73),
    }
}
