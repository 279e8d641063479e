//! Applies what already happened, so it cannot fail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::consult::{Consult, ConsultState};
use super::entry::{By, Entry, Remembered};
use super::event::Event;
use super::facts::{
    Between, ConsultAskedBack, ConsultQueued, ConsultSupplemented, HandoverAccepted, PhoningBy,
    ReleaseCause,
};
use super::gap::Done;
use super::stage::{
    Answered, Claim, EndedClaim, Handover, Interrupted, LastStep, Media, ReadBack, Stage, Wanted,
};
use super::state::{Adopted, Duty, WaitingRoom};
use crate::domain::clinical::DoneBy;
use crate::domain::ids::{ConsultId, PersonId};
use crate::domain::time::Timestamp;

impl WaitingRoom {
    /// Applies the next entry of the log: its events, its outcome, and what is forgotten at
    /// its time.
    pub fn apply(&mut self, entry: &Entry) {
        self.seq = entry.seq;
        self.at = self.at.max(entry.at);
        for event in &entry.events {
            let (held, stood) = (self.claim_of(event), self.state_of(event));
            evolve(self, event);
            self.note_end_of_claim(event, held, &entry.by);
            self.note_step(event, stood, &entry.by);
        }
        let outcome = Remembered {
            fingerprint: entry.fingerprint,
            at: self.at,
            seq: entry.seq,
            outcome: entry.outcome.clone(),
        };
        self.memory.keep(&entry.by.principal(), entry.cmd, outcome);
        self.memory.forget(self.at);
        self.forget_ended();
    }

    fn claim_of(&self, event: &Event) -> Option<Claim> {
        let consult = self.consult(event.consult()?)?;
        consult.stage.claim().cloned()
    }

    fn state_of(&self, event: &Event) -> Option<ConsultState> {
        Some(self.consult(event.consult()?)?.state())
    }

    /// Whoever wanted something else of it at the same time is told who moved it, and when.
    fn note_step(&mut self, event: &Event, stood: Option<ConsultState>, by: &By) {
        let Some(id) = event.consult() else {
            return;
        };
        if self.state_of(event) == stood {
            return;
        }
        let (at, by) = (self.at, by.actor().cloned());
        let step = step_of(event).zip(by);
        let step = step.map(|(what, by)| LastStep { what, by, at });
        self.change(id, |consult| consult.last_step = step);
    }

    /// Whoever loses hold of a consult is told by what, by whom and when, until she holds it
    /// again. With an answer nothing is lost.
    fn note_end_of_claim(&mut self, event: &Event, held: Option<Claim>, by: &By) {
        let Some(id) = event.consult() else {
            return;
        };
        let at = self.at;
        let now = self.claim_of(event).map(|claim| claim.commission);
        let lost = held.filter(|held| now.as_ref() != Some(&held.commission));
        let ended = lost.zip(step_of(event).filter(|what| ends_claim(*what)));
        let stands = |consult: &Consult| {
            let again = now
                .as_ref()
                .is_some_and(|now| consult.ended_claims.contains_key(now));
            ended.is_none() && !again
        };
        if self.consult(id).is_none_or(stands) {
            return;
        }
        self.change(id, |consult| {
            if let Some(now) = &now {
                consult.ended_claims.remove(now);
            }
            if let Some((claim, what)) = ended {
                let by = by.actor().cloned();
                let doctor = claim.doctor;
                let ended = EndedClaim {
                    doctor,
                    what,
                    by,
                    at,
                };
                consult.ended_claims.insert(claim.commission, ended);
            }
        });
    }

    fn set_link(&mut self, person: &PersonId, lost_since: Option<Timestamp>) {
        match lost_since {
            Some(since) => self.lost.insert(person.clone(), since),
            None => self.lost.remove(person),
        };
        let asked = self.asking.get(person).into_iter().flatten().copied();
        for id in asked.collect::<Vec<_>>() {
            self.change(id, |consult| consult.nurse_lost_since = lost_since);
        }
        let held = self.holding.get(person).into_iter().flatten().copied();
        for id in held.collect::<Vec<_>>() {
            self.change(id, |consult| {
                if let Some(claim) = consult.stage.claim_mut() {
                    claim.doctor_lost_since = lost_since;
                }
            });
        }
    }

