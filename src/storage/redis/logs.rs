//! Logs and snapshots in the server.

use std::borrow::Cow;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use redis::{Value, cmd};

use super::reply::{Reply, array, bytes, odd, parsed, records, text};
use super::scripts::{APPEND, CREATE, HEAD, SNAPSHOT_GET, SNAPSHOT_PUT, Script};
use super::{Redis, blobs, keys};
use crate::domain::ids::CountyId;
use crate::domain::time::Timestamp;
use crate::storage::chain::{Hash, checked};
use crate::storage::{
    AppendError, Batch, BlobId, CLOCK_AHEAD_MAX, Head, Incarnation, Log, LogId, LogName, Record,
    Snapshot, SnapshotPut, StoreError,
};

/// Records of one further read after a conflict whose tail is longer than its reply.
const PAGE: usize = 256;

impl Redis {
    /// A script that answers a head, run again in a new epoch if the server is a new one.
    async fn head_by(
        &self,
        script: &Script,
        log: &LogId,
        keys: &[String],
        arguments: &[Cow<'_, [u8]>],
    ) -> Result<Head, StoreError> {
        let mut reopened = false;
        loop {
            let value = self.write.run(script, keys, arguments).await;
            let mut reply = Reply::read(value.map_err(super::link::Failure::of_write)?)?;
            match reply.word.as_str() {
                "ok" => {
                    let head = reply.head()?;
                    self.known.reached(log, head.seq);
                    return Ok(head);
                }
                "reopen" if !reopened => {
                    self.reopen(&log.county).await?;
                    reopened = true;
                }
                _ => return Err(reply.refusal()),
            }
        }
    }

    async fn append_batch(
        &self,
        log: &LogId,
        expected: &Head,
        batch: &Batch,
    ) -> Result<Head, AppendError> {
        let (_, hashes) = batch.chained(expected)?;
        batch.fenced_in(log)?;
        let keys = append_keys(log, batch);
        let hashes: Vec<String> = hashes.iter().map(Hash::to_string).collect();
        let mut reopened = false;
        let mut expected = *expected;
        loop {
            // After a new epoch the bytes, which name the old one, must not be written: an
            // empty batch only asks where the log ends now.
            let empty = Batch::default();
            let (batch, keys) = if reopened {
                (&empty, keys.get(..4).unwrap_or_default())
            } else {
                (batch, keys.as_slice())
            };
            let arguments = append_arguments(log, &expected, batch, &hashes, self.clock.now());
            let value = self.write.run(&APPEND, keys, &arguments).await;
            let mut reply = Reply::read(value.map_err(super::link::Failure::of_write)?)
                .map_err(|_odd| AppendError::Unknown)?;
            match reply.word.as_str() {
                "ok" => {
                    let head = reply.head().map_err(|_odd| AppendError::Unknown)?;
                    self.known.reached(log, head.seq);
                    return if reopened {
                        let tail = Vec::new();
                        Err(AppendError::Conflict { head, tail })
                    } else {
                        Ok(head)
                    };
                }
                "conflict" => {
                    let head = reply.head()?;
                    let tail = records(reply.next()?)?;
                    let tail = self.whole_tail(log, &expected, &head, tail).await?;
                    return Err(AppendError::Conflict { head, tail });
                }
                "behind" => {
                    return Err(AppendError::Behind {
                        head: reply.head()?,
                    });
                }
                "fork" => {
                    return Err(AppendError::Fork {
                        head: reply.head()?,
                    });
                }
                "fenced" => return Err(AppendError::Fenced),
                "missing" => return Err(super::super::chain::missing(expected.seq).into()),
                "reopen" if !reopened => {
                    self.reopen(&log.county).await?;
                    expected.ep = self.head_now(log).await?.ep;
                    reopened = true;
                }
                _ => return Err(reply.refusal().into()),
            }
        }
    }

    /// Every record from `expected` to `head`: the reply carries the first of them.
    async fn whole_tail(
        &self,
        log: &LogId,
        expected: &Head,
        head: &Head,
        mut tail: Vec<(Record, Hash)>,
    ) -> Result<Vec<Record>, StoreError> {
        let mut last = tail.last().map_or(expected.seq, |(record, _)| record.seq);
        while last < head.seq {
            let more = self.page(log, last.saturating_add(1), PAGE).await?;
            match more.last() {
                Some((record, _)) => last = record.seq,
                None => return Err(super::super::chain::missing(last.saturating_add(1))),
            }
            tail.extend(more);
        }
        tail.retain(|(record, _)| record.seq <= head.seq);
        checked(expected.seq, expected.hash, tail)
    }

    async fn page(
        &self,
        log: &LogId,
        from: u64,
        limit: usize,
    ) -> Result<Vec<(Record, Hash)>, StoreError> {
        let mut command = cmd("XRANGE");
        command
            .arg(keys::log(log))
            .arg(format!("{from}-0"))
            .arg("+")
            .arg("COUNT")
            .arg(limit);
        records(self.look(&command).await?)
    }

    async fn head_now(&self, log: &LogId) -> Result<Head, StoreError> {
        let keys = [keys::epoch(&log.county), keys::head(log)];
        match self.head_by(&HEAD, log, &keys, &[]).await {
            // Nothing was written, so nothing is unknown.
            Err(StoreError::Unknown) => Err(StoreError::Unavailable("no answer".to_owned())),
            ended => ended,
        }
    }

    /// A word and its parts from a snapshot script.
    async fn snapshot_by(
        &self,
        script: &Script,
        log: &LogId,
        arguments: &[Cow<'_, [u8]>],
    ) -> Result<Reply, StoreError> {
        let keys = [
            keys::epoch(&log.county),
            keys::head(log),
            keys::log(log),
            keys::snapshot(log),
        ];
        let value = self.read.run(script, &keys, arguments).await;
        Reply::read(value.map_err(super::link::Failure::of_write)?)
    }
}

fn append_keys(log: &LogId, batch: &Batch) -> Vec<String> {
    let epoch = keys::epoch(&log.county);
    let fence = batch.fence.as_ref();
    let lease = fence.map_or_else(|| epoch.clone(), |fence| keys::lease(&fence.lease));
    let mut all = vec![epoch, keys::head(log), keys::log(log), lease];
    all.extend(batch.blobs.iter().map(|blob| keys::blob(&blob.id(log))));
    let kept = batch.kept.iter();
    all.extend(kept.map(|name| keys::blob(&BlobId::new(log.county.clone(), name))));
    all
}

fn append_arguments<'a>(
    log: &LogId,
    expected: &Head,
    batch: &'a Batch,
    hashes: &'a [String],
    now: Timestamp,
) -> Vec<Cow<'a, [u8]>> {
    let fence = batch.fence.as_ref();
    let token = fence.map_or_else(String::new, |fence| super::leases::token(fence.token));
    let mut all = vec![
        own(expected.incarnation),
        own(expected.ep),
        own(expected.seq),
        own(expected.hash),
        own(keys::channel(&log.county)),
        own(&log.name),
        own(token),
        own(CLOCK_AHEAD_MAX.as_millis()),
        own(batch.records.len()),
    ];
    for (record, hash) in batch.records.iter().zip(hashes) {
        all.push(own(record.at.as_millis()));
        all.push(Cow::Borrowed(hash.as_bytes()));
        all.push(Cow::Borrowed(&record.bytes));
    }
    for blob in &batch.blobs {
        all.push(Cow::Owned(blobs::value(super::fresh(), None, &blob.bytes)));
    }
    all.push(own(now.as_millis()));
    all
}

