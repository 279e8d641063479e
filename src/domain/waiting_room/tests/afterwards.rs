//! What is done about an answer, and about a patient who was wrongly named.

use std::time::Duration;

use super::bench::{Bench, answer, close, read_back, request, seen};
use crate::domain::clinical::{
    AnswerMode, CloseException, IdType, Level, Participation, PatientCodes, VoidReason,
};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{ActsNext, Command, ConsultState, Mark, Refusal, view};

#[test]
fn nurse_asks_the_same_doctor_once_more_and_the_first_answer_stays() {
    let (mut bench, consult) = Bench::answered(false);
    let first = bench.of(consult).stage.answered().cloned().unwrap();
    bench.act("eva", Command::AskBack { consult });
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    assert_eq!(
        bench.of(consult).acts_next(),
        ActsNext::Doctor("nils".parse().unwrap())
    );
    assert_eq!(bench.of(consult).earlier, [first]);
    assert!(marks(&bench, "eva", consult).contains(&Mark::AskedBack));
    bench.act("nils", answer(consult, AnswerMode::Text, false));
    bench.act("eva", Command::AskBack { consult });
    bench.act("nils", answer(consult, AnswerMode::Text, true));
    assert_eq!(bench.of(consult).earlier.len(), 2, "and so does the second");
    bench.act("eva", read_back(consult));
}

#[test]
fn doctor_who_is_asked_once_more_may_take_others_meanwhile() {
    let (mut bench, consult) = Bench::answered(false);
    let other = bench.ask("eva", "north", Level::P2);
    bench.act("nils", Command::Claim { consult: other });
    bench.act("eva", Command::AskBack { consult });
    assert_eq!(
        bench.state.held_by(&"nils".parse().unwrap()).unwrap().id,
        other
    );
    bench.act("nils", Command::Release { consult: other });
    let third = bench.ask("eva", "north", Level::P2);
    bench.act("nils", Command::Claim { consult: third });
    bench.act("nils", answer(consult, AnswerMode::Text, false));
}

#[test]
fn question_the_doctor_does_not_take_up_goes_to_the_queue() {
    let (mut bench, consult) = Bench::answered(true);
    bench.act("eva", Command::AskBack { consult });
    // Ten minutes: the goal of P2.
    bench.pass(599);
    assert_eq!(bench.stands(consult), ConsultState::Claimed);
    bench.pass(1);
    assert_eq!(bench.stands(consult), ConsultState::Queued);
    assert_eq!(bench.of(consult).earlier.len(), 1);
}

#[test]
fn addendum_changes_nothing_but_is_marked() {
    let (mut bench, consult) = Bench::answered(false);
    for who in ["eva", "elin", "nils"] {
        bench.act(who, Command::Addend { consult });
    }
    assert_eq!(bench.stands(consult), ConsultState::Answered);
    assert!(marks(&bench, "nils", consult).contains(&Mark::Addended));
    let refused = bench.refused("nora", Command::Addend { consult });
    assert_eq!(refused, Refusal::AlreadyTaken);
}

#[test]
fn answer_for_the_wrong_patient_is_void_also_after_the_end_and_nothing_is_lost() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("eva", seen(consult));
    bench.act("eva", close(consult));
    let void = Command::Void {
        consult,
        reason: VoidReason::WrongPatient,
        words: false,
    };
    assert_eq!(bench.act("nils", void), Some(ConsultState::Void));
    assert!(bench.of(consult).stage.answered().is_some());
    for who in ["eva", "nils"] {
        let seen = view(&bench.state, &bench.directory, &bench.viewer(who));
        assert!(seen.consults.contains_key(&consult), "{who} is told");
    }
}

#[test]
fn case_without_agreement_ends_with_an_exception_on_record_alone() {
    let (mut bench, consult) = Bench::answered(true);
    let refused = bench.refused("eva", close(consult));
    assert_eq!(refused, Refusal::ReadBackMissing);
    let early = bench.refused("eva", anyway(consult, CloseException::NotConfirmed));
    assert!(matches!(
        early,
        Refusal::InvalidValue {
            field: "exception",
            ..
        }
    ));
    bench.now = bench.now.plus(Duration::from_secs(24 * 3_600));
    bench.act("hedda", anyway(consult, CloseException::NotConfirmed));
    assert_eq!(bench.stands(consult), ConsultState::Closed);
    assert!(
        marks(&bench, "nils", consult).contains(&Mark::NotConfirmed),
        "the prescriber is told"
    );
}

#[test]
fn exception_is_not_for_what_both_sides_agree_on() {
    let (mut bench, consult) = Bench::answered(true);
    bench.act("eva", read_back(consult));
    bench.act(
        "nils",
        Command::ConfirmReadBack {
            consult,
            matches: true,
            rev: None,
        },
    );
    let refused = bench.refused("eva", anyway(consult, CloseException::PatientDied));
    assert!(matches!(
        refused,
        Refusal::InvalidValue {
            field: "exception",
            ..
        }
    ));
    let head = bench.refused("hedda", close(consult));
    assert_eq!(head, Refusal::Forbidden, "the head ends exceptions alone");
}

#[test]
fn wrongly_named_patient_is_corrected_before_there_is_an_answer() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let other = PatientCodes {
        patient_ref: None,
        age_band: None,
        sex: None,
        protected: true,
        id_type: Some(IdType::Personnummer),
    };
    let correct = |patient: PatientCodes| Command::CorrectPatient { consult, patient };
    bench.act("eva", correct(other.clone()));
    assert!(
        bench.of(consult).is_protected(),
        "what follows from the patient follows from the right one"
    );
    bench.act("nils", answer(consult, AnswerMode::Text, false));
    assert!(matches!(
        bench.refused("eva", correct(other.clone())),
        Refusal::CameBetween(between) if between.now == ConsultState::Answered
    ));

    let mut unnamed = request(ConsultId(bench.fresh_id()), "north", Level::P1);
    unnamed.codes.patient = None;
    let consult = bench.ask_with("eva", unnamed);
    let patient = other;
    let refused = bench.refused("eva", Command::CorrectPatient { consult, patient });
    assert!(matches!(
        refused,
        Refusal::InvalidValue {
            field: "patient",
            ..
        }
    ));
}

fn anyway(consult: ConsultId, exception: CloseException) -> Command {
    Command::Close {
        consult,
        participation: Some(Participation::NotPossible),
        stance: None,
        exception: Some(exception),
    }
}

#[track_caller]
fn marks(bench: &Bench, who: &str, consult: ConsultId) -> std::collections::BTreeSet<Mark> {
    let mut seen = view(&bench.state, &bench.directory, &bench.viewer(who));
    let row = seen.consults.remove(&consult);
    row.expect("it is in her view").marks
}
