//! Keys: one secret per county, and everything else derived from it or wrapped by it.

use std::fmt;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::random;
use crate::domain::ids::{ControllerId, CountyId, PersonId};

/// The county's secret, from its key file. Whoever has it reads everything in the vault.
#[derive(Clone)]
pub struct CountyKey([u8; 32]);

/// A key file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It could not be read.
    #[error("the key file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It does not hold a key.
    #[error("the key file holds {found} bytes; a key is exactly 32")]
    Length {
        /// How many bytes there are.
        found: usize,
    },
}

impl CountyKey {
    /// The key with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key that nobody else has, for a county whose content may die with the process.
    #[must_use]
    pub fn random() -> Self {
        Self(random())
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// If it cannot be read, or is not exactly 32 bytes.
    pub fn from_file(path: &Path) -> Result<Self, KeyFileError> {
        let bytes = std::fs::read(path)?;
        let found = bytes.len();
        let key = bytes.try_into();
        key.map(Self)
            .map_err(|_bytes| KeyFileError::Length { found })
    }

    /// The key that wraps the data keys of `controller`.
    pub(super) fn wrapping(&self, county: &CountyId, controller: &ControllerId) -> Key {
        self.derive("wrap", county, controller.as_str())
    }

    /// The key that turns a patient's number into a pseudonym of `controller`.
    pub(super) fn pseudonym(&self, county: &CountyId, controller: &ControllerId) -> Key {
        self.derive("pseudonym", county, controller.as_str())
    }

    /// The key that hides a patient's number in the access log of `controller`.
    pub(super) fn access(&self, county: &CountyId, controller: &ControllerId) -> Key {
        self.derive("access", county, controller.as_str())
    }

    /// The key that seals what `person` keeps for herself, whoever she acts for.
    pub(super) fn own(&self, county: &CountyId, person: &PersonId) -> Key {
        self.derive("own", county, person.as_str())
    }

    /// One block of HKDF-Expand (RFC 5869 §2.3): the county key is uniformly random, so no
    /// extract step is needed, and one block is as long as a key.
    fn derive(&self, purpose: &str, county: &CountyId, owner: &str) -> Key {
        let info = joined(&[
            b"vantrum/1",
            purpose.as_bytes(),
            county.as_str().as_bytes(),
            owner.as_bytes(),
        ]);
        let bytes = mac(&self.0, &[&info, &[1]]);
        let id = mac(&bytes, &[b"id"]);
        Key {
            id: first(&id),
            bytes,
        }
    }
}

impl fmt::Debug for CountyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CountyKey")
    }
}

/// One key and the name by which sealed bytes refer to it.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) id: KeyId,
    pub(super) bytes: [u8; 32],
}

impl Key {
    /// How long name and key are in a row.
    pub(super) const PACKED: usize = size_of::<KeyId>() + 32;

    /// A new key for the content of one case and controller.
    pub(super) fn random() -> Self {
        Self {
            id: random(),
            bytes: random(),
        }
    }

    /// Name and key in a row, to be sealed under another key.
    pub(super) fn packed(&self) -> Vec<u8> {
        [self.id.as_slice(), self.bytes.as_slice()].concat()
    }

    /// The key that was packed so; nothing if the bytes are no key.
    pub(super) fn unpacked(bytes: &[u8]) -> Option<Self> {
        let (id, bytes) = bytes.split_first_chunk()?;
        let bytes = bytes.try_into().ok()?;
        Some(Self { id: *id, bytes })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}

/// The name of a key: says which, tells nothing about it.
pub(super) type KeyId = [u8; 8];

/// HMAC-SHA-256 over the parts, one after another.
pub(super) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Parts with their lengths before them, so that no two lists of parts give the same bytes.
pub(super) fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// The first `N` of 32 bytes.
pub(super) fn first<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    let mut short = [0; N];
    for (to, from) in short.iter_mut().zip(bytes) {
        *to = *from;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_controller_and_purpose_has_its_own_key() {
        let key = CountyKey::new([7; 32]);
        let county: CountyId = "y".repeat(2).parse().unwrap();
        let other: CountyId = "zz".parse().unwrap();
        let (a, b): (ControllerId, ControllerId) = ("aa".parse().unwrap(), "bb".parse().unwrap());
        let keys = [
            key.wrapping(&county, &a),
            key.wrapping(&county, &b),
            key.wrapping(&other, &a),
            key.pseudonym(&county, &a),
            key.access(&county, &a),
            key.own(&county, &"aa".parse().unwrap()),
            key.own(&county, &"bb".parse().unwrap()),
            CountyKey::new([8; 32]).wrapping(&county, &a),
        ];
        for (n, key) in keys.iter().enumerate() {
            for other in &keys[n + 1..] {
                assert_ne!(key.bytes, other.bytes);
                assert_ne!(key.id, other.id);
            }
        }
    }

    #[test]
    fn mac_is_the_one_of_the_standard() {
        // RFC 4231, test case 2 has a short key; padding with zeros gives the same result.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let sum = mac(&key, &[b"what do ya want ", b"for nothing?"]);
        let text: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            text,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn key_file_of_another_length_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        std::fs::write(&path, [1; 31]).unwrap();
        let error = CountyKey::from_file(&path).unwrap_err();
        assert!(error.to_string().contains("31 bytes"), "{error}");
        std::fs::write(&path, [1; 32]).unwrap();
        assert!(CountyKey::from_file(&path).is_ok());
    }

    #[test]
    fn keys_print_nothing() {
        let key = CountyKey::new([7; 32]);
        assert_eq!(format!("{key:?}"), "CountyKey");
        assert!(!format!("{:?}", Key::random()).contains("bytes"));
    }
}
