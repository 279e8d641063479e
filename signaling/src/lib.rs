//! The protocol every Väntrum client speaks, and the call as a pure state machine.
//!
//! Pure: no runtime, no socket, no clock and no chance. [`wire`] holds every JSON type that
//! reaches a client; [`room`] is one call, [`peer`] one seat of it, and [`negotiation`] what
//! two seats may say to each other while their browsers connect.

#![warn(missing_docs)]
// A row is written out whole where its JSON is pinned, which takes a deep macro.
#![cfg_attr(test, recursion_limit = "256")]

pub mod negotiation;
pub mod peer;
pub mod room;
pub mod wire;
