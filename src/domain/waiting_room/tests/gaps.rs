//! What an answer leaves to be done: by whom, until when, and who is told when it is late.

use std::time::Duration;

use super::bench::{Bench, answer_codes, close, read_back, seen};
use crate::domain::clinical::{
    AnswerMode, CloseException, DoneBy, Level, LevelOfCare, OrderEntered, Participation, VoidReason,
};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    AnswerCodes, Command, ConsultRowView, FollowUp, GapKind, Refusal, Task, view,
};

#[test]
fn order_that_nobody_confirmed_in_ten_minutes_alarms_both() {
    let (mut bench, consult) = Bench::answered(true);
    bench.pass(599);
    assert!(!late(&bench, "eva", consult).contains(&GapKind::Unconfirmed));
    bench.pass(1);
    assert!(late(&bench, "eva", consult).contains(&GapKind::Unconfirmed));
    assert!(late(&bench, "nils", consult).contains(&GapKind::Unconfirmed));

    assert_eq!(
        owner(&bench, consult, GapKind::Unconfirmed),
        Some(DoneBy::Nurse)
    );
    bench.act("eva", read_back(consult));
    assert_eq!(
        owner(&bench, consult, GapKind::Unconfirmed),
        Some(DoneBy::Doctor)
    );
    bench.act(
        "nils",
        Command::ConfirmReadBack {
            consult,
            matches: true,
            rev: None,
        },
    );
    assert_eq!(owner(&bench, consult, GapKind::Unconfirmed), None);
}

#[test]
fn unopened_answer_alarms_sooner_the_more_urgent_it_is() {
    for (level, minutes) in [
        (Level::P1, 5),
        (Level::P2, 10),
        (Level::P3, 30),
        (Level::P4, 480),
    ] {
        let (mut bench, consult) = Bench::claimed(level);
        bench.act(
            "nils",
            super::bench::answer(consult, AnswerMode::Text, false),
        );
        bench.pass(minutes * 60 - 1);
        assert!(
            !late(&bench, "nils", consult).contains(&GapKind::Unopened),
            "{level}"
        );
        bench.pass(1);
        assert!(
            late(&bench, "nils", consult).contains(&GapKind::Unopened),
            "{level}"
        );
        bench.act("elin", Command::OpenAnswer { consult });
        assert_eq!(owner(&bench, consult, GapKind::Unopened), None);
    }
}

#[test]
fn transport_is_open_until_somebody_says_that_it_is_ordered() {
    let (mut bench, consult) = answered(|codes| {
        codes.level_of_care = LevelOfCare::Ambulance;
        codes.transport_by = Some(DoneBy::Nurse);
        codes.report_by = Some(DoneBy::Doctor);
    });
    assert_eq!(
        owner(&bench, consult, GapKind::Transport),
        Some(DoneBy::Nurse)
    );
    assert_eq!(
        owner(&bench, consult, GapKind::Report),
        Some(DoneBy::Doctor)
    );
    bench.pass(600);
    assert!(
        late(&bench, "nils", consult).contains(&GapKind::Transport),
        "both are told"
    );
    // The doctor had time, and did what was the nurse's.
    bench.act("nils", done(consult, Task::Transport));
    assert_eq!(owner(&bench, consult, GapKind::Transport), None);
    assert_eq!(
        owner(&bench, consult, GapKind::Report),
        Some(DoneBy::Doctor)
    );
}

#[test]
fn oral_order_is_open_until_it_stands_in_the_medication_list() {
    let until = bench_time(3_600);
    for (entered, until, expected) in [
        (OrderEntered::ByMe, None, None),
        (OrderEntered::ByMe, Some(until), Some(DoneBy::Doctor)),
        (OrderEntered::ByNurse, Some(until), Some(DoneBy::Nurse)),
        (OrderEntered::No, None, Some(DoneBy::Doctor)),
    ] {
        let (mut bench, consult) = answered(|codes| {
            codes.has_orders = true;
            codes.order_entered = Some(entered);
            codes.order_entered_until = until;
        });
        assert_eq!(
            owner(&bench, consult, GapKind::OrderEntered),
            expected,
            "{entered}"
        );
        if expected.is_none() {
            let refused = bench.refused("eva", done(consult, Task::OrderEntered));
            assert!(matches!(
                refused,
                Refusal::InvalidValue { field: "task", .. }
            ));
            continue;
        }
        bench.act("eva", done(consult, Task::OrderEntered));
        assert_eq!(owner(&bench, consult, GapKind::OrderEntered), None);
    }
}

