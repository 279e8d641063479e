//! Pictures, each sealed under a key of its own.
//!
//! The picture lies in `image/<id>` and never moves. What moves is its key, a few bytes. While
//! the picture waits, the key lies in `upload/<controller>/<person>/<id>`, wrapped by her
//! controller's key: another person's name leads nowhere. Once an entry names the picture, the
//! key lies in `<consult>/image/<id>`, wrapped by the case's key, so that the picture ends with
//! its case like everything else there.
//!
//! The order is what makes it safe. The picture is written before its key, so a key always
//! opens something. The new key is written in the same step as the entry, and in that step the
//! picture stops expiring: there is no moment at which an acknowledged entry names a picture
//! that will go away, and none at which a refused one has kept it. The picture outlives the key
//! of an upload by [`SLACK`], longer than a command may take: what could still be named when
//! the command was decided is still there when it is written.

use std::time::Duration;

use bytes::Bytes;

use super::keys::{Key, joined};
use super::seal::{self, Unsealable};
use super::{Place, Vault, VaultError};
use crate::domain::ids::{ControllerId, ImageId, PersonId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::Actor;
use crate::service::pictures::Picture;
use crate::storage::{BlobId, Expected, NewBlob, Version};

/// How much longer a waiting picture is kept than it can be named.
const SLACK: Duration = Duration::from_secs(60 * 60);

/// Whose a waiting picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploader {
    /// For whom she acts.
    pub controller: ControllerId,
    /// Who she is.
    pub person: PersonId,
}

impl From<&Actor> for Uploader {
    fn from(actor: &Actor) -> Self {
        Self {
            controller: actor.controller.clone(),
            person: actor.person.clone(),
        }
    }
}

/// A picture that waits, and the key that opens it.
#[derive(Debug, Clone)]
pub struct WaitingImage {
    image: ImageId,
    key: Key,
    upload: (BlobId, Version),
}

impl WaitingImage {
    /// The name of what stops expiring when an entry names the picture.
    #[must_use]
    pub fn kept(&self) -> String {
        image_name(self.image)
    }
}

impl Vault {
    /// Seals a picture that nothing names yet. It is gone after `until`.
    ///
    /// # Errors
    /// As the store.
    pub async fn keep_image(
        &self,
        uploader: &Uploader,
        image: ImageId,
        picture: &Picture,
        until: Timestamp,
    ) -> Result<(), VaultError> {
        let key = Key::random();
        let controller = &uploader.controller;
        let sealed = seal::seal(
            &key,
            &self.image_context(controller, image),
            &picture.stored(),
        );
        self.put_new(image_name(image), sealed, until.plus(SLACK))
            .await?;
        let name = upload_name(uploader, image);
        let wrapped = seal::seal(
            &self.key.wrapping(&self.county, controller),
            &self.upload_context(&name),
            &key.packed(),
        );
        self.put_new(name, wrapped, until).await
    }

    /// The picture of `uploader` that waits under this id.
    ///
    /// # Errors
    /// [`VaultError::Missing`] if she has none: it never was, its time has passed, an entry
    /// has named it, or it is somebody else's.
    pub async fn waiting_image(
        &self,
        uploader: &Uploader,
        image: ImageId,
    ) -> Result<WaitingImage, VaultError> {
        let name = upload_name(uploader, image);
        let id = BlobId::new(self.county.clone(), name.clone());
        let stored = self.blobs.get(&id).await?.ok_or(VaultError::Missing)?;
        let wrapping = self.key.wrapping(&self.county, &uploader.controller);
        let plain = seal::unseal(&wrapping, &self.upload_context(&name), &stored.bytes)?;
        Ok(WaitingImage {
            image,
            key: Key::unpacked(&plain).ok_or(Unsealable::Format)?,
            upload: (id, stored.version),
        })
    }

    /// An entry names the picture now, so nothing else may. If the store fails the upload
    /// ends by itself.
    pub async fn end_upload(&self, named: &WaitingImage) {
        let (id, version) = &named.upload;
        if let Err(error) = self.blobs.delete_if(id, *version).await {
            tracing::debug!(image = %named.image, %error, "An upload is left to expire");
        }
    }

    /// The picture of the case at `place`.
    ///
    /// # Errors
    /// Each reason why it cannot be read.
    pub async fn open_image(&self, place: &Place, image: ImageId) -> Result<Picture, VaultError> {
        let case_key = self.data_key(place).await?.ok_or(VaultError::KeyGone)?;
        let name = key_name(place, image);
        let wrapped = self.bytes_of(name.clone()).await?;
        let plain = seal::unseal(&case_key, &self.context(place, &name), &wrapped)?;
        let key = Key::unpacked(&plain).ok_or(Unsealable::Format)?;
        let sealed = self.bytes_of(image_name(image)).await?;
        let context = self.image_context(&place.controller, image);
        let stored = seal::unseal(&key, &context, &sealed)?;
        Ok(Picture::of_stored(stored).ok_or(Unsealable::Format)?)
    }

    /// The picture's key as it lies in its case, to be written with the entry that names it.
    pub(super) fn image_key(&self, place: &Place, case_key: &Key, named: &WaitingImage) -> NewBlob {
        let name = key_name(place, named.image);
        let context = self.context(place, &name);
        let bytes = seal::seal(case_key, &context, &named.key.packed()).into();
        NewBlob { name, bytes }
    }

    async fn put_new(
        &self,
        name: String,
        bytes: Vec<u8>,
        until: Timestamp,
    ) -> Result<(), VaultError> {
        let id = BlobId::new(self.county.clone(), name);
        let put = self
            .blobs
            .put_if(&id, Expected::Absent, bytes.into(), Some(until));
        // The id was made a moment ago, so nothing is there.
        put.await?.map(drop).ok_or(VaultError::Missing)
    }

    async fn bytes_of(&self, name: String) -> Result<Bytes, VaultError> {
        let id = BlobId::new(self.county.clone(), name);
        let stored = self.blobs.get(&id).await?.ok_or(VaultError::Missing)?;
        Ok(stored.bytes)
    }

    /// A picture belongs to its controller; which case it comes to is not known when it is
    /// sealed. That its key is sealed for one place alone ties it to that case.
    fn image_context(&self, controller: &ControllerId, image: ImageId) -> Vec<u8> {
        joined(&[
            b"image",
            self.county.as_str().as_bytes(),
            controller.as_str().as_bytes(),
            image.0.as_bytes(),
        ])
    }

    fn upload_context(&self, name: &str) -> Vec<u8> {
        joined(&[b"upload", self.county.as_str().as_bytes(), name.as_bytes()])
    }
}

fn image_name(image: ImageId) -> String {
    format!("image/{image}")
}

fn upload_name(uploader: &Uploader, image: ImageId) -> String {
    let Uploader { controller, person } = uploader;
    format!("upload/{controller}/{person}/{image}")
}

fn key_name(place: &Place, image: ImageId) -> String {
    format!("{}/image/{image}", place.consult)
}
