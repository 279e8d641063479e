//! Figures folded from events: anyone entitled can compute them again from the log.
//!
//! Practice cases are left out of every figure.

mod group;
mod waiting;
mod withheld;

pub use group::{GroupBy, Key, LEAST_SHOWN, Row, Share, Shown, rows};
pub use waiting::{
    AcuteMissed, Contact, PhoneContact, REMEMBERED_FOR, SHORTEST_TAKE, WaitingTimes,
};
