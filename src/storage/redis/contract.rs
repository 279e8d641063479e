//! What only a server behind a network can do wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::storage::contract::proxy::{Fault, Proxy};
use crate::storage::contract::redis_server::RedisServer;
use crate::storage::contract::{Desk, INCARNATION, Shop, batch, blob, county, fill, hand, story};
use crate::storage::redis::open;
use crate::storage::{
    AppendError, BlobId, Expected, LogId, OpenError, Promise, Storage, StoreError,
};

#[tokio::test]
async fn lost_reply_leaves_the_outcome_unknown() {
    let desk = Desk::redis().await;
    let (log, start) = desk.journal().await;
    // The server knows the script, so the reply that is lost is the append's own.
    let (start, _) = fill(&desk, &log, start, 1).await;
    let proxy = Proxy::before(server(&desk).port()).await;
    let far = open(&proxy.url(), hand()).await.unwrap();
    far.log.head(&log).await.unwrap();
    for (fault, seq) in [(Fault::LoseReply, 2), (Fault::Silence, 3)] {
        proxy.set(Fault::None);
        let head = far.log.head(&log).await.unwrap();
        proxy.set(fault);
        let batch = batch(&head, ["lost"]);
        let records = batch.records.clone();
        let ended = far.log.append(&log, &head, batch).await;
        assert_eq!(ended, Err(AppendError::Unknown));
        proxy.set(Fault::None);
        assert_eq!(far.log.read(&log, head.seq, 9).await, Ok(records));
        assert_eq!(far.log.head(&log).await.unwrap().seq, seq);
    }
    assert_eq!(
        desk.storage.log.head(&log).await.unwrap().seq,
        start.seq + 2
    );
}

#[tokio::test]
async fn server_that_forgot_the_scripts_is_taught_again() {
    let desk = Desk::redis().await;
    let (log, head) = desk.journal().await;
    let (head, _) = fill(&desk, &log, head, 1).await;
    let flushed: String = ask(&desk, ::redis::cmd("SCRIPT").arg("FLUSH")).await;
    assert_eq!(flushed, "OK");
    let (head, _) = fill(&desk, &log, head, 1).await;
    assert_eq!(desk.storage.log.head(&log).await, Ok(head));
}

#[tokio::test]
async fn lost_hint_is_made_good_by_looking() {
    let desk = Desk::redis().await;
    let (log, start) = desk.journal().await;
    let proxy = Proxy::before(server(&desk).port()).await;
    let clock = hand();
    let far = open(&proxy.url(), clock.clone()).await.unwrap();
    far.log.head(&log).await.unwrap();
    let mut hints = far.topic.subscribe();
    proxy.set(Fault::LoseHints);
    let (head, _) = fill(&desk, &log, start, 3).await;
    let ticking = async {
        loop {
            clock.advance(Duration::from_millis(500));
            far.log
                .confirm(&LogId::calls(county()), &start)
                .await
                .unwrap_err();
        }
    };
    tokio::select! {
        () = story::heard(&mut hints, &log, head.seq) => {}
        () = ticking => {}
    }
}

#[tokio::test]
async fn crash_of_the_server_keeps_what_was_acknowledged() {
    let desk = Desk::redis().await;
    let kept = story::something_kept(&desk).await;
    let desk = desk.crashed().await;
    story::still_kept(&desk, &kept).await;
}

#[tokio::test]
async fn restart_of_the_server_begins_a_new_epoch() {
    let mut desk = Desk::redis().await;
    let (log, head) = desk.journal().await;
    let (old, _) = fill(&desk, &log, head, 2).await;
    if let Shop::Redis(server) = &mut desk.shop {
        server.kill();
        let refused = desk.storage.log.read(&log, 0, 9).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))));
        server.start_again();
    }
    // The connection of before the crash may still be in hand.
    let ended = loop {
        let ended = desk
            .storage
            .log
            .append(&log, &old, batch(&old, ["x"]))
            .await;
        if ended != Err(AppendError::Unknown) {
            break ended;
        }
    };
    let head = desk.storage.log.head(&log).await.unwrap();
    assert_eq!((head.ep, head.seq), (old.ep + 1, old.seq));
    let tail = Vec::new();
    assert_eq!(ended, Err(AppendError::Conflict { head, tail }));
    fill(&desk, &log, head, 1).await;
}

#[tokio::test]
async fn server_that_lost_records_is_found_out() {
    let desk = Desk::redis().await;
    let (log, start) = desk.journal().await;
    let (head, _) = fill(&desk, &log, start, 2).await;
    let _: () = ask(&desk, &::redis::cmd("FLUSHALL")).await;
    let gone = desk
        .storage
        .log
        .append(&log, &head, batch(&head, ["x"]))
        .await;
    assert_eq!(gone, Err(AppendError::Store(StoreError::Missing)));
    let empty = desk.storage.log.create(&log, INCARNATION).await.unwrap();
    let behind = desk
        .storage
        .log
        .append(&log, &head, batch(&head, ["x"]))
        .await;
    assert_eq!(behind, Err(AppendError::Behind { head: empty }));
}

#[tokio::test]
async fn edited_record_is_found() {
    let desk = Desk::redis().await;
    let (log, head) = desk.journal().await;
    fill(&desk, &log, head, 5).await;
    let key = "{c:north}:log:journal";
    let rows: Vec<(String, Vec<Vec<u8>>)> =
        ask(&desk, ::redis::cmd("XRANGE").arg(key).arg("-").arg("+")).await;
    let _: () = ask(&desk, ::redis::cmd("DEL").arg(key)).await;
    for (id, mut fields) in rows {
        if id == "3-0" {
            fields[5].push(b'!');
        }
        let _: String = ask(&desk, ::redis::cmd("XADD").arg(key).arg(id).arg(fields)).await;
    }
    let found = desk.storage.log.read(&log, 0, 9).await;
    assert!(matches!(found, Err(StoreError::Corrupt { seq: 3, .. })));
}

