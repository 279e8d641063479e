//! Which counts stay out of the figures, so that none below the least shown follows from the
//! others.
//!
//! A group below the least shown tells nothing of itself. What is left is sums: the levels of
//! a group make up its total, the groups of a level make up the level's. So further counts
//! are left out until the hidden ones can be other than they are: each too small one could be
//! one more or one less, if some others, hidden too, were one less or one more, and every sum
//! that is shown would still be right. Whoever reads may know which counts are too small and
//! which are only left out, and how many requests there were in all.
//!
//! In a table whose lines are nodes, and whose counts are arcs between a group and a level,
//! that is: each too small count lies on a circle of hidden ones, walked one way where a
//! count can rise and the other way where it can fall (Gusfield 1988, A graph theoretic
//! approach to statistical data security). The circles are chosen that take least out of
//! sight: few counts and small ones, the planned before the urgent, and a total last.
//!
//! Percentiles follow from no sum, and are told also where the count is left out. Nothing is
//! promised of two periods that overlap: who may ask for both could subtract them.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{GroupBy, Key, LEAST_SHOWN};
use super::waiting::Contact;
use crate::domain::clinical::Level;

/// What it weighs to lose sight of a count, in requests: the more urgent the level the more,
/// and a total most of all.
const fn weight_of(level: Option<Level>) -> u64 {
    match level {
        Some(Level::P4) => 1_000,
        Some(Level::P3) => 2_000,
        Some(Level::P2) => 3_000,
        Some(Level::P1) => 4_000,
        None => 1_000_000,
    }
}

/// A count: a group, and its level or all of them.
type Cell = (Key, Option<Level>);

/// The counts that are left out though they are large enough.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Withheld {
    /// There are so few requests that any count would tell of another.
    all: bool,
    cells: BTreeSet<Cell>,
}

impl Withheld {
    /// Of all tables of `contacts` at once, since they share the levels' totals.
    pub(super) fn of(contacts: &[&Contact]) -> Self {
        let mut totals: BTreeMap<Level, u64> = BTreeMap::new();
        for contact in contacts {
            *totals.entry(contact.level).or_default() += 1;
        }
        let tables = [GroupBy::Centre, GroupBy::Municipality, GroupBy::Hour]
            .map(|by| Table::new(contacts, by));
        let mut hidden = BTreeSet::new();
        let found = exchanges(&totals, &tables, &mut hidden).and_then(|exchanges| {
            let cover = |table: &Table| table.cover(&exchanges, &mut hidden);
            tables.iter().map(cover).collect::<Option<Vec<()>>>()
        });
        match found {
            Some(_) => Self {
                all: false,
                cells: hidden,
            },
            None => Self {
                all: true,
                cells: BTreeSet::new(),
            },
        }
    }

    pub(super) fn holds(&self, key: &Key, level: Option<Level>) -> bool {
        self.all || self.cells.contains(&(key.clone(), level))
    }

    #[cfg(test)]
    pub(super) const fn is_everything(&self) -> bool {
        self.all
    }
}

const fn is_few(n: u64) -> bool {
    n < LEAST_SHOWN
}

/// Whether a hidden count could as well be one more.
const fn can_rise(n: u64) -> bool {
    !is_few(n) || n + 1 < LEAST_SHOWN
}

/// Whether a hidden count could as well be one less.
const fn can_fall(n: u64) -> bool {
    n > if is_few(n) { 1 } else { LEAST_SHOWN }
}

/// One level's total could be one less if another's were one more, in every table.
#[derive(Debug, Clone, Copy)]
struct Exchange {
    less: Level,
    more: Level,
}

/// Finds an exchange for every level with too few requests, and hides what it needs.
fn exchanges(
    totals: &BTreeMap<Level, u64>,
    tables: &[Table],
    hidden: &mut BTreeSet<Cell>,
) -> Option<Vec<Exchange>> {
    let mut found: Vec<Exchange> = Vec::new();
    for (&few, _) in totals.iter().filter(|(_, n)| is_few(**n)) {
        if found.iter().any(|it| it.less == few || it.more == few) {
            continue;
        }
        let others = totals.iter().filter(|(level, _)| **level != few);
        let pairs = others.flat_map(|(&other, _)| [(other, (other, few)), (other, (few, other))]);
        let possible = pairs.filter_map(|(other, (less, more))| {
            let free = can_fall(*totals.get(&less)?) && can_rise(*totals.get(&more)?);
            free.then_some((Exchange { less, more }, other))
        });
        let (_, exchange, cells) = possible
            .filter_map(|(exchange, other)| {
                let n = *totals.get(&other)?;
                let Exchange { less, more } = exchange;
                let (less, more) = (Line::Level(Some(less)), Line::Level(Some(more)));
                let walks = tables
                    .iter()
                    .map(|table| table.walk(less, more, None, &[], hidden));
                let walks: Vec<_> = walks.collect::<Option<_>>()?;
                let lost = if is_few(n) {
                    0
                } else {
                    n + weight_of(Some(other))
                };
                let weight = walks.iter().map(|walk| walk.weight).sum::<u64>();
                let cells = walks.into_iter().flat_map(|walk| walk.cells);
                Some((weight + lost, exchange, cells.collect::<Vec<_>>()))
            })
            .min_by_key(|(weight, exchange, _)| (*weight, exchange.less, exchange.more))?;
        hidden.extend(cells);
        hidden.extend([exchange.less, exchange.more].map(|level| (Key::Level(level), None)));
        found.push(exchange);
    }
    Some(found)
}

