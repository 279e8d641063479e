use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

use super::testing::{
    Fault, NO_CONSULT, PLANTED_NAME, PLANTED_NUMBER, PLANTED_TEXT, Town, ask, content, duty,
    on_duty, try_serve,
};
use super::*;
use crate::domain::clinical::{Content, Level, Participation, Sbar, VoidReason, WithdrawReason};
use crate::domain::directory::testing::{day, testing_county};
use crate::domain::ids::{CaseId, ConsultId, Redacted};
use crate::domain::waiting_room::{Command, ConsultState, DutyState, EventKind, Refusal, Viewer};
use crate::storage::contract::redis_server::RedisServer;
use crate::storage::{LogName, Storage, embedded};

#[tokio::test]
async fn doctor_sees_content_after_claim_and_both_logs_have_it_first() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;

    let waiting = &town.service.waiting;
    let before = waiting.content(&doctor, consult).await.unwrap();
    assert!(!before.disclosed);
    assert_eq!(before.merged, Merged::default());
    assert!(town.access_log("norrby-kommun").await.is_empty());

    town.claim(&doctor, consult).await;
    let after = waiting.content(&doctor, consult).await.unwrap();
    let patient = after.merged.patient.unwrap();
    assert_eq!(patient.name.unwrap().reveal(), PLANTED_NAME);
    assert_eq!(after.consult.state(), ConsultState::Claimed);
    for (controller, orgnr) in [("norrby-kommun", "2120000001"), ("region", "2321000131")] {
        let lines = town.access_log(controller).await;
        assert_eq!(lines.len(), 1, "{controller}");
        let line = &lines[0];
        assert_eq!(line["action"], "open");
        assert_eq!(line["actor"]["person"], "david-dahl");
        assert_eq!(line["actor"]["commission"], "dr-dahl-alvens");
        assert_eq!(line["actor"]["controller"], "region");
        assert_eq!(line["actor"]["purpose"], "care");
        assert_eq!(line["actor"]["session"], doctor.id.to_string());
        assert_eq!(line["object"]["id"], consult.to_string());
        assert_eq!(line["object"]["owner_controller"], "norrby-kommun");
        assert_eq!(line["controller_orgnr"], orgnr);
        assert_eq!(
            line["fields_class"],
            serde_json::json!(["identity", "sbar"])
        );
        assert_eq!(line["legal_basis"], "disclosed_acute");
        assert!(!line["patient"]["sealed"].as_str().unwrap().is_empty());
    }
    let pseudonym = |lines: Vec<serde_json::Value>| lines[0]["patient"]["ref"].clone();
    assert_ne!(
        pseudonym(town.access_log("norrby-kommun").await),
        pseudonym(town.access_log("region").await),
        "two controllers' logs cannot be joined by the pseudonym"
    );
}

