//! What each event says: its fields as they are stored for ever.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::bodies::{AnswerCodes, DutyState};
use super::entry::DirectoryHash;
use super::gap::{GapKind, Task};
use crate::domain::clinical::{
    CloseException, DeathCodes, DoneBy, Has, Level, Participation, PatientCodes, Reason,
    RequestCodes, Stance, VoidReason, WithdrawReason, words,
};
use crate::domain::directory::{Channel, Target};
use crate::domain::ids::{
    CaseId, CentreId, CommissionId, ConsultId, ControllerId, MunicipalityId, PersonId, SlotId,
    UnitId,
};
use crate::domain::time::Timestamp;

words! {
    /// Why a claim went back to the queue.
    ReleaseCause {
        /// The doctor gave it back.
        Doctor = "doctor",
        /// There was no contact in time.
        ContactDue = "contact_due",
        /// The doctor's link was lost and no media flowed.
        LinkLost = "link_lost",
        /// The doctor had to leave at once.
        MustGo = "must_go",
        /// A colleague took it over.
        Handover = "handover",
        /// It was an exercise, and the doctor took a real request.
        RealFirst = "real_first",
    }

    /// What came between a person and what she was about to do.
    Between {
        /// The nurse took the request back.
        Withdrawn = "withdrawn",
        /// It was sent to another centre.
        Redirected = "redirected",
        /// A colleague took it over.
        TakenOver = "taken_over",
        /// There was no contact in time.
        ContactDue = "contact_due",
        /// The doctor's link was lost and no media flowed.
        LinkLost = "link_lost",
        /// The doctor gave it back.
        Released = "released",
        /// The doctor had to leave at once.
        MustGo = "must_go",
        /// The doctor wanted to know more.
        MoreNeeded = "more_needed",
        /// Nobody answered the doctor.
        NurseAwaited = "nurse_awaited",
        /// It was an exercise, and the doctor took a real request.
        RealFirst = "real_first",
        /// The orders were read back.
        ReadBack = "read_back",
        /// The doctor found that the read-back did not match.
        ReadBackRejected = "read_back_rejected",
        /// A doctor took it.
        Taken = "taken",
        /// The doctor answered.
        Answered = "answered",
        /// Both sides agreed on the answer.
        Acknowledged = "acknowledged",
        /// The doctor was asked once more.
        AskedBack = "asked_back",
        /// The answer was declared void.
        Voided = "voided",
        /// It was ended.
        Closed = "closed",
    }

    /// Who took to the telephone.
    PhoningBy {
        /// The nurse.
        Nurse = "nurse",
        /// The doctor who holds it.
        Doctor = "doctor",
    }

    /// By what nurse and doctor met for the first time.
    ContactBy {
        /// Media in both directions.
        Media = "media",
        /// The nurse or her unit opened a written answer.
        AnswerOpened = "answer_opened",
        /// The nurse confirmed that they had talked by telephone.
        Phone = "phone",
    }
}

/// A request entered the queue: its clock begins, and is never set again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultQueued {
    /// The consult.
    pub consult: ConsultId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The nurse who asks.
    pub nurse: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The unit she asks for.
    pub unit: UnitId,
    /// Where the unit lies.
    pub municipality: MunicipalityId,
    /// Who owns the request.
    pub request_owner: ControllerId,
    /// The centre asked.
    pub centre: CentreId,
    /// Who will own the answer.
    pub answer_owner: ControllerId,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// What the nurse says in codes.
    #[serde(flatten)]
    pub codes: RequestCodes,
    /// When she opened the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft_opened_at: Option<Timestamp>,
    /// A practice case, outside all figures.
    pub exercise: bool,
    /// What content exists.
    pub has: Has,
    /// What the centre has promised the unit for the level.
    pub target: Target,
    /// When a doctor is to have been in contact at the latest.
    pub due_at: Timestamp,
    /// How many doctors could be reached at the centre.
    pub reachable: u32,
    /// What is told of a death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<DeathCodes>,
}

/// Something was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultSupplemented {
    /// The consult.
    pub consult: ConsultId,
    /// What the nurse says in codes.
    #[serde(flatten)]
    pub codes: RequestCodes,
    /// What content was added.
    pub has: Has,
    /// When a doctor is to have been in contact, with what was added.
    pub due_at: Timestamp,
    /// When the claim on it goes back now unless there was contact, where that has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_due_at: Option<Timestamp>,
    /// What is told of a death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<DeathCodes>,
}

