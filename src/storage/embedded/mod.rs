//! The store of one process: a directory with one SQLite file.
//!
//! An answer to a write means that the disk has it (write-ahead log, `synchronous=FULL`).
//! One thread writes and one reads; both end, and are awaited, with the store. Leases and
//! hints live in the process, for there is no other.

mod blobs;
#[cfg(test)]
mod contract;
mod file;
mod leases;
mod logs;
mod mount;
mod worker;

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::broadcast;

use self::leases::Leases;
use self::worker::Worker;
use super::topic::HINTS_MAX;
use super::{
    AppendError, Batch, Blob, BlobId, CLOCK_AHEAD_MAX, Expected, Head, Hint, Hints, Incarnation,
    Lease, LeaseId, Log, LogId, LogName, OpenError, Owner, Promise, Record, Snapshot, SnapshotPut,
    Storage, StoreError, Stored, Token, Topic, Version,
};
use crate::clock::{Clock, random};
use crate::domain::ids::CountyId;

/// Opens the store in `dir`, making it if there is none. Each opening is a new epoch.
///
/// # Errors
/// [`OpenError::Locked`] if another process has it; [`OpenError::Configuration`] if it lies
/// on a network's file system; [`OpenError::Corrupt`] if a log does not end where its head
/// says.
pub fn open(dir: &Path, clock: Clock) -> Result<Storage, OpenError> {
    open_among(dir, clock, &mount::table())
}

fn open_among(dir: &Path, clock: Clock, mounts: &str) -> Result<Storage, OpenError> {
    mount::local(dir, mounts)?;
    let lock = file::lock(dir)?;
    let (connection, ep) = file::open_to_write(dir)?;
    let writer = Worker::writer(connection).map_err(|error| no_thread(&error))?;
    start(dir, clock, ep, Some((lock, writer)))
}

/// Opens the store in `dir` to read while another process may be writing: every write
/// answers [`StoreError::Unavailable`].
///
/// # Errors
/// [`OpenError::Unavailable`] if there is no store.
pub fn open_to_read(dir: &Path, clock: Clock) -> Result<Storage, OpenError> {
    let (_, ep) = file::open_to_read(dir)?;
    start(dir, clock, ep, None)
}

fn start(
    dir: &Path,
    clock: Clock,
    ep: u64,
    writing: Option<(File, Worker)>,
) -> Result<Storage, OpenError> {
    let (connection, _) = file::open_to_read(dir)?;
    let reader = Worker::reader(connection).map_err(|error| no_thread(&error))?;
    let (lock, writer) = writing.unzip();
    let store = Arc::new(Embedded {
        reader,
        writer,
        lock: Mutex::new(lock),
        leases: Arc::new(Leases::new(ep)),
        hints: Mutex::new(Some(broadcast::Sender::new(HINTS_MAX))),
        clock,
        ep,
    });
    Ok(Storage {
        log: store.clone(),
        blob: store.clone(),
        lease: store.clone(),
        topic: store.clone(),
        promise: Promise::OnDisk,
        owner: store,
    })
}

fn no_thread(error: &std::io::Error) -> OpenError {
    OpenError::Unavailable {
        what: format!("no thread for the store: {error}"),
    }
}

/// Fields are dropped in order: the threads end before the directory is given back.
#[derive(Debug)]
struct Embedded {
    reader: Worker,
    writer: Option<Worker>,
    lock: Mutex<Option<File>>,
    leases: Arc<Leases>,
    hints: Mutex<Option<broadcast::Sender<Hint>>>,
    clock: Clock,
    ep: u64,
}

impl Embedded {
    fn writer(&self) -> Result<&Worker, StoreError> {
        let reading = || StoreError::Unavailable("the store is open to read only".to_owned());
        self.writer.as_ref().ok_or_else(reading)
    }

    fn hints(&self) -> Option<broadcast::Sender<Hint>> {
        self.hints
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn append(&self, log: LogId, expected: Head, batch: Batch) -> Result<Head, AppendError> {
        let chained = batch.chained(&expected)?;
        batch.fenced_in(&log)?;
        let hints = self.hints();
        let (leases, clock, ep) = (self.leases.clone(), self.clock.clone(), self.ep);
        let hint = log.clone();
        let grows = !batch.records.is_empty();
        self.writer()?
            .run(
                move |connection| {
                    let now = clock.now();
                    if let Some(fence) = &batch.fence
                        && !leases.holds(fence, now)
                    {
                        return Ok(Err(AppendError::Fenced));
                    }
                    let limits = (ep, now.plus(CLOCK_AHEAD_MAX));
                    let ended =
                        logs::append(connection, &log, &expected, &batch, &chained, limits)?;
                    if ended.is_ok() {
                        for blob in &batch.blobs {
                            blobs::put_new(connection, &log, blob, fresh())?;
                        }
                        for name in &batch.kept {
                            blobs::keep(connection, &log, name, now)?;
                        }
                    }
                    Ok(ended)
                },
                move |ended| {
                    if let (true, Ok(head), Some(hints)) = (grows, ended, hints) {
                        let (log, seq) = (hint, head.seq);
                        // Nobody listens: nobody needs the hint.
                        drop(hints.send(Hint::Grew { log, seq }));
                    }
                },
            )
            .await?
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer()?.run(work, |_| ()).await
    }

    async fn look<T: Send + 'static>(
        &self,
        work: impl FnMut(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.reader.run(work, |_| ()).await {
            // Nothing was written, so nothing is unknown.
            Err(StoreError::Unknown) => Err(StoreError::Unavailable("no answer".to_owned())),
            ended => ended,
        }
    }
}

/// A version that no other writing has.
fn fresh() -> Version {
    Version(u64::from_le_bytes(random()))
}

impl Owner for Embedded {
    fn close(&self) -> BoxFuture<'_, ()> {
        async {
            if let Some(writer) = &self.writer {
                writer.close().await;
            }
            self.reader.close().await;
            let lock = self.lock.lock();
            drop(lock.unwrap_or_else(PoisonError::into_inner).take());
            let hints = self.hints.lock();
            drop(hints.unwrap_or_else(PoisonError::into_inner).take());
        }
        .boxed()
    }
}

