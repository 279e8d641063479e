//! The doors from outside: real HTTP and real sockets on loopback, an embedded store, and a
//! clock held by hand.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_in_result,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test program ends where something is not as it must be, and nothing reaches into it"
)]

#[cfg(test)]
#[path = "../support/county.rs"]
mod county;
#[cfg(test)]
mod support;

#[cfg(test)]
mod command_line;
mod doors;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod malformed;
#[cfg(test)]
mod origins;
#[cfg(test)]
mod owners;
#[cfg(test)]
mod races;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod sockets;
#[cfg(test)]
mod story;