#[test]
fn each_side_keeps_a_journal_of_its_own() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("eva", done(consult, Task::Journal));
    assert!(!kinds(&bench, "eva", consult).contains(&GapKind::Journal));
    assert!(kinds(&bench, "nils", consult).contains(&GapKind::Journal));
    bench.act("nils", done(consult, Task::Journal));
    assert!(!kinds(&bench, "nils", consult).contains(&GapKind::Journal));
}

#[test]
fn journal_reminds_and_never_alarms() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("eva", seen(consult));
    bench.pass(20 * 3_600);
    assert!(late(&bench, "eva", consult).is_empty());
    assert!(kinds(&bench, "eva", consult).contains(&GapKind::Journal));
}

#[test]
fn ended_case_stays_in_view_for_a_week_while_something_is_to_be_done() {
    let (mut bench, consult) = answered(|codes| {
        codes.follow_up = Some(FollowUp {
            due: bench_time(7_200),
            owner: DoneBy::Nurse,
        });
    });
    bench.act("eva", seen(consult));
    bench.act("eva", close(consult));
    let day = 24 * 3_600;
    bench.pass(2 * day);
    // Something has to happen for the ended to be forgotten.
    bench.ask("wera", "south", Level::P4);
    assert!(late(&bench, "eva", consult).contains(&GapKind::FollowUp));
    bench.act("eva", done(consult, Task::FollowUp));
    bench.ask("wera", "south", Level::P4);
    assert!(
        bench.state.consult(consult).is_none(),
        "done, and its day is over"
    );
}

#[test]
fn nothing_is_left_of_an_answer_for_another_patient() {
    let (mut bench, consult) = Bench::answered(true);
    let reason = VoidReason::WrongPatient;
    bench.act(
        "nils",
        Command::Void {
            consult,
            reason,
            words: false,
        },
    );
    assert!(bench.of(consult).gaps().is_empty());
    bench.pass(3_600);
    assert!(late(&bench, "nils", consult).is_empty());
}

#[test]
fn only_the_journal_is_left_of_an_answer_for_who_has_died() {
    let (mut bench, consult) = Bench::answered(true);
    bench.act(
        "eva",
        Command::Close {
            consult,
            participation: Some(Participation::NotPossible),
            stance: None,
            exception: Some(CloseException::PatientDied),
        },
    );
    let left = bench.of(consult).gaps();
    assert!(left.iter().all(|gap| gap.kind == GapKind::Journal));
}

#[test]
fn who_watches_over_the_unit_sees_what_is_late_with_its_owner() {
    let (mut bench, consult) = Bench::answered(true);
    let seen = |bench: &Bench, who: &str| {
        let figures = view(&bench.state, &bench.directory, &bench.viewer(who)).figures;
        figures.unwrap().gaps
    };
    assert!(seen(&bench, "hedda").is_empty(), "not late yet");
    bench.pass(600);
    let gaps = seen(&bench, "hedda");
    assert!(
        gaps.iter()
            .any(|gap| gap.id == consult && gap.kind == GapKind::Unconfirmed)
    );
    assert!(
        !seen(&bench, "carl").is_empty(),
        "the coordinator of the county too"
    );
}

fn answered(how: impl FnOnce(&mut AnswerCodes)) -> (Bench, ConsultId) {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    let mut codes = answer_codes(consult, AnswerMode::Video, false);
    how(&mut codes);
    bench.act("nils", Command::Answer(Box::new(codes)));
    (bench, consult)
}

fn bench_time(seconds: u64) -> Timestamp {
    super::bench::MORNING.plus(Duration::from_secs(seconds))
}

fn done(consult: ConsultId, task: Task) -> Command {
    Command::TaskDone { consult, task }
}

fn row(bench: &Bench, who: &str, consult: ConsultId) -> ConsultRowView {
    let seen = view(&bench.state, &bench.directory, &bench.viewer(who));
    seen.consults[&consult].clone()
}

fn kinds(bench: &Bench, who: &str, consult: ConsultId) -> Vec<GapKind> {
    let gaps = row(bench, who, consult).gaps;
    gaps.iter().map(|gap| gap.kind).collect()
}

fn late(bench: &Bench, who: &str, consult: ConsultId) -> Vec<GapKind> {
    let gaps = row(bench, who, consult).gaps;
    gaps.iter()
        .filter(|gap| gap.late)
        .map(|gap| gap.kind)
        .collect()
}

fn owner(bench: &Bench, consult: ConsultId, kind: GapKind) -> Option<DoneBy> {
    let gaps = bench.of(consult).gaps();
    gaps.iter()
        .find(|gap| gap.kind == kind)
        .map(|gap| gap.owner)
}
