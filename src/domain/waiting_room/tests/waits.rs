//! Other ways of waiting: put aside, more wanted, nobody there, the doctor called away, the
//! telephone, 112.

use std::time::Duration;

use super::bench::{Bench, answer, duty};
use crate::domain::clinical::{AnswerMode, Level};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    ActsNext, Command, ConsultState, DutyState, Mark, PHONING_HOLDS, Refusal, StepKind, view,
};

#[test]
fn request_that_is_put_aside_keeps_its_clock_and_its_place() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let first = bench.ask("eva", "north", Level::P2);
    bench.pass(60);
    let second = bench.ask("elin", "north", Level::P2);
    let (queued_at, due_at) = (bench.of(first).queued_at, bench.of(first).due_at);

    assert_eq!(bench.act("eva", park(first)), Some(ConsultState::Parked));
    assert_eq!(bench.state.queue(&"north".parse().unwrap()), [second]);
    assert_eq!(
        bench.refused("nils", Command::Claim { consult: first }),
        Refusal::WrongState {
            now: ConsultState::Parked
        }
    );
    assert_eq!(
        bench.of(first).acts_next(),
        ActsNext::Unit("east-home".parse().unwrap())
    );
    bench.pass(300);
    // A colleague may take it up: the place is the unit's.
    assert_eq!(bench.act("elin", resume(first)), Some(ConsultState::Queued));
    assert_eq!(
        (bench.of(first).queued_at, bench.of(first).due_at),
        (queued_at, due_at)
    );
    assert_eq!(
        bench.state.queue(&"north".parse().unwrap()),
        [first, second]
    );
}

#[test]
fn target_is_missed_also_while_the_request_is_put_aside() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act("eva", park(consult));
    bench.pass(31 * 60);
    assert!(bench.of(consult).is_overdue());
}

#[test]
fn doctor_who_needs_more_is_free_and_the_nurse_acts_next() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    let until = bench.now.plus(Duration::from_secs(3_600));
    let queued_at = bench.of(consult).queued_at;
    assert_eq!(
        bench.act("nils", Command::NeedMore { consult, until }),
        Some(ConsultState::NeedMore)
    );
    assert!(bench.state.held_by(&"nils".parse().unwrap()).is_none());
    let row = row(&bench, "eva", consult);
    assert_eq!(row.wanted_until, Some(until));
    assert!(row.wanted_by.is_some(), "the nurse sees who wants to know");
    bench.act("eva", resume(consult));
    assert_eq!(bench.of(consult).queued_at, queued_at);
    assert_eq!(bench.of(consult).state(), ConsultState::Queued);
}

#[test]
fn more_is_wanted_within_a_week_from_now() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    let week = Duration::from_secs(7 * 24 * 3_600);
    for until in [
        bench.now,
        bench.now.plus(week).plus(Duration::from_millis(1)),
    ] {
        let refused = bench.refused("nils", Command::NeedMore { consult, until });
        assert!(matches!(
            refused,
            Refusal::InvalidValue { field: "until", .. }
        ));
    }
    let until = bench.now.plus(week);
    bench.act("nils", Command::NeedMore { consult, until });
}

#[test]
fn nobody_is_said_to_be_away_before_two_rings() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.pass(59);
    assert_eq!(
        bench.refused("nils", Command::AwaitNurse { consult }),
        Refusal::WrongState {
            now: ConsultState::Claimed
        }
    );
    bench.pass(1);
    bench.act("nils", Command::AwaitNurse { consult });
    assert_eq!(bench.stands(consult), ConsultState::AwaitingNurse);
    assert!(bench.state.held_by(&"nils".parse().unwrap()).is_none());
}

#[test]
fn nurse_who_was_met_is_not_said_to_be_away() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(120);
    assert_eq!(
        bench.refused("nils", Command::AwaitNurse { consult }),
        Refusal::WrongState {
            now: ConsultState::InCall
        }
    );
}

#[test]
fn acute_request_without_an_answering_nurse_stays_in_view() {
    for (level, stays) in [(Level::P1, true), (Level::P2, false)] {
        let (mut bench, consult) = Bench::claimed(Level::P2);
        bench.pass(60);
        bench.act("nils", Command::AwaitNurse { consult });
        bench.act("eva", Command::Triage { consult, level });
        let seen = view(&bench.state, &bench.directory, &bench.viewer("nora"));
        assert_eq!(seen.consults.contains_key(&consult), stays, "{level}");
    }
}

