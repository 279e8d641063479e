//! Rows with a first day: what the county decided is kept, and every lookup says when.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::domain::time::{Timestamp, county_zone};

/// A day of the county's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub jiff::civil::Date);

impl Day {
    /// When the day begins on the county's wall clock.
    #[must_use]
    pub fn start(self) -> Timestamp {
        self.0
            .to_zoned(county_zone())
            .map_or(Timestamp::from_millis(i64::MAX), |start| {
                Timestamp::from_millis(start.timestamp().as_millisecond())
            })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayVisitor;

        impl<'de> Visitor<'de> for DayVisitor {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as 2026-01-31")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
                text.parse()
                    .map(Day)
                    .map_err(|_not_a_date| E::custom("not a date such as 2026-01-31"))
            }

            // A format with dates of its own hands one over as a map of one text.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Day, A::Error> {
                match map.next_entry::<String, String>()? {
                    Some((_, text)) => self.visit_str(&text),
                    None => Err(de::Error::custom("not a date such as 2026-01-31")),
                }
            }
        }

        deserializer.deserialize_any(DayVisitor)
    }
}

/// A row that is valid from a day on, perhaps until another.
pub(super) trait Dated {
    /// What names the row.
    type Id: Ord + Clone + fmt::Display;
    fn id(&self) -> &Self::Id;
    fn valid_from(&self) -> Day;
    fn valid_until(&self) -> Option<Day>;
}

macro_rules! dated {
    ($($row:ty: $id:ty),+ $(,)?) => {$(
        impl $crate::domain::directory::versions::Dated for $row {
            type Id = $id;

            fn id(&self) -> &$id {
                &self.id
            }

            fn valid_from(&self) -> $crate::domain::directory::versions::Day {
                self.valid_from
            }

            fn valid_until(&self) -> Option<$crate::domain::directory::versions::Day> {
                self.valid_until
            }
        }
    )+};
}
pub(super) use dated;

/// Why two rows, or the days of one, do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clash {
    /// A row of the same name begins on the same day.
    Duplicate,
    /// The row begins before the earlier row of the same name ends.
    Overlap,
    /// The row ends before it begins.
    EndsFirst,
}

/// All rows of one table, by name and then by first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Versions<R: Dated> {
    rows: BTreeMap<R::Id, Vec<Version<R>>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Version<R> {
    place: usize,
    from: Timestamp,
    until: Timestamp,
    row: R,
}

impl<R: Dated> Versions<R> {
    /// Orders rows; hands back the place of each row in `rows` that does not fit.
    pub(super) fn new(rows: Vec<R>) -> (Self, Vec<(usize, Clash)>) {
        let mut clashes = Vec::new();
        let mut by_id: BTreeMap<R::Id, Vec<(usize, R)>> = BTreeMap::new();
        for (index, row) in rows.into_iter().enumerate() {
            if row.valid_until().is_some_and(|end| end <= row.valid_from()) {
                clashes.push((index, Clash::EndsFirst));
            }
            by_id
                .entry(row.id().clone())
                .or_default()
                .push((index, row));
        }
        let rows = by_id
            .into_iter()
            .map(|(id, mut rows)| {
                rows.sort_by_key(|(index, row)| (row.valid_from(), *index));
                for ((_, earlier), (index, later)) in rows.iter().zip(rows.iter().skip(1)) {
                    if later.valid_from() == earlier.valid_from() {
                        clashes.push((*index, Clash::Duplicate));
                    } else if earlier
                        .valid_until()
                        .is_some_and(|end| later.valid_from() < end)
                    {
                        clashes.push((*index, Clash::Overlap));
                    }
                }
                (id, versions(rows))
            })
            .collect();
        (Self { rows }, clashes)
    }

    /// The row named `id` that is valid at `at`.
    pub(super) fn at(&self, id: &R::Id, at: Timestamp) -> Option<&R> {
        let version = version(self.rows.get(id)?, at)?;
        Some(&version.row)
    }

    /// Every row that is valid at `at`, by name.
    pub(super) fn all_at(&self, at: Timestamp) -> impl Iterator<Item = &R> {
        self.places_at(at).map(|(_, row)| row)
    }

