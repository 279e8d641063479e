//! The chapters of the contract, each told on a fresh store.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;

use super::{Desk, INCARNATION, START, after, batch, blob, county, fill};
use crate::domain::time::Timestamp;
use crate::storage::chain::{self, Hash};
use crate::storage::{
    AppendError, Batch, BlobId, Expected, Fence, Head, Hint, Incarnation, LeaseId, LogId, LogName,
    Record, Snapshot, SnapshotPut, StoreError, Stored, Version,
};

pub(in crate::storage) async fn log_begins_only_on_purpose(desk: &Desk) {
    let logs = &desk.storage.log;
    let journal = LogId::journal(county());
    assert_eq!(logs.head(&journal).await, Err(StoreError::Missing));
    assert_eq!(logs.read(&journal, 0, 9).await, Err(StoreError::Missing));

    let head = logs.create(&journal, INCARNATION).await.unwrap();
    assert_eq!((head.seq, head.hash), (0, Hash::GENESIS));
    assert_eq!(logs.head(&journal).await, Ok(head));
    assert_eq!(logs.read(&journal, 0, 9).await, Ok(Vec::new()));
    assert_eq!(logs.create(&journal, INCARNATION).await, Ok(head));

    let access = LogId::access(county(), "board".parse().unwrap());
    let other = Incarnation([8; 16]);
    let found = INCARNATION;
    let refused = Err(StoreError::Incarnation { found });
    assert_eq!(logs.create(&access, other).await, refused);
    let nowhere = logs.append(&access, &head, batch(&head, ["a"])).await;
    assert_eq!(nowhere, Err(AppendError::Store(StoreError::Missing)));

    logs.create(&access, INCARNATION).await.unwrap();
    let expected = vec![LogName::Journal, access.name.clone()];
    assert_eq!(logs.names(&county()).await, Ok(expected));
    assert_eq!(logs.names(&"south".parse().unwrap()).await, Ok(Vec::new()));
}

pub(in crate::storage) async fn batch_is_written_whole_or_not_at_all(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let logs = &desk.storage.log;
    let mut first = batch(&start, ["one", "two", "three"]);
    first.blobs = vec![blob("case/sbar/1", "sealed"), blob("case/id/1", "")];
    let head = logs.append(&log, &start, first.clone()).await.unwrap();
    assert_eq!(head, after(&start, &first));
    assert_eq!(logs.head(&log).await, Ok(head));
    assert_eq!(logs.read(&log, 0, 9).await, Ok(first.records.clone()));
    assert_eq!(text(desk, "case/sbar/1").await.as_deref(), Some("sealed"));
    assert_eq!(text(desk, "case/id/1").await.as_deref(), Some(""));

    let mut late = batch(&start, ["other"]);
    late.blobs = vec![blob("case/sbar/1", "changed"), blob("case/late/1", "late")];
    logs.append(&log, &start, late).await.unwrap_err();
    assert_eq!(logs.read(&log, 0, 9).await, Ok(first.records));
    assert_eq!(text(desk, "case/sbar/1").await.as_deref(), Some("sealed"));
    assert_eq!(text(desk, "case/late/1").await, None);
}

pub(in crate::storage) async fn batch_that_breaks_the_rules_is_refused(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let mut gap = batch(&start, ["a", "b"]);
    gap.records.remove(0);
    let mut backwards = batch(&start, ["a", "b"]);
    backwards.records[1].at = START.minus(Duration::from_millis(1));
    let texts = ["x"; Batch::RECORDS_MAX + 1];
    let many = batch(&start, texts);
    let mut large = batch(&start, ["a"]);
    large.records[0].bytes = Bytes::from(vec![0; Batch::BYTES_MAX + 1]);
    let lone = Batch {
        blobs: vec![blob("lone", "x")],
        ..Batch::default()
    };
    let kept = Batch {
        kept: vec!["lone".to_owned()],
        ..Batch::default()
    };
    for wrong in [gap, backwards, many, large, lone, kept] {
        let ended = desk.storage.log.append(&log, &start, wrong).await;
        assert!(matches!(
            ended,
            Err(AppendError::Store(StoreError::Invalid(_)))
        ));
    }
    assert_eq!(desk.storage.log.head(&log).await, Ok(start));
}

