//! Who is rung for what, and for how long.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::domain::clinical::{AnswerMode, DoneBy, WithdrawReason};
use crate::domain::waiting_room::tests::bench::{Bench, MORNING, answer_codes, read_back, seen};
use crate::domain::waiting_room::{Command, FollowUp};

#[test]
fn acute_at_night_rings_who_is_on_call_then_the_next_then_the_coordinator() {
    let mut night = Night::begin();
    night.bench.ask("eva", "north", Level::P1);
    assert_eq!(
        night.rings_for(420),
        [
            (0, "Jourläkare"),
            (120, "Bakjour"),
            (120, "Jourläkare"),
            (240, "Bakjour"),
            (240, "Jourläkare"),
            (300, "Testlän"),
            (360, "Bakjour"),
            (360, "Jourläkare"),
            (420, "Testlän"),
        ]
        .map(|(at, name)| (at, name.to_owned()))
    );
}

#[test]
fn acute_stops_ringing_when_a_doctor_takes_it_and_rings_at_once_when_it_comes_back() {
    let mut night = Night::begin();
    night.bench.on_duty("nils", &["north"]);
    let consult = night.bench.ask("eva", "north", Level::P1);
    night.rings_for(130);
    night.bench.act("nils", Command::Claim { consult });
    assert_eq!(night.rings_for(20), []);
    night.bench.act("nils", Command::Release { consult });
    let names = ["Bakjour", "Jourläkare"].map(|name| (0, name.to_owned()));
    assert_eq!(night.rings_for(20), names);
    let reason = WithdrawReason::Solved;
    night
        .bench
        .act("eva", Command::Withdraw { consult, reason });
    assert_eq!(night.rings_for(3_600), []);
}

#[test]
fn urgent_rings_twice_and_what_can_wait_never() {
    let mut night = Night::begin();
    night.bench.ask("eva", "north", Level::P2);
    let twice = [(0, "Jourläkare".to_owned()), (900, "Jourläkare".to_owned())];
    assert_eq!(night.rings_for(3_600), twice);
    let mut night = Night::begin();
    night.bench.ask("eva", "north", Level::P3);
    night.bench.ask("eva", "south", Level::P4);
    assert_eq!(night.rings_for(3_600), []);
}

#[test]
fn request_raised_to_acute_rings_from_then_on() {
    let mut night = Night::begin();
    let consult = night.bench.ask("eva", "north", Level::P3);
    assert_eq!(night.rings_for(600), []);
    let level = Level::P1;
    night.bench.act("eva", Command::Triage { consult, level });
    assert_eq!(night.rings_for(60), [(0, "Jourläkare".to_owned())]);
}

#[test]
fn by_day_an_acute_request_rings_the_coordinator_alone() {
    let mut bench = Bench::new();
    bench.adopt();
    let mut day = Night { bench };
    day.bench.ask("eva", "harbour", Level::P1);
    assert_eq!(day.rings_for(400), [(300, "Testlän".to_owned())]);
}

#[test]
fn practice_rings_no_telephone() {
    let mut night = Night::begin();
    let mut ask = night.bench.request("north", Level::P1);
    ask.exercise = true;
    night.bench.ask_with("eva", ask);
    assert_eq!(night.rings_for(900), []);
}

#[test]
fn shift_begins_with_one_test_alarm() {
    let mut bench = Bench::new();
    bench.adopt();
    let mut day = Night { bench };
    let evening = 7 * 3_600;
    let both = [
        (evening, "Bakjour".to_owned()),
        (evening, "Jourläkare".to_owned()),
    ];
    assert_eq!(day.rings_for(evening + 3_600), both);
}

#[test]
fn alert_says_nothing_by_which_a_case_could_be_found() {
    let mut night = Night::begin();
    let open = night.bench.ask("eva", "north", Level::P1);
    let mut ask = night.bench.request("north", Level::P2);
    if let Some(patient) = &mut ask.codes.patient {
        patient.protected = true;
    }
    night.bench.ask_with("eva", ask);
    let now = night.bench.now;
    let alerts = due(
        &night.bench.state,
        &night.bench.directory,
        now.minus(SECOND),
        now,
    );
    let texts: Vec<_> = alerts.iter().map(Alert::text).collect();
    assert_eq!(
        texts,
        [
            "Väntrum: Akut fråga från Öster väntar på läkare. Logga in.",
            "Väntrum: Brådskande fråga väntar på läkare. Logga in.",
        ]
    );
    assert!(texts.iter().all(|text| !text.contains(&open.to_string())));
}

