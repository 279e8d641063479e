//! Waiting times in groups. Groups too small to show tell nothing, and nothing tells of them.

use std::collections::BTreeMap;

use super::waiting::Contact;
use super::withheld::Withheld;
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

/// How much of a row is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// The waits alone: from its counts and shares the count of a group too small to show
    /// would follow.
    Waits,
    /// Nothing: the group is too small to show.
    Nothing,
}

/// The figures of one group, split by level and once over all levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The group.
    pub key: Key,
    /// The level, or all of them.
    pub level: Option<Level>,
    /// How much of it may be shown.
    pub shown: Shown,
    /// How many were queued.
    pub n: u64,
    /// The longest wait that was promised, in seconds, where it was one for all of them.
    pub target_seconds: Option<u64>,
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
    let contacts: Vec<_> = contacts.collect();
    let withheld = Withheld::of(&contacts);
    let mut groups: BTreeMap<(Key, Option<Level>), Vec<&Contact>> = BTreeMap::new();
    for contact in contacts {
        let key = Key::of(contact, by);
        if by != GroupBy::Level {
            groups
                .entry((key.clone(), Some(contact.level)))
                .or_default()
                .push(contact);
        }
        groups.entry((key, None)).or_default().push(contact);
    }
    let rows = groups.into_iter().map(|((key, level), contacts)| {
        let shown = if count(contacts.len()) < LEAST_SHOWN {
            Shown::Nothing
        } else if withheld.holds(&key, level) {
            Shown::Waits
        } else {
            Shown::Whole
        };
        row(key, level, shown, &contacts)
    });
    rows.collect()
}

impl Key {
    /// The group in which a request is counted.
    pub(super) fn of(contact: &Contact, by: GroupBy) -> Self {
        match by {
            GroupBy::Centre => Self::Centre(contact.centre.clone()),
            GroupBy::Municipality => Self::Municipality(contact.municipality.clone()),
            GroupBy::Level => Self::Level(contact.level),
            GroupBy::Hour => Self::Hour(contact.queued_at.local().hour()),
        }
    }
}

fn row(key: Key, level: Option<Level>, shown: Shown, contacts: &[&Contact]) -> Row {
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
        shown,
        n,
        target_seconds: same(contacts.iter().map(|contact| contact.promised().as_secs())),
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

/// What all of them are.
fn same(mut values: impl Iterator<Item = u64>) -> Option<u64> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The smallest value that at least `percent` of `sorted` do not exceed.
fn nearest_rank(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
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
        assert_eq!(all.target_seconds, Some(1_800));
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
                .all(|row| row.shown == Shown::Nothing)
        );
        let contacts = waits(Level::P1, "hc-a", &[1, 2, 3, 4, 5]);
        assert!(
            rows(contacts.iter(), GroupBy::Level)
                .iter()
                .all(|row| row.shown == Shown::Whole)
        );
    }

    #[test]
    fn small_group_does_not_follow_by_subtraction_and_others_keep_their_waits() {
        let mut contacts = waits(Level::P2, "hc-a", &[1; 20]);
        contacts.extend(waits(Level::P3, "hc-a", &[1; 7]));
        contacts.extend(waits(Level::P1, "hc-a", &[1; 2]));
        contacts.extend(waits(Level::P1, "hc-b", &[1; 9]));
        contacts.extend(waits(Level::P2, "hc-b", &[1; 9]));
        contacts.extend(waits(Level::P3, "hc-b", &[1; 9]));
        let told: Vec<_> = rows(contacts.iter(), GroupBy::Centre)
            .iter()
            .filter(|row| row.key == Key::Centre("hc-a".parse().unwrap()))
            .map(|row| (row.level, row.shown))
            .collect();
        assert_eq!(
            told,
            [
                (None, Shown::Whole),
                (Some(Level::P1), Shown::Nothing),
                (Some(Level::P2), Shown::Whole),
                (Some(Level::P3), Shown::Waits),
            ]
        );
    }

    #[test]
    fn planned_counts_are_left_out_before_urgent_ones() {
        let mut contacts = waits(Level::P1, "hc-a", &[1; 2]);
        for centre in ["hc-a", "hc-b"] {
            contacts.extend(waits(
                Level::P1,
                centre,
                &[1; 6][..if centre == "hc-a" { 0 } else { 6 }],
            ));
            contacts.extend(waits(Level::P2, centre, &[1; 7]));
            contacts.extend(waits(Level::P4, centre, &[1; 30]));
        }
        let rows = rows(contacts.iter(), GroupBy::Centre);
        let left_out: Vec<_> = rows
            .iter()
            .filter(|row| row.shown == Shown::Waits)
            .map(|row| row.level)
            .collect();
        assert_eq!(
            left_out,
            [Some(Level::P4), Some(Level::P1), Some(Level::P4)]
        );
    }

    #[test]
    fn nothing_is_left_out_where_no_group_is_small() {
        let mut contacts = waits(Level::P2, "hc-a", &[1; 20]);
        contacts.extend(waits(Level::P3, "hc-a", &[1; 5]));
        for by in [GroupBy::Centre, GroupBy::Level, GroupBy::Hour] {
            assert!(
                rows(contacts.iter(), by)
                    .iter()
                    .all(|row| row.shown == Shown::Whole)
            );
        }
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
