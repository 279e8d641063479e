//! One thread with one database connection, and the jobs that wait for it.
//!
//! The writer takes every job that is waiting into one transaction, so that callers who come
//! together share one wait for the disk; nobody hears an answer before that wait is over.

use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use crate::storage::StoreError;

/// How many jobs wait for a thread. A caller beyond that waits until there is room.
const WAITING_MAX: usize = 256;

/// Most jobs in one transaction: what arrives later has its own turn soon.
const GROUP_MAX: usize = 64;

/// One thread, ended and awaited by whoever owns it.
#[derive(Debug)]
pub(super) struct Worker {
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Worker {
    /// A thread that writes with group commit.
    pub(super) fn writer(connection: Connection) -> std::io::Result<Self> {
        Self::start("store-writer", move |jobs| write(&connection, jobs))
    }

    /// A thread that reads what is committed.
    pub(super) fn reader(connection: Connection) -> std::io::Result<Self> {
        Self::start("store-reader", move |jobs| read(&connection, jobs))
    }

    fn start(
        name: &str,
        work: impl FnOnce(mpsc::Receiver<Box<dyn Job>>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(receiver))?;
        Ok(Self {
            jobs: Mutex::new(Some(sender)),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Does `work` on the thread's connection, inside a transaction. `work` may be called
    /// again after its transaction was rolled back. `then` sees the result once it is safe,
    /// also if the caller has gone away.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
        then: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T, StoreError> {
        let sender = self
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let Some(sender) = sender else {
            return Err(closed());
        };
        let (reply, answer) = oneshot::channel();
        let task = Task {
            work,
            then,
            result: None,
            reply,
        };
        sender
            .send(Box::new(task))
            .await
            .map_err(|_no_thread| closed())?;
        drop(sender);
        // The thread answers every job it takes; without an answer it has died.
        answer.await.unwrap_or(Err(StoreError::Unknown))
    }

    /// Lets the thread finish what it has, and waits for it.
    pub(super) async fn close(&self) {
        if let Some(thread) = self.end() {
            // Callers that wait for room must go on meanwhile, or the thread never ends.
            let joined = tokio::task::spawn_blocking(move || thread.join());
            said(joined.await.is_ok_and(|joined| joined.is_ok()));
        }
    }

    fn end(&self) -> Option<JoinHandle<()>> {
        let jobs = self.jobs.lock();
        drop(jobs.unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock();
        thread.unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(thread) = self.end() {
            said(thread.join().is_ok());
        }
    }
}

fn said(ended_well: bool) {
    if !ended_well {
        tracing::error!("A thread of the store has panicked");
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// Something to do inside a transaction, and someone who waits for it.
trait Job: Send {
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()>;
    fn finish(self: Box<Self>, ended: Result<(), StoreError>);
}

struct Task<T, W, F> {
    work: W,
    then: F,
    result: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W, F> Job for Task<T, W, F>
where
    T: Send,
    W: FnMut(&Connection) -> rusqlite::Result<T> + Send,
    F: FnOnce(&T) + Send,
{
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.result = Some((self.work)(connection)?);
        Ok(())
    }

    fn finish(self: Box<Self>, ended: Result<(), StoreError>) {
        let Self {
            then,
            result,
            reply,
            ..
        } = *self;
        let answer = ended.and_then(|()| result.ok_or(StoreError::Unknown));
        if let Ok(result) = &answer {
            then(result);
        }
        // A caller who went away needs no answer.
        drop(reply.send(answer));
    }
}

fn read(connection: &Connection, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    while let Some(mut job) = jobs.blocking_recv() {
        let ended = connection
            .execute_batch("BEGIN")
            .and_then(|()| job.run(connection))
            .map_err(|error| definite(&error));
        roll_back(connection);
        job.finish(ended);
    }
}

fn write(connection: &Connection, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    let mut stopped = None;
    while let Some(first) = jobs.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX
            && let Ok(job) = jobs.try_recv()
        {
            group.push(job);
        }
        commit(connection, group, &mut stopped);
    }
}

/// Writes a group in one transaction. If a job fails before the commit, nothing of the group
/// was written, and each job gets a transaction of its own.
fn commit(connection: &Connection, mut group: Vec<Box<dyn Job>>, stopped: &mut Option<StoreError>) {
    if let Some(error) = stopped {
        return finish(group, &Err(error.clone()));
    }
    if let Err(error) = prepare(connection, &mut group) {
        roll_back(connection);
        if group.len() == 1 {
            return finish(group, &Err(definite(&error)));
        }
        for job in group {
            commit(connection, vec![job], stopped);
        }
        return;
    }
    let ended = match connection.execute_batch("COMMIT") {
        Ok(()) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => {
            roll_back(connection);
            Err(StoreError::Full)
        }
        Err(error) => {
            // What the disk holds now nobody knows, and asking it again may answer wrongly:
            // the system may have dropped the pages it could not write.
            tracing::error!(%error, "Store takes no more writes: a commit failed");
            *stopped = Some(StoreError::Unavailable(
                "a commit failed; the store takes no writes until it is opened again".to_owned(),
            ));
            Err(StoreError::Unknown)
        }
    };
    finish(group, &ended);
}

fn prepare(connection: &Connection, group: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    group.iter_mut().try_for_each(|job| job.run(connection))
}

fn finish(group: Vec<Box<dyn Job>>, ended: &Result<(), StoreError>) {
    for job in group {
        job.finish(ended.clone());
    }
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "Store cannot end a transaction");
    }
}

/// An error before the commit: nothing was written.
pub(super) fn definite(error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt {
            seq: 0,
            what: error.to_string(),
        },
        Some(_) | None => StoreError::Unavailable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, sync_channel};

    use futures_util::future::join;

    use super::*;

    #[tokio::test]
    async fn callers_who_come_together_share_one_transaction() {
        let worker = Worker::writer(memory()).unwrap();
        let (said, heard) = sync_channel(4);
        let job = |name: &'static str| {
            let (did, safe) = (said.clone(), said.clone());
            worker.run(
                move |_| {
                    did.send((name, "done"))
                        .map_err(|_nobody_hears| rusqlite::Error::InvalidQuery)
                },
                move |()| safe.send((name, "safe")).unwrap(),
            )
        };
        let (first, (second, third)) = join(held(&worker), join(job("a"), job("b"))).await;
        first.and(second).and(third).unwrap();
        let order: Vec<_> = heard.try_iter().collect();
        let expected = [("a", "done"), ("b", "done"), ("a", "safe"), ("b", "safe")];
        assert_eq!(order, expected);
    }

    #[tokio::test]
    async fn job_that_fails_takes_no_other_with_it() {
        let worker = Worker::writer(memory()).unwrap();
        let (held, (good, bad)) =
            join(held(&worker), join(insert(&worker, 2), insert(&worker, 1))).await;
        held.unwrap();
        good.unwrap();
        assert!(matches!(bad, Err(StoreError::Unavailable(_))));
        let kept = worker.run(count, |_| ()).await;
        assert_eq!(kept, Ok(2));
    }

    #[tokio::test]
    async fn failed_commit_is_unknown_and_ends_all_writing() {
        let connection = memory();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE child (of REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED);",
            )
            .unwrap();
        let worker = Worker::writer(connection).unwrap();
        let orphan =
            |connection: &Connection| connection.execute("INSERT INTO child VALUES (9)", ());
        assert_eq!(worker.run(orphan, |_| ()).await, Err(StoreError::Unknown));
        assert!(matches!(
            insert(&worker, 2).await,
            Err(StoreError::Unavailable(_))
        ));
    }

    #[tokio::test]
    async fn work_that_was_accepted_is_finished_before_the_end() {
        let worker = Worker::writer(memory()).unwrap();
        let (told, heard) = sync_channel(1);
        let (release, wait): (_, Receiver<()>) = sync_channel(1);
        let work = move |connection: &Connection| {
            wait.recv().unwrap_or_default();
            count(connection)
        };
        let job = worker.run(work, move |count| told.send(*count).unwrap());
        let mut job = Box::pin(job);
        // Accepted, and then nobody waits for it.
        assert!(futures_util::poll!(&mut job).is_pending());
        drop(job);
        release.send(()).unwrap();
        worker.close().await;
        assert_eq!(heard.recv(), Ok(0));
        assert!(insert(&worker, 1).await.is_err());
    }

    /// A transaction that lasts until the others are waiting behind it.
    async fn held(worker: &Worker) -> Result<(), StoreError> {
        let (release, wait): (_, Receiver<()>) = sync_channel(1);
        let job = worker.run(
            move |connection| {
                wait.recv().unwrap_or_default();
                connection
                    .execute("INSERT INTO t VALUES (1)", ())
                    .map(|_| ())
            },
            |()| (),
        );
        let (ended, ()) = join(job, async move {
            // The others are polled once before this comes back.
            tokio::task::yield_now().await;
            release.send(()).unwrap();
        })
        .await;
        ended
    }

    async fn insert(worker: &Worker, id: i64) -> Result<(), StoreError> {
        worker
            .run(
                move |connection| {
                    connection
                        .execute("INSERT INTO t VALUES (?1)", [id])
                        .map(|_| ())
                },
                |()| (),
            )
            .await
    }

    fn count(connection: &Connection) -> rusqlite::Result<i64> {
        connection.query_row("SELECT count(*) FROM t", (), |row| row.get(0))
    }

    fn memory() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY);")
            .unwrap();
        connection
    }
}
