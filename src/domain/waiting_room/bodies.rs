//! What commands carry: requests, answers and duty in codes, as they are asked and stored.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::clinical::{
    AnswerMode, AssessedBy, DeathAnswerCodes, DeathCodes, DoneBy, Has, Level, LevelOfCare,
    OrderEntered, Participation, Reason, RequestCodes, Stance, words,
};
use crate::domain::ids::{CaseId, CentreId, ConsultId};
use crate::domain::time::Timestamp;

/// A nurse's request in codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The new consult.
    pub consult: ConsultId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The centre asked.
    pub centre: CentreId,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// What she says. Below P1 it needs the patient, and three codes more.
    pub codes: RequestCodes,
    /// When she opened the form.
    pub draft_opened_at: Option<Timestamp>,
    /// A practice case, outside all figures.
    pub exercise: bool,
    /// What content was sealed with it.
    pub has: Has,
    /// What is told of a death. Needed below P1 where that is what it is about.
    pub death: Option<DeathCodes>,
}

/// What a nurse adds, in codes. Nothing is taken away: what is absent stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The consult.
    pub consult: ConsultId,
    /// What she says now: up to three further signs, and the patient only if that was not
    /// said before.
    pub codes: RequestCodes,
    /// What content was sealed with it.
    pub has: Has,
    /// What is told of a death.
    pub death: Option<DeathCodes>,
}

impl Supplement {
    /// An addition of nothing in codes, to be filled in: a note alone looks like this.
    #[must_use]
    pub fn to(consult: ConsultId) -> Self {
        Self {
            consult,
            codes: RequestCodes::default(),
            has: Has::default(),
            death: None,
        }
    }
}

/// A doctor's answer in codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerCodes {
    /// The consult.
    pub consult: ConsultId,
    /// By which means the two met.
    pub mode: AnswerMode,
    /// On what the assessment rests.
    pub assessed_by: AssessedBy,
    /// Where the patient is to be cared for.
    pub level_of_care: LevelOfCare,
    /// Who orders the transport; needed where the patient leaves for hospital.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport_by: Option<DoneBy>,
    /// Who reports to the receiving unit; needed as `transport_by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_by: Option<DoneBy>,
    /// Whether it holds orders, which must be read back.
    pub has_orders: bool,
    /// Whether what is ordered is care alone: nothing of that stands in a medication list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub care_only: bool,
    /// Who enters medicines in the medication list; needed with orders of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_entered: Option<OrderEntered>,
    /// Until when they are entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_entered_until: Option<Timestamp>,
    /// Whether it says what to do if it gets worse; needed for staying at home with P1 or
    /// P2, and where the patient declines care.
    pub contingency: bool,
    /// What is followed up; nothing if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
    /// What the patient says to the proposed care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Whether the patient took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Participation>,
    /// What is said of a death; needed where that is what was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<DeathAnswerCodes>,
}

/// When something is followed up, and who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// When.
    pub due: Timestamp,
    /// Who.
    pub owner: DoneBy,
}

/// A doctor's duty as she wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDuty {
    /// On, paused or off.
    pub state: DutyState,
    /// The centres whose requests she takes; needed unless `off`.
    pub centres: BTreeSet<CentreId>,
    /// The levels that alert her; all if empty.
    pub levels: BTreeSet<Level>,
    /// When duty ends by itself.
    pub until: Option<Timestamp>,
    /// When she last heard the test sound. The later of this and what is known counts.
    pub sound_tested_at: Option<Timestamp>,
    /// Whether she takes part in exercises. Nobody does who is not on duty.
    pub practice: bool,
}

words! {
    /// Whether a doctor takes requests.
    DutyState {
        /// Takes requests.
        On = "on",
        /// Back soon: sees the queue, takes nothing, is not alerted.
        Paused = "paused",
        /// Takes none.
        Off = "off",
    }
}
