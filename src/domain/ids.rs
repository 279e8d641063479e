//! Names of things: one type each, so that a unit is never passed where a centre is meant.
//!
//! Two kinds exist. What people create (consults, cases, commands, sessions, seats) has a
//! UUID made by `clock.rs`. What the county's directory names (controllers, centres, units,
//! people) has a slug that an administrator chose.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// Text that is not an id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind")]
pub struct InvalidId;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_not_a_uuid| InvalidId)
            }
        }
    )+};
}

uuid_ids! {
    /// One question about one patient, from queue to close.
    ConsultId,
    /// What several consults about the same matter share.
    CaseId,
    /// One person's chair in one call.
    SeatId,
    /// One picture that somebody took or chose.
    ImageId,
    /// One command: derived from who wants it and the `Idempotency-Key` she sent, or from a
    /// deadline.
    CommandId,
    /// One contact by telephone, registered afterwards: the id of the command that did.
    PhoneContactId,
    /// One signed-in session under one commission.
    SessionId,
    /// One running server process.
    NodeId,
    /// One room in which a call takes place.
    RoomId,
}

impl CommandId {
    /// The id of what `person` wants under a key of her choice: the same when she sends it
    /// again, and nobody else's whatever key they choose. What a command brings is kept
    /// under its id, so an id that another could choose would let her replace it.
    #[must_use]
    pub fn of_person(person: &PersonId, key: Uuid) -> Self {
        Self(Uuid::new_v5(&key, person.as_str().as_bytes()))
    }

    /// The id of a deadline's command, as seen at log position `seq`: the same on every node
    /// there. Later the same deadline is another command, for what came between may have
    /// set it anew; whether it still stands, the state knows.
    #[must_use]
    pub fn of_deadline(
        consult: ConsultId,
        name: &str,
        due: super::time::Timestamp,
        seq: u64,
    ) -> Self {
        let text = format!("{name}@{}#{seq}", due.as_millis());
        Self(Uuid::new_v5(&consult.0, text.as_bytes()))
    }
}

/// Longest slug that the directory accepts.
pub const SLUG_MAX: usize = 40;

fn is_slug(text: &str) -> bool {
    let mut chars = text.chars();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (2..=SLUG_MAX).contains(&text.len())
        && chars.next().is_some_and(plain)
        && chars.all(|c| plain(c) || c == '-')
}

macro_rules! slug_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// A slug `^[a-z0-9][a-z0-9-]{1,39}$`.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The slug as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                if is_slug(text) { Ok(Self(text.into())) } else { Err(InvalidId) }
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

slug_ids! {
    /// A region with its municipalities and private providers: one waiting room, one log.
    CountyId,
    /// An owner of data: a municipal or regional board, or a private provider.
    ControllerId,
    /// A municipality of the county.
    MunicipalityId,
    /// A health centre whose doctors answer.
    CentreId,
    /// A municipal unit whose nurses ask.
    UnitId,
    /// A member of staff.
    PersonId,
    /// The assignment under which a member of staff acts: person, unit or centre, purpose.
    CommissionId,
    /// A coded sign that belongs to a reason, named by the county.
    SignalId,
    /// What a municipality and centres have promised each other.
    AgreementId,
    /// An on-call duty that somebody always has, whoever it is tonight.
    SlotId,
}

macro_rules! bytes_as_hex {
    ($($(#[$doc:meta])* $name:ident[$length:literal]),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Written as lower-case hexadecimal.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(const_hex::Buffer::<$length>::new().format(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::ids::InvalidId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let is_digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
                if text.len() != $length * 2 || !text.bytes().all(is_digit) {
                    return Err($crate::domain::ids::InvalidId);
                }
                let mut bytes = [0; $length];
                const_hex::decode_to_slice(text, &mut bytes).map_err(|_not_hex| $crate::domain::ids::InvalidId)?;
                Ok(Self(bytes))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

pub(in crate::domain) use bytes_as_hex;

bytes_as_hex! {
    /// One patient within one controller, without saying who: a keyed digest of kind and
    /// number, shortened.
    PatientRef[16],
}

/// Content about a person: prints nothing, wherever it is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// Hides `content` from every log and error.
    pub const fn new(content: T) -> Self {
        Self(content)
    }

    /// The content, for one who may see it.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// The content, for one who may see it.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slug_has_no_capital_space_or_leading_dash() {
        for good in ["ab", "hc-kramfors", "7-eleven"] {
            assert!(good.parse::<CentreId>().is_ok(), "{good}");
        }
        for bad in ["", "a", "-ab", "Ab", "a b", "å-ä", &"x".repeat(41)] {
            assert!(bad.parse::<CentreId>().is_err(), "{bad}");
        }
    }

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

    #[test]
    fn patient_content_prints_nothing() {
        let name = Redacted::new("Planted Name".to_owned());
        assert_eq!(format!("{name:?} {name}"), "[redacted] [redacted]");
    }
}
