//! The vault: clinical content, sealed before it leaves this process.
//!
//! Each case has one data key per controller, wrapped by that controller's key, which is
//! derived from the county's key file. A piece of content is a blob
//! `<consult>/<part>/<command>`; it opens only with that key, in that place. Deleting the
//! wrapped key of a case makes all its content unreadable.

mod draft;
mod image;
mod keys;
mod own_draft;
mod part;
mod phrases;
mod seal;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

pub use self::draft::{Draft, DraftPlace};
pub use self::image::{Uploader, WaitingImage};
pub use self::keys::{CountyKey, KeyFileError};
use self::keys::{Key, first, joined, mac};
pub use self::part::{
    Part, PartKind, PatientCorrection, PhoneContactContent, TriageReason, Unreadable,
};
pub use self::phrases::KeptPhrases;
pub use self::seal::Unsealable;
use crate::domain::clinical::PatientId;
use crate::domain::ids::{CaseId, CommandId, ConsultId, ControllerId, CountyId, PatientRef};
use crate::storage::{Blob, BlobId, Expected, NewBlob, StoreError};

/// Seals and opens the content of one county.
#[derive(Clone)]
pub struct Vault {
    county: CountyId,
    key: CountyKey,
    blobs: Arc<dyn Blob>,
}

/// Where one piece of content lies, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The case.
    pub case: CaseId,
    /// The consult.
    pub consult: ConsultId,
    /// The owner of the content.
    pub controller: ControllerId,
    /// The command that brought it.
    pub command: CommandId,
}

