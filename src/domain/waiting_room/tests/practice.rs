//! Practice never touches the real.

use super::bench::{Bench, centre, duty};
use super::ordering::{queue, take};
use crate::domain::clinical::Level;
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    Command, ConsultState, DutyState, Event, Mark, Refusal, ReleaseCause, view,
};

fn position(bench: &Bench, consult: ConsultId) -> Option<u32> {
    let seen = view(&bench.state, &bench.directory, &bench.viewer("eva"));
    seen.consults[&consult].position
}

#[test]
fn exercise_stands_behind_every_real_request_and_is_not_counted_before_one() {
    let mut bench = Bench::new();
    let exercise = bench.ask_to_practise("eva", "north", Level::P1);
    let planned = bench.ask("eva", "north", Level::P4);
    let also = bench.ask_to_practise("eva", "north", Level::P1);
    let today = bench.ask("eva", "north", Level::P3);
    assert_eq!(queue(&bench), [today, planned, exercise, also]);
    assert_eq!(position(&bench, planned), Some(2));
    assert_eq!(
        position(&bench, exercise),
        Some(3),
        "real ones come before it"
    );
    assert_eq!(position(&bench, also), Some(4));
    let seen = view(&bench.state, &bench.directory, &bench.viewer("eva"));
    assert_eq!(seen.centres[&centre("north")].waiting, 2);
    bench.pass(8 * 72 * 3600);
    assert_eq!(queue(&bench)[2..], [exercise, also], "no wait moves it up");
}

#[test]
fn exercise_taken_does_not_let_an_aged_request_before_a_real_one() {
    let mut bench = Bench::new();
    let aged = bench.ask("eva", "north", Level::P3);
    bench.pass(4 * 3600);
    bench.on_duty("nils", &["north"]);
    for _ in 0..2 {
        let exercise = bench.ask_to_practise("wera", "north", Level::P2);
        take(&mut bench, exercise);
    }
    let urgent = bench.ask("wera", "north", Level::P2);
    assert_eq!(queue(&bench), [urgent, aged]);
}

#[test]
fn exercise_in_hand_goes_back_to_its_queue_when_a_real_request_is_taken() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let exercise = bench.ask_to_practise("eva", "north", Level::P1);
    let also = bench.ask_to_practise("eva", "north", Level::P1);
    bench.act("nils", Command::Claim { consult: exercise });
    bench.act("system", Command::MediaFlows { consult: exercise });
    let another = bench.refused("nils", Command::Claim { consult: also });
    assert_eq!(another, Refusal::AlreadyHolding, "one exercise at a time");

    let consult = bench.ask("eva", "north", Level::P4);
    let told = bench.act("nils", Command::Claim { consult });
    assert_eq!(told, Some(ConsultState::Claimed));
    assert_eq!(bench.stands(exercise), ConsultState::Queued);
    let events = &bench.log.last().unwrap().events;
    assert!(matches!(
        &events[..],
        [Event::ClaimReleased(released), Event::ConsultClaimed(claimed)]
            if released.cause == ReleaseCause::RealFirst
                && (released.consult, claimed.consult) == (exercise, consult)
    ));
    let refusal = bench.refused("nils", Command::Claim { consult: exercise });
    assert_eq!(
        refusal,
        Refusal::AlreadyHolding,
        "a real one does not yield"
    );
}

#[test]
fn exercise_in_hand_goes_back_when_a_colleague_hands_a_real_request_over() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    let exercise = bench.ask_to_practise("eva", "north", Level::P2);
    bench.act("nora", Command::Claim { consult: exercise });
    bench.act(
        "nils",
        Command::Handover {
            consult,
            words: false,
        },
    );
    let told = bench.act("nora", Command::AcceptHandover { consult });
    assert_eq!(told, Some(ConsultState::Claimed));
    assert_eq!(bench.stands(exercise), ConsultState::Queued);
}

#[test]
fn who_is_off_duty_or_may_not_take_the_real_one_keeps_her_exercise() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let exercise = bench.ask_to_practise("eva", "north", Level::P2);
    bench.act("nils", Command::Claim { consult: exercise });
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act("nils", duty(DutyState::Paused, &["north"], None));
    let refusal = bench.refused("nils", Command::Claim { consult });
    assert_eq!(refusal, Refusal::NotOnDuty);
    assert_eq!(bench.stands(exercise), ConsultState::Claimed);
}

#[test]
fn exercise_reaches_who_takes_part_and_nobody_takes_part_off_duty() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let unheard = bench.ask_to_practise("eva", "north", Level::P2);
    bench.practises("nora", &["north"]);
    let heard = bench.ask_to_practise("eva", "north", Level::P2);
    let marks = |bench: &Bench, consult| {
        let seen = view(&bench.state, &bench.directory, &bench.viewer("eva"));
        let marks = seen.consults[&consult].marks.clone();
        marks.contains(&Mark::NobodyReachable)
    };
    assert!(marks(&bench, unheard) && !marks(&bench, heard));

    let mut off = duty(DutyState::Off, &[], None);
    if let Command::SetDuty(wanted) = &mut off {
        wanted.practice = true;
    }
    bench.act("nora", off);
    let seen = view(&bench.state, &bench.directory, &bench.viewer("nora"));
    assert!(!seen.duty.unwrap().practice);
    assert_eq!(bench.state.practising(&centre("north")), 0);
}

#[test]
fn practice_ends_with_duty() {
    let mut bench = Bench::new();
    let doctor = "nils".parse().unwrap();
    let mut duty = duty(DutyState::On, &["north"], Some(bench.now));
    if let Command::SetDuty(wanted) = &mut duty {
        wanted.practice = true;
        wanted.until = Some(bench.now.plus(std::time::Duration::from_secs(600)));
    }
    bench.act("nils", duty);
    assert!(bench.state.duty(&doctor).unwrap().practice);
    bench.pass(600);
    assert!(!bench.state.duty(&doctor).unwrap().practice);
}