    /// Every row that is valid at `at`, with its place in the table it came from.
    pub(super) fn places_at(&self, at: Timestamp) -> impl Iterator<Item = (usize, &R)> {
        self.rows
            .values()
            .filter_map(move |rows| version(rows, at))
            .map(|version| (version.place, &version.row))
    }

    /// Every point in time at which something begins or ends.
    pub(super) fn changes(&self) -> impl Iterator<Item = Timestamp> {
        let versions = self.rows.values().flatten();
        versions.flat_map(|version| [version.from, version.until])
    }

    /// Every row of every day, by name and then by first day.
    pub(super) fn all(&self) -> impl Iterator<Item = &R> {
        self.rows.values().flatten().map(|version| &version.row)
    }
}

/// Each row ends where the next of its name begins, if not before.
fn versions<R: Dated>(rows: Vec<(usize, R)>) -> Vec<Version<R>> {
    let starts: Vec<_> = rows
        .iter()
        .map(|(_, row)| row.valid_from().start())
        .collect();
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    rows.into_iter()
        .zip(ends)
        .map(|((place, row), next)| {
            let stated = row.valid_until().map(Day::start);
            let until = [stated, next].into_iter().flatten().min();
            Version {
                place,
                from: row.valid_from().start(),
                until: until.unwrap_or(Timestamp::from_millis(i64::MAX)),
                row,
            }
        })
        .collect()
}

fn version<R>(versions: &[Version<R>], at: Timestamp) -> Option<&Version<R>> {
    versions
        .iter()
        .rev()
        .find(|version| version.from <= at && at < version.until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_is_valid_from_midnight_on_the_county_clock() {
        let (rows, clashes) = Versions::new(vec![
            row("a", "2026-01-01", None),
            row("a", "2026-07-01", None),
        ]);
        assert_eq!(clashes, []);
        assert_eq!(found(&rows, "2025-12-31T22:59:59.999Z"), None);
        assert_eq!(
            found(&rows, "2025-12-31T23:00:00Z"),
            Some("2026-01-01".to_owned())
        );
        assert_eq!(
            found(&rows, "2026-06-30T21:59:59.999Z"),
            Some("2026-01-01".to_owned())
        );
        assert_eq!(
            found(&rows, "2026-06-30T22:00:00Z"),
            Some("2026-07-01".to_owned())
        );
    }

    #[test]
    fn row_ends_on_the_day_it_says() {
        let (rows, clashes) = Versions::new(vec![row("a", "2026-01-01", Some("2026-02-01"))]);
        assert_eq!(clashes, []);
        assert_eq!(
            found(&rows, "2026-01-31T12:00:00Z"),
            Some("2026-01-01".to_owned())
        );
        assert_eq!(found(&rows, "2026-02-01T12:00:00Z"), None);
    }

    #[test]
    fn two_rows_of_one_name_never_hold_on_the_same_day() {
        let clashes = |rows| Versions::new(rows).1;
        assert_eq!(
            clashes(vec![
                row("a", "2026-01-01", None),
                row("a", "2026-01-01", None)
            ]),
            [(1, Clash::Duplicate)]
        );
        assert_eq!(
            clashes(vec![
                row("a", "2026-02-01", None),
                row("a", "2026-01-01", Some("2026-02-02"))
            ]),
            [(0, Clash::Overlap)]
        );
        assert_eq!(
            clashes(vec![row("a", "2026-02-01", Some("2026-02-01"))]),
            [(0, Clash::EndsFirst)]
        );
        assert_eq!(
            clashes(vec![
                row("a", "2026-02-01", None),
                row("b", "2026-02-01", None)
            ]),
            []
        );
    }

    #[derive(Debug)]
    struct Row {
        id: String,
        valid_from: Day,
        valid_until: Option<Day>,
    }

    dated!(Row: String);

    fn row(id: &str, from: &str, until: Option<&str>) -> Row {
        Row {
            id: id.to_owned(),
            valid_from: Day(from.parse().unwrap()),
            valid_until: until.map(|day| Day(day.parse().unwrap())),
        }
    }

    fn found(rows: &Versions<Row>, at: &str) -> Option<String> {
        let at = Timestamp::parse_rfc3339(at)?;
        let row = rows.at(&"a".to_owned(), at)?;
        Some(row.valid_from.to_string())
    }
}
