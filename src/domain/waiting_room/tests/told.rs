//! What is told is so: whom an alarm went to, who has read, who took over from whom, where a
//! request went, and that a protected patient's home is nobody's to read out of a list.

use super::bench::{Bench, centre, duty};
use crate::domain::clinical::{AnswerMode, IdType, Level, PatientCodes};
use crate::domain::ids::{ConsultId, ControllerId, PatientRef};
use crate::domain::waiting_room::{
    Command, DutyState, FiguresView, GoneTo, StaffView, Told, View, gone, view,
};

#[test]
fn alarm_names_the_screens_it_went_to() {
    let mut bench = Bench::new();
    bench.on_duty("siv", &["south"]);
    bench.on_duty("nils", &["north"]);
    bench.act("nora", duty(DutyState::Paused, &["north"], None));
    bench.act(
        "system",
        Command::LinkLost {
            person: "nils".parse().unwrap(),
            since: bench.now,
        },
    );
    let consult = bench.ask("eva", "north", Level::P2);
    bench.pass(1_800);
    let told = Told {
        doctors: 1,
        coordinator: true,
    };
    assert_eq!(sees(&bench, "eva").consults[&consult].told, Some(told));
}

#[test]
fn alarm_at_night_says_that_no_doctor_had_a_screen() {
    let mut bench = Bench::new();
    let mut practice = bench.request("north", Level::P2);
    practice.exercise = true;
    let consult = bench.ask("eva", "north", Level::P2);
    let practice = bench.ask_with("eva", practice);
    assert_eq!(sees(&bench, "eva").consults[&consult].told, None);
    bench.pass(1_800);
    let told = |consult| sees(&bench, "eva").consults[&consult].told.unwrap();
    assert_eq!(
        (told(consult).doctors, told(consult).coordinator),
        (0, true)
    );
    assert!(
        !told(practice).coordinator,
        "practice alarms no coordinator"
    );
}

#[test]
fn what_one_centre_has_read_another_has_not() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P3);
    bench.act("nils", Command::Peek { consult });
    assert!(sees(&bench, "eva").consults[&consult].seen_at.is_some());
    let to = centre("south");
    bench.act(
        "eva",
        Command::Redirect {
            consult,
            centre: to,
        },
    );
    assert_eq!(sees(&bench, "eva").consults[&consult].seen_at, None);
    bench.pass(60);
    bench.act("siv", Command::Peek { consult });
    let seen_at = sees(&bench, "eva").consults[&consult].seen_at;
    assert_eq!(seen_at, Some(bench.now));
}

#[test]
fn nurse_is_told_from_whom_a_colleague_took_over() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    assert_eq!(sees(&bench, "eva").consults[&consult].taken_over_from, None);
    bench.act(
        "eva",
        Command::Handover {
            consult,
            words: false,
        },
    );
    bench.act("elin", accept(consult));
    let from = StaffView::Nurse("eva".parse().unwrap(), "east-home".parse().unwrap());
    for nurse in ["eva", "elin"] {
        let row = &sees(&bench, nurse).consults[&consult];
        assert_eq!(row.taken_over_from, Some(from.clone()), "{nurse}");
    }
}

#[test]
fn acute_requests_without_contact_are_counted_wherever_they_stand() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    bench.ask("eva", "north", Level::P1);
    let taken = bench.ask("eva", "north", Level::P1);
    let parked = bench.ask("eva", "south", Level::P1);
    bench.act("nils", Command::Claim { consult: taken });
    bench.act("eva", Command::Park { consult: parked });
    assert_eq!(figures(&bench, "carl").urgent_without_contact, 3);
    bench.act("system", Command::MediaFlows { consult: taken });
    assert_eq!(figures(&bench, "carl").urgent_without_contact, 2);
    let mut practice = bench.request("north", Level::P1);
    practice.exercise = true;
    bench.ask_with("eva", practice);
    assert_eq!(figures(&bench, "carl").urgent_without_contact, 2);
}

