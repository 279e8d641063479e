use std::sync::Arc;

use futures_util::future::join_all;
use tokio::sync::Notify;

use super::*;
use crate::domain::clinical::{Level, WithdrawReason};
use crate::domain::directory::testing::{day, testing_county};
use crate::domain::ids::CaseId;
use crate::domain::waiting_room::{Actor, ConsultState, DutyState, Place, Refusal, Viewer};
use crate::service::testing::{Fault, Town, all, ask, duty, key, some_id, try_serve};
use crate::service::{FirstStart, StartError};
use crate::storage::contract::redis_server::RedisServer;
use crate::storage::{LogId, LogName, Storage, embedded};

#[tokio::test]
async fn command_is_acknowledged_and_shown_only_after_its_append() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let before = *town.service.waiting.published().borrow();
    let gate = Arc::new(Notify::new());
    town.faults
        .next(LogName::Journal, Fault::Held(Arc::clone(&gate)));
    let consult = ConsultId(town.clock.new_id());
    let (command, part) = town.request(consult);
    let submit = town.submit(&nurse, command, Some(part));
    let mut submit = std::pin::pin!(submit);
    tokio::select! {
        biased;
        early = &mut submit => panic!("acknowledged before the append: {early:?}"),
        () = town.faults.met() => {}
    }
    assert_eq!(*town.service.waiting.published().borrow(), before);
    assert!(
        town.service
            .waiting
            .read(|room, _| room.consult(consult).is_none())
    );
    gate.notify_one();
    let ack = submit.await.unwrap();
    assert_eq!(ack.seq, before.seq + 1);
    assert_eq!((ack.rev, ack.consult), (ack.seq, Some(consult)));
    assert_eq!(ack.state, Some(ConsultState::Queued));
    assert_eq!(town.service.waiting.published().borrow().seq, ack.seq);
}

#[tokio::test]
async fn same_command_twice_is_one_entry() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let key = some_id("the same").0;
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let send = |body: &'static str, command, part| {
        let waiting = &town.service.waiting;
        waiting.submit(
            &nurse,
            key,
            fingerprint("ask", body.as_bytes()),
            command,
            Some(part),
        )
    };
    let first = send("body", command.clone(), part.clone()).await.unwrap();
    // The page sends again, and new ids are made for it as for a new request.
    let (again, content) = town.request(ConsultId(town.clock.new_id()));
    let second = send("body", again, content).await.unwrap();
    assert!(!first.replayed && second.replayed);
    assert_eq!(
        Ack {
            replayed: false,
            ..second
        },
        first
    );
    assert_eq!(
        send("another body", command, part).await,
        Err(Failure::Refused(Refusal::KeyReused))
    );
    assert_eq!(town.entries_with("consult_queued").await, 1);
}

#[tokio::test]
async fn same_command_twice_at_once_is_one_entry() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let key = some_id("the same").0;
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let sent = (0..5).map(|_| {
        let (command, part) = (command.clone(), part.clone());
        let print = fingerprint("ask", b"body");
        town.service
            .waiting
            .submit(&nurse, key, print, command, Some(part))
    });
    let acks = join_all(sent).await;
    let first = acks.iter().filter(|ack| !ack.as_ref().unwrap().replayed);
    assert_eq!(first.count(), 1, "{acks:?}");
    assert_eq!(town.entries_with("consult_queued").await, 1);
}

#[tokio::test]
async fn executed_append_whose_reply_was_lost_is_one_entry() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let before = town.journal().await.len();
    town.faults.next(LogName::Journal, Fault::ReplyLost);
    // Nor can it be read at first what became of it.
    town.faults.fail_reads(2);
    let consult = town.ask(&nurse).await;
    assert_eq!(town.journal().await.len(), before + 1);
    let found = town
        .service
        .waiting
        .read(|room, _| room.consult(consult).map(|found| found.rev));
    assert_eq!(found, u64::try_from(before + 1).ok());
}

#[tokio::test]
async fn append_whose_reply_was_lost_is_no_repeat_to_its_sender() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    town.faults.next(LogName::Journal, Fault::ReplyLost);
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let ack = town.submit(&nurse, command, Some(part)).await.unwrap();
    assert!(!ack.replayed);
}

