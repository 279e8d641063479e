//! What a reviewer reads of a case, and when she can read it no more.

use std::ops::ControlFlow;
use std::time::Duration;

use super::*;
use crate::domain::clinical::{AnswerMode, IdType, Level, PatientCodes};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::tests::bench::{Bench, MORNING, answer, close, duty, read_back};
use crate::domain::waiting_room::{
    Command, ConsultState, DutyState, Entry, EventKind, Refusal, ReleaseCause,
};

#[test]
fn states_follow_each_other_without_a_gap_and_say_how_long() {
    let (bench, consult) = story();
    let dossier = read(&bench.log, consult, bench.now);
    let stood: Vec<_> = dossier
        .states
        .iter()
        .map(|stood| (stood.state.as_str(), after(stood.from)))
        .collect();
    assert_eq!(
        stood,
        [
            ("queued", 0),
            ("claimed", 60),
            ("queued", 240),
            ("claimed", 300),
            ("in_call", 310),
            ("answered", 610),
            ("read_back", 700),
            ("acknowledged", 720),
            ("closed", 750),
        ]
    );
    for pair in dossier.states.windows(2) {
        assert_eq!(pair[0].until, Some(pair[1].from));
    }
    assert_eq!(dossier.states.last().unwrap().until, None);
}

#[test]
fn waits_are_measured_against_what_was_promised() {
    let (bench, consult) = story();
    let dossier = read(&bench.log, consult, bench.now);
    assert!(dossier.waits.iter().all(|wait| !wait.open), "it has ended");
    let waits: Vec<_> = dossier
        .waits
        .iter()
        .map(|wait| {
            let within = wait.within.map(|within| within.as_secs());
            (
                wait.what.as_str(),
                after(wait.from),
                wait.lasted.as_secs(),
                wait.until.is_some(),
                within,
            )
        })
        .collect();
    assert_eq!(
        waits,
        [
            ("taken", 0, 60, true, None),
            ("first_contact", 0, 310, true, Some(1_800)),
            ("met", 60, 180, false, Some(180)),
            ("taken", 240, 60, true, None),
            ("met", 300, 10, true, Some(180)),
            ("opened", 610, 40, true, Some(600)),
            ("agreed", 610, 110, true, Some(600)),
        ]
    );
}

#[test]
fn wait_that_goes_on_is_told_from_one_that_was_given_up() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    bench.act("nils", Command::MustGo { consult });
    bench.now = bench.now.plus(Duration::from_secs(5));
    let dossier = read(&bench.log, consult, bench.now);
    let open = |what| {
        dossier
            .waits
            .iter()
            .rfind(|wait| wait.what == what)
            .unwrap()
            .open
    };
    assert!(!open(WaitKind::Met), "she has gone");
    assert!(open(WaitKind::Taken) && open(WaitKind::FirstContact));
}

#[test]
fn rings_links_and_media_that_failed_stand_with_whose_they_were() {
    let (bench, consult) = story();
    let dossier = read(&bench.log, consult, bench.now);
    let failed: Vec<_> = dossier
        .failures
        .iter()
        .map(|failed| {
            let person = failed.person.as_ref().map(|staff| staff.person.as_str());
            let until = failed.until.map(after);
            (failed.what.as_str(), after(failed.at), until, person)
        })
        .collect();
    assert_eq!(
        failed,
        [
            ("no_contact", 240, None, Some("nils")),
            ("nurse_link_lost", 250, Some(280), Some("eva")),
            ("media_stopped", 400, Some(420), None),
        ]
    );
}

#[test]
fn who_was_on_duty_before_it_began_stands_there_from_its_beginning() {
    let (bench, consult) = story();
    let dossier = read(&bench.log, consult, bench.now);
    let there: Vec<_> = dossier
        .on_duty
        .iter()
        .map(|span| {
            let who = match &span.who {
                Who::Doctor(person, _) => person.as_str(),
                Who::Slot(slot) => slot.as_str(),
            };
            let until = span.until.map(after);
            (who, span.presence.as_str(), after(span.from), until)
        })
        .collect();
    assert_eq!(
        there,
        [
            ("nils", "reachable", 0, Some(750)),
            ("nora", "paused", 0, Some(100)),
            ("nora", "reachable", 100, Some(750)),
        ],
        "Siv's centre is another"
    );
}