/// Content that cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such content.
    #[error("there is no such content")]
    Missing,
    /// The key of the case is gone, so its content is gone for good.
    #[error("the key of this case is gone")]
    KeyGone,
    /// The seal does not hold.
    #[error(transparent)]
    Unsealable(#[from] Unsealable),
    /// The seal holds but the content does not read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

impl Vault {
    /// The vault of `county`, whose blobs lie in `blobs`.
    #[must_use]
    pub const fn new(county: CountyId, key: CountyKey, blobs: Arc<dyn Blob>) -> Self {
        Self { county, key, blobs }
    }

    /// Seals `part` for `place`: what is to be written together with the entry that speaks
    /// of it. A case without a key for this controller gets one; that of a request and of a telephone contact is written in
    /// the same step, so that a refused request leaves nothing behind. The keys of the
    /// pictures it names come with it; the pictures are to stop expiring in the same step.
    ///
    /// # Errors
    /// As the store, or if the case has a key that does not open.
    pub async fn seal(
        &self,
        place: &Place,
        part: &Part,
        images: &[WaitingImage],
    ) -> Result<Vec<NewBlob>, VaultError> {
        let mut blobs = Vec::new();
        let key = match self.data_key(place).await? {
            Some(key) => key,
            None if matches!(part.kind(), PartKind::Request | PartKind::PhoneContact) => {
                let key = Key::random();
                blobs.push(NewBlob {
                    name: key_name(place),
                    bytes: self.wrap(place, &key).into(),
                });
                key
            }
            None => self.create_data_key(place).await?,
        };
        let named = images.iter();
        blobs.extend(named.map(|image| self.image_key(place, &key, image)));
        let name = part_name(place, part.kind());
        let context = self.context(place, &name);
        let bytes = seal::seal(&key, &context, &part.to_bytes()?).into();
        blobs.push(NewBlob { name, bytes });
        Ok(blobs)
    }

    /// Whether the case at `place` has content of its controller already.
    ///
    /// # Errors
    /// As the store, or if the case has a key that does not open.
    pub async fn has_key(&self, place: &Place) -> Result<bool, VaultError> {
        Ok(self.data_key(place).await?.is_some())
    }

    /// Opens the piece of content of `kind` at `place`.
    ///
    /// # Errors
    /// Each reason why it cannot be read.
    pub async fn open(&self, place: &Place, kind: PartKind) -> Result<Part, VaultError> {
        let name = part_name(place, kind);
        let id = BlobId::new(self.county.clone(), name.clone());
        let stored = self.blobs.get(&id).await?.ok_or(VaultError::Missing)?;
        let key = self.data_key(place).await?.ok_or(VaultError::KeyGone)?;
        let plain = seal::unseal(&key, &self.context(place, &name), &stored.bytes)?;
        Ok(Part::from_bytes(kind, &plain)?)
    }

    /// The pseudonym by which `controller`'s logs speak of a patient, if the patient was
    /// named: the first 16 bytes of HMAC-SHA-256 over kind and number, under a key of that
    /// controller. Two controllers' logs cannot be joined by it, and no number can be tried
    /// out without the key.
    #[must_use]
    pub fn pseudonym(&self, controller: &ControllerId, patient: &PatientId) -> Option<PatientRef> {
        let number = patient.for_pseudonym()?;
        let key = self.key.pseudonym(&self.county, controller);
        let sum = mac(&key.bytes, &[number.reveal().as_bytes()]);
        Some(PatientRef(first(&sum)))
    }

    /// Kind and number of a patient, if named, sealed for the access log of `controller`:
    /// its reviewers have to be able to tell who was read about.
    #[must_use]
    pub fn seal_patient(
        &self,
        controller: &ControllerId,
        consult: ConsultId,
        patient: &PatientId,
    ) -> Option<Vec<u8>> {
        let number = patient.for_pseudonym()?;
        let key = self.key.access(&self.county, controller);
        let context = self.patient_context(controller, consult);
        Some(seal::seal(&key, &context, number.reveal().as_bytes()))
    }

    fn patient_context(&self, controller: &ControllerId, consult: ConsultId) -> Vec<u8> {
        joined(&[
            b"access",
            self.county.as_str().as_bytes(),
            controller.as_str().as_bytes(),
            consult.0.as_bytes(),
        ])
    }

    async fn data_key(&self, place: &Place) -> Result<Option<Key>, VaultError> {
        let id = BlobId::new(self.county.clone(), key_name(place));
        let Some(stored) = self.blobs.get(&id).await? else {
            return Ok(None);
        };
        self.unwrap(place, &stored.bytes).map(Some)
    }

    /// Two writers may both find no key: the first one's stands.
    async fn create_data_key(&self, place: &Place) -> Result<Key, VaultError> {
        let id = BlobId::new(self.county.clone(), key_name(place));
        let key = Key::random();
        let bytes = Bytes::from(self.wrap(place, &key));
        let written = self
            .blobs
            .put_if(&id, Expected::Absent, bytes, None)
            .await?;
        match written {
            Some(_) => Ok(key),
            None => self.data_key(place).await?.ok_or(VaultError::KeyGone),
        }
    }

    fn wrap(&self, place: &Place, key: &Key) -> Vec<u8> {
        let wrapping = self.key.wrapping(&self.county, &place.controller);
        let context = self.context(place, &key_name(place));
        seal::seal(&wrapping, &context, &key.packed())
    }

    fn unwrap(&self, place: &Place, wrapped: &[u8]) -> Result<Key, VaultError> {
        let wrapping = self.key.wrapping(&self.county, &place.controller);
        let context = self.context(place, &key_name(place));
        let plain = seal::unseal(&wrapping, &context, wrapped)?;
        Ok(Key::unpacked(&plain).ok_or(Unsealable::Format)?)
    }

    fn context(&self, place: &Place, name: &str) -> Vec<u8> {
        joined(&[
            self.county.as_str().as_bytes(),
            place.case.0.as_bytes(),
            name.as_bytes(),
            place.controller.as_str().as_bytes(),
        ])
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("county", &self.county)
            .finish_non_exhaustive()
    }
}

fn part_name(place: &Place, kind: PartKind) -> String {
    format!("{}/{}/{}", place.consult, kind.as_str(), place.command)
}

fn key_name(place: &Place) -> String {
    format!("key/{}/{}", place.case, place.controller)
}

#[cfg(test)]
mod tests;