#[test]
fn alert_that_waited_for_its_gateway_is_dropped_once_a_doctor_has_it() {
    let mut night = Night::begin();
    night.bench.on_duty("nils", &["north"]);
    let consult = night.bench.ask("eva", "north", Level::P1);
    let now = night.bench.now;
    let alerts = due(
        &night.bench.state,
        &night.bench.directory,
        now.minus(SECOND),
        now,
    );
    let holds = |bench: &Bench| {
        alerts
            .iter()
            .all(|alert| still_holds(&bench.state, &bench.directory, alert, bench.now))
    };
    assert!(!alerts.is_empty() && holds(&night.bench));
    night.bench.act("nils", Command::Claim { consult });
    assert!(!holds(&night.bench));
}

#[test]
fn order_that_nobody_confirms_rings_unit_and_centre_until_somebody_has() {
    let (mut bench, consult) = Bench::answered(true);
    bench.act("eva", Command::OpenAnswer { consult });
    let mut day = Night { bench };
    let both =
        |at: u64| ["Norra hälsocentralen", "Östra hemsjukvården"].map(|name| (at, name.to_owned()));
    let mut rung = day.rings_for(45 * 60);
    rung.sort();
    let expected: Vec<_> = [600, 600 + 1_800].into_iter().flat_map(both).collect();
    assert_eq!(rung, expected);
    day.bench.act("eva", read_back(consult));
    let matches = true;
    day.bench.act(
        "nils",
        Command::ConfirmReadBack {
            consult,
            matches,
            rev: None,
        },
    );
    assert_eq!(day.rings_for(3_600), []);
}

#[test]
fn follow_up_that_is_late_rings_who_is_to_do_it_once() {
    let (mut bench, consult) = Bench::claimed(Level::P3);
    let mut codes = answer_codes(consult, AnswerMode::Text, false);
    codes.follow_up = Some(FollowUp {
        due: bench.now.plus(Duration::from_secs(3_600)),
        owner: DoneBy::Nurse,
    });
    bench.act("nils", Command::Answer(Box::new(codes)));
    bench.act("eva", seen(consult));
    let mut day = Night { bench };
    assert_eq!(
        day.rings_for(3 * 3_600),
        [(3_600, "Östra hemsjukvården".to_owned())]
    );
}

const SECOND: Duration = Duration::from_secs(1);

/// A county at 18:00, with its test alarms behind it.
struct Night {
    bench: Bench,
}

impl Night {
    fn begin() -> Self {
        let mut bench = Bench::new();
        bench.adopt();
        bench.pass_until(MORNING.plus(Duration::from_secs(8 * 3_600)));
        Self { bench }
    }

    /// Who is rung in the coming time, and when, looked at each time a telephone is to ring
    /// and somewhat later: nothing is told twice.
    fn rings_for(&mut self, seconds: u64) -> Vec<(u64, String)> {
        let start = self.bench.now;
        let end = start.plus(Duration::from_secs(seconds));
        let mut after = start.minus(Duration::from_millis(1));
        let mut rung = BTreeMap::new();
        loop {
            let now = self.bench.now;
            for alert in due(&self.bench.state, &self.bench.directory, after, now) {
                assert!(
                    rung.insert(alert.key(), (alert.at.since(start).as_secs(), alert.name))
                        .is_none(),
                    "told twice"
                );
            }
            after = now;
            let state = next(&self.bench.state, &self.bench.directory, now);
            let deadline = self.bench.state.next_deadline().map(|(at, _)| at);
            let Some(at) = state
                .into_iter()
                .chain(deadline)
                .min()
                .filter(|at| *at <= end)
            else {
                break;
            };
            self.bench.pass_until(at.max(now));
        }
        self.bench.pass_until(end);
        let mut rung: Vec<_> = rung.into_values().collect();
        rung.sort();
        rung
    }
}
