//! What the directory answers, and what it refuses to hold.

#![cfg(test)]

use super::testing::{COUNTY, day, testing_county, testing_rows};
use super::*;
use crate::domain::clinical::LivingForm;

#[test]
fn unit_may_ask_the_centres_its_municipality_agreed_with() {
    let county = testing_county(0);
    let ask = |unit: &str, centre: &str| county.may_ask(&id(unit), &id(centre), now());
    assert!(ask("hemsjukvarden-norrby", "alvens"));
    assert!(ask("hemsjukvarden-norrby", "kliniken"));
    assert!(!ask("hemsjukvarden-norrby", "kustens"));
    assert!(!ask("solbacken", "kliniken"));
    let unit = id("solbacken");
    let centres: Vec<_> = county
        .centres_to_ask(&unit, now())
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(centres, ["alvens", "kustens"]);
}

#[test]
fn question_and_answer_each_have_their_owner() {
    let county = testing_county(0);
    let parties = county
        .parties(&id("hemsjukvarden-norrby"), &id("kliniken"), now())
        .unwrap();
    assert_eq!(parties.request.as_str(), "norrby-kommun");
    assert_eq!(parties.answer.as_str(), "kliniken-ab");
}

#[test]
fn doctors_of_a_centre_are_those_with_a_commission_there() {
    let county = testing_county(50);
    assert_eq!(county.doctors_of(&id("alvens"), now()).count(), 52);
    let centre = id("kliniken");
    let doctors: Vec<_> = county
        .doctors_of(&centre, now())
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(doctors, ["dr-berg-kliniken", "dr-sten-kliniken"]);
    let person = id("berit-berg");
    assert_eq!(county.commissions_of(&person, now()).count(), 2);
    assert_eq!(
        county.nurses_of(&id("hemsjukvarden-norrby"), now()).count(),
        2
    );
    assert_eq!(county.coordinators(now()).count(), 1);
}

#[test]
fn promise_is_the_one_that_held_on_the_day() {
    let mut rows = testing_rows(COUNTY);
    let mut later = rows.agreements[0].clone();
    later.valid_from = Day("2026-06-01".parse().unwrap());
    later.targets.p2.max_seconds = 20 * 60;
    rows.agreements.push(later);
    let county = Directory::new(rows).unwrap();
    let max = |at: &str| {
        let (unit, centre) = (id("hemsjukvarden-norrby"), id("alvens"));
        county
            .target(&unit, &centre, Level::P2, day(at))
            .map(|it| it.max_seconds)
    };
    assert_eq!(max("2025-12-31"), None);
    assert_eq!(max("2026-05-31"), Some(1800));
    assert_eq!(max("2026-06-01"), Some(1200));
    let centre = id("kustens");
    assert_eq!(
        county.target(&id("hemsjukvarden-norrby"), &centre, Level::P2, now()),
        None
    );
}

#[test]
fn signal_belongs_to_its_reason() {
    let county = testing_county(0);
    let signals: Vec<SignalId> = vec![id("breathless-walking"), id("new-confusion")];
    let misplaced = |reason| county.misplaced_signal(reason, &signals, now());
    assert_eq!(misplaced(Reason::Breathing), Some(1));
    assert_eq!(misplaced(Reason::Pain), Some(0));
    assert_eq!(
        county.misplaced_signal(Reason::Breathing, &signals[..1], now()),
        None
    );
    assert_eq!(county.signals_of(Reason::Breathing, now()).count(), 1);
}

#[test]
fn equal_counties_have_equal_bytes_whatever_the_order_of_their_rows() {
    let county = testing_county(3);
    let mut rows = county.rows();
    rows.people.reverse();
    rows.commissions.rotate_left(2);
    let other = Directory::new(rows).unwrap();
    let bytes = serde_json::to_vec(&county).unwrap();
    assert_eq!(serde_json::to_vec(&other).unwrap(), bytes);
    assert_eq!(
        serde_json::from_slice::<Directory>(&bytes).unwrap().rows(),
        county.rows()
    );
}

