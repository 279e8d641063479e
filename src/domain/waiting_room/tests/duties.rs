//! Who is on duty, and who can be reached.

use std::collections::BTreeSet;
use std::time::Duration;

use super::bench::{Bench, centre, duty};
use crate::domain::clinical::Level;
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Command, Deadline, Decision, DirectoryHash, DutyState, Refusal, SetDuty, view,
};

#[test]
fn only_a_doctor_on_duty_for_the_centre_takes_its_requests() {
    let mut bench = Bench::new();
    let consult = bench.ask("eva", "north", Level::P2);
    let claim = || Command::Claim { consult };
    assert_eq!(bench.refused("nora", claim()), Refusal::NotOnDuty);
    bench.on_duty("nora", &["south"]);
    assert_eq!(bench.refused("nora", claim()), Refusal::NotOnDuty);
    bench.act("nora", duty(DutyState::Paused, &["north"], None));
    assert_eq!(bench.refused("nora", claim()), Refusal::NotOnDuty);
    bench.act("nora", duty(DutyState::On, &["north"], None));
    bench.act("nora", claim());
}

#[test]
fn doctor_is_reachable_with_duty_link_and_sound() {
    let mut bench = Bench::new();
    let (north, south) = (centre("north"), centre("south"));
    bench.act("nora", duty(DutyState::On, &["north"], None));
    assert_eq!(bench.state.reachable(&north), 0, "no sound test");
    let heard = bench.now;
    bench.act("nora", duty(DutyState::On, &["north"], Some(heard)));
    assert_eq!(
        (bench.state.reachable(&north), bench.state.reachable(&south)),
        (1, 0)
    );
    bench.act("nora", duty(DutyState::Paused, &["north"], None));
    assert_eq!(bench.state.reachable(&north), 0, "paused");
    bench.act("nora", duty(DutyState::On, &["north", "south"], None));
    assert_eq!(
        bench.state.reachable(&south),
        1,
        "the sound test is remembered"
    );
    let person = "nora".parse().unwrap();
    bench.act(
        "system",
        Command::LinkLost {
            person,
            since: heard,
        },
    );
    assert_eq!(bench.state.reachable(&south), 0, "link lost");
    bench.act(
        "system",
        Command::LinkBack {
            person: "nora".parse().unwrap(),
        },
    );
    assert_eq!(bench.state.reachable(&south), 1);
}

#[test]
fn sound_test_is_relied_on_for_twelve_hours() {
    let mut bench = Bench::new();
    bench.on_duty("nils", &["north"]);
    bench.pass(12 * 3600 - 1);
    assert_eq!(bench.state.reachable(&centre("north")), 1);
    bench.pass(1);
    assert_eq!(bench.state.reachable(&centre("north")), 0);
    let old = bench.now.minus(Duration::from_secs(12 * 3600));
    bench.act("nils", duty(DutyState::On, &["north"], Some(old)));
    assert_eq!(
        bench.state.reachable(&centre("north")),
        0,
        "too old when it was said"
    );
}

#[test]
fn sound_heard_in_the_future_was_heard_now() {
    let mut bench = Bench::new();
    let ahead = bench.now.plus(Duration::from_secs(90));
    bench.act("nils", duty(DutyState::On, &["north"], Some(ahead)));
    let set = bench.state.duty(&"nils".parse().unwrap()).unwrap();
    assert_eq!(set.sound_tested_at, Some(bench.now));
}

#[test]
fn duty_ends_when_the_doctor_said() {
    let mut bench = Bench::new();
    let mut wanted = SetDuty {
        state: DutyState::On,
        centres: [centre("north")].into(),
        levels: [Level::P1].into(),
        until: Some(bench.now),
        sound_tested_at: None,
        practice: false,
    };
    let refusal = bench.refused("nils", Command::SetDuty(wanted.clone()));
    assert!(matches!(
        refusal,
        Refusal::InvalidValue { field: "until", .. }
    ));
    wanted.until = Some(bench.now.plus(Duration::from_secs(600)));
    bench.act("nils", Command::SetDuty(wanted));
    bench.pass(599);
    let nils = "nils".parse().unwrap();
    assert_eq!(bench.state.duty(&nils).unwrap().state, DutyState::On);
    bench.pass(1);
    assert_eq!(bench.state.duty(&nils).unwrap().state, DutyState::Off);
    assert!(!bench.state.watches(&nils));
}

#[test]
fn duty_is_for_centres_the_doctor_answers_for() {
    let mut bench = Bench::new();
    let refusal = bench.refused("nils", duty(DutyState::On, &["south"], None));
    assert_eq!(refusal, Refusal::NotEligible);
    let refusal = bench.refused("nils", duty(DutyState::On, &[], None));
    assert_eq!(refusal, Refusal::MissingField { field: "centres" });
    assert_eq!(
        bench.refused("eva", duty(DutyState::Off, &[], None)),
        Refusal::Forbidden
    );
    bench.act("nils", duty(DutyState::Off, &[], None));
}

#[test]
fn leaving_duty_keeps_the_claim() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    bench.act("nils", duty(DutyState::Off, &[], None));
    assert!(bench.of(consult).stage.claim().is_some());
    bench.act("nils", Command::Release { consult });
    assert_eq!(
        bench.refused("nils", Command::Claim { consult }),
        Refusal::NotOnDuty
    );
}

