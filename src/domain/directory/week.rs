//! Hours of a week, as spans of minutes: what they cover together, and where they leave gaps.

use std::fmt;
use std::time::Duration;

use jiff::civil::Weekday;

use crate::domain::time::{Timestamp, county_zone};

/// Minutes of a day.
pub(super) const DAY: u32 = 24 * 60;

/// How far beyond the time asked for the beginning or end of a part is looked for.
const LOOK_BEYOND: Duration = Duration::from_secs(24 * 60 * 60);

/// Minutes of a week.
pub(super) const WEEK: u32 = 7 * DAY;

/// A part of each week on the county's wall clock. Its spans are in order and apart from
/// each other, in minutes since Monday 00:00.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week(Vec<(u32, u32)>);

impl FromIterator<(u32, u32)> for Week {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(spans: I) -> Self {
        let mut spans: Vec<_> = spans
            .into_iter()
            .filter(|(from, until)| from < until)
            .collect();
        spans.sort_unstable();
        let mut week: Vec<(u32, u32)> = Vec::new();
        for (from, until) in spans {
            match week.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                Some(_) | None => week.push((from, until)),
            }
        }
        Self(week)
    }
}

impl Week {
    /// What either covers.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// What it does not cover.
    #[must_use]
    pub fn gaps(&self) -> Self {
        let starts = [0].into_iter().chain(self.0.iter().map(|span| span.1));
        let ends = self.0.iter().map(|span| span.0).chain([WEEK]);
        starts.zip(ends).collect()
    }

    /// The first `count` spans of it in words, and how many there are besides.
    pub(super) fn told(&self, count: usize) -> String {
        let told = Self(self.0.iter().take(count).copied().collect());
        match self.0.len().saturating_sub(count) {
            0 => told.to_string(),
            more => format!("{told} and {more} times more each week"),
        }
    }

    /// What it covers, in order, in minutes since Monday 00:00.
    #[must_use]
    pub fn spans(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether it covers nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it covers a minute of the week.
    #[must_use]
    pub fn holds(&self, minute: u32) -> bool {
        self.0
            .iter()
            .any(|(from, until)| (*from..*until).contains(&minute))
    }

    /// What it covers of one day, 0 for Monday, in minutes since midnight.
    #[must_use]
    pub fn of_day(&self, day: u32) -> Vec<(u32, u32)> {
        let begins = day * DAY;
        let spans = self.0.iter().map(|(from, until)| {
            let until = (*until).min(begins + DAY).saturating_sub(begins);
            (from.saturating_sub(begins), until)
        });
        spans.filter(|(from, until)| from < until).collect()
    }

    /// Whether it covers all that `other` covers.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.and(other) == *self
    }

    /// Whether some minute is in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().any(|(from, until)| {
            let overlaps = |span: &(u32, u32)| span.0 < *until && *from < span.1;
            other.0.iter().any(overlaps)
        })
    }

    /// Every minute of the week at which it begins or ends. What goes on from Sunday into
    /// Monday does neither at midnight.
    pub(super) fn edges(&self) -> Vec<u32> {
        let goes_on = self.holds(0) && self.holds(WEEK - 1);
        self.0
            .iter()
            .flat_map(|(from, until)| [*from, *until % WEEK])
            .filter(|edge| *edge != 0 || !goes_on)
            .collect()
    }

    /// The parts of it that lie in the time from `from` until before `until`, whole: a part
    /// is told with its beginning and its end, if these are not days away.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let first = from.minus(LOOK_BEYOND).local().date();
        let mut parts: Vec<(Timestamp, Timestamp)> = Vec::new();
        let mut day = first;
        loop {
            let begins = u32::from(day.weekday().to_monday_zero_offset().unsigned_abs()) * DAY;
            let today = self.0.iter().filter_map(|(open, close)| {
                let (open, close) = ((*open).max(begins), (*close).min(begins + DAY));
                (open < close).then(|| (on(day, open - begins), on(day, close - begins)))
            });
            for (open, close) in today {
                match parts.last_mut() {
                    Some(last) if last.1 == open => last.1 = close,
                    Some(_) | None => parts.push((open, close)),
                }
            }
            let Ok(next) = day.tomorrow() else { break };
            if on(next, 0) >= until.plus(LOOK_BEYOND) {
                break;
            }
            day = next;
        }
        parts.retain(|(open, close)| *open < until && *close > from);
        parts
    }
}

