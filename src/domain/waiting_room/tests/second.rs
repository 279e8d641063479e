//! Two colleagues in the same second: who is second is told who was first, and no words are lost.

use super::bench::{Bench, answer, close, read_back, seen};
use crate::domain::clinical::{AnswerMode, Level, VoidReason, WithdrawReason};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    Between, Command, ConsultState, EventKind, Refusal, StaffView, Supplement,
};

fn withdraw(consult: ConsultId) -> Command {
    let reason = WithdrawReason::Solved;
    Command::Withdraw { consult, reason }
}

fn ask_back(consult: ConsultId) -> Command {
    Command::AskBack { consult }
}

fn nurse(person: &str) -> StaffView {
    let unit = "east-home".parse().unwrap();
    StaffView::Nurse(person.parse().unwrap(), unit)
}

/// Who is second with `command` is told that `first` did `what`, a second before.
#[track_caller]
fn second(
    bench: &mut Bench,
    who: &str,
    command: Command,
    (first, what, now): (StaffView, Between, ConsultState),
) {
    let at = bench.state.last_at();
    bench.pass(1);
    let refusal = bench.refused(who, command);
    let Refusal::CameBetween(between) = refusal else {
        panic!("{refusal:?}")
    };
    let told = (between.by.clone(), between.what, between.now, between.at);
    assert_eq!(told, (Some(first), what, now, at));
}

#[test]
fn nurse_who_closes_second_is_told_who_closed_and_when() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("eva", seen(consult));
    bench.act("eva", close(consult));
    let first = (nurse("eva"), Between::Closed, ConsultState::Closed);
    second(&mut bench, "elin", close(consult), first);
    // The same nurse once more has nobody to be told of, nor has who takes no part.
    assert_eq!(bench.refused("eva", close(consult)), Refusal::ConsultOver);
    bench.on_duty("nora", &["north"]);
    let confirms = Command::ConfirmReadBack {
        consult,
        matches: true,
        rev: None,
    };
    assert_eq!(bench.refused("nora", confirms), Refusal::ConsultOver);
}

#[test]
fn nurse_who_asks_back_second_is_told_who_asked_and_when() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("elin", ask_back(consult));
    let first = (nurse("elin"), Between::AskedBack, ConsultState::Claimed);
    second(&mut bench, "eva", ask_back(consult), first);
    let now = ConsultState::Claimed;
    assert_eq!(
        bench.refused("elin", ask_back(consult)),
        Refusal::WrongState { now }
    );
}

#[test]
fn whatever_a_colleague_did_first_is_told_by_name() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("elin", seen(consult));
    for late in [seen(consult), ask_back(consult)] {
        let now = ConsultState::Acknowledged;
        let first = (nurse("elin"), Between::Acknowledged, now);
        second(&mut bench.clone(), "eva", late, first);
    }

    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act("elin", withdraw(consult));
    let first = || (nurse("elin"), Between::Withdrawn, ConsultState::Withdrawn);
    for late in [
        withdraw(consult),
        Command::Park { consult },
        Command::Supplement(Box::new(Supplement::to(consult))),
        Command::AcceptHandover { consult },
    ] {
        second(&mut bench.clone(), "eva", late, first());
    }

    let (mut bench, consult) = Bench::answered(true);
    bench.act("eva", read_back(consult));
    let reason = VoidReason::WrongPatient;
    let void = Command::Void {
        consult,
        reason,
        words: false,
    };
    bench.act("elin", void);
    let first = (nurse("elin"), Between::Voided, ConsultState::Void);
    second(&mut bench, "eva", close(consult), first);
}

#[test]
fn nurse_is_told_of_the_doctor_who_was_faster() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let doctor = || StaffView::Doctor("nils".parse().unwrap(), "north".parse().unwrap());
    let park = Command::Park { consult };
    let first = (doctor(), Between::Taken, ConsultState::Claimed);
    second(&mut bench, "eva", park, first);
    bench.act("nils", answer(consult, AnswerMode::Text, false));
    let first = (doctor(), Between::Answered, ConsultState::Answered);
    second(&mut bench, "eva", withdraw(consult), first);
}

#[test]
fn what_the_system_did_since_is_laid_on_nobody() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    let now = bench.of(consult).state();
    assert_eq!(bench.of(consult).last_step, None, "{now}");
    assert_eq!(
        bench.refused("eva", Command::Park { consult }),
        Refusal::WrongState { now }
    );
}

#[test]
fn two_who_add_at_once_are_both_heard() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    for who in ["eva", "elin"] {
        bench.act(who, Command::Supplement(Box::new(Supplement::to(consult))));
    }
    let supplements = bench.log.iter().flat_map(|entry| &entry.events);
    let supplements = supplements.filter(|event| event.kind() == EventKind::ConsultSupplemented);
    assert_eq!(supplements.count(), 2);
}

#[test]
fn two_who_take_over_at_once_follow_each_other_by_name() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let words = false;
    bench.act("eva", Command::Handover { consult, words });
    bench.act("elin", Command::AcceptHandover { consult });
    bench.act("eva", Command::AcceptHandover { consult });
    let after = bench.of(consult);
    assert_eq!(after.nurse.as_str(), "eva");
    let from = after.taken_over_from.as_ref();
    assert_eq!(from.map(|from| from.as_str()), Some("elin"));

    // A claim changes hands once: its holder wanted one colleague, and cannot want it back.
    bench.on_duty("nora", &["north"]);
    bench.act("nils", Command::Handover { consult, words });
    bench.act("nora", Command::AcceptHandover { consult });
    let back = bench.refused("nils", Command::AcceptHandover { consult });
    assert_eq!(back, Refusal::AlreadyTaken);
    let holds = bench.of(consult).doctor();
    assert_eq!(holds.map(|it| it.as_str()), Some("nora"));
}
