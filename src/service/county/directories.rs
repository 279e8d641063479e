//! Directories in the store: immutable blobs named by the hash of their bytes.

use std::sync::Arc;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::domain::directory::Directory;
use crate::domain::ids::CountyId;
use crate::domain::waiting_room::DirectoryHash;
use crate::storage::{Blob, BlobId, Expected, StoreError};

/// A directory that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal names a directory that the store does not have.
    #[error("directory {0} is not in the store")]
    Missing(DirectoryHash),
    /// What is stored is not what its name says.
    #[error("directory {0} is damaged")]
    Damaged(DirectoryHash),
}

/// A directory and its name.
pub(super) type Named = (DirectoryHash, Arc<Directory>);

/// The directory's name and stored form.
fn written(directory: &Directory) -> (DirectoryHash, Bytes) {
    #[expect(
        clippy::expect_used,
        reason = "rows of text and numbers have a JSON form"
    )]
    let bytes = serde_json::to_vec(directory).expect("rows have a JSON form");
    let hash = DirectoryHash(Sha256::digest(&bytes).into());
    (hash, bytes.into())
}

/// The directory's name.
pub(super) fn name(directory: &Directory) -> DirectoryHash {
    written(directory).0
}

/// Stores the directory under its name. It may be there already.
pub(super) async fn store(blobs: &dyn Blob, directory: &Directory) -> Result<(), StoreError> {
    let (hash, bytes) = written(directory);
    let id = blob(directory.id(), hash);
    blobs.put_if(&id, Expected::Absent, bytes, None).await?;
    Ok(())
}

/// Loads the directory `hash`.
pub(super) async fn load(
    blobs: &dyn Blob,
    county: &CountyId,
    hash: DirectoryHash,
) -> Result<Named, DirectoryError> {
    let stored = blobs.get(&blob(county, hash)).await?;
    let bytes = stored.ok_or(DirectoryError::Missing(hash))?.bytes;
    let sum: [u8; 32] = Sha256::digest(&bytes).into();
    if sum != hash.0 {
        return Err(DirectoryError::Damaged(hash));
    }
    let directory =
        serde_json::from_slice(&bytes).map_err(|_not_rows| DirectoryError::Damaged(hash))?;
    Ok((hash, Arc::new(directory)))
}

fn blob(county: &CountyId, hash: DirectoryHash) -> BlobId {
    BlobId::new(county.clone(), format!("directory/{hash}"))
}
