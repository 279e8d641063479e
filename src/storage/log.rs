//! The log port: append-only, contiguous, hash-chained, extended only by who knows its end.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::blob::BlobId;
use super::chain::Hash;
use super::error::{AppendError, StoreError};
use super::lease::Fence;
use crate::domain::ids::{ControllerId, CountyId, InvalidId};
use crate::domain::time::Timestamp;

/// How far a record's time may lie ahead of the store's clock.
///
/// Event times never go backwards, so one clock that ran ahead would drag the whole county
/// along; honest clocks differ by less.
pub const CLOCK_AHEAD_MAX: Duration = Duration::from_millis(250);

/// Which log: a county has one journal, one log of calls, one access log per controller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    /// The county whose log it is.
    pub county: CountyId,
    /// Which of the county's logs.
    pub name: LogName,
}

impl LogId {
    /// The county's journal: what happened in the waiting room.
    #[must_use]
    pub const fn journal(county: CountyId) -> Self {
        let name = LogName::Journal;
        Self { county, name }
    }

    /// The county's log of calls.
    #[must_use]
    pub const fn calls(county: CountyId) -> Self {
        let name = LogName::Calls;
        Self { county, name }
    }

    /// Who saw what of `controller`'s patients.
    #[must_use]
    pub const fn access(county: CountyId, controller: ControllerId) -> Self {
        let name = LogName::Access(controller);
        Self { county, name }
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.county, self.name)
    }
}

/// One of a county's logs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogName {
    /// What happened in the waiting room.
    Journal,
    /// Who saw what of this controller's patients.
    Access(ControllerId),
    /// Joins, leaves and quality of calls.
    Calls,
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal => f.write_str("journal"),
            Self::Access(controller) => write!(f, "access:{controller}"),
            Self::Calls => f.write_str("calls"),
        }
    }
}

impl FromStr for LogName {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.split_once(':') {
            Some(("access", controller)) => controller.parse().map(Self::Access),
            None if text == "journal" => Ok(Self::Journal),
            None if text == "calls" => Ok(Self::Calls),
            Some(_) | None => Err(InvalidId),
        }
    }
}

/// One life of a county in a store: 128 random bits, given when its logs are created.
///
/// A store that was emptied and grew to the same sequence again has another one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Incarnation(pub [u8; 16]);

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::chain::write_hex(f, &self.0)
    }
}

impl fmt::Debug for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Incarnation {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        super::chain::read_hex(text).map(Self).ok_or(InvalidId)
    }
}

/// Where a log ends. A sequence alone is no head: two branches reach the same number, so
/// whoever compares heads compares all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The county's life in this store.
    pub incarnation: Incarnation,
    /// The store's epoch: one more after each restart, so that nothing begun before it is
    /// taken for something begun after.
    pub ep: u64,
    /// Sequence of the last record; 0 if there is none.
    pub seq: u64,
    /// Chain hash of the last record; [`Hash::GENESIS`] if there is none.
    pub hash: Hash,
    /// Time of the last record; 0 if there is none.
    pub at: Timestamp,
}

/// One stored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Place in the log, from 1 without gaps.
    pub seq: u64,
    /// When it happened; never before its predecessor.
    pub at: Timestamp,
    /// The entry exactly as stored. `hash(n) = SHA-256(hash(n-1) ‖ bytes)`.
    pub bytes: Bytes,
}

/// A blob that comes into being together with the records that speak of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBlob {
    /// Its name in the log's own county. An earlier blob of this name is replaced.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

impl NewBlob {
    /// The blob's id, in the county of `log`.
    #[must_use]
    pub fn id(&self, log: &LogId) -> BlobId {
        BlobId::new(log.county.clone(), self.name.clone())
    }
}

/// What one append writes: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// Records that follow the expected head without a gap. None: an empty confirm.
    pub records: Vec<Record>,
    /// Blobs written in the same step.
    pub blobs: Vec<NewBlob>,
    /// Names of values in the log's own county that stop expiring in the same step. What is
    /// not there, or has expired, is left alone.
    pub kept: Vec<String>,
    /// The lease without which this write must not happen.
    pub fence: Option<Fence>,
}

impl Batch {
    /// Most records of one append.
    pub const RECORDS_MAX: usize = 64;
    /// Most bytes of one append, records and blobs together: a longer write would make all
    /// others wait too long.
    pub const BYTES_MAX: usize = 256 * 1024;

    /// Bytes of records and blobs together.
    #[must_use]
    pub fn size(&self) -> usize {
        let records: usize = self.records.iter().map(|record| record.bytes.len()).sum();
        let blobs: usize = self.blobs.iter().map(|blob| blob.bytes.len()).sum();
        records.saturating_add(blobs)
    }

    /// The head after this batch, if it fits behind `expected`.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] says which rule of the port the batch breaks.
    pub fn head_after(&self, expected: &Head) -> Result<Head, StoreError> {
        self.chained(expected).map(|(head, _)| head)
    }