#[test]
fn timeline_has_each_event_with_who_did_it_and_what_was_set() {
    let (bench, consult) = story();
    let dossier = read(&bench.log, consult, bench.now);
    let first = &dossier.timeline[0];
    assert_eq!(first.what, EventKind::ConsultQueued);
    assert_eq!(first.by.as_ref().unwrap().person.as_str(), "eva");
    assert_eq!(first.level, Some(Level::P2));
    let released = dossier
        .timeline
        .iter()
        .find(|line| line.what == EventKind::ClaimReleased)
        .unwrap();
    assert_eq!(
        (&released.by, released.cause),
        (&None, Some(ReleaseCause::ContactDue))
    );
    assert_eq!(released.about.as_ref().unwrap().person.as_str(), "nils");
    let happened = |kind| dossier.timeline.iter().any(|line| line.what == kind);
    for kind in [
        EventKind::LinkLost,
        EventKind::LinkBack,
        EventKind::MediaBegan,
        EventKind::MediaEnded,
        EventKind::IncidentReported,
    ] {
        assert!(happened(kind), "{kind}");
    }
    assert!(!happened(EventKind::DutySet), "that is nobody's case");
    assert!(dossier.timeline.is_sorted_by_key(|line| line.at));
}

#[test]
fn what_is_passed_over_as_no_concern_changes_nothing() {
    let (mut bench, consult) = story();
    let other = bench.ask("eva", "north", Level::P3);
    bench.act("nora", Command::Claim { consult: other });
    let reading = Reading::new(consult);
    let picked: Vec<Entry> = bench
        .log
        .iter()
        .filter(|entry| reading.concerns(&stored(entry)))
        .cloned()
        .collect();
    assert!(picked.len() < bench.log.len());
    assert_eq!(
        read(&picked, consult, bench.now),
        read(&bench.log, consult, bench.now)
    );
}

#[test]
fn reading_ends_where_the_case_has_left_the_state() {
    let (mut bench, consult) = story();
    bench.pass(8 * 24 * 3_600);
    bench.act("nora", duty(DutyState::Off, &[], None));
    assert!(bench.state.consult(consult).is_none());
    let mut reading = Reading::new(consult);
    let ended = bench
        .log
        .iter()
        .position(|entry| reading.read(entry) == ControlFlow::Break(()));
    assert!(ended.is_some());
    assert!(reading.end(bench.now).is_some());
    assert!(Reading::new(consult).end(bench.now).is_none());
}

#[test]
fn case_stays_listed_as_it_stood_last_after_it_has_left_the_state() {
    let (mut bench, consult) = story();
    let calm = bench.ask("eva", "north", Level::P3);
    bench.pass(8 * 24 * 3_600);
    bench.act("nora", duty(DutyState::Off, &[], None));
    let incidents = listed(&bench.log);
    let incident = incidents.of(consult).unwrap();
    assert_eq!(incident.state, ConsultState::Closed);
    assert_eq!(incident.reports.len(), 2);
    assert_eq!(incident.reported_at(), incident.reports[1].at);
    assert!(incidents.of(calm).is_none(), "nothing went wrong in it");
    assert_eq!(incidents.all().count(), 1);
}

#[test]
fn case_has_room_for_twenty_reports_and_no_more() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    let before = bench.stands(consult);
    for _ in 0..20 {
        assert_eq!(
            bench.act("eva", Command::ReportIncident { consult }),
            Some(before)
        );
    }
    let refused = bench.refused("nils", Command::ReportIncident { consult });
    assert!(matches!(
        refused,
        Refusal::InvalidValue { field: "text", .. }
    ));
    assert_eq!(listed(&bench.log).of(consult).unwrap().reports.len(), 20);
}

#[test]
fn case_that_leaves_with_the_very_entry_takes_no_report() {
    let (mut bench, consult) = story();
    let ended = MORNING.plus(Duration::from_secs(750 + 24 * 3_600));
    bench.now = ended.minus(Duration::from_secs(1));
    bench.act("eva", Command::ReportIncident { consult });
    bench.now = ended;
    let late = bench.refused("eva", Command::ReportIncident { consult });
    assert_eq!(late, Refusal::NotFound);
    assert_eq!(listed(&bench.log).of(consult).unwrap().reports.len(), 3);
}

#[test]
fn report_moves_no_deadline_and_nobody() {
    let (mut bench, consult) = Bench::claimed(Level::P1);
    let (before, next) = (bench.of(consult).clone(), bench.state.next_deadline());
    bench.act("eva", Command::ReportIncident { consult });
    let after = bench.of(consult).clone();
    assert_eq!(bench.state.next_deadline(), next);
    assert_eq!(after.stage, before.stage);
    assert_eq!(
        (after.due_at, after.acts_next()),
        (before.due_at, before.acts_next())
    );
}

