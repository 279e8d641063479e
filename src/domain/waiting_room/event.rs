//! What has happened, in the past tense, with everything that was decided about it.
//!
//! Events are kept for ever in the shape given here: a field is never renamed, and a change
//! of meaning is a new version. An event carries what it was decided with (targets, owners,
//! due times), so applying it needs no directory and no clock; its time and its place in
//! the log are those of its entry.

use serde::{Deserialize, Serialize};

use super::facts::{
    AddendumWritten, AnswerOpened, CallAnsweredInstead, CallBegan, CallEnded, ClaimKept,
    ClaimReleased, ConsultAcknowledged, ConsultAnswered, ConsultAskedBack, ConsultClaimed,
    ConsultClosed, ConsultParked, ConsultPeeked, ConsultPromoted, ConsultQueued, ConsultRedirected,
    ConsultResumed, ConsultSupplemented, ConsultTriaged, ConsultVoided, ConsultWithdrawn,
    DirectoryAdopted, DutySet, EmergencyCalled, FirstContact, GapOverdue, HandoverAccepted,
    HandoverOffered, IncidentReported, LinkBack, LinkLost, MediaBegan, MediaEnded, MoreNeeded,
    NurseAwaited, PatientCorrected, PhoningBegan, ReadBackGiven, ReadBackRejected, SlotsChanged,
    TargetMissed, TaskDone,
};
use super::phone_contact::PhoneContactRegistered;
use crate::domain::clinical::words;
use crate::domain::ids::ConsultId;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $text:literal version $version:literal),+ $(,)?) => {
        /// Something that has happened.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "type")]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $text)] $name($name)),+
        }

        impl Event {
            /// Which kind of event it is.
            #[must_use]
            pub const fn kind(&self) -> EventKind {
                match self {
                    $(Self::$name(_) => EventKind::$name),+
                }
            }
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(event)
            }
        })+

        words! {
            /// The kinds of events.
            EventKind {
                $($(#[$doc])* $name = $text),+
            }
        }

        impl EventKind {
            /// The version in which events of this kind are written now.
            #[must_use]
            pub const fn version(self) -> u32 {
                match self {
                    $(Self::$name => $version),+
                }
            }
        }
    };
}

events! {
    /// A request entered the queue.
    ConsultQueued = "consult_queued" version 1,
    /// Something was added to it.
    ConsultSupplemented = "consult_supplemented" version 1,
    /// Its level was judged anew.
    ConsultTriaged = "consult_triaged" version 1,
    /// It was sent to another centre, and waits there.
    ConsultRedirected = "consult_redirected" version 1,
    /// A long wait moved it one level up.
    ConsultPromoted = "consult_promoted" version 1,
    /// The level's longest time passed without contact.
    TargetMissed = "target_missed" version 1,
    /// A doctor took it.
    ConsultClaimed = "consult_claimed" version 1,
    /// Writing kept the claim.
    ClaimKept = "claim_kept" version 1,
    /// It went back to the queue.
    ClaimReleased = "claim_released" version 1,
    /// Both seats of its call were taken.
    CallBegan = "call_began" version 1,
    /// Media began to flow in both directions.
    MediaBegan = "media_began" version 1,
    /// Media stopped.
    MediaEnded = "media_ended" version 1,
    /// The call without media was no longer a call.
    CallEnded = "call_ended" version 1,
    /// Nurse and doctor met for the first time.
    FirstContact = "first_contact" version 1,
    /// The doctor answered.
    ConsultAnswered = "consult_answered" version 1,
    /// The nurse or her unit opened the answer.
    AnswerOpened = "answer_opened" version 1,
    /// The nurse read the orders back.
    ReadBackGiven = "read_back_given" version 1,
    /// The doctor said that the read-back was wrong.
    ReadBackRejected = "read_back_rejected" version 1,
    /// Both sides agreed on the answer.
    ConsultAcknowledged = "consult_acknowledged" version 1,
    /// The nurse ended it.
    ConsultClosed = "consult_closed" version 1,
    /// The nurse took it back.
    ConsultWithdrawn = "consult_withdrawn" version 1,
    /// The nurse asked the doctor who had answered once more.
    ConsultAskedBack = "consult_asked_back" version 1,
    /// Something was added to an answered consult.
    AddendumWritten = "addendum_written" version 1,
    /// Another patient was named.
    PatientCorrected = "patient_corrected" version 1,
    /// The answer was for another patient.
    ConsultVoided = "consult_voided" version 1,
    /// The nurse put it aside.
    ConsultParked = "consult_parked" version 1,
    /// The nurse was back: it waited again.
    ConsultResumed = "consult_resumed" version 1,
    /// The doctor needed to know more, and gave it to the nurse.
    MoreNeeded = "more_needed" version 1,
    /// Nobody answered the doctor's rings.
    NurseAwaited = "nurse_awaited" version 1,
    /// Nurse or doctor took to the telephone.
    PhoningBegan = "phoning_began" version 1,
    /// 112 was called for the patient.
    EmergencyCalled = "emergency_called" version 1,
    /// A doctor read it while it waited.
    ConsultPeeked = "consult_peeked" version 1,
    /// A colleague was wanted to take over.
    HandoverOffered = "handover_offered" version 1,
    /// A colleague took over.
    HandoverAccepted = "handover_accepted" version 1,
    /// Something was done that the answer had left to be done.
    TaskDone = "task_done" version 1,
    /// Something that the answer left to be done was not done in time.
    GapOverdue = "gap_overdue" version 1,
    /// Somebody said that something went wrong.
    IncidentReported = "incident_reported" version 1,
    /// A colleague answered the call in the nurse's place.
    CallAnsweredInstead = "call_answered_instead" version 1,
    /// A doctor's duty is now this.
    DutySet = "duty_set" version 1,
    /// A person's link was lost.
    LinkLost = "link_lost" version 1,
    /// A person's link came back.
    LinkBack = "link_back" version 1,
    /// A contact by telephone was registered.
    PhoneContactRegistered = "phone_contact_registered" version 1,
    /// The county adopted a directory.
    DirectoryAdopted = "directory_adopted" version 1,
    /// Other duty slots are held now.
    SlotsChanged = "slots_changed" version 1,
}