#[tokio::test]
async fn command_whose_fate_cannot_be_read_is_unknown_not_failed() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    town.faults.next(LogName::Journal, Fault::ReplyLost);
    town.faults.fail_reads(u32::MAX);
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let submit = town.submit(&nurse, command.clone(), Some(part));
    let mut submit = std::pin::pin!(submit);
    tokio::select! {
        biased;
        early = &mut submit => panic!("answered without knowing: {early:?}"),
        () = town.faults.met() => {}
    }
    town.clock.advance(COMMAND_MAX);
    assert_eq!(submit.await, Err(Failure::Unknown));
    town.faults.fail_reads(0);
    let consult = command.consult().unwrap();
    town.found(|room| room.consult(consult).map(|_| ())).await;
}

#[tokio::test]
async fn store_that_fails_changes_nothing_and_is_tried_again() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let before = town.journal().await.len();
    town.faults.next(LogName::Journal, Fault::Unavailable);
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let failed = town.submit(&nurse, command, Some(part)).await;
    assert_eq!(failed, Err(Failure::StoreUnavailable));
    assert_eq!(town.service.waiting.ready(), Err(Health::StoreUnavailable));
    assert_eq!(town.journal().await.len(), before);
    town.ask(&nurse).await;
    assert!(town.service.waiting.ready().is_ok());
    assert_eq!(town.journal().await.len(), before + 1);
}

#[tokio::test]
async fn no_is_told_only_at_a_confirmed_position() {
    let town = Town::open().await;
    let (nurse, doctor) = (town.nurse().await, town.doctor().await);
    let consult = town.ask(&nurse).await;
    let withdraw = || {
        let reason = WithdrawReason::Mistake;
        town.submit(&doctor, Command::Withdraw { consult, reason }, None)
    };
    town.faults.fail_confirms(1);
    assert_eq!(withdraw().await, Err(Failure::StoreUnavailable));
    assert_eq!(withdraw().await, Err(Failure::Refused(Refusal::Forbidden)));
}

#[tokio::test]
async fn well_store_is_noticed_without_a_command() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    town.faults.next(LogName::Journal, Fault::Unavailable);
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    town.submit(&nurse, command, Some(part)).await.unwrap_err();
    let mut health = town.service.waiting.county.0.shared.health.subscribe();
    health
        .wait_for(|health| *health == Health::Ready)
        .await
        .unwrap();
}

#[tokio::test]
async fn one_of_many_doctors_takes_it_and_the_others_hear_so() {
    let town = Town::with_doctors(30).await;
    let nurse = town.nurse().await;
    let mut doctors = Vec::new();
    for number in 1..=30 {
        let doctor = town.session(&format!("doctor-{number}")).await;
        town.submit(&doctor, duty(DutyState::On), None)
            .await
            .unwrap();
        doctors.push(doctor);
    }
    let consult = town.ask(&nurse).await;
    let claims = doctors
        .iter()
        .map(|doctor| town.submit(doctor, Command::Claim { consult }, None));
    let answers = join_all(claims).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    let taken = Err(Failure::Refused(Refusal::AlreadyTaken));
    let lost = answers.iter().filter(|answer| **answer == taken).count();
    assert_eq!((won, lost), (1, 29));
}

#[tokio::test]
async fn two_nodes_on_one_log_agree() {
    let town = Town::open().await;
    agree(&town).await;
}

/// Two county tasks decide against each other; both end up with the same log.
async fn agree(town: &Town) {
    let (nurse, colleague) = (town.nurse().await, town.session("nils-nord").await);
    let (here, there) = (town.service.waiting.county.clone(), town.other_node().await);
    let mut consults = Vec::new();
    for round in 0..10 {
        let asked = [(&here, &nurse), (&there, &colleague)].map(|(node, nurse)| {
            let consult = ConsultId(town.clock.new_id());
            consults.push(consult);
            let (command, part) = town.request(consult);
            let key = some_id(&format!("ask {round} {consult}"));
            node.submit(
                &nurse.actor,
                key,
                fingerprint("ask", b""),
                command,
                Some(part),
            )
        });
        for answer in join_all(asked).await {
            answer.unwrap();
        }
    }
    // The same command through both is carried out once.
    let consult = consults[0];
    let withdraw = Command::Withdraw {
        consult,
        reason: WithdrawReason::Mistake,
    };
    let both = [&here, &there].map(|node| {
        let print = fingerprint("withdraw", b"");
        node.submit(
            &nurse.actor,
            some_id("withdraw"),
            print,
            withdraw.clone(),
            None,
        )
    });
    let acks: Vec<Ack> = join_all(both)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(acks[0].seq, acks[1].seq);
    assert_ne!(acks[0].replayed, acks[1].replayed);

    let last = acks[0].seq;
    for node in [&here, &there] {
        let mut published = node.published();
        published
            .wait_for(|published| published.seq >= last)
            .await
            .unwrap();
    }
    let rooms = [&here, &there].map(|node| node.read(|room, _| room.clone()));
    assert_eq!(rooms[0], rooms[1]);
    for consult in consults {
        assert!(rooms[0].consult(consult).is_some());
    }
}

