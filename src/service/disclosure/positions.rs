//! One reading answers from one position, and what is missing is said.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::domain::clinical::Level;
use crate::domain::ids::{ConsultId, Redacted};
use crate::domain::waiting_room::{Command, ConsultState, EventKind};
use crate::service::testing::{Fault, PLANTED_TEXT, Town};
use crate::service::{DiaryLine, Disclosed, Failure, Part, Session};
use crate::storage::{BlobId, LogName};

#[tokio::test]
async fn reading_that_an_answer_overtakes_is_whole_as_it_stood_before() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    let claimed = town.claim(&doctor, consult).await;
    let overtaken = reading_overtaken(&town, &nurse, consult, async {
        town.answer(&doctor, consult).await;
    });
    let read = overtaken.await.unwrap();
    assert_eq!(read.consult.state(), ConsultState::Claimed);
    assert_eq!(read.answer, None);
    assert_eq!((read.seq, read.consult.rev), (claimed.seq, claimed.rev));
    assert_eq!(read.row.unwrap().rev, claimed.rev);
    let last = read.diary.last().unwrap().what;
    assert_eq!(
        last,
        EventKind::ConsultClaimed,
        "nothing of what came after"
    );
    let again = town.service.waiting.content(&nurse, consult).await.unwrap();
    assert!(again.answer.is_some() && again.consult.rev > claimed.rev);
}

#[tokio::test]
async fn reading_that_opens_the_answer_says_so_itself() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    let answered = town.answer(&doctor, consult).await;
    let overtaken = reading_overtaken(&town, &nurse, consult, async {
        let text = Part::Addendum(Redacted::new("Ring mig efteråt.".to_owned()));
        let addend = Command::Addend { consult };
        town.submit(&doctor, addend, Some(text)).await.unwrap();
    });
    let read = overtaken.await.unwrap();
    assert!(read.answer.unwrap().opened_at.is_some());
    assert!(read.consult.rev > answered.rev);
    assert_eq!(read.row.unwrap().rev, read.consult.rev);
    assert_eq!(read.seq, read.consult.rev);
    assert_eq!(
        read.addenda.len(),
        1,
        "it is read at where the opening left the case"
    );
    let opened = |line: &DiaryLine| line.what == EventKind::AnswerOpened;
    assert!(read.diary.iter().any(opened), "so does the diary");
    // What came in between was not in the first line: it has its own.
    assert_eq!(town.access_log("region").await.len(), 2);
}

#[tokio::test]
async fn content_that_is_gone_from_the_store_is_no_empty_case() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    town.answer(&doctor, consult).await;
    lose(&town, consult, "request").await;
    let waiting = &town.service.waiting;
    for session in [&nurse, &doctor] {
        let read = waiting.content(session, consult).await.map(|_| ());
        assert_eq!(read, Err(Failure::ContentMissing));
        let taken_out = waiting.export(session, consult).await.map(|_| ());
        assert_eq!(taken_out, Err(Failure::ContentMissing));
        for (controller, action) in [("norrby-kommun", "open"), ("region", "export")] {
            let log = town.access_log(controller).await;
            let line = log.iter().rfind(|line| line["action"] == action);
            let Some(line) = line.filter(|line| line["actor"]["person"] == session.person.as_str())
            else {
                // What she reads of her own request is in her own log alone.
                assert_eq!(
                    (session.person.as_str(), controller),
                    ("anna-alm", "region")
                );
                continue;
            };
            assert_eq!(line["outcome"], "content_missing", "{line}");
            assert_eq!(line["fields_class"], serde_json::json!([]), "{line}");
        }
    }
    assert_eq!(waiting.found_missing(), 1, "one piece, told once");
    let opened = town.service.waiting.read(|room, _| {
        let answered = room.consult(consult)?.stage.answered()?;
        answered.opened_at
    });
    assert_eq!(opened, None, "an answer that was not shown is not opened");
}

#[tokio::test]
async fn command_that_brought_no_words_leaves_nothing_to_miss() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let level = Level::P2;
    let judged = Command::Triage { consult, level };
    town.submit(&nurse, judged, None).await.unwrap();
    let read = town.service.waiting.content(&nurse, consult).await.unwrap();
    let said = read.merged.sbar.unwrap().situation.unwrap();
    assert_eq!(said.reveal(), PLANTED_TEXT);
    assert_eq!(town.service.waiting.found_missing(), 0);
}

#[tokio::test]
async fn what_is_missing_is_missed_after_a_restart_too() {
    let mut town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    lose(&town, consult, "request").await;
    town = town.restarted().await;
    let nurse = town.nurse().await;
    let read = town.service.waiting.content(&nurse, consult).await;
    assert_eq!(read.map(|_| ()), Err(Failure::ContentMissing));
}

/// A reading during which, after it has unsealed what there is, `meanwhile` happens.
async fn reading_overtaken(
    town: &Town,
    reader: &Session,
    consult: ConsultId,
    meanwhile: impl Future<Output = ()>,
) -> Result<Disclosed, Failure> {
    let log = LogName::Access("norrby-kommun".parse().unwrap());
    let gate = Arc::new(Notify::new());
    town.faults.next(log, Fault::Held(Arc::clone(&gate)));
    let reading = Box::pin(town.service.waiting.content(reader, consult));
    let overtaking = Box::pin(async {
        town.faults.met().await;
        meanwhile.await;
        gate.notify_one();
    });
    let (read, ()) = tokio::join!(reading, overtaking);
    read
}

/// The store loses the case's first piece of content of this kind.
async fn lose(town: &Town, consult: ConsultId, part: &str) {
    let journal = town.journal().await;
    let brought = journal.iter().find_map(|record| {
        let entry: serde_json::Value = serde_json::from_slice(&record.bytes).unwrap();
        let about = entry["outcome"]["consult"] == consult.to_string();
        (about && entry["sealed"] == true).then(|| entry["cmd"].as_str().unwrap().to_owned())
    });
    let name = format!("{consult}/{part}/{}", brought.unwrap());
    let id = BlobId::new(town.county_id(), name);
    let stored = town.storage.blob.get(&id).await.unwrap().unwrap();
    assert!(
        town.storage
            .blob
            .delete_if(&id, stored.version)
            .await
            .unwrap()
    );
}
