//! What every adapter passes: one story, told on each.

pub(super) mod proxy;
pub(super) mod story;

#[path = "../../../tests/support/redis_server.rs"]
pub(crate) mod redis_server;

use std::time::Duration;

use bytes::Bytes;
use tempfile::TempDir;

use self::redis_server::RedisServer;
use super::chain::next_hash;
use super::{Batch, Head, Incarnation, LogId, NewBlob, Record, Storage};
use crate::clock::Clock;
use crate::domain::ids::CountyId;
use crate::domain::time::Timestamp;

macro_rules! tell {
    ($adapter:ident: $($chapter:ident),+ $(,)?) => {
        mod $adapter {
            use super::*;

            $(
                #[tokio::test]
                async fn $chapter() {
                    let desk = Desk::$adapter().await;
                    story::$chapter(&desk).await;
                }
            )+

            #[tokio::test]
            async fn reopening_keeps_everything() {
                let desk = Desk::$adapter().await;
                let kept = story::something_kept(&desk).await;
                let desk = desk.reopened().await;
                story::still_kept(&desk, &kept).await;
            }
        }
    };
}

macro_rules! tell_on_each {
    ($chapters:tt) => {
        mod told {
            use super::*;

            tell_on_each!(@ embedded $chapters);
            tell_on_each!(@ redis $chapters);
        }
    };
    (@ $adapter:ident ($($chapter:ident),+ $(,)?)) => {
        tell!($adapter: $($chapter),+);
    };
}

tell_on_each!((
    log_begins_only_on_purpose,
    batch_is_written_whole_or_not_at_all,
    batch_that_breaks_the_rules_is_refused,
    conflict_carries_every_record_after_the_expected_head,
    conflict_carries_more_than_one_reply_holds,
    head_is_more_than_a_number,
    record_from_the_future_is_refused,
    confirm_proves_the_end_and_changes_nothing,
    stale_lease_cannot_write,
    lease_that_ran_out_cannot_write,
    lease_is_kept_by_renewing_it,
    ticket_is_taken_once,
    value_is_replaced_by_who_knows_it,
    expired_value_is_absent,
    value_is_kept_by_the_entry_that_names_it,
    snapshot_is_kept_if_newer_and_of_this_log,
    append_wakes_who_listens,
    sixteen_writers_lose_nothing,
));

/// Before any real clock, so that no server finds it in the future.
pub(super) const START: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// An opened store with a clock held by hand, and what it stands on.
pub(super) struct Desk {
    pub(super) storage: Storage,
    pub(super) clock: Clock,
    pub(super) shop: Shop,
}

pub(super) enum Shop {
    Embedded(TempDir),
    Redis(RedisServer),
}

impl Desk {
    pub(super) async fn embedded() -> Self {
        Self::open(Shop::Embedded(tempfile::tempdir().unwrap()), hand()).await
    }

    pub(super) async fn redis() -> Self {
        Self::open(Shop::Redis(RedisServer::start()), hand()).await
    }

    pub(super) async fn open(shop: Shop, clock: Clock) -> Self {
        let storage = match &shop {
            Shop::Embedded(dir) => super::embedded::open(dir.path(), clock.clone()).unwrap(),
            Shop::Redis(server) => super::redis::open(&server.url(), clock.clone())
                .await
                .unwrap(),
        };
        Self {
            storage,
            clock,
            shop,
        }
    }

    /// As after a restart of the process.
    pub(super) async fn reopened(self) -> Self {
        self.storage.close().await;
        Self::open(self.shop, self.clock).await
    }

    /// As after a crash of everything.
    pub(super) async fn crashed(self) -> Self {
        let Self {
            storage,
            clock,
            mut shop,
        } = self;
        if let Shop::Redis(server) = &mut shop {
            server.kill();
            server.start_again();
        }
        drop(storage);
        Self::open(shop, clock).await
    }

    /// A new journal.
    pub(super) async fn journal(&self) -> (LogId, Head) {
        let log = LogId::journal(county());
        let head = self.storage.log.create(&log, INCARNATION).await.unwrap();
        (log, head)
    }
}

pub(super) const INCARNATION: Incarnation = Incarnation([7; 16]);

pub(super) fn hand() -> Clock {
    Clock::by_hand(START)
}

pub(super) fn county() -> CountyId {
    "north".parse().unwrap()
}

/// A batch of records with these texts after `head`.
pub(super) fn batch<const N: usize>(head: &Head, texts: [&str; N]) -> Batch {
    batch_of(head, &texts)
}

pub(super) fn batch_of(head: &Head, texts: &[&str]) -> Batch {
    let mut seq = head.seq;
    let records = texts
        .iter()
        .map(|text| {
            seq += 1;
            Record {
                seq,
                at: START.plus(Duration::from_millis(seq.min(100))),
                bytes: Bytes::from(format!("{text} \0\r\n å")),
            }
        })
        .collect();
    Batch {
        records,
        ..Batch::default()
    }
}

/// `count` records after `head`, in batches as long as allowed.
pub(super) async fn fill(
    desk: &Desk,
    log: &LogId,
    mut head: Head,
    count: usize,
) -> (Head, Vec<Record>) {
    let mut all = Vec::new();
    while all.len() < count {
        let take = (count - all.len()).min(Batch::RECORDS_MAX);
        let batch = batch_of(&head, &vec!["entry"; take]);
        all.extend(batch.records.clone());
        head = desk.storage.log.append(log, &head, batch).await.unwrap();
    }
    (head, all)
}

pub(super) fn blob(name: &str, text: &str) -> NewBlob {
    NewBlob {
        name: name.to_owned(),
        bytes: Bytes::copy_from_slice(text.as_bytes()),
    }
}

pub(super) fn after(head: &Head, batch: &Batch) -> Head {
    let mut head = *head;
    for record in &batch.records {
        head.seq = record.seq;
        head.at = record.at;
        head.hash = next_hash(&head.hash, &record.bytes);
    }
    head
}