#[test]
fn home_of_a_protected_patient_stands_in_no_list_but_her_own_providers() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let consult = protected(&mut bench, "eva", Level::P2);
    bench.pass(1_800);
    let place = |bench: &Bench, who: &str| {
        let case = figures(bench, who).overdue.remove(0);
        (case.unit.is_some(), case.municipality.is_some())
    };
    for who in ["carl", "asta"] {
        assert_eq!(place(&bench, who), (false, false), "{who}");
    }
    for who in ["emil", "maja", "hedda"] {
        assert_eq!(place(&bench, who), (true, true), "{who}");
    }
    bench.act("nils", Command::Claim { consult });
    bench.act("system", Command::MediaFlows { consult });
    let answer = super::bench::answer(consult, AnswerMode::Video, false);
    bench.act("nils", answer);
    bench.pass(48 * 3_600);
    for (who, told) in [("carl", false), ("asta", false), ("maja", true)] {
        let gaps = figures(&bench, who).gaps;
        assert!(!gaps.is_empty(), "{who}");
        for gap in gaps {
            assert_eq!(gap.unit.is_some(), told, "{who}");
            assert_eq!(gap.municipality.is_some(), told, "{who}");
            let nurse = matches!(gap.owner, Some(StaffView::Nurse(..)));
            assert!(told || !nurse, "{who}: a nurse tells her unit");
        }
    }
}

#[test]
fn other_unit_is_not_told_of_a_protected_patients_case() {
    let mut bench = Bench::new();
    let consult = protected(&mut bench, "eva", Level::P2);
    let board: ControllerId = "east-board".parse().unwrap();
    let found = |unit: &str| {
        let unit = unit.parse().unwrap();
        let open = bench.state.open_about(PATIENT, &board, Some(&unit));
        open.iter().map(|consult| consult.id).collect::<Vec<_>>()
    };
    assert_eq!(found("east-home"), [consult]);
    assert_eq!(found("east-night"), []);
}

#[test]
fn doctor_who_was_second_is_told_where_the_request_went() {
    let mut bench = Bench::new();
    bench.on_duty("nora", &["north"]);
    let [taken, sent, withdrawn, parked] =
        [Level::P2; 4].map(|level| bench.ask("eva", "north", level));
    bench.act("nora", Command::Claim { consult: taken });
    let to = centre("harbour");
    let redirect = Command::Redirect {
        consult: sent,
        centre: to,
    };
    bench.act("eva", redirect);
    let reason = crate::domain::clinical::WithdrawReason::Solved;
    let withdraw = Command::Withdraw {
        consult: withdrawn,
        reason,
    };
    bench.act("eva", withdraw);
    bench.act("eva", Command::Park { consult: parked });
    let went = |consult| {
        gone(
            &bench.state,
            &bench.directory,
            &bench.viewer("nils"),
            consult,
        )
    };
    let by = StaffView::Doctor("nora".parse().unwrap(), centre("north"));
    let found = went(taken).unwrap();
    assert_eq!((found.to, found.by), (GoneTo::Taken, Some(by)));
    for (consult, to) in [
        (sent, GoneTo::Redirected),
        (withdrawn, GoneTo::Withdrawn),
        (parked, GoneTo::Aside),
    ] {
        let found = went(consult).unwrap();
        assert_eq!((found.to, found.by), (to, None));
    }
    let nurse = bench.viewer("wera");
    assert_eq!(gone(&bench.state, &bench.directory, &nurse, taken), None);
}

const PATIENT: PatientRef = PatientRef([7; 16]);

fn protected(bench: &mut Bench, nurse: &str, level: Level) -> ConsultId {
    let mut ask = bench.request("north", level);
    ask.codes.patient = Some(PatientCodes {
        patient_ref: Some(PATIENT),
        age_band: None,
        sex: None,
        protected: true,
        id_type: Some(IdType::Personnummer),
    });
    bench.ask_with(nurse, ask)
}

fn accept(consult: ConsultId) -> Command {
    Command::AcceptHandover { consult }
}

fn figures(bench: &Bench, who: &str) -> FiguresView {
    sees(bench, who).figures.unwrap()
}

fn sees(bench: &Bench, who: &str) -> View {
    view(&bench.state, &bench.directory, &bench.viewer(who))
}
