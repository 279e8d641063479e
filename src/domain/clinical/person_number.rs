//! Person numbers in the middle of a text, where none may stand.

use super::luhn::luhn_holds;

/// Signs that people put between the digits of one number.
const BETWEEN: [char; 7] = [' ', '\u{a0}', '\u{2009}', '-', '\u{2013}', '+', '.'];

/// Whether `text` holds what looks like a personal or coordination number: a day, and four
/// digits more. The check digit decides only where ten digits stand in a row, which may be a
/// telephone number; elsewhere a number with one digit wrong still tells who is meant.
#[must_use]
pub(super) fn holds_person_number(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let mut before = None;
    for (place, sign) in signs.iter().enumerate() {
        let begins = sign.is_ascii_digit() && !before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(*sign);
        if begins && begins_number(signs.get(place..).unwrap_or_default()) {
            return true;
        }
    }
    false
}

/// Whether a number begins with the first of `signs`.
fn begins_number(signs: &[char]) -> bool {
    let mut digits = String::new();
    // After how many digits something stands between.
    let mut gaps = Vec::new();
    let mut rest = signs.iter().peekable();
    while let Some(sign) = rest.next() {
        if sign.is_ascii_digit() {
            digits.push(*sign);
        } else {
            gaps.push(digits.len());
        }
        let next = rest.peek().copied();
        let ends = !next.is_some_and(char::is_ascii_digit);
        if sign.is_ascii_digit() && ends && is_number(&digits, &gaps) {
            return true;
        }
        let goes_on = match next {
            Some(next) if next.is_ascii_digit() => digits.len() < 12,
            Some(next) => sign.is_ascii_digit() && BETWEEN.contains(next),
            None => false,
        };
        if !goes_on {
            return false;
        }
    }
    false
}

fn is_number(digits: &str, gaps: &[usize]) -> bool {
    let Some((century, ten)) = (match digits.len() {
        10 => Some((None, digits)),
        12 => digits.split_at_checked(2).map(|(c, ten)| (Some(c), ten)),
        _ => None,
    }) else {
        return false;
    };
    let front = digits.len() - ten.len();
    let part = |from: usize| ten.get(from..from + 2)?.parse::<u8>().ok();
    let (Some(month), Some(day)) = (part(2), part(4)) else {
        return false;
    };
    let born = (1..=12).contains(&month) && (1..=31).contains(&day);
    // A coordination number's day is 60 higher, and its month may be unknown.
    let coordinated = month <= 12 && (60..=91).contains(&day);
    let parted = gaps.contains(&(front + 6));
    let as_a_day = gaps
        .iter()
        .all(|gap| [front, front + 2, front + 4, front + 6].contains(gap));
    let whole = match century {
        Some(century) => ["18", "19", "20"].contains(&century),
        None => parted || luhn_holds(ten),
    };
    (born || coordinated) && as_a_day && whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_is_found_as_people_write_it() {
        for text in [
            "191212121212",
            "Elsa 19121212-1212, ring dottern",
            "121212-1212",
            "121212+1212",
            "121212 1212",
            "1912 12 12-1212",
            "1912-12-12-1212",
            "1212121212",
            "(191212121212)",
            "pnr:121212\u{2013}1212.",
            "1: 191212121212",
            "2 tabletter 121212-1212",
            "191212721212",
            "199000721212",
            // One digit wrong: it still tells who is meant.
            "19121212-1213",
        ] {
            assert!(holds_person_number(text), "{text}");
        }
    }

    #[test]
    fn dose_telephone_number_and_day_are_no_number_of_a_person() {
        for text in [
            "",
            "40 mg 1 x 2, högst 160 mg",
            "Ring 070-123 45 67 vid försämring",
            "0612-123 45",
            "+46701234567",
            "2026-11-21 kl. 10.00",
            "2026-11-21 10.00-12.00",
            "500 mg 1+1+1 i 7 dagar",
            "19121312-1212",
            "121212-12123",
            "1212121213",
            "1177",
        ] {
            assert!(!holds_person_number(text), "{text}");
        }
    }
}
