//! The doors from outside: real HTTP and real sockets on loopback, an embedded store, and a
//! clock held by hand.

#![expect(
    unreachable_pub,
    reason = "nothing outside reaches into a test program"
)]

#[cfg(test)]
#[path = "../support/county.rs"]
mod county;
#[cfg(test)]
mod support;

#[cfg(test)]
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