pub(super) fn own(value: impl ToString) -> Cow<'static, [u8]> {
    Cow::Owned(value.to_string().into_bytes())
}

impl Log for Redis {
    fn create<'a>(
        &'a self,
        log: &'a LogId,
        incarnation: Incarnation,
    ) -> BoxFuture<'a, Result<Head, StoreError>> {
        async move {
            let keys = [
                keys::epoch(&log.county),
                keys::head(log),
                keys::log(log),
                keys::logs(&log.county),
            ];
            let arguments = [own(incarnation), own(&log.name)];
            self.head_by(&CREATE, log, &keys, &arguments).await
        }
        .boxed()
    }

    fn names<'a>(
        &'a self,
        county: &'a CountyId,
    ) -> BoxFuture<'a, Result<Vec<LogName>, StoreError>> {
        async move {
            let mut command = cmd("SMEMBERS");
            command.arg(keys::logs(county));
            let names = array(self.look(&command).await?)?;
            let mut names = names
                .into_iter()
                .map(|name| parsed(&text(name)?))
                .collect::<Result<Vec<LogName>, StoreError>>()?;
            names.sort();
            Ok(names)
        }
        .boxed()
    }

    fn head<'a>(&'a self, log: &'a LogId) -> BoxFuture<'a, Result<Head, StoreError>> {
        self.head_now(log).boxed()
    }

    fn append<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
        batch: Batch,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        async move { self.append_batch(log, expected, &batch).await }.boxed()
    }

    fn confirm<'a>(
        &'a self,
        log: &'a LogId,
        expected: &'a Head,
    ) -> BoxFuture<'a, Result<Head, AppendError>> {
        async move { self.append_batch(log, expected, &Batch::default()).await }.boxed()
    }

    fn read<'a>(
        &'a self,
        log: &'a LogId,
        after: u64,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move {
            let mut exists = cmd("EXISTS");
            exists.arg(keys::head(log));
            if self.look(&exists).await? != Value::Int(1) {
                return Err(StoreError::Missing);
            }
            self.known.touched(log);
            if after == 0 {
                let rows = self.page(log, 1, limit).await?;
                return checked(0, Hash::GENESIS, rows);
            }
            // The record before the first one gives the hash to chain from.
            let mut rows = self.page(log, after, limit.saturating_add(1)).await?;
            match rows.first() {
                None => Ok(Vec::new()),
                Some((record, hash)) if record.seq == after => {
                    let hash = *hash;
                    rows.remove(0);
                    checked(after, hash, rows)
                }
                Some(_) => Err(super::super::chain::missing(after)),
            }
        }
        .boxed()
    }

    fn snapshot_put<'a>(
        &'a self,
        log: &'a LogId,
        snapshot: Snapshot,
    ) -> BoxFuture<'a, Result<SnapshotPut, StoreError>> {
        async move {
            let arguments = [
                own(snapshot.incarnation),
                own(snapshot.seq),
                own(snapshot.hash),
                own(snapshot.schema),
                Cow::Borrowed(snapshot.bytes.as_ref()),
            ];
            let reply = self.snapshot_by(&SNAPSHOT_PUT, log, &arguments).await?;
            match reply.word.as_str() {
                "stored" => Ok(SnapshotPut::Stored),
                "older" => Ok(SnapshotPut::Older),
                "foreign" => Ok(SnapshotPut::Foreign),
                _ => Err(reply.refusal()),
            }
        }
        .boxed()
    }

    fn snapshot_get<'a>(
        &'a self,
        log: &'a LogId,
    ) -> BoxFuture<'a, Result<Option<Snapshot>, StoreError>> {
        async move {
            let mut reply = self.snapshot_by(&SNAPSHOT_GET, log, &[]).await?;
            match reply.word.as_str() {
                "none" => Ok(None),
                "ok" => {
                    let fields: [Value; 5] =
                        array(reply.next()?)?.try_into().map_err(|_other| odd())?;
                    let [incarnation, seq, hash, schema, content] = fields;
                    Ok(Some(Snapshot {
                        incarnation: parsed(&text(incarnation)?)?,
                        seq: parsed(&text(seq)?)?,
                        hash: parsed(&text(hash)?)?,
                        schema: parsed(&text(schema)?)?,
                        bytes: bytes(content)?,
                    }))
                }
                _ => Err(reply.refusal()),
            }
        }
        .boxed()
    }
}