#[test]
fn of_one_case_too_many_the_one_reported_longest_ago_leaves_the_list() {
    let (bench, _) = story();
    let mut incidents = listed(&bench.log);
    let (mut bench, first) = Bench::claimed(Level::P1);
    bench.act("eva", Command::ReportIncident { consult: first });
    let entry = bench.log.last().unwrap().clone();
    let one = bench.state.clone();
    for number in 0..register::CASES_MAX {
        let consult = ConsultId(uuid::Uuid::from_u128(1_000_000 + number as u128));
        incidents.keep_for_test(consult, entry.at.plus(Duration::from_secs(number as u64)));
    }
    assert_eq!(incidents.all().count(), register::CASES_MAX);
    incidents.apply(&entry, &one);
    assert_eq!(incidents.all().count(), register::CASES_MAX);
}

/// A case in which much went wrong: nobody came in time, a link was lost, media stopped.
/// Eva reports it twice.
fn story() -> (Bench, ConsultId) {
    let mut bench = Bench::new();
    bench.now = MORNING.minus(Duration::from_secs(3_600));
    bench.on_duty("nils", &["north"]);
    bench.on_duty("siv", &["south"]);
    bench.act("nora", duty(DutyState::Paused, &["north"], Some(bench.now)));
    bench.now = MORNING;
    let consult = bench.ask("eva", "north", Level::P2);
    until(&mut bench, 60);
    bench.act("nils", Command::Claim { consult });
    until(&mut bench, 100);
    bench.act("nora", duty(DutyState::On, &["north"], Some(MORNING)));
    until(&mut bench, 260);
    let eva = || "eva".parse().unwrap();
    let since = MORNING.plus(Duration::from_secs(250));
    bench.act(
        "system",
        Command::LinkLost {
            person: eva(),
            since,
        },
    );
    until(&mut bench, 280);
    bench.act("system", Command::LinkBack { person: eva() });
    until(&mut bench, 300);
    bench.act("nils", Command::Claim { consult });
    until(&mut bench, 310);
    bench.act("system", Command::MediaFlows { consult });
    until(&mut bench, 405);
    let at = MORNING.plus(Duration::from_secs(400));
    bench.act("system", Command::MediaEnded { consult, at });
    bench.act("eva", Command::ReportIncident { consult });
    until(&mut bench, 420);
    bench.act("system", Command::MediaFlows { consult });
    until(&mut bench, 610);
    bench.act("nils", answer(consult, AnswerMode::Video, true));
    until(&mut bench, 650);
    bench.act("eva", Command::OpenAnswer { consult });
    until(&mut bench, 700);
    bench.act("eva", read_back(consult));
    until(&mut bench, 720);
    bench.act(
        "nils",
        Command::ConfirmReadBack {
            consult,
            matches: true,
            rev: None,
        },
    );
    until(&mut bench, 750);
    bench.act("eva", close(consult));
    until(&mut bench, 800);
    bench.act("eva", Command::ReportIncident { consult });
    (bench, consult)
}

fn until(bench: &mut Bench, seconds: u64) {
    bench.pass_until(MORNING.plus(Duration::from_secs(seconds)));
}

#[test]
fn place_of_a_protected_patients_case_is_for_her_own_providers_reviewers() {
    let (mut bench, consult) = Bench::claimed(Level::P2);
    let owners = bench.state.consult(consult).unwrap();
    let (asking, answering) = (owners.request_owner.clone(), owners.answer_owner.clone());
    bench.act("eva", Command::ReportIncident { consult });
    let shown = |bench: &Bench| {
        let listed = listed(&bench.log);
        let incident = listed.of(consult).unwrap();
        (
            incident.shows_place_to(&asking),
            incident.shows_place_to(&answering),
        )
    };
    assert_eq!(shown(&bench), (true, true));
    for protected in [true, false] {
        let patient = PatientCodes {
            patient_ref: None,
            age_band: None,
            sex: None,
            protected,
            id_type: Some(IdType::Personnummer),
        };
        bench.act("eva", Command::CorrectPatient { consult, patient });
        assert_eq!(
            shown(&bench),
            (true, false),
            "also after it was corrected: {protected}"
        );
    }
}

fn after(at: Timestamp) -> u64 {
    at.since(MORNING).as_secs()
}

#[track_caller]
fn read(log: &[Entry], consult: ConsultId, now: Timestamp) -> Dossier {
    let mut reading = Reading::new(consult);
    for entry in log {
        if reading.read(entry).is_break() {
            break;
        }
    }
    reading.end(now).unwrap()
}

fn listed(log: &[Entry]) -> Incidents {
    let mut room = crate::domain::waiting_room::WaitingRoom::new();
    let mut incidents = Incidents::default();
    for entry in log {
        room.apply(entry);
        incidents.apply(entry, &room);
    }
    incidents
}

/// Close enough to the stored form: ids and kinds stand in it as they are spelt.
fn stored(entry: &Entry) -> String {
    serde_json::to_string(&(&entry.events, &entry.outcome)).unwrap()
}
