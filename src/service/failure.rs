//! Why a use case did not happen, by who has to act.

use crate::domain::waiting_room::Refusal;
use crate::storage::{AppendError, StoreError};

/// A use case that did not happen.
///
/// Everything but [`Failure::Unknown`] is definite: nothing was changed and nothing shown.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The waiting room says no, at a confirmed position.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no such thing, or none that the caller may know of.
    #[error("there is no such thing for this caller")]
    NotFound,
    /// The caller's role does not include it.
    #[error("the caller's commission does not include this")]
    Forbidden,
    /// The caller's session was ended while the request was under way.
    #[error("the session has ended")]
    SessionEnded,
    /// Other writers were faster twenty times in a row: try again.
    #[error("the waiting room is busy")]
    Busy,
    /// More commands wait than are taken in: try again later.
    #[error("too many commands wait")]
    Overloaded,
    /// The store did not answer in time. The command may have been done: ask again with the
    /// same key.
    #[error("the store did not say whether it was done")]
    Unknown,
    /// The store cannot be reached or used.
    #[error("the store is unavailable")]
    StoreUnavailable,
    /// The store takes no more writes; reads still work.
    #[error("the store is full")]
    StoreFull,
    /// This process is going down: another takes over.
    #[error("this server is shutting down")]
    Draining,
    /// Content that was sealed is not in the store any more: nothing of the case is shown, for
    /// what is left would look like all of it. The operator has been told.
    #[error("sealed content is missing")]
    ContentMissing,
    /// A defect of this program, already logged.
    #[error("an internal defect")]
    Internal,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::StoreFull,
            StoreError::Unknown => Self::Unknown,
            StoreError::Missing
            | StoreError::Incarnation { .. }
            | StoreError::Unavailable(_)
            | StoreError::Corrupt { .. }
            | StoreError::ClockAhead
            | StoreError::Invalid(_) => Self::StoreUnavailable,
        }
    }
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Store(error) => error.into(),
            AppendError::Unknown => Self::Unknown,
            AppendError::Conflict { .. } => Self::Busy,
            AppendError::Behind { .. } | AppendError::Fork { .. } | AppendError::Fenced => {
                Self::StoreUnavailable
            }
        }
    }
}