#[tokio::test]
async fn what_is_read_before_the_take_is_logged_for_a_patient_it_does_not_name() {
    let town = Town::with_modules().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    let waiting = &town.service.waiting;
    town.submit(&doctor, Command::Peek { consult }, None)
        .await
        .unwrap();
    let read = waiting.content(&doctor, consult).await.unwrap();
    assert!(read.anonymous && !read.disclosed);
    assert_eq!(read.merged.patient, None);
    assert_eq!(read.merged.callback_phone, None);
    assert!(read.merged.sbar.unwrap().situation.is_some());
    assert!(read.diary.is_empty(), "it would name the nurse");
    for controller in ["norrby-kommun", "region"] {
        let lines = town.access_log(controller).await;
        assert_eq!(lines.len(), 1, "{controller}");
        assert_eq!(lines[0]["fields_class"], serde_json::json!(["sbar"]));
        assert!(!lines[0]["patient"]["sealed"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn answer_for_the_wrong_patient_stands_as_an_incident_in_both_access_logs() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    town.answer(&doctor, consult).await;
    let void = Command::Void {
        consult,
        reason: VoidReason::WrongPatient,
        words: false,
    };
    let before = town.access_log("norrby-kommun").await.len();
    town.submit(&doctor, void, None).await.unwrap();
    for controller in ["norrby-kommun", "region"] {
        let line = town.access_log(controller).await.pop().unwrap();
        assert_eq!(line["action"], "wrong_patient", "{line}");
        assert_eq!(line["actor"]["person"], doctor.person.as_str());
        assert!(line["patient"]["ref"].is_string(), "{line}");
    }
    assert_eq!(town.access_log("norrby-kommun").await.len(), before + 1);
}

#[tokio::test]
async fn nothing_is_shown_when_either_access_log_cannot_be_written() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    let waiting = &town.service.waiting;
    for controller in ["norrby-kommun", "region"] {
        let log = LogName::Access(controller.parse().unwrap());
        town.faults.next(log, Fault::Unavailable);
        assert_eq!(
            waiting.content(&doctor, consult).await.map(|_| ()),
            Err(Failure::StoreUnavailable),
            "{controller}"
        );
    }
    assert!(waiting.content(&doctor, consult).await.unwrap().disclosed);
}

#[tokio::test]
async fn access_whose_reply_was_lost_is_logged_once() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let log = LogName::Access("norrby-kommun".parse().unwrap());
    town.faults.next(log, Fault::ReplyLost);
    let waiting = &town.service.waiting;
    assert!(waiting.content(&nurse, consult).await.unwrap().disclosed);
    assert_eq!(town.access_log("norrby-kommun").await.len(), 1);
}

#[tokio::test]
async fn nurse_reads_her_own_request_in_her_own_log_and_the_answer_in_both() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    let waiting = &town.service.waiting;
    assert!(waiting.content(&nurse, consult).await.unwrap().disclosed);
    assert_eq!(town.access_log("norrby-kommun").await.len(), 1);
    assert_eq!(town.access_log("region").await.len(), 0);

    town.claim(&doctor, consult).await;
    town.answer(&doctor, consult).await;
    let colleague = town.session("nils-nord").await;
    let opened = waiting.content(&colleague, consult).await.unwrap();
    let answer = opened.answer.unwrap();
    assert_eq!(answer.by.person, doctor.person);
    assert_eq!(answer.opened_at, Some(town.now()));
    let region = town.access_log("region").await;
    assert_eq!(region.len(), 1);
    assert_eq!(
        region[0]["fields_class"],
        serde_json::json!(["identity", "sbar", "answer"])
    );
    assert_eq!(region[0]["legal_basis"], "own_care");
    let kinds: Vec<EventKind> = opened.diary.iter().map(|line| line.what).collect();
    assert!(kinds.contains(&EventKind::AnswerOpened));

    // Opened once: reading again is logged, and is no second opening.
    waiting.content(&nurse, consult).await.unwrap();
    assert_eq!(town.entries_with("\"answer_opened\"").await, 1);
    assert_eq!(town.access_log("region").await.len(), 2);
}

#[tokio::test]
async fn another_controllers_case_and_no_case_are_the_same() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let waiting = &town.service.waiting;
    for stranger in ["eva-ek", "sara-sten"] {
        let stranger = town.session(stranger).await;
        for id in [consult, NO_CONSULT] {
            let seen = waiting.content(&stranger, id).await.map(|_| ());
            assert_eq!(seen, Err(Failure::NotFound));
            assert_eq!(waiting.call_pass(&stranger, id), Err(Failure::NotFound));
        }
    }
}

#[tokio::test]
async fn refused_command_leaves_nothing_in_the_vault() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let stranger = town.session("eva-ek").await;
    let command = Command::Supplement(Box::new(crate::domain::waiting_room::Supplement::to(
        consult,
    )));
    let part = Part::Supplement(Box::new(testing::content(town.now())));
    let refused = town.submit(&stranger, command, Some(part)).await;
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    let name = format!("key/{}/soderby-kommun", consult.0);
    let blob = crate::storage::BlobId::new(town.county_id(), name);
    assert_eq!(town.storage.blob.get(&blob).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_added_is_shown_with_what_was_asked() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let added = Content {
        sbar: Some(Sbar {
            situation: Some(Redacted::new("En annan situation".to_owned())),
            background: Some(Redacted::new("Bakgrunden".to_owned())),
            ..Sbar::default()
        }),
        ..Content::default()
    };
    let command = crate::domain::waiting_room::Supplement {
        has: crate::domain::clinical::Has {
            sbar: true,
            ..Default::default()
        },
        ..crate::domain::waiting_room::Supplement::to(consult)
    };
    let command = Command::Supplement(Box::new(command));
    let part = Part::Supplement(Box::new(added.clone()));
    town.submit(&nurse, command, Some(part)).await.unwrap();
    let seen = town.service.waiting.content(&nurse, consult).await.unwrap();
    let sbar = seen.merged.sbar.unwrap();
    assert_eq!(sbar.situation.unwrap().reveal(), PLANTED_TEXT);
    assert_eq!(sbar.background.unwrap().reveal(), "Bakgrunden");
    assert_eq!(seen.supplements.len(), 1);
    assert_eq!(seen.supplements[0].content, added);
}

