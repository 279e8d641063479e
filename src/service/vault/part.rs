//! What is sealed: each piece of content that one command brought.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::domain::clinical::{Answer, Content, FreeText, Patient, Vitals};
use crate::domain::ids::ImageId;

/// The content of one command.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// The nurse's request: who it is about, the report, values, limits of care.
    Request(Box<Content>),
    /// What was added later.
    Supplement(Box<Content>),
    /// Why the level was judged anew, with the values on which that rests.
    Triage(TriageReason),
    /// Why it was sent on to another centre.
    RedirectReason(FreeText),
    /// Why the doctor gave it back.
    ReleaseReason(FreeText),
    /// What the nurse asks once more.
    AskedBack(FreeText),
    /// What is added after the answer.
    Addendum(FreeText),
    /// Who it is about, after another was named by mistake.
    Patient(Box<PatientCorrection>),
    /// What happened when an answer was declared void.
    VoidReason(FreeText),
    /// What the doctor must know before she can answer.
    WantedMore(FreeText),
    /// What a doctor who had to leave had said and written so far.
    Draft(FreeText),
    /// The doctor's answer with its orders.
    Answer(Box<Answer>),
    /// The order in the nurse's words.
    ReadBack(FreeText),
    /// What was said on the telephone.
    PhoneContact(Box<PhoneContactContent>),
    /// What went wrong, in the words of whoever reports it. For the owners' reviewers alone.
    IncidentReport(FreeText),
}

/// Why the level was judged anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriageReason {
    /// In the words of whoever did it.
    pub reason: FreeText,
    /// New values.
    pub vitals: Option<Vitals>,
}

/// Another patient than was named at first, and how the mistake came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientCorrection {
    /// Who it is about.
    pub patient: Patient,
    /// In the nurse's words.
    pub reason: FreeText,
}

/// What was said on the telephone, as somebody registered it afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhoneContactContent {
    /// Who it was about.
    pub patient: Patient,
    /// The doctor's name.
    pub doctor: FreeText,
    /// What she answered.
    pub answer: FreeText,
}

/// Which piece of content: the middle of its name in the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// The request.
    Request,
    /// A supplement.
    Supplement,
    /// A reason for another level.
    TriageReason,
    /// A reason for another centre.
    RedirectReason,
    /// A reason for giving it back.
    ReleaseReason,
    /// A question after an answer.
    AskedBack,
    /// An addition after the answer.
    Addendum,
    /// Another patient.
    Patient,
    /// What happened.
    VoidReason,
    /// What the doctor must know.
    WantedMore,
    /// What was written before the doctor had to leave.
    Draft,
    /// The answer.
    Answer,
    /// A read-back.
    ReadBack,
    /// A contact by telephone.
    PhoneContact,
    /// What went wrong.
    IncidentReport,
}

impl PartKind {
    /// The word in the part's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Supplement => "supplement",
            Self::TriageReason => "triage_reason",
            Self::RedirectReason => "redirect_reason",
            Self::ReleaseReason => "release_reason",
            Self::AskedBack => "asked_back",
            Self::Addendum => "addendum",
            Self::Patient => "patient",
            Self::VoidReason => "void_reason",
            Self::WantedMore => "wanted_more",
            Self::Draft => "draft",
            Self::Answer => "answer",
            Self::ReadBack => "read_back",
            Self::PhoneContact => "phone_contact",
            Self::IncidentReport => "incident_report",
        }
    }
}

/// Content that does not read as what it is named.
#[derive(Debug, thiserror::Error)]
#[error("the content is not a {}: {cause:?}", kind.as_str())]
pub struct Unreadable {
    kind: PartKind,
    cause: serde_json::error::Category,
}

/// The stored form: what is inside the seal.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    v: u8,
    content: T,
}

impl Part {
    /// Which piece of content this is.
    #[must_use]
    pub const fn kind(&self) -> PartKind {
        match self {
            Self::Request(_) => PartKind::Request,
            Self::Supplement(_) => PartKind::Supplement,
            Self::Triage(_) => PartKind::TriageReason,
            Self::RedirectReason(_) => PartKind::RedirectReason,
            Self::ReleaseReason(_) => PartKind::ReleaseReason,
            Self::AskedBack(_) => PartKind::AskedBack,
            Self::Addendum(_) => PartKind::Addendum,
            Self::Patient(_) => PartKind::Patient,
            Self::VoidReason(_) => PartKind::VoidReason,
            Self::WantedMore(_) => PartKind::WantedMore,
            Self::Draft(_) => PartKind::Draft,
            Self::Answer(_) => PartKind::Answer,
            Self::ReadBack(_) => PartKind::ReadBack,
            Self::PhoneContact(_) => PartKind::PhoneContact,
            Self::IncidentReport(_) => PartKind::IncidentReport,
        }
    }

