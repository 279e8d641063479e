//! Proof that nobody changed or removed a line of an access log.
//!
//! [`export()`] writes the logs as JSON Lines: every stored line as it is, with its place and
//! chain hash, and a head at the end of each log. [`verify()`] needs nothing but that file
//! (and, against a shortened one, a head that was noted elsewhere).

mod export;
mod verify;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use self::export::{ExportError, Period, export};
pub use self::verify::{Verdict, verify};

/// A stored line with its place.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    log: String,
    seq: u64,
    hash: String,
    /// Exactly as stored: the hash is over these bytes.
    entry: Box<RawValue>,
}

/// The end of one log's lines.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    head: HeadOf,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadOf {
    log: String,
    /// What the first exported line follows; 0 if the export begins where the log does.
    after: u64,
    after_hash: String,
    /// The last exported line.
    seq: u64,
    hash: String,
    incarnation: String,
}