pub(in crate::storage) async fn conflict_carries_every_record_after_the_expected_head(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let (middle, _) = fill(desk, &log, start, 2).await;
    let (head, tail) = fill(desk, &log, middle, 3).await;
    let ended = desk
        .storage
        .log
        .append(&log, &middle, batch(&middle, ["late"]))
        .await;
    assert_eq!(ended, Err(AppendError::Conflict { head, tail }));
    assert_eq!(desk.storage.log.head(&log).await, Ok(head));
}

pub(in crate::storage) async fn conflict_carries_more_than_one_reply_holds(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let (head, all) = fill(desk, &log, start, 700).await;
    for expected in [0, 100] {
        let (seq, hash) = chain::extend(chain::START, &all[..expected], |_| None).unwrap();
        let expected_head = Head { seq, hash, ..start };
        let ended = desk
            .storage
            .log
            .append(&log, &expected_head, batch(&expected_head, ["late"]))
            .await;
        let tail = all[expected..].to_vec();
        chain::verify((seq, hash), &tail, |_| None, &head).unwrap();
        assert_eq!(ended, Err(AppendError::Conflict { head, tail }));
    }
    assert_eq!(
        desk.storage.log.read(&log, 690, 5).await.unwrap(),
        all[690..695]
    );
    assert_eq!(desk.storage.log.read(&log, 700, 5).await, Ok(Vec::new()));
}

pub(in crate::storage) async fn head_is_more_than_a_number(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let (middle, _) = fill(desk, &log, start, 1).await;
    let (head, _) = fill(desk, &log, middle, 1).await;
    let append = |expected: Head| {
        let records = batch(&expected, ["x"]);
        let log = &log;
        async move { desk.storage.log.append(log, &expected, records).await }
    };

    let ahead = after(&head, &batch(&head, ["lost here"]));
    assert_eq!(append(ahead).await, Err(AppendError::Behind { head }));
    for forked in [head, middle] {
        let hash = Hash([9; 32]);
        let forked = Head { hash, ..forked };
        assert_eq!(append(forked).await, Err(AppendError::Fork { head }));
    }
    let incarnation = Incarnation([8; 16]);
    let found = INCARNATION;
    assert_eq!(
        append(Head {
            incarnation,
            ..head
        })
        .await,
        Err(AppendError::Store(StoreError::Incarnation { found }))
    );
    let ep = head.ep + 1;
    let tail = Vec::new();
    assert_eq!(
        append(Head { ep, ..head }).await,
        Err(AppendError::Conflict { head, tail })
    );
    assert_eq!(desk.storage.log.head(&log).await, Ok(head));
}

pub(in crate::storage) async fn record_from_the_future_is_refused(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let mut late = batch(&start, ["a"]);
    late.records[0].at = Timestamp::from_millis(4_102_444_800_000);
    let ended = desk.storage.log.append(&log, &start, late).await;
    assert_eq!(ended, Err(AppendError::Store(StoreError::ClockAhead)));
    assert_eq!(desk.storage.log.head(&log).await, Ok(start));
}

pub(in crate::storage) async fn confirm_proves_the_end_and_changes_nothing(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let logs = &desk.storage.log;
    assert_eq!(logs.confirm(&log, &start).await, Ok(start));
    let (head, tail) = fill(desk, &log, start, 1).await;
    assert_eq!(logs.confirm(&log, &head).await, Ok(head));
    assert_eq!(
        logs.confirm(&log, &start).await,
        Err(AppendError::Conflict { head, tail })
    );
    assert_eq!(logs.head(&log).await, Ok(head));
}

pub(in crate::storage) async fn stale_lease_cannot_write(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let (leases, hour) = (&desk.storage.lease, Duration::from_secs(3_600));
    let lease = LeaseId::new(county(), "call/1");
    let first = leases.take(&lease, hour).await.unwrap().unwrap();
    assert_eq!(leases.take(&lease, hour).await, Ok(None));
    let fenced = |head: &Head, token| {
        let mut batch = batch(head, ["x"]);
        let lease = lease.clone();
        batch.fence = Some(Fence { lease, token });
        batch
    };
    let head = desk
        .storage
        .log
        .append(&log, &start, fenced(&start, first))
        .await
        .unwrap();

    assert_eq!(leases.release(&lease, first).await, Ok(true));
    let second = leases.take(&lease, hour).await.unwrap().unwrap();
    assert!(second > first);
    let stale = desk
        .storage
        .log
        .append(&log, &head, fenced(&head, first))
        .await;
    assert_eq!(stale, Err(AppendError::Fenced));
    assert_eq!(leases.renew(&lease, first, hour).await, Ok(false));
    assert_eq!(leases.release(&lease, first).await, Ok(false));
    desk.storage
        .log
        .append(&log, &head, fenced(&head, second))
        .await
        .unwrap();
}

