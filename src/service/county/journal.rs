//! Reading the journal: every record is checked against the chain and understood, or the
//! county is refused.

use std::sync::Arc;

use crate::domain::waiting_room::Entry;
use crate::storage::chain::{self, Broken};
use crate::storage::codec::{self, CodecError};
use crate::storage::{Hash, Head, Log, LogId, Record, StoreError};

/// How many records are read at a time.
const PAGE: usize = 256;

/// A confirmed or unconfirmed entry and the chain hash at it.
pub(super) type Linked = (Arc<Entry>, Hash);

/// A journal that must not be followed: somebody has to look at it.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The chain does not hold.
    #[error("the journal's chain is broken: {0}")]
    Broken(#[from] Broken),
    /// An entry is of a kind or version that this program does not know.
    #[error("entry {seq} cannot be understood: {why}")]
    Unknown {
        /// Its place.
        seq: u64,
        /// Why.
        why: CodecError,
    },
}

/// Checks and decodes records that follow `from`.
pub(super) fn understand(
    from: (u64, Hash),
    records: &[Record],
) -> Result<Vec<Linked>, JournalError> {
    let mut at = from;
    let mut entries = Vec::with_capacity(records.len());
    for record in records {
        let stored = codec::decode(&record.bytes).map_err(|why| JournalError::Unknown {
            seq: record.seq,
            why,
        })?;
        at = chain::extend(at, [record], |_| Some(stored.prev))?;
        entries.push((Arc::new(stored.entry), at.1));
    }
    Ok(entries)
}

/// Reads everything after `from`.
pub(super) async fn read_after(
    log: &dyn Log,
    id: &LogId,
    from: (u64, Hash),
    mut each: impl FnMut(Linked),
) -> Result<(u64, Hash), JournalError> {
    let mut at = from;
    loop {
        let records = log.read(id, at.0, PAGE).await?;
        for linked in understand(at, &records)? {
            at = (linked.0.seq, linked.1);
            each(linked);
        }
        if records.len() < PAGE {
            return Ok(at);
        }
    }
}

/// Checks that what was read ends where the log says it ends.
pub(super) fn ends_in(at: (u64, Hash), head: &Head) -> Result<(), JournalError> {
    if at.0 < head.seq {
        return Err(Broken::Short { last: at.0 }.into());
    }
    // Others may have appended since the head was read.
    if at.0 == head.seq && at.1 != head.hash {
        return Err(Broken::Hash { seq: at.0 }.into());
    }
    Ok(())
}
