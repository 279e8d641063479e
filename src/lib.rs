//! Väntrum: a digital waiting room and remote-consultation backend.
//!
//! Modules in reading order: [`domain`] decides, [`storage`] keeps, [`service`] joins the two,
//! [`calls`] holds live calls, [`present`] translates for clients, [`http`] and [`socket`] are
//! the doors, [`app`] puts them together.

pub mod clock;
pub mod domain;

pub mod storage;

pub mod service;

pub mod calls;
pub mod present;

pub mod http;
pub mod socket;

pub mod app;
pub mod config;
pub mod telemetry;
