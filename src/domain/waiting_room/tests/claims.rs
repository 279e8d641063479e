//! Writing holds a claim, for as long as somebody may wait for it.

use super::bench::{Bench, answer};
use crate::domain::clinical::{AnswerMode, Level, Readiness, ReplyWish};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    Command, ConsultState, Event, EventKind, Refusal, Supplement, view,
};

/// The doctor types for so many seconds, and her page says so every five.
fn writes(bench: &mut Bench, consult: ConsultId, seconds: u64) {
    for _ in 0..seconds / 5 {
        bench.pass(5);
        if bench.stands(consult) == ConsultState::Queued {
            return;
        }
        bench.act("nils", Command::Write { consult });
    }
}

fn kept(bench: &Bench) -> usize {
    let events = bench.log.iter().flat_map(|entry| &entry.events);
    events
        .filter(|event| event.kind() == EventKind::ClaimKept)
        .count()
}

#[test]
fn urgent_claim_is_held_while_its_doctor_writes_and_ten_minutes_at_most() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    writes(&mut bench, consult, 3 * 60 + 9 * 60 + 55);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    assert!(kept(&bench) <= 11, "an entry a minute, not one a word");
    writes(&mut bench, consult, 10);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn acute_claim_is_held_one_minute_by_writing() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    writes(&mut bench, consult, 115);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    writes(&mut bench, consult, 10);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
    assert_eq!(kept(&bench), 1);
}

#[test]
fn doctor_who_stops_writing_has_a_minute_to_think_and_no_more_than_two() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    writes(&mut bench, consult, 5 * 60 + 55);
    bench.pass(60);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.pass(60);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn writing_long_before_the_time_changes_nothing() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    writes(&mut bench, consult, 8 * 60 + 55);
    assert_eq!(kept(&bench), 0);
    bench.pass(65);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn claim_kept_by_writing_is_no_news_of_the_case() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let rev = bench.of(consult).rev;
    writes(&mut bench, consult, 200);
    assert_eq!(kept(&bench), 2);
    assert_eq!(bench.of(consult).rev, rev);
    let seen = view(&bench.state, &bench.directory, &bench.viewer("nils"));
    let due = seen.consults[&consult].contact_due_at;
    assert_eq!(due, bench.of(consult).stage.claim().unwrap().written_until);
}

#[test]
fn where_text_is_enough_no_call_is_waited_for() {
    for (reply, ready) in [
        (ReplyWish::TextOk, Readiness::Now),
        (ReplyWish::DoctorDecides, Readiness::TextEnough),
    ] {
        let mut bench = Bench::new();
        bench.on_duty("nils", &["north"]);
        let mut ask = bench.request("north", Level::P2);
        (ask.codes.reply, ask.codes.ready) = (Some(reply), Some(ready));
        let consult = bench.ask_with("eva", ask);
        bench.act("nils", Command::Claim { consult });
        bench.pass(40 * 60);
        assert_eq!(bench.stands(consult), ConsultState::Claimed);
        bench.act("nils", answer(consult, AnswerMode::Text, false));
    }
}

#[test]
fn nurse_who_wants_a_call_after_all_gives_the_doctor_the_time_for_it() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let mut ask = bench.request("north", Level::P2);
    ask.codes.reply = Some(ReplyWish::TextOk);
    let consult = bench.ask_with("eva", ask);
    bench.act("nils", Command::Claim { consult });
    bench.pass(600);
    let mut added = Supplement::to(consult);
    added.codes.reply = Some(ReplyWish::Call);
    bench.act("eva", Command::Supplement(Box::new(added)));
    bench.pass(179);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.pass(2);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn another_level_gives_the_claim_a_time_of_its_own() {
    for (level, seconds) in [(Level::P1, 60), (Level::P3, 600)] {
        let (mut bench, consult) = Bench::claimed(Level::P2);
        bench.pass(170);
        bench.act("eva", Command::Triage { consult, level });
        bench.pass(seconds - 1);
        assert_eq!(bench.stands(consult), ConsultState::Claimed, "{level}");
        bench.pass(2);
        assert_eq!(bench.stands(consult), ConsultState::Queued, "{level}");
    }
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.pass(170);
    let level = Level::P2;
    bench.act("nils", Command::Triage { consult, level });
    bench.pass(11);
    assert_eq!(
        bench.stands(consult),
        ConsultState::Queued,
        "no other level"
    );
}

#[test]
fn call_for_an_ambulance_gives_the_claim_the_time_of_an_acute_one() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.pass(590);
    bench.act("eva", Command::CallEmergency { consult });
    bench.pass(59);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.pass(2);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn only_who_holds_it_keeps_it_by_writing() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    let refusal = bench.refused("nora", Command::Write { consult });
    assert_eq!(refusal, Refusal::AlreadyTaken);
    assert_eq!(
        bench.refused("eva", Command::Write { consult }),
        Refusal::Forbidden
    );
}

#[test]
fn claim_of_two_who_have_met_needs_no_writing() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(170);
    bench.act("nils", Command::Write { consult });
    assert_eq!(kept(&bench), 0);
    let triage = Command::Triage {
        consult,
        level: Level::P1,
    };
    bench.act("eva", triage);
    let Some(Event::ConsultTriaged(judged)) = bench.log.last().unwrap().events.first() else {
        panic!("a judgement")
    };
    assert_eq!(judged.contact_due_at, None);
}
