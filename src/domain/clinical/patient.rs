//! Who a request is about: checked numbers and names that print nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::codes::PatientCodes;
use super::invalid::{Invalid, Why};
use super::limits;
use super::luhn::luhn_holds;
use super::text::steers;
use super::words::{AgeBand, IdType, Sex};
use crate::domain::ids::Redacted;

/// How a patient is named: by a checked number, or expressly not.
///
/// Numbers are twelve characters without a separator, whatever was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "id_type", content = "id", rename_all = "snake_case")]
pub enum PatientId {
    /// Swedish personal identity number.
    Personnummer(Redacted<String>),
    /// Swedish coordination number: the day is 60 higher.
    Samordningsnummer(Redacted<String>),
    /// A care provider's own number; its form differs by region, so it is taken as it is.
    Reserve(Redacted<String>),
    /// The patient is not known.
    Unknown,
    /// A general question: who it is about is not said, so nothing can be ordered.
    Withheld,
}

impl PatientId {
    /// Reads a number of the stated kind as somebody typed it, on the day `today`.
    ///
    /// # Errors
    /// `MissingField` if the kind needs a number, `InvalidValue` if it must not have one,
    /// `InvalidIdentifier` if form, date or check digit is wrong.
    pub fn parse(kind: IdType, text: Option<&str>, today: Date) -> Result<Self, Why> {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        match (kind, text) {
            (IdType::Personnummer, Some(text)) => {
                let number = twelve_digits(text, Kind::Person, today)?;
                Ok(Self::Personnummer(Redacted::new(number)))
            }
            (IdType::Samordningsnummer, Some(text)) => {
                let number = twelve_digits(text, Kind::Coordination, today)?;
                Ok(Self::Samordningsnummer(Redacted::new(number)))
            }
            (IdType::Reserve, Some(text)) => Ok(Self::Reserve(Redacted::new(reserve(text)?))),
            (IdType::Personnummer | IdType::Samordningsnummer | IdType::Reserve, None) => {
                Err(Why::MissingField)
            }
            (IdType::Unknown, None) => Ok(Self::Unknown),
            (IdType::Withheld, None) => Ok(Self::Withheld),
            (IdType::Unknown | IdType::Withheld, Some(_)) => Err(Why::InvalidValue),
        }
    }

    /// The kind of number.
    #[must_use]
    pub const fn id_type(&self) -> IdType {
        match self {
            Self::Personnummer(_) => IdType::Personnummer,
            Self::Samordningsnummer(_) => IdType::Samordningsnummer,
            Self::Reserve(_) => IdType::Reserve,
            Self::Unknown => IdType::Unknown,
            Self::Withheld => IdType::Withheld,
        }
    }

    /// The number, if there is one.
    #[must_use]
    pub const fn number(&self) -> Option<&Redacted<String>> {
        match self {
            Self::Personnummer(number)
            | Self::Samordningsnummer(number)
            | Self::Reserve(number) => Some(number),
            Self::Unknown | Self::Withheld => None,
        }
    }

    /// Kind and number in one text, from which a controller's pseudonym is made.
    /// Who is not named has none.
    #[must_use]
    pub fn for_pseudonym(&self) -> Option<Redacted<String>> {
        let number = self.number()?;
        let text = format!("{}|{}", self.id_type(), number.reveal());
        Some(Redacted::new(text))
    }

    /// Age in whole years on `today`, where the number tells it.
    #[must_use]
    pub fn age_years(&self, today: Date) -> Option<u16> {
        let born = self.born()?;
        let years = i32::from(today.year()) - i32::from(born.year);
        let had_birthday = (today.month(), today.day()) >= (born.month, born.day);
        u16::try_from(if had_birthday { years } else { years - 1 }).ok()
    }

    /// Age as coarse as a queue may show it.
    #[must_use]
    pub fn age_band(&self, today: Date) -> Option<AgeBand> {
        Some(match self.age_years(today)? {
            0..=17 => AgeBand::Age0To17,
            18..=64 => AgeBand::Age18To64,
            65..=79 => AgeBand::Age65To79,
            80..=89 => AgeBand::Age80To89,
            90.. => AgeBand::Age90Plus,
        })
    }

