//! Plain text, line by line, for a field of another system's form.

use crate::domain::clinical::steers;
use crate::domain::time::Timestamp;

/// A text that grows. Nobody's words can pass for a heading of ours: lines in them are set in.
#[derive(Debug, Default)]
pub(super) struct Text(String);

impl Text {
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// A heading with an empty line above.
    pub(super) fn heading(&mut self, heading: &str) {
        self.gap();
        self.line(heading);
    }

    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    /// `label: value`, if there is a value.
    pub(super) fn field(&mut self, label: &str, value: &str) {
        if !value.is_empty() {
            let value = value.replace('\n', "\n  ");
            self.line(&format!("{label}: {value}"));
        }
    }

    /// The rows of one thing in a list, which has the number `nth`.
    pub(super) fn rows(&mut self, nth: usize, rows: &[(&'static str, String)]) {
        let number = format!("{nth}.");
        for (place, (label, value)) in rows.iter().enumerate() {
            let before = if place == 0 { number.as_str() } else { "" };
            let value = value.replace('\n', " ");
            self.line(&format!(
                "{before:width$} {label}: {value}",
                width = number.len()
            ));
        }
    }

    /// Somebody's words in lines of their own.
    pub(super) fn quote(&mut self, words: &str) {
        for line in words.lines() {
            self.line(&format!("  {line}"));
        }
    }

    /// The whole text. What was sealed before every field was held to it may have signs that
    /// end a line or turn the direction: no other system gets them.
    pub(super) fn done(self) -> String {
        let plain = |c: char| if c != '\n' && steers(c) { ' ' } else { c };
        self.0.chars().map(plain).collect()
    }
}

/// A point in time on the county's clock.
pub(super) fn moment(at: Timestamp) -> String {
    at.local().strftime("%Y-%m-%d %H:%M").to_string()
}

/// An amount with a decimal comma, as Swedish journals have it. Dates and thousands, which
/// look alike, are left as they were written.
pub(super) fn comma(amount: &str) -> String {
    let mut out = String::with_capacity(amount.len());
    let mut rest = amount;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        out.push_str(before);
        match number.split_once('.') {
            Some((whole, decimals)) if is_fraction(decimals) => {
                out.push_str(whole);
                out.push(',');
                out.push_str(decimals);
            }
            Some(_) | None => out.push_str(number),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text in which no line breaks between a number and its unit.
pub(super) fn unparted(text: &str) -> String {
    let mut after_digit = false;
    let keep = |c: char| {
        let kept = if c == ' ' && after_digit { '\u{a0}' } else { c };
        after_digit = c.is_ascii_digit();
        kept
    };
    text.chars().map(keep).collect()
}

/// Three digits after a point may be thousands.
fn is_fraction(decimals: &str) -> bool {
    !decimals.is_empty() && decimals.len() != 3 && decimals.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_a_decimal_comma_and_dates_and_thousands_are_left_alone() {
        for (written, shown) in [
            ("2.5 mg", "2,5 mg"),
            ("0.25-0.5 ml", "0,25-0,5 ml"),
            ("2,5 mg", "2,5 mg"),
            ("1 tablett.", "1 tablett."),
            ("1.000 E", "1.000 E"),
            ("2026.11.21", "2026.11.21"),
            ("högst 4.", "högst 4."),
            ("", ""),
        ] {
            assert_eq!(comma(written), shown);
        }
    }

    #[test]
    fn number_and_unit_stay_together() {
        assert_eq!(unparted("1 tablett, 2-3 ml"), "1\u{a0}tablett, 2-3\u{a0}ml");
        assert_eq!(unparted("Alvedon vid behov"), "Alvedon vid behov");
    }

    #[test]
    fn rows_of_one_thing_stand_under_its_number() {
        let mut text = Text::default();
        let rows = [
            ("Dos", "5 mg\nORDINATION".to_owned()),
            ("När", "nu".to_owned()),
        ];
        text.rows(10, &rows);
        assert_eq!(text.done(), "10. Dos: 5 mg ORDINATION\n    När: nu\n");
    }

    #[test]
    fn old_content_turns_no_line_of_another_journal_around() {
        let mut text = Text::default();
        text.field("Dos", "5\u{202e} gm\u{2028}ORDINATION");
        assert_eq!(text.done(), "Dos: 5  gm ORDINATION\n");
    }

    #[test]
    fn lines_in_somebodys_words_are_set_in() {
        let mut text = Text::default();
        text.field("Bedömning", "Ett\nORDINATION");
        assert_eq!(text.done(), "Bedömning: Ett\n  ORDINATION\n");
    }
}
