//! Translates.
pub mod origin;
pub mod reading;
