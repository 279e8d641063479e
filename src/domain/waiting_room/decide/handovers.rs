//! From one colleague to the next, by name. Until somebody has taken over, nothing has
//! changed hands.

use super::caller::wrong_state;
use super::replies::free_for;
use super::{Caller, Scene};
use crate::domain::access::Role;
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{HandoverAccepted, HandoverOffered};
use crate::domain::waiting_room::refusal::Refusal;
use crate::domain::waiting_room::stage::Stage;

/// A nurse of the unit, or the doctor who holds it, wants a colleague to take over.
pub(super) fn offer(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
    words: bool,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    let offered = if caller.commission.role == Role::Doctor {
        caller.as_holder(consult)?.handover.as_ref()
    } else {
        caller.as_nurse(consult)?;
        if consult.is_over() {
            return Err(caller.wrong_state(consult));
        }
        consult.handover.as_ref()
    };
    // Whoever has written on since leaves that as well.
    let again = words && offered.is_some_and(|offered| offered.by == caller.actor.person);
    if offered.is_some() && !again {
        return Ok(Vec::new());
    }
    let event = HandoverOffered {
        consult: consult.id,
        by: caller.actor.person.clone(),
        side: caller.side(),
    };

    Ok(vec![event.into()])
}

pub(super) fn accept(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    let mut given_back = None;
    let contact_due_at = if caller.commission.role == Role::Doctor {
        caller.as_doctor(consult)?;
        match taken_from(caller, consult)? {
            From::Colleague => {
                given_back = free_for(scene, caller, consult)?;
                let within = consult.target.contact_due();
                Some(scene.at.plus(within))
            }
            From::Herself { wanted: true } => None,
            From::Herself { wanted: false } => return Ok(Vec::new()),
        }
    } else {
        caller.as_nurse(consult)?;
        // Her colleague sits in the call: whoever else takes over waits until it has ended.
        if consult.is_over() || matches!(consult.stage, Stage::InCall(_)) {
            return Err(caller.wrong_state(consult));
        }
        let hers = consult.nurse == caller.actor.person;
        if hers && consult.handover.is_none() {
            return Ok(Vec::new());
        }
        None
    };
    let event = HandoverAccepted {
        consult: consult.id,
        by: caller.actor.person.clone(),
        commission: caller.actor.commission.clone(),
        side: caller.side(),
        contact_due_at,
    };

    Ok(given_back.into_iter().chain([event.into()]).collect())
}

/// From whom a doctor takes over.
enum From {
    Colleague,
    /// From nobody: it is hers; `wanted` if she had wanted somebody to take over.
    Herself {
        wanted: bool,
    },
}

/// A claim changes hands only if its holder wants it to.
fn taken_from(caller: &Caller<'_>, consult: &Consult) -> Result<From, Refusal> {
    let Some(claim) = consult.stage.claim() else {
        return Err(if consult.doctor().is_some() && !consult.is_over() {
            caller.not_answered(consult)
        } else {
            wrong_state(consult)
        });
    };
    let wanted = claim.handover.is_some();
    if caller.is(&claim.doctor, &claim.commission) {
        return Ok(From::Herself { wanted });
    }
    if !wanted {
        return Err(Refusal::AlreadyTaken);
    }
    Ok(From::Colleague)
}
