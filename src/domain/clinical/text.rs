//! Free text, days and lists as people write them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::invalid::Invalid;
use super::limits::Range;
use crate::domain::ids::Redacted;

/// Text in somebody's own words. It may name a patient, so it prints nothing.
pub type FreeText = Redacted<String>;

/// Text that must be there, trimmed, with plain line ends.
///
/// # Errors
/// `missing_field` if it is blank, `invalid_value` if its length in characters is out of
/// `range` or it has control characters other than line ends and tabs.
pub fn required_text(field: &str, text: &str, range: Range) -> Result<FreeText, Invalid> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::missing(field));
    }
    let plain = text
        .chars()
        .all(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    if plain && range.holds_len(text.chars().count()) {
        Ok(Redacted::new(text.to_owned()))
    } else {
        Err(Invalid::value(field))
    }
}

/// Text that may be absent; blank text is absent.
///
/// # Errors
/// `invalid_value` as [`required_text`].
pub fn optional_text(
    field: &str,
    text: Option<&str>,
    range: Range,
) -> Result<Option<FreeText>, Invalid> {
    match text {
        Some(text) if !text.trim().is_empty() => required_text(field, text, range).map(Some),
        Some(_) | None => Ok(None),
    }
}

/// A day written `YYYY-MM-DD`.
pub(super) fn day(field: &str, text: &str) -> Result<Date, Invalid> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    text.parse()
        .ok()
        .filter(|_| shaped)
        .ok_or_else(|| Invalid::value(field))
}

/// A day that has come: nobody decided anything tomorrow.
pub(super) fn past_day(field: &str, text: &str, today: Date) -> Result<Date, Invalid> {
    let day = day(field, text)?;
    if day <= today {
        Ok(day)
    } else {
        Err(Invalid::value(field))
    }
}

/// A list in which nothing stands twice.
pub(super) fn distinct<T: Ord>(
    field: &str,
    items: impl IntoIterator<Item = T>,
) -> Result<BTreeSet<T>, Invalid> {
    let mut set = BTreeSet::new();
    for (place, item) in items.into_iter().enumerate() {
        if !set.insert(item) {
            return Err(Invalid::value(format!("{field}.{place}")));
        }
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::super::invalid::Why;
    use super::*;
    use crate::domain::clinical::limits::SITUATION;

    #[test]
    fn length_is_counted_in_characters_without_the_edges() {
        let text = |text: &str| required_text("t", text, SITUATION).map(Redacted::into_inner);
        assert_eq!(text("  åäöåäöåäöå \n"), Ok("åäöåäöåäöå".to_owned()));
        assert_eq!(text(" ramlat  "), Err(Invalid::value("t")));
        assert_eq!(text(&"å".repeat(2000)).map(|t| t.len()), Ok(4000));
        assert_eq!(text(&"a".repeat(2001)), Err(Invalid::value("t")));
    }

    #[test]
    fn blank_is_missing_and_control_characters_are_refused() {
        let why = |text| required_text("t", text, SITUATION).unwrap_err().why;
        assert_eq!(why(" \n "), Why::MissingField);
        assert_eq!(why("ramlat i \u{0}trappan"), Why::InvalidValue);
        assert!(required_text("t", "ramlat\r\ni trappan", SITUATION).is_ok());
        assert_eq!(optional_text("t", Some("  "), SITUATION), Ok(None));
    }

    #[test]
    fn day_is_a_real_one() {
        assert!(day("d", "2028-02-29").is_ok());
        for bad in [
            "2027-02-29",
            "20270228",
            "2027-02-28T10:00",
            "+002027-02-28",
            "",
        ] {
            assert_eq!(day("d", bad), Err(Invalid::value("d")), "{bad}");
        }
    }
}
