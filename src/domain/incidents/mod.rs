//! Cases in which something went wrong: which they are, and what happened in each of them.
//! Pure: both are folds of the journal.
//!
//! Nothing here says who a case is about, or what was said of her: a reviewer reads who did
//! what when, and how long it took.

mod dossier;
mod failures;
mod on_duty;
mod register;
#[cfg(test)]
mod tests;
mod waits;

pub use dossier::{Brought, BroughtWith, Dossier, Line, Reading, Staff, Stood};
pub use failures::{Failed, FailureKind};
pub use on_duty::{OnDuty, Presence, Who};
pub use register::{Incident, Incidents, Report};
pub use waits::{Wait, WaitKind};
