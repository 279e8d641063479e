//! When a health centre is open, or a duty slot is held, week by week.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::week::{DAY, WEEK, Week, minute_of};
use crate::domain::time::Timestamp;

/// Text that does not say when a centre is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not opening hours: write for example \"mon-thu 08:00-17:00, fri 08:00-16:00\"")]
pub struct InvalidHours;

/// A weekly timetable, for example `mon-thu 08:00-17:00, fri 08:00-16:00`. What closes no
/// later than it opens closes the next morning: `mon-thu 17:00-08:00`.
///
/// Holidays are not known to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    spells: Vec<Spell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spell {
    first: Weekday,
    last: Weekday,
    opens: Time,
    closes: Closing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    At(Time),
    Midnight,
}

impl OpeningHours {
    /// Whether the timetable says open at `at` on the county's wall clock.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.week().holds(minute_of(at))
    }

    /// The week of the timetable.
    #[must_use]
    pub fn week(&self) -> Week {
        self.spells.iter().flat_map(|spell| spell.spans()).collect()
    }
}

impl Spell {
    /// Minutes of the week, also past its end: Sunday night goes on into Monday.
    fn spans(self) -> impl Iterator<Item = (u32, u32)> {
        let minutes = |time: Time| {
            let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
            u32::from(hour) * 60 + u32::from(minute)
        };
        let opens = minutes(self.opens);
        let closes = match self.closes {
            Closing::At(closes) if minutes(closes) > opens => minutes(closes),
            Closing::At(closes) => minutes(closes) + DAY,
            Closing::Midnight => DAY,
        };
        let number = |day: Weekday| u32::from(day.to_monday_zero_offset().unsigned_abs());
        (number(self.first)..=number(self.last)).flat_map(move |day| {
            let (from, until) = (day * DAY + opens, day * DAY + closes);
            // What reaches beyond Sunday is Monday's.
            [(from, until.min(WEEK)), (0, until.saturating_sub(WEEK))]
        })
    }
}

impl FromStr for OpeningHours {
    type Err = InvalidHours;

    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let spells = text
            .split(',')
            .map(|part| spell(part.trim()).ok_or(InvalidHours))
            .collect::<Result<_, _>>()?;
        Ok(Self { spells })
    }
}

fn spell(text: &str) -> Option<Spell> {
    let (days, times) = text.split_once(' ')?;
    let (first, last) = days.split_once('-').unwrap_or((days, days));
    let (opens, closes) = times.split_once('-')?;
    let closes = match closes {
        "24:00" => Closing::Midnight,
        clock => Closing::At(time(clock)?),
    };
    let spell = Spell {
        first: weekday(first)?,
        last: weekday(last)?,
        opens: time(opens)?,
        closes,
    };
    let lasts = match closes {
        Closing::At(closes) => spell.opens != closes,
        Closing::Midnight => true,
    };
    let days_forward = spell.first.to_monday_zero_offset() <= spell.last.to_monday_zero_offset();
    (lasts && days_forward).then_some(spell)
}

fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !two(hour) || !two(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

fn weekday(text: &str) -> Option<Weekday> {
    DAYS.iter()
        .find(|(name, _)| *name == text)
        .map(|(_, day)| *day)
}

pub(super) fn name(wanted: Weekday) -> &'static str {
    DAYS.iter()
        .find(|(_, day)| *day == wanted)
        .map_or("", |(name, _)| *name)
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, spell) in self.spells.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name(spell.first))?;
            if spell.first != spell.last {
                write!(f, "-{}", name(spell.last))?;
            }
            write!(f, " {}-", spell.opens.strftime("%H:%M"))?;
            match spell.closes {
                Closing::At(closes) => write!(f, "{}", closes.strftime("%H:%M"))?,
                Closing::Midnight => f.write_str("24:00")?,
            }
        }
        Ok(())
    }
}

impl Serialize for OpeningHours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OpeningHours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centre_is_open_by_the_wall_clock_summer_and_winter() {
        let hours: OpeningHours = "mon-thu 08:00-17:00, fri 08:00-16:00".parse().unwrap();
        let open = |text| hours.is_open(Timestamp::parse_rfc3339(text).unwrap());
        assert!(open("2026-01-08T16:59:00+01:00"));
        assert!(!open("2026-01-08T17:00:00+01:00"));
        assert!(open("2026-07-09T08:00:00+02:00"));
        assert!(!open("2026-07-10T16:30:00+02:00"));
        assert!(!open("2026-07-11T10:00:00+02:00"));
    }

    #[test]
    fn night_goes_on_until_the_morning_and_sunday_night_into_monday() {
        let hours: OpeningHours = "mon-thu 17:00-08:00, sun 20:00-07:00".parse().unwrap();
        let open = |text| hours.is_open(Timestamp::parse_rfc3339(text).unwrap());
        // 2026-11-23 is a Monday.
        assert!(open("2026-11-22T23:59:00+01:00"));
        assert!(open("2026-11-23T06:59:00+01:00"));
        assert!(!open("2026-11-23T07:00:00+01:00"));
        assert!(!open("2026-11-23T16:59:00+01:00"));
        assert!(open("2026-11-23T17:00:00+01:00"));
        assert!(open("2026-11-27T07:59:00+01:00"));
        assert!(!open("2026-11-27T17:00:00+01:00"));
    }

    #[test]
    fn hours_are_written_as_they_are_read() {
        for text in [
            "mon-thu 17:00-08:00",
            "mon-sun 00:00-24:00",
            "mon-thu 08:00-17:00, fri 08:00-16:30",
        ] {
            let hours: OpeningHours = text.parse().unwrap();
            assert_eq!(hours.to_string(), text);
        }
    }

    #[test]
    fn nonsense_is_no_timetable() {
        for bad in [
            "",
            "mon",
            "mon 8-17",
            "mon 08:00-08:00",
            "fri-mon 08:00-17:00",
            "mon 08:00-25:00",
            "mån 08:00-17:00",
        ] {
            assert_eq!(bad.parse::<OpeningHours>(), Err(InvalidHours), "{bad}");
        }
    }
}