/// The level was judged anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultTriaged {
    /// The consult.
    pub consult: ConsultId,
    /// The new level.
    pub level: Level,
    /// What is promised for it.
    pub target: Target,
    /// When a doctor is to have been in contact, counted from the first queueing.
    pub due_at: Timestamp,
    /// When the claim on it goes back now unless there was contact, where that has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_due_at: Option<Timestamp>,
}

/// The request was sent to another centre and waits there; a claim on it has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultRedirected {
    /// The consult.
    pub consult: ConsultId,
    /// The other centre.
    pub centre: CentreId,
    /// Who will own the answer.
    pub answer_owner: ControllerId,
    /// What that centre has promised the unit for the level.
    pub target: Target,
    /// When a doctor is to have been in contact, counted from the first queueing.
    pub due_at: Timestamp,
    /// How many doctors could be reached there.
    pub reachable: u32,
}

/// A long wait moved the request one level up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultPromoted {
    /// The consult.
    pub consult: ConsultId,
    /// The level it now has.
    pub to: Level,
    /// What is promised for that level.
    pub target: Target,
    /// The time of promotion and that level's longest time.
    pub due_at: Timestamp,
}

/// The longest time passed without contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetMissed {
    /// The consult.
    pub consult: ConsultId,
    /// How urgent it was then.
    pub level: Level,
    /// When the longest time was over.
    pub due_at: Timestamp,
    /// To whom the alarm was addressed; absent in what was written before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// To whose screens an alarm was addressed. Whether anybody looked at them is another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// How many doctors on duty in the county had a link then.
    pub doctors: u32,
    /// Whether the county's coordinator was among them: not for practice.
    pub coordinator: bool,
}

/// A doctor took the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultClaimed {
    /// The consult.
    pub consult: ConsultId,
    /// The doctor.
    pub doctor: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The centre she takes it for.
    pub centre: CentreId,
    /// When the claim goes back unless there was contact.
    pub contact_due_at: Timestamp,
}

/// The holding doctor was writing: her claim is kept beyond its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimKept {
    /// The consult.
    pub consult: ConsultId,
    /// Until when.
    pub until: Timestamp,
}

/// The request went back to the queue with its old clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimReleased {
    /// The consult.
    pub consult: ConsultId,
    /// Who had held it.
    pub doctor: PersonId,
    /// Why.
    pub cause: ReleaseCause,
    /// Since when the link was gone, where that was the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// Nurse and doctor met for the first time: targets are measured on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstContact {
    /// The consult.
    pub consult: ConsultId,
    /// When.
    pub at: Timestamp,
    /// By what.
    pub by: ContactBy,
}

/// Media stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaEnded {
    /// The consult.
    pub consult: ConsultId,
    /// When it was last seen.
    pub at: Timestamp,
}

/// The doctor answered, and is free again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultAnswered {
    /// The doctor.
    pub doctor: PersonId,
    /// The answer in codes.
    pub answer: AnswerCodes,
}

/// The nurse ended the consult.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultClosed {
    /// The consult.
    pub consult: ConsultId,
    /// Whether the patient took part in the decision; nothing of one who has died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Participation>,
    /// What the patient says to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Why it ended although not both sides had agreed on the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<CloseException>,
}

/// The nurse asked the doctor who had answered once more; it is hers again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultAskedBack {
    /// The consult.
    pub consult: ConsultId,
    /// When it goes to the queue unless she answers.
    pub due_at: Timestamp,
}

/// The nurse named another patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatientCorrected {
    /// The consult.
    pub consult: ConsultId,
    /// Who it is about, without saying who.
    pub patient: PatientCodes,
}

/// The answer is for another patient. Nothing is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultVoided {
    /// The consult.
    pub consult: ConsultId,
    /// Why.
    pub reason: VoidReason,
}

/// The nurse took the request back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultWithdrawn {
    /// The consult.
    pub consult: ConsultId,
    /// Why.
    pub reason: WithdrawReason,
}

/// The doctor needed to know more before she could answer; her claim ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreNeeded {
    /// The consult.
    pub consult: ConsultId,
    /// The doctor.
    pub doctor: PersonId,
    /// The centre she had taken it for.
    pub centre: CentreId,
    /// When she hopes to have it at the latest.
    pub until: Timestamp,
}

/// Nobody answered the doctor's rings; her claim ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NurseAwaited {
    /// The consult.
    pub consult: ConsultId,
    /// The doctor.
    pub doctor: PersonId,
    /// The centre she had taken it for.
    pub centre: CentreId,
}

/// Nurse or doctor took to the telephone. Place and claim are kept meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoningBegan {
    /// The consult.
    pub consult: ConsultId,
    /// Which of the two.
    pub by: PhoningBy,
}

