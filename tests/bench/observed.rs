//! A log port that notes what came to it, so that the floor can keep the very same bytes.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use vantrum::domain::ids::CountyId;
use vantrum::storage::{
    AppendError, Batch, Head, Incarnation, Log, LogId, LogName, Record, Snapshot, SnapshotPut,
    Storage, StoreError,
};

use crate::floor::Written;

/// Notes appends to the journal.
#[derive(Clone)]
pub(crate) struct Observed(Arc<Inner>);

struct Inner {
    log: Arc<dyn Log>,
    written: Mutex<Vec<Written>>,
}

impl Observed {
    /// Puts itself before the store's log.
    pub(crate) fn over(storage: &mut Storage) -> Self {
        let inner = Arc::new(Inner {
            log: Arc::clone(&storage.log),
            written: Mutex::default(),
        });
        storage.log = inner.clone();
        Self(inner)
    }

    /// What came since the last time.
    pub(crate) fn take(&self) -> Vec<Written> {
        std::mem::take(&mut self.0.written.lock().unwrap())
    }
}

impl Log for Inner {
    fn create<'a>(
        &'a self,
        log: &'a LogId,
        incarnation: Incarnation,
    ) -> BoxFuture<'a, Result<Head, StoreError>> {
        self.log.create(log, incarnation)
    }

    fn names<'a>(
        &'a self,
        county: &'a CountyId,
    ) -> BoxFuture<'a, Result<Vec<LogName>, StoreError>> {
        self.log.names(county)
    }

    fn head<'a>(&'a self, log: &'a LogId) -> BoxFuture<'a, Result<Head, StoreError>> {
        self.log.head(log)
    }

    fn append<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
        batch: Batch,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        if log.name == LogName::Journal && !batch.records.is_empty() {
            let records = batch.records.iter().map(|record| record.bytes.clone());
            let blobs = batch.blobs.iter().map(|blob| blob.bytes.clone());
            let written = Written {
                records: records.collect(),
                blobs: blobs.collect(),
            };
            self.written.lock().unwrap().push(written);
        }
        self.log.append(log, expected, batch)
    }

    fn confirm<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        self.log.confirm(log, expected)
    }

    fn read<'a>(
        &'a self,
        log: &'a LogId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        self.log.read(log, after, limit)
    }

    fn snapshot_put<'a>(
        &'a self,
        log: &'a LogId,
        snapshot: Snapshot,
    ) -> BoxFuture<'a, Result<SnapshotPut, StoreError>> {
        self.log.snapshot_put(log, snapshot)
    }

    fn snapshot_get<'a>(
        &'a self,
        log: &'a LogId,
    ) -> BoxFuture<'a, Result<Option<Snapshot>, StoreError>> {
        self.log.snapshot_get(log)
    }
}
