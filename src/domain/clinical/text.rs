//! Free text, days and lists as people write them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::invalid::{Invalid, Why};
use super::limits::Range;
use crate::domain::ids::Redacted;

/// Text in somebody's own words. It may name a patient, so it prints nothing.
pub type FreeText = Redacted<String>;

/// Text of several lines that must be there, trimmed, with plain line ends.
///
/// # Errors
/// `missing_field` if it is blank, `invalid_value` if its length in characters is out of
/// `range` or it has a sign that [`steers`], other than line ends.
pub fn required_text(field: &str, text: &str, range: Range) -> Result<FreeText, Invalid> {
    let text = text.replace("\r\n", "\n");
    required(field, &text, range, |c| c != '\n' && steers(c))
}

/// Text of several lines that may be absent; blank text is absent.
///
/// # Errors
/// `invalid_value` as [`required_text`].
pub fn optional_text(
    field: &str,
    text: Option<&str>,
    range: Range,
) -> Result<Option<FreeText>, Invalid> {
    optional(field, text, range, required_text)
}

/// Text of one line that must be there, trimmed: a name, a part of an order, what is to be
/// done.
///
/// # Errors
/// `missing_field` if it is blank, `invalid_value` if its length in characters is out of
/// `range` or it has a sign that [`steers`].
pub fn required_line(field: &str, text: &str, range: Range) -> Result<FreeText, Invalid> {
    required(field, text, range, steers)
}

/// Text of one line that may be absent; blank text is absent.
///
/// # Errors
/// `invalid_value` as [`required_line`].
pub fn optional_line(
    field: &str,
    text: Option<&str>,
    range: Range,
) -> Result<Option<FreeText>, Invalid> {
    optional(field, text, range, required_line)
}

/// Whether a sign steers how text is shown instead of being shown itself.
///
/// It controls, ends a line or turns the direction of what follows. Copied into a journal,
/// such a sign makes one row two, or shows an amount in another order than it was written in
/// (Unicode, UAX 9).
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

fn required(
    field: &str,
    text: &str,
    range: Range,
    refused: impl Fn(char) -> bool,
) -> Result<FreeText, Invalid> {
    if text.chars().any(refused) {
        return Err(Invalid::value(field));
    }
    let text = text.trim();
    if text.is_empty() {
        Err(Invalid::missing(field))
    } else if range.holds_len(text.chars().count()) {
        Ok(Redacted::new(text.to_owned()))
    } else {
        Err(Invalid::value(field))
    }
}

fn optional(
    field: &str,
    text: Option<&str>,
    range: Range,
    required: impl FnOnce(&str, &str, Range) -> Result<FreeText, Invalid>,
) -> Result<Option<FreeText>, Invalid> {
    let Some(text) = text else { return Ok(None) };
    match required(field, text, range) {
        Ok(text) => Ok(Some(text)),
        Err(invalid) if invalid.why == Why::MissingField => Ok(None),
        Err(invalid) => Err(invalid),
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
    use proptest::prelude::*;

    use super::*;
    use crate::domain::clinical::limits::{NOTE, SITUATION};

    #[test]
    fn length_is_counted_in_characters_without_the_edges() {
        let text = |text: &str| required_text("t", text, SITUATION).map(Redacted::into_inner);
        assert_eq!(text("  åäöåäöåäöå \n"), Ok("åäöåäöåäöå".to_owned()));
        assert_eq!(text(" ramlat  "), Err(Invalid::value("t")));
        assert_eq!(text(&"å".repeat(2000)).map(|t| t.len()), Ok(4000));
        assert_eq!(text(&"a".repeat(2001)), Err(Invalid::value("t")));
    }

    #[test]
    fn blank_is_missing_and_what_is_missing_may_be_left_out() {
        let why = |text| required_text("t", text, SITUATION).unwrap_err().why;
        assert_eq!(why(" \n "), Why::MissingField);
        assert_eq!(required_line("t", "  ", NOTE), Err(Invalid::missing("t")));
        assert_eq!(optional_text("t", Some(" \n"), SITUATION), Ok(None));
        assert_eq!(optional_line("t", Some("  "), NOTE), Ok(None));
    }

    #[test]
    fn text_has_lines_and_a_line_has_none() {
        let text = required_text("t", "ramlat\r\ni trappan", SITUATION).unwrap();
        assert_eq!(text.reveal(), "ramlat\ni trappan");
        for text in ["Furix\n10 mg", "Furix\r\n10 mg", "Furix\n"] {
            assert_eq!(required_line("t", text, NOTE), Err(Invalid::value("t")));
            assert_eq!(
                optional_line("t", Some(text), NOTE),
                Err(Invalid::value("t"))
            );
        }
    }

    /// Every sign that steers, written out from the standard: general category Cc, the line and
    /// paragraph separators, and the twelve with the property `Bidi_Control`.
    fn steering() -> impl Strategy<Value = char> {
        let separators = ['\u{2028}', '\u{2029}'];
        let turning = [
            '\u{061c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
            '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
        ];
        let controls = (0..=0x1f_u8).chain(0x7f..=0x9f).map(char::from);
        let all: Vec<char> = controls.chain(separators).chain(turning).collect();
        proptest::sample::select(all)
    }

    proptest! {
        #[test]
        fn sign_that_steers_is_refused_wherever_it_stands(
            before in "[a-zåäö 0-9]{0,9}",
            sign in steering(),
            after in "[a-zåäö 0-9]{0,9}",
        ) {
            let text = format!("{before}{sign}{after}");
            prop_assert_eq!(required_line("t", &text, NOTE), Err(Invalid::value("t")));
            prop_assert_eq!(optional_line("t", Some(&text), NOTE), Err(Invalid::value("t")));
            if sign != '\n' {
                prop_assert_eq!(required_text("t", &text, NOTE), Err(Invalid::value("t")));
            }
        }

        #[test]
        fn what_is_taken_can_be_copied_into_a_journal_as_one_line(text in any::<String>()) {
            if let Ok(line) = required_line("t", &text, NOTE) {
                prop_assert_eq!(line.reveal().lines().count(), 1);
                prop_assert!(!line.reveal().chars().any(steers));
            }
        }
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
