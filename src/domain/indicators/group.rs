//! Waiting times in groups. Groups too small to show tell nothing, and nothing tells of them.

use std::collections::BTreeMap;

use super::waiting::{Contact, PhoneContact};
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
    /// Contacts by telephone, registered afterwards, beside those queued. Nothing where it is
    /// a number too small to show, or such a number would follow from it.
    pub phone_contacts: Option<u64>,
    /// Those of them that took the place of a call which the system could not carry.
    pub downtime_contacts: Option<u64>,
}

type Groups<'a> = BTreeMap<(Key, Option<Level>), Vec<&'a Contact>>;

/// The figures of `contacts`, and of those by telephone, by group and then by level; all
/// levels together come first.
pub fn rows<'a>(
    contacts: impl Iterator<Item = &'a Contact>,
    phoned: impl Iterator<Item = &'a PhoneContact>,
    by: GroupBy,
) -> Vec<Row> {
    let contacts: Vec<_> = contacts.collect();
    let phoned: Vec<_> = phoned.collect();
    let withheld = Withheld::of(&contacts);
    let told = Counts::of(phoned.iter().map(|one| &one.contact).collect(), by);
    let replaced = phoned.iter().filter(|one| one.replaced_a_call);
    let replaced = Counts::of(replaced.map(|one| &one.contact).collect(), by);
    let mut groups = grouped(&contacts, by);
    // A quiet morning may have been one on the telephone.
    for group in told.groups.keys() {
        groups.entry(group.clone()).or_default();
    }
    let rows = groups.into_iter().map(|((key, level), contacts)| {
        let shown = if count(contacts.len()) < LEAST_SHOWN {
            Shown::Nothing
        } else if withheld.holds(&key, level) {
            Shown::Waits
        } else {
            Shown::Whole
        };
        let phoned = told.shown(&key, level);
        let failed = replaced.shown(&key, level).filter(|&failed| {
            // Nor may the number of the others follow.
            phoned.is_some_and(|all| all == failed || all - failed >= LEAST_SHOWN)
        });
        Row {
            phone_contacts: phoned,
            downtime_contacts: failed,
            ..row(key, level, shown, &contacts)
        }
    });
    rows.collect()
}

fn grouped<'a>(contacts: &[&'a Contact], by: GroupBy) -> Groups<'a> {
    let mut groups = Groups::new();
    for contact in contacts {
        let key = Key::of(contact, by);
        if by != GroupBy::Level {
            let group = groups.entry((key.clone(), Some(contact.level)));
            group.or_default().push(contact);
        }
        groups.entry((key, None)).or_default().push(contact);
    }
    groups
}

/// How many there are in each group, and of which groups that may be told.
struct Counts<'a> {
    groups: Groups<'a>,
    withheld: Withheld,
}

impl<'a> Counts<'a> {
    fn of(contacts: Vec<&'a Contact>, by: GroupBy) -> Self {
        Self {
            groups: grouped(&contacts, by),
            withheld: Withheld::of(&contacts),
        }
    }

    /// That there are none points at nobody.
    fn shown(&self, key: &Key, level: Option<Level>) -> Option<u64> {
        let n = self.groups.get(&(key.clone(), level));
        let n = n.map_or(0, |group| count(group.len()));
        let few = (1..LEAST_SHOWN).contains(&n);
        (!few && !self.withheld.holds(key, level)).then_some(n)
    }
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
        phone_contacts: None,
        downtime_contacts: None,
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
        let rows = rows(contacts.iter(), [].iter(), GroupBy::Centre);
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
            rows(contacts.iter(), [].iter(), GroupBy::Level)
                .iter()
                .all(|row| row.shown == Shown::Nothing)
        );
        let contacts = waits(Level::P1, "hc-a", &[1, 2, 3, 4, 5]);
        assert!(
            rows(contacts.iter(), [].iter(), GroupBy::Level)
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
        let told: Vec<_> = rows(contacts.iter(), [].iter(), GroupBy::Centre)
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
        let rows = rows(contacts.iter(), [].iter(), GroupBy::Centre);
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
                rows(contacts.iter(), [].iter(), by)
                    .iter()
                    .all(|row| row.shown == Shown::Whole)
            );
        }
    }

    #[test]
    fn contacts_by_telephone_stand_beside_those_that_queued() {
        let queued = waits(Level::P2, "hc-a", &[60; 6]);
        let phoned = phoned(Level::P2, "hc-a", 7, 7);
        let rows = rows(queued.iter(), phoned.iter(), GroupBy::Centre);
        for row in &rows {
            assert_eq!(row.n, 6, "they are not among those queued");
            assert_eq!(row.phone_contacts, Some(7));
            assert_eq!(row.downtime_contacts, Some(7));
        }
    }

    #[test]
    fn quiet_morning_has_a_row_for_what_went_by_telephone() {
        let phoned = phoned(Level::P2, "hc-a", 5, 0);
        let rows = rows([].iter(), phoned.iter(), GroupBy::Level);
        let [row] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        assert_eq!((row.n, row.shown), (0, Shown::Nothing));
        assert_eq!(row.phone_contacts, Some(5));
        assert_eq!(row.downtime_contacts, Some(0));
    }

    #[test]
    fn few_contacts_by_telephone_are_not_told_and_do_not_follow() {
        let told = |all, failed| {
            let phoned = phoned(Level::P2, "hc-a", all, failed);
            let rows = rows([].iter(), phoned.iter(), GroupBy::Level);
            (rows[0].phone_contacts, rows[0].downtime_contacts)
        };
        assert_eq!(told(4, 0), (None, None));
        assert_eq!(told(9, 4), (Some(9), None));
        assert_eq!(told(9, 5), (Some(9), None), "four others would follow");
        assert_eq!(told(10, 5), (Some(10), Some(5)));
        let mut both = phoned(Level::P2, "hc-a", 7, 0);
        both.extend(phoned(Level::P3, "hc-a", 2, 0));
        let rows = rows([].iter(), both.iter(), GroupBy::Centre);
        let of = |level| {
            let row = rows.iter().find(|row| row.level == level);
            row.unwrap().phone_contacts
        };
        assert_eq!(of(Some(Level::P3)), None);
        let (all, rest) = (of(None), of(Some(Level::P2)));
        assert!(all.is_none() || rest.is_none(), "two would follow");
    }

    #[test]
    fn hours_are_the_countys_own() {
        let contacts = waits(Level::P3, "hc-a", &[60; 5]);
        let rows = rows(contacts.iter(), [].iter(), GroupBy::Hour);
        let local = T0.local().hour();
        assert!(rows.iter().all(|row| row.key == Key::Hour(local)));
    }

    fn phoned(level: Level, centre: &str, all: usize, failed: usize) -> Vec<PhoneContact> {
        let contacts = waits(level, centre, &vec![0; all]).into_iter();
        let phoned = contacts.enumerate().map(|(nth, contact)| PhoneContact {
            contact,
            replaced_a_call: nth < failed,
        });
        phoned.collect()
    }

    fn waits(level: Level, centre: &str, seconds: &[u64]) -> Vec<Contact> {
        seconds
            .iter()
            .map(|&wait| Contact::met(level, centre, T0, wait))
            .collect()
    }
}
