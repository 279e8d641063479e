//! What happens by itself.

use std::time::Duration;

use super::bench::{Bench, MORNING, answer, centre, seen};
use crate::domain::clinical::{AnswerMode, Level};
use crate::domain::waiting_room::{
    Command, Deadline, Decision, Event, EventKind, Supplement, WaitingRoom,
};

#[test]
fn longest_time_without_contact_is_missed_once() {
    for (level, minutes) in [(Level::P1, 5), (Level::P2, 30), (Level::P3, 120)] {
        let mut bench = Bench::new();
        let consult = bench.ask("eva", "north", level);
        bench.pass(minutes * 60 - 1);
        assert!(!bench.of(consult).is_overdue(), "{level}");
        bench.pass(1);
        assert!(bench.of(consult).is_overdue(), "{level}");
        bench.pass(10 * 3600);
        assert_eq!(count(&bench, EventKind::TargetMissed), 1, "{level}");
    }
}

#[test]
fn taking_alone_does_not_meet_the_target() {
    let (mut bench, consult) = Bench::claimed(Level::P4);
    let three_days = 72 * 3600;
    bench.pass(three_days - 60);
    bench.act("nils", Command::Claim { consult });
    bench.pass(60);
    assert!(bench.of(consult).is_overdue());
}

#[test]
fn contact_in_time_misses_nothing() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(3600);
    assert_eq!(count(&bench, EventKind::TargetMissed), 0);
}

#[test]
fn written_answer_that_nobody_opens_misses_the_target() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("nils", answer(consult, AnswerMode::Text, false));
    bench.pass(30 * 60);
    assert!(bench.of(consult).is_overdue());
    bench.act("eva", seen(consult));
    assert!(!bench.of(consult).is_overdue());
}

#[test]
fn ended_request_misses_nothing() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    let reason = crate::domain::clinical::WithdrawReason::Phoned;
    bench.act("eva", Command::Withdraw { consult, reason });
    bench.pass(3600);
    assert_eq!(count(&bench, EventKind::TargetMissed), 0);
    assert_eq!(bench.state.next_deadline(), None);
}

#[test]
fn judged_more_urgent_after_its_time_is_missed_at_once() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.pass(3600);
    bench.act(
        "eva",
        Command::Triage {
            consult,
            level: Level::P2,
        },
    );
    bench.settle();
    assert!(bench.of(consult).is_overdue());
}

#[test]
fn long_wait_moves_it_one_level_up_once() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P4);
    bench.pass(2 * 72 * 3600 - 1);
    assert_eq!(bench.of(consult).level, Level::P4);
    bench.pass(1);
    let promoted = bench.of(consult);
    assert_eq!(promoted.level, Level::P3);
    assert_eq!(
        promoted.due_at,
        bench.now.plus(Duration::from_secs(2 * 3600))
    );
    assert_eq!(promoted.queued_at, MORNING);
    bench.pass(100 * 3600);
    assert_eq!(bench.of(consult).level, Level::P3);
    assert_eq!(count(&bench, EventKind::ConsultPromoted), 1);
}

#[test]
fn nothing_becomes_acute_by_waiting() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.pass(200 * 3600);
    assert_eq!(bench.of(consult).level, Level::P2);
    assert_eq!(count(&bench, EventKind::ConsultPromoted), 0);
}

#[test]
fn held_request_is_promoted_only_when_it_waits_again() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(5 * 3600);
    assert_eq!(bench.of(consult).level, Level::P3);
    bench.act("nils", Command::Release { consult });
    bench.settle();
    assert_eq!(bench.of(consult).level, Level::P2);
}

#[test]
fn judging_anew_ends_a_promotion() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.pass(4 * 3600);
    assert!(bench.of(consult).promoted_at.is_some());
    bench.act(
        "eva",
        Command::Triage {
            consult,
            level: Level::P2,
        },
    );
    let judged = bench.of(consult);
    assert_eq!(judged.promoted_at, None);
    assert_eq!(judged.due_at, MORNING.plus(Duration::from_secs(30 * 60)));
}

#[test]
fn request_judged_down_after_its_promotion_rises_again_at_once() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.pass(4 * 3600);
    assert_eq!(bench.of(consult).level, Level::P2);
    let level = Level::P3;
    bench.act("eva", Command::Triage { consult, level });
    bench.pass(1);
    assert_eq!(bench.of(consult).level, Level::P2);
    assert_eq!(count(&bench, EventKind::ConsultPromoted), 2);
}

#[test]
fn promoted_request_is_due_by_its_promotion_whatever_is_added() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.pass(4 * 3600);
    let due_at = bench.of(consult).due_at;
    assert_eq!(due_at, bench.now.plus(Duration::from_secs(30 * 60)));
    let mut added = Supplement::to(consult);
    added.codes.must_leave_at = Some(bench.now);
    bench.act("eva", Command::Supplement(Box::new(added)));
    assert_eq!(bench.of(consult).due_at, due_at);
    bench.act(
        "eva",
        Command::Redirect {
            consult,
            centre: centre("south"),
        },
    );
    assert_eq!(bench.of(consult).due_at, due_at);
}

#[test]
fn deadline_that_has_moved_does_nothing() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    let early = bench.state.due(bench.now.plus(Duration::from_secs(60)));
    let [contact_due] = early.as_slice() else {
        panic!("one deadline, not {early:?}")
    };
    assert!(
        matches!(bench.submit(contact_due), Ok(Decision::Moot(_))),
        "before its time"
    );
    bench.act("nils", Command::Release { consult });
    bench.pass(30);
    bench.act("nils", Command::Claim { consult });
    bench.now = bench.now.plus(Duration::from_secs(30));
    assert!(
        matches!(bench.submit(contact_due), Ok(Decision::Moot(_))),
        "of the earlier claim"
    );
}

#[test]
fn two_nodes_that_fire_a_deadline_meet_as_a_repeat() {
    let (mut bench, _) = Bench::claimed(Level::P1);
    bench.now = bench.now.plus(Duration::from_secs(60));
    let (mine, theirs) = (
        bench.state.due(bench.now),
        bench.state.clone().due(bench.now),
    );
    assert_eq!(mine, theirs);
    assert!(matches!(bench.submit(&mine[0]), Ok(Decision::New(_))));
    assert!(matches!(bench.submit(&theirs[0]), Ok(Decision::Repeat(_))));
}

#[test]
fn deadline_fired_late_counts_from_when_it_is_carried_out() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.now = bench.now.plus(Duration::from_secs(10 * 3600));
    bench.settle();
    let promoted = bench.of(consult);
    assert_eq!(promoted.promoted_at, Some(bench.now));
    assert_eq!(
        promoted.due_at,
        bench.now.plus(Duration::from_secs(30 * 60))
    );
}

#[test]
fn next_deadline_is_the_soonest() {
    let (bench, consult) = Bench::claimed(Level::P1);
    let due_at = MORNING.plus(Duration::from_secs(60));
    assert_eq!(
        bench.state.next_deadline(),
        Some((due_at, Deadline::ContactDue(consult)))
    );
    assert_eq!(WaitingRoom::new().next_deadline(), None);
}

fn count(bench: &Bench, kind: EventKind) -> usize {
    let events = bench.log.iter().flat_map(|entry| &entry.events);
    events
        .map(Event::kind)
        .filter(|found| *found == kind)
        .count()
}
