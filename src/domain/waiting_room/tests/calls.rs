//! Calls, lost links and what counts as contact.

use std::time::Duration;

use super::bench::{Bench, answer, read_back, seen};
use crate::domain::clinical::{AnswerMode, Level};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    Command, ConsultState, ContactBy, Decision, Event, ReleaseCause,
};

#[test]
fn claim_without_contact_goes_back_with_its_old_clock() {
    for (level, seconds) in [
        (Level::P1, 60),
        (Level::P2, 180),
        (Level::P3, 600),
        (Level::P4, 1800),
    ] {
        let (mut bench, consult) = Bench::claimed(level);
        let queued_at = bench.of(consult).queued_at;
        bench.pass(seconds - 1);
        assert_eq!(bench.stands(consult), ConsultState::Claimed, "{level}");
        bench.pass(1);
        assert_eq!(bench.stands(consult), ConsultState::Queued, "{level}");
        assert_eq!(bench.of(consult).queued_at, queued_at);
        assert_eq!(released(&bench), Some(ReleaseCause::ContactDue));
    }
}

#[test]
fn media_in_flow_keeps_the_claim() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.act("system", Command::CallJoined { consult });
    bench.pass(59);
    bench.act("system", Command::MediaFlows { consult });
    lose(&mut bench, "nils");
    bench.pass(3600);
    assert_eq!(bench.stands(consult), ConsultState::InCall);
}

#[test]
fn joining_without_media_does_not_keep_the_claim() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.pass(30);
    bench.act("system", Command::CallJoined { consult });
    assert_eq!(bench.stands(consult), ConsultState::InCall);
    bench.pass(30);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn contact_under_this_claim_ends_the_wait_for_contact() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.act("system", Command::MediaFlows { consult });
    let end = bench.now;
    bench.act("system", Command::MediaEnded { consult, at: end });
    bench.pass(3600);
    assert_eq!(
        bench.stands(consult),
        ConsultState::Claimed,
        "she writes her answer"
    );
}

#[test]
fn contact_under_an_earlier_claim_does_not_count_for_the_next() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.act("system", Command::MediaFlows { consult });
    bench.act("nils", Command::Release { consult });
    bench.act("nils", Command::Claim { consult });
    bench.pass(60);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn call_without_media_is_a_claim_again_after_a_minute() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(30);
    let end = bench.now;
    bench.pass(10);
    bench.act("system", Command::MediaEnded { consult, at: end });
    bench.pass(49);
    assert_eq!(bench.stands(consult), ConsultState::InCall);
    bench.pass(1);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.act("system", Command::MediaFlows { consult });
    assert_eq!(
        bench.stands(consult),
        ConsultState::InCall,
        "the call is back"
    );
}

#[test]
fn claim_goes_back_a_minute_after_link_and_media_are_gone() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.act("system", Command::MediaFlows { consult });
    lose(&mut bench, "nils");
    bench.pass(120);
    let end = bench.now;
    bench.act("system", Command::MediaEnded { consult, at: end });
    bench.pass(59);
    assert_ne!(bench.stands(consult), ConsultState::Queued);
    bench.pass(1);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
    assert_eq!(released(&bench), Some(ReleaseCause::LinkLost));
}

#[test]
fn doctor_whose_link_returns_in_time_keeps_her_claim() {
    let (mut bench, consult) = Bench::claimed(Level::P4);
    lose(&mut bench, "nils");
    bench.pass(59);
    back(&mut bench, "nils");
    bench.pass(600);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    lose(&mut bench, "nils");
    bench.pass(60);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn doctor_who_takes_without_a_link_has_a_minute_to_get_one() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    lose(&mut bench, "nils");
    bench.pass(3600);
    let consult = bench.ask("eva", "north", Level::P4);
    bench.act("nils", Command::Claim { consult });
    bench.pass(59);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.pass(1);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

#[test]
fn nurse_keeps_her_place_when_the_link_drops() {
    let mut bench = Bench::new();
    let first = bench.ask("eva", "north", Level::P3);
    let second = bench.ask("wera", "north", Level::P3);
    let order = bench.state.queue(&super::bench::centre("north"));
    lose(&mut bench, "eva");
    assert!(bench.of(first).nurse_lost_since.is_some());
    bench.pass(3600);
    assert_eq!(bench.state.queue(&super::bench::centre("north")), order);
    assert_eq!(order, [first, second]);
    back(&mut bench, "eva");
    assert!(bench.of(first).nurse_lost_since.is_none());
}

#[test]
fn link_of_someone_nobody_waits_for_is_no_event() {
    let mut bench = Bench::new();
    for command in [
        lost("eva", &bench),
        Command::LinkBack {
            person: "eva".parse().unwrap(),
        },
    ] {
        let envelope = bench.envelope("system", command);
        assert!(matches!(bench.submit(&envelope), Ok(Decision::Moot(_))));
    }
    bench.ask("eva", "north", Level::P3);
    assert!(bench.state.watches(&"eva".parse().unwrap()));
    lose(&mut bench, "eva");
    let again = lost("eva", &bench);
    let envelope = bench.envelope("system", again);
    assert!(matches!(bench.submit(&envelope), Ok(Decision::Moot(_))));
}

#[test]
fn first_contact_is_the_first_media_and_stays_so() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.pass(90);
    bench.act("system", Command::MediaFlows { consult });
    let met = bench.now;
    bench.pass(60);
    bench.act("nils", Command::Release { consult });
    bench.act("nils", Command::Claim { consult });
    bench.act("system", Command::MediaFlows { consult });
    assert_eq!(bench.of(consult).first_contact_at, Some(met));
    assert_eq!(contacts(&bench), [ContactBy::Media]);
}

