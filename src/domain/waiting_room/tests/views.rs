//! What each person sees, and that following the changes leads to the same.

use super::bench::{Bench, answer, centre, close, duty, seen};
use crate::domain::clinical::{AnswerMode, IdType, Level, PatientCodes, WithdrawReason};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{
    Change, Command, DutyState, Mark, StaffView, StepKind, View, Viewer, apply, diff, view,
};

#[test]
fn nurse_sees_her_units_requests_and_her_place() {
    let mut bench = Bench::new();
    let west = bench.ask("wera", "north", Level::P2);
    let east = bench.ask("eva", "north", Level::P3);
    let seen = sees(&bench, "elin");
    assert_eq!(seen.consults.keys().collect::<Vec<_>>(), [&east]);
    assert_eq!(seen.consults[&east].position, Some(2));
    assert!(!seen.consults.contains_key(&west));
    let centres: Vec<_> = seen.centres.keys().map(|id| id.as_str()).collect();
    assert_eq!(centres, ["harbour", "north", "south"]);
    assert!(seen.centres[&centre("north")].own);
    assert_eq!(seen.centres[&centre("north")].waiting, 2);
    let steps: Vec<_> = seen.consults[&east]
        .next_steps
        .iter()
        .map(|step| step.what)
        .collect();
    assert_eq!(steps, [StepKind::TargetMissed, StepKind::Promoted]);
}

#[test]
fn doctor_sees_her_queue_without_the_nurse_until_she_takes_it() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    bench.on_duty("nora", &["north"]);
    let consult = bench.ask("eva", "north", Level::P2);
    let elsewhere = bench.ask("eva", "south", Level::P2);
    let row = &sees(&bench, "nils").consults[&consult];
    assert_eq!((row.nurse.clone(), row.position), (None, Some(1)));
    assert!(!sees(&bench, "nils").consults.contains_key(&elsewhere));
    assert_eq!(sees(&bench, "nora").queues[&centre("south")], [elsewhere]);

    bench.act("nils", Command::Claim { consult });
    let row = &sees(&bench, "nils").consults[&consult];
    let nurse = StaffView::Nurse("eva".parse().unwrap(), "east-home".parse().unwrap());
    assert_eq!(row.nurse, Some(nurse));
    assert_eq!(row.next_steps[0].what, StepKind::ClaimReturns);
    assert!(
        !sees(&bench, "nora").consults.contains_key(&consult),
        "it is gone for the others"
    );
    assert!(sees(&bench, "nils").queues[&centre("north")].is_empty());

    bench.act("nils", answer(consult, AnswerMode::Text, false));
    assert!(sees(&bench, "nils").consults.contains_key(&consult));
    assert!(!sees(&bench, "nora").consults.contains_key(&consult));
}

#[test]
fn place_and_age_of_a_protected_patient_are_hidden_in_the_queue() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let mut ask = bench.request("north", Level::P2);
    let age_band = Some(crate::domain::clinical::AgeBand::Age80To89);
    ask.codes.patient = Some(PatientCodes {
        patient_ref: None,
        age_band,
        sex: None,
        protected: true,
        id_type: Some(IdType::Personnummer),
    });
    let consult = bench.ask_with("eva", ask);
    let row = &sees(&bench, "nils").consults[&consult];
    assert_eq!(
        (&row.unit, &row.municipality, row.age_band),
        (&None, &None, None)
    );
    assert!(sees(&bench, "eva").consults[&consult].unit.is_some());
    bench.act("nils", Command::Claim { consult });
    let row = &sees(&bench, "nils").consults[&consult];
    assert!(row.unit.is_some() && row.municipality.is_some() && row.age_band.is_some());
}

#[test]
fn own_unit_tells_its_cases_apart_by_sex_and_age_unless_the_patient_is_protected() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let mut asks = |protected| {
        let mut ask = bench.request("north", Level::P2);
        ask.codes.patient = Some(PatientCodes {
            patient_ref: None,
            age_band: Some(crate::domain::clinical::AgeBand::Age80To89),
            sex: Some(crate::domain::clinical::Sex::Woman),
            protected,
            id_type: Some(IdType::Personnummer),
        });
        bench.ask_with("eva", ask)
    };
    let (open, hidden) = (asks(false), asks(true));
    let hers = sees(&bench, "eva").consults;
    assert!(hers[&open].sex.is_some() && hers[&open].age_band.is_some());
    assert_eq!((hers[&hidden].sex, hers[&hidden].age_band), (None, None));
    let queue = sees(&bench, "nils").consults;
    assert!(queue[&open].age_band.is_some());
    assert_eq!(queue[&open].sex, None, "no doctor's list needs it");

    assert_eq!(hers[&open].ended_at, None);
    let (consult, reason) = (open, WithdrawReason::Phoned);
    bench.act("eva", Command::Withdraw { consult, reason });
    assert!(sees(&bench, "eva").consults[&open].ended_at.is_some());
}

