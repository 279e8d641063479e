//! Snapshots: the oldest state of the window, so that a restart rebuilds all of the window.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::folded::{Folded, SCHEMA};
use super::history::Checkpoint;
use super::shared::Shared;
use crate::storage::{Head, Log, LogId, Snapshot, SnapshotPut, StoreError};

/// A snapshot is taken each so many entries.
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
        let busy = self.under_way.as_ref().is_some_and(|task| !task.is_finished());
        let seq = shared.history().oldest().seq;
        if busy || seq < self.taken.saturating_add(EACH) {
            return;
        }
        self.taken = seq;
        let point = shared.history().oldest().clone();
        let (shared, log, head) = (Arc::clone(shared), log.clone(), *head);
        self.under_way = Some(tokio::spawn(async move {
            match take(&shared, &log, &head, point).await {
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

async fn take(
    shared: &Shared,
    log: &LogId,
    head: &Head,
    point: Checkpoint,
) -> Result<SnapshotPut, StoreError> {
    let (seq, hash) = (point.seq, point.hash);
    let bytes = tokio::task::spawn_blocking(move || serde_json::to_vec(&point.folded))
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
    shared.storage.log.snapshot_put(log, snapshot).await
}

/// The newest snapshot that this program understands, or the empty beginning.
pub(super) async fn newest(log: &dyn Log, id: &LogId, head: &Head) -> Result<Checkpoint, StoreError> {
    let snapshot = log.snapshot_get(id).await?;
    let known = snapshot
        .filter(|snapshot| snapshot.schema == SCHEMA && snapshot.incarnation == head.incarnation);
    let folded = known.and_then(|snapshot| {
        let folded: Folded = serde_json::from_slice(&snapshot.bytes).ok()?;
        Some(Checkpoint {
            seq: snapshot.seq,
            hash: snapshot.hash,
            folded,
        })
    });
    Ok(folded.unwrap_or_else(Checkpoint::beginning))
}