#[test]
fn name_nobody_bears_is_found_with_its_row_and_day() {
    assert_eq!(
        fault(|rows| rows.units[1].default_centre = id("skogens")),
        "unit 2, `default_centre`: there is no centre `skogens` on 2026-01-01; \
         add a [[centre]] row that is valid then, or correct the name"
    );
    let spoils: [Spoil; 11] = [
        |rows| rows.duty_slots[0].centres = [id("nowhere")].into(),
        |rows| rows.duty_slots[0].next = Some(id("nobody")),
        |rows| rows.municipalities[0].controller = id("nobody"),
        |rows| rows.centres[0].municipality = id("nowhere"),
        |rows| rows.centres[0].controller = id("nobody"),
        |rows| rows.units[0].municipality = id("nowhere"),
        |rows| rows.units[0].controller = id("nobody"),
        |rows| rows.commissions[0].person = id("nobody"),
        |rows| rows.commissions[0].unit = Some(id("nowhere")),
        |rows| rows.commissions[3].centres = [id("nowhere")].into(),
        |rows| rows.agreements[0].municipality = id("nowhere"),
    ];
    for spoil in spoils {
        assert!(fault(spoil).contains("there is no"), "{}", fault(spoil));
    }
}

#[test]
fn name_that_ends_before_what_mentions_it_is_found() {
    let text = fault(|rows| {
        rows.people[0].valid_until = Some(Day("2026-03-01".parse().unwrap()));
    });
    assert!(
        text.contains("no person `anna-alm` on 2026-03-01"),
        "{text}"
    );
}