#[test]
fn missed_target_alarms_doctors_on_duty_in_the_county_and_the_coordinator() {
    let mut bench = Bench::new();
    bench.on_duty("siv", &["south"]);
    bench.act("nils", duty(DutyState::Paused, &["north"], None));
    let consult = bench.ask("eva", "north", Level::P1);
    bench.pass(300);
    for told in ["siv", "carl"] {
        assert_eq!(
            sees(&bench, told).notices[&consult].centre,
            centre("north"),
            "{told}"
        );
    }
    for untold in ["nils", "eva", "asta"] {
        assert!(sees(&bench, untold).notices.is_empty(), "{untold}");
    }
    assert!(
        sees(&bench, "eva").consults[&consult]
            .marks
            .contains(&Mark::Overdue)
    );
    let figures = sees(&bench, "carl").figures.unwrap();
    assert_eq!(figures.overdue[0].id, consult);
    assert_eq!(figures.centres[&centre("north")].overdue, 1);

    bench.on_duty("nils", &["north"]);
    bench.act("nils", Command::Claim { consult });
    bench.act("system", Command::MediaFlows { consult });
    assert!(sees(&bench, "carl").notices.is_empty(), "they have met");
}

#[test]
fn practice_case_alarms_only_who_takes_part_and_counts_nowhere() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    bench.practises("siv", &["south"]);
    let consult = bench.ask_to_practise("eva", "north", Level::P1);
    bench.pass(300);
    assert!(sees(&bench, "siv").notices[&consult].exercise);
    assert!(sees(&bench, "nils").notices.is_empty(), "she takes no part");
    let coordinator = sees(&bench, "carl");
    assert!(coordinator.notices.is_empty());
    let figures = coordinator.figures.unwrap();
    assert_eq!(
        (figures.in_queue[&Level::P1], figures.overdue.len()),
        (0, 0)
    );
    assert_eq!(figures.centres[&centre("north")].in_queue, 0);
    assert!(
        sees(&bench, "eva").consults[&consult]
            .marks
            .contains(&Mark::Exercise)
    );
}

#[test]
fn figures_list_single_cases_only_to_their_owners_and_the_coordinator() {
    let mut bench = Bench::new();
    let harbour = bench.ask("eva", "harbour", Level::P1);
    let south = bench.ask("wera", "south", Level::P1);
    bench.pass(300);
    let listed = |who| -> Vec<ConsultId> {
        let figures = sees(&bench, who).figures.unwrap();
        figures.overdue.iter().map(|case| case.id).collect()
    };
    assert_eq!(listed("carl"), [harbour, south]);
    assert_eq!(
        listed("asta"),
        [south],
        "the region owns the answers at south"
    );
    assert_eq!(listed("emil"), [harbour]);
    assert_eq!(listed("maja"), [harbour]);
    assert_eq!(listed("hedda"), [harbour]);
    assert_eq!(listed("harry"), [harbour]);
    let region = sees(&bench, "asta").figures.unwrap();
    assert_eq!(region.in_queue[&Level::P1], 2, "counts are shared");
    assert_eq!(
        sees(&bench, "emil").figures.unwrap().in_queue[&Level::P1],
        1
    );
}

#[test]
fn figures_tell_the_longest_wait_and_who_can_be_reached() {
    let mut bench = Bench::new();
    bench.on_duty("nora", &["north", "south"]);
    let first = bench.now;
    bench.ask("eva", "north", Level::P3);
    bench.pass(60);
    bench.ask("eva", "north", Level::P3);
    let figures = sees(&bench, "carl").figures.unwrap();
    assert_eq!(figures.oldest_queued_at, Some(first));
    assert_eq!(
        figures.reachable, 1,
        "one doctor at two centres is one doctor"
    );
    assert_eq!(figures.centres[&centre("south")].reachable, 1);
    assert_eq!(figures.in_queue[&Level::P3], 2);
}

#[test]
fn reviewer_operator_and_strangers_see_nothing() {
    let (bench, _) = Bench::claimed(Level::P1);
    for who in ["rut", "olle"] {
        assert_eq!(sees(&bench, who), View::default());
    }
    let stranger = Viewer {
        person: "wera".parse().unwrap(),
        commission: "eva-works".parse().unwrap(),
    };
    assert_eq!(
        view(&bench.state, &bench.directory, &stranger),
        View::default()
    );
}

#[test]
fn changes_tell_only_what_changed() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    let consult = bench.ask("eva", "north", Level::P3);
    let before = sees(&bench, "eva");
    assert_eq!(diff(&before, &before), []);
    bench.ask("wera", "north", Level::P4);
    let after = sees(&bench, "eva");
    let changes = diff(&before, &after);
    assert!(
        matches!(changes.as_slice(), [Change::Centre(..)]),
        "{changes:?}"
    );
    bench.act("nils", Command::Claim { consult });
    let changes = diff(&after, &sees(&bench, "eva"));
    assert!(
        matches!(changes.as_slice(), [Change::Consult(_), Change::Centre(..)]),
        "{changes:?}"
    );
}

#[test]
fn consult_leaves_the_view_when_it_leaves_the_state() {
    let (mut bench, consult) = Bench::answered(false);
    bench.act("eva", seen(consult));
    bench.act("eva", close(consult));
    let before = sees(&bench, "eva");
    assert!(before.consults.contains_key(&consult));
    bench.pass(24 * 3600);
    bench.ask("wera", "south", Level::P4);
    let after = sees(&bench, "eva");
    let changes = diff(&before, &after);
    assert!(changes.contains(&Change::ConsultGone(consult)));
    let mut followed = before;
    apply(&mut followed, &changes);
    assert_eq!(followed, after);
}

fn sees(bench: &Bench, who: &str) -> View {
    view(&bench.state, &bench.directory, &bench.viewer(who))
}