    fn queue_new(&mut self, event: &ConsultQueued) {
        self.queued_ever = self.queued_ever.saturating_add(1);
        let consult = Consult {
            id: event.consult,
            case: event.case,
            nurse: event.nurse.clone(),
            commission: event.commission.clone(),
            unit: event.unit.clone(),
            municipality: event.municipality.clone(),
            request_owner: event.request_owner.clone(),
            centre: event.centre.clone(),
            answer_owner: event.answer_owner.clone(),
            level: event.level,
            reason: event.reason,
            codes: event.codes.clone(),
            exercise: event.exercise,
            has: event.has,
            death: event.death,
            target: event.target,
            queued_at: self.at,
            level_since: self.at,
            back_since: None,
            due_at: event.due_at,
            nobody_reachable: event.reachable == 0,
            promoted_at: None,
            missed_at: None,
            missed_told: None,
            first_contact_at: None,
            peeked: BTreeMap::new(),
            taken_over_at: None,
            taken_over_from: None,
            handover: None,
            supplemented: false,
            released: false,
            earlier: Vec::new(),
            addended: false,
            incidents: 0,
            ended_claims: BTreeMap::new(),
            interrupted: None,
            phoning_since: None,
            emergency_called_at: None,
            redirected: false,
            nurse_lost_since: self.lost_since(&event.nurse),
            last_step: None,
            rev: self.seq,
            stage: Stage::Queued,
        };
        self.list(Arc::new(consult));
    }

    /// The answer is kept, and the consult is its doctor's again.
    fn ask_back(&mut self, event: &ConsultAskedBack) {
        let at = self.at;
        let answered = self.consult(event.consult);
        let Some(answered) = answered
            .and_then(|consult| consult.stage.answered())
            .cloned()
        else {
            return;
        };
        let doctor_lost_since = self.lost_since(&answered.doctor);
        self.change(event.consult, |consult| {
            consult.stage = Stage::Claimed(Claim {
                doctor: answered.doctor.clone(),
                commission: answered.commission.clone(),
                centre: answered.centre.clone(),
                claimed_at: at,
                contact_due_at: event.due_at,
                written_until: None,
                asked_back: true,
                met_at: None,
                phoning_since: None,
                media: Media::Quiet { since: at },
                doctor_lost_since,
                handover: None,
            });
            consult.earlier.push(answered);
        });
    }

    /// The nurse's part, or the doctor's claim, is now another's; or hers again who had wanted
    /// to hand it over.
    fn take_over(&mut self, event: &HandoverAccepted) {
        let at = self.at;
        let lost_since = self.lost_since(&event.by);
        self.change(event.consult, |consult| match event.side {
            DoneBy::Nurse => {
                consult.handover = None;
                if consult.nurse != event.by {
                    let from = std::mem::replace(&mut consult.nurse, event.by.clone());
                    consult.taken_over_from = Some(from);
                    consult.taken_over_at = Some(at);
                    consult.nurse_lost_since = lost_since;
                }
                consult.commission = event.commission.clone();
            }
            DoneBy::Doctor => {
                let Some(claim) = consult.stage.claim() else {
                    return;
                };
                let Some(contact_due_at) = event.contact_due_at else {
                    if let Some(claim) = consult.stage.claim_mut() {
                        claim.handover = None;
                    }
                    return;
                };
                let taken = Claim {
                    doctor: event.by.clone(),
                    commission: event.commission.clone(),
                    centre: consult.centre.clone(),
                    claimed_at: at,
                    contact_due_at,
                    written_until: None,
                    asked_back: false,
                    met_at: None,
                    phoning_since: None,
                    media: Media::Quiet { since: at },
                    doctor_lost_since: lost_since,
                    handover: None,
                };
                consult.interrupted = interrupted(claim, ReleaseCause::Handover, at);
                consult.stage = Stage::Claimed(taken);
            }
        });
    }

