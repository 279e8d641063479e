//! What lets a request wait in another way, and what is done meanwhile: put aside and taken
//! up, more to be found out, nobody there, the telephone, 112, a doctor who reads first.

use std::time::Duration;

use super::caller::wrong_state;
use super::requests::judged;
use super::{Caller, Scene};
use crate::domain::access::Role;
use crate::domain::clinical::Level;
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::deadline::UNANSWERED_AFTER;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{
    CallAnsweredInstead, ConsultParked, ConsultPeeked, ConsultResumed, EmergencyCalled, MoreNeeded,
    NurseAwaited, PhoningBegan, PhoningBy,
};
use crate::domain::waiting_room::refusal::Refusal;
use crate::domain::waiting_room::stage::Stage;

/// How far ahead a doctor may want to know more: beyond that it is a follow-up.
const MORE_WITHIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

pub(super) fn park(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    match &consult.stage {
        Stage::Queued => {
            let consult = consult.id;
            Ok(vec![ConsultParked { consult }.into()])
        }
        Stage::Parked { .. } => Ok(Vec::new()),
        Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_)
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => Err(caller.wrong_state(consult)),
    }
}

pub(super) fn resume(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    match &consult.stage {
        Stage::Parked { .. } | Stage::AwaitingNurse(_) | Stage::NeedMore { .. } => {
            let consult = consult.id;
            Ok(vec![ConsultResumed { consult }.into()])
        }
        Stage::Queued => Ok(Vec::new()),
        Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_)
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => Err(caller.wrong_state(consult)),
    }
}

pub(super) fn need_more(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    until: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    let claim = caller.as_holder(consult)?;
    let why = if until <= scene.at {
        Some("it has passed")
    } else if until > scene.at.plus(MORE_WITHIN) {
        Some("it is more than a week ahead")
    } else {
        None
    };
    if let Some(why) = why {
        let field = "until";
        return Err(Refusal::InvalidValue { field, why });
    }
    let event = MoreNeeded {
        consult: consult.id,
        doctor: claim.doctor.clone(),
        centre: claim.centre.clone(),
        until,
    };

    Ok(vec![event.into()])
}

/// Nobody is said to be away who was not given the time to come: two rings, and no meeting.
pub(super) fn await_nurse(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    let claim = caller.as_holder(consult)?;
    if claim.met() || scene.at < claim.claimed_at.plus(UNANSWERED_AFTER) {
        return Err(wrong_state(consult));
    }
    let event = NurseAwaited {
        consult: consult.id,
        doctor: claim.doctor.clone(),
        centre: claim.centre.clone(),
    };

    Ok(vec![event.into()])
}

/// What is read without who it is about is no take: the clock goes on, and others see it.
pub(super) fn peek(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_doctor(consult)?;
    if let Some(doctor) = consult.doctor() {
        let mine = *doctor == caller.actor.person;
        return Err(if mine || consult.is_over() {
            wrong_state(consult)
        } else {
            Refusal::AlreadyTaken
        });
    }
    if consult.is_over() {
        return Err(wrong_state(consult));
    }
    if !consult.may_be_peeked(scene.directory.modules()) {
        return Err(Refusal::Forbidden);
    }
    let commission = caller.actor.commission.clone();
    if consult.peeked.contains_key(&commission) {
        return Ok(Vec::new());
    }
    let event = ConsultPeeked {
        consult: consult.id,
        doctor: caller.actor.person.clone(),
        commission,
    };

    Ok(vec![event.into()])
}

pub(super) fn phone(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse_or_holder(consult)?;
    let (by, known) = if caller.commission.role == Role::Doctor {
        let since = consult.stage.claim().and_then(|claim| claim.phoning_since);
        (PhoningBy::Doctor, since)
    } else {
        (PhoningBy::Nurse, consult.phoning_since)
    };
    if known.is_some() {
        return Ok(Vec::new());
    }
    let consult = consult.id;
    Ok(vec![PhoningBegan { consult, by }.into()])
}

/// Whoever of the unit is there may answer the doctor who rings: the place belongs to the
/// patient and the unit. The case stays its nurse's, and who answered is on record.
pub(super) fn answer_instead(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    match &consult.stage {
        Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_) => {}
        Stage::Queued
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => return Err(wrong_state(consult)),
    }
    if consult.nurse == caller.actor.person {
        return Ok(Vec::new());
    }
    let event = CallAnsweredInstead {
        consult: consult.id,
        nurse: consult.nurse.clone(),
        by: caller.actor.person.clone(),
        commission: caller.actor.commission.clone(),
    };
    Ok(vec![event.into()])
}

/// Calling 112 ends nothing: the request becomes as urgent as can be, and stays so.
pub(super) fn call_emergency(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse_or_holder(consult)?;
    if consult.emergency_called_at.is_some() {
        return Ok(Vec::new());
    }
    let called = EmergencyCalled {
        consult: consult.id,
    };
    let raised = (consult.level != Level::P1).then(|| judged(scene, consult, Level::P1));
    Ok([called.into()].into_iter().chain(raised).collect())
}
