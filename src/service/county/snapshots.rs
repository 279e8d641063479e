//! Snapshots: the oldest state of the window, so that a restart rebuilds all of the window.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::folded::{Kept, SCHEMA};
use super::history::{Checkpoint, History};
use super::shared::Shared;
use crate::domain::indicators::WaitingTimes;
use crate::storage::{Hash, Head, Log, LogId, Snapshot, SnapshotPut, StoreError};

/// So many entries lie between two snapshots at least.
const EACH: u64 = 1000;

/// Takes snapshots beside the task's work, one at a time. Losing one costs time at the next
/// start, nothing else.
#[derive(Debug)]
pub(super) struct Snapshots {
    taken: u64,
    under_way: Option<JoinHandle<()>>,
}

impl Snapshots {
    /// The newest snapshot there is stands at `taken`.
    pub(super) const fn new(taken: u64) -> Self {
        Self {
            taken,
            under_way: None,
        }
    }

    /// Takes a snapshot if it is time for one.
    pub(super) fn offer(&mut self, shared: &Arc<Shared>, log: &LogId, head: &Head) {
        let busy = self
            .under_way
            .as_ref()
            .is_some_and(|task| !task.is_finished());
        let (seq, remembered) = {
            let history = shared.history();
            let oldest = history.oldest();
            (oldest.seq, oldest.folded.room.remembered_commands())
        };
        // As many entries as the state remembers commands: writing it again and again never
        // costs more than a fixed part of what the log itself costs.
        let each = EACH.max(remembered);
        if busy || seq < self.taken.saturating_add(each) {
            return;
        }
        self.taken = seq;
        let (hash, kept) = {
            let history = shared.history();
            (history.oldest().hash, history.to_keep())
        };
        let (shared, log, head) = (Arc::clone(shared), log.clone(), *head);
        self.under_way = Some(tokio::spawn(async move {
            match keep(shared.storage.log.as_ref(), &log, &head, (seq, hash), kept).await {
                Ok(put) => tracing::info!(seq, ?put, "Snapshot taken"),
                Err(error) => tracing::warn!(seq, %error, "Snapshot not taken"),
            }
        }));
    }

    /// Waits for what is under way.
    pub(super) async fn finish(&mut self) {
        if let Some(task) = self.under_way.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "A snapshot panicked");
        }
    }
}

/// Keeps what was derived from all entries up to `seq`.
pub(super) async fn keep(
    log: &dyn Log,
    id: &LogId,
    head: &Head,
    (seq, hash): (u64, Hash),
    kept: Kept,
) -> Result<SnapshotPut, StoreError> {
    let bytes = tokio::task::spawn_blocking(move || serde_json::to_vec(&kept))
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or(StoreError::Invalid("the state has no stored form"))?;
    let snapshot = Snapshot {
        incarnation: head.incarnation,
        seq,
        hash,
        schema: SCHEMA,
        bytes: bytes.into(),
    };
    log.snapshot_put(id, snapshot).await
}

/// The past since the newest snapshot that this program understands, or since the empty
/// beginning.
pub(super) async fn newest(log: &dyn Log, id: &LogId, head: &Head) -> Result<History, StoreError> {
    let snapshot = log.snapshot_get(id).await?;
    let known = snapshot
        .filter(|snapshot| snapshot.schema == SCHEMA && snapshot.incarnation == head.incarnation);
    let history = known.and_then(|snapshot| {
        let kept: Kept = serde_json::from_slice(&snapshot.bytes).ok()?;
        let start = Checkpoint {
            seq: snapshot.seq,
            hash: snapshot.hash,
            folded: kept.folded,
        };
        Some(History::new(start, kept.figures))
    });
    Ok(history.unwrap_or_else(|| History::new(Checkpoint::beginning(), WaitingTimes::default())))
}