    /// The head after this batch, and the chain hash of each of its records.
    pub(crate) fn chained(&self, expected: &Head) -> Result<(Head, Vec<Hash>), StoreError> {
        if self.records.len() > Self::RECORDS_MAX {
            return Err(StoreError::Invalid("a batch has at most 64 records"));
        }
        if self.size() > Self::BYTES_MAX {
            return Err(StoreError::Invalid("a batch has at most 256 KiB"));
        }
        if self.records.is_empty() && !self.blobs.is_empty() {
            return Err(StoreError::Invalid("blobs are written with a record"));
        }
        if self.records.is_empty() && !self.kept.is_empty() {
            return Err(StoreError::Invalid("values are kept by a record"));
        }
        let mut head = *expected;
        let mut hashes = Vec::with_capacity(self.records.len());
        for record in &self.records {
            if record.seq != head.seq.saturating_add(1) {
                return Err(StoreError::Invalid("records follow the head without a gap"));
            }
            if record.at < head.at {
                return Err(StoreError::Invalid("time never goes backwards in a log"));
            }
            head.seq = record.seq;
            head.at = record.at;
            head.hash = super::chain::next_hash(&head.hash, &record.bytes);
            hashes.push(head.hash);
        }
        Ok((head, hashes))
    }

    /// Whether the fence, if any, stands in the county of the log.
    pub(crate) fn fenced_in(&self, log: &LogId) -> Result<(), StoreError> {
        match &self.fence {
            Some(fence) if fence.lease.county != log.county => {
                Err(StoreError::Invalid("a fence belongs to the log's county"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// A folded state, kept so that a start need not replay the whole log. Derived: losing one
/// costs time only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The county's life in which the state was folded.
    pub incarnation: Incarnation,
    /// The last record folded in.
    pub seq: u64,
    /// Chain hash at `seq`.
    pub hash: Hash,
    /// Form of `bytes`; a reader that does not know it ignores the snapshot.
    pub schema: u32,
    /// The state.
    pub bytes: Bytes,
}

/// What became of an offered snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotPut {
    /// It is stored.
    Stored,
    /// One at least as new is there already.
    Older,
    /// The log has no such record with such a hash: the state comes from another branch.
    Foreign,
}

/// Append-only logs with optimistic concurrency.
pub trait Log: Send + Sync {
    /// Begins a log, on purpose: no other call ever creates one. Creating it again in the
    /// same incarnation changes nothing and answers the head.
    ///
    /// # Errors
    /// [`StoreError::Incarnation`] if the county lives here in another incarnation.
    fn create<'a>(
        &'a self,
        log: &'a LogId,
        incarnation: Incarnation,
    ) -> BoxFuture<'a, Result<Head, StoreError>>;

    /// Which logs of the county exist, in order.
    ///
    /// # Errors
    /// As the store.
    fn names<'a>(&'a self, county: &'a CountyId)
    -> BoxFuture<'a, Result<Vec<LogName>, StoreError>>;

    /// Where the log ends.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it was never created.
    fn head<'a>(&'a self, log: &'a LogId) -> BoxFuture<'a, Result<Head, StoreError>>;

    /// Extends the log if it ends at `expected`, else changes nothing. The answer is the new
    /// head; it comes when the store's promise holds for the batch.
    ///
    /// # Errors
    /// Each way in which the log may have ended elsewhere, and [`AppendError::Unknown`].
    fn append<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
        batch: Batch,
    ) -> BoxFuture<'a, Result<Head, AppendError>>;

    /// Writes nothing but proves that the log still ends at `expected` and that this is as
    /// safe as an append: what an answer without new records rests on.
    ///
    /// # Errors
    /// As [`Log::append`].
    fn confirm<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
    ) -> BoxFuture<'a, Result<Head, AppendError>>;

    /// Records after sequence `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if the log was never created.
    fn read<'a>(
        &'a self,
        log: &'a LogId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>>;

    /// Keeps a snapshot if it is newer than the stored one and the log has its record.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Incarnation`], or as the store.
    fn snapshot_put<'a>(
        &'a self,
        log: &'a LogId,
        snapshot: Snapshot,
    ) -> BoxFuture<'a, Result<SnapshotPut, StoreError>>;

    /// The stored snapshot, unless the log no longer has its record.
    ///
    /// # Errors
    /// As the store.
    fn snapshot_get<'a>(
        &'a self,
        log: &'a LogId,
    ) -> BoxFuture<'a, Result<Option<Snapshot>, StoreError>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_names_are_read_back_as_written() {
        for name in ["journal", "calls", "access:ab-namnd"] {
            assert_eq!(name.parse::<LogName>().unwrap().to_string(), name);
        }
        for bad in ["", "access:", "journal:x", "other", "access:Å"] {
            assert!(bad.parse::<LogName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn batch_with_a_gap_or_a_step_back_in_time_is_refused() {
        let head = Head {
            incarnation: Incarnation([1; 16]),
            ep: 1,
            seq: 4,
            hash: Hash::GENESIS,
            at: Timestamp::from_millis(50),
        };
        let one = |seq, at| Batch {
            records: vec![Record {
                seq,
                at: Timestamp::from_millis(at),
                bytes: Bytes::from_static(b"x"),
            }],
            ..Batch::default()
        };
        assert_eq!(one(5, 50).head_after(&head).unwrap().seq, 5);
        assert!(one(6, 50).head_after(&head).is_err());
        assert!(one(5, 49).head_after(&head).is_err());
    }
}
