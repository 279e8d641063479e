//! The stored form of sessions and tickets.

use bytes::Bytes;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::secret::SecretHash;
use crate::domain::ids::{CommissionId, PersonId, SessionId};
use crate::domain::time::Timestamp;

/// A session as stored; the blob's expiry is when it has been idle for too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) secret: SecretHash,
    pub(super) person: PersonId,
    pub(super) commission: CommissionId,
    /// When she last proved who she is.
    pub(super) signed_in_at: Timestamp,
    pub(super) revoked: bool,
    /// Whether its screen is locked; sessions of before know nothing of it.
    #[serde(default)]
    pub(super) locked: bool,
}

/// A ticket as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredTicket {
    pub(super) secret: SecretHash,
    pub(super) session: SessionId,
}

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u8,
    #[serde(flatten)]
    content: T,
}

impl Record {
    pub(super) fn to_bytes(&self) -> Bytes {
        write(self)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        read(bytes)
    }
}

impl StoredTicket {
    pub(super) fn to_bytes(&self) -> Bytes {
        write(self)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        read(bytes)
    }
}

#[expect(
    clippy::expect_used,
    reason = "structs of text and numbers always have a JSON form"
)]
fn write<T: Serialize>(content: &T) -> Bytes {
    serde_json::to_vec(&Versioned { v: 1, content })
        .expect("text and numbers have a JSON form")
        .into()
}

/// A form of another version is as good as none.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let stored: Versioned<T> = serde_json::from_slice(bytes).ok()?;
    (stored.v == 1).then_some(stored.content)
}
