//! The stored form of the journal: how an entry is written for ever, and read again.
//!
//! One entry is one JSON object `{v, seq, ep, node, at, prev, cmd, fp, by, dir, events,
//! outcome, sealed?}`; each event in it is `{v, type, …}`. What was written once is read for ever: a
//! changed event gets a new version, and its old version is translated here. A node that
//! meets a kind or version it does not know must not guess what happened, so it refuses the
//! county.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::chain::Hash;
use crate::domain::clinical::words;
use crate::domain::ids::{
    CentreId, CommandId, CommissionId, ControllerId, NodeId, PersonId, UnitId,
};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, By, DirectoryHash, Entry, Event, EventKind, Fingerprint, Outcome, Place,
};

/// The version in which entries are written now.
pub const ENTRY_VERSION: u32 = 1;

/// Why bytes are not an entry, or an entry has no bytes.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The entry is of a version this program does not know.
    #[error("an entry of version {v} is not known to this program")]
    UnknownEntry {
        /// The version.
        v: u64,
    },
    /// An event is of a kind or version this program does not know.
    #[error("an event {kind:?} of version {v} is not known to this program")]
    UnknownEvent {
        /// Its `type`, as found.
        kind: String,
        /// Its version, as found.
        v: u64,
    },
    /// The bytes are no entry of the version they name.
    #[error("the bytes are not an entry: {0}")]
    Malformed(#[from] serde_json::Error),
}

/// An entry as it was found, with what the log added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The entry.
    pub entry: Entry,
    /// The store's epoch in which it was appended.
    pub ep: u64,
    /// The node that appended it.
    pub node: NodeId,
    /// The chain hash of the entry before it.
    pub prev: Hash,
}

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    seq: u64,
    ep: u64,
    node: NodeId,
    at: Timestamp,
    prev: String,
    cmd: CommandId,
    fp: Fingerprint,
    by: StoredBy,
    dir: DirectoryHash,
    events: Vec<WrittenEvent<'a>>,
    outcome: &'a Outcome,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sealed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(rename = "v")]
    _v: u32,
    seq: u64,
    ep: u64,
    node: NodeId,
    at: Timestamp,
    prev: String,
    cmd: CommandId,
    fp: Fingerprint,
    by: StoredBy,
    dir: DirectoryHash,
    events: Vec<Value>,
    outcome: Outcome,
    #[serde(default)]
    sealed: bool,
}

#[derive(Serialize)]
struct WrittenEvent<'a> {
    v: u32,
    #[serde(flatten)]
    event: &'a Event,
}

/// Only as much of an entry as says whether the rest can be read.
#[derive(Deserialize)]
struct Versioned {
    v: u64,
}

/// Who caused it: one object with the parts that apply.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum StoredBy {
    Person {
        person: PersonId,
        commission: CommissionId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<UnitId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        centre: Option<CentreId>,
        controller: ControllerId,
    },
    System {
        system: TheSystem,
    },
}

words! {
    /// The one word that stands where no person does.
    TheSystem {
        /// A deadline, a link, a call or a new directory.
        Vantrum = "vantrum",
    }
}

impl From<&By> for StoredBy {
    fn from(by: &By) -> Self {
        match by {
            By::Person(actor) => {
                let (unit, centre) = match &actor.place {
                    Place::Unit(unit) => (Some(unit.clone()), None),
                    Place::Centre(centre) => (None, Some(centre.clone())),
                    Place::County => (None, None),
                };
                Self::Person {
                    person: actor.person.clone(),
                    commission: actor.commission.clone(),
                    unit,
                    centre,
                    controller: actor.controller.clone(),
                }
            }
            By::System => Self::System {
                system: TheSystem::Vantrum,
            },
        }
    }
}

impl From<StoredBy> for By {
    fn from(by: StoredBy) -> Self {
        match by {
            StoredBy::Person {
                person,
                commission,
                unit,
                centre,
                controller,
            } => {
                let unit = unit.map(Place::Unit);
                let place = unit
                    .or_else(|| centre.map(Place::Centre))
                    .unwrap_or(Place::County);
                Self::Person(Actor {
                    person,
                    commission,
                    controller,
                    place,
                })
            }
            StoredBy::System {
                system: TheSystem::Vantrum,
            } => Self::System,
        }
    }
}

/// Writes `entry` as it is stored, following the entry whose chain hash is `prev`.
///
/// # Errors
/// [`CodecError::Malformed`] if JSON cannot carry it, which is a defect of the program.
pub fn encode(entry: &Entry, ep: u64, node: NodeId, prev: Hash) -> Result<Vec<u8>, CodecError> {
    let written = Written {
        v: ENTRY_VERSION,
        seq: entry.seq,
        ep,
        node,
        at: entry.at,
        prev: prev.to_string(),
        cmd: entry.cmd,
        fp: entry.fingerprint,
        by: StoredBy::from(&entry.by),
        dir: entry.dir,
        events: entry.events.iter().map(written_event).collect(),
        outcome: &entry.outcome,
        sealed: entry.sealed,
    };
    Ok(serde_json::to_vec(&written)?)
}

const fn written_event(event: &Event) -> WrittenEvent<'_> {
    WrittenEvent {
        v: event.kind().version(),
        event,
    }
}

/// Reads an entry as it was stored.
///
/// # Errors
/// Why the bytes are not an entry this program knows. The county must not be served then.
pub fn decode(bytes: &[u8]) -> Result<Decoded, CodecError> {
    let Versioned { v } = serde_json::from_slice(bytes)?;
    if v != u64::from(ENTRY_VERSION) {
        return Err(CodecError::UnknownEntry { v });
    }
    let read: Read = serde_json::from_slice(bytes)?;
    let prev = read
        .prev
        .parse()
        .map_err(|_not_a_hash| malformed("prev is not a hash"))?;
    let entry = Entry {
        seq: read.seq,
        at: read.at,
        cmd: read.cmd,
        fingerprint: read.fp,
        by: read.by.into(),
        dir: read.dir,
        events: read
            .events
            .into_iter()
            .map(event)
            .collect::<Result<_, _>>()?,
        outcome: read.outcome,
        sealed: read.sealed,
    };
    Ok(Decoded {
        entry,
        ep: read.ep,
        node: read.node,
        prev,
    })
}

/// Reads one event. Old versions are translated here, each by its own arm.
fn event(mut stored: Value) -> Result<Event, CodecError> {
    let fields = stored
        .as_object_mut()
        .ok_or_else(|| malformed("an event is an object"))?;
    let v = fields.remove("v").and_then(|v| v.as_u64()).unwrap_or(0);
    let kind = fields.get("type").and_then(Value::as_str).unwrap_or("");
    let known = EventKind::from_word(kind);
    if known.is_none_or(|known| u64::from(known.version()) != v) {
        let kind = kind.to_owned();
        return Err(CodecError::UnknownEvent { kind, v });
    }
    Ok(serde_json::from_value(stored)?)
}

fn malformed(why: &str) -> CodecError {
    CodecError::Malformed(serde::de::Error::custom(why))
}

#[cfg(test)]
mod tests;
