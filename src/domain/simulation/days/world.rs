//! What goes on in the county, and how anybody in it acts: by commands to the waiting room.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::agenda::Happening;
use crate::domain::directory::{Commission, Directory};
use crate::domain::ids::{CentreId, CommandId, ConsultId, PersonId};
use crate::domain::simulation::chance::Chance;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, By, Command, ConsultState, Decision, DirectoryHash, Entry, Envelope, Fingerprint, Place,
    WaitingRoom, decide,
};

pub(super) struct Doctor {
    pub(super) actor: Actor,
    pub(super) centres: BTreeSet<CentreId>,
}

pub(super) struct World<'a> {
    pub(super) room: &'a mut WaitingRoom,
    pub(super) directory: &'a Directory,
    pub(super) hash: DirectoryHash,
    pub(super) keep: &'a mut dyn FnMut(Entry),
    pub(super) chance: Chance,
    /// The days that are lived through, in order.
    pub(super) days: Vec<Date>,
    /// What is to happen, by time and by when it was planned.
    pub(super) agenda: BTreeMap<(Timestamp, u64), Happening>,
    pub(super) planned: u64,
    pub(super) doctors: BTreeMap<PersonId, Doctor>,
    /// The consults that are answered in writing.
    pub(super) writing: BTreeSet<ConsultId>,
}

impl World<'_> {
    pub(super) fn plan(&mut self, when: Timestamp, what: Happening) {
        self.planned += 1;
        self.agenda.insert((when, self.planned), what);
    }

    pub(super) fn after(
        &mut self,
        now: Timestamp,
        (shortest, longest): (u64, u64),
        what: Happening,
    ) {
        let when = now.plus(self.chance.seconds(shortest, longest));
        self.plan(when, what);
    }

    /// Offers a command to the waiting room; what it refuses does not happen.
    pub(super) fn submit(&mut self, now: Timestamp, envelope: &Envelope) -> bool {
        match decide(self.room, self.directory, envelope, now) {
            Ok(Decision::New(decided)) => {
                let entry = decided.entry(self.room.seq().saturating_add(1), envelope, self.hash);
                self.room.apply(&entry);
                (self.keep)(entry);
                true
            }
            Ok(Decision::Repeat(_) | Decision::Moot(_)) | Err(_) => false,
        }
    }

    pub(super) fn command(&mut self, now: Timestamp, by: By, command: Command) -> bool {
        let id = CommandId(self.chance.id(now));
        let envelope = Envelope {
            id,
            fingerprint: Fingerprint([0; 32]),
            by,
            command,
        };
        self.submit(now, &envelope)
    }

    pub(super) fn as_nurse(
        &mut self,
        now: Timestamp,
        consult: ConsultId,
        command: Command,
    ) -> bool {
        let Some(asked) = self.room.consult(consult) else {
            return false;
        };
        let Some(commission) = self.directory.commission(&asked.commission, now) else {
            return false;
        };
        let by = By::Person(actor(commission, Place::Unit(asked.unit.clone())));
        self.command(now, by, command)
    }

    pub(super) fn as_doctor(
        &mut self,
        now: Timestamp,
        doctor: &PersonId,
        command: Command,
    ) -> bool {
        let Some(actor) = self.doctors.get(doctor).map(|doctor| doctor.actor.clone()) else {
            return false;
        };
        self.command(now, By::Person(actor), command)
    }

    pub(super) fn state(&self, consult: ConsultId) -> Option<ConsultState> {
        self.room.consult(consult).map(|consult| consult.state())
    }
}

pub(super) fn actor(commission: &Commission, place: Place) -> Actor {
    Actor {
        person: commission.person.clone(),
        commission: commission.id.clone(),
        controller: commission.controller.clone(),
        place,
    }
}
