//! Port to the telephones: how an alert leaves the house, and the task that sends them.
//!
//! Which telephone is to ring, and when, is decided by [`crate::domain::alerts`]. Here it is
//! sent: in order, each once, tried again for as long as it is of use. What was sent lately is
//! remembered in the store by its key, so that a restart repeats nothing; only a process that
//! is killed between sending and remembering sends an alert twice. What was to ring longer
//! than [`LATEST`] ago, while no process ran, is not made up for: an acute request that still
//! waits rings again by itself.

mod alarms;
mod file;
mod trace;

#[cfg(test)]
mod tests;

use std::fmt;

use futures_util::future::BoxFuture;

pub(super) use self::alarms::Alarms;
pub use self::alarms::LATEST;
pub use self::file::FileReach;
pub use self::trace::TraceReach;
pub use crate::domain::alerts::{About, Alert, Callee};

/// An alert did not leave the house.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReachError(pub String);

/// A way to telephones that are not looked at: text messages, voice, pagers.
///
/// An alert may come twice with the same [`Alert::key`]; a gateway that can tell sends it on
/// once.
pub trait Reach: fmt::Debug + Send + Sync {
    /// Sends one alert.
    ///
    /// # Errors
    /// If it did not leave the house, or if that is not known. It is tried again.
    fn send<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, Result<(), ReachError>>;
}
