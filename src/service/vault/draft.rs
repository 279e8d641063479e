//! What somebody has written in a form of a case and not sent.
//!
//! A draft lies in `draft/<consult>/<controller>/<person>/<form>`: another person's name leads
//! nowhere. The drafts of a case that one controller's people write are sealed under one key,
//! which lies in `draft-key/<case>/<controller>`, wrapped by the case's key. While the case is
//! open that key stays. When the case ends it gets a last day, and with it every draft there,
//! found or not, becomes unreadable. What nobody has touched for [`UNTOUCHED_MAX`] goes away in
//! an open case too.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::seal::{self, Unsealable};
use super::{Place, Vault, VaultError};
use crate::domain::clinical::FreeText;
use crate::domain::drafts::Form;
use crate::domain::ids::{CaseId, CommandId, ConsultId, ControllerId, PersonId};
use crate::domain::time::Timestamp;
use crate::storage::{BlobId, Expected, StoreError};

/// How long a draft of an open case is kept after its writer has touched it last.
const UNTOUCHED_MAX: Duration = Duration::from_hours(90 * 24);

/// So often a writer's own pages may be faster than each other.
pub(super) const ATTEMPTS: u32 = 8;

/// Whose draft it is, and of which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPlace {
    /// The case.
    pub case: CaseId,
    /// The consult.
    pub consult: ConsultId,
    /// For whom she acts.
    pub controller: ControllerId,
    /// Who writes.
    pub writer: PersonId,
    /// Where.
    pub form: Form,
}

/// What was written so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// When, last.
    pub at: Timestamp,
    /// The form's fields as the client holds them. Nobody else reads them.
    pub fields: FreeText,
    /// The same in plain lines, for one who goes on after her.
    pub text: Option<FreeText>,
}

impl Vault {
    /// Seals `draft` for `place` in the place of what was there, until the drafts of the case
    /// `go` away.
    ///
    /// # Errors
    /// As the store, or if a key does not open.
    pub async fn keep_draft(
        &self,
        place: &DraftPlace,
        draft: &Draft,
        go: Option<Timestamp>,
    ) -> Result<(), VaultError> {
        let key = self.draft_key(place, go).await?;
        let name = draft_name(place);
        let plain = serde_json::to_vec(draft).map_err(|_no_json| Unsealable::Format)?;
        let until = go.unwrap_or_else(|| draft.at.plus(UNTOUCHED_MAX));
        let id = BlobId::new(self.county.clone(), name.clone());
        for _ in 0..ATTEMPTS {
            let expected = match self.blobs.get(&id).await? {
                Some(stored) => Expected::At(stored.version),
                None => Expected::Absent,
            };
            let sealed = seal::seal(&key, &self.context(&place.case(), &name), &plain);
            let written = self.blobs.put_if(&id, expected, sealed.into(), Some(until));
            if written.await?.is_some() {
                return Ok(());
            }
        }
        Err(StoreError::Unavailable("a draft is written by many at once".to_owned()).into())
    }

    /// What was written there, if anything is kept.
    ///
    /// # Errors
    /// Each reason why it cannot be read.
    pub async fn draft(&self, place: &DraftPlace) -> Result<Option<Draft>, VaultError> {
        let name = draft_name(place);
        let id = BlobId::new(self.county.clone(), name.clone());
        let Some(stored) = self.blobs.get(&id).await? else {
            return Ok(None);
        };
        let Some(key) = self.found_draft_key(place).await? else {
            return Ok(None);
        };
        let context = self.context(&place.case(), &name);
        match seal::unseal(&key, &context, &stored.bytes) {
            Ok(plain) => Ok(Some(
                serde_json::from_slice(&plain).map_err(|_no_draft| Unsealable::Format)?,
            )),
            // Written before the key that opened it had its last day.
            Err(Unsealable::Key) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// It was sent, or there is nothing left in it.
    ///
    /// # Errors
    /// As the store.
    pub async fn drop_draft(&self, place: &DraftPlace) -> Result<(), VaultError> {
        let id = BlobId::new(self.county.clone(), draft_name(place));
        for _ in 0..ATTEMPTS {
            let Some(stored) = self.blobs.get(&id).await? else {
                return Ok(());
            };
            if self.blobs.delete_if(&id, stored.version).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The case has ended: what the people of `place`'s controller have written there and not
    /// sent is gone after `until`.
    ///
    /// # Errors
    /// As the store.
    pub async fn end_drafts(&self, place: &DraftPlace, until: Timestamp) -> Result<(), VaultError> {
        let id = BlobId::new(self.county.clone(), draft_key_name(place));
        let Some(stored) = self.blobs.get(&id).await? else {
            return Ok(());
        };
        if stored.expires.is_some() {
            return Ok(());
        }
        // If somebody else was faster she did the same.
        let expected = Expected::At(stored.version);
        let put = self.blobs.put_if(&id, expected, stored.bytes, Some(until));
        put.await?;
        Ok(())
    }

    /// Two writers may both find no key: the first one's stands.
    async fn draft_key(
        &self,
        place: &DraftPlace,
        go: Option<Timestamp>,
    ) -> Result<Key, VaultError> {
        if let Some(key) = self.found_draft_key(place).await? {
            return Ok(key);
        }
        let case = place.case();
        let case_key = match self.data_key(&case).await? {
            Some(key) => key,
            None => self.create_data_key(&case).await?,
        };
        let key = Key::random();
        let name = draft_key_name(place);
        let sealed = seal::seal(&case_key, &self.context(&case, &name), &key.packed());
        let id = BlobId::new(self.county.clone(), name);
        let put = self.blobs.put_if(&id, Expected::Absent, sealed.into(), go);
        if put.await?.is_some() {
            return Ok(key);
        }
        let found = self.found_draft_key(place).await?;
        found.ok_or(VaultError::KeyGone)
    }

    async fn found_draft_key(&self, place: &DraftPlace) -> Result<Option<Key>, VaultError> {
        let name = draft_key_name(place);
        let id = BlobId::new(self.county.clone(), name.clone());
        let Some(stored) = self.blobs.get(&id).await? else {
            return Ok(None);
        };
        let case = place.case();
        let case_key = self.data_key(&case).await?.ok_or(VaultError::KeyGone)?;
        let plain = seal::unseal(&case_key, &self.context(&case, &name), &stored.bytes)?;
        let key = Key::unpacked(&plain).ok_or(Unsealable::Format)?;
        Ok(Some(key))
    }
}

impl DraftPlace {
    /// Its case and controller: what the case's key is found by.
    fn case(&self) -> Place {
        Place {
            case: self.case,
            consult: self.consult,
            controller: self.controller.clone(),
            command: CommandId(self.consult.0),
        }
    }
}

fn draft_name(place: &DraftPlace) -> String {
    let DraftPlace {
        case: _,
        consult,
        controller,
        writer,
        form,
    } = place;
    format!("draft/{consult}/{controller}/{writer}/{form}")
}

fn draft_key_name(place: &DraftPlace) -> String {
    format!("draft-key/{}/{}", place.case, place.controller)
}
