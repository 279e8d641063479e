//! What commands carry: requests, answers and duty in codes, as they are asked and stored.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::entry::PatientRef;
use crate::domain::clinical::{
    AgeBand, AnswerMode, AssessedBy, DeathAnswerCodes, DeathCodes, DisclosureBasis, DoneBy, IdType,
    Level, LevelOfCare, LivingForm, OrderEntered, Participation, Readiness, Reason, ReplyWish, Sex,
    Stance, Tag, WouldOtherwise, words,
};
use crate::domain::ids::{CaseId, CentreId, ConsultId, SignalId};
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
    /// Up to three coded signs of that reason.
    pub signals: BTreeSet<SignalId>,
    /// Who it is about, if said.
    pub patient: Option<PatientCodes>,
    /// Where the patient lives.
    pub living_form: Option<LivingForm>,
    /// Groups the county follows.
    pub tags: BTreeSet<Tag>,
    /// How the nurse can be met.
    pub ready: Readiness,
    /// How she would like the answer.
    pub reply: ReplyWish,
    /// When she must leave the patient.
    pub must_leave_at: Option<Timestamp>,
    /// When a decision must exist.
    pub decide_by: Option<Timestamp>,
    /// Whether she is beside the patient. Needed below P1.
    pub nurse_with_patient: Option<bool>,
    /// Whether the patient takes part. Needed below P1.
    pub patient_takes_part: Option<bool>,
    /// The legal ground of the disclosure. Needed below P1.
    pub disclosure_basis: Option<DisclosureBasis>,
    /// What the patient says to the contact.
    pub stance: Option<Stance>,
    /// When she opened the form.
    pub draft_opened_at: Option<Timestamp>,
    /// A practice case, outside all figures.
    pub exercise: bool,
    /// What content was sealed with it.
    pub has: Has,
    /// What is told of a death. Needed below P1 where that is what it is about.
    pub death: Option<DeathCodes>,
}

/// What may be said of a patient without saying who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatientCodes {
    /// The same patient of the same controller has the same one; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_ref: Option<PatientRef>,
    /// Age, coarsely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<AgeBand>,
    /// Registered sex, for statistics alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Whether the person's data is protected: then place and age are hidden in the queue.
    #[serde(default)]
    pub protected: bool,
    /// By what kind of number the person is named, or that it is expressly not said; absent
    /// in requests from before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<IdType>,
}

/// Which content exists, without saying what it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Has {
    /// All four parts of the report.
    pub sbar: bool,
    /// Measured values.
    pub vitals: bool,
    /// Limits of care, or that none are known.
    pub care_limits: bool,
    /// Things worth knowing before an order.
    pub flags: bool,
    /// Pictures. Written only where there are some, so that entries from before read and
    /// write as they did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub images: bool,
}

impl Has {
    /// What either has.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            sbar: self.sbar || other.sbar,
            vitals: self.vitals || other.vitals,
            care_limits: self.care_limits || other.care_limits,
            flags: self.flags || other.flags,
            images: self.images || other.images,
        }
    }
}

/// What a nurse adds, in codes. Nothing is taken away: what is absent stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The consult.
    pub consult: ConsultId,
    /// Further signs, up to three at a time.
    pub signals: BTreeSet<SignalId>,
    /// Who it is about, if that was not said before.
    pub patient: Option<PatientCodes>,
    /// Where the patient lives.
    pub living_form: Option<LivingForm>,
    /// How the nurse can be met.
    pub ready: Option<Readiness>,
    /// How she would like the answer.
    pub reply: Option<ReplyWish>,
    /// When she must leave the patient.
    pub must_leave_at: Option<Timestamp>,
    /// When a decision must exist.
    pub decide_by: Option<Timestamp>,
    /// Whether she is beside the patient.
    pub nurse_with_patient: Option<bool>,
    /// Whether the patient takes part.
    pub patient_takes_part: Option<bool>,
    /// The legal ground of the disclosure.
    pub disclosure_basis: Option<DisclosureBasis>,
    /// What the patient says to the contact.
    pub stance: Option<Stance>,
    /// What she would have done without this contact.
    pub would_otherwise: Option<WouldOtherwise>,
    /// Whether the doctor of a call that was broken off gave an order by word of mouth.
    pub oral_order: Option<bool>,
    /// What content was sealed with it.
    pub has: Has,
    /// What is told of a death.
    pub death: Option<DeathCodes>,
}

impl Supplement {
    /// An addition of nothing in codes, to be filled in: a note alone looks like this.
    #[must_use]
    pub const fn to(consult: ConsultId) -> Self {
        Self {
            consult,
            signals: BTreeSet::new(),
            patient: None,
            living_form: None,
            ready: None,
            reply: None,
            must_leave_at: None,
            decide_by: None,
            nurse_with_patient: None,
            patient_takes_part: None,
            disclosure_basis: None,
            stance: None,
            would_otherwise: None,
            oral_order: None,
            has: Has {
                sbar: false,
                vitals: false,
                care_limits: false,
                flags: false,
                images: false,
            },
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
    /// Who enters them in the medication list; needed with orders.
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
