//! Who is on call, and whom one can always ring: a county in which some unit has nobody to
//! ring at some hour of the week is not one to adopt.

use std::collections::BTreeSet;

use super::check::changes;
use super::fault::{Fault, FaultKind, Faults, Table, day_of};
use super::rows::{Centre, DutySlot};
use super::week::{WEEK, Week, next};
use super::{Directory, SlotId};
use crate::domain::ids::{CentreId, MunicipalityId};
use crate::domain::time::Timestamp;

/// So many hours are told of one who has nobody to ring; the rest is counted.
const GAPS_TOLD: usize = 4;

impl Directory {
    /// The duty slot `id`.
    #[must_use]
    pub fn duty_slot(&self, id: &SlotId, at: Timestamp) -> Option<&DutySlot> {
        self.duty_slots.at(id, at)
    }

    /// All duty slots, by id.
    pub fn duty_slots(&self, at: Timestamp) -> impl Iterator<Item = &DutySlot> {
        self.duty_slots.all_at(at)
    }

    /// The duty slots that somebody holds at `at`, by id.
    pub fn slots_held(&self, at: Timestamp) -> impl Iterator<Item = &DutySlot> {
        self.duty_slots(at)
            .filter(move |slot| slot.hours.is_open(at))
    }

    /// When other slots are held next, by the week's hours or by a row that begins or ends.
    #[must_use]
    pub fn slots_change_after(&self, at: Timestamp) -> Option<Timestamp> {
        let rows = self.duty_slots.changes().filter(|change| *change > at);
        let hours = self.duty_slots(at).flat_map(|slot| {
            let edges = slot.hours.week().edges();
            edges.into_iter().map(move |edge| next(edge, at))
        });
        let end_of_time = Timestamp::from_millis(i64::MAX);
        rows.chain(hours)
            .filter(|change| *change < end_of_time)
            .min()
    }

    /// The slots that are rung after `slot` when it does not answer, nearest first; nothing
    /// if they lead round in a circle.
    #[must_use]
    pub fn rung_after(&self, slot: &DutySlot, at: Timestamp) -> Option<Vec<&DutySlot>> {
        let mut rung = Vec::new();
        let mut seen = BTreeSet::from([slot.id.clone()]);
        let mut last = slot.next.as_ref();
        while let Some(next) = last.and_then(|id| self.duty_slots.at(id, at)) {
            if !seen.insert(next.id.clone()) {
                return None;
            }
            rung.push(next);
            last = next.next.as_ref();
        }
        Some(rung)
    }

    /// Whom to ring for `centre` at `at`, in turns: those of the first turn at once, those of
    /// each later turn when none before has answered.
    #[must_use]
    pub fn rings(&self, centre: &CentreId, at: Timestamp) -> Vec<Vec<&DutySlot>> {
        let covers = |slot: &DutySlot| slot.centres.contains(centre);
        self.turns(covers, |slot| slot.hours.is_open(at), at)
    }

    /// The week in parts, each with whom to ring then for some of `centres`, in turns. Parts
    /// in which nobody is on call by telephone are there too.
    #[must_use]
    pub fn rings_of_week(
        &self,
        centres: &BTreeSet<CentreId>,
        at: Timestamp,
    ) -> Vec<(Week, Vec<Vec<&DutySlot>>)> {
        let covers = |slot: &DutySlot| !slot.centres.is_disjoint(centres);
        let mut edges: BTreeSet<u32> = self
            .duty_slots(at)
            .flat_map(|slot| slot.hours.week().edges())
            .collect();
        edges.insert(0);
        let ends = edges.iter().copied().skip(1).chain([WEEK]);
        let mut parts: Vec<(Week, Vec<Vec<&DutySlot>>)> = Vec::new();
        for (from, until) in edges.iter().copied().zip(ends) {
            let held = |slot: &DutySlot| slot.hours.week().holds(from);
            let turns = self.turns(covers, held, at);
            let part = Week::from_iter([(from, until)]);
            match parts.iter_mut().find(|(_, known)| *known == turns) {
                Some((week, _)) => *week = week.and(&part),
                None => parts.push((part, turns)),
            }
        }
        parts
    }

