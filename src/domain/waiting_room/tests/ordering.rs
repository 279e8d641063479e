//! The order of waiting requests.

use std::time::Duration;

use proptest::prelude::*;

use super::bench::{Bench, centre};
use crate::domain::clinical::{Level, Tag};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::Command;

#[test]
fn more_urgent_stands_first_and_then_what_is_due_first() {
    let mut bench = Bench::new();
    let calm = bench.ask("eva", "north", Level::P3);
    let urgent = bench.ask("eva", "north", Level::P2);
    bench.pass(60);
    let mut leaves = bench.request("north", Level::P3);
    leaves.codes.must_leave_at = Some(bench.now.plus(Duration::from_secs(50 * 60)));
    let leaves = bench.ask_with("eva", leaves);
    let acute = bench.ask("wera", "north", Level::P1);
    bench.ask("wera", "south", Level::P1);
    assert_eq!(queue(&bench), [acute, urgent, leaves, calm]);
    assert_eq!(bench.state.position(calm), Some(4));
}

#[test]
fn group_decides_only_between_equals() {
    let mut bench = Bench::new();
    let first = bench.ask("eva", "north", Level::P3);
    let mut frail = bench.request("north", Level::P3);
    frail.codes.tags = [Tag::FrailElderly].into();
    let frail = bench.ask_with("eva", frail);
    assert_eq!(queue(&bench), [frail, first], "due at the same time");
    bench.pass(1);
    let mut child = bench.request("north", Level::P3);
    child.codes.tags = [Tag::ChildrenAndYoung].into();
    let child = bench.ask_with("eva", child);
    assert_eq!(queue(&bench), [frail, first, child]);
}

#[test]
fn order_does_not_change_by_the_clock_alone() {
    let mut bench = Bench::new();
    let minutes = |n: u64| Duration::from_secs(n * 60);
    let start = bench.now;
    let calm = bench.ask("eva", "north", Level::P3);
    let mut leaves = bench.request("north", Level::P3);
    leaves.codes.must_leave_at = Some(start.plus(minutes(70)));
    let leaves = bench.ask_with("wera", leaves);
    bench.now = start.plus(minutes(40));
    let urgent = bench.ask("eva", "north", Level::P2);
    let before = queue(&bench);
    assert_eq!(before, [urgent, leaves, calm]);
    for later in [60, 130, 30 * 24 * 60] {
        bench.now = start.plus(minutes(later));
        bench.ask("wera", "south", Level::P4);
        assert_eq!(queue(&bench), before, "although some are late now");
    }
}

#[test]
fn winter_monday_of_aged_requests_does_not_bury_a_new_urgent_one() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let aged: Vec<_> = (0..20)
        .map(|_| bench.ask("eva", "north", Level::P3))
        .collect();
    bench.pass(4 * 3600);
    bench.on_duty("nils", &["north"]);
    let urgent = bench.ask("wera", "north", Level::P2);
    assert_eq!(queue(&bench)[0], urgent);
    assert_eq!(queue(&bench)[1..], aged);
    take(&mut bench, urgent);
    let also = [
        bench.ask("wera", "north", Level::P2),
        bench.ask("wera", "north", Level::P2),
    ];
    assert_eq!(
        queue(&bench)[..3],
        [also[0], aged[0], also[1]],
        "one take in three"
    );
}

#[test]
fn acute_request_stands_before_every_aged_one() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let aged = bench.ask("eva", "north", Level::P3);
    bench.pass(4 * 3600);
    bench.on_duty("nils", &["north"]);
    for _ in 0..3 {
        let native = bench.ask("wera", "north", Level::P1);
        take(&mut bench, native);
    }
    let acute = bench.ask("wera", "north", Level::P1);
    let urgent = bench.ask("wera", "north", Level::P2);
    assert_eq!(queue(&bench), [acute, aged, urgent]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// New requests without end do not keep an aged one from the head: with `n` aged ones,
    /// the last of them is taken after at most three takes for each.
    #[test]
    fn every_aged_request_reaches_the_head(
        aged in prop::collection::vec(prop_oneof![Just(Level::P3), Just(Level::P4)], 1..6),
        arriving in prop::collection::vec(0_u8..3, 1..4),
        taken_before in 0_usize..4,
    ) {
        let mut bench = Bench::new();
        let aged: Vec<_> = aged.into_iter().map(|level| bench.ask("eva", "north", level)).collect();
        bench.pass(2 * 72 * 3600);
        bench.on_duty("nils", &["north"]);
        for _ in 0..taken_before {
            let native = bench.ask("wera", "north", Level::P2);
            take(&mut bench, native);
        }
        let mut waiting = aged.clone();
        for round in 0..aged.len() * 3 {
            for _ in 0..arriving[round % arriving.len()].max(1) {
                bench.ask("wera", "north", Level::P2);
            }
            let head = queue(&bench)[0];
            waiting.retain(|consult| *consult != head);
            take(&mut bench, head);
        }
        prop_assert_eq!(waiting, []);
    }

    /// Of any three takes from the head, while natives wait, at most one is an aged one.
    #[test]
    fn at_most_one_take_in_three_is_an_aged_one(natives in 4_usize..12, aged in 1_usize..12) {
        let mut bench = Bench::new();
        let aged: Vec<_> = (0..aged).map(|_| bench.ask("eva", "north", Level::P3)).collect();
        bench.pass(4 * 3600);
        bench.on_duty("nils", &["north"]);
        for _ in 0..natives {
            bench.ask("wera", "north", Level::P2);
        }
        let mut takes = Vec::new();
        let mut natives_left = natives;
        while natives_left > 0 {
            let shown = queue(&bench);
            let head = shown[0];
            let is_aged = aged.contains(&head);
            natives_left -= usize::from(!is_aged);
            takes.push(is_aged);
            take(&mut bench, head);
            prop_assert_eq!(&queue(&bench)[..], &shown[1..], "the others stand as they stood");
        }
        for three in takes.windows(3) {
            prop_assert!(three.iter().filter(|aged| **aged).count() <= 1, "{:?}", takes);
        }
    }
}

pub(super) fn queue(bench: &Bench) -> Vec<ConsultId> {
    bench.state.queue(&centre("north"))
}

/// Nils takes it and answers at once.
pub(super) fn take(bench: &mut Bench, consult: ConsultId) {
    bench.act("nils", Command::Claim { consult });
    let mode = crate::domain::clinical::AnswerMode::Text;
    bench.act("nils", super::bench::answer(consult, mode, false));
}