pub(in crate::storage) async fn lease_that_ran_out_cannot_write(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let lease = LeaseId::new(county(), "call/1");
    let span = Duration::from_millis(50);
    let first = desk.storage.lease.take(&lease, span).await;
    let token = first.unwrap().unwrap();
    let second = loop {
        desk.clock.advance(Duration::from_millis(1));
        if let Some(second) = desk.storage.lease.take(&lease, span * 1_000).await.unwrap() {
            break second;
        }
    };
    assert!(second > token);
    let mut late = batch(&start, ["x"]);
    late.fence = Some(Fence { lease, token });
    let ended = desk.storage.log.append(&log, &start, late).await;
    assert_eq!(ended, Err(AppendError::Fenced));
}

pub(in crate::storage) async fn lease_is_kept_by_renewing_it(desk: &Desk) {
    desk.journal().await;
    let lease = LeaseId::new(county(), "node/1");
    let leases = &desk.storage.lease;
    let token = leases.take(&lease, Duration::from_millis(500)).await;
    let token = token.unwrap().unwrap();
    let hour = Duration::from_secs(3_600);
    assert_eq!(leases.renew(&lease, token, hour).await, Ok(true));
    desk.clock.advance(Duration::from_secs(60));
    assert_eq!(leases.take(&lease, hour).await, Ok(None));
}

pub(in crate::storage) async fn ticket_is_taken_once(desk: &Desk) {
    let id = BlobId::new(county(), "ticket/1");
    let put = || {
        desk.storage
            .blob
            .put_if(&id, Expected::Absent, Bytes::from_static(b"seat"), None)
    };
    let made: Vec<Version> = join_all((0..8).map(|_| put()))
        .await
        .into_iter()
        .filter_map(Result::unwrap)
        .collect();
    assert_eq!(made.len(), 1);
    let taken = join_all((0..8).map(|_| desk.storage.blob.delete_if(&id, made[0]))).await;
    assert_eq!(taken.iter().filter(|taken| **taken == Ok(true)).count(), 1);
    assert_eq!(desk.storage.blob.get(&id).await, Ok(None));

    let again = put().await.unwrap().unwrap();
    assert_ne!(again, made[0]);
    assert_eq!(desk.storage.blob.delete_if(&id, made[0]).await, Ok(false));
}

pub(in crate::storage) async fn value_is_replaced_by_who_knows_it(desk: &Desk) {
    let id = BlobId::new(county(), "session/1");
    let put = |expected, text: &'static str| {
        let bytes = Bytes::from_static(text.as_bytes());
        desk.storage.blob.put_if(&id, expected, bytes, None)
    };
    let nobody = Expected::At(Version(1));
    assert_eq!(put(nobody, "none").await, Ok(None));
    let first = put(Expected::Absent, "first").await.unwrap().unwrap();
    assert_eq!(put(Expected::Absent, "again").await, Ok(None));
    let second = put(Expected::At(first), "second").await.unwrap().unwrap();
    assert_eq!(put(Expected::At(first), "late").await, Ok(None));
    let stored = desk.storage.blob.get(&id).await.unwrap().unwrap();
    assert_eq!(
        (&stored.bytes[..], stored.version, stored.expires),
        (b"second".as_slice(), second, None)
    );
}

pub(in crate::storage) async fn expired_value_is_absent(desk: &Desk) {
    let id = BlobId::new(county(), "session/1");
    let blobs = &desk.storage.blob;
    let expires = Some(START.plus(Duration::from_secs(30)));
    let put = || blobs.put_if(&id, Expected::Absent, Bytes::from_static(b":1:"), expires);
    let version = put().await.unwrap().unwrap();
    let stored = blobs.get(&id).await.unwrap().unwrap();
    assert_eq!((stored.expires, &stored.bytes[..]), (expires, &b":1:"[..]));
    desk.clock.advance(Duration::from_millis(29_999));
    assert_eq!(put().await, Ok(None));

    desk.clock.advance(Duration::from_millis(1));
    assert_eq!(blobs.get(&id).await, Ok(None));
    let late = blobs.put_if(&id, Expected::At(version), Bytes::new(), None);
    assert_eq!(late.await, Ok(None));
    assert_eq!(blobs.delete_if(&id, version).await, Ok(false));
    let again = blobs.put_if(&id, Expected::Absent, Bytes::new(), None);
    assert!(again.await.unwrap().is_some());
}

