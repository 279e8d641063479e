//! Days of a synthetic county on a virtual clock: nurses ask, doctors take and answer.
//!
//! Every command goes through the waiting room's own rules, so a simulated log is one that
//! could have happened. The same seed gives the same log, byte for byte.

mod chance;
mod days;
mod habits;
mod sounds;

pub use days::{Days, simulate};
pub use sounds::{Listener, Loudness};
