//! A test alarm when a shift begins: who sleeps beside the telephone is to know that it rings.

use super::About;
use super::course::Course;
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::WaitingRoom;

pub(super) fn courses<'a>(
    room: &'a WaitingRoom,
    directory: &'a Directory,
    now: Timestamp,
) -> impl Iterator<Item = Course> {
    room.slots()
        .iter()
        .filter(|held| held.channel.has_phone())
        .filter_map(move |held| {
            let slot = directory.duty_slot(&held.slot, now)?;
            Some(Course::of_slot(slot, About::Shift)?.at([held.since]))
        })
}