    /// A take from the queue is a native one or a promoted one: the order of real ones depends
    /// on it.
    fn count_take(&mut self, id: ConsultId) {
        let Some(consult) = self.consults.get(&id).filter(|consult| !consult.exercise) else {
            return;
        };
        let takes = self.native_takes.entry(consult.centre.clone()).or_default();
        *takes = match consult.promoted_at {
            Some(_) => 0,
            None => takes.saturating_add(1),
        };
    }
}

/// Applies `event` as part of the entry that `state` stands at: its time and position are
/// the state's.
pub fn evolve(state: &mut WaitingRoom, event: &Event) {
    let at = state.at;
    match event {
        Event::ConsultQueued(event) => state.queue_new(event),
        Event::ConsultSupplemented(event) => {
            state.change(event.consult, |consult| supplement(consult, event));
        }
        Event::ConsultTriaged(event) => state.change(event.consult, |consult| {
            if consult.level != event.level {
                consult.level_since = at;
            }
            consult.level = event.level;
            consult.target = event.target;
            consult.due_at = event.due_at;
            consult.promoted_at = None;
            renew_claim(consult, event.contact_due_at);
        }),
        Event::ConsultRedirected(event) => state.change(event.consult, |consult| {
            consult.centre = event.centre.clone();
            consult.answer_owner = event.answer_owner.clone();
            consult.target = event.target;
            consult.due_at = event.due_at;
            consult.nobody_reachable = event.reachable == 0;
            consult.redirected = true;
            // What another centre's doctors have read is nothing that this one's have.
            consult.peeked.clear();
            consult.level_since = at;
            consult.stage = Stage::Queued;
        }),
        Event::ConsultPromoted(event) => state.change(event.consult, |consult| {
            consult.level = event.to;
            consult.target = event.target;
            consult.due_at = event.due_at;
            consult.promoted_at = Some(at);
            consult.level_since = at;
        }),
        Event::TargetMissed(event) => {
            state.change(event.consult, |consult| {
                consult.missed_at = Some(at);
                consult.missed_told = event.told;
            });
        }
        Event::ConsultClaimed(event) => {
            state.count_take(event.consult);
            let claim = Claim {
                doctor: event.doctor.clone(),
                commission: event.commission.clone(),
                centre: event.centre.clone(),
                claimed_at: at,
                contact_due_at: event.contact_due_at,
                written_until: None,
                asked_back: false,
                met_at: None,
                phoning_since: None,
                media: Media::Quiet { since: at },
                doctor_lost_since: state.lost_since(&event.doctor),
                handover: None,
            };
            state.change(event.consult, |consult| {
                consult.stage = Stage::Claimed(claim)
            });
        }
        Event::ClaimKept(event) => state.adjust(event.consult, |consult| {
            if let Some(claim) = consult.stage.claim_mut() {
                claim.written_until = Some(event.until);
            }
        }),
        Event::ClaimReleased(event) => state.change(event.consult, |consult| {
            if let Some(claim) = consult.stage.claim() {
                consult.interrupted = interrupted(claim, event.cause, at);
            }
            consult.stage = Stage::Queued;
            consult.back_since = Some(at);
            consult.released = true;
        }),
        Event::ConsultAskedBack(event) => state.ask_back(event),
        Event::AddendumWritten(event) => {
            state.change(event.consult, |consult| consult.addended = true);
        }
        Event::PatientCorrected(event) => state.change(event.consult, |consult| {
            consult.codes.patient = Some(event.patient.clone());
        }),
        Event::ConsultVoided(event) => state.change(event.consult, |consult| {
            let reason = event.reason;
            restage(
                consult,
                |answered| Stage::Void {
                    at,
                    reason,
                    answered,
                },
                |_| (),
            );
        }),
        Event::ConsultParked(event) => state.change(event.consult, |consult| {
            consult.stage = Stage::Parked { since: at };
        }),
        Event::ConsultResumed(event) => state.change(event.consult, |consult| {
            consult.back_since = Some(at);
            consult.stage = Stage::Queued;
        }),
        Event::MoreNeeded(event) => state.change(event.consult, |consult| {
            let (doctor, centre) = (event.doctor.clone(), event.centre.clone());
            let wanted = Wanted {
                doctor,
                centre,
                since: at,
            };
            let until = event.until;
            consult.stage = Stage::NeedMore { wanted, until };
            consult.interrupted = None;
        }),
        Event::NurseAwaited(event) => state.change(event.consult, |consult| {
            consult.stage = Stage::AwaitingNurse(Wanted {
                doctor: event.doctor.clone(),
                centre: event.centre.clone(),
                since: at,
            });
            consult.interrupted = None;
        }),
        Event::PhoningBegan(event) => state.change(event.consult, |consult| match event.by {
            PhoningBy::Nurse => consult.phoning_since = Some(at),
            PhoningBy::Doctor => {
                if let Some(claim) = consult.stage.claim_mut() {
                    claim.phoning_since = Some(at);
                }
            }
        }),
        Event::EmergencyCalled(event) => state.change(event.consult, |consult| {
            consult.emergency_called_at = Some(at);
        }),
        Event::CallBegan(event) => state.change(event.consult, |consult| {
            if let Stage::Claimed(claim) = &consult.stage {
                let media = Media::Quiet { since: at };
                consult.stage = Stage::InCall(Claim {
                    media,
                    ..claim.clone()
                });
            }
        }),
        Event::MediaBegan(event) => state.change(event.consult, |consult| {
            if let Some(claim) = consult.stage.claim_mut() {
                claim.met_at.get_or_insert(at);
                claim.media = Media::Flows;
            }
        }),
        Event::MediaEnded(event) => state.change(event.consult, |consult| {
            if let Some(claim) = consult.stage.claim_mut() {
                claim.media = Media::Quiet { since: event.at };
            }
        }),
        Event::CallEnded(event) => state.change(event.consult, |consult| {
            if let Stage::InCall(claim) = &consult.stage {
                consult.stage = Stage::Claimed(claim.clone());
            }
        }),
        Event::FirstContact(event) => state.change(event.consult, |consult| {
            consult.first_contact_at.get_or_insert(event.at);
            consult.phoning_since = None;
        }),
        Event::ConsultAnswered(event) => state.change(event.answer.consult, |consult| {
            if let Some(claim) = consult.stage.claim() {
                consult.stage = Stage::Answered(Answered {
                    doctor: claim.doctor.clone(),
                    commission: claim.commission.clone(),
                    centre: claim.centre.clone(),
                    at,
                    codes: event.answer.clone(),
                    opened_at: None,
                    read_backs: Vec::new(),
                    rejected: false,
                    acknowledged_at: None,
                    done: Vec::new(),
                    late: BTreeSet::new(),
                });
            }
        }),
        Event::AnswerOpened(event) => state.change(event.consult, |consult| {
            if let Some(answered) = consult.stage.answered_mut() {
                answered.opened_at.get_or_insert(at);
            }
        }),
        Event::ReadBackGiven(event) => {
            let (by, rev) = (event.by.clone(), state.seq);
            state.change(event.consult, |consult| {
                restage(consult, Stage::ReadBack, |answered| {
                    answered.read_backs.push(ReadBack { by, at, rev });
                });
            });
        }
        Event::ReadBackRejected(event) => state.change(event.consult, |consult| {
            restage(consult, Stage::Answered, |answered| {
                answered.rejected = true;
                answered.read_backs.clear();
            });
        }),
        Event::ConsultAcknowledged(event) => state.change(event.consult, |consult| {
            restage(consult, Stage::Acknowledged, |answered| {
                answered.rejected = false;
                answered.acknowledged_at = Some(at);
            });
        }),
        Event::ConsultClosed(event) => state.change(event.consult, |consult| {
            let (participation, exception) = (event.participation, event.exception);
            restage(
                consult,
                |answered| Stage::Closed {
                    at,
                    participation,
                    exception,
                    answered,
                },
                |_| (),
            );
        }),
        Event::ConsultWithdrawn(event) => state.change(event.consult, |consult| {
            consult.stage = Stage::Withdrawn {
                at,
                reason: event.reason,
            };
        }),
        Event::ConsultPeeked(event) => state.change(event.consult, |consult| {
            consult.peeked.insert(event.commission.clone(), at);
        }),
        Event::HandoverOffered(event) => state.change(event.consult, |consult| {
            let by = event.by.clone();
            let offered = Some(Handover { by, at });
            match event.side {
                DoneBy::Nurse => consult.handover = offered,
                DoneBy::Doctor => {
                    if let Some(claim) = consult.stage.claim_mut() {
                        claim.handover = offered;
                    }
                }
            }
        }),
        Event::HandoverAccepted(event) => state.take_over(event),
        Event::TaskDone(event) => state.change(event.consult, |consult| {
            if let Some(answered) = consult.stage.answered_mut() {
                let (task, side) = (event.task, event.side);
                answered.done.push(Done { task, side, at });
            }
        }),
        Event::GapOverdue(event) => state.change(event.consult, |consult| {
            if let Some(answered) = consult.stage.answered_mut() {
                answered.late.insert(event.gap);
            }
        }),
        Event::IncidentReported(event) => state.change(event.consult, |consult| {
            consult.incidents = consult.incidents.saturating_add(1);
        }),
        Event::DutySet(event) => {
            let duty = Duty {
                commission: event.commission.clone(),
                state: event.state,
                centres: event.centres.clone(),
                levels: event.levels.clone(),
                until: event.until,
                sound_tested_at: event.sound_tested_at,
                practice: event.practice,
            };
            state.set_duty(&event.doctor, duty);
        }
        Event::LinkLost(event) => state.set_link(&event.person, Some(event.since)),
        Event::LinkBack(event) => state.set_link(&event.person, None),
        // The case stays its nurse's: that a colleague answered is on record, and changes nothing.
        Event::CallAnsweredInstead(event) => state.change(event.consult, |_| ()),
        // It waits for nobody: figures and lists are folded beside the state.
        Event::PhoneContactRegistered(_) => {}
        Event::DirectoryAdopted(event) => {
            let (hash, valid_from) = (event.hash, event.valid_from);
            state.directory = Some(Adopted { hash, valid_from });
        }
        Event::SlotsChanged(event) => state.set_slots(event.slots.clone(), event.next_at),
    }
}

