//! One accepted command, as it is remembered for ever: who, when, and what came of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::command::{Command, CommandKind};
use super::consult::ConsultState;
use super::event::Event;
use crate::domain::ids::{
    CentreId, CommandId, CommissionId, ConsultId, ControllerId, InvalidId, PersonId, UnitId,
};
use crate::domain::time::Timestamp;

macro_rules! bytes_as_hex {
    ($($(#[$doc:meta])* $name:ident[$length:literal]),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Written as lower-case hexadecimal.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(const_hex::Buffer::<$length>::new().format(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let is_digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
                if text.len() != $length * 2 || !text.bytes().all(is_digit) {
                    return Err(InvalidId);
                }
                let mut bytes = [0; $length];
                const_hex::decode_to_slice(text, &mut bytes).map_err(|_not_hex| InvalidId)?;
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

bytes_as_hex! {
    /// A digest of what was asked under a key: another digest under the same key is a
    /// mistake of the client, not a repeat.
    Fingerprint[32],
    /// The name of a directory: the digest of its bytes.
    DirectoryHash[32],
    /// One patient within one controller, without saying who: a keyed digest of kind and
    /// number, shortened.
    PatientRef[16],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_read_back_as_it_was_written() {
        let digest = PatientRef([0xa7; 16]);
        assert_eq!(digest.to_string(), "a7".repeat(16));
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for bad in [
            "",
            "a7",
            &"A7".repeat(16),
            &"zz".repeat(16),
            &"a7".repeat(17),
        ] {
            assert_eq!(bad.parse::<PatientRef>(), Err(InvalidId), "{bad}");
        }
    }
}
