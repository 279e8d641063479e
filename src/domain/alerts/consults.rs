//! Requests that wait for a doctor who is not at her screen.

use super::course::Course;
use super::{AGAIN, About, COORDINATOR, TURN};
use crate::domain::clinical::Level;
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Consult, ConsultState, WaitingRoom};

pub(super) fn courses<'a>(
    room: &'a WaitingRoom,
    directory: &'a Directory,
    now: Timestamp,
) -> impl Iterator<Item = Course> {
    room.consults()
        .filter(|consult| consult.state() == ConsultState::Queued && !consult.exercise)
        .flat_map(move |consult| match consult.level {
            Level::P1 => acute(consult, directory, now),
            Level::P2 => urgent(consult, directory, now),
            Level::P3 | Level::P4 => Vec::new(),
        })
}

fn acute(consult: &Consult, directory: &Directory, now: Timestamp) -> Vec<Course> {
    let since = consult.level_since;
    let mut from = since;
    let mut courses = Vec::new();
    for turn in directory.rings(&consult.centre, now) {
        let slots = turn.into_iter();
        let about = || about(consult, directory, now);
        let slots = slots.filter_map(|slot| Course::of_slot(slot, about()));
        courses.extend(slots.map(|course| rings(course, consult, from)));
        from = from.plus(TURN);
    }
    let course = Course::of_coordinator(directory, about(consult, directory, now));
    courses.push(rings(course, consult, since.plus(COORDINATOR)));
    courses
}

/// From `from` on, and at once whenever a doctor has given it back since.
fn rings(course: Course, consult: &Consult, from: Timestamp) -> Course {
    let back = consult.back_since.filter(|back| *back >= from);
    course.again(from, AGAIN).at(back)
}

fn urgent(consult: &Consult, directory: &Directory, now: Timestamp) -> Vec<Course> {
    let since = consult.level_since;
    let half = since.plus(consult.target.max() / 2);
    let first = directory.rings(&consult.centre, now).into_iter().take(1);
    let slots = first.flatten();
    slots
        .filter_map(|slot| Course::of_slot(slot, about(consult, directory, now)))
        .map(|course| course.at([since, half]))
        .collect()
}

fn about(consult: &Consult, directory: &Directory, now: Timestamp) -> About {
    let municipality = directory.municipality(&consult.municipality, now);
    About::Waiting {
        consult: consult.id,
        level: consult.level,
        municipality: municipality
            .filter(|_| !consult.is_protected())
            .map(|row| row.name.clone()),
    }
}