#[tokio::test]
async fn kill_and_restart_keep_order_and_clocks() {
    let mut town = Town::open().await;
    let nurse = town.nurse().await;
    for minute in 0..10 {
        town.advance(minute);
        town.ask(&nurse).await;
    }
    let doctor = town.doctor().await;
    let viewer = Viewer::from(&doctor.actor);
    let look = |town: &Town| {
        let (_, mut view) = town.service.waiting.view_now(&viewer);
        let queue = view.queues.remove(&"alvens".parse().unwrap()).unwrap();
        let clocks: Vec<_> = queue
            .iter()
            .map(|id| (view.consults[id].queued_at, view.consults[id].due_at))
            .collect();
        (queue, clocks)
    };
    let before = look(&town);
    assert_eq!(before.0.len(), 10);
    town = town.killed().await;
    assert_eq!(look(&town), before);
    town = town.restarted().await;
    assert_eq!(look(&town), before);
}

#[tokio::test]
async fn deadline_fires_once_even_on_two_nodes() {
    let town = Town::open().await;
    let other = town.other_node().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    let missed = |room: &WaitingRoom| room.consult(consult)?.missed_at;
    assert!(town.service.waiting.read(|room, _| missed(room)).is_none());
    town.advance(60 * 60);
    town.found(missed).await;
    // Both have heard of it, and neither does it again.
    town.advance(60 * 60);
    let seq = town.ask_and_position(&nurse).await;
    let mut published = other.published();
    published
        .wait_for(|published| published.seq >= seq)
        .await
        .unwrap();
    assert!(other.read(|room, _| missed(room)).is_some());
    assert_eq!(town.entries_with("\"target_missed\"").await, 1);
}

#[tokio::test]
async fn deadline_of_the_time_without_a_process_fires_at_start() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    town.service.shutdown().await;
    town.advance(60 * 60);
    let town = town.killed().await;
    town.found(|room| room.consult(consult)?.missed_at).await;
}

#[tokio::test]
async fn county_is_never_begun_by_accident() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::by_hand(day("2026-11-20"));
    let storage = embedded::open(dir.path(), clock.clone()).unwrap();
    let directory = Arc::new(testing_county(0));
    let refused = try_serve(&storage, &clock, &directory, FirstStart::Refuse).await;
    assert!(
        matches!(refused, Err(StartError::NoCounty(_))),
        "{refused:?}"
    );
    let service = try_serve(&storage, &clock, &directory, FirstStart::Create)
        .await
        .unwrap();
    service.shutdown().await;
    let service = try_serve(&storage, &clock, &directory, FirstStart::Refuse)
        .await
        .unwrap();
    service.shutdown().await;
    let log = LogId::journal(directory.id().clone());
    assert_eq!(all(&storage, &log).await.len(), 1, "one adoption, once");
}

#[tokio::test]
async fn changed_county_is_adopted_and_its_new_controllers_have_logs() {
    let town = Town::open().await;
    let (storage, clock) = (town.storage.clone(), town.clock.clone());
    town.service.shutdown().await;
    let directory = Arc::new(testing_county(3));
    let service = try_serve(&storage, &clock, &directory, FirstStart::Refuse)
        .await
        .unwrap();
    assert_eq!(service.waiting.directory(), directory);
    let doctor = "doctor-3".parse().unwrap();
    assert!(service.sessions.sign_in(&doctor, None).await.is_ok());
    assert_eq!(town.entries_with("directory_adopted").await, 2);
}

