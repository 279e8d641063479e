//! A past for a county that has none: simulated days, so that a demo has something to show.

use super::folded::{Kept, count};
use super::open::StartError;
use super::{directories, snapshots};
use crate::domain::directory::Directory;
use crate::domain::ids::NodeId;
use crate::domain::simulation::{Days, simulate};
use crate::domain::waiting_room::{Entry, WaitingRoom};
use crate::service::failure::Failure;
use crate::storage::{Batch, Hash, Head, LogId, Record, Storage, chain, codec};

/// Writes what happened on `days` into the journal that ends at `head`, which is its
/// beginning. The entries hold codes and times alone: there is no content behind them.
pub(super) async fn write(
    storage: &Storage,
    log: &LogId,
    mut head: Head,
    directory: &Directory,
    days: Days,
    node: NodeId,
) -> Result<Head, StartError> {
    directories::store(storage.blob.as_ref(), directory).await?;
    let mut entries = Vec::new();
    let hash = directories::name(directory);
    simulate(
        &mut WaitingRoom::new(),
        directory,
        hash,
        days,
        &mut |entry| entries.push(entry),
    );

    let mut kept = Kept::default();
    let mut batch = Batch::default();
    let (mut seq, mut prev) = (head.seq, head.hash);
    for entry in entries {
        kept.folded.apply(&entry);
        count(&mut kept.figures, &entry);
        let record = stored(&entry, &head, node, prev)?;
        let full = batch.records.len() == Batch::RECORDS_MAX
            || batch.size() + record.bytes.len() > Batch::BYTES_MAX;
        if full {
            head = append(storage, log, &head, std::mem::take(&mut batch)).await?;
        }
        prev = chain::next_hash(&prev, &record.bytes);
        seq = record.seq;
        batch.records.push(record);
    }
    if !batch.records.is_empty() {
        head = append(storage, log, &head, batch).await?;
    }
    // A start reads what follows the newest snapshot, so there is nothing left to read.
    kept.folded.tidy();
    snapshots::keep(
        storage.log.as_ref(),
        log,
        &head,
        (head.seq, head.hash),
        kept,
    )
    .await?;
    tracing::info!(county = %log.county, seq, days = days.count, "Simulated days written");
    Ok(head)
}

fn stored(entry: &Entry, head: &Head, node: NodeId, prev: Hash) -> Result<Record, StartError> {
    let bytes = codec::encode(entry, head.ep, node, prev).map_err(|why| {
        tracing::error!(command = %entry.cmd, %why, "An entry has no stored form");
        StartError::NotAdopted(Failure::Internal)
    })?;
    Ok(Record {
        seq: entry.seq,
        at: entry.at,
        bytes: bytes.into(),
    })
}

async fn append(
    storage: &Storage,
    log: &LogId,
    head: &Head,
    batch: Batch,
) -> Result<Head, StartError> {
    storage
        .log
        .append(log, head, batch)
        .await
        .map_err(StartError::NotConfirmed)
}
