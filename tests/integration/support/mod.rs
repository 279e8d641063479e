//! A served county, its people, and the words they speak.

mod app;
mod bodies;
mod logs;
mod people;
mod phones;
mod socket;

pub use app::{Setup, TestApp};
pub use bodies::{
    acute, answer_with_order, answer_without_order, death, established, phoned, planned, ready,
};
pub use logs::captured;
pub use people::{Answer, Doctor, Nurse, Person};
pub use socket::{Ended, TestSocket};

/// The administrator of the small county.
pub const ADMINISTRATOR: &str = "karin-krok";
