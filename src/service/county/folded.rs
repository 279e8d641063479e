//! Everything that is derived from the journal, folded together and kept in snapshots.

use serde::{Deserialize, Serialize};

use super::chronicle::Chronicle;
use crate::domain::incidents::Incidents;
use crate::domain::indicators::WaitingTimes;
use crate::domain::waiting_room::{DirectoryHash, Entry, WaitingRoom};

/// The form of snapshots; the waiting room inside carries its own number besides. A reader
/// that does not know either replays the log.
pub(super) const SCHEMA: u32 = 3;

/// What is kept in a snapshot: the state and the figures after the same entry.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) folded: Folded,
    pub(super) figures: WaitingTimes,
}

/// Takes the next entry into the figures.
pub(super) fn count(figures: &mut WaitingTimes, entry: &Entry) {
    for event in &entry.events {
        figures.fold(entry.at, event);
    }
}

/// The state after some entry.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Folded {
    pub(super) room: WaitingRoom,
    pub(super) chronicle: Chronicle,
    pub(super) incidents: Incidents,
}

impl Folded {
    /// Takes in the next entry.
    pub(super) fn apply(&mut self, entry: &Entry) {
        self.room.apply(entry);
        self.chronicle.apply(entry);
        self.incidents.apply(entry, &self.room);
    }

    /// Drops what nobody can ask for any more.
    pub(super) fn tidy(&mut self) {
        let room = &self.room;
        self.chronicle
            .keep(|consult| room.consult(*consult).is_some());
    }

    /// The directory that holds; none before the first was adopted.
    pub(super) fn directory(&self) -> Option<DirectoryHash> {
        self.room.directory().map(|adopted| adopted.hash)
    }
}
