use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::domain::indicators::group::{Row, Shown, rows};
use crate::domain::time::Timestamp;

const TABLES: [GroupBy; 3] = [GroupBy::Centre, GroupBy::Municipality, GroupBy::Hour];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Somebody who knows every number that is shown, which ones are below five and which are
    /// only left out, and how many requests there were, and who tries every number that could
    /// stand in every empty place of all tables at once, finds more than one that fits.
    #[test]
    fn no_count_below_five_follows_from_what_is_shown(contacts in contacts()) {
        let told = Told::of(&contacts);
        if told.counts() == 0 {
            return Ok(());
        }
        let tables: Vec<_> = TABLES.iter().map(|by| told.fits(*by)).collect();
        let totals = tables.iter().map(|table| table.totals.clone());
        let totals = totals.reduce(|some, others| &some & &others).unwrap();
        prop_assert!(totals.contains(&told.totals()));
        for (index, (level, n)) in told.totals().iter().enumerate() {
            let other = totals.iter().any(|fits| fits.get(index).unwrap().1 != *n);
            prop_assert!(*n >= LEAST_SHOWN || other, "{level} has {n}");
        }
        for table in &tables {
            for (cell, n) in table.few(&told) {
                let other = table.values.iter().any(|(it, fits, with)| {
                    *it == cell && *fits != n && totals.contains(with)
                });
                prop_assert!(other, "{cell:?} has {n}");
            }
        }
    }

    /// Nothing is left out that need not be: without groups too small to show, everything is
    /// told.
    #[test]
    fn without_small_groups_every_count_is_told(contacts in contacts()) {
        let all: Vec<_> = [GroupBy::Level].into_iter().chain(TABLES).flat_map(|by| rows(contacts.iter(), [].iter(), by)).collect();
        let small = all.iter().any(|row| row.n < LEAST_SHOWN);
        let left_out = all.iter().any(|row| row.shown == Shown::Waits);
        prop_assert!(small || !left_out);
    }

    /// In a county with requests enough, the totals of groups are told: among few, one of a level
    /// beside exactly five of each other can hide in the total alone.
    #[test]
    fn totals_are_the_last_to_go(contacts in prop::collection::vec(contact(3, 2), 300..500)) {
        let withheld = Withheld::of(&contacts.iter().collect::<Vec<_>>());
        prop_assert!(!withheld.is_everything());
        let rows = rows(contacts.iter(), [].iter(), GroupBy::Centre);
        for row in rows.iter().filter(|row| row.level.is_none() && row.n >= LEAST_SHOWN) {
            prop_assert_eq!(row.shown, Shown::Whole);
        }
    }
}

#[test]
fn few_requests_in_all_tell_no_count() {
    // One of one level and five of another: told that there are six, one would know.
    let contacts: Vec<_> = [
        Level::P1,
        Level::P3,
        Level::P3,
        Level::P3,
        Level::P3,
        Level::P3,
    ]
    .map(|level| Contact::met(level, "hc-a", T0, 60))
    .into();
    assert!(Withheld::of(&contacts.iter().collect::<Vec<_>>()).is_everything());
}

const T0: Timestamp = Timestamp::from_millis(1_795_250_000_000);

fn contacts() -> impl Strategy<Value = Vec<Contact>> {
    prop::collection::vec(contact(3, 2), 0..34)
}

fn contact(centres: usize, others: usize) -> impl Strategy<Value = Contact> {
    let level = prop_oneof![1 => Just(Level::P1), 3 => Just(Level::P2), 5 => Just(Level::P3)];
    let centre = prop_oneof![1 => Just(0), 3 => 0..centres];
    (level, centre, 0..others, 0..others).prop_map(|(level, centre, municipality, hour)| {
        let later = Duration::from_secs(3_600 * u64::try_from(hour).unwrap());
        let mut contact = Contact::met(level, &format!("hc-{centre}"), T0.plus(later), 60);
        contact.municipality = format!("town-{municipality}").parse().unwrap();
        contact
    })
}

/// All that is told of some requests.
struct Told {
    rows: BTreeMap<Cell, Row>,
    all: u64,
}

type Totals = Vec<(Level, u64)>;

/// Every way to fill in one table so that it agrees with what is told.
#[derive(Default)]
struct Fits {
    by: Option<GroupBy>,
    totals: BTreeSet<Totals>,
    values: BTreeSet<(Cell, u64, Totals)>,
}

