//! The call log in the county's store: hash-chained, appended in batches.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use super::log::{CallLog, CallLogEntry, CallLogError};
use super::stored::StoredEntry;
use crate::domain::ids::CountyId;
use crate::storage::chain::next_hash;
use crate::storage::{AppendError, Batch, Head, Log, LogId, Record, StoreError};

/// How often an append is tried anew behind a head that others have moved. Beyond that the
/// caller waits a while.
const ATTEMPTS: usize = 8;

/// Writes a county's call log.
///
/// The log must have been created. Entries of several nodes stand in the order in which
/// their batches were appended; the time of an entry that comes late is that of the one
/// before it, for a log's time never goes backwards.
pub struct StoredCallLog {
    log: Arc<dyn Log>,
    id: LogId,
    head: Mutex<Option<Head>>,
}

impl StoredCallLog {
    /// The call log of `county` in `log`.
    #[must_use]
    pub fn new(log: Arc<dyn Log>, county: CountyId) -> Self {
        Self {
            log,
            id: LogId::calls(county),
            head: Mutex::new(None),
        }
    }

    async fn write(&self, entries: &[CallLogEntry]) -> Result<(), CallLogError> {
        let mut known = self.head.lock().await;
        for _ in 0..ATTEMPTS {
            let head = match *known {
                Some(head) => head,
                None => self.log.head(&self.id).await.map_err(failed)?,
            };
            *known = Some(head);
            let batch = chained(entries, &head)?;
            match self.log.append(&self.id, &head, batch.clone()).await {
                Ok(head) => {
                    *known = Some(head);
                    return Ok(());
                }
                // What an attempt without an answer wrote is found again as the tail.
                Err(AppendError::Conflict { head, tail }) => {
                    *known = Some(head);
                    if tail.starts_with(&batch.records) {
                        return Ok(());
                    }
                }
                Err(AppendError::Behind { head } | AppendError::Fork { head }) => {
                    tracing::warn!(seq = head.seq, "The call log has lost entries in its store");
                    *known = Some(head);
                }
                Err(AppendError::Unknown) => {}
                Err(AppendError::Fenced) => {
                    return Err(CallLogError("the store asks for a lease".to_owned()));
                }
                Err(AppendError::Store(error)) => {
                    *known = None;
                    return Err(failed(error));
                }
            }
        }
        Err(CallLogError(format!("no answer in {ATTEMPTS} attempts")))
    }
}

impl fmt::Debug for StoredCallLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredCallLog")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl CallLog for StoredCallLog {
    fn append<'a>(
        &'a self,
        entries: &'a [CallLogEntry],
    ) -> BoxFuture<'a, Result<(), CallLogError>> {
        Box::pin(self.write(entries))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn failed(error: StoreError) -> CallLogError {
    CallLogError(error.to_string())
}

