//! What staff and the system can want of the waiting room.
//!
//! Commands carry ids, codes and times alone: what was written about the patient is sealed
//! elsewhere before the command is decided.

use std::collections::BTreeSet;

use super::entry::{DirectoryHash, PatientRef};
use crate::domain::clinical::{
    AgeBand, AnswerMode, AssessedBy, DisclosureBasis, DoneBy, Level, LevelOfCare, LivingForm,
    OrderEntered, Participation, Readiness, Reason, ReplyWish, Sex, Stance, Tag, WithdrawReason,
    WouldOtherwise, words,
};
use crate::domain::ids::{CaseId, CentreId, ConsultId, PersonId, SignalId};
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Something wanted of the waiting room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A nurse asks for a doctor.
    Ask(Box<Ask>),
    /// The nurse adds to what she asked.
    Supplement(Box<Supplement>),
    /// Nurse or holding doctor judges the urgency anew.
    Triage {
        /// The consult.
        consult: ConsultId,
        /// The new level.
        level: Level,
    },
    /// Nurse or holding doctor sends the request to another centre. Its clock goes on.
    Redirect {
        /// The consult.
        consult: ConsultId,
        /// The other centre.
        centre: CentreId,
    },
    /// The nurse takes her request back.
    Withdraw {
        /// The consult.
        consult: ConsultId,
        /// Why.
        reason: WithdrawReason,
    },
    /// A doctor takes a waiting request.
    Claim {
        /// The consult.
        consult: ConsultId,
    },
    /// The holding doctor gives it back.
    Release {
        /// The consult.
        consult: ConsultId,
    },
    /// The holding doctor answers, and is free again.
    Answer(Box<AnswerCodes>),
    /// The nurse or her unit opens the answer.
    OpenAnswer {
        /// The consult.
        consult: ConsultId,
    },
    /// The nurse has seen the answer, or reads its orders back.
    Acknowledge {
        /// The consult.
        consult: ConsultId,
        /// Whether she read orders back.
        read_back: bool,
    },
    /// The answering doctor says whether the read-back is right.
    ConfirmReadBack {
        /// The consult.
        consult: ConsultId,
        /// Right or not.
        matches: bool,
    },
    /// The nurse ends the consult.
    Close {
        /// The consult.
        consult: ConsultId,
        /// Whether the patient took part in the decision.
        participation: Participation,
        /// What the patient says to it.
        stance: Option<Stance>,
    },
    /// A doctor goes on duty, pauses or leaves it.
    SetDuty(SetDuty),
    /// The system: a person's link has been gone for so long that it counts as lost.
    LinkLost {
        /// Whose.
        person: PersonId,
        /// When it was last there.
        since: Timestamp,
    },
    /// The system: a person's link is back.
    LinkBack {
        /// Whose.
        person: PersonId,
    },
    /// The system: both seats of the call are taken.
    CallJoined {
        /// The consult.
        consult: ConsultId,
    },
    /// The system: media flows in both directions.
    MediaFlows {
        /// The consult.
        consult: ConsultId,
    },
    /// The system: media has stopped.
    MediaEnded {
        /// The consult.
        consult: ConsultId,
        /// When it was last seen.
        at: Timestamp,
    },
    /// The system: a deadline has come.
    Due {
        /// Which.
        deadline: Deadline,
        /// When it was to come. If the deadline has moved since, nothing happens.
        at: Timestamp,
    },
    /// The system: the county has decided anew.
    AdoptDirectory {
        /// The directory's name.
        hash: DirectoryHash,
        /// From when on it holds.
        valid_from: Timestamp,
    },
}

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
    /// What content was sealed with it.
    pub has: Has,
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
            has: Has {
                sbar: false,
                vitals: false,
                care_limits: false,
                flags: false,
            },
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

