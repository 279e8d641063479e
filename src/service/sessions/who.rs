//! Who somebody is who has signed in, what she carries to show it, and why she is not known.

use super::SESSION_MAX;
use super::secret::Bearer;
use super::stored::Record;
use crate::domain::access::Role;
use crate::domain::directory::Commission;
use crate::domain::ids::{CommissionId, PersonId, SessionId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Actor, Place};
use crate::service::failure::Failure;

/// A signed-in member of staff under one commission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Who.
    pub person: PersonId,
    /// Under which commission.
    pub commission: CommissionId,
    /// What she is under it.
    pub role: Role,
    /// As whom she acts in the waiting room.
    pub actor: Actor,
    /// When she last proved who she is.
    pub signed_in_at: Timestamp,
    /// Whether its screen is locked: it still waits and is rung, and shows nothing of a patient
    /// until she has proved again who she is.
    pub locked: bool,
}

impl Session {
    /// When it ends at the latest, however it is used, unless she proves again who she is.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.signed_in_at.plus(SESSION_MAX)
    }
}

/// What the bearer of a session carries. Prints nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(pub(super) Bearer);

impl Token {
    /// The text to hand out, once.
    #[must_use]
    pub fn reveal(&self) -> String {
        self.0.text()
    }
}

/// What opens one socket, once, within [`super::TICKET_MAX`]. Prints nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(pub(super) Bearer);

impl Ticket {
    /// The text to hand out, once.
    #[must_use]
    pub fn reveal(&self) -> String {
        self.0.text()
    }
}

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SignInError {
    /// The directory has no such person or commission today.
    #[error("no such person or commission")]
    NoSuchPerson,
    /// The store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a caller is not known.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unauthenticated {
    /// No session, or one that has run out.
    #[error("no such session")]
    Unknown,
    /// The session was ended.
    #[error("the session was ended")]
    Revoked,
    /// The ticket was used before, or has run out.
    #[error("the ticket was used or has run out")]
    TicketUsed,
    /// The store could not be asked.
    #[error(transparent)]
    Failed(#[from] Failure),
}

pub(super) fn session(id: SessionId, record: &Record, row: &Commission) -> Session {
    Session {
        id,
        person: record.person.clone(),
        commission: row.id.clone(),
        role: row.role,
        actor: actor(row),
        signed_in_at: record.signed_in_at,
        locked: record.locked,
    }
}

/// As whom the holder of a commission acts.
fn actor(row: &Commission) -> Actor {
    let place = match (&row.unit, row.centres.first()) {
        (Some(unit), _) => Place::Unit(unit.clone()),
        (None, Some(centre)) => Place::Centre(centre.clone()),
        (None, None) => Place::County,
    };
    Actor {
        person: row.person.clone(),
        commission: row.id.clone(),
        controller: row.controller.clone(),
        place,
    }
}
