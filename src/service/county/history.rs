//! The confirmed past as far as a view may have to be rebuilt: the last thousand entries,
//! and a folded state each 64.

use std::collections::VecDeque;
use std::sync::Arc;

use super::folded::{Folded, Kept, count};
use crate::domain::indicators::WaitingTimes;
use crate::domain::waiting_room::{Entry, WaitingRoom};
use crate::storage::Hash;

/// How far back a view can be rebuilt, in entries. A client that was away for longer gets
/// everything anew.
pub const WINDOW: u64 = 1000;
/// A folded state is kept each so many entries: a view costs one clone and at most so many
/// steps.
const CHECKPOINT_EACH: u64 = 64;

/// A folded state and where in the log it stands.
#[derive(Debug, Clone)]
pub(super) struct Checkpoint {
    pub(super) seq: u64,
    pub(super) hash: Hash,
    pub(super) folded: Folded,
}

impl Checkpoint {
    /// Before the first entry.
    pub(super) fn beginning() -> Self {
        Self {
            seq: 0,
            hash: Hash::GENESIS,
            folded: Folded::default(),
        }
    }
}

/// Confirmed entries, the states between them, and the newest state.
#[derive(Debug)]
pub(super) struct History {
    checkpoints: VecDeque<Checkpoint>,
    entries: VecDeque<Arc<Entry>>,
    now: Checkpoint,
    figures: WaitingTimes,
    /// The figures at the oldest checkpoint: they are large, so not every one has its own.
    figures_then: WaitingTimes,
}

impl History {
    /// A past that begins at `start`.
    pub(super) fn new(start: Checkpoint, figures: WaitingTimes) -> Self {
        Self {
            checkpoints: VecDeque::from([start.clone()]),
            entries: VecDeque::new(),
            now: start,
            figures_then: figures.clone(),
            figures,
        }
    }

    /// The newest figures.
    pub(super) const fn figures(&self) -> &WaitingTimes {
        &self.figures
    }

    /// What a snapshot of the oldest state is to keep.
    pub(super) fn to_keep(&self) -> Kept {
        Kept {
            folded: self.oldest().folded.clone(),
            figures: self.figures_then.clone(),
        }
    }

    /// The newest state.
    pub(super) const fn now(&self) -> &Checkpoint {
        &self.now
    }

    /// The oldest state that can be rebuilt: from here a restart rebuilds the whole window.
    pub(super) fn oldest(&self) -> &Checkpoint {
        self.checkpoints.front().unwrap_or(&self.now)
    }

    /// Takes in the next entry, whose chain hash is `hash`.
    pub(super) fn advance(&mut self, entry: Arc<Entry>, hash: Hash) {
        self.now.folded.apply(&entry);
        count(&mut self.figures, &entry);
        self.now.seq = entry.seq;
        self.now.hash = hash;
        self.entries.push_back(entry);
        if self.now.seq.is_multiple_of(CHECKPOINT_EACH) {
            self.now.folded.tidy();
            self.checkpoints.push_back(self.now.clone());
            self.forget();
        }
    }

    /// The state as it stood right after entry `seq`.
    pub(super) fn at(&self, seq: u64) -> Option<WaitingRoom> {
        if seq == self.now.seq {
            return Some(self.now.folded.room.clone());
        }
        if seq > self.now.seq {
            return None;
        }
        let base = self.checkpoints.iter().rfind(|point| point.seq <= seq)?;
        let mut room = base.folded.room.clone();
        for entry in self.after(base.seq).take_while(|entry| entry.seq <= seq) {
            room.apply(entry);
        }
        Some(room)
    }

    /// The entries after `seq`, oldest first; those older than the window are gone.
    fn after(&self, seq: u64) -> impl Iterator<Item = &Arc<Entry>> {
        let first = self.entries.front().map_or(0, |entry| entry.seq);
        let skip = seq.saturating_add(1).saturating_sub(first);
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        self.entries.iter().skip(skip)
    }

    /// Drops what no view inside the window needs.
    fn forget(&mut self) {
        let from = self.now.seq.saturating_sub(WINDOW);
        while self
            .checkpoints
            .get(1)
            .is_some_and(|second| second.seq <= from)
        {
            self.checkpoints.pop_front();
        }
        let base = self.oldest().seq;
        while let Some(entry) = self.entries.pop_front_if(|entry| entry.seq <= base) {
            count(&mut self.figures_then, &entry);
        }
    }
}
