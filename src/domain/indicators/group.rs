//! Waiting times in groups, with groups too small to show left out.

use std::collections::{BTreeMap, BTreeSet};

use super::waiting::Contact;
use crate::domain::clinical::Level;
use crate::domain::ids::{CentreId, MunicipalityId};

/// The smallest group that is shown: fewer could point at a person.
pub const LEAST_SHOWN: u64 = 5;

/// What a group is made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The health centre asked.
    Centre,
    /// The asking unit's municipality.
    Municipality,
    /// The level.
    Level,
    /// The hour of the local day in which it was first queued.
    Hour,
}

/// Which group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A health centre.
    Centre(CentreId),
    /// A municipality.
    Municipality(MunicipalityId),
    /// A level.
    Level(Level),
    /// An hour, 0 to 23.
    Hour(i8),
}

/// A share of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

/// The figures of one group, split by level and once over all levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The group.
    pub key: Key,
    /// The level, or all of them.
    pub level: Option<Level>,
    /// How many were queued. Not to be shown where `suppressed`, like everything below.
    pub n: u64,
    /// Too few to show, or telling by subtraction how many too few others are.
    pub suppressed: bool,
    /// Median wait until the two first met, in seconds, by nearest rank.
    pub wait_median_seconds: Option<u64>,
    /// 90th percentile of the same.
    pub wait_p90_seconds: Option<u64>,
    /// Median wait until a doctor took it, in seconds, by nearest rank.
    pub take_median_seconds: Option<u64>,
    /// Those with contact in time, of those of whom it can be said.
    pub contact_in_target: Share,
    /// Those given up, of all queued.
    pub abandoned: Share,
}

/// The figures of `contacts`, by group and then by level; all levels together come first.
pub fn rows<'a>(contacts: impl Iterator<Item = &'a Contact>, by: GroupBy) -> Vec<Row> {
    let mut groups: BTreeMap<(Key, Option<Level>), Vec<&Contact>> = BTreeMap::new();
    for contact in contacts {
        let key = key(contact, by);
        if by != GroupBy::Level {
            groups
                .entry((key.clone(), Some(contact.level)))
                .or_default()
                .push(contact);
        }
        groups.entry((key, None)).or_default().push(contact);
    }
    let mut rows: Vec<_> = groups
        .into_iter()
        .map(|((key, level), contacts)| row(key, level, &contacts))
        .collect();
    hide_what_subtraction_would_tell(&mut rows);
    rows
}

fn key(contact: &Contact, by: GroupBy) -> Key {
    match by {
        GroupBy::Centre => Key::Centre(contact.centre.clone()),
        GroupBy::Municipality => Key::Municipality(contact.municipality.clone()),
        GroupBy::Level => Key::Level(contact.level),
        GroupBy::Hour => Key::Hour(contact.queued_at.local().hour()),
    }
}

fn row(key: Key, level: Option<Level>, contacts: &[&Contact]) -> Row {
    let seconds = |waits: &mut dyn Iterator<Item = std::time::Duration>| {
        let mut sorted: Vec<_> = waits.map(|wait| wait.as_secs()).collect();
        sorted.sort_unstable();
        sorted
    };
    let waits = seconds(&mut contacts.iter().filter_map(|contact| contact.wait()));
    let takes = seconds(&mut contacts.iter().filter_map(|contact| contact.take()));
    let judged: Vec<_> = contacts
        .iter()
        .filter_map(|contact| contact.in_target())
        .collect();
    let n = count(contacts.len());

    Row {
        key,
        level,
        n,
        suppressed: n < LEAST_SHOWN,
        wait_median_seconds: nearest_rank(&waits, 50),
        wait_p90_seconds: nearest_rank(&waits, 90),
        take_median_seconds: nearest_rank(&takes, 50),
        contact_in_target: Share {
            part: count(judged.iter().filter(|&&kept| kept).count()),
            whole: count(judged.len()),
        },
        abandoned: Share {
            part: count(
                contacts
                    .iter()
                    .filter(|contact| contact.abandoned())
                    .count(),
            ),
            whole: n,
        },
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The smallest value that at least `percent` of `sorted` do not exceed.
fn nearest_rank(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// Where a total is shown and exactly one of its parts is hidden, the hidden one follows by
/// subtraction: then the smallest part that is shown is hidden too.
fn hide_what_subtraction_would_tell(rows: &mut [Row]) {
    let keys: BTreeSet<_> = rows.iter().map(|row| row.key.clone()).collect();
    for key in keys {
        let total_shown = rows
            .iter()
            .any(|row| row.key == key && row.level.is_none() && !row.suppressed);
        let hidden = rows
            .iter()
            .filter(|row| row.key == key && row.level.is_some() && row.suppressed)
            .count();
        if !total_shown || hidden != 1 {
            continue;
        }
        let smallest = rows
            .iter_mut()
            .filter(|row| row.key == key && row.level.is_some() && !row.suppressed)
            .min_by_key(|row| row.n);
        if let Some(row) = smallest {
            row.suppressed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    const T0: Timestamp = Timestamp::from_millis(1_795_250_000_000);

    #[test]
    fn median_and_ninetieth_are_values_that_somebody_waited() {
        let contacts = waits(
            Level::P2,
            "hc-a",
            &[60, 120, 180, 240, 300, 360, 420, 480, 540, 6_000],
        );
        let rows = rows(contacts.iter(), GroupBy::Centre);
        let all = rows.iter().find(|row| row.level.is_none()).unwrap();
        assert_eq!(all.n, 10);
        assert_eq!(all.wait_median_seconds, Some(300));
        assert_eq!(all.wait_p90_seconds, Some(540));
        assert_eq!(all.contact_in_target, Share { part: 9, whole: 10 });
    }

    #[test]
    fn group_of_four_is_not_shown() {
        let contacts = waits(Level::P1, "hc-a", &[1, 2, 3, 4]);
        assert!(
            rows(contacts.iter(), GroupBy::Level)
                .iter()
                .all(|row| row.suppressed)
        );
        let contacts = waits(Level::P1, "hc-a", &[1, 2, 3, 4, 5]);
        assert!(
            rows(contacts.iter(), GroupBy::Level)
                .iter()
                .all(|row| !row.suppressed)
        );
    }

    #[test]
    fn small_group_does_not_follow_by_subtraction() {
        let mut contacts = waits(Level::P2, "hc-a", &[1; 20]);
        contacts.extend(waits(Level::P3, "hc-a", &[1; 6]));
        contacts.extend(waits(Level::P1, "hc-a", &[1; 2]));
        let rows = rows(contacts.iter(), GroupBy::Centre);
        let shown: Vec<_> = rows
            .iter()
            .filter(|row| !row.suppressed)
            .map(|row| row.level)
            .collect();
        assert_eq!(shown, [None, Some(Level::P2)]);
    }

    #[test]
    fn hours_are_the_countys_own() {
        let contacts = waits(Level::P3, "hc-a", &[60; 5]);
        let rows = rows(contacts.iter(), GroupBy::Hour);
        let local = T0.local().hour();
        assert!(rows.iter().all(|row| row.key == Key::Hour(local)));
    }

    fn waits(level: Level, centre: &str, seconds: &[u64]) -> Vec<Contact> {
        seconds
            .iter()
            .map(|&wait| Contact::met(level, centre, T0, wait))
            .collect()
    }
}
