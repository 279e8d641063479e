//! Where a consult stands, with what belongs to that: a claim, an answer, a doctor who waits.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::bodies::AnswerCodes;
use super::consult::ConsultState;
use super::entry::Actor;
use super::facts::{Between, ReleaseCause};
use super::gap::{Done, GapKind};
use crate::domain::clinical::{CloseException, Participation, VoidReason, WithdrawReason};
use crate::domain::ids::{CentreId, CommissionId, PersonId};
use crate::domain::time::Timestamp;

/// Where a consult stands, with what belongs to that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Waits in the centre's queue.
    Queued,
    /// A doctor has taken it.
    Claimed(Claim),
    /// Both seats of the call are taken.
    InCall(Claim),
    /// The doctor has answered; the nurse is to read.
    Answered(Answered),
    /// The nurse has read the orders back; the doctor is to confirm.
    ReadBack(Answered),
    /// Both sides agree on the answer.
    Acknowledged(Answered),
    /// Ended by the nurse.
    Closed {
        /// When.
        at: Timestamp,
        /// Whether the patient took part in the decision; nothing of one who has died.
        participation: Option<Participation>,
        /// Why it ended although not both sides had agreed.
        exception: Option<CloseException>,
        /// The answer.
        answered: Answered,
    },
    /// The answer was for another patient.
    Void {
        /// When that was said.
        at: Timestamp,
        /// Why.
        reason: VoidReason,
        /// The answer.
        answered: Answered,
    },
    /// Taken back by the nurse.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// Why.
        reason: WithdrawReason,
    },
    /// Put aside by the nurse.
    Parked {
        /// Since when.
        since: Timestamp,
    },
    /// A doctor rang and nobody answered.
    AwaitingNurse(Wanted),
    /// A doctor must know more.
    NeedMore {
        /// Who wants to know.
        wanted: Wanted,
        /// When she hopes to have it at the latest.
        until: Timestamp,
    },
}

/// A doctor who wants something of the nurse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The doctor.
    pub doctor: PersonId,
    /// The centre she had taken it for.
    pub centre: CentreId,
    /// Since when.
    pub since: Timestamp,
}

/// A meeting of nurse and doctor that was broken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interrupted {
    /// The doctor.
    pub doctor: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The centre she had taken it for.
    pub centre: CentreId,
    /// When her claim ended.
    pub at: Timestamp,
    /// For how many milliseconds the two had talked; 0 if they had not.
    pub talked_ms: u64,
    /// Why.
    pub cause: ReleaseCause,
}

/// That a colleague is wanted to take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Who wants it.
    pub by: PersonId,
    /// Since when.
    pub at: Timestamp,
}

/// A doctor's hold on a consult.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The doctor.
    pub doctor: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The centre she took it for.
    pub centre: CentreId,
    /// When she took it.
    pub claimed_at: Timestamp,
    /// When it goes back unless media has flowed.
    pub contact_due_at: Timestamp,
    /// Until when writing keeps it beyond that.
    pub written_until: Option<Timestamp>,
    /// Whether the nurse asked once more after an answer: then she may hold another besides.
    pub asked_back: bool,
    /// When media first flowed under this claim.
    pub met_at: Option<Timestamp>,
    /// Since when the doctor has been on the telephone about it.
    pub phoning_since: Option<Timestamp>,
    /// Whether media flows.
    pub media: Media,
    /// Since when the doctor's link is lost.
    pub doctor_lost_since: Option<Timestamp>,
    /// That another doctor is wanted to take over.
    pub handover: Option<Handover>,
}

/// How a doctor lost hold of a consult that she had not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedClaim {
    /// The doctor.
    pub doctor: PersonId,
    /// What ended it.
    pub what: Between,
    /// Who did; nobody if the system did.
    pub by: Option<Actor>,
    /// When.
    pub at: Timestamp,
}

/// By what a person brought a consult to where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastStep {
    /// What she did.
    pub what: Between,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Whether media flows between nurse and doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// In both directions.
    Flows,
    /// Not since then: the claim, the beginning of the call, or the last media seen.
    Quiet {
        /// Since when.
        since: Timestamp,
    },
}

/// That the orders were read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadBack {
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The log position: who has seen a consult at that `rev` has seen this.
    pub rev: u64,
}

/// A doctor's answer and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The doctor.
    pub doctor: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The centre she answered for.
    pub centre: CentreId,
    /// When she answered.
    pub at: Timestamp,
    /// The answer in codes.
    pub codes: AnswerCodes,
    /// When the nurse or her unit first opened it.
    pub opened_at: Option<Timestamp>,
    /// The read-backs that the doctor has not judged, or has found right, oldest first.
    pub read_backs: Vec<ReadBack>,
    /// Whether the last read-back was wrong: nothing is to be given.
    pub rejected: bool,
    /// When both sides agreed.
    pub acknowledged_at: Option<Timestamp>,
    /// What has been done of what it left to be done.
    pub done: Vec<Done>,
    /// What was not done in time, whether it has been done since or not.
    pub late: BTreeSet<GapKind>,
}