    /// Registered sex: the last digit but one is odd for men.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        let number = self.dated_number()?;
        let digit = number.as_bytes().get(10)?;
        Some(if digit % 2 == 0 { Sex::Woman } else { Sex::Man })
    }

    const fn dated_number(&self) -> Option<&String> {
        match self {
            Self::Personnummer(number) | Self::Samordningsnummer(number) => Some(number.reveal()),
            Self::Reserve(_) | Self::Unknown | Self::Withheld => None,
        }
    }

    fn born(&self) -> Option<Born> {
        Born::read(self.dated_number()?)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Coordination,
}

/// The first eight digits of a number, the 60 of a coordination number taken away.
#[derive(Clone, Copy)]
struct Born {
    year: i16,
    month: i8,
    day: i8,
    coordinated: bool,
}

impl Born {
    fn read(number: &str) -> Option<Self> {
        let day: i8 = number.get(6..8)?.parse().ok()?;
        Some(Self {
            year: number.get(0..4)?.parse().ok()?,
            month: number.get(4..6)?.parse().ok()?,
            day: if day >= 60 { day - 60 } else { day },
            coordinated: day >= 60,
        })
    }

    /// Personal numbers carry a real date. Newer coordination numbers may not, so there only
    /// the ranges are held (Skatteverket, SKV 707).
    fn fits(self, kind: Kind, today: Date) -> bool {
        let year = (1800..=2099).contains(&self.year) && self.year <= today.year();
        let date = match kind {
            Kind::Person => {
                !self.coordinated
                    && Date::new(self.year, self.month, self.day).is_ok_and(|born| born <= today)
            }
            Kind::Coordination => {
                self.coordinated && (0..=12).contains(&self.month) && (0..=31).contains(&self.day)
            }
        };
        year && date
    }
}

/// Brings a number to twelve digits and checks it.
fn twelve_digits(text: &str, kind: Kind, today: Date) -> Result<String, Why> {
    let (front, sign, back) = match text.find(['-', '+']) {
        Some(place) => {
            let (front, rest) = text.split_at(place);
            let mut rest = rest.chars();
            let sign = rest.next();
            (front, sign, rest.as_str())
        }
        None => {
            let place = text.len().saturating_sub(4);
            let front = text.get(..place).ok_or(Why::InvalidIdentifier)?;
            let back = text.get(place..).ok_or(Why::InvalidIdentifier)?;
            (front, None, back)
        }
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(front) || !digits(back) || back.len() != 4 {
        return Err(Why::InvalidIdentifier);
    }
    let number = match front.len() {
        8 => format!("{front}{back}"),
        6 => with_century(&format!("{front}{back}"), sign == Some('+'), kind, today)
            .ok_or(Why::InvalidIdentifier)?,
        _ => return Err(Why::InvalidIdentifier),
    };
    let born = Born::read(&number).ok_or(Why::InvalidIdentifier)?;
    let checked = number.get(2..).is_some_and(luhn_holds);
    let birth_number = number.get(8..11).is_some_and(|number| number != "000");
    if checked && birth_number && born.fits(kind, today) {
        Ok(number)
    } else {
        Err(Why::InvalidIdentifier)
    }
}

/// The century that ten digits leave out: the latest one that is not in the future; with a
/// `+` the latest in which the person turns at least 100 this year (SKV 704).
fn with_century(ten: &str, plus: bool, kind: Kind, today: Date) -> Option<String> {
    let newest = if plus {
        today.year() - 100
    } else {
        today.year()
    };
    ["20", "19", "18"]
        .iter()
        .map(|century| format!("{century}{ten}"))
        .find(|number| {
            Born::read(number).is_some_and(|born| born.year <= newest && born.fits(kind, today))
        })
}

fn reserve(text: &str) -> Result<String, Why> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if plain && limits::RESERVE_ID.holds_len(text.len()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(Why::InvalidIdentifier)
    }
}