#[tokio::test]
async fn key_that_comes_again_after_a_day_replaces_nothing() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let key = town.clock.new_id();
    let adds = async |nurse: &Session, note: &str| {
        let mut codes = crate::domain::waiting_room::Supplement::to(consult);
        codes.has.sbar = true;
        let words = Content {
            note: Some(Redacted::new(note.to_owned())),
            ..Content::default()
        };
        let print = fingerprint("supplement", note.as_bytes());
        let command = Command::Supplement(Box::new(codes));
        let part = Some(Part::Supplement(Box::new(words)));
        let waiting = &town.service.waiting;
        waiting.submit(nurse, key, print, command, part).await
    };
    adds(&nurse, "Det första.").await.unwrap();
    town.advance(25 * 60 * 60);
    // An entry of the next day, by which the key is forgotten.
    let nurse = town.nurse().await;
    town.ask(&nurse).await;
    assert_eq!(
        adds(&nurse, "Det andra.").await,
        Err(Failure::Refused(Refusal::KeyReused))
    );
    let seen = town.service.waiting.content(&nurse, consult).await.unwrap();
    let notes = seen.supplements.iter().map(|given| &given.content.note);
    let notes: Vec<_> = notes.flatten().map(Redacted::reveal).collect();
    assert_eq!(notes, ["Det första."]);
}

#[tokio::test]
async fn nobody_replaces_what_a_colleague_wrote_in_a_file() {
    let clock = Clock::by_hand(day("2026-11-20"));
    let dir = tempfile::tempdir().unwrap();
    let storage = embedded::open(dir.path(), clock.clone()).unwrap();
    each_keeps_her_words(storage, clock).await;
}

#[tokio::test]
async fn nobody_replaces_what_a_colleague_wrote_in_redis() {
    let server = RedisServer::start();
    // The store's own clock says when a record is too early.
    let clock = Clock::by_hand(Clock::machine().now());
    let storage = crate::storage::redis::open(&server.url(), clock.clone()).await;
    each_keeps_her_words(storage.unwrap(), clock).await;
}

/// Two nurses of one unit add to one request under one and the same key, as happens where a
/// key is copied, on purpose or not.
async fn each_keeps_her_words(storage: Storage, clock: Clock) {
    let directory = Arc::new(testing_county(0));
    let service = try_serve(&storage, &clock, &directory, FirstStart::Create);
    let service = service.await.unwrap();
    let mut nurses = Vec::new();
    for person in ["anna-alm", "nils-nord"] {
        let person = person.parse().unwrap();
        let signed_in = service.sessions.sign_in(&person, None).await;
        nurses.push(signed_in.unwrap().1);
    }
    let consult = ConsultId(clock.new_id());
    let asked = ask(consult, CaseId(consult.0), Level::P1);
    let part = Part::Request(Box::new(content(clock.now())));
    let print = fingerprint("ask", b"");
    let sent = service
        .waiting
        .submit(&nurses[0], clock.new_id(), print, asked, Some(part));
    sent.await.unwrap();

    let key = clock.new_id();
    for nurse in &nurses {
        let mut codes = crate::domain::waiting_room::Supplement::to(consult);
        codes.has.sbar = true;
        let note = Redacted::new(format!("Skrivet av {}", nurse.person));
        let words = Content {
            note: Some(note.clone()),
            ..Content::default()
        };
        let print = fingerprint("supplement", note.reveal().as_bytes());
        let command = Command::Supplement(Box::new(codes));
        let part = Part::Supplement(Box::new(words));
        let sent = service
            .waiting
            .submit(nurse, key, print, command, Some(part));
        assert!(!sent.await.unwrap().replayed);
    }
    let seen = service.waiting.content(&nurses[0], consult).await.unwrap();
    let said = seen.supplements.iter().map(|given| {
        let note = given.content.note.as_ref().unwrap();
        (given.by.person.to_string(), note.reveal().clone())
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["anna-alm", "nils-nord"].map(|who| (who.to_owned(), format!("Skrivet av {who}")))
    );
    service.shutdown().await;
    storage.close().await;
}

#[tokio::test]
async fn session_that_has_ended_carries_nothing_out() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    town.service.sessions.revoke(nurse.id).await.unwrap();
    let reason = WithdrawReason::Mistake;
    let command = Command::Withdraw { consult, reason };
    let refused = town.submit(&nurse, command, None).await;
    assert_eq!(refused, Err(Failure::SessionEnded));
    let seen = town
        .service
        .waiting
        .content(&nurse, consult)
        .await
        .map(|_| ());
    assert_eq!(seen, Err(Failure::SessionEnded));
}

