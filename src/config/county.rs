//! The county file: TOML, read once into a [`Directory`] that was checked as a whole.
//!
//! Tables: `[county]`, `[[controller]]`, `[[municipality]]`, `[[centre]]`, `[[unit]]`,
//! `[[person]]`, `[[commission]]`, `[[agreement]]`, `[[signal]]` and `[[duty_slot]]`, and `[modules]`
//! for what is to be on (`news2 = true`); what it does not name is off. Every row but these two has
//! `valid_from`, a date, and may have `valid_until`, the first day on which it
//! no longer holds. To change a row from a day on, add another with the same `id`. Unknown
//! keys are refused. An error names file, line and key, and says what to do.

use std::fmt;

use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use crate::domain::directory::{Directory, Fault, Faults, Rows};
use crate::domain::time::Timestamp;

/// The synthetic county of the demo, compiled in. Its people are invented, its telephone
/// numbers are from the series kept for fiction, and it holds no patient.
pub const DEMO: &str = include_str!("demo_county.toml");

/// The name under which errors in [`DEMO`] are told.
pub const DEMO_NAME: &str = "demo_county.toml";

/// Everything that is wrong with a county file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct CountyFileError {
    /// One or more complaints, in the order of the file.
    pub complaints: Vec<Complaint>,
}

/// One thing that is wrong with a county file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key; empty where the text is no TOML at all.
    pub key: String,
    /// What is wrong, and what to do.
    pub what: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.key.is_empty() {
            write!(f, "`{}`: ", self.key)?;
        }
        f.write_str(&self.what)
    }
}

impl fmt::Display for CountyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, complaint) in self.complaints.iter().enumerate() {
            let gap = if place == 0 { "" } else { "\n" };
            write!(f, "{gap}{complaint}")?;
        }
        Ok(())
    }
}

/// Reads a county file. `file` is how errors name it.
///
/// # Errors
/// What is wrong, with file, line and key. Mistakes of form are told one at a time,
/// contradictions between rows all at once.
pub fn load(text: &str, file: &str) -> Result<Directory, CountyFileError> {
    let rows: Rows = toml::from_str(text).map_err(|error| of_form(&error, text, file))?;
    Directory::new(rows).map_err(|faults| of_rows(faults, text, file))
}

/// Reads a county file to serve the county from `today` on: whoever asks has a telephone
/// number at each hour of the week.
///
/// # Errors
/// As [`load`], and the municipalities that have nobody to ring, with their hours.
pub fn to_serve(text: &str, file: &str, today: Timestamp) -> Result<Directory, CountyFileError> {
    let directory = load(text, file)?;
    let answered = directory.always_answered(today);
    answered.map_err(|faults| of_rows(faults, text, file))?;
    Ok(directory)
}

/// The demo's county.
///
/// # Errors
/// As [`load`]; a test holds that there is none.
pub fn demo() -> Result<Directory, CountyFileError> {
    load(DEMO, DEMO_NAME)
}

/// The bytes in which a directory is kept: equal directories have equal bytes.
///
/// # Errors
/// None in practice: every part of a directory can be written as JSON.
pub fn canonical(directory: &Directory) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(directory)
}

/// The name of a directory: SHA-256 of its [`canonical`] bytes.
///
/// # Errors
/// As [`canonical`].
pub fn hash(directory: &Directory) -> Result<[u8; 32], serde_json::Error> {
    Ok(Sha256::digest(canonical(directory)?).into())
}

fn of_form(error: &toml::de::Error, text: &str, file: &str) -> CountyFileError {
    let start = error.span().map_or(0, |span| span.start);
    let message = error.message();
    // A missing key has no place of its own: the message names it, the place is its row's.
    let key = quoted(message)
        .filter(|_| message.contains("field"))
        .or_else(|| key_on_line(text, start))
        .unwrap_or_default();
    let remedy = if message.starts_with("missing field") {
        missing(&key)
    } else if message.starts_with("unknown field") {
        "; correct the spelling or remove the key"
    } else {
        ""
    };
    let what = message.lines().next().unwrap_or_default();
    CountyFileError {
        complaints: vec![Complaint {
            file: file.to_owned(),
            line: line_of(text, start),
            what: format!("{what}{remedy}"),
            key,
        }],
    }
}

fn missing(key: &str) -> &'static str {
    match key {
        "phone" => {
            "; whoever waits must always have a number to ring: add phone = \"0980-319 200\""
        }
        "valid_from" => "; add the first day of the row: valid_from = 2026-01-31",
        _ => "; add the key to this row",
    }
}

