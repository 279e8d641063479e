//! From hand to hand: who reads before she takes, and who takes over from whom.

use super::bench::{Bench, answer};
use crate::domain::clinical::{AnswerMode, Level};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    ActsNext, Command, ConsultRowView, ConsultState, Refusal, StaffView, view,
};

#[test]
fn doctor_reads_before_she_takes_and_the_nurse_sees_that() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    assert!(row(&bench, "nora", consult).unwrap().may_peek);
    bench.pass(60);
    let first = bench.now;
    bench.act("nora", Command::Peek { consult });
    bench.pass(60);
    bench.act("nils", Command::Peek { consult });
    let seen = row(&bench, "eva", consult).unwrap();
    assert_eq!(seen.seen_at, Some(first));
    assert_eq!(seen.state, ConsultState::Queued, "reading is no take");
    assert_eq!(
        bench.of(consult).acts_next(),
        ActsNext::Centre("north".parse().unwrap())
    );
}

#[test]
fn nobody_reads_of_a_protected_patient_without_taking_her() {
    let mut bench = Bench::new();
    let mut ask = bench.request("north", Level::P2);
    if let Some(patient) = &mut ask.codes.patient {
        patient.protected = true;
    }
    let consult = bench.ask_with("eva", ask);
    assert!(!row(&bench, "nora", consult).unwrap().may_peek);
    assert_eq!(
        bench.refused("nora", Command::Peek { consult }),
        Refusal::Forbidden
    );
}

#[test]
fn nobody_reads_without_taking_where_the_county_has_it_off() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    let county = include_str!("county.toml").replace("peek = true", "");
    bench.directory =
        crate::domain::directory::Directory::new(toml::from_str(&county).unwrap()).unwrap();
    assert!(!row(&bench, "nora", consult).unwrap().may_peek);
    assert_eq!(
        bench.refused("nora", Command::Peek { consult }),
        Refusal::Forbidden
    );
}

#[test]
fn shift_ends_and_the_case_stays_the_day_nurses_until_somebody_takes_it() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act(
        "eva",
        Command::Handover {
            consult,
            words: false,
        },
    );
    assert_eq!(
        bench.of(consult).nurse.as_str(),
        "eva",
        "it is hers until then"
    );
    let wanted = row(&bench, "elin", consult).unwrap().handover.unwrap();
    assert!(matches!(wanted.by, StaffView::Nurse(by, _) if by.as_str() == "eva"));

    bench.pass(120);
    bench.act("elin", Command::AcceptHandover { consult });
    let seen = row(&bench, "eva", consult).unwrap();
    assert!(matches!(seen.nurse, Some(StaffView::Nurse(by, _)) if by.as_str() == "elin"));
    assert_eq!(seen.taken_over_at, Some(bench.now));
    assert_eq!(seen.handover, None);
}

#[test]
fn night_nurse_takes_over_what_nobody_handed_to_her() {
    let (mut bench, consult) = Bench::answered(true);
    bench.act("elin", Command::AcceptHandover { consult });
    assert_eq!(bench.of(consult).nurse.as_str(), "elin");
    assert_eq!(bench.stands(consult), ConsultState::Answered);
}

#[test]
fn nurse_who_stays_after_all_takes_her_word_back() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    bench.act(
        "eva",
        Command::Handover {
            consult,
            words: false,
        },
    );
    bench.act("eva", Command::AcceptHandover { consult });
    let seen = row(&bench, "eva", consult).unwrap();
    assert_eq!((seen.handover, seen.taken_over_at), (None, None));
}

#[test]
fn call_is_not_taken_over_from_the_nurse_who_sits_in_it() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act("system", Command::MediaFlows { consult });
    assert_eq!(
        bench.refused("elin", Command::AcceptHandover { consult }),
        Refusal::WrongState {
            now: ConsultState::InCall
        }
    );
}

#[test]
fn lost_link_of_a_nurse_is_not_that_of_her_who_took_over() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    let (person, since) = ("eva".parse().unwrap(), bench.now);
    bench.act("system", Command::LinkLost { person, since });
    assert!(bench.of(consult).nurse_lost_since.is_some());
    bench.act("elin", Command::AcceptHandover { consult });
    assert!(bench.of(consult).nurse_lost_since.is_none());
}

#[test]
fn doctor_hands_over_and_keeps_the_case_until_the_next_has_it() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    assert_eq!(
        bench.refused("nora", Command::AcceptHandover { consult }),
        Refusal::AlreadyTaken,
        "nobody takes what its holder keeps"
    );
    bench.act("system", Command::MediaFlows { consult });
    bench.pass(240);
    bench.act(
        "nils",
        Command::Handover {
            consult,
            words: false,
        },
    );
    assert!(bench.of(consult).stage.claim().is_some());
    let offered = row(&bench, "nora", consult).unwrap();
    assert!(offered.handover.is_some());
    assert_eq!(offered.nurse, None, "she does not hold it yet");

    assert_eq!(
        bench.act("nora", Command::AcceptHandover { consult }),
        Some(ConsultState::Claimed)
    );
    let refusal = bench.refused("nils", answer(consult, AnswerMode::Video, false));
    assert!(matches!(refusal, Refusal::CameBetween(_)));
    let taken = row(&bench, "nora", consult).unwrap();
    let before = taken.interrupted.unwrap();
    assert!(matches!(before.doctor, StaffView::Doctor(by, _) if by.as_str() == "nils"));
    assert_eq!(
        before.talked.as_secs(),
        240,
        "she learns what was before her"
    );
    assert!(
        bench.state.held_by(&"nils".parse().unwrap()).is_none(),
        "he is free"
    );
}

#[test]
fn doctor_off_duty_or_with_a_case_takes_none_over() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.act(
        "nils",
        Command::Handover {
            consult,
            words: false,
        },
    );
    let take = || Command::AcceptHandover { consult };
    assert_eq!(bench.refused("nora", take()), Refusal::NotOnDuty);
    bench.on_duty("nora", &["north"]);
    let other = bench.ask("elin", "north", Level::P3);
    bench.act("nora", Command::Claim { consult: other });
    assert_eq!(bench.refused("nora", take()), Refusal::AlreadyHolding);
    assert_eq!(bench.of(consult).doctor().unwrap().as_str(), "nils");
}

#[test]
fn claim_taken_over_goes_back_too_if_nobody_meets() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    bench.on_duty("nora", &["north"]);
    bench.act(
        "nils",
        Command::Handover {
            consult,
            words: false,
        },
    );
    bench.pass(120);
    bench.act("nora", Command::AcceptHandover { consult });
    bench.pass(179);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.pass(1);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
}

fn row(bench: &Bench, who: &str, consult: ConsultId) -> Option<ConsultRowView> {
    let viewer = bench.viewer(who);
    let mut seen = view(&bench.state, &bench.directory, &viewer);
    seen.consults.remove(&consult)
}
