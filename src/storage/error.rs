//! What can go wrong with a store, by who has to act.

use super::log::{Head, Incarnation, Record};

/// A store that did not do what it was asked.
///
/// Everything but [`StoreError::Unknown`] is definite: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The log (or its county) was never created here, or was taken away.
    #[error("this log does not exist in this store")]
    Missing,
    /// The store belongs to another life of the county: emptied and refilled, or another
    /// county's store. Nobody merges them; an operator decides.
    #[error("the store holds another incarnation of this county")]
    Incarnation {
        /// The incarnation that the store holds.
        found: Incarnation,
    },
    /// The store cannot be reached, or refuses work for now.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The write may or may not have happened: read before deciding anything.
    #[error("the store did not answer: the write may have happened")]
    Unknown,
    /// No room left for writes; reads still work.
    #[error("the store is full")]
    Full,
    /// What is stored contradicts itself.
    #[error("the stored log is damaged at sequence {seq}: {what}")]
    Corrupt {
        /// The first sequence that cannot be trusted.
        seq: u64,
        /// What is wrong with it.
        what: String,
    },
    /// The last record lies further in the future than clocks may differ.
    #[error("the record is later than the store's clock")]
    ClockAhead,
    /// The caller broke the port's rules.
    #[error("not a valid request to the store: {0}")]
    Invalid(&'static str),
}

/// Why an append did not extend the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The log has grown, or its epoch is new: decide again on what is there now.
    #[error("the log ends at sequence {} now", head.seq)]
    Conflict {
        /// Where the log ends.
        head: Head,
        /// Every record after the expected head, in order, up to `head`; empty if only the
        /// epoch is new.
        tail: Vec<Record>,
    },
    /// The log ends before the expected head: the store has lost records that were here.
    #[error("the store has lost records: it ends at sequence {}", head.seq)]
    Behind {
        /// Where the log ends.
        head: Head,
    },
    /// The log has another record at the expected sequence: the two have parted.
    #[error("the store holds another record at the expected sequence")]
    Fork {
        /// Where the log ends.
        head: Head,
    },
    /// The lease that the batch leans on is held by somebody else, or by nobody.
    #[error("the lease behind this write is lost")]
    Fenced,
    /// No reply: it may have happened. Read the log before deciding anything.
    #[error("the store did not answer: the append may have happened")]
    Unknown,
    /// The store itself failed; nothing was appended.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AppendError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unknown => Self::Unknown,
            error @ (StoreError::Missing
            | StoreError::Incarnation { .. }
            | StoreError::Unavailable(_)
            | StoreError::Full
            | StoreError::Corrupt { .. }
            | StoreError::ClockAhead
            | StoreError::Invalid(_)) => Self::Store(error),
        }
    }
}

/// Why a store could not be opened, in words for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another process has the directory.
    #[error("the data directory {dir} is in use by another process")]
    Locked {
        /// The directory.
        dir: String,
    },
    /// The store is set up so that acknowledged work could be lost.
    #[error("{what}; remedy: {remedy}")]
    Configuration {
        /// What is wrong.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// The store cannot be reached or used.
    #[error("the store cannot be opened: {what}")]
    Unavailable {
        /// What happened.
        what: String,
    },
    /// The stored data contradict themselves, or are of a form this version does not know.
    #[error("the stored data cannot be used: {what}")]
    Corrupt {
        /// What is wrong, with the place.
        what: String,
    },
}

impl OpenError {
    /// The exit code of a process that cannot go on, after `sysexits.h`.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Corrupt { .. } => 65,
            Self::Unavailable { .. } => 69,
            Self::Locked { .. } => 73,
            Self::Configuration { .. } => 78,
        }
    }
}
