//! The ways in which the waiting room says no: a closed list, each with one code outside.

use super::consult::ConsultState;
use super::facts::Between;
use super::view::StaffView;
use crate::domain::time::Timestamp;

/// Why a command is not carried out. Nothing was changed and nothing is remembered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or it belongs to owners of data the caller has no part in:
    /// the two look alike.
    #[error("there is no such thing")]
    NotFound,
    /// The caller's role or relation to the consult does not allow this.
    #[error("your role may not do this")]
    Forbidden,
    /// The centre does not answer for the unit, or the doctor not for the centre.
    #[error("the centre does not answer for this unit, or you not for this centre")]
    NotEligible,
    /// The consult is not where it must be for this.
    #[error("the consult is {now}")]
    WrongState {
        /// Where it is.
        now: ConsultState,
    },
    /// The consult is not where she left it: somebody or something came between.
    #[error("the consult is {}: {}", .0.now, .0.what)]
    CameBetween(Box<CameBetween>),
    /// Another doctor was first.
    #[error("another doctor was first")]
    AlreadyTaken,
    /// The doctor holds a consult already.
    #[error("you already hold a consult")]
    AlreadyHolding,
    /// The doctor is not on duty for the centre.
    #[error("you are not on duty")]
    NotOnDuty,
    /// Orders were given and have not been read back and confirmed.
    #[error("the order has not been read back and confirmed")]
    ReadBackMissing,
    /// The consult has ended.
    #[error("the consult has ended")]
    ConsultOver,
    /// The key was used for another body.
    #[error("the key was used for another request")]
    KeyReused,
    /// A field is needed here and was not given.
    #[error("{field} is missing")]
    MissingField {
        /// The field as a dotted path.
        field: &'static str,
    },
    /// A field has a value that cannot be.
    #[error("{field}: {why}")]
    InvalidValue {
        /// The field as a dotted path.
        field: &'static str,
        /// What is wrong with it, in one English clause.
        why: &'static str,
    },
}

/// What came between, for whoever was about to go on: she learns what, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameBetween {
    /// Where the consult is.
    pub now: ConsultState,
    /// What came between.
    pub what: Between,
    /// Who did it; nobody if the system did.
    pub by: Option<StaffView>,
    /// When.
    pub at: Timestamp,
}
