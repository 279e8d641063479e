//! Numbers by which Swedish care names bodies and staff.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::clinical::luhn_holds;

/// Text that is not such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNumber {
    /// Not an HSA-id.
    #[error(
        "not an HSA-id: SE, ten digits, a hyphen and 1 to 18 letters or digits without å, ä, ö"
    )]
    HsaId,
    /// Not an organisation number.
    #[error(
        "not an organisation number: ten digits whose check digit is right and whose third is 2 or more"
    )]
    OrganisationNumber,
}

/// The id of a person, unit or body in the national catalogue of care (HSA).
///
/// `SE`, the organisation number, a hyphen and at most 18 letters or digits. Kept as
/// given; compared without regard to capitals.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct HsaId(String);

impl HsaId {
    /// Reads an HSA-id.
    ///
    /// # Errors
    /// `InvalidNumber::HsaId` if `text` has another shape.
    pub fn new(text: &str) -> Result<Self, InvalidNumber> {
        let parts = text
            .strip_prefix("SE")
            .and_then(|rest| rest.split_once('-'));
        let sound = parts.is_some_and(|(number, tail)| {
            number.len() == 10
                && number.bytes().all(|b| b.is_ascii_digit())
                && (1..=18).contains(&tail.len())
                && tail.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidNumber::HsaId)
        }
    }

    /// The id as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for HsaId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for HsaId {}

/// The number of a Swedish authority or company, ten digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct OrganisationNumber(String);

impl OrganisationNumber {
    /// Reads a number with or without the hyphen before its last four digits.
    ///
    /// # Errors
    /// `InvalidNumber::OrganisationNumber` if a digit is missing or the check digit is wrong.
    pub fn new(text: &str) -> Result<Self, InvalidNumber> {
        let digits: String = match text.split_once('-') {
            Some((head, tail)) if head.len() == 6 => format!("{head}{tail}"),
            Some(_) => String::new(),
            None => text.to_owned(),
        };
        let third_is_high = digits.as_bytes().get(2).is_some_and(|b| *b >= b'2');
        let plain = digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit());
        if plain && third_is_high && luhn_holds(&digits) {
            Ok(Self(digits))
        } else {
            Err(InvalidNumber::OrganisationNumber)
        }
    }

    /// Ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

as_text!(HsaId, OrganisationNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hsa_id_is_kept_as_given_and_compared_without_capitals() {
        let given = HsaId::new("SE2321000131-P000000123456").unwrap();
        assert_eq!(given.as_str(), "SE2321000131-P000000123456");
        assert_eq!(given, HsaId::new("SE2321000131-p000000123456").unwrap());
        for bad in [
            "SE2321000131",
            "SE2321000131-",
            "se2321000131-1",
            "SE232100013-1",
            "SE2321000131-å",
            "SE2321000131-1234567890123456789",
        ] {
            assert_eq!(HsaId::new(bad), Err(InvalidNumber::HsaId), "{bad}");
        }
    }

    #[test]
    fn organisation_number_has_a_check_digit() {
        for good in ["2321000131", "232100-0131"] {
            assert_eq!(
                OrganisationNumber::new(good).unwrap().as_str(),
                "2321000131"
            );
        }
        for bad in ["2321000132", "23210-00131", "232100013", "1212121212", ""] {
            assert!(OrganisationNumber::new(bad).is_err(), "{bad}");
        }
    }
}