#[test]
fn row_that_contradicts_another_is_refused() {
    let cases: [(&str, Spoil); 19] = [
        ("needs a number", |rows| rows.duty_slots[0].phone = None),
        ("is not rung", |rows| {
            rows.duty_slots[0].channel = Channel::Screen
        }),
        ("has no telephone", |rows| {
            rows.duty_slots[1].channel = Channel::Screen;
            rows.duty_slots[1].phone = None;
        }),
        ("round in a circle", |rows| {
            rows.duty_slots[1].next = Some(id("jour"))
        }),
        ("at least one", |rows| rows.duty_slots[0].centres.clear()),
        ("begins on the same day", |rows| {
            rows.units.push(rows.units[0].clone())
        }),
        ("has not ended", |rows| {
            let mut again = rows.people[0].clone();
            rows.people[0].valid_until = Some(Day("2027-01-01".parse().unwrap()));
            again.valid_from = Day("2026-12-01".parse().unwrap());
            rows.people.push(again);
        }),
        ("ends before it begins", |rows| {
            rows.signals[0].valid_until = Some(rows.signals[0].valid_from);
        }),
        ("visible character", |rows| {
            rows.centres[0].name = " ".to_owned()
        }),
        ("visible character", |rows| {
            rows.people[0].name = "Anna\u{0}".to_owned()
        }),
        ("HSA-id", |rows| {
            rows.people[1].hsa_id = rows.people[0].hsa_id.clone()
        }),
        ("kind \"municipality\"", |rows| {
            rows.municipalities[0].controller = id("region")
        }),
        ("another controller", |rows| {
            rows.commissions[0].controller = id("region")
        }),
        ("a nurse needs `unit`", |rows| {
            rows.commissions[0].unit = None
        }),
        ("purpose \"care\"", |rows| {
            rows.commissions[0].purpose = Purpose::Statistics
        }),
        ("another agreement covers", |rows| {
            let mut twice = rows.agreements[0].clone();
            twice.id = id("again");
            rows.agreements.push(twice);
        }),
        ("no agreement lets", |rows| {
            rows.units[0].default_centre = id("kustens")
        }),
        ("goal must not lie beyond", |rows| {
            rows.agreements[0].targets.p1.goal_seconds = 301
        }),
        ("at least one", |rows| rows.units[0].living_forms.clear()),
    ];
    for (wanted, spoil) in cases {
        let text = fault(spoil);
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn each_role_has_its_own_kind_of_workplace() {
    let spoils: [Spoil; 5] = [
        |rows| commission(rows, "dr-berg-alvens").unit = Some(id("solbacken")),
        |rows| commission(rows, "mas-norrby").municipality = None,
        |rows| commission(rows, "admin-region").centres = [id("alvens")].into(),
        |rows| commission(rows, "chef-hemsjukvarden").centres = [id("alvens")].into(),
        |rows| commission(rows, "koordinator").municipality = Some(id("norrby")),
    ];
    for spoil in spoils {
        assert!(fault(spoil).contains("`role`"), "{}", fault(spoil));
    }
}

#[test]
fn all_faults_are_told_at_once_and_each_once() {
    let mut rows = testing_rows(COUNTY);
    rows.units[0].controller = id("nobody");
    rows.centres[0].name = String::new();
    // A later day on which the same is still wrong.
    rows.signals[0].valid_until = Some(Day("2026-09-01".parse().unwrap()));
    let faults = Directory::new(rows).unwrap_err().0;
    let places: Vec<_> = faults.iter().map(|it| (it.table, it.row, it.key)).collect();
    assert_eq!(
        places,
        [
            (Table::Centre, 0, "name"),
            (Table::Unit, 0, "controller"),
            (Table::Commission, 0, "controller"),
            (Table::Commission, 1, "controller"),
            (Table::Commission, 10, "controller"),
        ]
    );
}

#[test]
fn directory_knows_how_patients_of_a_unit_live() {
    let county = testing_county(0);
    let unit = county.unit(&id("solbacken"), now()).unwrap();
    assert!(unit.living_forms.contains(&LivingForm::CareHome));
    assert_eq!(unit.phone.dial(), "0313900621");
}

#[test]
fn slots_held_are_those_of_the_hour_and_change_at_the_hour() {
    let county = testing_county(0);
    let at = |text: &str| Timestamp::parse_rfc3339(text).unwrap();
    let held = |text: &str| {
        let slots = county.slots_held(at(text));
        slots.map(|slot| slot.id.as_str()).collect::<Vec<_>>()
    };
    let friday = "2026-11-20T16:59:59+01:00";
    assert_eq!(held(friday), [""; 0]);
    assert_eq!(held("2026-11-20T17:00:00+01:00"), ["bakjour", "jour"]);
    let change = |text: &str| county.slots_change_after(at(text)).unwrap();
    assert_eq!(change(friday), at("2026-11-20T17:00:00+01:00"));
    assert_eq!(
        change("2026-11-20T17:00:00+01:00"),
        at("2026-11-23T08:00:00+01:00")
    );
}

#[test]
fn slots_change_on_the_day_a_row_of_theirs_ends() {
    let mut rows = testing_rows(COUNTY);
    rows.duty_slots[0].hours = "mon-sun 00:00-24:00".parse().unwrap();
    rows.duty_slots[0].valid_until = Some(Day("2026-12-24".parse().unwrap()));
    rows.duty_slots.truncate(1);
    rows.duty_slots[0].next = None;
    let county = Directory::new(rows).unwrap();
    assert_eq!(
        county.slots_change_after(now()),
        Timestamp::parse_rfc3339("2026-12-24T00:00:00+01:00")
    );
    assert_eq!(county.slots_change_after(day("2026-12-24")), None);
}

#[test]
fn slots_are_rung_one_after_another() {
    let county = testing_county(0);
    let jour = county.duty_slot(&id("jour"), now()).unwrap();
    let after = county.rung_after(jour, now()).unwrap();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].name, "Bakjour Testlänet");
}

type Spoil = fn(&mut Rows);

fn now() -> Timestamp {
    day("2026-11-21")
}

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn commission<'a>(rows: &'a mut Rows, id: &str) -> &'a mut Commission {
    let found = rows.commissions.iter_mut().find(|it| it.id.as_str() == id);
    found.unwrap()
}

/// The faults of the testing county once `spoil` has had its way.
fn fault(spoil: Spoil) -> String {
    let mut rows = testing_rows(COUNTY);
    spoil(&mut rows);
    Directory::new(rows).unwrap_err().to_string()
}