#[tokio::test]
async fn entry_that_is_not_understood_refuses_the_county() {
    let town = Town::open().await;
    town.service.shutdown().await;
    let log = LogId::journal(town.county_id());
    let head = town.storage.log.head(&log).await.unwrap();
    let bytes = format!(r#"{{"v":99,"prev":"{}"}}"#, head.hash);
    let record = crate::storage::Record {
        seq: head.seq + 1,
        at: head.at,
        bytes: bytes.into(),
    };
    let batch = crate::storage::Batch {
        records: vec![record],
        ..crate::storage::Batch::default()
    };
    town.storage.log.append(&log, &head, batch).await.unwrap();
    let directory = town.service.waiting.directory();
    let refused = try_serve(&town.storage, &town.clock, &directory, FirstStart::Refuse).await;
    assert!(
        matches!(refused, Err(StartError::Journal(JournalError::Unknown { seq, .. })) if seq == head.seq + 1),
        "{refused:?}"
    );
}

#[tokio::test]
async fn full_mailbox_says_so_at_once() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let gate = Arc::new(Notify::new());
    town.faults
        .next(LogName::Journal, Fault::Held(Arc::clone(&gate)));
    let withdraw = || {
        let consult = ConsultId(town.clock.new_id());
        let reason = WithdrawReason::Mistake;
        town.submit(&nurse, Command::Withdraw { consult, reason }, None)
    };
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let mut held = std::pin::pin!(town.submit(&nurse, command, Some(part)));
    tokio::select! {
        biased;
        _ = &mut held => panic!("not held"),
        () = town.faults.met() => {}
    }
    let flood = join_all((0..=super::task::MAILBOX).map(|_| withdraw()));
    let (answers, ()) = tokio::join!(flood, async {
        tokio::task::yield_now().await;
        gate.notify_one();
    });
    let overloaded = Err(Failure::Overloaded);
    assert_eq!(
        answers
            .iter()
            .filter(|answer| **answer == overloaded)
            .count(),
        1
    );
    assert!(held.await.is_ok());
}

#[tokio::test]
async fn shutdown_answers_what_is_under_way_and_refuses_the_rest() {
    let town = Town::open().await;
    let nurse = town.nurse().await;
    let gate = Arc::new(Notify::new());
    town.faults
        .next(LogName::Journal, Fault::Held(Arc::clone(&gate)));
    let (command, part) = town.request(ConsultId(town.clock.new_id()));
    let mut held = std::pin::pin!(town.submit(&nurse, command, Some(part)));
    tokio::select! {
        biased;
        _ = &mut held => panic!("not held"),
        () = town.faults.met() => {}
    }
    let (answer, ()) = tokio::join!(held, async {
        let shutdown = town.service.shutdown();
        gate.notify_one();
        shutdown.await;
    });
    assert!(answer.is_ok());
    let late = town.submit(&nurse, duty(DutyState::Off), None).await;
    assert_eq!(late, Err(Failure::Draining));
}

#[tokio::test]
async fn snapshot_spares_the_log_and_keeps_the_window() {
    let mut town = Town::with_doctors(60).await;
    let mut doctors = Vec::new();
    for number in 1..=60 {
        doctors.push(town.session(&format!("doctor-{number}")).await);
    }
    let nurse = town.nurse().await;
    let consult = town.ask(&nurse).await;
    for wave in 0..40 {
        let state = if wave % 2 == 0 {
            DutyState::On
        } else {
            DutyState::Paused
        };
        let sent = doctors
            .iter()
            .map(|doctor| town.submit(doctor, duty(state), None));
        for answer in join_all(sent).await {
            answer.unwrap();
        }
    }
    let viewer = Viewer::from(&nurse.actor);
    let seq = town.service.waiting.published().borrow().seq;
    assert!(seq > 2_400);
    let window = |town: &Town| -> Vec<bool> {
        let seen = |seq| town.service.waiting.view_at(seq, &viewer).is_some();
        [seq - WINDOW, seq - 1, seq, seq + 1].map(seen).to_vec()
    };
    assert_eq!(window(&town), [true, true, true, false]);
    let then = town.service.waiting.view_at(seq - 500, &viewer);

    town.service.shutdown().await;
    let log = LogId::journal(town.county_id());
    let snapshot = town.storage.log.snapshot_get(&log).await.unwrap().unwrap();
    assert!(
        snapshot.seq >= 1_000 && snapshot.seq <= seq - WINDOW,
        "{}",
        snapshot.seq
    );
    let before = town.service.waiting.read(|room, _| room.clone());
    town = town.killed().await;
    town.found(|room| (room.seq() == seq).then_some(())).await;
    assert_eq!(town.service.waiting.read(|room, _| room.clone()), before);
    assert_eq!(window(&town), [true, true, true, false]);
    assert_eq!(town.service.waiting.view_at(seq - 500, &viewer), then);
    // What lies before the snapshot is still there for whoever reads the content.
    assert!(
        town.service
            .waiting
            .content(&nurse, consult)
            .await
            .unwrap()
            .disclosed
    );
}

