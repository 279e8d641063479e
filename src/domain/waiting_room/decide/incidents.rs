//! That something went wrong, said by somebody with a part in the case, wherever it stands.
//! It moves nothing: those who have to act go on as if nobody had said it.

use super::{Caller, Scene};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::deadline::leaves_at;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::IncidentReported;
use crate::domain::waiting_room::refusal::Refusal;

/// How many reports a case can have: more than all who take part would write, and few enough
/// that nobody can fill a reviewer's page.
pub(super) const REPORTS_MAX: u32 = 20;

pub(super) fn report(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    // One that leaves the state with this entry is gone: nobody would hear of the report.
    if leaves_at(consult).is_some_and(|at| at <= scene.at) {
        return Err(Refusal::NotFound);
    }
    let relation = Relation::to_case(caller.commission, consult.facts());
    may(caller.commission.role, Action::ReportIncident, relation).map_err(
        |denied| match denied {
            Denied::NotFound => Refusal::NotFound,
            Denied::Forbidden | Denied::NotHolding => Refusal::Forbidden,
        },
    )?;
    if consult.incidents >= REPORTS_MAX {
        let why = "the case has as many reports as it can hold; its reviewers have them";
        return Err(Refusal::InvalidValue { field: "text", why });
    }
    let event = IncidentReported {
        consult: consult.id,
        by: caller.actor.person.clone(),
    };

    Ok(vec![event.into()])
}