#[test]
fn directory_is_adopted_once() {
    let mut bench = Bench::new();
    let valid_from = bench.now;
    let adopt = |hash| Command::AdoptDirectory {
        hash: DirectoryHash([hash; 32]),
        valid_from,
    };
    bench.act("system", adopt(1));
    let again = bench.envelope("system", adopt(1));
    assert!(matches!(bench.submit(&again), Ok(Decision::Moot(_))));
    bench.act("system", adopt(2));
    assert_eq!(
        bench.state.directory().unwrap().hash,
        DirectoryHash([2; 32])
    );
}

#[test]
fn who_is_on_call_follows_the_hours_and_is_rung_before_who_comes_after_her() {
    let mut bench = Bench::new();
    bench.adopt();
    let on_call = |bench: &Bench, name: &str| {
        let slot = bench.state.on_call_by_phone(&centre(name));
        slot.map(|slot| slot.slot.to_string())
    };
    assert_eq!(on_call(&bench, "north"), None);
    bench.pass(7 * 3600 - 1);
    assert_eq!(on_call(&bench, "north"), None);
    bench.pass(1);
    assert_eq!(on_call(&bench, "north").as_deref(), Some("night"));
    assert_eq!(on_call(&bench, "south").as_deref(), Some("night"));
    assert_eq!(on_call(&bench, "harbour"), None);
    let held: Vec<_> = bench
        .state
        .slots()
        .iter()
        .map(|slot| slot.slot.as_str())
        .collect();
    assert_eq!(held, ["night", "back"]);
    bench.pass(15 * 3600);
    assert_eq!(on_call(&bench, "north"), None);
}

#[test]
fn county_whose_log_knows_no_slots_goes_on_as_before() {
    let mut bench = Bench::new();
    let mut rows = bench.directory.rows();
    rows.duty_slots.clear();
    let slots = std::mem::replace(&mut bench.directory, Directory::new(rows).unwrap());
    bench.adopt();
    assert_eq!(bench.log[0].events.len(), 1);
    assert_eq!(bench.state.next_deadline(), None);
    bench.directory = slots;
    let valid_from = bench.now;
    let hash = DirectoryHash([8; 32]);
    bench.act("system", Command::AdoptDirectory { hash, valid_from });
    assert_eq!(
        bench.state.next_deadline(),
        Some((
            bench.now.plus(Duration::from_secs(7 * 3600)),
            Deadline::SlotsChange
        ))
    );
}

#[test]
fn nurse_at_night_is_told_whom_to_ring_though_nobody_is_on_a_screen() {
    let mut bench = Bench::new();
    bench.adopt();
    bench.pass(8 * 3600);
    let consult = bench.ask("eva", "north", Level::P1);
    assert!(!bench.of(consult).nobody_reachable);
    let seen = view(&bench.state, &bench.directory, &bench.viewer("eva"));
    let north = &seen.centres[&centre("north")];
    assert_eq!(north.reachable, 0);
    assert_eq!(
        north.on_call.as_ref().map(ToString::to_string).as_deref(),
        Some("night")
    );
    assert_eq!(seen.centres[&centre("harbour")].on_call, None);
    let consult = bench.ask("eva", "harbour", Level::P2);
    assert!(bench.of(consult).nobody_reachable);
}

#[test]
fn hours_at_which_nobody_answers_for_a_centre_are_told_a_day_ahead() {
    let mut bench = Bench::new();
    bench.adopt();
    let gaps = |bench: &Bench| {
        let seen = view(&bench.state, &bench.directory, &bench.viewer("asta"));
        let gaps = seen.figures.unwrap().uncovered.into_iter();
        gaps.map(|gap| {
            let hour = |at: Timestamp| at.local().strftime("%a %H").to_string();
            (gap.centre.to_string(), hour(gap.from), hour(gap.until))
        })
        .collect::<Vec<_>>()
    };
    let told = |centre: &str, from: &str, until: &str| {
        (centre.to_owned(), from.to_owned(), until.to_owned())
    };
    // Nights somebody is on call; by day no hours of these centres are known.
    let day = [
        told("north", "Mon 08", "Mon 17"),
        told("south", "Mon 08", "Mon 17"),
        told("north", "Tue 08", "Tue 17"),
        told("south", "Tue 08", "Tue 17"),
    ];
    let of_north_and_south = |bench: &Bench| {
        let mut gaps = gaps(bench);
        gaps.retain(|(centre, _, _)| centre != "harbour");
        gaps
    };
    assert_eq!(of_north_and_south(&bench)[..4], day);
    // A doctor who is reached is counted on until her duty ends.
    let mut duty = SetDuty {
        state: DutyState::On,
        centres: [centre("north")].into(),
        levels: BTreeSet::new(),
        until: Some(bench.now.plus(Duration::from_secs(3 * 3600))),
        sound_tested_at: Some(bench.now),
        practice: false,
    };
    bench.act("nils", Command::SetDuty(duty.clone()));
    assert_eq!(
        of_north_and_south(&bench)[1],
        told("north", "Mon 13", "Mon 17")
    );
    duty.until = None;
    bench.act("nils", Command::SetDuty(duty));
    assert_eq!(of_north_and_south(&bench)[0], day[1]);
    assert_eq!(of_north_and_south(&bench)[1], day[2]);
}