/// What a person, or the system, does to a consult by an event; nothing where it moves it nowhere
/// that somebody else could be surprised by.
const fn step_of(event: &Event) -> Option<Between> {
    Some(match event {
        Event::ConsultClaimed(_) => Between::Taken,
        Event::ConsultAnswered(_) => Between::Answered,
        Event::ReadBackGiven(_) => Between::ReadBack,
        Event::ReadBackRejected(_) => Between::ReadBackRejected,
        Event::ConsultAcknowledged(_) => Between::Acknowledged,
        Event::ConsultClosed(_) => Between::Closed,
        Event::ConsultAskedBack(_) => Between::AskedBack,
        Event::ConsultVoided(_) => Between::Voided,
        Event::ConsultWithdrawn(_) => Between::Withdrawn,
        Event::ConsultRedirected(_) => Between::Redirected,
        Event::HandoverAccepted(_) => Between::TakenOver,
        Event::MoreNeeded(_) => Between::MoreNeeded,
        Event::NurseAwaited(_) => Between::NurseAwaited,
        Event::ClaimReleased(released) => match released.cause {
            ReleaseCause::Doctor => Between::Released,
            ReleaseCause::ContactDue => Between::ContactDue,
            ReleaseCause::LinkLost => Between::LinkLost,
            ReleaseCause::MustGo => Between::MustGo,
            ReleaseCause::Handover => Between::TakenOver,
            ReleaseCause::RealFirst => Between::RealFirst,
        },
        Event::ConsultQueued(_)
        | Event::ConsultSupplemented(_)
        | Event::ConsultTriaged(_)
        | Event::ConsultPromoted(_)
        | Event::TargetMissed(_)
        | Event::ClaimKept(_)
        | Event::CallBegan(_)
        | Event::MediaBegan(_)
        | Event::MediaEnded(_)
        | Event::CallEnded(_)
        | Event::FirstContact(_)
        | Event::AnswerOpened(_)
        | Event::AddendumWritten(_)
        | Event::PatientCorrected(_)
        | Event::ConsultParked(_)
        | Event::ConsultResumed(_)
        | Event::PhoningBegan(_)
        | Event::CallAnsweredInstead(_)
        | Event::EmergencyCalled(_)
        | Event::ConsultPeeked(_)
        | Event::HandoverOffered(_)
        | Event::TaskDone(_)
        | Event::GapOverdue(_)
        | Event::IncidentReported(_)
        | Event::DutySet(_)
        | Event::LinkLost(_)
        | Event::LinkBack(_)
        | Event::PhoneContactRegistered(_)
        | Event::DirectoryAdopted(_)
        | Event::SlotsChanged(_) => return None,
    })
}