/// A minute of a day on the county's wall clock.
fn on(day: jiff::civil::Date, minute: u32) -> Timestamp {
    let minutes = i64::from(minute);
    day.at(0, 0, 0, 0)
        .checked_add(jiff::Span::new().minutes(minutes))
        .and_then(|local| local.to_zoned(county_zone()))
        .map_or(Timestamp::from_millis(i64::MAX), |at| {
            Timestamp::from_millis(at.timestamp().as_millisecond())
        })
}

/// The minute of the week at `at`.
pub(super) fn minute_of(at: Timestamp) -> u32 {
    let local = at.local();
    let day = u32::from(local.weekday().to_monday_zero_offset().unsigned_abs());
    let (hour, minute) = (local.hour().unsigned_abs(), local.minute().unsigned_abs());
    day * DAY + u32::from(hour) * 60 + u32::from(minute)
}

/// When the week next comes to `minute`, after `at`.
pub(super) fn next(minute: u32, at: Timestamp) -> Timestamp {
    let today = at.local().date();
    let wanted = minute / DAY;
    let days = std::iter::successors(Some(today), |day| day.tomorrow().ok()).take(9);
    days.filter(|day| u32::from(day.weekday().to_monday_zero_offset().unsigned_abs()) == wanted)
        .map(|day| on(day, minute % DAY))
        .find(|edge| *edge > at)
        .unwrap_or(Timestamp::from_millis(i64::MAX))
}

impl fmt::Display for Week {
    /// As a timetable is written, one span after the other.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (from, until)) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { ", " };
            let (first, last) = (from / DAY, (until - 1) / DAY);
            write!(f, "{gap}{} {}-", name(first), clock(from % DAY))?;
            if last > first {
                write!(f, "{} ", name(last))?;
            }
            f.write_str(&clock(until - last * DAY))?;
        }
        Ok(())
    }
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn name(day: u32) -> &'static str {
    let day = i8::try_from(day).unwrap_or(0);
    super::hours::name(Weekday::from_monday_zero_offset(day).unwrap_or(Weekday::Monday))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::OpeningHours;

    #[test]
    fn what_is_left_of_a_week_is_told_as_hours() {
        let gaps = |text| week(text).gaps().to_string();
        assert_eq!(gaps("mon-sun 00:00-24:00"), "");
        assert_eq!(
            gaps("mon-thu 08:00-17:00, fri-sun 00:00-24:00"),
            "mon 00:00-08:00, mon 17:00-tue 08:00, tue 17:00-wed 08:00, wed 17:00-thu 08:00, \
             thu 17:00-24:00"
        );
        let day = week("mon-fri 08:00-17:00");
        let jour = week("mon-thu 17:00-08:00, fri 17:00-24:00, sat-sun 00:00-24:00");
        assert_eq!(day.and(&jour).gaps().to_string(), "mon 00:00-08:00");
    }

    #[test]
    fn next_edge_is_on_the_wall_clock_also_when_it_is_put_forward() {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        // Summer time begins on Sunday 2026-03-29.
        let monday_eight = 8 * 60;
        assert_eq!(
            next(monday_eight, at("2026-03-27T17:00:00+01:00")),
            at("2026-03-30T08:00:00+02:00")
        );
        assert_eq!(
            next(monday_eight, at("2026-03-30T08:00:00+02:00")),
            at("2026-04-06T08:00:00+02:00")
        );
    }

    #[test]
    fn parts_of_a_week_are_whole_where_they_touch_the_time_asked_for() {
        let at = |text| Timestamp::parse_rfc3339(text).unwrap();
        let night = week("mon-thu 17:00-08:00");
        let parts = night.between(
            at("2026-11-23T20:00:00+01:00"),
            at("2026-11-24T18:00:00+01:00"),
        );
        assert_eq!(
            parts,
            [
                (
                    at("2026-11-23T17:00:00+01:00"),
                    at("2026-11-24T08:00:00+01:00")
                ),
                (
                    at("2026-11-24T17:00:00+01:00"),
                    at("2026-11-25T08:00:00+01:00")
                ),
            ]
        );
        assert_eq!(week("sat 08:00-09:00").between(parts[0].0, parts[0].1), []);
    }

    fn week(text: &str) -> Week {
        text.parse::<OpeningHours>().unwrap().week()
    }
}