#[test]
fn doctor_who_must_go_leaves_it_first_on_its_level() {
    for level in Level::ALL.iter().copied() {
        let (mut bench, consult) = Bench::claimed(level);
        let queued_at = bench.of(consult).queued_at;
        let sooner = {
            let mut ask = bench.request("north", level);
            ask.codes.must_leave_at = Some(bench.now.plus(Duration::from_secs(16 * 60)));
            bench.ask_with("elin", ask)
        };
        bench.act("nils", Command::MustGo { consult });
        assert_eq!(
            bench.state.queue(&"north".parse().unwrap()),
            [consult, sooner],
            "{level}"
        );
        assert_eq!(bench.of(consult).queued_at, queued_at);
        assert!(
            row(&bench, "eva", consult)
                .marks
                .contains(&Mark::Interrupted)
        );
    }
}

#[test]
fn next_doctor_is_told_for_how_long_the_two_had_talked() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(240);
    bench.act("nils", Command::MustGo { consult });
    let told = row(&bench, "nora", consult).interrupted.unwrap();
    assert_eq!(told.talked, Duration::from_secs(240));
    assert_eq!(told.first_right_until, None, "nobody waits with P2");
    bench.on_duty("nora", &["north"]);
    bench.act("nora", Command::Claim { consult });
    assert!(row(&bench, "nora", consult).interrupted.is_some());
}

#[test]
fn doctor_whose_call_broke_off_has_the_first_right_for_ten_minutes() {
    let (mut bench, consult) = left(Level::P3);
    assert_eq!(
        bench.refused("nora", Command::Claim { consult }),
        Refusal::AlreadyTaken
    );
    bench.pass(10 * 60);
    bench.act("nora", Command::Claim { consult });

    let (mut bench, consult) = left(Level::P3);
    bench.pass(60);
    bench.act("nils", Command::Claim { consult });
}

#[test]
fn nobody_waits_for_a_doctor_with_what_is_urgent_or_when_she_has_left_duty() {
    for level in [Level::P1, Level::P2] {
        let (mut bench, consult) = left(level);
        bench.act("nora", Command::Claim { consult });
    }
    let (mut bench, consult) = left(Level::P3);
    bench.act("nils", duty(DutyState::Off, &[], None));
    bench.act("nora", Command::Claim { consult });

    let (mut bench, consult) = left(Level::P3);
    bench.act(
        "eva",
        Command::Triage {
            consult,
            level: Level::P2,
        },
    );
    bench.act("nora", Command::Claim { consult });
}

#[test]
fn claim_is_kept_while_its_doctor_phones() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.act("nils", Command::Phone { consult });
    let person = "nils".parse().unwrap();
    let since = bench.now;
    bench.act("system", Command::LinkLost { person, since });
    bench.pass(PHONING_HOLDS.as_secs() - 1);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    let row = row(&bench, "eva", consult);
    assert!(row.marks.contains(&Mark::DoctorPhoning));
    assert!(
        row.next_steps
            .iter()
            .any(|step| step.what == StepKind::ClaimReturns)
    );
    bench.act("nils", answer(consult, AnswerMode::Phone, false));

    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.act("nils", Command::Phone { consult });
    bench.pass(PHONING_HOLDS.as_secs());
    assert_eq!(
        bench.stands(consult),
        ConsultState::Queued,
        "nobody waits for ever"
    );
}

#[test]
fn nurse_who_phones_instead_keeps_her_place() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act("eva", Command::Phone { consult });
    assert_eq!(bench.stands(consult), ConsultState::Queued);
    let seen = row(&bench, "nils", consult);
    assert!(
        seen.marks.contains(&Mark::Phoning),
        "the doctor sees it in the row"
    );
    assert_eq!(seen.position, Some(1));
}

#[test]
fn calling_112_makes_it_acute_and_ends_nothing() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.act("eva", Command::CallEmergency { consult });
    assert_eq!(bench.of(consult).level, Level::P1);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
    assert_eq!(
        bench.refused(
            "eva",
            Command::Triage {
                consult,
                level: Level::P2
            }
        ),
        Refusal::InvalidValue {
            field: "level",
            why: "112 has been called"
        }
    );
    let row = row(&bench, "nils", consult);
    assert_eq!(row.emergency_called_at, Some(bench.now));
    assert!(row.marks.contains(&Mark::EmergencyCalled));
}

fn park(consult: ConsultId) -> Command {
    Command::Park { consult }
}

fn resume(consult: ConsultId) -> Command {
    Command::Resume { consult }
}

/// A request that Nils had to leave; Nora is on duty too.
fn left(level: Level) -> (Bench, ConsultId) {
    let (mut bench, consult) = Bench::claimed(level);
    bench.on_duty("nora", &["north"]);
    bench.act("nils", Command::MustGo { consult });
    (bench, consult)
}

#[track_caller]
fn row(
    bench: &Bench,
    who: &str,
    consult: ConsultId,
) -> crate::domain::waiting_room::ConsultRowView {
    let mut seen = view(&bench.state, &bench.directory, &bench.viewer(who));
    seen.consults.remove(&consult).expect("it is in her view")
}
