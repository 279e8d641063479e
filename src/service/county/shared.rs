//! What the county task and its readers share: the confirmed past, and whether all is well.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::watch;

use super::history::History;
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::CountyId;
use crate::domain::time::Timestamp;
use crate::storage::Storage;

/// A confirmed position of the journal: what may be answered, shown and rung about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// The last confirmed entry.
    pub seq: u64,
    /// Its time.
    pub at: Timestamp,
}

/// Whether the county can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It can.
    Ready,
    /// The store does not answer; it is being tried again.
    StoreUnavailable,
    /// The store contradicts what was acknowledged: an operator has to look.
    Suspended,
    /// The process is going down.
    Draining,
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) county: CountyId,
    pub(super) storage: Storage,
    pub(super) clock: Clock,
    pub(super) published: watch::Sender<Published>,
    pub(super) directory: watch::Sender<Arc<Directory>>,
    pub(super) health: watch::Sender<Health>,
    history: RwLock<History>,
}

impl Shared {
    pub(super) fn new(
        storage: Storage,
        clock: Clock,
        history: History,
        directory: Arc<Directory>,
    ) -> Self {
        let now = history.now();
        let published = Published {
            seq: now.seq,
            at: now.folded.room.last_at(),
        };
        Self {
            county: directory.id().clone(),
            storage,
            clock,
            published: watch::Sender::new(published),
            directory: watch::Sender::new(directory),
            health: watch::Sender::new(Health::Ready),
            history: RwLock::new(history),
        }
    }

    /// The confirmed past. Held for a moment, never while anything is awaited.
    pub(super) fn history(&self) -> RwLockReadGuard<'_, History> {
        self.history.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn history_mut(&self) -> RwLockWriteGuard<'_, History> {
        self.history.write().unwrap_or_else(PoisonError::into_inner)
    }
}
