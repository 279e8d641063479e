//! Contacts by telephone, both ways.

use signaling::wire::error::Problem;
use signaling::wire::http as wire;
use uuid::Uuid;

use super::names::Names;
use super::request::{self, moment};
use super::words::{ToDomain as _, ToWire as _};
use super::{content, problem, time};
use crate::domain::access::Role;
use crate::domain::clinical::{FreeText, Patient, limits, required_line, required_text};
use crate::domain::ids::{PersonId, PhoneContactId, Redacted, UnitId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, PhoneContactRegistered, Place, RegisterPhoneContact, Viewer,
};

/// What was said on the telephone, with whom.
#[derive(Debug)]
pub struct Said {
    /// Who it was about.
    pub patient: Patient,
    /// The doctor's name.
    pub doctor: FreeText,
    /// What was answered.
    pub answer: FreeText,
}

/// A contact that `viewer` registers, in codes and in content. It gets its id from its key.
///
/// # Errors
/// The first field that is missing or cannot be taken.
pub fn registered(
    body: wire::NewPhoneContact,
    viewer: &Viewer,
    role: Role,
    names: Names<'_>,
) -> Result<(RegisterPhoneContact, Said), Problem> {
    let (codes, patient) = request::named_patient(body.patient, names.at())?;
    let (doctor, name) = doctor(body.doctor.as_deref(), viewer, role, names)?;
    let answer = required_text("answer", &body.answer, limits::PHONE_ANSWER)
        .map_err(|invalid| problem::invalid(&invalid))?;
    let wanted = RegisterPhoneContact {
        contact: PhoneContactId(Uuid::nil()),
        unit: id("unit", body.unit.as_deref())?,
        centre: id("centre", body.centre.as_deref())?,
        level: body.level.to_domain(),
        doctor,
        patient: codes,
        happened_at: moment("at", body.at.as_ref())?.unwrap_or(names.at()),
        because: body.because.map(|word| word.to_domain()),
    };
    let said = Said {
        patient,
        doctor: name,
        answer,
    };
    Ok((wanted, said))
}

/// The doctor by id, where the directory knows one by it, and her name.
fn doctor(
    text: Option<&str>,
    viewer: &Viewer,
    role: Role,
    names: Names<'_>,
) -> Result<(Option<PersonId>, FreeText), Problem> {
    let by_id = |person: PersonId| {
        let name = Redacted::new(names.person(&person));
        (Some(person), name)
    };
    let Some(text) = text else {
        return if role == Role::Doctor {
            Ok(by_id(viewer.person.clone()))
        } else {
            Err(problem::missing("doctor"))
        };
    };
    let is_doctor = |person: &PersonId| {
        let mut hers = names.directory().commissions_of(person, names.at());
        hers.any(|row| row.role == Role::Doctor)
    };
    if let Some(person) = text.parse::<PersonId>().ok().filter(is_doctor) {
        return Ok(by_id(person));
    }
    let name = required_line("doctor", text, limits::PHONE_DOCTOR)
        .map_err(|invalid| problem::invalid(&invalid))?;
    Ok((None, name))
}

fn id<T: std::str::FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    let parsed = text.map(str::parse).transpose();
    parsed.map_err(|_not_an_id| problem::invalid_id(field))
}

/// The units for which `viewer` registers: a nurse's own, or those that may ask a doctor's
/// centres.
#[must_use]
pub fn units(viewer: &Viewer, names: Names<'_>) -> Vec<wire::UnitRef> {
    let (directory, at) = (names.directory(), names.at());
    let Some(own) = directory.commission(&viewer.commission, at) else {
        return Vec::new();
    };
    let asks = |unit: &UnitId| {
        let mut centres = own.centres.iter();
        own.unit.as_ref() == Some(unit) || centres.any(|it| directory.may_ask(unit, it, at))
    };
    let mut units: Vec<wire::UnitRef> = directory
        .units(at)
        .filter(|unit| asks(&unit.id))
        .map(|unit| wire::UnitRef {
            id: unit.id.to_string(),
            name: unit.name.clone(),
        })
        .collect();
    units.sort_by(|a, b| a.name.cmp(&b.name));
    units
}

/// A contact without who it was about, as `by` registered it at `at`, for `viewer`.
#[must_use]
pub fn row(
    contact: &PhoneContactRegistered,
    by: &Actor,
    at: Timestamp,
    viewer: &Viewer,
    names: Names<'_>,
) -> wire::PhoneContactRow {
    let own = names.directory().commission(&viewer.commission, names.at());
    let shows = own.is_some_and(|own| contact.shows_unit_to(&own.controller, &own.id));
    let by_the_unit = matches!(by.place, Place::Unit(_));
    wire::PhoneContactRow {
        id: contact.contact.to_string(),
        at: time(contact.happened_at),
        registered_at: time(at),
        registered_by: (shows || !by_the_unit).then(|| names.actor(by)),
        level: contact.level.to_wire(),
        unit: if shows {
            contact.unit.to_string()
        } else {
            String::new()
        },
        unit_name: if shows {
            names.unit(&contact.unit)
        } else {
            String::new()
        },
        centre: contact.centre.to_string(),
        centre_name: names.centre(&contact.centre),
        because: contact.because.map(|word| word.to_wire()),
    }
}

/// A contact with what was said, for one who took part; for another without.
#[must_use]
pub fn shown(
    contact: wire::PhoneContactRow,
    said: Option<(&Patient, &FreeText, &FreeText)>,
    now: Timestamp,
) -> wire::PhoneContactContent {
    let text = |text: &FreeText| text.reveal().clone();
    wire::PhoneContactContent {
        contact,
        disclosed: said.is_some(),
        patient: said.map(|(patient, _, _)| content::patient(patient, now)),
        doctor: said.map(|(_, doctor, _)| text(doctor)),
        answer: said.map(|(_, _, answer)| text(answer)),
    }
}