    /// The pictures it names.
    #[must_use]
    pub fn images(&self) -> &[ImageId] {
        match self {
            Self::Request(content) | Self::Supplement(content) => &content.images,
            Self::Triage(_)
            | Self::RedirectReason(_)
            | Self::ReleaseReason(_)
            | Self::AskedBack(_)
            | Self::Addendum(_)
            | Self::Patient(_)
            | Self::VoidReason(_)
            | Self::WantedMore(_)
            | Self::Draft(_)
            | Self::Answer(_)
            | Self::ReadBack(_)
            | Self::PhoneContact(_)
            | Self::IncidentReport(_) => &[],
        }
    }

    /// The measured values it brings.
    #[must_use]
    pub const fn vitals(&self) -> Option<&Vitals> {
        match self {
            Self::Request(content) | Self::Supplement(content) => content.vitals.as_ref(),
            Self::Triage(triage) => triage.vitals.as_ref(),
            Self::RedirectReason(_)
            | Self::ReleaseReason(_)
            | Self::AskedBack(_)
            | Self::Addendum(_)
            | Self::Patient(_)
            | Self::VoidReason(_)
            | Self::WantedMore(_)
            | Self::Draft(_)
            | Self::Answer(_)
            | Self::ReadBack(_)
            | Self::PhoneContact(_)
            | Self::IncidentReport(_) => None,
        }
    }

    /// Who it says the case is about.
    #[must_use]
    pub fn patient(&self) -> Option<&Patient> {
        match self {
            Self::Request(content) | Self::Supplement(content) => content.patient.as_ref(),
            Self::Patient(corrected) => Some(&corrected.patient),
            Self::PhoneContact(said) => Some(&said.patient),
            Self::Triage(_)
            | Self::RedirectReason(_)
            | Self::ReleaseReason(_)
            | Self::AskedBack(_)
            | Self::Addendum(_)
            | Self::VoidReason(_)
            | Self::WantedMore(_)
            | Self::Draft(_)
            | Self::Answer(_)
            | Self::ReadBack(_)
            | Self::IncidentReport(_) => None,
        }
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, Unreadable> {
        match self {
            Self::Request(request) => write(self.kind(), request),
            Self::Supplement(supplement) => write(self.kind(), supplement),
            Self::Triage(triage) => write(self.kind(), triage),
            Self::Answer(answer) => write(self.kind(), answer),
            Self::Patient(patient) => write(self.kind(), patient),
            Self::PhoneContact(contact) => write(self.kind(), contact),
            Self::RedirectReason(text)
            | Self::ReleaseReason(text)
            | Self::AskedBack(text)
            | Self::Addendum(text)
            | Self::VoidReason(text)
            | Self::WantedMore(text)
            | Self::Draft(text)
            | Self::ReadBack(text)
            | Self::IncidentReport(text) => write(self.kind(), text),
        }
    }

    pub(super) fn from_bytes(kind: PartKind, bytes: &[u8]) -> Result<Self, Unreadable> {
        Ok(match kind {
            PartKind::Request => Self::Request(read(kind, bytes)?),
            PartKind::Supplement => Self::Supplement(read(kind, bytes)?),
            PartKind::TriageReason => Self::Triage(read(kind, bytes)?),
            PartKind::RedirectReason => Self::RedirectReason(read(kind, bytes)?),
            PartKind::ReleaseReason => Self::ReleaseReason(read(kind, bytes)?),
            PartKind::AskedBack => Self::AskedBack(read(kind, bytes)?),
            PartKind::Addendum => Self::Addendum(read(kind, bytes)?),
            PartKind::Patient => Self::Patient(read(kind, bytes)?),
            PartKind::VoidReason => Self::VoidReason(read(kind, bytes)?),
            PartKind::WantedMore => Self::WantedMore(read(kind, bytes)?),
            PartKind::Draft => Self::Draft(read(kind, bytes)?),
            PartKind::Answer => Self::Answer(read(kind, bytes)?),
            PartKind::ReadBack => Self::ReadBack(read(kind, bytes)?),
            PartKind::PhoneContact => Self::PhoneContact(read(kind, bytes)?),
            PartKind::IncidentReport => Self::IncidentReport(read(kind, bytes)?),
        })
    }
}

/// The parser's own words may quote content, so only the kind of error is kept.
fn write<T: Serialize>(kind: PartKind, content: &T) -> Result<Vec<u8>, Unreadable> {
    serde_json::to_vec(&Stored { v: 1, content }).map_err(|error| Unreadable {
        kind,
        cause: error.classify(),
    })
}

fn read<T: DeserializeOwned>(kind: PartKind, bytes: &[u8]) -> Result<T, Unreadable> {
    let stored: Stored<T> = serde_json::from_slice(bytes).map_err(|error| Unreadable {
        kind,
        cause: error.classify(),
    })?;
    if stored.v != 1 {
        let cause = serde_json::error::Category::Data;
        return Err(Unreadable { kind, cause });
    }
    Ok(stored.content)
}
