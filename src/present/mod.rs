//! Translates between what the waiting room means and what a client reads.
//!
//! A stored event never reaches a client and a wire type is never stored: each is mapped
//! here, so either may change alone. Matches are exhaustive, so a new word does not compile
//! until somebody has said what it is called outside.

pub mod alphabet;
pub mod answer;
pub mod command;
pub mod content;
pub mod death;
pub mod drafts;
pub mod figures;
pub mod hours;
pub mod incidents;
pub mod indicators;
pub mod journal;
pub mod names;
pub mod news2;
pub mod origin;
pub mod people;
pub mod phone_contact;
pub mod phones;
pub mod phrases;
pub mod problem;
pub mod reading;
pub mod request;
pub mod rows;
mod words;

pub use self::names::Names;
pub use self::words::{ToDomain, ToWire};
pub use crate::domain::access::{Action, Role};
pub use crate::domain::clinical::{Level, Reason};
pub use crate::domain::drafts::{Form, OwnForm};
pub use crate::domain::ids::{
    CommissionId, ConsultId, ImageId, PersonId, PhoneContactId, SessionId,
};
pub use crate::domain::time::Timestamp;
pub use crate::domain::waiting_room::{Command, Fingerprint, Outcome, Refusal, View, Viewer};

use signaling::wire::WireTime;

/// The time as it stands on the wire.
#[must_use]
pub fn time(at: Timestamp) -> WireTime {
    WireTime(at.to_rfc3339())
}
