//! What a doctor takes and answers, and how nurse and doctor come to agree on it.

use std::time::Duration;

use super::afterwards::CONFIRMED_WITHIN;
use super::caller::wrong_state;
use super::death;
use super::{Caller, Scene};
use crate::domain::clinical::{
    AnswerMode, CloseException, Level, LevelOfCare, Participation, Stance,
};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::bodies::{AnswerCodes, DutyState, FollowUp};
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{
    AnswerOpened, Between, ClaimReleased, ConsultAcknowledged, ConsultAnswered, ConsultClaimed,
    ConsultClosed, ContactBy, FirstContact, ReadBackGiven, ReadBackRejected, ReleaseCause,
};
use crate::domain::waiting_room::refusal::{CameBetween, Refusal};
use crate::domain::waiting_room::stage::{Answered, ReadBack, Stage};
use crate::domain::waiting_room::view::StaffView;

/// How many read-backs of one answer a doctor is shown beside each other.
const READ_BACKS_MOST: usize = 8;

/// How far ahead something may be followed up.
const FOLLOWED_UP_WITHIN: Duration = Duration::from_secs(366 * 24 * 60 * 60);

pub(super) fn claim(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_doctor(consult)?;
    let me = &caller.actor.person;
    match &consult.stage {
        Stage::Queued => {}
        Stage::Parked { .. } | Stage::AwaitingNurse(_) | Stage::NeedMore { .. } => {
            return Err(wrong_state(consult));
        }
        Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_) => {
            let mine = consult.doctor() == Some(me);
            return Err(if mine {
                wrong_state(consult)
            } else {
                Refusal::AlreadyTaken
            });
        }
        Stage::Closed { .. } | Stage::Void { .. } | Stage::Withdrawn { .. } => {
            return Err(Refusal::ConsultOver);
        }
    }
    if is_kept_for_another(scene, caller, consult) {
        return Err(Refusal::AlreadyTaken);
    }
    let given_back = free_for(scene, caller, consult)?;
    let event = ConsultClaimed {
        consult: consult.id,
        doctor: me.clone(),
        commission: caller.actor.commission.clone(),
        centre: consult.centre.clone(),
        contact_due_at: scene.at.plus(consult.target.contact_due()),
    };

    Ok(given_back.into_iter().chain([event.into()]).collect())
}

/// Whoever takes a consult is on duty for its centre, and has taken no other. An exercise in
/// hand stands in the way of none that is real: it goes back to its queue.
pub(super) fn free_for(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: &Consult,
) -> Result<Option<Event>, Refusal> {
    let me = &caller.actor.person;
    let held = scene.state.held_by(me);
    if held.is_some_and(|held| !held.exercise || consult.exercise) {
        return Err(Refusal::AlreadyHolding);
    }
    let on_duty = scene
        .state
        .duty(me)
        .is_some_and(|duty| duty.state == DutyState::On && duty.centres.contains(&consult.centre));
    if !on_duty {
        return Err(Refusal::NotOnDuty);
    }
    Ok(held.map(|held| {
        ClaimReleased {
            consult: held.id,
            doctor: me.clone(),
            cause: ReleaseCause::RealFirst,
            since: None,
        }
        .into()
    }))
}

/// Whose call was broken off goes on with it before others do, as long as she is on duty.
fn is_kept_for_another(scene: Scene<'_>, caller: &Caller<'_>, consult: &Consult) -> bool {
    consult.first_right().is_some_and(|(interrupted, until)| {
        let duty = scene.state.duty(&interrupted.doctor);
        let stays = duty.is_some_and(|duty| duty.state != DutyState::Off);
        stays && scene.at < until && !caller.is(&interrupted.doctor, &interrupted.commission)
    })
}

/// The holding doctor gives it back, or has to leave.
pub(super) fn release(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    cause: ReleaseCause,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    let claim = caller.as_holder(consult)?;
    let event = ClaimReleased {
        consult: consult.id,
        doctor: claim.doctor.clone(),
        cause,
        since: None,
    };

    Ok(vec![event.into()])
}

