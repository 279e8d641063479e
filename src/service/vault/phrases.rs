//! A person's own phrases and order templates, in `phrases/<person>`.
//!
//! They are of no patient, yet nobody can know what is typed: they lie sealed as all words do,
//! under a key of the person's own that is derived from the county's.

use serde::{Deserialize, Serialize};

use super::keys::joined;
use super::seal::{self, Unsealable};
use super::{Vault, VaultError};
use crate::domain::clinical::Phrases;
use crate::domain::ids::PersonId;
use crate::domain::time::Timestamp;
use crate::storage::{BlobId, Expected, Version};

/// Phrases as they are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeptPhrases {
    /// How many times they were kept.
    pub rev: u64,
    /// When, last.
    pub at: Option<Timestamp>,
    /// What.
    pub phrases: Phrases,
}

/// The stored form.
#[derive(Serialize, Deserialize)]
struct Versioned {
    v: u8,
    #[serde(flatten)]
    kept: KeptPhrases,
}

impl Vault {
    /// What `person` keeps, and which writing of it that is; nothing of either if she never
    /// kept any.
    ///
    /// # Errors
    /// As the store, or if the seal does not hold.
    pub async fn phrases(
        &self,
        person: &PersonId,
    ) -> Result<(KeptPhrases, Option<Version>), VaultError> {
        let id = self.phrases_blob(person);
        let Some(stored) = self.blobs.get(&id).await? else {
            return Ok((KeptPhrases::default(), None));
        };
        let key = self.key.own(&self.county, person);
        let plain = seal::unseal(&key, &self.phrases_context(person), &stored.bytes)?;
        let read: Versioned =
            serde_json::from_slice(&plain).map_err(|_no_phrases| Unsealable::Format)?;
        if read.v != 1 {
            return Err(Unsealable::Format.into());
        }
        Ok((read.kept, Some(stored.version)))
    }

    /// Seals `kept` for `person` in the place of the writing `over`; whether that was the last.
    ///
    /// # Errors
    /// As the store.
    pub async fn keep_phrases(
        &self,
        person: &PersonId,
        kept: &KeptPhrases,
        over: Option<Version>,
    ) -> Result<bool, VaultError> {
        let kept = kept.clone();
        let plain =
            serde_json::to_vec(&Versioned { v: 1, kept }).map_err(|_no_json| Unsealable::Format)?;
        let key = self.key.own(&self.county, person);
        let sealed = seal::seal(&key, &self.phrases_context(person), &plain);
        let expected = over.map_or(Expected::Absent, Expected::At);
        let id = self.phrases_blob(person);
        let put = self.blobs.put_if(&id, expected, sealed.into(), None);
        Ok(put.await?.is_some())
    }

    fn phrases_blob(&self, person: &PersonId) -> BlobId {
        BlobId::new(self.county.clone(), format!("phrases/{person}"))
    }

    fn phrases_context(&self, person: &PersonId) -> Vec<u8> {
        joined(&[
            b"phrases",
            self.county.as_str().as_bytes(),
            person.as_str().as_bytes(),
        ])
    }
}
