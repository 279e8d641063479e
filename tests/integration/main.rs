//! The doors from outside: real HTTP and real sockets on loopback, an embedded store, and a
//! clock held by hand.

#![expect(
    unreachable_pub,
    reason = "nothing outside reaches into a test program"
)]

#[path = "../support/county.rs"]
mod county;
mod support;

mod doors;
mod hostile;
mod idempotency;
mod malformed;
mod origins;
mod owners;
mod races;
mod secrets;
mod sessions;
mod sockets;
mod story;
