//! What the store alone costs: batches of one size after another through the log port.

use bytes::Bytes;
use vantrum::clock::Clock;
use vantrum::storage::chain::next_hash;
use vantrum::storage::{Batch, Head, Incarnation, LogId, Record, Storage};

use crate::floor::Written;
use crate::rounds::{Compared, Round, Watch, now};
use crate::stores::{Store, rest};

/// About the length of a stored entry.
const ENTRY: usize = 900;

/// Records of a round.
const RECORDS: usize = 4_096;

/// `rounds` rounds of batches of `size`, each between two of the floor.
pub(crate) async fn compare(store: &Store, size: usize, rounds: usize) -> Compared {
    let written: Vec<Written> = (0..RECORDS / size)
        .map(|batch| batch_of(batch, size))
        .collect();
    let mut floor = vec![store.floor_round(&written).await];
    let mut ours = Vec::new();
    for _ in 0..rounds {
        ours.push(round(store, &written).await);
        rest().await;
        floor.push(store.floor_round(&written).await);
        rest().await;
    }
    Compared::new(ours, floor)
}

fn batch_of(batch: usize, size: usize) -> Written {
    let entry = |number: usize| {
        let mut text = format!("{{\"seq\":{number},\"prev\":\"");
        // Neither constant nor random: hexadecimal digits and words, as entries are.
        while text.len() < ENTRY {
            text.push_str(&format!("{:016x}", text.len().wrapping_mul(number)));
        }
        Bytes::from(text)
    };
    Written {
        records: (0..size).map(|index| entry(batch * size + index)).collect(),
        blobs: Vec::new(),
    }
}

async fn round(store: &Store, written: &[Written]) -> Round {
    let (storage, dir) = store.open().await;
    let log = LogId::journal("bench".parse().unwrap());
    let head = storage
        .log
        .create(&log, Incarnation([7; 16]))
        .await
        .unwrap();
    let spent = store.cpu().await;
    let begun = now();
    let waits = append_all(&storage, &log, head, written).await;
    let round = Round {
        took: begun.elapsed(),
        waits,
        cpu: store.cpu().await.since(spent),
    };
    storage.close().await;
    drop(dir);
    round
}

async fn append_all(
    storage: &Storage,
    log: &LogId,
    mut head: Head,
    written: &[Written],
) -> Vec<std::time::Duration> {
    let clock = Clock::machine();
    let mut waits = Vec::new();
    for written in written {
        let at = clock.now().max(head.at);
        let records = written.records.iter().zip(head.seq + 1..);
        let records = records.map(|(bytes, seq)| Record {
            seq,
            at,
            bytes: bytes.clone(),
        });
        let batch = Batch {
            records: records.collect(),
            ..Batch::default()
        };
        let mut watch = Watch::default();
        head = watch
            .time(storage.log.append(log, &head, batch))
            .await
            .unwrap();
        waits.extend(std::iter::repeat_n(watch.waits()[0], written.records.len()));
    }
    waits
}

/// The time of one step of the hash chain, in microseconds: part of every entry's price.
pub(crate) fn chain_step() -> f64 {
    let entry = batch_of(1, 1).records.remove(0);
    let mut hash = vantrum::storage::Hash::GENESIS;
    let begun = now();
    for _ in 0..10_000 {
        hash = next_hash(&hash, &entry);
    }
    std::hint::black_box(hash);
    1e6 * begun.elapsed().as_secs_f64() / 10_000.0
}
