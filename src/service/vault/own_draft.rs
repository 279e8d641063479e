//! What somebody has written in a form that no case has begun of yet.
//!
//! It lies in `own-draft/<controller>/<person>/<form>`: another person's name leads nowhere. No
//! case's key can seal it, so it has one of its own, which lies before it in the same blob,
//! wrapped by her controller's key. Both are gone when she has not touched it for a day.

use bytes::Bytes;

use super::draft::{ATTEMPTS, Draft};
use super::image::Uploader;
use super::keys::{Key, joined};
use super::seal::{self, Unsealable};
use super::{Vault, VaultError};
use crate::domain::drafts::OwnForm;
use crate::domain::time::Timestamp;
use crate::storage::{BlobId, Expected, StoreError};

impl Vault {
    /// Seals `draft` of `writer` in the place of what she had written in that form. It is gone
    /// after `until`.
    ///
    /// # Errors
    /// As the store, or if the key of what was there does not open.
    pub async fn keep_own_draft(
        &self,
        writer: &Uploader,
        form: OwnForm,
        draft: &Draft,
        until: Timestamp,
    ) -> Result<(), VaultError> {
        let name = own_name(writer, form);
        let context = self.own_context(&name);
        let plain = serde_json::to_vec(draft).map_err(|_no_json| Unsealable::Format)?;
        let id = BlobId::new(self.county.clone(), name);
        for _ in 0..ATTEMPTS {
            let (expected, wrapped, key) = match self.blobs.get(&id).await? {
                Some(stored) => {
                    let (wrapped, key, _sealed) = self.own_key(writer, &context, &stored.bytes)?;
                    (Expected::At(stored.version), wrapped, key)
                }
                None => {
                    let key = Key::random();
                    let wrapping = self.key.wrapping(&self.county, &writer.controller);
                    let wrapped = seal::seal(&wrapping, &context, &key.packed()).into();
                    (Expected::Absent, wrapped, key)
                }
            };
            let sealed = [wrapped.as_ref(), &seal::seal(&key, &context, &plain)].concat();
            let written = self.blobs.put_if(&id, expected, sealed.into(), Some(until));
            if written.await?.is_some() {
                return Ok(());
            }
        }
        Err(StoreError::Unavailable("a draft is written by many at once".to_owned()).into())
    }

    /// What `writer` has written in that form, if anything is kept.
    ///
    /// # Errors
    /// Each reason why it cannot be read.
    pub async fn own_draft(
        &self,
        writer: &Uploader,
        form: OwnForm,
    ) -> Result<Option<Draft>, VaultError> {
        let name = own_name(writer, form);
        let context = self.own_context(&name);
        let id = BlobId::new(self.county.clone(), name);
        let Some(stored) = self.blobs.get(&id).await? else {
            return Ok(None);
        };
        let (_wrapped, key, sealed) = self.own_key(writer, &context, &stored.bytes)?;
        let plain = seal::unseal(&key, &context, &sealed)?;
        let draft = serde_json::from_slice(&plain).map_err(|_no_draft| Unsealable::Format)?;
        Ok(Some(draft))
    }

    /// It was sent, or there is nothing left in it.
    ///
    /// # Errors
    /// As the store.
    pub async fn drop_own_draft(&self, writer: &Uploader, form: OwnForm) -> Result<(), VaultError> {
        let id = BlobId::new(self.county.clone(), own_name(writer, form));
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

    /// The key that lies before what it has sealed: as it is wrapped, itself, and the rest.
    fn own_key(
        &self,
        writer: &Uploader,
        context: &[u8],
        stored: &Bytes,
    ) -> Result<(Bytes, Key, Bytes), VaultError> {
        if stored.len() < WRAPPED {
            return Err(Unsealable::Format.into());
        }
        let (wrapped, sealed) = (stored.slice(..WRAPPED), stored.slice(WRAPPED..));
        let wrapping = self.key.wrapping(&self.county, &writer.controller);
        let plain = seal::unseal(&wrapping, context, &wrapped)?;
        let key = Key::unpacked(&plain).ok_or(Unsealable::Format)?;
        Ok((wrapped, key, sealed))
    }

    fn own_context(&self, name: &str) -> Vec<u8> {
        joined(&[
            b"own-draft",
            self.county.as_str().as_bytes(),
            name.as_bytes(),
        ])
    }
}

/// How long a wrapped key is.
const WRAPPED: usize = seal::OVERHEAD + Key::PACKED;

fn own_name(writer: &Uploader, form: OwnForm) -> String {
    let Uploader { controller, person } = writer;
    format!("own-draft/{controller}/{person}/{form}")
}
