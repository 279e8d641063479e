//! What staff and the system can want of the waiting room.
//!
//! Commands carry ids, codes and times alone: what was written about the patient is sealed
//! elsewhere before the command is decided.

use serde::{Deserialize, Serialize};

use super::bodies::{AnswerCodes, Ask, SetDuty, Supplement};
use super::entry::DirectoryHash;
use super::gap::{GapKind, Task};
use super::phone_contact::RegisterPhoneContact;
use crate::domain::clinical::{
    CloseException, Level, Participation, PatientCodes, Stance, VoidReason, WithdrawReason, words,
};
use crate::domain::ids::{CentreId, ConsultId, PersonId};
use crate::domain::time::Timestamp;

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
        /// The `rev` at which she looked at it, if she says: then nobody's read-back may have
        /// come since.
        rev: Option<u64>,
    },
    /// The answering doctor says whether all that was read back is right.
    ConfirmReadBack {
        /// The consult.
        consult: ConsultId,
        /// Right or not.
        matches: bool,
        /// The `rev` at which she looked at it, if she says: then no read-back may have come
        /// since.
        rev: Option<u64>,
    },
    /// The nurse ends the consult.
    Close {
        /// The consult.
        consult: ConsultId,
        /// Whether the patient took part in the decision; not asked of one who has died.
        participation: Option<Participation>,
        /// What the patient says to it.
        stance: Option<Stance>,
        /// Why it ends although not both sides have agreed on the answer.
        exception: Option<CloseException>,
    },
    /// The nurse asks the doctor who answered once more.
    AskBack {
        /// The consult.
        consult: ConsultId,
    },
    /// Nurse or answering doctor adds something to an answered consult.
    Addend {
        /// The consult.
        consult: ConsultId,
    },
    /// The nurse names another patient, before there is an answer.
    CorrectPatient {
        /// The consult.
        consult: ConsultId,
        /// Who it is about, without saying who.
        patient: PatientCodes,
    },
    /// Nurse or answering doctor says that the answer is for another patient.
    Void {
        /// The consult.
        consult: ConsultId,
        /// Why.
        reason: VoidReason,
        /// Whether she says more of it: then that is kept, also where another was first.
        words: bool,
    },
    /// The nurse puts her waiting request aside. Its place and its clock are kept.
    Park {
        /// The consult.
        consult: ConsultId,
    },
    /// The nurse is back: the request waits again where it stood.
    Resume {
        /// The consult.
        consult: ConsultId,
    },
    /// The holding doctor cannot answer before she knows more. The nurse acts next.
    NeedMore {
        /// The consult.
        consult: ConsultId,
        /// When she hopes to have it at the latest.
        until: Timestamp,
    },
    /// The holding doctor has rung, and nobody answers.
    AwaitNurse {
        /// The consult.
        consult: ConsultId,
    },
    /// The holding doctor must leave at once.
    MustGo {
        /// The consult.
        consult: ConsultId,
    },
    /// The nurse or the holding doctor takes to the telephone. The place, or the claim, is kept.
    Phone {
        /// The consult.
        consult: ConsultId,
    },
    /// The holding doctor is writing her answer: that holds her claim for a while.
    Write {
        /// The consult.
        consult: ConsultId,
    },
    /// A nurse of the unit answers the call in place of the colleague who is rung.
    AnswerInstead {
        /// The consult.
        consult: ConsultId,
    },
    /// 112 has been called for the patient.
    CallEmergency {
        /// The consult.
        consult: ConsultId,
    },
    /// A doctor of the centre reads a waiting request without learning who it is about.
    Peek {
        /// The consult.
        consult: ConsultId,
    },
    /// Nurse or holding doctor wants a colleague to take over. Until one does it stays hers.
    Handover {
        /// The consult.
        consult: ConsultId,
        /// Whether she leaves something that she has written.
        words: bool,
    },
    /// A colleague takes over, by name.
    AcceptHandover {
        /// The consult.
        consult: ConsultId,
    },
    /// Nurse or answering doctor has done something that the answer left to be done.
    TaskDone {
        /// The consult.
        consult: ConsultId,
        /// What.
        task: Task,
    },
    /// Somebody with a part in it says that something went wrong.
    ReportIncident {
        /// The consult.
        consult: ConsultId,
    },
    /// A doctor goes on duty, pauses or leaves it.
    SetDuty(SetDuty),
    /// Nurse or doctor registers a contact that they had by telephone.
    RegisterPhoneContact(Box<RegisterPhoneContact>),
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
    /// Something that the answer left to be done was not done in time.
    GapDue(ConsultId, GapKind),
    /// Duty ends as the doctor said it would.
    DutyEnds(PersonId),
    /// A sound test is too old to rely on.
    SoundTestLapses(PersonId),
    /// Other duty slots are held by the week's hours.
    SlotsChange,
}