#[test]
fn written_answer_is_contact_when_it_is_opened() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.act("nils", answer(consult, AnswerMode::Text, false));
    assert_eq!(bench.of(consult).first_contact_at, None);
    bench.pass(120);
    bench.act("elin", Command::OpenAnswer { consult });
    assert_eq!(bench.of(consult).first_contact_at, Some(bench.now));
    assert_eq!(contacts(&bench), [ContactBy::AnswerOpened]);
    bench.pass(60);
    let again = bench.envelope("eva", Command::OpenAnswer { consult });
    assert!(
        matches!(bench.submit(&again), Ok(Decision::Moot(_))),
        "opened once"
    );
}

#[test]
fn telephone_contact_counts_when_the_nurse_confirms_it() {
    for has_orders in [false, true] {
        let (mut bench, consult) = Bench::claimed(Level::P3);
        bench.act("nils", answer(consult, AnswerMode::Phone, has_orders));
        bench.act("eva", Command::OpenAnswer { consult });
        assert_eq!(bench.of(consult).first_contact_at, None);
        bench.pass(30);
        bench.act(
            "eva",
            if has_orders {
                read_back(consult)
            } else {
                seen(consult)
            },
        );
        assert_eq!(bench.of(consult).first_contact_at, Some(bench.now));
        assert_eq!(contacts(&bench), [ContactBy::Phone]);
    }
}

#[test]
fn acknowledging_opens_the_answer() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.act("nils", answer(consult, AnswerMode::Text, false));
    bench.act("eva", seen(consult));
    assert_eq!(
        bench.of(consult).stage.answered().unwrap().opened_at,
        Some(bench.now)
    );
    assert_eq!(contacts(&bench), [ContactBy::AnswerOpened]);
}

#[test]
fn media_after_a_quick_answer_is_still_contact() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("nils", answer(consult, AnswerMode::Video, true));
    bench.act("system", Command::MediaFlows { consult });
    assert_eq!(contacts(&bench), [ContactBy::Media]);
    assert_eq!(bench.stands(consult), ConsultState::Answered);
}

#[test]
fn call_of_a_consult_nobody_holds_is_no_event() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    let now = bench.now;
    for command in [
        Command::CallJoined { consult },
        Command::MediaFlows { consult },
        Command::MediaEnded { consult, at: now },
        Command::MediaFlows {
            consult: ConsultId(uuid::Uuid::nil()),
        },
    ] {
        let envelope = bench.envelope("system", command);
        assert!(matches!(bench.submit(&envelope), Ok(Decision::Moot(_))));
    }
}

fn lost(person: &str, bench: &Bench) -> Command {
    Command::LinkLost {
        person: person.parse().unwrap(),
        since: bench.now,
    }
}

fn lose(bench: &mut Bench, person: &str) {
    let command = lost(person, bench);
    bench.act("system", command);
}

fn back(bench: &mut Bench, person: &str) {
    bench.act(
        "system",
        Command::LinkBack {
            person: person.parse().unwrap(),
        },
    );
}

fn released(bench: &Bench) -> Option<ReleaseCause> {
    let events = bench.log.iter().flat_map(|entry| &entry.events);
    events
        .filter_map(|event| {
            if let Event::ClaimReleased(event) = event {
                Some(event.cause)
            } else {
                None
            }
        })
        .next_back()
}

fn contacts(bench: &Bench) -> Vec<ContactBy> {
    let events = bench.log.iter().flat_map(|entry| &entry.events);
    events
        .filter_map(|event| {
            if let Event::FirstContact(event) = event {
                Some(event.by)
            } else {
                None
            }
        })
        .collect()
}

#[test]
fn since_of_a_lost_link_is_never_in_the_future() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    let since = bench.now.plus(Duration::from_secs(9));
    bench.act(
        "system",
        Command::LinkLost {
            person: "eva".parse().unwrap(),
            since,
        },
    );
    assert_eq!(bench.of(consult).nurse_lost_since, Some(bench.now));
}