/// Who a request is about, as typed.
#[derive(Debug, Clone)]
pub struct PatientDraft {
    /// The kind of number.
    pub id_type: IdType,
    /// The number.
    pub id: Option<Redacted<String>>,
    /// The name.
    pub name: Option<Redacted<String>>,
    /// Whether the person's data is protected (skyddade personuppgifter).
    pub protected_identity: bool,
}

/// Who a request is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patient {
    /// The number.
    #[serde(flatten)]
    pub id: PatientId,
    /// The name.
    pub name: Option<Redacted<String>>,
    /// Whether the person's data is protected (skyddade personuppgifter).
    pub protected_identity: bool,
}

impl Patient {
    /// What may be said of the patient without saying who, on the day `today`.
    #[must_use]
    pub fn codes(&self, today: Date) -> PatientCodes {
        PatientCodes {
            patient_ref: None,
            age_band: self.id.age_band(today),
            sex: self.id.sex(),
            protected: self.protected_identity,
            id_type: Some(self.id.id_type()),
        }
    }

    /// Checks who it is about, on the day `today`.
    ///
    /// # Errors
    /// The first field that cannot be taken, seen from within `patient`.
    pub fn new(draft: PatientDraft, today: Date) -> Result<Self, Invalid> {
        let text = draft.id.as_ref().map(|id| id.reveal().as_str());
        let id =
            PatientId::parse(draft.id_type, text, today).map_err(|why| Invalid::new("id", why))?;
        let name = match draft.name {
            Some(name) if !name.reveal().trim().is_empty() => Some(person_name(name.reveal())?),
            Some(_) | None => None,
        };
        if id == PatientId::Withheld && name.is_some() {
            return Err(Invalid::value("name"));
        }
        Ok(Self {
            id,
            name,
            protected_identity: draft.protected_identity,
        })
    }
}

fn person_name(text: &str) -> Result<Redacted<String>, Invalid> {
    let name = text.trim();
    if is_name(text) && limits::PATIENT_NAME.holds_len(name.chars().count()) {
        Ok(Redacted::new(name.to_owned()))
    } else {
        Err(Invalid::new("name", Why::InvalidName))
    }
}

/// A name has letters, and no signs that hide, fill or turn text around. A joiner or
/// non-joiner between letters belongs to how some scripts are spelt.
#[must_use]
pub(in crate::domain) fn is_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let in_place = |(place, c): (usize, &char)| match c {
        '\u{200c}' | '\u{200d}' => {
            let before = place.checked_sub(1).and_then(|before| letters.get(before));
            let after = letters.get(place + 1);
            before.is_some_and(|c| is_of_a_letter(*c)) && after.is_some_and(|c| is_of_a_letter(*c))
        }
        c => !steers(*c) && !hides(*c),
    };
    letters.iter().any(|c| c.is_alphabetic()) && letters.iter().enumerate().all(in_place)
}

/// Whether a sign is a letter or a mark that belongs to one. In scripts of India and around,
/// a joiner stands after the mark that takes a letter's vowel away (virama), which is no
/// letter by itself (Unicode, chapter 12).
fn is_of_a_letter(c: char) -> bool {
    !hides(c)
        && (c.is_alphabetic()
            || matches!(
                c,
                '\u{094d}'
                    | '\u{09cd}'
                    | '\u{0a4d}'
                    | '\u{0acd}'
                    | '\u{0b4d}'
                    | '\u{0bcd}'
                    | '\u{0c4d}'
                    | '\u{0ccd}'
                    | '\u{0d4d}'
                    | '\u{0dca}'
                    | '\u{1039}'
                    | '\u{17d2}'
            ))
}