words! {
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
        /// The nurse put it aside.
        Park = "park",
        /// The nurse was back.
        Resume = "resume",
        /// The doctor needed to know more.
        NeedMore = "need_more",
        /// Nobody answered the doctor.
        AwaitNurse = "awaiting_nurse",
        /// The doctor had to leave.
        MustGo = "must_go",
        /// Somebody took to the telephone.
        Phone = "phoning",
        /// The doctor wrote her answer.
        Write = "writing",
        /// A colleague answered the call in the nurse's place.
        AnswerInstead = "answer_instead",
        /// 112 was called.
        CallEmergency = "emergency_called",
        /// The nurse asked the doctor once more.
        AskBack = "ask_back",
        /// Something was added to an answered one.
        Addend = "addendum",
        /// Another patient was named.
        CorrectPatient = "correct_patient",
        /// It was declared void.
        Void = "void",
        /// A doctor read it while it waited.
        Peek = "peek",
        /// A colleague was wanted to take over.
        Handover = "handover",
        /// A colleague took over.
        AcceptHandover = "accept_handover",
        /// Something was done that the answer had left to be done.
        TaskDone = "task_done",
        /// Somebody said that something went wrong.
        ReportIncident = "report_incident",
        /// A doctor set her duty.
        SetDuty = "set_duty",
        /// A contact by telephone was registered.
        RegisterPhoneContact = "register_phone_contact",
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
            Self::Park { .. } => CommandKind::Park,
            Self::Resume { .. } => CommandKind::Resume,
            Self::NeedMore { .. } => CommandKind::NeedMore,
            Self::AwaitNurse { .. } => CommandKind::AwaitNurse,
            Self::MustGo { .. } => CommandKind::MustGo,
            Self::Phone { .. } => CommandKind::Phone,
            Self::Write { .. } => CommandKind::Write,
            Self::AnswerInstead { .. } => CommandKind::AnswerInstead,
            Self::CallEmergency { .. } => CommandKind::CallEmergency,
            Self::AskBack { .. } => CommandKind::AskBack,
            Self::Addend { .. } => CommandKind::Addend,
            Self::CorrectPatient { .. } => CommandKind::CorrectPatient,
            Self::Void { .. } => CommandKind::Void,
            Self::Peek { .. } => CommandKind::Peek,
            Self::Handover { .. } => CommandKind::Handover,
            Self::AcceptHandover { .. } => CommandKind::AcceptHandover,
            Self::TaskDone { .. } => CommandKind::TaskDone,
            Self::ReportIncident { .. } => CommandKind::ReportIncident,
            Self::SetDuty(_) => CommandKind::SetDuty,
            Self::RegisterPhoneContact(_) => CommandKind::RegisterPhoneContact,
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
            | Self::AskBack { consult }
            | Self::Addend { consult }
            | Self::CorrectPatient { consult, .. }
            | Self::Void { consult, .. }
            | Self::Park { consult }
            | Self::Resume { consult }
            | Self::NeedMore { consult, .. }
            | Self::AwaitNurse { consult }
            | Self::MustGo { consult }
            | Self::Phone { consult }
            | Self::Write { consult }
            | Self::AnswerInstead { consult }
            | Self::CallEmergency { consult }
            | Self::Peek { consult }
            | Self::Handover { consult, .. }
            | Self::AcceptHandover { consult }
            | Self::TaskDone { consult, .. }
            | Self::ReportIncident { consult }
            | Self::CallJoined { consult }
            | Self::MediaFlows { consult }
            | Self::MediaEnded { consult, .. } => Some(*consult),
            Self::Due { deadline, .. } => deadline.consult(),
            Self::SetDuty(_)
            | Self::RegisterPhoneContact(_)
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
            | Self::CallQuiet(consult)
            | Self::GapDue(consult, _) => Some(*consult),
            Self::DutyEnds(_) | Self::SoundTestLapses(_) | Self::SlotsChange => None,
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
            Self::GapDue(_, gap) => gap.deadline(),
            Self::DutyEnds(_) => "duty_ends",
            Self::SoundTestLapses(_) => "sound_test_lapses",
            Self::SlotsChange => "slots_change",
        }
    }
}
