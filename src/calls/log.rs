//! The call log as calls see it: a queue that never holds a call up, and one task that
//! writes what is in it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::future::BoxFuture;
use signaling::room::CallFact;
use tokio::sync::{Notify, mpsc};

use crate::clock::Clock;
use crate::domain::ids::{ConsultId, RoomId};
use crate::domain::time::Timestamp;

/// How many entries may wait to be written: a minute of a hundred calls. When it is full
/// new ones are left out and counted; a call never waits for its log.
const ENTRIES_MAX: usize = 4_096;

/// Most entries of one write.
pub(super) const BATCH_MAX: usize = 64;

/// How long to wait before a write that failed is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// One line of the call log: no name, no address, no text, no description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLogEntry {
    /// When.
    pub at: Timestamp,
    /// The consult the call belongs to.
    pub consult: ConsultId,
    /// The call.
    pub room: RoomId,
    /// What happened.
    pub fact: CallFact,
}

/// The entries were not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the call log cannot be written: {0}")]
pub struct CallLogError(pub String);

/// Where the call log is kept.
pub trait CallLog: fmt::Debug + Send + Sync {
    /// Writes all of `entries` or none, in their order.
    ///
    /// # Errors
    /// [`CallLogError`]: the same entries may be given again.
    fn append<'a>(&'a self, entries: &'a [CallLogEntry])
    -> BoxFuture<'a, Result<(), CallLogError>>;
}

/// The calls' end of the queue.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    entries: mpsc::Sender<CallLogEntry>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    left_out: AtomicU64,
    closing: Notify,
}

/// The writing task's end of the queue.
#[derive(Debug)]
pub(super) struct Entries {
    entries: mpsc::Receiver<CallLogEntry>,
    shared: Arc<Shared>,
    closing: bool,
}

impl Writer {
    pub(super) fn new() -> (Self, Entries) {
        let (sender, receiver) = mpsc::channel(ENTRIES_MAX);
        let shared = Arc::new(Shared::default());
        let entries = Entries {
            entries: receiver,
            shared: Arc::clone(&shared),
            closing: false,
        };
        let writer = Self {
            entries: sender,
            shared,
        };
        (writer, entries)
    }

    /// Puts an entry into the queue, if there is room.
    pub(super) fn note(&self, entry: CallLogEntry) {
        if self.entries.try_send(entry).is_err() {
            self.shared.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// No more entries come: the writing task ends when the queue is empty.
    pub(super) fn close(&self) {
        self.shared.closing.notify_one();
    }
}

/// Writes what comes, until the queue is closed and empty.
pub(super) async fn write_entries(log: Arc<dyn CallLog>, mut queue: Entries, clock: Clock) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    while queue.fill(&mut batch).await {
        while let Err(error) = log.append(&batch).await {
            if queue.closing {
                tracing::error!(entries = batch.len(), %error, "Gave up on the call log");
                break;
            }
            tracing::warn!(%error, "The call log waits");
            queue.pause(&clock).await;
        }
        batch.clear();
        let left_out = queue.shared.left_out.swap(0, Ordering::Relaxed);
        if left_out > 0 {
            tracing::warn!(left_out, "The call log has a gap");
        }
    }
}

impl Entries {
    /// Waits for entries; `false` when there will be none.
    async fn fill(&mut self, batch: &mut Vec<CallLogEntry>) -> bool {
        while !self.closing {
            tokio::select! {
                biased;
                taken = self.entries.recv_many(batch, BATCH_MAX) => return taken > 0,
                () = self.shared.closing.notified() => self.close(),
            }
        }
        self.entries.recv_many(batch, BATCH_MAX).await > 0
    }

    async fn pause(&mut self, clock: &Clock) {
        tokio::select! {
            () = clock.sleep(RETRY_AFTER) => {}
            () = self.shared.closing.notified() => self.close(),
        }
    }

    fn close(&mut self) {
        self.closing = true;
        self.entries.close();
    }
}