/// Whether a doctor who loses her claim by it loses something: with an answer nothing is lost.
const fn ends_claim(what: Between) -> bool {
    match what {
        Between::Withdrawn
        | Between::Redirected
        | Between::TakenOver
        | Between::ContactDue
        | Between::LinkLost
        | Between::Released
        | Between::MustGo
        | Between::MoreNeeded
        | Between::NurseAwaited
        | Between::RealFirst => true,
        Between::ReadBack
        | Between::ReadBackRejected
        | Between::Taken
        | Between::Answered
        | Between::Acknowledged
        | Between::AskedBack
        | Between::Voided
        | Between::Closed => false,
    }
}

/// A claim that has another time to wait for contact now.
const fn renew_claim(consult: &mut Consult, contact_due_at: Option<Timestamp>) {
    if let Some(claim) = consult.stage.claim_mut()
        && let Some(contact_due_at) = contact_due_at
    {
        claim.contact_due_at = contact_due_at;
        claim.written_until = None;
    }
}

/// What the next doctor is to know of a claim that ends: that the two had met, or that the
/// doctor was called away.
fn interrupted(claim: &Claim, cause: ReleaseCause, at: Timestamp) -> Option<Interrupted> {
    let left = cause == ReleaseCause::MustGo;
    let last = match claim.media {
        Media::Flows => at,
        Media::Quiet { since } => since,
    };
    let talked = claim.met_at.map(|met_at| last.since(met_at));
    (left || talked.is_some()).then(|| Interrupted {
        doctor: claim.doctor.clone(),
        commission: claim.commission.clone(),
        centre: claim.centre.clone(),
        at,
        talked_ms: talked.map_or(0, |talked| {
            u64::try_from(talked.as_millis()).unwrap_or(u64::MAX)
        }),
        cause,
    })
}

fn restage(
    consult: &mut Consult,
    to: impl FnOnce(Answered) -> Stage,
    how: impl FnOnce(&mut Answered),
) {
    if let Some(answered) = consult.stage.answered() {
        let mut answered = answered.clone();
        how(&mut answered);
        consult.stage = to(answered);
    }
}

fn supplement(consult: &mut Consult, event: &ConsultSupplemented) {
    consult.codes = consult.codes.with(&event.codes);
    consult.has = consult.has.or(event.has);
    if let Some(told) = event.death {
        consult.death = Some(told.after(consult.death));
    }
    consult.due_at = event.due_at;
    renew_claim(consult, event.contact_due_at);
    consult.supplemented = true;
}
