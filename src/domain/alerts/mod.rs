//! Alerts that leave the screen: which telephones are to ring, when, and until when.
//!
//! A pure function of the waiting room, the directory and a time. Alarms on screens are the
//! clients' own. Overload of low-value alerts dulls the answer to all of them, so:
//!
//! - **P1**: at once to everyone who is on call by telephone for the centre, again each
//!   [`AGAIN`], each turn of who is rung after them [`TURN`] later, and the county's
//!   coordinator after [`COORDINATOR`]: until a doctor has taken it or it has ended. What comes
//!   back to the queue is told at once, and goes on where it was.
//! - **P2**: twice, at once and after half of its longest time.
//! - **P3 and P4**: never.
//! - **What an answer left undone**: the unit or the centre that is to do it, when it is late;
//!   again every half hour where it presses.
//! - **A shift**: one test alarm when it begins.
//!
//! Practice cases ring no telephone: who takes part in them has said so at a screen. An alert
//! holds no word of a patient: level, municipality and what to do; for protected identities not
//! even the municipality.

mod consults;
mod course;
mod late;
mod shifts;
mod words;

#[cfg(test)]
mod tests;

use std::time::Duration;

use course::Course;

use super::clinical::{Level, PhoneNumber};
use super::directory::Directory;
use super::ids::{CentreId, ConsultId, SlotId, UnitId};
use super::time::Timestamp;
use super::waiting_room::{GapKind, WaitingRoom};

/// How long after an alert for a P1 the same telephone rings again.
pub const AGAIN: Duration = Duration::from_secs(2 * 60);

/// How long each turn of those who are rung after one another has for itself.
pub const TURN: Duration = Duration::from_secs(2 * 60);

/// When the county's coordinator is told of a P1 that no doctor has taken.
pub const COORDINATOR: Duration = Duration::from_secs(5 * 60);

/// Whose telephone it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Callee {
    /// Whoever holds the slot.
    Slot(SlotId),
    /// The county's coordinator.
    Coordinator,
    /// The unit that asked.
    Unit(UnitId),
    /// The centre that answered.
    Centre(CentreId),
}

/// What an alert is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A request that waits for a doctor.
    Waiting {
        /// The request.
        consult: ConsultId,
        /// Its level.
        level: Level,
        /// The municipality's name; absent for a protected identity.
        municipality: Option<String>,
    },
    /// Something that an answer left to be done and that was not done in time.
    Late {
        /// The request.
        consult: ConsultId,
        /// What.
        kind: GapKind,
    },
    /// A shift that begins: does the telephone ring?
    Shift,
}

/// One ring of one telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// When it was to ring.
    pub at: Timestamp,
    /// Whose telephone.
    pub to: Callee,
    /// The function that is called.
    pub name: String,
    /// The number.
    pub phone: PhoneNumber,
    /// What about.
    pub about: About,
}

impl Alert {
    /// Its own name: the same alert decided twice has one.
    #[must_use]
    pub fn key(&self) -> String {
        let about = match &self.about {
            About::Waiting { consult, .. } => consult.to_string(),
            About::Late { consult, kind } => format!("{consult}/{kind}"),
            About::Shift => "shift".to_owned(),
        };
        let to = match &self.to {
            Callee::Slot(slot) => slot.to_string(),
            // No slug begins with a capital.
            Callee::Coordinator => "Coordinator".to_owned(),
            Callee::Unit(unit) => format!("Unit/{unit}"),
            Callee::Centre(centre) => format!("Centre/{centre}"),
        };
        format!("{about}/{to}/{}", self.at.as_millis())
    }

    /// What is said, in Swedish.
    #[must_use]
    pub fn text(&self) -> String {
        words::text(self)
    }
}

/// The alerts that were to ring after `after` and by `now`, as things stand at `now`: each
/// telephone once for each matter, however many times it was to ring meanwhile.
#[must_use]
pub fn due(
    room: &WaitingRoom,
    directory: &Directory,
    after: Timestamp,
    now: Timestamp,
) -> Vec<Alert> {
    let courses = courses(room, directory, now);
    let mut alerts: Vec<_> = courses
        .filter_map(|course| course.last(after, now))
        .collect();
    alerts.sort_by(|a, b| (a.at, &a.to).cmp(&(b.at, &b.to)));
    alerts
}

/// When the next telephone is to ring after `now`, if nothing happens before.
#[must_use]
pub fn next(room: &WaitingRoom, directory: &Directory, now: Timestamp) -> Option<Timestamp> {
    courses(room, directory, now)
        .filter_map(|course| course.next(now))
        .min()
}

/// Whether an alert that could not be sent when it was to ring is still worth sending.
#[must_use]
pub fn still_holds(
    room: &WaitingRoom,
    directory: &Directory,
    alert: &Alert,
    now: Timestamp,
) -> bool {
    courses(room, directory, now)
        .any(|course| course.to() == &alert.to && course.about() == &alert.about)
}

/// Every matter for which a telephone rings, and how. Another kind of matter is one more
/// line here.
fn courses<'a>(
    room: &'a WaitingRoom,
    directory: &'a Directory,
    now: Timestamp,
) -> impl Iterator<Item = Course> {
    consults::courses(room, directory, now)
        .chain(late::courses(room, directory, now))
        .chain(shifts::courses(room, directory, now))
}
