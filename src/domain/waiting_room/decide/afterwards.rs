//! What is done about an answer, and about a patient who was wrongly named.

use std::time::Duration;

use super::caller::wrong_state;
use super::{Caller, Scene};
use crate::domain::access::Role;
use crate::domain::clinical::{PatientCodes, VoidReason};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{
    AddendumWritten, ConsultAskedBack, ConsultVoided, PatientCorrected, TaskDone,
};
use crate::domain::waiting_room::gap::Task;
use crate::domain::waiting_room::refusal::Refusal;
use crate::domain::waiting_room::stage::{Answered, Stage};

/// How long both sides have to agree on an answer before one may end it without the other.
pub(super) const CONFIRMED_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);

/// The same doctor has the time to answer again in which somebody would first have come.
pub(super) fn ask_back(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    let Stage::Answered(answered) = &consult.stage else {
        return Err(caller.wrong_state(consult));
    };
    let there = scene.directory.commission(&answered.commission, scene.at);
    if there.is_none() {
        return Err(Refusal::NotEligible);
    }
    let goal = scene.target(consult, consult.level).goal();
    let event = ConsultAskedBack {
        consult: consult.id,
        due_at: scene.at.plus(goal),
    };

    Ok(vec![event.into()])
}

pub(super) fn addend(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    as_either_side(caller, consult)?;
    let consult = consult.id;
    Ok(vec![AddendumWritten { consult }.into()])
}

pub(super) fn void(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    reason: VoidReason,
    words: bool,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    as_either_side(caller, consult)?;
    let over = matches!(consult.stage, Stage::Void { .. });
    let consult = consult.id;
    if over {
        // It is so already; what she has to say of it is kept all the same.
        let said = words.then(|| AddendumWritten { consult }.into());
        return Ok(said.into_iter().collect());
    }
    Ok(vec![ConsultVoided { consult, reason }.into()])
}

/// Who has done it says so: that the other was to do it is no reason to leave it open. Each
/// side keeps a journal of its own.
pub(super) fn task_done(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    task: Task,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    as_either_side(caller, consult)?;
    let answered = consult.stage.answered();
    let answered = answered.filter(|_| !matches!(consult.stage, Stage::Void { .. }));
    let answered = answered.ok_or_else(|| wrong_state(consult))?;
    let side = caller.side();
    if !answered.leaves(task) {
        return Err(Refusal::InvalidValue {
            field: "task",
            why: "the answer does not leave it to be done",
        });
    }
    if answered.is_done(task, side) {
        return Ok(Vec::new());
    }
    let event = TaskDone {
        consult: consult.id,
        task,
        side,
        by: caller.actor.person.clone(),
    };

    Ok(vec![event.into()])
}

/// After an answer: a nurse of the unit, or the doctor whose answer it is.
fn as_either_side(caller: &Caller<'_>, consult: &Consult) -> Result<(), Refusal> {
    let answered: Option<&Answered> = consult.stage.answered();
    if caller.commission.role == Role::Doctor {
        caller.as_doctor(consult)?;
        let answered = answered.ok_or_else(|| caller.not_answered(consult))?;
        caller.as_answerer(consult, answered)
    } else {
        caller.as_nurse(consult)?;
        answered
            .map(|_| ())
            .ok_or_else(|| caller.wrong_state(consult))
    }
}

pub(super) fn correct_patient(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    patient: &PatientCodes,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    caller.unanswered(consult)?;
    if consult.codes.patient.is_none() {
        return Err(Refusal::InvalidValue {
            field: "patient",
            why: "nobody was named before",
        });
    }
    let event = PatientCorrected {
        consult: consult.id,
        patient: patient.clone(),
    };

    Ok(vec![event.into()])
}
