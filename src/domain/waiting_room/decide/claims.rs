//! For how long a doctor may hold a request without having met the nurse.

use std::time::Duration;

use super::{Caller, Scene};
use crate::domain::clinical::Level;
use crate::domain::directory::Target;
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::deadline::{WRITING_HOLDS, contact_due_at};
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::ClaimKept;
use crate::domain::waiting_room::refusal::Refusal;

/// Writing moves the time at which a claim goes back only when it is as near as this: whoever
/// writes for long leaves an entry a minute and not one for each word, and has this long to
/// think before she writes on.
const NEAR: Duration = Duration::from_secs(60);

/// How far beyond its time writing holds a claim in all. Who waits with an acute patient waits
/// for a voice.
const fn longest(level: Level) -> Duration {
    match level {
        Level::P1 => Duration::from_secs(60),
        Level::P2 | Level::P3 | Level::P4 => Duration::from_secs(10 * 60),
    }
}

/// The holding doctor writes: as long as she does, nobody takes it out of her hand.
pub(super) fn write(
    scene: Scene<'_>,
    caller: &Caller<'_>,
    consult: ConsultId,
) -> Result<Vec<Event>, Refusal> {
    let consult = scene.consult(consult)?;
    let claim = caller.as_holder(consult)?;
    let latest = claim.contact_due_at.plus(longest(consult.level));
    let until = scene.at.plus(WRITING_HOLDS).min(latest);
    let near = |due: Timestamp| due <= scene.at.plus(NEAR) && due < until;
    let kept = contact_due_at(consult).is_some_and(near);
    let consult = consult.id;
    Ok(kept
        .then(|| ClaimKept { consult, until }.into())
        .into_iter()
        .collect())
}

/// When a claim on `consult` goes back if it has from now on the time that `target` promises;
/// nothing if nobody holds it, or the two have met.
pub(super) fn due_anew(scene: Scene<'_>, consult: &Consult, target: Target) -> Option<Timestamp> {
    let claim = consult.stage.claim().filter(|claim| !claim.met())?;
    let within = if claim.asked_back {
        target.goal()
    } else {
        target.contact_due()
    };
    Some(scene.at.plus(within))
}