pub(super) fn answer(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    answer: &AnswerCodes,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(answer.consult)?;
    let claim = caller.as_holder(consult)?;
    check_answer(consult, answer)?;
    death::check_answer(consult, answer, scene.at)?;
    check_follow_up(scene.at, answer.follow_up)?;
    let event = ConsultAnswered {
        doctor: claim.doctor.clone(),
        answer: answer.clone(),
    };

    Ok(vec![event.into()])
}

/// An order is for a patient who is named. And nobody may assume that the other does it: who
/// orders the transport, who reports, who enters the order, and what to do if it gets worse
/// are said, or there is no answer.
fn check_answer(consult: &Consult, answer: &AnswerCodes) -> Result<(), Refusal> {
    if answer.has_orders && consult.is_general() {
        return Err(Refusal::InvalidValue {
            field: "orders",
            why: "nothing can be ordered for a patient who is not named",
        });
    }
    let leaves = answer.level_of_care.is_hospital();
    let urgent = matches!(consult.level, Level::P1 | Level::P2);
    let stays = answer.level_of_care == LevelOfCare::StayHome;
    let declines = answer.stance == Some(Stance::DeclinesCare);
    let needed = [
        ("transport_by", leaves && answer.transport_by.is_none()),
        ("report_by", leaves && answer.report_by.is_none()),
        (
            "order_entered",
            answer.has_orders && !answer.care_only && answer.order_entered.is_none(),
        ),
        (
            "contingency",
            (stays && urgent || declines) && !answer.contingency,
        ),
    ];
    match needed.into_iter().find(|(_, missing)| *missing) {
        Some((field, _)) => Err(Refusal::MissingField { field }),
        None => Ok(()),
    }
}

/// What is followed up keeps the case at hand until then, so the day is one that comes, and
/// not a slip of the pen in another century.
fn check_follow_up(at: Timestamp, follow_up: Option<FollowUp>) -> Result<(), Refusal> {
    let why = match follow_up {
        Some(follow_up) if follow_up.due <= at => "it has passed",
        Some(follow_up) if follow_up.due > at.plus(FOLLOWED_UP_WITHIN) => {
            "it is more than a year ahead"
        }
        Some(_) | None => return Ok(()),
    };
    let field = "follow_up.when";
    Err(Refusal::InvalidValue { field, why })
}

pub(super) fn open(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    let answered = consult
        .stage
        .answered()
        .ok_or_else(|| wrong_state(consult))?;
    Ok(opened(scene, consult, answered))
}

/// The first reading of an answer; for a written one, also the first contact.
fn opened(scene: Scene<'_>, consult: &Consult, answered: &Answered) -> Vec<Event> {
    if answered.opened_at.is_some() {
        return Vec::new();
    }
    let mut events = vec![
        AnswerOpened {
            consult: consult.id,
        }
        .into(),
    ];
    if answered.codes.mode == AnswerMode::Text {
        events.extend(contact(scene, consult, ContactBy::AnswerOpened));
    }
    events
}

/// The first contact, unless there was one.
pub(super) fn contact(scene: Scene<'_>, consult: &Consult, by: ContactBy) -> Option<Event> {
    let event = FirstContact {
        consult: consult.id,
        at: scene.at,
        by,
    };
    consult.first_contact_at.is_none().then(|| event.into())
}

pub(super) fn acknowledge(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    read_back: bool,
    rev: Option<u64>,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    let by = caller.actor.person.clone();
    let answered = match &consult.stage {
        Stage::Answered(answered) => answered,
        Stage::ReadBack(answered) if read_back => {
            seen_by(consult, answered, rev)?;
            if answered.read_backs.len() >= READ_BACKS_MOST {
                return Err(wrong_state(consult));
            }
            let consult = consult.id;
            return Ok(vec![ReadBackGiven { consult, by }.into()]);
        }
        Stage::ReadBack(_)
        | Stage::Queued
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Acknowledged(_)
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => return Err(caller.wrong_state(consult)),
    };
    let last: Event = match (answered.codes.has_orders, read_back) {
        (true, true) => ReadBackGiven {
            consult: consult.id,
            by,
        }
        .into(),
        (true, false) => return Err(Refusal::ReadBackMissing),
        (false, false) => ConsultAcknowledged {
            consult: consult.id,
            by,
        }
        .into(),
        (false, true) => {
            let why = "there is no order to read back";
            return Err(Refusal::InvalidValue {
                field: "read_back",
                why,
            });
        }
    };
    let mut events = opened(scene, consult, answered);
    // The system saw no media and no letter: the two talked in another way, and she says so.
    if answered.codes.mode != AnswerMode::Text {
        events.extend(contact(scene, consult, ContactBy::Phone));
    }
    events.push(last);

    Ok(events)
}

