//! Keeps what was acknowledged: four ports, two adapters, one contract.
//!
//! [`Log`] keeps the county's journal, its access logs and call logs; [`Blob`] keeps sealed
//! content, sessions and tickets; [`Lease`] says who holds what, with a fencing token;
//! [`Topic`] wakes those who wait. [`embedded`] keeps them in one directory for one process,
//! [`redis`] in one Redis server. No rule of the waiting room is decided here.

#![warn(missing_docs)]

pub mod chain;
pub mod codec;
pub mod embedded;
pub mod redis;

mod blob;
mod error;
mod lease;
mod log;
mod topic;

#[cfg(test)]
pub(crate) mod contract;

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use self::blob::{Blob, BlobId, Expected, Stored, Version};
pub use self::chain::Hash;
pub use self::error::{AppendError, OpenError, StoreError};
pub use self::lease::{Fence, Lease, LeaseId, Token};
pub use self::log::{
    Batch, CLOCK_AHEAD_MAX, Head, Incarnation, Log, LogId, LogName, NewBlob, Record, Snapshot,
    SnapshotPut,
};
pub use self::topic::{Hint, Hints, Topic};

/// One opened store. Clones share it.
#[derive(Clone)]
pub struct Storage {
    /// Journals, access logs, call logs.
    pub log: Arc<dyn Log>,
    /// Sealed content, the directory, sessions, tickets.
    pub blob: Arc<dyn Blob>,
    /// Who holds what, and until when.
    pub lease: Arc<dyn Lease>,
    /// Wake-ups.
    pub topic: Arc<dyn Topic>,
    promise: Promise,
    owner: Arc<dyn Owner>,
}

impl Storage {
    /// What "acknowledged" is worth on this store, for whoever asks whether it is ready.
    #[must_use]
    pub const fn promise(&self) -> Promise {
        self.promise
    }

    /// Ends the store's threads and tasks and waits for them. Writes that were accepted are
    /// finished first; every later call answers [`StoreError::Unavailable`].
    pub async fn close(&self) {
        self.owner.close().await;
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage")
            .field("promise", &self.promise)
            .finish_non_exhaustive()
    }
}

/// Whoever must be awaited when a store is closed.
pub(crate) trait Owner: Send + Sync {
    /// Ends the work in hand and waits for it.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// What survives when the power goes. A process that dies loses nothing under any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// An acknowledged command is on disk.
    OnDisk,
    /// The server writes to disk once a second.
    TwoSeconds,
    /// The server does not let its configuration be read.
    Unverified,
}

impl Promise {
    /// The promise in one sentence, for operators.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::OnDisk => "an acknowledged command is on disk",
            Self::TwoSeconds => "at most two seconds at power loss",
            Self::Unverified => "unknown: the server does not let its persistence settings be read",
        }
    }
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
