//! The lease port: one holder at a time, with a token that outlives a stalled holder.

use std::time::Duration;

use futures_util::future::BoxFuture;

use super::error::StoreError;
use crate::domain::ids::CountyId;

/// The name of a lease.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseId {
    /// The county to which it belongs.
    pub county: CountyId,
    /// Its name there, parts joined by `/`.
    pub name: String,
}

impl LeaseId {
    /// The lease `name` of `county`.
    #[must_use]
    pub fn new(county: CountyId, name: impl Into<String>) -> Self {
        let name = name.into();
        Self { county, name }
    }
}

/// One taking of a lease. Later takings are greater: a counter alone could be rewound by a
/// store that lost its last writes, so the store's epoch comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// The store's epoch when the lease was taken.
    pub ep: u64,
    /// Counts takings within the county.
    pub counter: u64,
}

/// A lease that must still be held under this token when a batch is written. Its county
/// must be the log's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// Which lease.
    pub lease: LeaseId,
    /// Which taking of it.
    pub token: Token,
}

/// Leases with fencing. A lease that ran out is held by nobody, so its token is refused even
/// before somebody else takes it. With several nodes the store's clock counts the time.
pub trait Lease: Send + Sync {
    /// Takes the lease for `span`; nothing if somebody holds it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if the county has no log in this store, or as the store.
    fn take<'a>(
        &'a self,
        lease: &'a LeaseId,
        span: Duration,
    ) -> BoxFuture<'a, Result<Option<Token>, StoreError>>;

    /// Keeps the lease for `span` from now; `false` if it is lost.
    ///
    /// # Errors
    /// As the store.
    fn renew<'a>(
        &'a self,
        lease: &'a LeaseId,
        token: Token,
        span: Duration,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Gives the lease back; `false` if it was lost already.
    ///
    /// # Errors
    /// As the store.
    fn release<'a>(
        &'a self,
        lease: &'a LeaseId,
        token: Token,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;
}