impl Log for Embedded {
    fn create<'a>(
        &'a self,
        log: &'a LogId,
        incarnation: Incarnation,
    ) -> BoxFuture<'a, Result<Head, StoreError>> {
        let (log, ep) = (log.clone(), self.ep);
        async move {
            self.write(move |connection| logs::create(connection, &log, incarnation, ep))
                .await?
        }
        .boxed()
    }

    fn names<'a>(
        &'a self,
        county: &'a CountyId,
    ) -> BoxFuture<'a, Result<Vec<LogName>, StoreError>> {
        let county = county.clone();
        self.look(move |connection| logs::names(connection, &county))
            .boxed()
    }

    fn head<'a>(&'a self, log: &'a LogId) -> BoxFuture<'a, Result<Head, StoreError>> {
        let (log, ep) = (log.clone(), self.ep);
        async move {
            let found = self.look(move |connection| logs::find(connection, &log, ep));
            found
                .await?
                .map(|place| place.head)
                .ok_or(StoreError::Missing)
        }
        .boxed()
    }

    fn append<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
        batch: Batch,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        self.append(log.clone(), *expected, batch).boxed()
    }

    fn confirm<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        self.append(log.clone(), *expected, Batch::default())
            .boxed()
    }

    fn read<'a>(
        &'a self,
        log: &'a LogId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        let log = log.clone();
        async move {
            self.look(move |connection| logs::read(connection, &log, after, limit))
                .await?
        }
        .boxed()
    }

    fn snapshot_put<'a>(
        &'a self,
        log: &'a LogId,
        snapshot: Snapshot,
    ) -> BoxFuture<'a, Result<SnapshotPut, StoreError>> {
        let log = log.clone();
        async move {
            self.write(move |connection| logs::snapshot_put(connection, &log, &snapshot))
                .await?
        }
        .boxed()
    }

    fn snapshot_get<'a>(
        &'a self,
        log: &'a LogId,
    ) -> BoxFuture<'a, Result<Option<Snapshot>, StoreError>> {
        let log = log.clone();
        async move {
            self.look(move |connection| logs::snapshot_get(connection, &log))
                .await?
        }
        .boxed()
    }
}

impl Blob for Embedded {
    fn get<'a>(&'a self, id: &'a BlobId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        let (id, now) = (id.clone(), self.clock.now());
        self.look(move |connection| blobs::get(connection, &id, now))
            .boxed()
    }

    fn put_if<'a>(
        &'a self,
        id: &'a BlobId,
        expected: Expected,
        bytes: Bytes,
        expires: Option<crate::domain::time::Timestamp>,
    ) -> BoxFuture<'a, Result<Option<Version>, StoreError>> {
        let (id, now, version) = (id.clone(), self.clock.now(), fresh());
        self.write(move |connection| {
            let content = (version, &bytes, expires);
            blobs::put_if(connection, &id, expected, content, now)
        })
        .boxed()
    }

    fn delete_if<'a>(
        &'a self,
        id: &'a BlobId,
        version: Version,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        let (id, now) = (id.clone(), self.clock.now());
        self.write(move |connection| blobs::delete_if(connection, &id, version, now))
            .boxed()
    }
}

impl Lease for Embedded {
    fn take<'a>(
        &'a self,
        lease: &'a LeaseId,
        span: Duration,
    ) -> BoxFuture<'a, Result<Option<Token>, StoreError>> {
        async move { Ok(self.leases.take(lease, span, self.clock.now())) }.boxed()
    }

    fn renew<'a>(
        &'a self,
        lease: &'a LeaseId,
        token: Token,
        span: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move { Ok(self.leases.renew(lease, token, span, self.clock.now())) }.boxed()
    }

    fn release<'a>(
        &'a self,
        lease: &'a LeaseId,
        token: Token,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        async move { Ok(self.leases.release(lease, token, self.clock.now())) }.boxed()
    }
}

impl Topic for Embedded {
    fn publish<'a>(&'a self, log: &'a LogId, seq: u64) -> BoxFuture<'a, Result<(), StoreError>> {
        let log = log.clone();
        if let Some(hints) = self.hints() {
            drop(hints.send(Hint::Grew { log, seq }));
        }
        std::future::ready(Ok(())).boxed()
    }

    fn subscribe(&self) -> Hints {
        Hints::of(self.hints().as_ref())
    }
}