pub(in crate::storage) async fn value_is_kept_by_the_entry_that_names_it(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let (logs, blobs) = (&desk.storage.log, &desk.storage.blob);
    let id = |name: &str| BlobId::new(county(), name);
    let until = |seconds| Some(START.plus(Duration::from_secs(seconds)));
    let bytes = Bytes::from_static(b"0:1:picture");
    for (name, seconds) in [("spent", 10), ("named", 60), ("alone", 60)] {
        let (id, until) = (id(name), until(seconds));
        let put = blobs.put_if(&id, Expected::Absent, bytes.clone(), until);
        assert!(put.await.unwrap().is_some());
    }
    let naming = |head: &Head, names: &[&str]| Batch {
        kept: names.iter().map(|name| (*name).to_owned()).collect(),
        ..batch(head, ["names them"])
    };
    desk.clock.advance(Duration::from_secs(10));
    let before = blobs.get(&id("named")).await.unwrap().unwrap();

    let head = logs.append(&log, &start, naming(&start, &["named", "spent", "never"]));
    let head = head.await.unwrap();
    // An append that is refused keeps nothing.
    let late = logs.append(&log, &start, naming(&start, &["alone"])).await;
    assert!(matches!(late, Err(AppendError::Conflict { .. })));

    let kept = blobs.get(&id("named")).await.unwrap().unwrap();
    let expires = None;
    assert_eq!(kept, Stored { expires, ..before });
    desk.clock.advance(Duration::from_secs(60));
    assert_eq!(blobs.get(&id("named")).await, Ok(Some(kept.clone())));
    for gone in ["spent", "never", "alone"] {
        assert_eq!(blobs.get(&id(gone)).await, Ok(None), "{gone}");
    }
    // What is kept is a value like any other: kept again, replaced, deleted.
    let again = logs.append(&log, &head, naming(&head, &["named"])).await;
    assert!(again.is_ok());
    let at = Expected::At(kept.version);
    let put = blobs.put_if(&id("named"), at, bytes.clone(), None).await;
    let version = put.unwrap().unwrap();
    assert_eq!(blobs.delete_if(&id("named"), version).await, Ok(true));
}

pub(in crate::storage) async fn snapshot_is_kept_if_newer_and_of_this_log(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let logs = &desk.storage.log;
    let (middle, _) = fill(desk, &log, start, 2).await;
    let (head, _) = fill(desk, &log, middle, 2).await;
    let of = |head: &Head, schema, text: &'static str| Snapshot {
        incarnation: head.incarnation,
        seq: head.seq,
        hash: head.hash,
        schema,
        bytes: Bytes::from_static(text.as_bytes()),
    };
    assert_eq!(logs.snapshot_get(&log).await, Ok(None));
    let newest = of(&head, 1, "newest");
    for (offered, became) in [
        (of(&middle, 1, "first"), SnapshotPut::Stored),
        (newest.clone(), SnapshotPut::Stored),
        (of(&middle, 2, "older"), SnapshotPut::Older),
        (of(&head, 1, "same"), SnapshotPut::Older),
        (
            Snapshot {
                hash: Hash([9; 32]),
                ..of(&middle, 1, "other branch")
            },
            SnapshotPut::Foreign,
        ),
        (
            Snapshot {
                seq: 5,
                ..of(&head, 1, "ahead")
            },
            SnapshotPut::Foreign,
        ),
    ] {
        assert_eq!(logs.snapshot_put(&log, offered).await, Ok(became));
    }
    assert_eq!(logs.snapshot_get(&log).await, Ok(Some(newest)));
    let other_form = of(&head, 2, "other form");
    let put = logs.snapshot_put(&log, other_form.clone());
    assert_eq!(put.await, Ok(SnapshotPut::Stored));
    assert_eq!(logs.snapshot_get(&log).await, Ok(Some(other_form)));
    let foreign = Snapshot {
        incarnation: Incarnation([8; 16]),
        ..of(&head, 3, "other life")
    };
    let found = INCARNATION;
    assert_eq!(
        logs.snapshot_put(&log, foreign).await,
        Err(StoreError::Incarnation { found })
    );
}

