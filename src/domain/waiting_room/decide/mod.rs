//! What a command means: events, a repeat, nothing, or a refusal. Pure.

mod afterwards;
mod caller;
mod claims;
mod death;
mod due;
mod duty;
mod handovers;
mod incidents;
mod phone;
mod replies;
mod requests;
mod slots;
mod staff;
mod system;
mod waits;

use caller::Caller;

use super::consult::{Consult, ConsultState};
use super::entry::{By, DirectoryHash, Entry, Envelope, Outcome, Remembered};
use super::event::Event;
use super::refusal::Refusal;
use super::state::WaitingRoom;
use crate::domain::clinical::Level;
use crate::domain::directory::{Directory, Target};
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;

/// What a command means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is carried out: one entry is to be appended.
    New(Decided),
    /// It was carried out before; its sender is told the same again. Nothing is appended.
    Repeat(Remembered),
    /// What it wants is so already, or its time has passed. Nothing is appended, and
    /// nothing is remembered.
    Moot(Outcome),
}

/// What is to be appended for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// When: `now`, but never before the last entry.
    pub at: Timestamp,
    /// What happened; never empty.
    pub events: Vec<Event>,
    /// What the sender is told.
    pub outcome: Outcome,
}

impl Decided {
    /// The entry of this decision about `envelope`, at position `seq`.
    #[must_use]
    pub fn entry(self, seq: u64, envelope: &Envelope, dir: DirectoryHash) -> Entry {
        Entry {
            seq,
            at: self.at,
            cmd: envelope.id,
            fingerprint: envelope.fingerprint,
            by: envelope.by.clone(),
            dir,
            events: self.events,
            outcome: self.outcome,
            sealed: false,
        }
    }
}

/// Decides what `envelope` means at `now`.
///
/// `directory` is the one adopted, or the one to be adopted by this command; what it says is
/// looked up at the time of the entry.
///
/// # Errors
/// The refusal with which the sender is told no. It changes nothing and is not remembered.
pub fn decide(
    state: &WaitingRoom,
    directory: &Directory,
    envelope: &Envelope,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    if let Some(remembered) = state.remembered(&envelope.by.principal(), envelope.id) {
        return if remembered.fingerprint == envelope.fingerprint {
            Ok(Decision::Repeat(remembered.clone()))
        } else {
            Err(Refusal::KeyReused)
        };
    }
    let at = state.entry_time(now);
    let scene = Scene {
        state,
        directory,
        at,
    };
    let events = match &envelope.by {
        By::Person(actor) => staff::decide(scene, &Caller::new(scene, actor)?, &envelope.command)?,
        By::System => system::decide(scene, &envelope.command)?,
    };
    let (consult, kind) = (envelope.command.consult(), envelope.command.kind());
    if events.is_empty() {
        let state = consult.and_then(|id| state.consult(id)).map(Consult::state);
        return Ok(Decision::Moot(Outcome {
            consult,
            kind,
            state,
        }));
    }
    let state = consult.and_then(|id| state_after(state, id, &events));
    let outcome = Outcome {
        consult,
        kind,
        state,
    };
    Ok(Decision::New(Decided {
        at,
        events,
        outcome,
    }))
}

/// What a decision looks at.
#[derive(Debug, Clone, Copy)]
struct Scene<'a> {
    state: &'a WaitingRoom,
    directory: &'a Directory,
    at: Timestamp,
}

impl<'a> Scene<'a> {
    fn consult(self, id: ConsultId) -> Result<&'a Consult, Refusal> {
        self.state.consult(id).ok_or(Refusal::NotFound)
    }

    /// What the consult's centre has promised its unit for `level`. Where the agreement has
    /// ended meanwhile, what was promised when it was asked still holds.
    fn target(self, consult: &Consult, level: Level) -> Target {
        self.directory
            .target(&consult.unit, &consult.centre, level, self.at)
            .unwrap_or(consult.target)
    }
}

/// Where the consult stands after `events`.
fn state_after(state: &WaitingRoom, id: ConsultId, events: &[Event]) -> Option<ConsultState> {
    let before = state.consult(id).map(Consult::state);
    let hers = events.iter().filter(|event| event.consult() == Some(id));
    hers.fold(before, |stands, event| match event {
        Event::ConsultQueued(_)
        | Event::ConsultRedirected(_)
        | Event::ClaimReleased(_)
        | Event::ConsultResumed(_) => Some(ConsultState::Queued),
        Event::ConsultAskedBack(_) => Some(ConsultState::Claimed),
        Event::ConsultVoided(_) => Some(ConsultState::Void),
        Event::ConsultParked(_) => Some(ConsultState::Parked),
        Event::MoreNeeded(_) => Some(ConsultState::NeedMore),
        Event::NurseAwaited(_) => Some(ConsultState::AwaitingNurse),
        Event::ConsultClaimed(_) | Event::CallEnded(_) => Some(ConsultState::Claimed),
        Event::HandoverAccepted(accepted) if accepted.contact_due_at.is_some() => {
            Some(ConsultState::Claimed)
        }
        Event::CallBegan(_) => Some(ConsultState::InCall),
        Event::ConsultAnswered(_) | Event::ReadBackRejected(_) => Some(ConsultState::Answered),
        Event::ReadBackGiven(_) => Some(ConsultState::ReadBack),
        Event::ConsultAcknowledged(_) => Some(ConsultState::Acknowledged),
        Event::ConsultClosed(_) => Some(ConsultState::Closed),
        Event::ConsultWithdrawn(_) => Some(ConsultState::Withdrawn),
        Event::ConsultSupplemented(_)
        | Event::ConsultTriaged(_)
        | Event::ConsultPromoted(_)
        | Event::TargetMissed(_)
        | Event::AddendumWritten(_)
        | Event::ClaimKept(_)
        | Event::PatientCorrected(_)
        | Event::PhoningBegan(_)
        | Event::CallAnsweredInstead(_)
        | Event::EmergencyCalled(_)
        | Event::MediaBegan(_)
        | Event::MediaEnded(_)
        | Event::FirstContact(_)
        | Event::AnswerOpened(_)
        | Event::ConsultPeeked(_)
        | Event::HandoverOffered(_)
        | Event::HandoverAccepted(_)
        | Event::TaskDone(_)
        | Event::GapOverdue(_)
        | Event::IncidentReported(_)
        | Event::DutySet(_)
        | Event::LinkLost(_)
        | Event::LinkBack(_)
        | Event::PhoneContactRegistered(_)
        | Event::DirectoryAdopted(_)
        | Event::SlotsChanged(_) => stands,
    })
}
