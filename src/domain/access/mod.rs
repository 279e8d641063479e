//! Who may do what: one total function over role, action and relation.
//!
//! Whoever takes part in a patient's care may see what the care needs, and nobody else
//! (PDL 4:1). A case of another controller and a case that does not exist are the same
//! thing to a caller. Whether the case is in the right state for it is not asked here.
//!
//! No arm catches "the rest": a new role, action or relation does not compile until
//! somebody has decided what it may.

mod relation;
mod roles;
mod rules;

use serde::{Deserialize, Serialize};

use super::clinical::words;
pub use super::directory::Role;
pub use relation::{CaseFacts, Relation};
use roles::{administrator, coordinator, doctor, nurse, operator, overseer, reviewer};

words! {
    /// Everything that a member of staff can ask the system to do.
    Action {
        /// Ask for a doctor.
        CreateConsult = "create_consult",
        /// See which centres may be asked, and who can be reached.
        ViewCentres = "view_centres",
        /// List one's own or one's unit's cases, without identity.
        ListConsults = "list_consults",
        /// See the queue of one's centres, without identity.
        ViewQueue = "view_queue",
        /// Say whether one takes requests.
        SetDuty = "set_duty",
        /// See figures over time.
        ViewIndicators = "view_indicators",
        /// See what waits right now, in figures.
        ViewLive = "view_live",
        /// See one case's row, without identity and content.
        ViewCase = "view_case",
        /// See what was written in one case.
        ViewContent = "view_content",
        /// See who one case is about.
        ViewIdentity = "view_identity",
        /// Bring a picture that a request or an addition is to name.
        UploadImage = "upload_image",
        /// Add to a request.
        Supplement = "supplement",
        /// Take a request back.
        Withdraw = "withdraw",
        /// Send a request on to another centre.
        Redirect = "redirect",
        /// Change how urgent a request is.
        Triage = "triage",
        /// Take a request from the queue.
        Claim = "claim",
        /// Give a request back to the queue.
        Release = "release",
        /// Answer a request.
        Answer = "answer",
        /// Read an answer back, or say that it is seen.
        Acknowledge = "acknowledge",
        /// Say whether the order was read back as it was meant.
        ConfirmReadBack = "confirm_read_back",
        /// End an acknowledged case.
        Close = "close",
        /// Ask the doctor who answered once more.
        AskBack = "ask_back",
        /// Add something to an answered case.
        Addend = "addendum",
        /// Name another patient.
        CorrectPatient = "correct_patient",
        /// Say that the answer is for another patient.
        Void = "void",
        /// End a case on which not both sides have agreed.
        CloseAnyway = "close_anyway",
        /// Put a waiting request aside.
        Park = "park",
        /// Take it up again where it stood.
        Resume = "resume",
        /// Want to know more before answering.
        NeedMore = "need_more",
        /// Say that nobody answers one's rings.
        AwaitNurse = "awaiting_nurse",
        /// Leave a case at once.
        MustGo = "must_go",
        /// Say that one phones about it.
        Phone = "phoning",
        /// Say that 112 has been called.
        CallEmergency = "emergency_called",
        /// Read a waiting request without learning who it is about.
        Peek = "peek",
        /// Want a colleague to take over.
        Handover = "handover",
        /// Take over from a colleague.
        AcceptHandover = "accept_handover",
        /// Say that something the answer left to be done is done.
        TaskDone = "task_done",
        /// Take one's seat in the call.
        JoinCall = "join_call",
        /// Answer the call in a colleague's place.
        AnswerInstead = "answer_instead",
        /// Read a controller's access log.
        ReadAccessLog = "read_access_log",
        /// Register a contact that took place by telephone.
        RegisterPhoneContact = "register_phone_contact",
        /// List one's unit's or centre's contacts by telephone, without identity.
        ListPhoneContacts = "list_phone_contacts",
        /// Take a case out as text for one's own journal.
        ExportJournal = "export_journal",
        /// Say that something went wrong in a case.
        ReportIncident = "report_incident",
        /// List the cases of one's controller in which something went wrong.
        ListIncidents = "list_incidents",
        /// Read what happened in such a case, in order.
        ReadDossier = "read_dossier",
        /// Keep phrases and order templates of one's own.
        KeepPhrases = "keep_phrases",
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Denied {
    /// There is no such thing for this caller: 404, as if it did not exist.
    #[error("there is no such thing for the caller")]
    NotFound,
    /// The role may not do this: 403.
    #[error("the role may not do this")]
    Forbidden,
    /// Only the doctor who holds or answered it may, and this one does not any longer or
    /// not yet: 409, as a state that has moved on.
    #[error("another doctor holds it, or nobody")]
    NotHolding,
}

/// Whether `role` may do `action` to something it stands to as `relation` says.
///
/// # Errors
/// Why not.
pub const fn may(role: Role, action: Action, relation: Relation) -> Result<(), Denied> {
    match role {
        Role::Nurse => nurse(action, relation),
        Role::Doctor => doctor(action, relation),
        Role::HeadOfUnit | Role::ChiefNurse => overseer(action, relation),
        Role::Administrator => administrator(action, relation),
        Role::Coordinator => coordinator(action, relation),
        Role::Reviewer => reviewer(action, relation),
        Role::Operator => operator(action, relation),
    }
}

/// The actions that `role` has at all, for a client that shows what it offers.
pub fn offered(role: Role) -> impl Iterator<Item = Action> {
    Action::ALL.iter().copied().filter(move |action| {
        Relation::ALL
            .iter()
            .any(|relation| may(role, *action, *relation).is_ok())
    })
}

#[cfg(test)]
mod tests;
