//! Who may do what: one total function over role, action and relation.
//!
//! Whoever takes part in a patient's care may see what the care needs, and nobody else
//! (PDL 4:1). A case of another controller and a case that does not exist are the same
//! thing to a caller. Whether the case is in the right state for it is not asked here.
//!
//! No arm catches "the rest": a new role, action or relation does not compile until
//! somebody has decided what it may.

mod relation;

use serde::{Deserialize, Serialize};

use super::clinical::words;
pub use super::directory::Role;
pub use relation::{CaseFacts, Relation};

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
        /// Take one's seat in the call.
        JoinCall = "join_call",
        /// Read a controller's access log.
        ReadAccessLog = "read_access_log",
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

/// Asks, and answers for what her unit has asked.
const fn nurse(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::CreateConsult | Action::ViewCentres | Action::ListConsults => oneself(relation),
        Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Acknowledge
        | Action::Close
        | Action::JoinCall => asking_side(relation),
        Action::ViewQueue
        | Action::SetDuty
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::ConfirmReadBack
        | Action::ReadAccessLog => nobody(relation),
    }
}

/// Takes what waits at her centres; sees who it is about once she holds it.
const fn doctor(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ViewCentres | Action::ListConsults | Action::ViewQueue | Action::SetDuty => {
            oneself(relation)
        }
        Action::ViewCase | Action::Claim => answering_side(relation),
        Action::ViewContent | Action::ViewIdentity | Action::JoinCall => {
            holder(relation, Answered::Too)
        }
        Action::Redirect | Action::Triage | Action::Release | Action::Answer => {
            holder(relation, Answered::No)
        }
        Action::ConfirmReadBack => prescriber(relation),
        Action::CreateConsult
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::Supplement
        | Action::Withdraw
        | Action::Acknowledge
        | Action::Close
        | Action::ReadAccessLog => nobody(relation),
    }
}

/// Head of a unit or centre, and MAS: figures, and the rows behind them, of their own.
const fn overseer(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ListConsults | Action::ViewIndicators | Action::ViewLive => oneself(relation),
        Action::ViewCase => own_half(relation),
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::JoinCall
        | Action::ReadAccessLog => nobody(relation),
    }
}

/// Figures, never a case.
const fn administrator(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ViewIndicators | Action::ViewLive => oneself(relation),
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::JoinCall
        | Action::ReadAccessLog => nobody(relation),
    }
}

/// Hears of every missed target of the county, so sees its row; never whom it is about.
const fn coordinator(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ViewCentres | Action::ViewIndicators | Action::ViewLive => oneself(relation),
        Action::ViewCase => whole_county(relation),
        Action::CreateConsult
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::JoinCall
        | Action::ReadAccessLog => nobody(relation),
    }
}

/// The access log of her own controller, and nothing else.
const fn reviewer(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::ReadAccessLog => own_half(relation),
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::JoinCall => nobody(relation),
    }
}

/// Keeps the system running from outside of it.
const fn operator(action: Action, relation: Relation) -> Result<(), Denied> {
    match action {
        Action::CreateConsult
        | Action::ViewCentres
        | Action::ListConsults
        | Action::ViewQueue
        | Action::SetDuty
        | Action::ViewIndicators
        | Action::ViewLive
        | Action::ViewCase
        | Action::ViewContent
        | Action::ViewIdentity
        | Action::Supplement
        | Action::Withdraw
        | Action::Redirect
        | Action::Triage
        | Action::Claim
        | Action::Release
        | Action::Answer
        | Action::Acknowledge
        | Action::ConfirmReadBack
        | Action::Close
        | Action::JoinCall
        | Action::ReadAccessLog => nobody(relation),
    }
}

/// Nobody in this role; who has no part in the thing does not even learn that it exists.
const fn nobody(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Oneself
        | Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County => Err(Denied::Forbidden),
        Relation::Stranger => Err(Denied::NotFound),
    }
}

const fn oneself(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Oneself => Ok(()),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County => Err(Denied::Forbidden),
        Relation::Stranger => Err(Denied::NotFound),
    }
}

/// The nurse who asked, and her unit: the place belongs to the patient and the unit.
const fn asking_side(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Asker | Relation::AskingUnit => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

const fn answering_side(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::AnsweringCentre | Relation::Claimant | Relation::Answerer => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Whether the doctor who has answered may still do it.
#[derive(Clone, Copy)]
enum Answered {
    Too,
    No,
}

const fn holder(relation: Relation, answered: Answered) -> Result<(), Denied> {
    match relation {
        Relation::Claimant => Ok(()),
        Relation::Answerer => match answered {
            Answered::Too => Ok(()),
            Answered::No => Err(Denied::NotHolding),
        },
        Relation::AnsweringCentre => Err(Denied::NotHolding),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Only who prescribed can say that it was read back as it was meant.
const fn prescriber(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Answerer => Ok(()),
        Relation::AnsweringCentre | Relation::Claimant => Err(Denied::NotHolding),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::OwnController
        | Relation::County
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

/// Whoever works for one of the two controllers, or for the asking municipality's.
const fn own_half(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::OwnController => Ok(()),
        Relation::Oneself | Relation::Claimant | Relation::Answerer => Err(Denied::Forbidden),
        Relation::County | Relation::Stranger => Err(Denied::NotFound),
    }
}

const fn whole_county(relation: Relation) -> Result<(), Denied> {
    match relation {
        Relation::County => Ok(()),
        Relation::Oneself => Err(Denied::Forbidden),
        Relation::Asker
        | Relation::AskingUnit
        | Relation::AskingMunicipality
        | Relation::AnsweringCentre
        | Relation::Claimant
        | Relation::Answerer
        | Relation::OwnController
        | Relation::Stranger => Err(Denied::NotFound),
    }
}

#[cfg(test)]
mod tests;