#[tokio::test]
async fn nurse_whose_page_is_gone_is_marked_away_and_back() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let page = town.service.waiting.connected(&nurse);
    let consult = town.ask(&nurse).await;
    let gone_at = town.now();
    drop(page);
    // A page that is reloaded in time was never away.
    town.advance(20);
    let page = town.service.waiting.connected(&nurse);
    town.advance(20);
    assert_eq!(town.entries_with("\"link_lost\"").await, 0);
    drop(page);
    let since = town.now();
    assert_ne!(since, gone_at);
    let queued_at = town
        .service
        .waiting
        .read(|room, _| room.consult(consult).unwrap().queued_at);
    town.advance(25);
    let lost = town.found(|room| room.lost_since(&nurse.person)).await;
    assert_eq!(lost, since);
    let seen = town.found(|room| room.consult(consult).cloned()).await;
    assert_eq!(
        (seen.queued_at, seen.state()),
        (queued_at, ConsultState::Queued)
    );

    let _page = town.service.waiting.connected(&nurse);
    town.found(|room| room.lost_since(&nurse.person).is_none().then_some(()))
        .await;
    assert_eq!(town.entries_with("\"link_back\"").await, 1);
}

#[tokio::test]
async fn one_of_two_pages_is_enough_to_be_there() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let tablet = town.service.waiting.connected(&nurse);
    let telephone = town.service.waiting.connected(&nurse);
    drop(tablet);
    assert!(town.service.waiting.is_present(&nurse.person));
    drop(telephone);
    assert!(!town.service.waiting.is_present(&nurse.person));
}

#[tokio::test]
async fn doctor_who_does_not_come_back_after_a_restart_loses_her_claim() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let pages = [&nurse, &doctor].map(|session| town.service.waiting.connected(session));
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    let town = town.killed().await;
    drop(pages);
    let _nurse_is_back = town.service.waiting.connected(&nurse);
    town.advance(25);
    let lost = town.found(|room| room.lost_since(&doctor.person)).await;
    assert!(town.now().since(lost) <= Duration::from_secs(25));
    town.advance(60);
    let state = |room: &crate::domain::waiting_room::WaitingRoom| {
        let state = room.consult(consult)?.state();
        (state == ConsultState::Queued).then_some(())
    };
    town.found(state).await;
    assert!(
        town.service
            .waiting
            .read(|room, _| room.lost_since(&nurse.person).is_none())
    );
}

#[tokio::test]
async fn claim_opens_a_call_for_two_and_giving_back_ends_it() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    let waiting = &town.service.waiting;
    assert_eq!(
        waiting.call_pass(&nurse, consult),
        Err(Failure::Refused(Refusal::WrongState {
            now: ConsultState::Queued
        }))
    );
    town.claim(&doctor, consult).await;
    let hers = waiting.call_pass(&nurse, consult).unwrap();
    let his = waiting.call_pass(&doctor, consult).unwrap();
    assert_eq!(hers.room, his.room);
    assert_ne!(hers.seat, his.seat);
    let colleague = town.session("nils-nord").await;
    assert_eq!(
        waiting.call_pass(&colleague, consult),
        Err(Failure::Forbidden)
    );
    assert!(town.service.calls.is_open(hers.room));

    town.submit(&doctor, Command::Release { consult }, None)
        .await
        .unwrap();
    let ended = waiting.call_pass(&nurse, consult);
    assert!(matches!(ended, Err(Failure::Refused(_))), "{ended:?}");
    assert!(!town.service.calls.is_open(hers.room));

    // A new claim is another call.
    town.advance(1);
    town.claim(&doctor, consult).await;
    assert_ne!(waiting.call_pass(&doctor, consult).unwrap().room, hers.room);
}

#[tokio::test]
async fn call_outlives_the_answer_and_what_both_agree_on() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    let room = town
        .service
        .waiting
        .call_pass(&nurse, consult)
        .unwrap()
        .room;
    town.answer(&doctor, consult).await;
    assert_eq!(
        town.service
            .waiting
            .call_pass(&nurse, consult)
            .unwrap()
            .room,
        room
    );
    town.service.waiting.content(&nurse, consult).await.unwrap();
    let read_back = Command::Acknowledge {
        consult,
        read_back: true,
        rev: None,
    };
    let text = Part::ReadBack(Redacted::new("Paracetamol 1 g".to_owned()));
    town.submit(&nurse, read_back, Some(text)).await.unwrap();
    assert!(town.service.waiting.call_pass(&doctor, consult).is_ok());
    let confirm = Command::ConfirmReadBack {
        consult,
        matches: true,
        rev: None,
    };
    town.submit(&doctor, confirm, None).await.unwrap();
    let pass = town.service.waiting.call_pass(&doctor, consult).unwrap();
    assert_eq!(pass.room, room);
    assert!(town.service.calls.is_open(room));
    let seen = town
        .service
        .waiting
        .content(&doctor, consult)
        .await
        .unwrap();
    assert_eq!(seen.read_backs[0].text.reveal(), "Paracetamol 1 g");
    assert_eq!(seen.read_backs[0].matches, Some(true));
}

