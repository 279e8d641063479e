//! Registering a contact that took place by telephone.

use super::{Caller, Scene};
use crate::domain::access::Role;
use crate::domain::directory::Commission;
use crate::domain::ids::{CentreId, UnitId};
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::phone_contact::{
    PhoneContactRegistered, REGISTERED_WITHIN, RegisterPhoneContact,
};
use crate::domain::waiting_room::refusal::Refusal;

pub(super) fn register(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    wanted: &RegisterPhoneContact,
) -> Result<Vec<Event>, Refusal> {
    let (unit, centre) = parties(scene, caller, wanted)?;
    if !scene.directory.may_ask(&unit, &centre, scene.at) {
        return Err(Refusal::NotEligible);
    }
    if wanted.happened_at > scene.at {
        return Err(Refusal::InvalidValue {
            field: "at",
            why: "it has not been yet",
        });
    }
    if wanted.happened_at.plus(REGISTERED_WITHIN) < scene.at {
        return Err(Refusal::InvalidValue {
            field: "at",
            why: "it is more than seven days ago",
        });
    }
    let owners = scene.directory.parties(&unit, &centre, scene.at);
    let owners = owners.ok_or(Refusal::NotEligible)?;
    let municipality = scene.directory.unit(&unit, scene.at);
    let municipality = municipality.map(|row| row.municipality.clone());
    let doctor = doctor(scene, wanted, &centre)?;
    let event = PhoneContactRegistered {
        contact: wanted.contact,
        by: caller.actor.person.clone(),
        municipality: municipality.ok_or(Refusal::NotEligible)?,
        request_owner: owners.request,
        answer_owner: owners.answer,
        level: wanted.level,
        doctor: doctor.map(|row| row.person.clone()),
        doctor_commission: doctor.map(|row| row.id.clone()),
        patient: wanted.patient.clone(),
        happened_at: wanted.happened_at,
        because: wanted.because,
        unit,
        centre,
    };

    Ok(vec![event.into()])
}

/// The unit that asked and the centre that answered: one of them is the caller's own.
fn parties(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    wanted: &RegisterPhoneContact,
) -> Result<(UnitId, CentreId), Refusal> {
    let commission = caller.commission;
    let first_choice = |unit: &UnitId| {
        let row = scene.directory.unit(unit, scene.at);
        row.map(|row| row.default_centre.clone())
    };
    match (commission.role, &commission.unit) {
        (Role::Nurse, Some(own)) => {
            if wanted.unit.as_ref().is_some_and(|unit| unit != own) {
                return Err(Refusal::NotEligible);
            }
            let centre = wanted.centre.clone().or_else(|| first_choice(own));
            Ok((own.clone(), centre.ok_or(Refusal::NotEligible)?))
        }
        (Role::Doctor, _) => {
            let unit = wanted.unit.clone();
            let unit = unit.ok_or(Refusal::MissingField { field: "unit" })?;
            let hers = |centre: &CentreId| commission.centres.contains(centre);
            let centre = match &wanted.centre {
                Some(centre) => Some(centre.clone()).filter(hers),
                None => first_choice(&unit)
                    .filter(hers)
                    .or_else(|| commission.centres.first().cloned()),
            };
            Ok((unit, centre.ok_or(Refusal::NotEligible)?))
        }
        (
            Role::Nurse
            | Role::Administrator
            | Role::ChiefNurse
            | Role::HeadOfUnit
            | Role::Coordinator
            | Role::Reviewer
            | Role::Operator,
            _,
        ) => Err(Refusal::Forbidden),
    }
}

/// The named doctor's commission at the centre.
fn doctor<'a>(
    scene: Scene<'a>,
    wanted: &RegisterPhoneContact,
    centre: &'a CentreId,
) -> Result<Option<&'a Commission>, Refusal> {
    let Some(person) = &wanted.doctor else {
        return Ok(None);
    };
    let mut doctors = scene.directory.doctors_of(centre, scene.at);
    let found = doctors.find(|row| row.person == *person);
    found.map(Some).ok_or(Refusal::InvalidValue {
        field: "doctor",
        why: "she does not answer for the centre",
    })
}
