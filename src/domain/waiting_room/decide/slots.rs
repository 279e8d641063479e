//! Which duty slots are held: by the county's timetable, not by anybody's word.

use std::collections::BTreeSet;

use super::Scene;
use crate::domain::directory::DutySlot;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::facts::{HeldSlot, SlotsChanged};

/// The slots that are held at the time of the entry, and when that changes.
pub(super) fn now(scene: Scene<'_>) -> SlotsChanged {
    let (directory, at) = (scene.directory, scene.at);
    let held: Vec<&DutySlot> = directory.slots_held(at).collect();
    let after: BTreeSet<_> = held
        .iter()
        .filter_map(|slot| directory.rung_after(slot, at))
        .flatten()
        .map(|slot| &slot.id)
        .collect();
    let (later, first): (Vec<&DutySlot>, Vec<_>) =
        held.iter().partition(|slot| after.contains(&slot.id));
    let slots = first.into_iter().chain(later).map(|slot| HeldSlot {
        slot: slot.id.clone(),
        channel: slot.channel,
        centres: slot.centres.clone(),
        since: since(scene, slot),
    });
    SlotsChanged {
        slots: slots.collect(),
        next_at: directory.slots_change_after(at),
    }
}

/// A shift that goes on through a change of others' began when it did.
fn since(scene: Scene<'_>, slot: &DutySlot) -> Timestamp {
    let held = scene.state.slots().iter();
    let known = held
        .filter(|held| held.slot == slot.id)
        .map(|held| held.since);
    known.min().unwrap_or(scene.at)
}

/// What a new directory changes; nothing in a county that knows no duty slots.
pub(super) fn adopted(scene: Scene<'_>) -> Option<SlotsChanged> {
    let now = now(scene);
    let known = !scene.state.slots().is_empty() || scene.state.slots_change_at().is_some();
    let any = !now.slots.is_empty() || now.next_at.is_some();
    (known || any).then_some(now)
}
