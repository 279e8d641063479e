//! What nurse and doctor write about a patient: parsed once at the edge, then trusted.
//!
//! Everything here is content. It is sealed in the vault, never written to the county's
//! journal and never printed: names, numbers and free text are redacted. What the journal
//! may carry of a request are its codes.

pub mod limits;
mod luhn;
mod phone;
mod words;

pub(crate) use luhn::luhn_holds;
pub use phone::{InvalidPhone, PhoneNumber};
pub(crate) use words::words;
pub use words::{
    AgeBand, AnswerMode, AssessedBy, CareLimitKind, Consciousness, DisclosureBasis, DoneBy, Flag,
    IdType, Level, LevelOfCare, LivingForm, OrderEntered, Participation, Readiness, Reason,
    RecommendationKind, ReplyWish, Sex, Stance, Tag, WithdrawReason, WouldOtherwise,
};
