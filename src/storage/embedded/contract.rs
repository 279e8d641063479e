//! What only a directory can do wrong.

use std::os::unix::fs::PermissionsExt;

use crate::storage::contract::{Desk, Shop, batch, county, fill, hand, story};
use crate::storage::{AppendError, Hint, LogId, OpenError, Storage, StoreError, embedded};

#[tokio::test]
async fn directory_belongs_to_one_process() {
    let desk = Desk::embedded().await;
    let error = embedded::open(dir(&desk), hand()).unwrap_err();
    assert!(matches!(error, OpenError::Locked { .. }));
    assert_eq!(error.exit_code(), 73);
    let desk = desk.reopened().await;
    drop(desk.storage.clone());
    assert!(embedded::open(dir(&desk), hand()).is_err());
}

#[tokio::test]
async fn directory_on_a_network_disk_is_refused_and_nothing_is_made_there() {
    let shop = tempfile::tempdir().unwrap();
    let point = shop.path().canonicalize().unwrap();
    let mounts = format!(
        "22 1 254:0 / / rw - ext4 /dev/vda rw\n23 22 0:40 / {} rw - nfs4 filer:/export rw\n",
        point.display()
    );
    let data = shop.path().join("not/yet/there");
    let refused = embedded::open_among(&data, hand(), &mounts).unwrap_err();
    assert_eq!(refused.exit_code(), 78);
    let said = refused.to_string();
    assert!(said.contains("nfs4") && said.contains("remedy"), "{said}");
    assert!(!shop.path().join("not").exists());
    let mounts = mounts.replace("nfs4", "xfs");
    embedded::open_among(&data, hand(), &mounts)
        .unwrap()
        .close()
        .await;
}

#[tokio::test]
async fn nobody_else_may_read_the_files() {
    let desk = Desk::embedded().await;
    let (log, head) = desk.journal().await;
    fill(&desk, &log, head, 1).await;
    for file in std::fs::read_dir(dir(&desk)).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", file.path());
    }
}

#[tokio::test]
async fn epoch_is_new_after_each_opening() {
    let desk = Desk::embedded().await;
    let (log, head) = desk.journal().await;
    let (old, _) = fill(&desk, &log, head, 1).await;
    let desk = desk.crashed().await;
    let new = desk.storage.log.head(&log).await.unwrap();
    assert!(new.ep > old.ep);
    let ended = desk
        .storage
        .log
        .append(&log, &old, batch(&old, ["x"]))
        .await;
    let (head, tail) = (new, Vec::new());
    assert_eq!(ended, Err(AppendError::Conflict { head, tail }));
}

#[tokio::test]
async fn edited_record_is_found() {
    let desk = Desk::embedded().await;
    let (log, head) = desk.journal().await;
    fill(&desk, &log, head, 5).await;
    edit(&desk, "UPDATE entries SET bytes = x'00' WHERE seq = 3");
    let found = desk.storage.log.read(&log, 0, 9).await;
    assert!(matches!(found, Err(StoreError::Corrupt { seq: 3, .. })));
    let later = desk.storage.log.read(&log, 3, 9).await;
    assert_eq!(later.unwrap().len(), 2);
}

#[tokio::test]
async fn log_without_its_end_is_not_opened() {
    let desk = Desk::embedded().await;
    let (log, head) = desk.journal().await;
    fill(&desk, &log, head, 5).await;
    edit(&desk, "DELETE FROM entries WHERE seq = 5");
    desk.storage.close().await;
    let error = embedded::open(dir(&desk), hand()).unwrap_err();
    assert!(
        matches!(&error, OpenError::Corrupt { what } if what.contains("north/journal at sequence 5"))
    );
}

#[tokio::test]
async fn file_of_another_form_is_left_alone() {
    let desk = Desk::embedded().await;
    edit(&desk, "PRAGMA user_version = 99");
    desk.storage.close().await;
    let error = embedded::open(dir(&desk), hand()).unwrap_err();
    assert!(matches!(error, OpenError::Corrupt { .. }));
}

#[tokio::test]
async fn log_can_be_read_while_another_process_writes() {
    let desk = Desk::embedded().await;
    let (log, head) = desk.journal().await;
    let (head, records) = fill(&desk, &log, head, 3).await;
    let reading = embedded::open_to_read(dir(&desk), hand()).unwrap();
    assert_eq!(reading.log.read(&log, 0, 9).await, Ok(records));
    let refused = reading.log.append(&log, &head, batch(&head, ["x"])).await;
    assert!(matches!(
        refused,
        Err(AppendError::Store(StoreError::Unavailable(_)))
    ));
    fill(&desk, &log, head, 1).await;
    assert_eq!(reading.log.read(&log, 3, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn reader_that_falls_behind_is_told_to_look() {
    let desk = Desk::embedded().await;
    let log = LogId::journal(county());
    let mut hints = desk.storage.topic.subscribe();
    for seq in 0..2_000 {
        desk.storage.topic.publish(&log, seq).await.unwrap();
    }
    assert_eq!(hints.next().await, Some(Hint::Gap));
    story::heard(&mut hints, &log, 1_999).await;
}

#[tokio::test]
async fn closed_store_answers_that_it_is_closed() {
    let desk = Desk::embedded().await;
    let (log, _) = desk.journal().await;
    let storage: Storage = desk.storage.clone();
    storage.close().await;
    let ended = storage.log.head(&log).await;
    assert!(matches!(ended, Err(StoreError::Unavailable(_))));
}

fn dir(desk: &Desk) -> &std::path::Path {
    match &desk.shop {
        Shop::Embedded(dir) => dir.path(),
        Shop::Redis(_) => panic!("a directory"),
    }
}

fn edit(desk: &Desk, sql: &str) {
    let file = dir(desk).join("vantrum.sqlite");
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.execute_batch(sql).unwrap();
}
