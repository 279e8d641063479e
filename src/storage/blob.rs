//! The blob port: small values by name, replaced or deleted only by who knows their version.

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::error::StoreError;
use crate::domain::ids::CountyId;
use crate::domain::time::Timestamp;

/// The name of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId {
    /// The county whose value it is.
    pub county: CountyId,
    /// Its name there, parts joined by `/`.
    pub name: String,
}

impl BlobId {
    /// The value `name` of `county`.
    #[must_use]
    pub fn new(county: CountyId, name: impl Into<String>) -> Self {
        let name = name.into();
        Self { county, name }
    }
}

/// One writing of a value: never the same twice, even after the value was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Version(pub(crate) u64);

/// A value as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The content.
    pub bytes: Bytes,
    /// Which writing this is.
    pub version: Version,
    /// When it ceases to exist, if ever.
    pub expires: Option<Timestamp>,
}

/// What a writer takes to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing, or something expired.
    Absent,
    /// Exactly this writing.
    At(Version),
}

/// Values by name. An expired value is absent to every call, from the moment it expires on
/// the clock that opened the store.
pub trait Blob: Send + Sync {
    /// The value, if there is one.
    ///
    /// # Errors
    /// As the store.
    fn get<'a>(&'a self, id: &'a BlobId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Writes the value if what is there is as `expected`; answers the new version, or
    /// nothing if somebody else was first.
    ///
    /// # Errors
    /// As the store; [`StoreError::Unknown`] if the reply was lost.
    fn put_if<'a>(
        &'a self,
        id: &'a BlobId,
        expected: Expected,
        bytes: Bytes,
        expires: Option<Timestamp>,
    ) -> BoxFuture<'a, Result<Option<Version>, StoreError>>;

    /// Deletes exactly this writing; answers whether it was there. Of several callers with
    /// the same version one hears `true`: what makes a ticket single-use.
    ///
    /// # Errors
    /// As the store; [`StoreError::Unknown`] if the reply was lost.
    fn delete_if<'a>(
        &'a self,
        id: &'a BlobId,
        version: Version,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;
}