pub(in crate::storage) async fn append_wakes_who_listens(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let mut hints = desk.storage.topic.subscribe();
    let (head, _) = fill(desk, &log, start, 1).await;
    // A store that has just been opened may first say that something may have been missed.
    heard(&mut hints, &log, head.seq).await;
    desk.storage.topic.publish(&log, 77).await.unwrap();
    heard(&mut hints, &log, 77).await;
    desk.storage.close().await;
    while hints.next().await.is_some() {}
}

pub(in crate::storage) async fn sixteen_writers_lose_nothing(desk: &Desk) {
    let (log, start) = desk.journal().await;
    let writers = (0..16).map(|writer| {
        let log = &log;
        async move {
            let mut head = start;
            let text = format!("writer {writer}");
            loop {
                let mut batch = batch(&head, [&text]);
                batch.blobs = vec![blob(&text, &text)];
                match desk.storage.log.append(log, &head, batch).await {
                    Ok(_) => break,
                    Err(AppendError::Conflict { head: now, .. }) => head = now,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    });
    join_all(writers).await;
    let records = desk.storage.log.read(&log, 0, 99).await.unwrap();
    let head = desk.storage.log.head(&log).await.unwrap();
    chain::verify(chain::START, &records, |_| None, &head).unwrap();
    assert_eq!(records.len(), 16);
    for writer in 0..16 {
        let text = format!("writer {writer}");
        let wrote = |record: &&Record| record.bytes.starts_with(format!("{text} ").as_bytes());
        assert_eq!(records.iter().filter(wrote).count(), 1);
        assert_eq!(super::story::text(desk, &text).await, Some(text));
    }
}

/// What a store held before it was closed.
pub(in crate::storage) struct Kept {
    log: LogId,
    head: Head,
    records: Vec<Record>,
    snapshot: Snapshot,
    session: Version,
}

pub(in crate::storage) async fn something_kept(desk: &Desk) -> Kept {
    let (log, start) = desk.journal().await;
    let mut batch = batch(&start, ["one", "two"]);
    batch.blobs = vec![blob("case/sbar/1", "sealed")];
    let records = batch.records.clone();
    let head = desk.storage.log.append(&log, &start, batch).await.unwrap();
    let snapshot = Snapshot {
        incarnation: head.incarnation,
        seq: head.seq,
        hash: head.hash,
        schema: 1,
        bytes: Bytes::from_static(b"state"),
    };
    let put = desk.storage.log.snapshot_put(&log, snapshot.clone());
    put.await.unwrap();
    let id = BlobId::new(county(), "session/1");
    let expires = Some(START.plus(Duration::from_secs(600)));
    let session = desk
        .storage
        .blob
        .put_if(&id, Expected::Absent, Bytes::from_static(b"who"), expires)
        .await
        .unwrap()
        .unwrap();
    Kept {
        log,
        head,
        records,
        snapshot,
        session,
    }
}

pub(in crate::storage) async fn still_kept(desk: &Desk, kept: &Kept) {
    let logs = &desk.storage.log;
    let head = logs.head(&kept.log).await.unwrap();
    assert!(head.ep >= kept.head.ep);
    let ep = kept.head.ep;
    assert_eq!(Head { ep, ..head }, kept.head);
    assert_eq!(logs.read(&kept.log, 0, 9).await, Ok(kept.records.clone()));
    let snapshot = Some(kept.snapshot.clone());
    assert_eq!(logs.snapshot_get(&kept.log).await, Ok(snapshot));
    assert_eq!(text(desk, "case/sbar/1").await.as_deref(), Some("sealed"));
    let id = BlobId::new(county(), "session/1");
    let session = desk.storage.blob.get(&id).await.unwrap().unwrap();
    assert_eq!(session.version, kept.session);
    fill(desk, &kept.log, head, 1).await;
}

pub(in crate::storage) async fn text(desk: &Desk, name: &str) -> Option<String> {
    let id = BlobId::new(county(), name);
    let stored = desk.storage.blob.get(&id).await.unwrap()?;
    Some(String::from_utf8(stored.bytes.to_vec()).unwrap())
}

/// Waits for the hint that `log` reaches `seq`.
pub(in crate::storage) async fn heard(hints: &mut crate::storage::Hints, log: &LogId, seq: u64) {
    let wanted = Hint::Grew {
        log: log.clone(),
        seq,
    };
    while hints.next().await.expect("the store is open") != wanted {}
}
