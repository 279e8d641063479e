//! Http.
pub mod gate;