#[tokio::test]
async fn two_nodes_on_one_redis_agree() {
    let server = RedisServer::start();
    // The store's own clock says when a record is too early.
    let clock = Clock::by_hand(Clock::machine().now());
    let storage = crate::storage::redis::open(&server.url(), clock.clone())
        .await
        .unwrap();
    let directory = Arc::new(testing_county(0));
    let here = open_on(&storage, &clock, &directory, FirstStart::Create).await;
    let second = crate::storage::redis::open(&server.url(), clock.clone())
        .await
        .unwrap();
    let there = open_on(&second, &clock, &directory, FirstStart::Refuse).await;
    let nurse = Actor {
        person: "anna-alm".parse().unwrap(),
        commission: "anna-hemsjukvarden".parse().unwrap(),
        controller: "norrby-kommun".parse().unwrap(),
        place: Place::Unit("hemsjukvarden-norrby".parse().unwrap()),
    };
    let mut last = 0;
    for round in 0..20 {
        let sent = [&here, &there].map(|node| {
            let consult = ConsultId(clock.new_id());
            let command = ask(consult, CaseId(consult.0), Level::P1);
            let content = crate::service::testing::content(clock.now());
            let key = some_id(&format!("{round} {consult}"));
            let part = Some(Part::Request(Box::new(content)));
            node.submit(&nurse, key, fingerprint("ask", b""), command, part)
        });
        for answer in join_all(sent).await {
            last = last.max(answer.unwrap().seq);
        }
    }
    for node in [&here, &there] {
        let mut published = node.published();
        published
            .wait_for(|published| published.seq >= last)
            .await
            .unwrap();
    }
    let rooms = [&here, &there].map(|node| node.read(|room, _| room.clone()));
    assert_eq!(rooms[0], rooms[1]);
    assert_eq!(rooms[0].consults().count(), 40);
    let log = LogId::journal(directory.id().clone());
    assert_eq!(all(&storage, &log).await.len(), 41);
}

#[tokio::test]
async fn redis_that_crashes_loses_nothing_and_is_found_again() {
    let mut server = RedisServer::start();
    let clock = Clock::by_hand(Clock::machine().now());
    let storage = crate::storage::redis::open(&server.url(), clock.clone())
        .await
        .unwrap();
    let directory = Arc::new(testing_county(0));
    let county = open_on(&storage, &clock, &directory, FirstStart::Create).await;
    let doctor = Actor {
        person: "david-dahl".parse().unwrap(),
        commission: "dr-dahl-alvens".parse().unwrap(),
        controller: "region".parse().unwrap(),
        place: Place::Centre("alvens".parse().unwrap()),
    };
    let send = async |occasion: &str, state| {
        let print = fingerprint("duty", occasion.as_bytes());
        county
            .submit(&doctor, some_id(occasion), print, duty(state), None)
            .await
    };
    let first = send("first", DutyState::On).await.unwrap();
    server.kill();
    let mut health = county.0.shared.health.subscribe();
    let (while_down, ()) = tokio::join!(send("while down", DutyState::Paused), async {
        let noticed = health.wait_for(|health| *health == Health::StoreUnavailable);
        drop(noticed.await.unwrap());
        server.start_again();
    });
    // Either it was told that nothing happened, or it waited and was carried out.
    let again = match while_down {
        Ok(ack) => ack,
        Err(failure) => {
            assert_eq!(failure, Failure::StoreUnavailable);
            let well = health.wait_for(|health| *health == Health::Ready);
            drop(well.await.unwrap());
            send("while down", DutyState::Paused).await.unwrap()
        }
    };
    assert_eq!(again.seq, first.seq + 1);
    assert_eq!(county.ready(), Ok(storage.promise()));
    let log = LogId::journal(directory.id().clone());
    assert_eq!(all(&storage, &log).await.len(), 3);
}

async fn open_on(
    storage: &Storage,
    clock: &Clock,
    directory: &Arc<Directory>,
    first: FirstStart,
) -> County {
    let draining = tokio_util::sync::CancellationToken::new();
    let opened = super::open(
        storage.clone(),
        clock.clone(),
        key(),
        Arc::clone(directory),
        first,
        draining,
    );
    opened.await.unwrap().0
}

impl Town {
    async fn ask_and_position(&self, nurse: &crate::service::Session) -> u64 {
        let (command, part) = self.request(ConsultId(self.clock.new_id()));
        self.submit(nurse, command, Some(part)).await.unwrap().seq
    }
}
