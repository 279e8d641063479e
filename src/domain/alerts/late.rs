//! What an answer left to be done and nobody has done in time.
//!
//! Rung is whoever is to do it: the asking unit, or the centre that answered. An order that not
//! both sides have confirmed is told to both. What the patient is harmed by within the hour
//! rings again until it is done, the rest once.

use std::time::Duration;

use super::About;
use super::course::Course;
use crate::domain::clinical::{DoneBy, Level};
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Consult, Gap, GapKind, WaitingRoom};

/// How long after an alert for what presses the same telephone rings again.
const AGAIN: Duration = Duration::from_secs(30 * 60);

pub(super) fn courses<'a>(
    room: &'a WaitingRoom,
    directory: &'a Directory,
    now: Timestamp,
) -> impl Iterator<Item = Course> {
    room.consults()
        .filter(|consult| !consult.exercise)
        .flat_map(move |consult| {
            let gaps = consult.gaps().into_iter();
            gaps.filter(|gap| gap.kind.alarms())
                .flat_map(move |gap| rings(consult, gap, directory, now))
        })
}

fn rings(consult: &Consult, gap: Gap, directory: &Directory, now: Timestamp) -> Vec<Course> {
    let about = || About::Late {
        consult: consult.id,
        kind: gap.kind,
    };
    let both = gap.kind == GapKind::Unconfirmed;
    let unit = (both || gap.owner == DoneBy::Nurse)
        .then(|| directory.unit(&consult.unit, now))
        .flatten();
    let answered = consult.stage.answered();
    let centre = (both || gap.owner == DoneBy::Doctor)
        .then(|| directory.centre(&answered?.centre, now))
        .flatten();
    let courses = [
        unit.map(|unit| Course::of_unit(unit, about())),
        centre.map(|centre| Course::of_centre(centre, about())),
    ];
    let courses = courses.into_iter().flatten();
    if presses(consult.level, gap.kind) {
        courses
            .map(|course| course.again(gap.due_at, AGAIN))
            .collect()
    } else {
        courses.map(|course| course.at([gap.due_at])).collect()
    }
}

/// Whether it can harm the patient within the hour.
const fn presses(level: Level, kind: GapKind) -> bool {
    match kind {
        GapKind::Unconfirmed | GapKind::Transport | GapKind::Report => true,
        GapKind::Unopened => matches!(level, Level::P1 | Level::P2),
        GapKind::OrderEntered | GapKind::FollowUp | GapKind::Journal => false,
    }
}