/// A doctor read it while it waited, without learning who it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultPeeked {
    /// The consult.
    pub consult: ConsultId,
    /// The doctor.
    pub doctor: PersonId,
    /// Her commission.
    pub commission: CommissionId,
}

/// A colleague was wanted to take over; until one did, nothing changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoverOffered {
    /// The consult.
    pub consult: ConsultId,
    /// Who wanted it.
    pub by: PersonId,
    /// Whose part it is: the nurse's, or the claim of the doctor.
    pub side: DoneBy,
}

/// A colleague took over, or who wanted to hand over goes on herself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoverAccepted {
    /// The consult.
    pub consult: ConsultId,
    /// Whose part it now is.
    pub by: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The nurse's part, or the claim of the doctor.
    pub side: DoneBy,
    /// For a doctor, when the claim goes back unless there was contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_due_at: Option<Timestamp>,
}

/// Something was done that the answer had left to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskDone {
    /// The consult.
    pub consult: ConsultId,
    /// What.
    pub task: Task,
    /// On which side it was done.
    pub side: DoneBy,
    /// By whom.
    pub by: PersonId,
}

/// Something that the answer left to be done was not done in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapOverdue {
    /// The consult.
    pub consult: ConsultId,
    /// What.
    pub gap: GapKind,
    /// Who was to do it.
    pub owner: DoneBy,
}

/// Somebody with a part in it said that something went wrong. It changes nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentReported {
    /// The consult.
    pub consult: ConsultId,
    /// Who.
    pub by: PersonId,
}

/// A colleague of the nurse answered the call in her place. Whose the case is stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallAnsweredInstead {
    /// The consult.
    pub consult: ConsultId,
    /// The nurse who was rung.
    pub nurse: PersonId,
    /// The colleague who answered.
    pub by: PersonId,
    /// Her commission.
    pub commission: CommissionId,
}

/// A doctor's duty is now this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutySet {
    /// The doctor.
    pub doctor: PersonId,
    /// The commission under which she is on duty.
    pub commission: CommissionId,
    /// On, paused or off.
    pub state: DutyState,
    /// The centres whose requests she takes.
    pub centres: BTreeSet<CentreId>,
    /// The levels that alert her.
    pub levels: BTreeSet<Level>,
    /// When duty ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// When she last heard the test sound; absent if never or too long ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sound_tested_at: Option<Timestamp>,
    /// Whether she takes part in exercises.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub practice: bool,
}

/// A person's link was lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkLost {
    /// Whose.
    pub person: PersonId,
    /// When it was last there.
    pub since: Timestamp,
}

/// A person's link came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkBack {
    /// Whose.
    pub person: PersonId,
}

/// The county adopted a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryAdopted {
    /// The directory's name.
    pub hash: DirectoryHash,
    /// From when on it holds.
    pub valid_from: Timestamp,
}

/// Other duty slots are held now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotsChanged {
    /// The slots that are held, those that are rung first before those rung after them.
    pub slots: Vec<HeldSlot>,
    /// When this changes next by the county's timetable; never if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
}

/// A duty slot at an hour at which somebody holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldSlot {
    /// The slot.
    pub slot: SlotId,
    /// How it is reached.
    pub channel: Channel,
    /// The centres it answers for.
    pub centres: BTreeSet<CentreId>,
    /// Since when.
    pub since: Timestamp,
}

macro_rules! about_a_consult {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The consult.
            pub consult: ConsultId,
        }
    )+};
}

about_a_consult! {
    /// Both seats of the call were taken.
    CallBegan,
    /// Media began to flow in both directions.
    MediaBegan,
    /// The call had been without media for too long; the claim stands.
    CallEnded,
    /// The nurse or her unit opened the answer.
    AnswerOpened,
    /// The doctor said that the read-back was wrong: nothing is to be given.
    ReadBackRejected,
    /// The nurse put the request aside.
    ConsultParked,
    /// Nurse or answering doctor added something to the answered consult.
    AddendumWritten,
    /// The nurse was back: the request waited again, with its old clock.
    ConsultResumed,
    /// 112 was called. The request is as urgent as can be until a person ends it.
    EmergencyCalled,
}

/// The nurse read the orders back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadBackGiven {
    /// The consult.
    pub consult: ConsultId,
    /// Who read.
    pub by: PersonId,
}

/// Both sides agreed on the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultAcknowledged {
    /// The consult.
    pub consult: ConsultId,
    /// The nurse who saw the answer, or the doctor who confirmed the read-back.
    pub by: PersonId,
}
