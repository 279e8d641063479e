//! The protocol every Väntrum client speaks, and the call as a pure state machine.
//!
//! Pure: no runtime, no socket, no clock and no chance. [`wire`] holds every JSON type that
//! reaches a client.

#![warn(missing_docs)]

pub mod wire;