/// Whether a sign is shown as nothing, as a blank, or as whatever some program likes: joiners
/// of words, fillers of Korean syllables, what stands for an attachment, tags, private use.
const fn hides(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}'
            | '\u{034f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{f0000}'..='\u{10ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use IdType::{Personnummer, Reserve, Samordningsnummer, Unknown, Withheld};

    /// Persons that Skatteverket and the national profiles publish for tests.
    const TEST_NUMBERS: [&str; 6] = [
        "195009072553",
        "196101182803",
        "189002029800",
        "199002222397",
        "200302022389",
        "200001252386",
    ];

    #[test]
    fn published_test_persons_are_taken() {
        for number in TEST_NUMBERS {
            assert_eq!(parsed(Personnummer, number).unwrap(), number);
        }
        assert_eq!(
            parsed(Samordningsnummer, "197010632391").unwrap(),
            "197010632391"
        );
    }

    #[test]
    fn every_way_of_writing_a_number_gives_the_same_twelve_digits() {
        for text in [
            "195009072553",
            "19500907-2553",
            "500907-2553",
            "5009072553",
            " 500907-2553 ",
        ] {
            assert_eq!(
                parsed(Personnummer, text).unwrap(),
                "195009072553",
                "{text}"
            );
        }
        assert_eq!(parsed(Personnummer, "900202+9800").unwrap(), "189002029800");
        assert_eq!(
            parsed(Samordningsnummer, "701063-2391").unwrap(),
            "197010632391"
        );
        assert_eq!(parsed(Personnummer, "030202-2389").unwrap(), "200302022389");
    }

    #[test]
    fn each_wrong_digit_is_found() {
        for number in TEST_NUMBERS {
            for place in 2..12 {
                let mut digits = number.as_bytes().to_vec();
                digits[place] = if digits[place] == b'9' {
                    b'0'
                } else {
                    digits[place] + 1
                };
                let wrong = String::from_utf8(digits).unwrap();
                assert_eq!(
                    parsed(Personnummer, &wrong),
                    Err(Why::InvalidIdentifier),
                    "{wrong}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_number_of_the_stated_kind_is_refused() {
        for bad in [
            "197010632391",   // a coordination number
            "19500907255",    // a digit short
            "1950090725533",  // one too many
            "19500907 2553",  // a blank inside
            "1950-09072553",  // hyphen in the wrong place
            "19500907--2553", // two hyphens
            "195013072550",   // no such month
            "195002302554",   // no such day
            "209501012380",   // not born yet
            "åäö",
        ] {
            assert_eq!(
                parsed(Personnummer, bad),
                Err(Why::InvalidIdentifier),
                "{bad}"
            );
        }
        assert_eq!(
            parsed(Samordningsnummer, "195009072553"),
            Err(Why::InvalidIdentifier)
        );
    }

    #[test]
    fn only_a_known_patient_has_a_number() {
        assert_eq!(
            PatientId::parse(Unknown, None, today()),
            Ok(PatientId::Unknown)
        );
        assert_eq!(
            PatientId::parse(Withheld, Some("  "), today()),
            Ok(PatientId::Withheld)
        );
        assert_eq!(
            PatientId::parse(Unknown, Some("195009072553"), today()),
            Err(Why::InvalidValue)
        );
        assert_eq!(
            PatientId::parse(Personnummer, None, today()),
            Err(Why::MissingField)
        );
        assert_eq!(PatientId::Unknown.for_pseudonym(), None);
    }

    #[test]
    fn reserve_numbers_of_any_region_are_taken_as_they_are() {
        for number in ["991981000010", "19810829M071", "19450829k088"] {
            assert_eq!(
                parsed(Reserve, number).unwrap(),
                number.to_ascii_uppercase()
            );
        }
        for bad in ["abc", "1981 0829", &"1".repeat(33)] {
            assert_eq!(parsed(Reserve, bad), Err(Why::InvalidIdentifier), "{bad}");
        }
    }

    #[test]
    fn age_band_turns_on_the_birthday() {
        let id = PatientId::parse(Personnummer, Some("196101182803"), today()).unwrap();
        let band = |day: &str| id.age_band(day.parse().unwrap());
        assert_eq!(band("2026-01-17"), Some(AgeBand::Age18To64));
        assert_eq!(band("2026-01-18"), Some(AgeBand::Age65To79));
        assert_eq!(id.sex(), Some(Sex::Woman));
        let coordinated = PatientId::parse(Samordningsnummer, Some("197010632391"), today());
        assert_eq!(coordinated.unwrap().age_years(today()), Some(56));
    }

    #[test]
    fn name_is_taken_in_the_script_of_its_bearer() {
        for name in [
            "Elsa Ström-d'Arc",
            "Ngọc Ánh",
            "عبد الله",
            "می\u{200c}نا رضایی",
            "ශ්\u{200d}රී",
            "क\u{094d}\u{200d}षमा",
            "葛\u{e0101}城",
        ] {
            assert_eq!(called(&format!(" {name} ")).unwrap(), name);
        }
    }

    #[test]
    fn name_with_hidden_signs_is_no_name() {
        for bad in [
            "Elsa\u{202e}nergdnaS",
            "Elsa\nSandgren",
            "Elsa\n",
            "12",
            "\u{0}",
            "\u{200d}Elsa",
            "Elsa\u{200c}",
            "Elsa \u{200d}Sandgren",
            "Elsa\u{200d}\u{200d}Sandgren",
            "1\u{200d}a",
            "\u{3164}",
            &"å".repeat(121),
        ] {
            assert_eq!(
                called(bad),
                Err(Invalid::new("name", Why::InvalidName)),
                "{bad:?}"
            );
        }
        for hidden in [
            '\u{ad}',
            '\u{180e}',
            '\u{200b}',
            '\u{3164}',
            '\u{feff}',
            '\u{fff9}',
            '\u{ffff}',
            '\u{e0001}',
            '\u{e007f}',
            '\u{e000}',
            '\u{f8ff}',
            '\u{f0000}',
            '\u{10fffd}',
        ] {
            let bad = format!("El{hidden}sa");
            assert_eq!(
                called(&bad),
                Err(Invalid::new("name", Why::InvalidName)),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn withheld_patient_has_no_name_either() {
        let invalid = Patient::new(named(Withheld, None, "Elsa"), today()).unwrap_err();
        assert_eq!(invalid, Invalid::value("name"));
    }

    #[test]
    fn patient_prints_nothing_and_is_stored_whole() {
        let patient = Patient::new(
            named(Personnummer, Some("500907-2553"), "Elsa Planted"),
            today(),
        )
        .unwrap();
        let printed = format!("{patient:?}");
        assert!(
            !printed.contains("Planted") && !printed.contains("2553"),
            "{printed}"
        );
        let stored = serde_json::to_value(&patient).unwrap();
        assert_eq!(
            stored,
            serde_json::json!({
                "id_type": "personnummer", "id": "195009072553",
                "name": "Elsa Planted", "protected_identity": false,
            })
        );
        assert_eq!(serde_json::from_value::<Patient>(stored).unwrap(), patient);
        let unnamed = Patient::new(named(Unknown, None, ""), today()).unwrap();
        let stored = serde_json::to_value(&unnamed).unwrap();
        assert_eq!(serde_json::from_value::<Patient>(stored).unwrap(), unnamed);
    }

    fn today() -> Date {
        jiff::civil::date(2026, 11, 21)
    }

    fn parsed(kind: IdType, text: &str) -> Result<String, Why> {
        let id = PatientId::parse(kind, Some(text), today())?;
        Ok(id.number().unwrap().reveal().clone())
    }

    fn called(name: &str) -> Result<String, Invalid> {
        let patient = Patient::new(named(Unknown, None, name), today())?;
        Ok(patient.name.unwrap().into_inner())
    }

    fn named(id_type: IdType, id: Option<&str>, name: &str) -> PatientDraft {
        PatientDraft {
            id_type,
            id: id.map(|id| Redacted::new(id.to_owned())),
            name: Some(Redacted::new(name.to_owned())),
            protected_identity: false,
        }
    }
}