    /// A slot that is rung after another which covers the same is not of the first turn.
    fn turns(
        &self,
        covers: impl Fn(&DutySlot) -> bool,
        held: impl Fn(&DutySlot) -> bool,
        at: Timestamp,
    ) -> Vec<Vec<&DutySlot>> {
        let lines: Vec<_> = self
            .duty_slots(at)
            .filter(|slot| slot.phone.is_some() && covers(slot) && held(slot))
            .map(|slot| (slot, self.rung_after(slot, at).unwrap_or_default()))
            .collect();
        let later: BTreeSet<_> = lines
            .iter()
            .flat_map(|(_, after)| after.iter().map(|slot| &slot.id))
            .collect();
        let mut turns: Vec<Vec<&DutySlot>> = Vec::new();
        let first = lines.iter().filter(|(slot, _)| !later.contains(&slot.id));
        for (slot, after) in first {
            let after = after.iter().copied().filter(|slot| held(slot));
            for (turn, slot) in [*slot].into_iter().chain(after).enumerate() {
                if turns.iter().flatten().any(|rung| rung.id == slot.id) {
                    continue;
                }
                while turns.len() <= turn {
                    turns.push(Vec::new());
                }
                if let Some(turn) = turns.get_mut(turn) {
                    turn.push(slot);
                }
            }
        }
        turns
    }

    /// The hours of the week at which somebody with a telephone is on call for `centre`.
    #[must_use]
    pub fn on_call_by_phone(&self, centre: &CentreId, at: Timestamp) -> Week {
        let slots = self
            .duty_slots(at)
            .filter(|slot| slot.phone.is_some() && slot.centres.contains(centre));
        slots.fold(Week::default(), |week, slot| week.and(&slot.hours.week()))
    }

    /// The hours of the week at which `centre` or who is on call for it answers the
    /// telephone. A centre whose hours are unknown is not counted on.
    #[must_use]
    pub fn answers_phone(&self, centre: &Centre, at: Timestamp) -> Week {
        let open = centre.hours.as_ref().map(super::OpeningHours::week);
        let on_call = self.on_call_by_phone(&centre.id, at);
        open.map_or(on_call.clone(), |open| open.and(&on_call))
    }

    /// The centres that units of `municipality` may ask, by id.
    pub fn centres_of<'a>(
        &'a self,
        municipality: &'a MunicipalityId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Centre> {
        let asked = move |centre: &Centre| {
            self.agreements
                .all_at(at)
                .any(|row| row.municipality == *municipality && row.centres.contains(&centre.id))
        };
        self.centres(at).filter(move |centre| asked(centre))
    }

    /// Says who has nobody to ring at some hour of the week, on any day from `from` on. What
    /// was so before is past, and was adopted by other rules.
    ///
    /// # Errors
    /// The municipalities whose units have nobody to ring, with the hours.
    pub fn always_answered(&self, from: Timestamp) -> Result<(), Faults> {
        let mut faults: Vec<Fault> = Vec::new();
        let days = changes(self).into_iter().filter(|change| *change > from);
        for at in [from].into_iter().chain(days) {
            for (row, it) in self.municipalities.places_at(at) {
                let asks = self.units(at).any(|unit| unit.municipality == it.id);
                let told = faults.iter().any(|fault| fault.row == row);
                let gaps = self
                    .centres_of(&it.id, at)
                    .fold(Week::default(), |week, centre| {
                        week.and(&self.answers_phone(centre, at))
                    });
                let gaps = gaps.gaps();
                if asks && !told && !gaps.is_empty() {
                    faults.push(Fault {
                        table: Table::Municipality,
                        row,
                        key: "id",
                        kind: FaultKind::NobodyToRing {
                            hours: gaps.told(GAPS_TOLD),
                            on: day_of(at),
                        },
                    });
                }
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Faults(faults))
        }
    }
}