impl Told {
    fn of(contacts: &[Contact]) -> Self {
        let tables = [GroupBy::Level].into_iter().chain(TABLES);
        let rows = tables.flat_map(|by| rows(contacts.iter(), [].iter(), by));
        Self {
            rows: rows
                .map(|row| ((row.key.clone(), row.level), row))
                .collect(),
            all: u64::try_from(contacts.len()).unwrap(),
        }
    }

    fn counts(&self) -> usize {
        self.rows
            .values()
            .filter(|row| row.shown == Shown::Whole)
            .count()
    }

    fn totals(&self) -> Totals {
        let levels = self.rows.iter().filter_map(|((key, _), row)| match key {
            Key::Level(level) => Some((*level, row.n)),
            Key::Centre(_) | Key::Municipality(_) | Key::Hour(_) => None,
        });
        levels.collect()
    }

    /// Whether `n` can stand there, as far as its own row tells.
    fn allows(&self, cell: &Cell, n: u64) -> bool {
        let row = &self.rows[cell];
        match row.shown {
            Shown::Whole => n == row.n,
            Shown::Waits => n >= LEAST_SHOWN,
            Shown::Nothing => (1..LEAST_SHOWN).contains(&n),
        }
    }

    fn fits(&self, by: GroupBy) -> Fits {
        let cells: Vec<_> = self
            .rows
            .keys()
            .filter(|(key, _)| is_of(key, by))
            .cloned()
            .collect();
        let mut fits = Fits {
            by: Some(by),
            ..Fits::default()
        };
        self.fill(&cells, &mut BTreeMap::new(), &mut fits);
        fits
    }

    /// Tries every number in the places not yet filled, group by group.
    fn fill(&self, empty: &[Cell], filled: &mut BTreeMap<Cell, u64>, fits: &mut Fits) {
        let Some((cell, rest)) = empty.split_first() else {
            return self.keep(filled, fits);
        };
        let (key, level) = cell;
        let of_level = |filled: &BTreeMap<Cell, u64>, level| -> u64 {
            filled
                .iter()
                .filter(|((_, it), _)| *it == level)
                .map(|(_, n)| n)
                .sum()
        };
        let Some(of) = level else {
            // The total of a group comes before its levels.
            for n in (1..=self.all).filter(|n| self.allows(cell, *n)) {
                filled.insert(cell.clone(), n);
                if of_level(filled, None) <= self.all {
                    self.fill(rest, filled, fits);
                }
                filled.remove(cell);
            }
            return;
        };
        let total = filled[&(key.clone(), None)];
        let others = filled
            .iter()
            .filter(|((it, level), _)| it == key && level.is_some());
        let left = total.saturating_sub(others.map(|(_, n)| n).sum());
        let is_last = rest.first().is_none_or(|(next, _)| next != key);
        for n in (1..=left).filter(|n| self.allows(cell, *n) && (!is_last || *n == left)) {
            filled.insert(cell.clone(), n);
            let row = &self.rows[&(Key::Level(*of), None)];
            if row.shown != Shown::Whole || of_level(filled, *level) <= row.n {
                self.fill(rest, filled, fits);
            }
            filled.remove(cell);
        }
    }

    fn keep(&self, filled: &BTreeMap<Cell, u64>, fits: &mut Fits) {
        let mut totals: BTreeMap<Level, u64> = BTreeMap::new();
        for ((_, level), n) in filled {
            if let Some(level) = level {
                *totals.entry(*level).or_default() += n;
            }
        }
        let right = |(level, n): (&Level, &u64)| self.allows(&(Key::Level(*level), None), *n);
        if totals.values().sum::<u64>() == self.all && totals.iter().all(right) {
            let totals: Vec<_> = totals.into_iter().collect();
            fits.totals.insert(totals.clone());
            let values = filled
                .iter()
                .filter(|(cell, _)| self.rows[*cell].shown == Shown::Nothing);
            fits.values
                .extend(values.map(|(cell, n)| (cell.clone(), *n, totals.clone())));
        }
    }
}

impl Fits {
    /// The counts of this table that are too small to show.
    fn few<'a>(&'a self, told: &'a Told) -> impl Iterator<Item = (Cell, u64)> + 'a {
        let few = told
            .rows
            .iter()
            .filter(|(_, row)| row.shown == Shown::Nothing);
        few.filter(|((key, _), _)| self.by.is_some_and(|by| is_of(key, by)))
            .map(|(cell, row)| (cell.clone(), row.n))
    }
}

fn is_of(key: &Key, by: GroupBy) -> bool {
    match key {
        Key::Centre(_) => by == GroupBy::Centre,
        Key::Municipality(_) => by == GroupBy::Municipality,
        Key::Hour(_) => by == GroupBy::Hour,
        Key::Level(_) => by == GroupBy::Level,
    }
}