/// The records of `entries` behind `head`.
fn chained(entries: &[CallLogEntry], head: &Head) -> Result<Batch, CallLogError> {
    let (mut seq, mut at, mut hash) = (head.seq, head.at, head.hash);
    let mut batch = Batch::default();
    for entry in entries {
        seq = seq.saturating_add(1);
        at = at.max(entry.at);
        let stored = StoredEntry::new(entry, seq, at, hash.to_string());
        let bytes = serde_json::to_vec(&stored).map_err(|error| CallLogError(error.to_string()))?;
        hash = next_hash(&hash, &bytes);
        batch.records.push(Record {
            seq,
            at,
            bytes: Bytes::from(bytes),
        });
    }
    Ok(batch)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use signaling::room::CallFact;
    use signaling::wire::call::EndReason;
    use uuid::Uuid;

    use super::*;
    use crate::clock::Clock;
    use crate::domain::ids::{ConsultId, RoomId};
    use crate::domain::time::Timestamp;
    use crate::storage::chain::{START, extend};
    use crate::storage::{Incarnation, LogName, Snapshot, SnapshotPut, Storage, embedded};

    #[tokio::test]
    async fn two_writers_share_one_chain() {
        let county = County::new().await;
        let (one, two) = (county.writer(), county.writer());
        one.append(&[ended(10), ended(20)]).await.unwrap();
        two.append(&[ended(15)]).await.unwrap();
        one.append(&[ended(30)]).await.unwrap();

        let records = county.store.log.read(&county.calls, 0, 10).await.unwrap();
        let times: Vec<_> = records.iter().map(|record| record.at.as_millis()).collect();
        assert_eq!(times, [10, 20, 20, 30]);
        let (seq, hash) = extend(START, &records, |record| {
            let stored: serde_json::Value = serde_json::from_slice(&record.bytes).ok()?;
            stored["prev"].as_str()?.parse().ok()
        })
        .unwrap();
        let head = county.store.log.head(&county.calls).await.unwrap();
        assert_eq!((seq, hash), (head.seq, head.hash));
        county.store.close().await;
    }

    #[tokio::test]
    async fn entries_whose_write_got_no_answer_stand_there_once() {
        let county = County::new().await;
        let flaky = county.flaky();
        flaky.tells([Told::Lost, Told::Unreached, Told::Truth]);
        flaky.writer.append(&[ended(10), ended(20)]).await.unwrap();
        assert_eq!(county.times().await, [10, 20]);
        flaky.tells([Told::Unreached, Told::Lost]);
        flaky.writer.append(&[ended(30)]).await.unwrap();
        assert_eq!(county.times().await, [10, 20, 30]);
        county.store.close().await;
    }

    #[tokio::test]
    async fn call_log_goes_on_behind_what_its_store_has_lost() {
        for lost in [Told::Behind, Told::Fork] {
            let county = County::new().await;
            county.writer().append(&[ended(10)]).await.unwrap();
            let flaky = county.flaky();
            flaky.tells([lost]);
            flaky.writer.append(&[ended(20)]).await.unwrap();
            assert_eq!(county.times().await, [10, 20], "{lost:?}");
            county.store.close().await;
        }
    }

    #[tokio::test]
    async fn call_log_that_gets_no_answer_says_so_and_can_be_tried_again() {
        let county = County::new().await;
        let flaky = county.flaky();
        flaky.tells([Told::Unreached; ATTEMPTS]);
        assert!(flaky.writer.append(&[ended(10)]).await.is_err());
        flaky.tells([Told::Fenced]);
        assert!(flaky.writer.append(&[ended(10)]).await.is_err());
        flaky.tells([Told::Failed]);
        assert!(flaky.writer.append(&[ended(10)]).await.is_err());
        flaky.writer.append(&[ended(10)]).await.unwrap();
        assert_eq!(county.times().await, [10]);
        county.store.close().await;
    }

    #[tokio::test]
    async fn log_that_was_never_created_is_not_begun_by_chance() {
        let county = County::new().await;
        let other = StoredCallLog::new(
            Arc::clone(&county.store.log),
            "other-county".parse().unwrap(),
        );
        assert!(other.append(&[ended(1)]).await.is_err());
        county.store.close().await;
    }

    struct County {
        store: Storage,
        calls: LogId,
        _dir: tempfile::TempDir,
    }

    impl County {
        async fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let clock = Clock::by_hand(Timestamp::from_millis(1_000));
            let store = embedded::open(dir.path(), clock).unwrap();
            let calls = LogId::calls("test-county".parse().unwrap());
            store
                .log
                .create(&calls, Incarnation([7; 16]))
                .await
                .unwrap();
            Self {
                store,
                calls,
                _dir: dir,
            }
        }

        fn writer(&self) -> StoredCallLog {
            StoredCallLog::new(Arc::clone(&self.store.log), self.calls.county.clone())
        }

        /// A writer whose store answers otherwise than it does, as often as it is told to.
        fn flaky(&self) -> Flaky {
            let port = Arc::new(Liar {
                log: Arc::clone(&self.store.log),
                lies: std::sync::Mutex::default(),
            });
            Flaky {
                writer: StoredCallLog::new(
                    Arc::clone(&port) as Arc<dyn Log>,
                    self.calls.county.clone(),
                ),
                port,
            }
        }

        async fn times(&self) -> Vec<i64> {
            let records = self.store.log.read(&self.calls, 0, 10).await.unwrap();
            records.iter().map(|record| record.at.as_millis()).collect()
        }
    }

    struct Flaky {
        writer: StoredCallLog,
        port: Arc<Liar>,
    }

    impl Flaky {
        fn tells<const N: usize>(&self, lies: [Told; N]) {
            self.port.lies.lock().unwrap().extend(lies);
        }
    }

    /// What becomes of one append.
    #[derive(Debug, Clone, Copy)]
    enum Told {
        /// It is done and said.
        Truth,
        /// It is done, but the answer is lost.
        Lost,
        /// It is not done, and nothing is said.
        Unreached,
        /// The store has lost what the writer knew.
        Behind,
        /// The store holds another branch.
        Fork,
        /// The store asks for a lease.
        Fenced,
        /// The store fails.
        Failed,
    }

    struct Liar {
        log: Arc<dyn Log>,
        lies: std::sync::Mutex<VecDeque<Told>>,
    }

    impl Log for Liar {
        fn append<'a>(
            &'a self,
            log: &'a LogId,
            expected: &'a Head,
            batch: Batch,
        ) -> BoxFuture<'a, Result<Head, AppendError>> {
            Box::pin(async move {
                let told = self.lies.lock().unwrap().pop_front();
                match told.unwrap_or(Told::Truth) {
                    Told::Truth => self.log.append(log, expected, batch).await,
                    Told::Lost => {
                        self.log.append(log, expected, batch).await.unwrap();
                        Err(AppendError::Unknown)
                    }
                    Told::Unreached => Err(AppendError::Unknown),
                    Told::Behind => {
                        let head = self.log.head(log).await?;
                        Err(AppendError::Behind { head })
                    }
                    Told::Fork => {
                        let head = self.log.head(log).await?;
                        Err(AppendError::Fork { head })
                    }
                    Told::Fenced => Err(AppendError::Fenced),
                    Told::Failed => Err(AppendError::Store(StoreError::Unavailable(
                        "planted".to_owned(),
                    ))),
                }
            })
        }

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

    fn ended(at: i64) -> CallLogEntry {
        CallLogEntry {
            at: Timestamp::from_millis(at),
            consult: ConsultId(Uuid::from_u128(1)),
            room: RoomId(Uuid::from_u128(2)),
            fact: CallFact::Ended {
                reason: EndReason::Over,
            },
        }
    }
}
