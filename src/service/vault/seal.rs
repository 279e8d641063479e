//! Sealed bytes: AES-256-GCM behind a short header that says with which key.
//!
//! `format (1) ‖ key id (8) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`. The header is sealed in
//! with the context, so nothing can be moved to another place or key.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use super::keys::{Key, KeyId, joined};
use crate::clock::random;

/// The only form so far.
const FORMAT: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;

/// How much longer sealed bytes are.
pub(super) const OVERHEAD: usize = 1 + size_of::<KeyId>() + NONCE + TAG;

/// Bytes that were not sealed with this key for this place, or were changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsealable {
    /// Not the form that this version writes.
    #[error("sealed in a form that this version does not know")]
    Format,
    /// Sealed with another key.
    #[error("sealed with another key")]
    Key,
    /// Changed, or belongs elsewhere.
    #[error("changed since it was sealed, or sealed for another place")]
    Changed,
}

/// Seals `plain` for the place that `context` names.
pub(super) fn seal(key: &Key, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = random();
    let mut sealed = header(&key.id, &nonce);
    let aad = joined(&[&sealed, context]);
    let payload = Payload {
        msg: plain,
        aad: &aad,
    };
    #[expect(
        clippy::expect_used,
        reason = "fails only for content longer than 64 GiB, and content has a limit"
    )]
    let body = cipher(key)
        .encrypt(&Nonce::from(nonce), payload)
        .expect("content has a limit");
    sealed.extend_from_slice(&body);
    sealed
}

/// Opens what [`seal`] made with the same key for the same place.
pub(super) fn unseal(key: &Key, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
    let (format, rest) = sealed.split_first().ok_or(Unsealable::Format)?;
    if *format != FORMAT {
        return Err(Unsealable::Format);
    }
    let (id, rest) = rest
        .split_first_chunk::<{ size_of::<KeyId>() }>()
        .ok_or(Unsealable::Format)?;
    if *id != key.id {
        return Err(Unsealable::Key);
    }
    let (nonce, body) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(Unsealable::Format)?;
    let aad = joined(&[&header(id, nonce), context]);
    let payload = Payload {
        msg: body,
        aad: &aad,
    };
    cipher(key)
        .decrypt(&Nonce::from(*nonce), payload)
        .map_err(|_opaque| Unsealable::Changed)
}

fn header(id: &KeyId, nonce: &[u8; NONCE]) -> Vec<u8> {
    let mut header = vec![FORMAT];
    header.extend_from_slice(id);
    header.extend_from_slice(nonce);
    header
}

fn cipher(key: &Key) -> Aes256Gcm {
    Aes256Gcm::new(&key.bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_flipped_bit_is_refused() {
        let key = Key::random();
        let sealed = seal(&key, b"place", b"content");
        assert_eq!(unseal(&key, b"place", &sealed), Ok(b"content".to_vec()));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(unseal(&key, b"place", &changed).is_err(), "byte {place}");
        }
        for length in 0..sealed.len() {
            assert!(unseal(&key, b"place", &sealed[..length]).is_err());
        }
    }

    #[test]
    fn content_opens_only_in_its_place_with_its_key() {
        let key = Key::random();
        let sealed = seal(&key, b"place", b"content");
        assert_eq!(unseal(&key, b"other", &sealed), Err(Unsealable::Changed));
        assert_eq!(
            unseal(&Key::random(), b"place", &sealed),
            Err(Unsealable::Key)
        );
    }

    #[test]
    fn same_content_never_looks_the_same() {
        let key = Key::random();
        assert_ne!(seal(&key, b"place", b"x"), seal(&key, b"place", b"x"));
    }
}