#[tokio::test]
async fn keys_have_their_final_shape() {
    let desk = Desk::redis().await;
    let (log, start) = desk.journal().await;
    let mut batch = batch(&start, ["one"]);
    batch.blobs = vec![blob("case/sbar/1", "sealed")];
    let bytes = batch.records[0].bytes.clone();
    let head = desk.storage.log.append(&log, &start, batch).await.unwrap();
    desk.storage.log.confirm(&log, &head).await.unwrap();

    let epoch: BTreeMap<String, String> =
        ask(&desk, ::redis::cmd("HGETALL").arg("{c:north}:ep")).await;
    assert_eq!(epoch["inc"], INCARNATION.to_string());
    assert_eq!((&epoch["ep"][..], &epoch["st"][..]), ("1", "open"));
    for field in ["srv", "since", "touch"] {
        assert!(epoch.contains_key(field), "{field}");
    }
    let end: BTreeMap<String, String> =
        ask(&desk, ::redis::cmd("HGETALL").arg("{c:north}:head:journal")).await;
    let at = head.at.as_millis().to_string();
    assert_eq!(
        (&end["v"], &end["h"], &end["t"]),
        (&"1".to_owned(), &head.hash.to_string(), &at)
    );
    let rows: Vec<(String, Vec<Vec<u8>>)> = ask(
        &desk,
        ::redis::cmd("XRANGE")
            .arg("{c:north}:log:journal")
            .arg("-")
            .arg("+"),
    )
    .await;
    let hash = head.hash.to_string();
    let fields: [&[u8]; 6] = [b"t", at.as_bytes(), b"h", hash.as_bytes(), b"e", &bytes];
    assert_eq!(rows[0].0, "1-0");
    assert_eq!(rows[0].1, fields);
    let exists: i64 = ask(
        &desk,
        ::redis::cmd("EXISTS").arg("{c:north}:blob:case/sbar/1"),
    )
    .await;
    assert_eq!(exists, 1);
}

#[tokio::test]
async fn full_server_refuses_before_any_effect() {
    let desk = Desk::redis().await;
    let (log, start) = desk.journal().await;
    let _: () = ask(
        &desk,
        ::redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg(1),
    )
    .await;
    let mut batch = batch(&start, ["x"]);
    batch.blobs = vec![blob("case/sbar/1", "sealed")];
    let ended = desk.storage.log.append(&log, &start, batch).await;
    assert_eq!(ended, Err(AppendError::Store(StoreError::Full)));
    assert_eq!(story::text(&desk, "case/sbar/1").await, None);
    let id = BlobId::new(county(), "session/1");
    let put = desk
        .storage
        .blob
        .put_if(&id, Expected::Absent, bytes::Bytes::new(), None);
    assert_eq!(put.await, Err(StoreError::Full));
    assert_eq!(desk.storage.log.head(&log).await, Ok(start));
}

#[tokio::test]
async fn server_that_may_forget_is_refused() {
    for settings in [
        &["--appendonly", "no"][..],
        &["--appendonly", "yes", "--maxmemory-policy", "allkeys-lru"],
    ] {
        let server = RedisServer::start_with(settings);
        let error = open(&server.url(), hand()).await.unwrap_err();
        assert!(matches!(error, OpenError::Configuration { .. }));
        assert_eq!(error.exit_code(), 78);
    }
}

#[tokio::test]
async fn server_that_is_too_old_to_write_to_is_refused() {
    let desk = Desk::redis().await;
    let proxy = Proxy::before(server(&desk).port()).await;
    open(&proxy.url(), hand()).await.unwrap();
    proxy.set(Fault::Older);
    let error = open(&proxy.url(), hand()).await.unwrap_err();
    assert_eq!(error.exit_code(), 78);
    let said = error.to_string();
    assert!(
        said.contains("Redis 6.") && said.contains("Redis 7"),
        "{said}"
    );
}

#[tokio::test]
async fn promise_is_what_the_server_keeps() {
    let desk = Desk::redis().await;
    assert_eq!(desk.storage.promise(), Promise::OnDisk);
    let server = RedisServer::start_with(&["--appendonly", "yes"]);
    let each_second = open(&server.url(), hand()).await.unwrap();
    assert_eq!(each_second.promise(), Promise::TwoSeconds);
}

#[tokio::test]
async fn server_that_is_not_there_is_unavailable() {
    let mut server = RedisServer::start();
    server.kill();
    let error = open(&server.url(), hand()).await.unwrap_err();
    assert_eq!(error.exit_code(), 69);
    let error = open("nonsense", hand()).await.unwrap_err();
    assert_eq!(error.exit_code(), 78);
}

#[tokio::test]
async fn closed_store_answers_that_it_is_closed() {
    let desk = Desk::redis().await;
    let (log, _) = desk.journal().await;
    let storage: Storage = desk.storage.clone();
    storage.close().await;
    let ended = storage.log.head(&log).await;
    assert!(matches!(ended, Err(StoreError::Unavailable(_))));
}

const fn server(desk: &Desk) -> &RedisServer {
    match &desk.shop {
        Shop::Redis(server) => server,
        Shop::Embedded(_) => panic!("a server"),
    }
}

/// Asks the server directly, as an operator would.
async fn ask<T: ::redis::FromRedisValue>(desk: &Desk, command: &::redis::Cmd) -> T {
    let client = ::redis::Client::open(server(desk).url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    command.query_async(&mut connection).await.unwrap()
}
