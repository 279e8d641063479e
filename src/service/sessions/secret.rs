//! Secrets that somebody carries: an id to find the record by, and 256 bits to prove it.
//!
//! Written `<id>.<secret>`. Only the SHA-256 of the secret is ever stored.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::random;

/// A secret as its bearer carries it. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bearer {
    pub(super) id: Uuid,
    secret: [u8; 32],
}

impl Bearer {
    pub(super) fn new(id: Uuid) -> Self {
        let secret = random();
        Self { id, secret }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once('.')?;
        if id.len() != 32 {
            return None;
        }
        let id = Uuid::try_parse(id).ok()?;
        let secret = URL_SAFE_NO_PAD.decode(secret).ok()?.try_into().ok()?;
        Some(Self { id, secret })
    }

    pub(super) fn text(&self) -> String {
        format!(
            "{}.{}",
            self.id.simple(),
            URL_SAFE_NO_PAD.encode(self.secret)
        )
    }

    pub(super) fn digest(&self) -> SecretHash {
        let sum: [u8; 32] = Sha256::digest(self.secret).into();
        SecretHash(URL_SAFE_NO_PAD.encode(sum))
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bearer").finish_non_exhaustive()
    }
}

/// What is stored of a secret. Comparing hashes tells nothing about the secret, however
/// long the comparison takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct SecretHash(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_read_back_as_written_and_prints_nothing() {
        let bearer = Bearer::new(Uuid::from_u128(7));
        let text = bearer.text();
        assert_eq!(Bearer::parse(&text), Some(bearer.clone()));
        assert!(!format!("{bearer:?}").contains(&text[33..]));
        for bad in ["", ".", "x.y", &text[1..], &text[..70], &format!("{text}A")] {
            assert_eq!(Bearer::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn stored_form_does_not_hold_the_secret() {
        let bearer = Bearer::new(Uuid::from_u128(7));
        let SecretHash(hash) = bearer.digest();
        assert!(!bearer.text().contains(&hash));
        assert_ne!(Bearer::new(Uuid::from_u128(7)).digest(), bearer.digest());
    }
}