impl Event {
    /// The consult it is about, if it is about one.
    #[must_use]
    pub const fn consult(&self) -> Option<ConsultId> {
        match self {
            Self::ConsultQueued(event) => Some(event.consult),
            Self::ConsultSupplemented(event) => Some(event.consult),
            Self::ConsultTriaged(event) => Some(event.consult),
            Self::ConsultRedirected(event) => Some(event.consult),
            Self::ConsultPromoted(event) => Some(event.consult),
            Self::TargetMissed(event) => Some(event.consult),
            Self::ConsultClaimed(event) => Some(event.consult),
            Self::ClaimKept(event) => Some(event.consult),
            Self::ClaimReleased(event) => Some(event.consult),
            Self::CallBegan(event) => Some(event.consult),
            Self::MediaBegan(event) => Some(event.consult),
            Self::MediaEnded(event) => Some(event.consult),
            Self::CallEnded(event) => Some(event.consult),
            Self::FirstContact(event) => Some(event.consult),
            Self::ConsultAnswered(event) => Some(event.answer.consult),
            Self::AnswerOpened(event) => Some(event.consult),
            Self::ReadBackGiven(event) => Some(event.consult),
            Self::ReadBackRejected(event) => Some(event.consult),
            Self::ConsultAcknowledged(event) => Some(event.consult),
            Self::ConsultClosed(event) => Some(event.consult),
            Self::ConsultWithdrawn(event) => Some(event.consult),
            Self::ConsultAskedBack(event) => Some(event.consult),
            Self::AddendumWritten(event) => Some(event.consult),
            Self::PatientCorrected(event) => Some(event.consult),
            Self::ConsultVoided(event) => Some(event.consult),
            Self::ConsultParked(event) => Some(event.consult),
            Self::ConsultResumed(event) => Some(event.consult),
            Self::MoreNeeded(event) => Some(event.consult),
            Self::NurseAwaited(event) => Some(event.consult),
            Self::PhoningBegan(event) => Some(event.consult),
            Self::EmergencyCalled(event) => Some(event.consult),
            Self::ConsultPeeked(event) => Some(event.consult),
            Self::HandoverOffered(event) => Some(event.consult),
            Self::HandoverAccepted(event) => Some(event.consult),
            Self::TaskDone(event) => Some(event.consult),
            Self::GapOverdue(event) => Some(event.consult),
            Self::IncidentReported(event) => Some(event.consult),
            Self::CallAnsweredInstead(event) => Some(event.consult),
            Self::DutySet(_)
            | Self::LinkLost(_)
            | Self::LinkBack(_)
            | Self::PhoneContactRegistered(_)
            | Self::DirectoryAdopted(_)
            | Self::SlotsChanged(_) => None,
        }
    }
}