fn of_rows(faults: Faults, text: &str, file: &str) -> CountyFileError {
    let table = DeTable::parse(text).ok();
    let complaints = faults.0.into_iter().map(|fault| {
        let start = table
            .as_ref()
            .and_then(|table| place_of(table.get_ref(), &fault))
            .unwrap_or(0);
        Complaint {
            file: file.to_owned(),
            line: line_of(text, start),
            key: fault.key.to_owned(),
            what: fault.kind.to_string(),
        }
    });
    let mut complaints: Vec<_> = complaints.collect();
    complaints.sort_by_key(|complaint| complaint.line);
    CountyFileError { complaints }
}

/// Where the key of a fault stands, or its row if the key is absent.
fn place_of(file: &DeTable<'_>, fault: &Fault) -> Option<usize> {
    let table = file.get(fault.table.key())?;
    let row = match table.get_ref() {
        DeValue::Array(rows) => rows.get(fault.row)?,
        DeValue::Table(_) => table,
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => return None,
    };
    let key = row
        .get_ref()
        .as_table()
        .and_then(|row| row.iter().find(|(key, _)| key.get_ref() == fault.key));
    Some(key.map_or(row.span().start, |(key, _)| key.span().start))
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

fn key_on_line(text: &str, offset: usize) -> Option<String> {
    let line = text.lines().nth(line_of(text, offset) - 1)?;
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    (!key.is_empty()).then(|| key.to_owned())
}

/// The first word between backticks.
fn quoted(message: &str) -> Option<String> {
    message.split('`').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::clinical::{Level, Reason};
    use crate::domain::directory::testing::{COUNTY, day};
    use crate::domain::directory::{ControllerKind, Role};

    #[test]
    fn demo_county_has_the_size_of_a_real_one() {
        let county = demo().unwrap();
        let now = day("2026-11-21");
        assert_eq!(county.municipalities(now).count(), 7);
        assert_eq!(county.centres(now).count(), 30);
        let is_private = |id| county.controller(id, now).unwrap().kind == ControllerKind::Private;
        let private: Vec<_> = county
            .centres(now)
            .filter(|centre| is_private(&centre.controller))
            .map(|centre| &centre.controller)
            .collect();
        assert_eq!(private.len(), 10);
        assert_eq!(private.iter().collect::<BTreeSet<_>>().len(), 10);
        let people = |role| {
            let holders = county.commissions(now).filter(|it| it.role == role);
            holders.map(|it| &it.person).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(people(Role::Nurse), 140);
        assert_eq!(people(Role::Doctor), 45);
        assert_eq!(people(Role::ChiefNurse), 7);
        for role in Role::ALL {
            assert!(people(*role) > 0, "{role}");
        }
    }

    #[test]
    fn every_nurse_of_the_demo_has_a_centre_and_every_centre_a_doctor() {
        let county = demo().unwrap();
        let now = day("2026-11-21");
        for unit in county.units(now) {
            assert!(
                county.may_ask(&unit.id, &unit.default_centre, now),
                "{}",
                unit.id
            );
            assert!(county.nurses_of(&unit.id, now).count() > 0, "{}", unit.id);
            for level in Level::ALL {
                assert!(
                    county
                        .target(&unit.id, &unit.default_centre, *level, now)
                        .is_some()
                );
            }
        }
        for centre in county.centres(now) {
            assert!(
                county.doctors_of(&centre.id, now).count() > 0,
                "{}",
                centre.id
            );
            let asked = county
                .units(now)
                .any(|unit| county.may_ask(&unit.id, &centre.id, now));
            assert!(asked, "{}", centre.id);
        }
        assert!(county.doctors_of(&"alvens".parse().unwrap(), now).count() >= 3);
    }

    #[test]
    fn demo_county_rings_nobody_real() {
        let county = demo().unwrap();
        let now = day("2026-11-21");
        let phones = county
            .units(now)
            .map(|it| &it.phone)
            .chain(county.centres(now).map(|it| &it.phone))
            .chain(county.municipalities(now).map(|it| &it.phone))
            .chain(county.duty_slots(now).filter_map(|it| it.phone.as_ref()))
            .chain([&county.county().phone]);
        let mut seen = BTreeSet::new();
        for phone in phones {
            let number: u64 = phone.dial().parse().unwrap();
            let fictitious = (701_740_605..=701_740_699).contains(&number)
                || (846_500_400..=846_500_499).contains(&number)
                || (313_900_600..=313_900_699).contains(&number)
                || (406_280_400..=406_280_499).contains(&number)
                || (980_319_200..=980_319_299).contains(&number);
            assert!(fictitious, "{phone}");
            assert!(seen.insert(number), "{phone} twice");
        }
    }

    #[test]
    fn every_reason_of_the_demo_tells_its_cases_apart() {
        let county = demo().unwrap();
        for reason in Reason::ALL {
            let signals = county.signals_of(*reason, day("2026-11-21")).count();
            assert!((2..=6).contains(&signals), "{reason}: {signals}");
        }
    }

    #[test]
    fn county_has_one_name_however_its_file_is_ordered() {
        let county = load(COUNTY, "county.toml").unwrap();
        let spaced = COUNTY.replace("\n[[", "\n\n# comment\n[[");
        let again = load(&spaced, "county.toml").unwrap();
        assert_eq!(hash(&county).unwrap(), hash(&again).unwrap());
        let renamed = COUNTY.replace("\"Älvens hälsocentral\"", "\"Älvens\"");
        let other = load(&renamed, "county.toml").unwrap();
        assert_ne!(hash(&county).unwrap(), hash(&other).unwrap());
    }

    #[test]
    fn module_is_off_until_the_county_names_it() {
        let on = |text: &str| load(text, "county.toml").unwrap().modules().news2;
        assert!(!on(COUNTY));
        assert!(!on(&format!("{COUNTY}\n[modules]\n")));
        assert!(on(&format!("{COUNTY}\n[modules]\nnews2 = true\n")));
        assert!(demo().unwrap().modules().news2);
        let error = complaint(&format!("{COUNTY}\n[modules]\nnews = true\n"));
        assert_eq!(error.key, "news", "{error}");
    }

    #[test]
    fn directory_from_before_there_were_modules_is_read_and_keeps_its_name() {
        let county = load(COUNTY, "county.toml").unwrap();
        let stored = canonical(&county).unwrap();
        assert!(!String::from_utf8_lossy(&stored).contains("modules"));
        let read: Directory = serde_json::from_slice(&stored).unwrap();
        assert!(!read.modules().news2);
        assert_eq!(hash(&read).unwrap(), hash(&county).unwrap());
        let with = format!("{COUNTY}\n[modules]\nnews2 = true\n");
        let on = load(&with, "county.toml").unwrap();
        assert_ne!(hash(&on).unwrap(), hash(&county).unwrap());
        let read: Directory = serde_json::from_slice(&canonical(&on).unwrap()).unwrap();
        assert!(read.modules().news2);
    }

    #[test]
    fn place_without_a_telephone_is_refused() {
        for (table, phone) in [
            ("[[municipality]]", "phone = \"031-390 06 01\"\n"),
            ("[[centre]]", "phone = \"031-390 06 11\"\n"),
            ("[[unit]]", "phone = \"031-390 06 20\"\n"),
        ] {
            let error = complaint(&COUNTY.replace(phone, ""));
            assert_eq!(error.key, "phone");
            assert!(error.what.contains("a number to ring"), "{error}");
            let line = COUNTY.lines().nth(error.line - 1).unwrap();
            assert_eq!(line, table, "{error}");
        }
    }

    #[test]
    fn every_nurse_of_the_demo_has_somebody_to_ring_at_each_hour() {
        to_serve(DEMO, DEMO_NAME, day("2026-11-21")).unwrap();
        to_serve(COUNTY, "county.toml", day("2026-11-21")).unwrap();
    }

    #[test]
    fn municipality_with_nobody_to_ring_at_some_hour_is_refused_with_row_hours_and_remedy() {
        let now = day("2026-11-21");
        let gone = COUNTY.replace(
            "\nhours = \"mon-fri 17:00-08:00, sat-sun 00:00-24:00, mon 00:00-08:00\"",
            "\nhours = \"mon-thu 17:00-08:00\"",
        );
        assert_ne!(gone, COUNTY);
        let error = to_serve(&gone, "county.toml", now).unwrap_err();
        let first = error.complaints.first().unwrap();
        assert_eq!(first.key, "id");
        assert_eq!(gone.lines().nth(first.line - 1), Some("id = \"norrby\""));
        assert!(
            first
                .what
                .contains("to ring at mon 00:00-08:00, fri 17:00-sun 24:00: "),
            "{first}"
        );
        assert!(first.what.contains("add a [[duty_slot]]"), "{first}");
        assert!(
            load(&gone, "county.toml").is_ok(),
            "what was adopted once is still read"
        );
        let ended = COUNTY.replace(
            "phone = \"031-390 06 3",
            "valid_until = 2026-12-24\nphone = \"031-390 06 3",
        );
        let error = to_serve(&ended, "county.toml", now).unwrap_err();
        assert!(error.to_string().contains("from 2026-12-24 on"), "{error}");
        assert!(to_serve(&ended, "county.toml", day("2026-12-24")).is_err());
    }

    #[test]
    fn slot_on_the_telephone_without_a_number_is_refused() {
        let error = complaint(&COUNTY.replace(
            "channel = \"phone\"\nphone = \"031-390 06 31\"\n",
            "channel = \"phone\"\n",
        ));
        assert_eq!(error.key, "next");
        let error = complaint(&COUNTY.replace("phone = \"031-390 06 30\"\n", ""));
        assert_eq!(error.key, "phone");
        assert!(error.what.contains("needs a number"), "{error}");
        let error = complaint(&COUNTY.replacen("channel = \"both\"", "channel = \"pager\"", 1));
        assert_eq!(error.key, "channel");
    }

    #[test]
    fn mistake_of_form_is_told_with_line_key_and_remedy() {
        let cases = [
            (
                "role = \"coordinator\"",
                "role = \"boss\"",
                "role",
                "unknown variant",
            ),
            (
                "hours = \"mon-fri 08:00-17:00\"",
                "hours = \"8-17\"",
                "hours",
                "mon-thu 08:00",
            ),
            (
                "phone = \"031-390 06 10\"",
                "phone = \"växeln\"",
                "phone",
                "digits",
            ),
            (
                "org_number = \"232100-0131\"",
                "org_number = \"232100-0132\"",
                "org_number",
                "check digit",
            ),
            (
                "hsa_id = \"SE2120000001-1001\"",
                "hsa_id = \"1001\"",
                "hsa_id",
                "SE, ten digits",
            ),
            (
                "id = \"testlanet\"",
                "id = \"Testlänet\"",
                "id",
                "not an identifier",
            ),
            (
                "default_centre = \"kustens\"",
                "defaultcentre = \"kustens\"",
                "defaultcentre",
                "correct the spelling",
            ),
            (
                "hours = \"mon-fri 08:00-17:00\"",
                "valid_until = \"i morgon\"",
                "valid_until",
                "2026-01-31",
            ),
            (
                "hours = \"mon-fri 08:00-17:00\"",
                "valid_until = 12",
                "valid_until",
                "a date such as",
            ),
        ];
        for (good, bad, key, wanted) in cases {
            let text = COUNTY.replacen(good, bad, 1);
            let error = complaint(&text);
            assert_eq!(error.key, key, "{error}");
            assert!(error.what.contains(wanted), "{error}");
            assert_eq!(text.lines().nth(error.line - 1), Some(bad), "{error}");
            assert_eq!(error.file, "county.toml");
        }
    }

    #[test]
    fn contradiction_between_rows_is_told_with_line_and_key() {
        let text = COUNTY.replacen(
            "default_centre = \"alvens\"",
            "default_centre = \"skogens\"",
            1,
        );
        let error = complaint(&text);
        assert_eq!(
            text.lines().nth(error.line - 1),
            Some("default_centre = \"skogens\"")
        );
        assert!(error.to_string().starts_with("county.toml:"), "{error}");
        assert!(
            error
                .to_string()
                .contains("`default_centre`: there is no centre `skogens`")
        );
    }

    #[test]
    fn several_contradictions_are_told_at_once_in_the_order_of_the_file() {
        let text = COUNTY
            .replacen("name = \"Kliniken\"", "name = \" \"", 1)
            .replacen(
                "controller = \"norrby-kommun\"",
                "controller = \"region\"",
                1,
            );
        let error = load(&text, "county.toml").unwrap_err();
        let keys: Vec<_> = error.complaints.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys.first(), Some(&"controller"));
        assert!(keys.contains(&"name"));
        assert!(error.complaints.is_sorted_by_key(|it| it.line));
    }

    #[test]
    fn text_that_is_no_toml_is_told_with_its_line() {
        let error = complaint("[county]\nid = \"ab\"\nname = \n");
        assert_eq!(error.line, 3);
    }

    fn complaint(text: &str) -> Complaint {
        let error = load(text, "county.toml").unwrap_err();
        error.complaints.into_iter().next().unwrap()
    }
}
