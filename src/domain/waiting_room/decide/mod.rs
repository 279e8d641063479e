//! What a command means: events, a repeat, nothing, or a refusal. Pure.

use super::entry::{DirectoryHash, Entry, Envelope, Outcome, Remembered};
use super::event::Event;
use super::refusal::Refusal;
use super::state::WaitingRoom;
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;

/// What a command means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is carried out: one entry is to be appended.
    New(Decided),
    /// It was carried out before; its sender is told the same again. Nothing is appended.
    Repeat(Remembered),
    /// What it wants is so already, or its time has passed. Nothing is appended, and
    /// nothing is remembered.
    Moot(Outcome),
}

/// What is to be appended for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// When: `now`, but never before the last entry.
    pub at: Timestamp,
    /// What happened; never empty.
    pub events: Vec<Event>,
    /// What the sender is told.
    pub outcome: Outcome,
}

impl Decided {
    /// The entry of this decision about `envelope`, at position `seq`.
    #[must_use]
    pub fn entry(self, seq: u64, envelope: &Envelope, dir: DirectoryHash) -> Entry {
        Entry {
            seq,
            at: self.at,
            cmd: envelope.id,
            fingerprint: envelope.fingerprint,
            by: envelope.by.clone(),
            dir,
            events: self.events,
            outcome: self.outcome,
        }
    }
}
