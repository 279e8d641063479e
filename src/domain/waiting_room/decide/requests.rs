//! What a nurse asks, adds, changes and takes back.

use std::collections::BTreeSet;
use std::time::Duration;

use super::claims::due_anew;
use super::death::{self, Said};
use super::{Caller, Scene};
use crate::domain::access::Role;
use crate::domain::clinical::{Level, Reason, WithdrawReason};
use crate::domain::directory::Target;
use crate::domain::ids::{CentreId, ConsultId, SignalId, UnitId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::bodies::{Ask, Supplement};
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{
    ConsultQueued, ConsultRedirected, ConsultSupplemented, ConsultTriaged, ConsultWithdrawn,
};
use crate::domain::waiting_room::refusal::Refusal;

/// Time a doctor's contact takes: she has to begin so long before the nurse leaves or a
/// decision is needed.
pub(super) const BEFORE_LEAVING: Duration = Duration::from_secs(15 * 60);

/// Most signs that one request or supplement may carry: a row shows three.
const SIGNALS_MAX: usize = 3;

pub(super) fn ask(scene: Scene<'_>, caller: &Caller<'_>, ask: &Ask) -> Result<Vec<Event>, Refusal> {
    let Scene {
        state,
        directory,
        at,
    } = scene;
    let (Role::Nurse, Some(unit)) = (caller.commission.role, &caller.commission.unit) else {
        return Err(Refusal::Forbidden);
    };
    if state.consult(ask.consult).is_some() {
        return Err(Refusal::InvalidValue {
            field: "consult",
            why: "it exists already",
        });
    }
    let promised = promised(scene, unit, &ask.centre, ask.level)?;
    let parties = directory
        .parties(unit, &ask.centre, at)
        .ok_or(Refusal::NotEligible)?;
    let municipality = directory.unit(unit, at).map(|row| row.municipality.clone());
    let municipality = municipality.ok_or(Refusal::Forbidden)?;
    check_signals(scene, ask.reason, &ask.codes.signals)?;
    let said = Said {
        death: ask.death.is_some(),
        vitals: ask.has.vitals,
        patient_takes_part: ask.codes.patient_takes_part.is_some(),
        would_otherwise: ask.codes.would_otherwise.is_some(),
    };
    death::check_said(ask.reason, said)?;
    if ask.level != Level::P1 {
        check_whole(ask)?;
    }
    let event = ConsultQueued {
        consult: ask.consult,
        case: ask.case,
        nurse: caller.actor.person.clone(),
        commission: caller.actor.commission.clone(),
        unit: unit.clone(),
        municipality,
        request_owner: parties.request,
        centre: ask.centre.clone(),
        answer_owner: parties.answer,
        level: ask.level,
        reason: ask.reason,
        codes: ask.codes.clone(),
        draft_opened_at: ask.draft_opened_at,
        exercise: ask.exercise,
        has: ask.has,
        target: promised,
        due_at: due_at(at, promised, ask.codes.leaving()),
        reachable: reachable(scene, &ask.centre, ask.exercise),
        death: ask.death,
    };

    Ok(vec![event.into()])
}

/// Doctors on their screens, and whoever is on call by telephone; for an exercise those who
/// take part in them.
fn reachable(scene: Scene<'_>, centre: &CentreId, exercise: bool) -> u32 {
    if exercise {
        return scene.state.practising(centre);
    }
    let by_phone = scene.state.on_call_by_phone(centre).is_some();
    let on_screen = scene.state.reachable(centre);
    on_screen.saturating_add(u32::from(by_phone))
}

/// Everything but an acute request is sent whole: the doctor decides on it alone.
fn check_whole(ask: &Ask) -> Result<(), Refusal> {
    let died = ask.reason == Reason::Death;
    let given = [
        ("patient", ask.codes.patient.is_some()),
        ("sbar", ask.has.sbar),
        ("death", !died || ask.death.is_some()),
        ("care_limits", died || ask.has.care_limits),
        ("disclosure_basis", ask.codes.disclosure_basis.is_some()),
        ("nurse_with_patient", ask.codes.nurse_with_patient.is_some()),
        (
            "patient_takes_part",
            died || ask.codes.patient_takes_part.is_some(),
        ),
    ];
    match given.into_iter().find(|(_, given)| !given) {
        Some((field, _)) => Err(Refusal::MissingField { field }),
        None => Ok(()),
    }
}

fn check_signals(
    scene: Scene<'_>,
    reason: Reason,
    signals: &BTreeSet<SignalId>,
) -> Result<(), Refusal> {
    let field = "signals";
    if signals.len() > SIGNALS_MAX {
        return Err(Refusal::InvalidValue {
            field,
            why: "at most three at a time",
        });
    }
    let belongs = |id| {
        let signal = scene.directory.signal(id, scene.at);
        signal.is_some_and(|signal| signal.reason == reason)
    };
    if signals.iter().all(belongs) {
        Ok(())
    } else {
        Err(Refusal::InvalidValue {
            field,
            why: "a sign does not belong to the reason",
        })
    }
}

/// What `centre` has promised `unit`, if the unit may ask it.
fn promised(
    scene: Scene<'_>,
    unit: &UnitId,
    centre: &CentreId,
    level: Level,
) -> Result<Target, Refusal> {
    if scene.directory.centre(centre, scene.at).is_none() {
        return Err(Refusal::InvalidValue {
            field: "centre",
            why: "there is no such centre",
        });
    }
    let target = scene.directory.target(unit, centre, level, scene.at);
    target.ok_or(Refusal::NotEligible)
}

/// When a doctor is to have been in contact at the latest.
///
/// The earliest of the longest time and a quarter of an hour before each of `leaving`; but
/// never before half the goal has passed, so that a tight plan does not overtake what is
/// as urgent and came first.
pub(super) fn due_at(
    queued_at: Timestamp,
    target: Target,
    leaving: [Option<Timestamp>; 2],
) -> Timestamp {
    let longest = queued_at.plus(target.max());
    let leaving = leaving
        .into_iter()
        .flatten()
        .map(|at| at.minus(BEFORE_LEAVING));
    let earliest = leaving.fold(longest, Ord::min);
    earliest.max(queued_at.plus(target.goal() / 2))
}

/// The same for a consult that waits already, with another level, centre or plan. A
/// promoted one is due by its promotion.
pub(super) fn due_again(
    consult: &Consult,
    promoted_at: Option<Timestamp>,
    target: Target,
    leaving: [Option<Timestamp>; 2],
) -> Timestamp {
    promoted_at.map_or_else(
        || due_at(consult.queued_at, target, leaving),
        |promoted_at| promoted_at.plus(target.max()),
    )
}

pub(super) fn supplement(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    added: &Supplement,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(added.consult)?;
    caller.as_nurse(consult)?;
    caller.unanswered(consult)?;
    check_signals(scene, consult.reason, &added.codes.signals)?;
    let said = Said {
        death: added.death.is_some(),
        vitals: added.has.vitals,
        patient_takes_part: added.codes.patient_takes_part.is_some(),
        would_otherwise: added.codes.would_otherwise.is_some(),
    };
    death::check_said(consult.reason, said)?;
    if added.codes.patient.is_some() && consult.codes.patient.is_some() {
        let why = "who it is about was said before";
        return Err(Refusal::InvalidValue {
            field: "patient",
            why,
        });
    }
    let said = consult.codes.with(&added.codes);
    let leaving = said.leaving();
    let wants_call = consult.codes.text_is_enough() && !said.text_is_enough();
    let event = ConsultSupplemented {
        consult: consult.id,
        codes: added.codes.clone(),
        has: added.has,
        due_at: due_again(consult, consult.promoted_at, consult.target, leaving),
        contact_due_at: wants_call
            .then(|| due_anew(scene, consult, consult.target))
            .flatten(),
        death: added.death,
    };

    Ok(vec![event.into()])
}

pub(super) fn triage(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    level: Level,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse_or_holder(consult)?;
    if consult.emergency_called_at.is_some() && level != Level::P1 {
        return Err(Refusal::InvalidValue {
            field: "level",
            why: "112 has been called",
        });
    }
    Ok(vec![judged(scene, consult, level)])
}

/// A person judges that it has `level`: counted from the first queueing, and for whoever holds
/// it from now on if it had another.
pub(super) fn judged(scene: Scene<'_>, consult: &Consult, level: Level) -> Event {
    let target = scene.target(consult, level);
    let differs = level != consult.level;
    ConsultTriaged {
        consult: consult.id,
        level,
        target,
        due_at: due_again(consult, None, target, consult.codes.leaving()),
        contact_due_at: differs.then(|| due_anew(scene, consult, target)).flatten(),
    }
    .into()
}

pub(super) fn redirect(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    centre: &CentreId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse_or_holder(consult)?;
    if *centre == consult.centre {
        return Err(Refusal::InvalidValue {
            field: "centre",
            why: "it is there already",
        });
    }
    let target = promised(scene, &consult.unit, centre, consult.level)?;
    let answer_owner = scene
        .directory
        .centre(centre, scene.at)
        .map(|row| row.controller.clone());
    let event = ConsultRedirected {
        consult: consult.id,
        centre: centre.clone(),
        answer_owner: answer_owner.ok_or(Refusal::NotEligible)?,
        target,
        due_at: due_again(
            consult,
            consult.promoted_at,
            target,
            consult.codes.leaving(),
        ),
        reachable: reachable(scene, centre, consult.exercise),
    };

    Ok(vec![event.into()])
}

pub(super) fn withdraw(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    reason: WithdrawReason,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    caller.as_nurse(consult)?;
    caller.unanswered(consult)?;
    let event = ConsultWithdrawn {
        consult: consult.id,
        reason,
    };

    Ok(vec![event.into()])
}
