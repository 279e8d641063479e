//! A small county for tests of the domain: `tests/support/county.toml`.

#![cfg(test)]

#[path = "../../../tests/support/county.rs"]
mod county;

pub use county::{COUNTY, county_with_doctors};

use super::{Directory, Rows};
use crate::domain::time::Timestamp;

/// The county, with `doctors` more doctors at the centre `alvens`.
pub fn testing_county(doctors: usize) -> Directory {
    Directory::new(testing_rows(&county_with_doctors(doctors))).unwrap()
}

/// The same, with everything on that a county turns on for itself.
pub fn testing_county_with_modules() -> Directory {
    let text = format!("{COUNTY}\n[modules]\nnews2 = true\npeek = true\n");
    Directory::new(testing_rows(&text)).unwrap()
}

/// The rows of a county file.
pub fn testing_rows(text: &str) -> Rows {
    toml::from_str(text).unwrap()
}

/// Noon on a day such as `2026-11-21`.
pub fn day(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(&format!("{text}T12:00:00Z")).unwrap()
}
