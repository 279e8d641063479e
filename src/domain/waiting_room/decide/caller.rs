//! Who asks, and what she has to do with a consult.

use super::Scene;
use crate::domain::access::{Relation, Role};
use crate::domain::clinical::DoneBy;
use crate::domain::directory::Commission;
use crate::domain::ids::{CommissionId, PersonId};
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::entry::Actor;
use crate::domain::waiting_room::refusal::Refusal;
use crate::domain::waiting_room::stage::{Answered, Claim, Stage};

/// A member of staff with the commission she acts under, as the directory has it now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller<'a> {
    pub(super) actor: &'a Actor,
    pub(super) commission: &'a Commission,
}

impl<'a> Caller<'a> {
    /// Refuses a commission that does not hold, is another's or for another owner of data.
    pub(super) fn new(scene: Scene<'a>, actor: &'a Actor) -> Result<Self, Refusal> {
        let commission = scene.directory.commission(&actor.commission, scene.at);
        let commission = commission
            .filter(|row| row.person == actor.person && row.controller == actor.controller)
            .ok_or(Refusal::Forbidden)?;
        Ok(Self { actor, commission })
    }

    /// Says no to one without the wanted relation: to whose owner of data the consult is
    /// unknown, it does not exist.
    fn outsider(&self, consult: &Consult) -> Refusal {
        let mine = &self.commission.controller;
        if *mine == consult.request_owner || *mine == consult.answer_owner {
            Refusal::Forbidden
        } else {
            Refusal::NotFound
        }
    }

    fn asks_for(&self, consult: &Consult) -> bool {
        self.commission.role == Role::Nurse && self.commission.unit.as_ref() == Some(&consult.unit)
    }

    /// A nurse of the unit that asked.
    pub(super) fn as_nurse(&self, consult: &Consult) -> Result<(), Refusal> {
        if self.asks_for(consult) {
            Ok(())
        } else {
            Err(self.outsider(consult))
        }
    }

    /// A nurse of the unit that asked; with an exception on record also the head of it.
    pub(super) fn as_closer(&self, consult: &Consult, exception: bool) -> Result<(), Refusal> {
        let heads = self.commission.role == Role::HeadOfUnit
            && self.commission.unit.as_ref() == Some(&consult.unit);
        if heads && exception {
            Ok(())
        } else {
            self.as_nurse(consult)
        }
    }

    /// How a doctor of the centre is told that there is no answer of hers.
    pub(super) fn not_answered(&self, consult: &Consult) -> Refusal {
        match self.as_holder(consult) {
            Ok(_) => wrong_state(consult),
            Err(refusal) => refusal,
        }
    }

    /// A doctor of the centre that was asked.
    pub(super) fn as_doctor(&self, consult: &Consult) -> Result<(), Refusal> {
        if self.commission.role != Role::Doctor {
            return Err(self.outsider(consult));
        }
        if self.commission.centres.contains(&consult.centre) {
            return Ok(());
        }
        if self.commission.controller == consult.answer_owner {
            Err(Refusal::NotEligible)
        } else {
            Err(self.outsider(consult))
        }
    }

