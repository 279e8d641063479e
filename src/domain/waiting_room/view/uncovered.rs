//! Hours ahead at which nobody answers for a centre: no doctor on a screen, no telephone.

use std::time::Duration;

use crate::domain::directory::Directory;
use crate::domain::ids::CentreId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::deadline::SOUND_TEST_HOLDS;
use crate::domain::waiting_room::state::{Duty, WaitingRoom};

use super::UncoveredView;

/// How far ahead of the last entry is looked. Whoever is told shows the coming day of it; in a
/// county where nothing happens over a weekend the last entry may be days old.
const AHEAD: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// The hours of the days after the last entry at which nobody answers for one of `centres`,
/// soonest first. A gap is told whole, also what of it has passed or lies beyond these days,
/// so that time alone changes it rarely. Doctors who are reached now are counted on until their
/// duty ends.
pub(super) fn uncovered<'a>(
    state: &WaitingRoom,
    directory: &Directory,
    centres: impl Iterator<Item = &'a CentreId>,
) -> Vec<UncoveredView> {
    let at = state.last_at();
    let mut gaps: Vec<_> = centres
        .filter_map(|id| directory.centre(id, at))
        .flat_map(|centre| {
            let manned_until = manned_until(state, &centre.id);
            let silent = directory.answers_phone(centre, at).gaps();
            let parts = silent.between(at, at.plus(AHEAD)).into_iter();
            parts.filter_map(move |(from, until)| {
                let manned = manned_until.filter(|manned| from < *manned);
                let from = manned.unwrap_or(from);
                (from < until).then(|| UncoveredView {
                    centre: centre.id.clone(),
                    from,
                    until,
                })
            })
        })
        .collect();
    gaps.sort_by(|a, b| (a.from, &a.centre).cmp(&(b.from, &b.centre)));
    gaps
}

/// Until when a doctor who is reached now stays so, if nothing happens.
fn manned_until(state: &WaitingRoom, centre: &CentreId) -> Option<Timestamp> {
    let reached = state
        .duties()
        .filter(|(doctor, _)| state.is_reachable(doctor, centre));
    reached.filter_map(|(_, duty)| ends(duty)).max()
}

fn ends(duty: &Duty) -> Option<Timestamp> {
    let heard = duty.sound_tested_at?.plus(SOUND_TEST_HOLDS);
    Some(duty.until.map_or(heard, |until| until.min(heard)))
}
