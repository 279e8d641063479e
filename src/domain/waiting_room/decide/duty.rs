//! A doctor's duty: hers alone to set, and only for centres she answers for.

use super::{Caller, Scene};
use crate::domain::access::Role;
use crate::domain::clinical::Level;
use crate::domain::waiting_room::bodies::{DutyState, SetDuty};
use crate::domain::waiting_room::deadline::SOUND_TEST_HOLDS;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::DutySet;
use crate::domain::waiting_room::refusal::Refusal;

pub(super) fn set(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    wanted: &SetDuty,
) -> Result<Vec<Event>, Refusal> {
    if caller.commission.role != Role::Doctor {
        return Err(Refusal::Forbidden);
    }
    if wanted.state != DutyState::Off && wanted.centres.is_empty() {
        return Err(Refusal::MissingField { field: "centres" });
    }
    if !wanted.centres.is_subset(&caller.commission.centres) {
        return Err(Refusal::NotEligible);
    }
    if wanted.until.is_some_and(|until| until <= scene.at) {
        return Err(Refusal::InvalidValue {
            field: "until",
            why: "it has passed",
        });
    }
    let levels = if wanted.levels.is_empty() {
        Level::ALL.iter().copied().collect()
    } else {
        wanted.levels.clone()
    };
    let doctor = &caller.actor.person;
    let known = scene
        .state
        .duty(doctor)
        .and_then(|duty| duty.sound_tested_at);
    // The page's clock may run ahead of ours; nobody hears a sound in the future.
    let heard = wanted.sound_tested_at.map(|heard| heard.min(scene.at));
    let event = DutySet {
        doctor: doctor.clone(),
        commission: caller.actor.commission.clone(),
        state: wanted.state,
        centres: wanted.centres.clone(),
        levels,
        until: wanted.until.filter(|_| wanted.state != DutyState::Off),
        sound_tested_at: heard
            .max(known)
            .filter(|heard| heard.plus(SOUND_TEST_HOLDS) > scene.at),
        practice: wanted.practice && wanted.state != DutyState::Off,
    };

    Ok(vec![event.into()])
}
