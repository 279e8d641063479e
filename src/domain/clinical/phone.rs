//! Telephone numbers: the way out when everything else fails, so they must be diallable.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::limits;

/// A telephone number as people write it, checked so that a telephone can dial it.
///
/// Digits, with spaces and hyphens between them for the eye, and possibly a `+` first.
/// Short numbers such as 1177 are numbers too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

/// Text that no telephone can dial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number: write digits, with spaces or hyphens between them")]
pub struct InvalidPhone;

impl PhoneNumber {
    /// Reads a number as somebody typed it.
    ///
    /// # Errors
    /// `InvalidPhone` if it has other signs than digits, spaces, hyphens and a leading `+`,
    /// or too few or too many digits.
    pub fn new(text: &str) -> Result<Self, InvalidPhone> {
        let text = text.trim_matches(' ');
        let body = text.strip_prefix('+').unwrap_or(text);
        let plain = body
            .chars()
            .all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
        let digits = body.chars().filter(char::is_ascii_digit).count();
        let starts_well = body.starts_with(|c: char| c.is_ascii_digit());
        let ends_well = body.ends_with(|c: char| c.is_ascii_digit());
        if plain
            && starts_well
            && ends_well
            && text.len() <= limits::PHONE_TEXT_MAX
            && limits::PHONE_DIGITS.holds_len(digits)
        {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPhone)
        }
    }

    /// The number as it was written, for the eye.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as a telephone takes it: digits, and `+` if it had one.
    #[must_use]
    pub fn dial(&self) -> String {
        self.0
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect()
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_is_shown_as_written_and_dialled_bare() {
        let number = PhoneNumber::new(" +46 70-174 06 52 ").unwrap();
        assert_eq!(number.as_str(), "+46 70-174 06 52");
        assert_eq!(number.dial(), "+46701740652");
        assert!(PhoneNumber::new("1177").is_ok());
    }

    #[test]
    fn what_no_telephone_can_dial_is_refused() {
        for bad in [
            "",
            "12",
            "ring Sara",
            "070-1740652 (hem)",
            "46+70",
            "+",
            "-070123",
            "0123456789012345",
            "070\n1740652",
            "0701740652\n",
            "\u{202a}070-1740652\u{202c}",
        ] {
            assert_eq!(PhoneNumber::new(bad), Err(InvalidPhone), "{bad}");
        }
    }
}
