//! Hours of a week as Swedes write them.

use crate::domain::directory::Week;

const DAYS: [&str; 7] = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"];

/// What is covered of a day, in minutes since midnight.
type Spans = Vec<(u32, u32)>;

/// For example `mån–tors 08:00–17:00, fre 08:00–16:00`.
#[must_use]
pub fn swedish(week: &Week) -> String {
    let mut groups: Vec<(usize, usize, Spans)> = Vec::new();
    for (day, number) in (0..DAYS.len()).zip(0..) {
        let spans = week.of_day(number);
        match groups.last_mut() {
            Some((_, last, known)) if *known == spans => *last = day,
            Some(_) | None => groups.push((day, day, spans)),
        }
    }
    let texts =
        groups
            .iter()
            .filter(|(_, _, spans)| !spans.is_empty())
            .map(
                |(first, last, spans)| match (days(*first, *last), times(spans)) {
                    (None, times) => times,
                    (Some(days), times) => format!("{days} {times}"),
                },
            );
    texts.collect::<Vec<_>>().join(", ")
}

/// All days have no name of their own.
fn days(first: usize, last: usize) -> Option<String> {
    let name = |day: usize| DAYS.get(day).copied().unwrap_or_default();
    match (first, last) {
        (0, 6) => None,
        (0, 4) => Some("vardagar".to_owned()),
        (5, 6) => Some("helger".to_owned()),
        (first, last) if first == last => Some(name(first).to_owned()),
        (first, last) => Some(format!("{}–{}", name(first), name(last))),
    }
}

fn times(spans: &[(u32, u32)]) -> String {
    if spans == [(0, 24 * 60)] {
        return "dygnet runt".to_owned();
    }
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let texts = spans
        .iter()
        .map(|(from, until)| format!("{}–{}", clock(*from), clock(*until)));
    texts.collect::<Vec<_>>().join(" och ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::OpeningHours;

    #[test]
    fn hours_are_told_by_the_days_that_share_them() {
        for (hours, told) in [
            ("mon-fri 08:00-17:00", "vardagar 08:00–17:00"),
            (
                "mon-thu 08:00-17:00, fri 08:00-16:00",
                "mån–tors 08:00–17:00, fre 08:00–16:00",
            ),
            ("mon-sun 00:00-24:00", "dygnet runt"),
            ("mon-sun 22:00-06:00", "00:00–06:00 och 22:00–24:00"),
            ("sat-sun 10:00-14:00", "helger 10:00–14:00"),
        ] {
            let hours: OpeningHours = hours.parse().unwrap();
            assert_eq!(swedish(&hours.week()), told);
        }
    }
}