/// A line of a table: the sum over it is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Line<'a> {
    Group(&'a Key),
    /// The groups of a level, or their totals.
    Level(Option<Level>),
}

/// The counts of groups by level, and their totals.
#[derive(Debug)]
struct Table {
    counts: BTreeMap<Cell, u64>,
}

/// From one line to the next: over which count, and what it weighs.
type Step<'a> = (Line<'a>, Option<&'a Cell>, u64);

/// A way through a table, and what it hides.
struct Walk {
    weight: u64,
    cells: Vec<Cell>,
}

impl Table {
    fn new(contacts: &[&Contact], by: GroupBy) -> Self {
        let mut counts: BTreeMap<Cell, u64> = BTreeMap::new();
        for contact in contacts {
            let key = Key::of(contact, by);
            *counts.entry((key.clone(), None)).or_default() += 1;
            *counts.entry((key, Some(contact.level))).or_default() += 1;
        }
        Self { counts }
    }

    /// Hides what every too small count needs to lie on a circle; nothing if that cannot be.
    fn cover(&self, exchanges: &[Exchange], hidden: &mut BTreeSet<Cell>) -> Option<()> {
        let mut covered: BTreeSet<Cell> = BTreeSet::new();
        for cell in self
            .counts
            .iter()
            .filter_map(|(cell, n)| is_few(*n).then_some(cell))
        {
            if covered.contains(cell) {
                continue;
            }
            // At most one exchange at a time: the other tables can follow each by itself.
            let alone = std::iter::once(&[][..]);
            let circles = alone
                .chain(exchanges.chunks(1))
                .flat_map(|exchange| {
                    let ways = self.ways(cell);
                    ways.map(move |(from, to)| (from, to, exchange))
                })
                .filter_map(|(from, to, exchange)| {
                    self.walk(to, from, Some(cell), exchange, hidden)
                });
            let circle = circles.min_by_key(|walk| walk.weight)?;
            covered.extend(circle.cells.iter().cloned());
            hidden.extend(circle.cells);
            covered.insert(cell.clone());
        }
        hidden.retain(|cell| !self.counts.get(cell).is_some_and(|n| is_few(*n)));
        Some(())
    }

    /// The directions in which a count may be walked: towards its level if it can rise, back
    /// if it can fall. With a group's total it is the other way round, since a total is what
    /// its levels make up.
    fn ways<'a>(&self, cell: &'a Cell) -> impl Iterator<Item = (Line<'a>, Line<'a>)> + use<'a> {
        let n = self.counts.get(cell).copied().unwrap_or(0);
        let (group, level) = (Line::Group(&cell.0), Line::Level(cell.1));
        let (there, back) = match cell.1 {
            Some(_) => (can_rise(n), can_fall(n)),
            None => (can_fall(n), can_rise(n)),
        };
        let there = there.then_some((group, level));
        there.into_iter().chain(back.then_some((level, group)))
    }

    /// The way from one line to another that takes least out of sight.
    fn walk(
        &self,
        from: Line<'_>,
        to: Line<'_>,
        avoid: Option<&Cell>,
        exchange: &[Exchange],
        hidden: &BTreeSet<Cell>,
    ) -> Option<Walk> {
        let mut steps: BTreeMap<Line<'_>, Vec<Step<'_>>> = BTreeMap::new();
        for (cell, &n) in self.counts.iter().filter(|(cell, _)| Some(*cell) != avoid) {
            let weight = if is_few(n) || hidden.contains(cell) {
                0
            } else {
                n + weight_of(cell.1)
            };
            for (here, there) in self.ways(cell) {
                steps
                    .entry(here)
                    .or_default()
                    .push((there, Some(cell), weight));
            }
        }
        for Exchange { less, more } in exchange {
            let (less, more) = (Line::Level(Some(*less)), Line::Level(Some(*more)));
            steps.entry(more).or_default().push((less, None, 0));
        }

        // Dijkstra: from the nearest line onwards, until the nearest is the one sought.
        let mut open = BTreeSet::from([(0, from)]);
        let mut reached: BTreeMap<Line<'_>, (u64, Vec<&Cell>)> =
            BTreeMap::from([(from, (0, Vec::new()))]);
        while let Some((weight, here)) = open.pop_first() {
            let (_, cells) = reached.get(&here)?.clone();
            if here == to {
                let cells = cells.into_iter().cloned().collect();
                return Some(Walk { weight, cells });
            }
            for &(there, cell, more) in steps.get(&here).into_iter().flatten() {
                let weight = weight + more;
                let before = reached.get(&there).map(|(weight, _)| *weight);
                if before.is_none_or(|before| weight < before) {
                    open.extend([(weight, there)]);
                    open.retain(|&(old, line)| line != there || old == weight);
                    let cells = cells.iter().copied().chain(cell).collect();
                    reached.insert(there, (weight, cells));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
