//! What follows from the consults and duties, changed together with them: queues, holders,
//! askers, deadlines and what is to be forgotten.

use std::sync::Arc;

use super::command::Deadline;
use super::consult::Consult;
use super::deadline;
use super::facts::HeldSlot;
use super::stage::Stage;
use super::state::{Duty, WaitingRoom};
use crate::domain::ids::{ConsultId, PersonId};
use crate::domain::time::Timestamp;

impl WaitingRoom {
    /// Changes one consult and everything that follows from it. Its `rev` is the position
    /// of the entry being applied.
    pub(super) fn change(&mut self, id: ConsultId, how: impl FnOnce(&mut Consult)) {
        let seq = self.seq;
        self.adjust(id, |consult| {
            how(consult);
            consult.rev = seq;
        });
    }

    /// Changes what follows from one consult without a word of it being different: its `rev`
    /// stays, so that nobody reads it again for that.
    pub(super) fn adjust(&mut self, id: ConsultId, how: impl FnOnce(&mut Consult)) {
        let Some(mut shared) = self.consults.remove(&id) else {
            return;
        };
        self.unlist(&shared);
        how(Arc::make_mut(&mut shared));
        self.list(shared);
    }

    pub(super) fn list(&mut self, consult: Arc<Consult>) {
        let id = consult.id;
        if consult.stage == Stage::Queued {
            let queue = self.waiting.entry(consult.centre.clone()).or_default();
            queue.insert(id);
        }
        if let Some(claim) = consult.stage.claim() {
            let holding = self.holding.entry(claim.doctor.clone()).or_default();
            holding.insert(id);
        }
        if !consult.is_over() {
            let asking = self.asking.entry(consult.nurse.clone()).or_default();
            asking.insert(id);
        }
        self.deadlines.extend(deadline::of_consult(&consult));
        self.leaving
            .extend(deadline::leaves_at(&consult).map(|at| (at, id)));
        self.consults.insert(id, consult);
    }

    fn unlist(&mut self, consult: &Consult) {
        let id = consult.id;
        if let Some(queue) = self.waiting.get_mut(&consult.centre) {
            queue.remove(&id);
            if queue.is_empty() {
                self.waiting.remove(&consult.centre);
            }
        }
        if let Some(claim) = consult.stage.claim()
            && let Some(holding) = self.holding.get_mut(&claim.doctor)
        {
            holding.remove(&id);
            if holding.is_empty() {
                self.holding.remove(&claim.doctor);
            }
        }
        if let Some(asking) = self.asking.get_mut(&consult.nurse) {
            asking.remove(&id);
            if asking.is_empty() {
                self.asking.remove(&consult.nurse);
            }
        }
        for deadline in deadline::of_consult(consult) {
            self.deadlines.remove(&deadline);
        }
        if let Some(at) = deadline::leaves_at(consult) {
            self.leaving.remove(&(at, id));
        }
    }

    pub(super) fn set_duty(&mut self, doctor: &PersonId, duty: Duty) {
        if let Some(before) = self.duties.get(doctor) {
            for deadline in deadline::of_duty(doctor, before) {
                self.deadlines.remove(&deadline);
            }
        }
        self.deadlines.extend(deadline::of_duty(doctor, &duty));
        self.duties.insert(doctor.clone(), duty);
    }

    pub(super) fn set_slots(&mut self, slots: Vec<HeldSlot>, next_at: Option<Timestamp>) {
        if let Some(before) = self.slots_change_at {
            self.deadlines.remove(&(before, Deadline::SlotsChange));
        }
        self.deadlines
            .extend(next_at.map(|at| (at, Deadline::SlotsChange)));
        self.slots = slots;
        self.slots_change_at = next_at;
    }

    pub(super) fn forget_ended(&mut self) {
        while let Some((at, id)) = self.leaving.get_min().copied() {
            if at > self.at {
                break;
            }
            self.leaving.remove_min();
            self.consults.remove(&id);
            self.forgotten = self.forgotten.saturating_add(1);
        }
    }
}