impl Stage {
    /// The stage's name.
    #[must_use]
    pub const fn state(&self) -> ConsultState {
        match self {
            Self::Queued => ConsultState::Queued,
            Self::Claimed(_) => ConsultState::Claimed,
            Self::InCall(_) => ConsultState::InCall,
            Self::Answered(_) => ConsultState::Answered,
            Self::ReadBack(_) => ConsultState::ReadBack,
            Self::Acknowledged(_) => ConsultState::Acknowledged,
            Self::Closed { .. } => ConsultState::Closed,
            Self::Withdrawn { .. } => ConsultState::Withdrawn,
            Self::Void { .. } => ConsultState::Void,
            Self::Parked { .. } => ConsultState::Parked,
            Self::AwaitingNurse(_) => ConsultState::AwaitingNurse,
            Self::NeedMore { .. } => ConsultState::NeedMore,
        }
    }

    /// The claim, while a doctor holds it.
    #[must_use]
    pub const fn claim(&self) -> Option<&Claim> {
        match self {
            Self::Claimed(claim) | Self::InCall(claim) => Some(claim),
            Self::Queued
            | Self::Parked { .. }
            | Self::AwaitingNurse(_)
            | Self::NeedMore { .. }
            | Self::Answered(_)
            | Self::ReadBack(_)
            | Self::Acknowledged(_)
            | Self::Closed { .. }
            | Self::Void { .. }
            | Self::Withdrawn { .. } => None,
        }
    }

    pub(super) const fn claim_mut(&mut self) -> Option<&mut Claim> {
        match self {
            Self::Claimed(claim) | Self::InCall(claim) => Some(claim),
            Self::Queued
            | Self::Parked { .. }
            | Self::AwaitingNurse(_)
            | Self::NeedMore { .. }
            | Self::Answered(_)
            | Self::ReadBack(_)
            | Self::Acknowledged(_)
            | Self::Closed { .. }
            | Self::Void { .. }
            | Self::Withdrawn { .. } => None,
        }
    }

    /// The answer, once there is one.
    #[must_use]
    pub const fn answered(&self) -> Option<&Answered> {
        match self {
            Self::Answered(answered)
            | Self::ReadBack(answered)
            | Self::Acknowledged(answered)
            | Self::Closed { answered, .. }
            | Self::Void { answered, .. } => Some(answered),
            Self::Queued
            | Self::Parked { .. }
            | Self::AwaitingNurse(_)
            | Self::NeedMore { .. }
            | Self::Claimed(_)
            | Self::InCall(_)
            | Self::Withdrawn { .. } => None,
        }
    }

    pub(super) const fn answered_mut(&mut self) -> Option<&mut Answered> {
        match self {
            Self::Answered(answered)
            | Self::ReadBack(answered)
            | Self::Acknowledged(answered)
            | Self::Closed { answered, .. }
            | Self::Void { answered, .. } => Some(answered),
            Self::Queued
            | Self::Parked { .. }
            | Self::AwaitingNurse(_)
            | Self::NeedMore { .. }
            | Self::Claimed(_)
            | Self::InCall(_)
            | Self::Withdrawn { .. } => None,
        }
    }

    /// When it ended, if it has.
    #[must_use]
    pub const fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Closed { at, .. } | Self::Void { at, .. } | Self::Withdrawn { at, .. } => {
                Some(*at)
            }
            Self::Queued
            | Self::Parked { .. }
            | Self::AwaitingNurse(_)
            | Self::NeedMore { .. }
            | Self::Claimed(_)
            | Self::InCall(_)
            | Self::Answered(_)
            | Self::ReadBack(_)
            | Self::Acknowledged(_) => None,
        }
    }

    /// The doctor who waits for the nurse.
    #[must_use]
    pub const fn wanted(&self) -> Option<&Wanted> {
        match self {
            Self::AwaitingNurse(wanted) | Self::NeedMore { wanted, .. } => Some(wanted),
            Self::Queued
            | Self::Parked { .. }
            | Self::Claimed(_)
            | Self::InCall(_)
            | Self::Answered(_)
            | Self::ReadBack(_)
            | Self::Acknowledged(_)
            | Self::Closed { .. }
            | Self::Void { .. }
            | Self::Withdrawn { .. } => None,
        }
    }
}

impl Claim {
    /// Whether media has flowed under it.
    #[must_use]
    pub const fn met(&self) -> bool {
        self.met_at.is_some()
    }
}
