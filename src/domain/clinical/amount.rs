//! Amounts as people write them: whether every number has the unit without which it is nothing.

/// What a text says of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// Every number has its unit: `5 mg`, `1 tablett`, `2-3 ml`, `0,5 ml/kg`.
    WithUnit,
    /// There is no number.
    NoNumber,
    /// A number has no unit: `5`, `mg 5`, `1 tablett 3`.
    NoUnit,
}

/// Reads `text` as an amount.
///
/// A number is its digits with a decimal sign or spaces between thousands, or a fraction in one
/// sign. Its unit is the word or sign that follows. Two numbers may share one if nothing but a
/// range, a times sign or a stroke stands between them.
pub(super) fn amount(text: &str) -> Amount {
    let mut rest = text;
    let mut found = Amount::NoNumber;
    while let Some(start) = rest.find(is_digit) {
        let (_, from) = rest.split_at(start);
        let (_, after) = from.split_at(number_len(from));
        let until = after.find(is_digit);
        let (between, next) = after.split_at(until.unwrap_or(after.len()));
        let shares = until.is_some() && joins(between);
        if !shares && !has_unit(between) {
            return Amount::NoUnit;
        }
        found = Amount::WithUnit;
        rest = next;
    }
    found
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '¼'..='¾' | '⅐'..='⅞')
}

/// How many bytes the number takes with which `text` begins.
fn number_len(text: &str) -> usize {
    let mut len = 0;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        let goes_on = match c {
            ',' | '.' => after.starts_with(is_digit),
            ' ' | '\u{a0}' | '\u{202f}' => starts_with_thousands(after),
            c => is_digit(c),
        };
        if !goes_on {
            break;
        }
        len += c.len_utf8();
    }
    len
}

fn starts_with_thousands(text: &str) -> bool {
    let digits = text.chars().take_while(|c| is_digit(*c)).count();
    digits == 3
}

/// Whether two numbers with this between them are one amount.
fn joins(between: &str) -> bool {
    let sign = between.trim();
    matches!(
        sign,
        "-" | "–" | "—" | "/" | "x" | "×" | "*" | "till" | "to"
    )
}

/// Whether what follows a number says of what it is.
fn has_unit(after: &str) -> bool {
    let word = after.trim_start();
    let times = word
        .strip_prefix(['x', 'X', '×'])
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let sign = |c: char| c.is_alphabetic() || matches!(c, '%' | '‰' | 'µ' | '°');
    !times && word.starts_with(sign)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_number_has_its_unit() {
        for sound in [
            "5 mg",
            "5mg",
            "1 tablett",
            "½ tablett",
            "1½ tablett",
            "2-3 ml",
            "2,5 – 5 mg",
            "1 till 2 tabletter",
            "0,5 ml/kg",
            "1 000 mg",
            "1.000 E",
            "10 mg/ml",
            "2 l/min",
            "1 %",
            "400 µg",
            "1 tablett (40 mg)",
            "högst 4 g",
        ] {
            assert_eq!(amount(sound), Amount::WithUnit, "{sound}");
        }
        for wordy in ["", "en halv", "enligt lista", "mg"] {
            assert_eq!(amount(wordy), Amount::NoNumber, "{wordy}");
        }
        for bare in [
            "5",
            "0,5",
            "½",
            "mg 5",
            "5 10 mg",
            "2-3",
            "1 tablett 3",
            "5 x",
            "5 mg x 2",
            "5 (mg)",
            "1 000",
            "5-",
            "5, mg",
        ] {
            assert_eq!(amount(bare), Amount::NoUnit, "{bare}");
        }
    }

    proptest! {
        #[test]
        fn any_number_alone_is_nothing_and_with_a_unit_is_an_amount(
            number in "[0-9]{1,4}([,.][0-9]{1,3})?",
            unit in "(mg|g|ml|E|tabletter|droppar|%)",
        ) {
            prop_assert_eq!(amount(&number), Amount::NoUnit);
            let amounts = format!("{number} {unit}");
            prop_assert_eq!(amount(&amounts), Amount::WithUnit);
            let reversed = format!("{unit} {number}");
            prop_assert_eq!(amount(&reversed), Amount::NoUnit);
        }

        #[test]
        fn no_text_is_too_odd_to_read(text in any::<String>()) {
            let _ = amount(&text);
        }
    }
}
