//! The doors from outside: real HTTP and real sockets on loopback, an embedded store, and a
//! clock held by hand.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test program ends where something is not as it must be, and nothing reaches into it"
)]

#[path = "../support/county.rs"]
mod county;
#[path = "../support/photo.rs"]
mod photo;
mod support;

mod absence;
mod between;
mod calls;
mod command_line;
mod doors;
mod drafts;
mod hostile;
mod idempotency;
mod images;
mod incidents;
mod journal;
mod malformed;
mod news2;
mod onward;
mod origins;
mod owners;
mod phone_contacts;
mod phrases;
mod practice;
mod races;
mod same_patient;
mod secrets;
mod sessions;
mod sockets;
mod story;
mod walks;
