//! One accepted command, as it is remembered for ever: who, when, and what came of it.

use serde::{Deserialize, Serialize};

use super::command::{Command, CommandKind};
use super::consult::ConsultState;
use super::event::Event;
use crate::domain::ids::{
    CentreId, CommandId, CommissionId, ConsultId, ControllerId, PersonId, UnitId, bytes_as_hex,
};
use crate::domain::time::Timestamp;

bytes_as_hex! {
    /// A digest of what was asked under a key: another digest under the same key is a
    /// mistake of the client, not a repeat.
    Fingerprint[32],
    /// The name of a directory: the digest of its bytes.
    DirectoryHash[32],
}

/// For what a member of staff acts under her commission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// For a municipal unit.
    Unit(UnitId),
    /// For a health centre; the commission may name more of them.
    Centre(CentreId),
    /// For the county or a whole controller.
    County,
}

/// A member of staff under the commission in use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Under which assignment; her role stands in the directory's row of it.
    pub commission: CommissionId,
    /// For which owner of data.
    pub controller: ControllerId,
    /// For which unit or centre.
    pub place: Place,
}

/// Who caused an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A member of staff.
    Person(Actor),
    /// The system: a deadline, a link, a call, a new directory.
    System,
}

impl By {
    /// Whose keys the entry's key is one of.
    #[must_use]
    pub fn principal(&self) -> Principal {
        match self {
            Self::Person(actor) => Principal::Person(actor.person.clone()),
            Self::System => Principal::System,
        }
    }

    /// The member of staff, if it was one.
    #[must_use]
    pub const fn actor(&self) -> Option<&Actor> {
        match self {
            Self::Person(actor) => Some(actor),
            Self::System => None,
        }
    }
}

/// In whose name a command's key is unique.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Principal {
    /// A member of staff, whatever session and commission.
    Person(PersonId),
    /// The system.
    System,
}

/// A command on its way to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its key: the same key and body again is a repeat, not a second command.
    pub id: CommandId,
    /// A digest of its body.
    pub fingerprint: Fingerprint,
    /// Who wants it.
    pub by: By,
    /// What is wanted.
    pub command: Command,
}

/// What a command did, as its sender is told, now and when asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The consult it was about, if it was about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consult: Option<ConsultId>,
    /// What kind of command it was.
    pub kind: CommandKind,
    /// Where the consult stood afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ConsultState>,
}

/// One accepted command in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the log, from 1 without gaps.
    pub seq: u64,
    /// When. Never before the entry in front of it.
    pub at: Timestamp,
    /// The command's key.
    pub cmd: CommandId,
    /// The digest of its body.
    pub fingerprint: Fingerprint,
    /// Who caused it.
    pub by: By,
    /// The directory it was decided with.
    pub dir: DirectoryHash,
    /// What happened, in order; never empty.
    pub events: Vec<Event>,
    /// What its sender was told.
    pub outcome: Outcome,
    /// Whether content was sealed and written in the same step. Entries from before this was
    /// noted do not say so, whether they brought content or not.
    pub sealed: bool,
}

/// The outcome of an earlier command, kept so that a repeat has the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The digest of its body.
    pub fingerprint: Fingerprint,
    /// When it was accepted.
    pub at: Timestamp,
    /// Where it stands in the log; also the consult's `rev` after it.
    pub seq: u64,
    /// What its sender was told.
    pub outcome: Outcome,
}