pub(super) fn confirm(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    matches: bool,
    rev: Option<u64>,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_doctor(consult)?;
    match &consult.stage {
        Stage::ReadBack(answered) => {
            caller.as_answerer(consult, answered)?;
            seen_by(consult, answered, rev)?;
            let by = caller.actor.person.clone();
            let consult = consult.id;
            let event = if matches {
                ConsultAcknowledged { consult, by }.into()
            } else {
                ReadBackRejected { consult }.into()
            };
            Ok(vec![event])
        }
        Stage::Answered(answered) => {
            caller.as_answerer(consult, answered)?;
            Err(order_open(consult, answered))
        }
        Stage::Queued
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Acknowledged(_)
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => Err(caller.wrong_state(consult)),
    }
}

/// Whoever looked at it at `rev` has seen every read-back, or learns of the one that came since.
fn seen_by(consult: &Consult, answered: &Answered, rev: Option<u64>) -> Result<(), Refusal> {
    let unseen = |read: &&ReadBack| rev.is_some_and(|rev| rev < read.rev);
    match answered.read_backs.iter().rev().find(unseen) {
        None => Ok(()),
        Some(read) => Err(Refusal::CameBetween(Box::new(CameBetween {
            now: consult.state(),
            what: Between::ReadBack,
            by: Some(StaffView::Nurse(read.by.clone(), consult.unit.clone())),
            at: read.at,
        }))),
    }
}

/// What stands in the way of an answer that both sides do not agree on yet.
const fn order_open(consult: &Consult, answered: &Answered) -> Refusal {
    if answered.codes.has_orders {
        Refusal::ReadBackMissing
    } else {
        wrong_state(consult)
    }
}

/// A nurse ends what both sides agree on. Without that she or the head of her unit may, with
/// the exception on record: when the patient has died, or a day after the answer.
pub(super) fn close(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    (participation, stance): (Option<Participation>, Option<Stance>),
    exception: Option<CloseException>,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_closer(consult, exception.is_some())?;
    match (&consult.stage, exception) {
        (Stage::Acknowledged(_), None) => {}
        (Stage::Acknowledged(_), Some(_)) => {
            return Err(Refusal::InvalidValue {
                field: "exception",
                why: "both sides have agreed on the answer",
            });
        }
        (Stage::Answered(answered) | Stage::ReadBack(answered), None) => {
            return Err(order_open(consult, answered));
        }
        (Stage::Answered(answered) | Stage::ReadBack(answered), Some(exception)) => {
            let early = scene.at < answered.at.plus(CONFIRMED_WITHIN);
            if early && exception == CloseException::NotConfirmed {
                return Err(Refusal::InvalidValue {
                    field: "exception",
                    why: "the answer is less than 24 hours old",
                });
            }
        }
        (
            Stage::Queued
            | Stage::Parked { .. }
            | Stage::AwaitingNurse(_)
            | Stage::NeedMore { .. }
            | Stage::Claimed(_)
            | Stage::InCall(_)
            | Stage::Closed { .. }
            | Stage::Void { .. }
            | Stage::Withdrawn { .. },
            _,
        ) => return Err(caller.wrong_state(consult)),
    }
    death::check_end(consult, participation, stance)?;
    let event = ConsultClosed {
        consult: consult.id,
        participation,
        stance,
        exception,
    };

    Ok(vec![event.into()])
}