    /// The doctor who holds it, with her claim. Under another commission she is another
    /// doctor: what she learnt for one owner of data is not the other's.
    /// Who held it until something came between is told what.
    pub(super) fn as_holder<'c>(&self, consult: &'c Consult) -> Result<&'c Claim, Refusal> {
        if let Some(ended) = self.ended_claim(consult) {
            return Err(ended);
        }
        self.as_doctor(consult)?;
        match &consult.stage {
            Stage::Claimed(claim) | Stage::InCall(claim) => {
                if self.is(&claim.doctor, &claim.commission) {
                    Ok(claim)
                } else {
                    Err(Refusal::AlreadyTaken)
                }
            }
            Stage::Answered(answered)
            | Stage::ReadBack(answered)
            | Stage::Acknowledged(answered) => {
                if self.is(&answered.doctor, &answered.commission) {
                    Err(wrong_state(consult))
                } else {
                    Err(Refusal::AlreadyTaken)
                }
            }
            Stage::Queued
            | Stage::Parked { .. }
            | Stage::AwaitingNurse(_)
            | Stage::NeedMore { .. } => Err(wrong_state(consult)),
            Stage::Closed { .. } | Stage::Void { .. } | Stage::Withdrawn { .. } => {
                Err(Refusal::ConsultOver)
            }
        }
    }

    fn ended_claim(&self, consult: &Consult) -> Option<Refusal> {
        let (me, under) = (&self.actor.person, &self.commission.id);
        let between = consult.came_between(me, under);
        between
            .filter(|_| self.commission.role == Role::Doctor)
            .map(|between| Refusal::CameBetween(Box::new(between)))
    }

    /// A nurse of the unit, or the doctor who holds it, before there is an answer.
    pub(super) fn as_nurse_or_holder(&self, consult: &Consult) -> Result<(), Refusal> {
        if self.commission.role == Role::Doctor {
            self.as_holder(consult).map(|_claim| ())
        } else {
            self.as_nurse(consult)?;
            self.unanswered(consult)
        }
    }

    /// Refuses what is possible only before there is an answer.
    pub(super) fn unanswered(&self, consult: &Consult) -> Result<(), Refusal> {
        unanswered(consult).map_err(|refusal| self.beaten(consult).unwrap_or(refusal))
    }

    /// The refusal that says where the consult is, and to those it belongs to, who brought it
    /// there and when.
    pub(super) fn wrong_state(&self, consult: &Consult) -> Refusal {
        self.beaten(consult).unwrap_or_else(|| wrong_state(consult))
    }

    /// Whoever takes part in it and was second is told who was first.
    fn beaten(&self, consult: &Consult) -> Option<Refusal> {
        let stands = Relation::to_case(self.commission, consult.facts());
        let takes_part = matches!(
            stands,
            Relation::Asker | Relation::AskingUnit | Relation::Claimant | Relation::Answerer
        );
        let between = consult.brought_here(&self.actor.person);
        between
            .filter(|_| takes_part)
            .map(|between| Refusal::CameBetween(Box::new(between)))
    }

    /// The doctor who answered.
    pub(super) fn as_answerer(
        &self,
        consult: &Consult,
        answered: &Answered,
    ) -> Result<(), Refusal> {
        self.as_doctor(consult)?;
        if self.is(&answered.doctor, &answered.commission) {
            Ok(())
        } else {
            Err(Refusal::AlreadyTaken)
        }
    }

    /// On which side of a consult she acts.
    pub(super) fn side(&self) -> DoneBy {
        if self.commission.role == Role::Doctor {
            DoneBy::Doctor
        } else {
            DoneBy::Nurse
        }
    }

    pub(super) fn is(&self, doctor: &PersonId, commission: &CommissionId) -> bool {
        self.actor.person == *doctor && self.actor.commission == *commission
    }
}

/// Refuses what is possible only before there is an answer.
fn unanswered(consult: &Consult) -> Result<(), Refusal> {
    match &consult.stage {
        Stage::Queued
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. }
        | Stage::Claimed(_)
        | Stage::InCall(_) => Ok(()),
        Stage::Answered(_) | Stage::ReadBack(_) | Stage::Acknowledged(_) => {
            Err(wrong_state(consult))
        }
        Stage::Closed { .. } | Stage::Void { .. } | Stage::Withdrawn { .. } => {
            Err(Refusal::ConsultOver)
        }
    }
}

/// The refusal that says where the consult is.
pub(super) const fn wrong_state(consult: &Consult) -> Refusal {
    if consult.is_over() {
        Refusal::ConsultOver
    } else {
        Refusal::WrongState {
            now: consult.state(),
        }
    }
}