/// Something that happens by itself when its time has come, if nothing came before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// The level's longest time passes without contact.
    TargetMissed(ConsultId),
    /// A long wait moves the request one level up.
    Promotion(ConsultId),
    /// A claim without contact goes back to the queue.
    ContactDue(ConsultId),
    /// A claim whose doctor's link is lost goes back to the queue.
    DoctorLost(ConsultId),
    /// A call without media is no longer a call.
    CallQuiet(ConsultId),
    /// Duty ends as the doctor said it would.
    DutyEnds(PersonId),
    /// A sound test is too old to rely on.
    SoundTestLapses(PersonId),
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

    /// What kind of command it was.
    CommandKind {
        /// A nurse asked.
        Ask = "ask",
        /// A nurse added something.
        Supplement = "supplement",
        /// The level was judged anew.
        Triage = "triage",
        /// The request was sent to another centre.
        Redirect = "redirect",
        /// The nurse took it back.
        Withdraw = "withdraw",
        /// A doctor took it.
        Claim = "claim",
        /// A doctor gave it back.
        Release = "release",
        /// A doctor answered.
        Answer = "answer",
        /// The answer was opened.
        OpenAnswer = "open_answer",
        /// The nurse acknowledged.
        Acknowledge = "acknowledge",
        /// The doctor judged the read-back.
        ConfirmReadBack = "confirm_read_back",
        /// The nurse ended it.
        Close = "close",
        /// A doctor set her duty.
        SetDuty = "set_duty",
        /// A link was lost.
        LinkLost = "link_lost",
        /// A link came back.
        LinkBack = "link_back",
        /// Both seats of a call were taken.
        CallJoined = "call_joined",
        /// Media flowed.
        MediaFlows = "media_flows",
        /// Media stopped.
        MediaEnded = "media_ended",
        /// A deadline came.
        Due = "due",
        /// A directory was adopted.
        AdoptDirectory = "adopt_directory",
    }
}

impl Command {
    /// What kind of command it is.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Ask(_) => CommandKind::Ask,
            Self::Supplement(_) => CommandKind::Supplement,
            Self::Triage { .. } => CommandKind::Triage,
            Self::Redirect { .. } => CommandKind::Redirect,
            Self::Withdraw { .. } => CommandKind::Withdraw,
            Self::Claim { .. } => CommandKind::Claim,
            Self::Release { .. } => CommandKind::Release,
            Self::Answer(_) => CommandKind::Answer,
            Self::OpenAnswer { .. } => CommandKind::OpenAnswer,
            Self::Acknowledge { .. } => CommandKind::Acknowledge,
            Self::ConfirmReadBack { .. } => CommandKind::ConfirmReadBack,
            Self::Close { .. } => CommandKind::Close,
            Self::SetDuty(_) => CommandKind::SetDuty,
            Self::LinkLost { .. } => CommandKind::LinkLost,
            Self::LinkBack { .. } => CommandKind::LinkBack,
            Self::CallJoined { .. } => CommandKind::CallJoined,
            Self::MediaFlows { .. } => CommandKind::MediaFlows,
            Self::MediaEnded { .. } => CommandKind::MediaEnded,
            Self::Due { .. } => CommandKind::Due,
            Self::AdoptDirectory { .. } => CommandKind::AdoptDirectory,
        }
    }

    /// The consult it is about, if it is about one.
    #[must_use]
    pub fn consult(&self) -> Option<ConsultId> {
        match self {
            Self::Ask(ask) => Some(ask.consult),
            Self::Supplement(supplement) => Some(supplement.consult),
            Self::Answer(answer) => Some(answer.consult),
            Self::Triage { consult, .. }
            | Self::Redirect { consult, .. }
            | Self::Withdraw { consult, .. }
            | Self::Claim { consult }
            | Self::Release { consult }
            | Self::OpenAnswer { consult }
            | Self::Acknowledge { consult, .. }
            | Self::ConfirmReadBack { consult, .. }
            | Self::Close { consult, .. }
            | Self::CallJoined { consult }
            | Self::MediaFlows { consult }
            | Self::MediaEnded { consult, .. } => Some(*consult),
            Self::Due { deadline, .. } => deadline.consult(),
            Self::SetDuty(_)
            | Self::LinkLost { .. }
            | Self::LinkBack { .. }
            | Self::AdoptDirectory { .. } => None,
        }
    }
}

impl Deadline {
    /// The consult it belongs to, if it belongs to one.
    #[must_use]
    pub const fn consult(&self) -> Option<ConsultId> {
        match self {
            Self::TargetMissed(consult)
            | Self::Promotion(consult)
            | Self::ContactDue(consult)
            | Self::DoctorLost(consult)
            | Self::CallQuiet(consult) => Some(*consult),
            Self::DutyEnds(_) | Self::SoundTestLapses(_) => None,
        }
    }

    /// Its name, from which its command's key is derived.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TargetMissed(_) => "target_missed",
            Self::Promotion(_) => "promotion",
            Self::ContactDue(_) => "contact_due",
            Self::DoctorLost(_) => "doctor_lost",
            Self::CallQuiet(_) => "call_quiet",
            Self::DutyEnds(_) => "duty_ends",
            Self::SoundTestLapses(_) => "sound_test_lapses",
        }
    }
}
