//! The days themselves: a queue of what is to happen, on a clock that jumps.

mod agenda;
mod doctors;
mod nurses;
mod pile;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::civil::{Date, Weekday};

use self::world::World;
use super::chance::Chance;
use crate::domain::directory::Directory;
use crate::domain::time::{Timestamp, county_zone};
use crate::domain::waiting_room::{DirectoryHash, Entry, WaitingRoom};

/// Which days are simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// How many working days.
    pub count: u32,
    /// The last of them is the last working day that ended before this.
    pub before: Timestamp,
    /// Chance.
    pub seed: u64,
}

/// When a day is over, in seconds from its start.
const MIDNIGHT: u64 = 24 * 3_600;

/// Lets `days` pass in `room`, and gives every entry in order to `keep`.
///
/// All requests have ended and nobody is on duty when the last day is over.
pub fn simulate(
    room: &mut WaitingRoom,
    directory: &Directory,
    hash: DirectoryHash,
    days: Days,
    keep: &mut dyn FnMut(Entry),
) {
    let mut world = World {
        room,
        directory,
        hash,
        keep,
        chance: Chance::new(days.seed),
        days: working_days(days),
        agenda: BTreeMap::new(),
        planned: 0,
        doctors: BTreeMap::new(),
        writing: BTreeSet::new(),
    };
    for day in world.days.clone() {
        world.adopt(day);
        world.plan_day(day);
        world.live_until(at(day, MIDNIGHT));
    }
    world.live_until_nothing_is_planned();
}

fn working_days(days: Days) -> Vec<Date> {
    let mut found = Vec::new();
    let mut day = days.before.local().date();
    while found.len() < usize::try_from(days.count).unwrap_or(usize::MAX) {
        let Ok(earlier) = day.yesterday() else { break };
        day = earlier;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            found.push(day);
        }
    }
    found.reverse();
    found
}

fn at(day: Date, second_of_day: u64) -> Timestamp {
    day.to_zoned(county_zone())
        .map_or(Timestamp::default(), |midnight| {
            Timestamp::from_millis(midnight.timestamp().as_millisecond())
                .plus(Duration::from_secs(second_of_day))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::county;
    use crate::domain::clinical::Level;
    use crate::domain::indicators::{GroupBy, Key, WaitingTimes, rows};
    use crate::domain::waiting_room::{DutyState, Event};

    #[test]
    fn simulated_days_end_with_every_request_ended_and_nobody_on_duty() {
        let (room, entries, _) = working_week(1);
        assert!(entries.len() > 5_000, "{}", entries.len());
        assert!(room.consults().all(|consult| consult.is_over()));
        assert!(room.duties().all(|(_, duty)| duty.state == DutyState::Off));
        let asked = entries
            .iter()
            .filter(|entry| matches!(entry.events.first(), Some(Event::ConsultQueued(_))))
            .count();
        assert!(asked > 700, "{asked}");
    }

    #[test]
    fn same_seed_gives_the_same_days() {
        assert_eq!(working_week(7).1, working_week(7).1);
        assert_ne!(working_week(7).1, working_week(8).1);
    }

    /// Contact within minutes at P1, on the same day or the next at P4; nearly all in time.
    #[test]
    fn simulated_waits_are_those_of_an_ordinary_county() {
        let (_, _, times) = working_week(3);
        let from = Timestamp::from_millis(0);
        let all = rows(times.between(from, before()), [].iter(), GroupBy::Level);
        for (level, median_minutes, p90_minutes, in_target) in [
            (Level::P1, 1..4, 3..12, 80..=100),
            (Level::P2, 5..15, 18..36, 85..=98),
            (Level::P3, 20..50, 60..120, 90..=99),
            (Level::P4, 180..540, 1_440..4_320, 88..=99),
        ] {
            let found = all.iter().find(|row| row.key == Key::Level(level)).unwrap();
            let minutes = |seconds: Option<u64>| seconds.unwrap() / 60;
            let kept = found.contact_in_target;
            assert!(
                median_minutes.contains(&minutes(found.wait_median_seconds)),
                "{found:?}"
            );
            assert!(
                p90_minutes.contains(&minutes(found.wait_p90_seconds)),
                "{found:?}"
            );
            assert!(
                in_target.contains(&(100 * kept.part / kept.whole)),
                "{found:?}"
            );
        }
    }

    fn before() -> Timestamp {
        Timestamp::parse_rfc3339("2026-11-21T09:00:00Z").unwrap()
    }

    fn working_week(seed: u64) -> (WaitingRoom, Vec<Entry>, WaitingTimes) {
        let directory = county::demo().unwrap();
        let mut room = WaitingRoom::new();
        let mut entries = Vec::new();
        let mut times = WaitingTimes::default();
        let days = Days {
            count: 5,
            before: before(),
            seed,
        };
        simulate(
            &mut room,
            &directory,
            DirectoryHash([0; 32]),
            days,
            &mut |entry| {
                for event in &entry.events {
                    times.fold(entry.at, event);
                }
                entries.push(entry);
            },
        );
        (room, entries, times)
    }
}
