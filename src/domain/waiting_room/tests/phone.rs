//! Contacts by telephone, registered afterwards.

use std::time::Duration;

use super::bench::{Bench, MORNING, request};
use crate::domain::access::Role;
use crate::domain::clinical::Level;
use crate::domain::directory::Commission;
use crate::domain::ids::{ConsultId, PhoneContactId};
use crate::domain::waiting_room::{
    Command, Event, PhoneBecause, PhoneContactRegistered, Refusal, RegisterPhoneContact,
};

#[test]
fn nurse_registers_for_her_unit_and_its_first_choice_of_centre() {
    let mut bench = Bench::new();
    let event = registered(&mut bench, "eva", contact());
    assert_eq!(event.unit.as_str(), "east-home");
    assert_eq!(event.centre.as_str(), "north");
    assert_eq!(event.municipality.as_str(), "east");
    assert_eq!(event.answer_owner.as_str(), "region");
    assert!(!event.replaced_a_call());
    let failed = RegisterPhoneContact {
        because: Some(PhoneBecause::LinkFailed),
        ..contact()
    };
    assert!(registered(&mut bench, "eva", failed).replaced_a_call());
    let other = RegisterPhoneContact {
        unit: Some("west-home".parse().unwrap()),
        ..contact()
    };
    assert_eq!(refused(&mut bench, "eva", other), Refusal::NotEligible);
}

#[test]
fn doctor_names_the_unit_and_answers_for_a_centre_of_hers() {
    let mut bench = Bench::new();
    let missing = Refusal::MissingField { field: "unit" };
    assert_eq!(refused(&mut bench, "nora", contact()), missing);
    let hers = || RegisterPhoneContact {
        unit: Some("east-home".parse().unwrap()),
        doctor: Some("nora".parse().unwrap()),
        ..contact()
    };
    let event = registered(&mut bench, "nora", hers());
    assert_eq!(event.centre.as_str(), "north");
    assert_eq!(event.doctor_commission.unwrap().as_str(), "nora-works");
    let elsewhere = RegisterPhoneContact {
        centre: Some("harbour".parse().unwrap()),
        ..hers()
    };
    assert_eq!(refused(&mut bench, "nora", elsewhere), Refusal::NotEligible);
}

#[test]
fn doctor_who_is_named_answers_for_the_centre() {
    let mut bench = Bench::new();
    let of_another = RegisterPhoneContact {
        doctor: Some("siv".parse().unwrap()),
        ..contact()
    };
    let refusal = refused(&mut bench, "eva", of_another);
    assert!(matches!(
        refusal,
        Refusal::InvalidValue {
            field: "doctor",
            ..
        }
    ));
}

#[test]
fn contact_took_place_within_the_last_seven_days() {
    let mut bench = Bench::new();
    let week = Duration::from_secs(7 * 24 * 60 * 60);
    let moment = Duration::from_millis(1);
    let at = |happened_at| RegisterPhoneContact {
        happened_at,
        ..contact()
    };
    registered(&mut bench, "eva", at(MORNING.minus(week)));
    for outside in [MORNING.plus(moment), MORNING.minus(week).minus(moment)] {
        let refusal = refused(&mut bench, "eva", at(outside));
        assert!(matches!(refusal, Refusal::InvalidValue { field: "at", .. }));
    }
}

/// What `commission` may register, if its role may at all.
pub(super) fn registered_by(commission: &Commission, id: ConsultId) -> Command {
    let unit = (commission.role == Role::Doctor).then(|| {
        let harbour = commission.centres.iter().any(|id| id.as_str() == "harbour");
        let unit = if harbour { "east-home" } else { "west-home" };
        unit.parse().unwrap()
    });
    Command::RegisterPhoneContact(Box::new(RegisterPhoneContact {
        contact: PhoneContactId(id.0),
        unit,
        ..contact()
    }))
}

fn contact() -> RegisterPhoneContact {
    let id = ConsultId(uuid::Uuid::from_u128(7));
    RegisterPhoneContact {
        contact: PhoneContactId(id.0),
        unit: None,
        centre: None,
        level: Level::P2,
        doctor: None,
        patient: request(id, "north", Level::P1).codes.patient.unwrap(),
        happened_at: MORNING,
        because: None,
    }
}

fn registered(
    bench: &mut Bench,
    who: &str,
    wanted: RegisterPhoneContact,
) -> PhoneContactRegistered {
    bench.act(who, Command::RegisterPhoneContact(Box::new(wanted)));
    match bench.log.last().unwrap().events.as_slice() {
        [Event::PhoneContactRegistered(event)] => event.clone(),
        other => panic!("{other:?}"),
    }
}

fn refused(bench: &mut Bench, who: &str, wanted: RegisterPhoneContact) -> Refusal {
    bench.refused(who, Command::RegisterPhoneContact(Box::new(wanted)))
}