#[tokio::test]
async fn call_is_found_again_after_a_restart() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    let room = town
        .service
        .waiting
        .call_pass(&nurse, consult)
        .unwrap()
        .room;
    let town = town.killed().await;
    assert_eq!(
        town.service
            .waiting
            .call_pass(&nurse, consult)
            .unwrap()
            .room,
        room
    );
}

#[tokio::test]
async fn content_that_a_command_must_bring_is_not_forgotten() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let (command, _) = town.request(ConsultId(town.clock.new_id()));
    let without = town.submit(&nurse, command, None).await;
    assert_eq!(without, Err(Failure::Internal));
    let with = town
        .submit(&nurse, on_duty(), Some(Part::ReadBack(Redacted::default())))
        .await;
    assert_eq!(with, Err(Failure::Internal));
}

#[tokio::test]
async fn figures_tell_what_was_confirmed() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let from = town.now();
    for _ in 0..6 {
        town.ask(&nurse).await;
    }
    town.advance(1);
    let by = crate::domain::indicators::GroupBy::Centre;
    let figures = |town: &Town| {
        let waiting = &town.service.waiting;
        waiting.figures(from, town.now(), by, |_| true).1
    };
    let before = figures(&town);
    assert_eq!(before[0].n, 6);
    let town = town.killed().await;
    assert_eq!(figures(&town), before);
}

/// The whole story, and then everything that was written on the way.
#[tokio::test]
async fn planted_name_and_number_stand_nowhere_in_clear() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    let listening = tracing::subscriber::set_default(subscriber);

    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    town.claim(&doctor, consult).await;
    let shown = town
        .service
        .waiting
        .content(&doctor, consult)
        .await
        .unwrap();
    tracing::info!(?shown, "A careless line");
    let reason = Part::ReleaseReason(Redacted::new(format!("{PLANTED_NAME} sover")));
    town.submit(&doctor, Command::Release { consult }, Some(reason))
        .await
        .unwrap();
    town.claim(&doctor, consult).await;
    town.answer(&doctor, consult).await;
    town.service.waiting.content(&nurse, consult).await.unwrap();
    let read_back = Command::Acknowledge {
        consult,
        read_back: true,
        rev: None,
    };
    let text = Part::ReadBack(Redacted::new(format!("{PLANTED_NAME}: en gång")));
    town.submit(&nurse, read_back, Some(text)).await.unwrap();
    let confirm = Command::ConfirmReadBack {
        consult,
        matches: true,
        rev: None,
    };
    town.submit(&doctor, confirm, None).await.unwrap();
    let close = Command::Close {
        consult,
        participation: Some(Participation::Informed),
        stance: None,
        exception: None,
    };
    town.submit(&nurse, close, None).await.unwrap();
    let late = town.submit(&nurse, duty(DutyState::Off), None).await;
    assert!(late.is_err());
    let viewer = Viewer::from(&nurse.actor);
    let view = format!("{:?}", town.service.waiting.view_now(&viewer));

    let mut export = Vec::new();
    let period = audit::Period::default();
    audit::export(&town.storage, &town.county_id(), None, period, &mut export)
        .await
        .unwrap();
    let verdict = audit::verify(export.as_slice(), None).unwrap();
    assert_eq!(verdict, audit::Verdict::Intact { lines: 4 });

    town.service.shutdown().await;
    town.storage.close().await;
    drop(listening);
    let mut written = vec![
        ("log output".to_owned(), captured.text().into_bytes()),
        ("view".to_owned(), view.into_bytes()),
        ("export".to_owned(), export),
    ];
    for file in std::fs::read_dir(town.path()).unwrap() {
        let path = file.unwrap().path();
        written.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    assert!(
        written
            .iter()
            .any(|(name, bytes)| name.ends_with("output") && !bytes.is_empty())
    );
    for (name, bytes) in written {
        let text = String::from_utf8_lossy(&bytes);
        for planted in [
            PLANTED_NAME,
            "Planterad",
            PLANTED_NUMBER,
            "1212-1212",
            PLANTED_TEXT,
        ] {
            assert!(!text.contains(planted), "{planted} in {name}");
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
