//! What the waiting room is right now: the fold of its log, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use super::bodies::DutyState;
use super::command::Deadline;
use super::consult::Consult;
use super::entry::DirectoryHash;
use super::facts::{HeldSlot, Told};
use super::memory::Memory;
use crate::domain::clinical::Level;
use crate::domain::ids::{CentreId, CommissionId, ConsultId, PersonId};
use crate::domain::time::Timestamp;

/// A doctor's duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The commission under which she is on duty.
    pub commission: CommissionId,
    /// On, paused or off.
    pub state: DutyState,
    /// The centres whose requests she takes.
    pub centres: BTreeSet<CentreId>,
    /// The levels that alert her.
    pub levels: BTreeSet<Level>,
    /// When duty ends by itself.
    pub until: Option<Timestamp>,
    /// When she last heard the test sound; absent if never or too long ago.
    pub sound_tested_at: Option<Timestamp>,
    /// Whether she takes part in exercises: they alarm her then.
    pub practice: bool,
}

/// The directory the county has adopted last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    /// Its name.
    pub hash: DirectoryHash,
    /// From when on it holds.
    pub valid_from: Timestamp,
}

/// The number of the shape in which a [`WaitingRoom`] is written. A snapshot of another
/// shape is not read; the log is folded instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
struct Schema;

impl Schema {
    const NUMBER: u32 = 9;
}

impl From<Schema> for u32 {
    fn from(_: Schema) -> Self {
        Schema::NUMBER
    }
}

impl TryFrom<u32> for Schema {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number == Self::NUMBER {
            Ok(Self)
        } else {
            Err("a snapshot of another shape")
        }
    }
}

/// The waiting room of one county at one log position.
///
/// Cheap to clone, however much has happened: what grows with the day is shared until one
/// of the two changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRoom {
    schema: Schema,
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) directory: Option<Adopted>,
    pub(super) consults: OrdMap<ConsultId, Arc<Consult>>,
    pub(super) duties: BTreeMap<PersonId, Duty>,
    /// The duty slots that are held, in the order in which they are rung.
    pub(super) slots: Vec<HeldSlot>,
    /// When other slots are held next.
    pub(super) slots_change_at: Option<Timestamp>,
    /// People whose link is lost, and since when.
    pub(super) lost: BTreeMap<PersonId, Timestamp>,
    /// Takes from a centre's queue since the last promoted one.
    pub(super) native_takes: BTreeMap<CentreId, u32>,
    pub(super) memory: Memory,
    /// Consults ever queued, and those that have left the state after their end.
    pub(super) queued_ever: u64,
    pub(super) forgotten: u64,
    // What follows from the consults and duties, kept so that nothing has to be searched.
    pub(super) waiting: BTreeMap<CentreId, BTreeSet<ConsultId>>,
    pub(super) holding: BTreeMap<PersonId, BTreeSet<ConsultId>>,
    pub(super) asking: BTreeMap<PersonId, BTreeSet<ConsultId>>,
    pub(super) deadlines: OrdSet<(Timestamp, Deadline)>,
    pub(super) leaving: OrdSet<(Timestamp, ConsultId)>,
}

impl Default for WaitingRoom {
    fn default() -> Self {
        Self::new()
    }
}

impl WaitingRoom {
    /// A waiting room in which nothing has happened.
    #[must_use]
    pub fn new() -> Self {
        Self {
            schema: Schema,
            seq: 0,
            at: Timestamp::from_millis(0),
            directory: None,
            consults: OrdMap::new(),
            duties: BTreeMap::new(),
            slots: Vec::new(),
            slots_change_at: None,
            lost: BTreeMap::new(),
            native_takes: BTreeMap::new(),
            memory: Memory::new(),
            queued_ever: 0,
            forgotten: 0,
            waiting: BTreeMap::new(),
            holding: BTreeMap::new(),
            asking: BTreeMap::new(),
            deadlines: OrdSet::new(),
            leaving: OrdSet::new(),
        }
    }

    /// The log position of the last entry applied; 0 before the first.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// The time of the last entry applied.
    #[must_use]
    pub const fn last_at(&self) -> Timestamp {
        self.at
    }

    /// The time of an entry that is decided at `now`: never before the last one.
    #[must_use]
    pub fn entry_time(&self, now: Timestamp) -> Timestamp {
        now.max(self.at)
    }

    /// The directory adopted last.
    #[must_use]
    pub const fn directory(&self) -> Option<&Adopted> {
        self.directory.as_ref()
    }

    /// The consult `id`, until it has left the state.
    #[must_use]
    pub fn consult(&self, id: ConsultId) -> Option<&Consult> {
        self.consults.get(&id).map(AsRef::as_ref)
    }

    /// All consults, by id.
    pub fn consults(&self) -> impl Iterator<Item = &Consult> {
        self.consults.values().map(AsRef::as_ref)
    }

    /// The consult that `doctor` has taken from the queue and holds.
    #[must_use]
    pub fn held_by(&self, doctor: &PersonId) -> Option<&Consult> {
        self.all_held_by(doctor)
            .find(|consult| consult.stage.claim().is_some_and(|claim| !claim.asked_back))
    }

    /// The real request that `doctor` has taken from the queue and holds.
    #[must_use]
    pub fn real_held_by(&self, doctor: &PersonId) -> Option<&Consult> {
        self.held_by(doctor).filter(|consult| !consult.exercise)
    }

    /// Everything that `doctor` holds: what she has taken, and what came back to her.
    pub fn all_held_by(&self, doctor: &PersonId) -> impl Iterator<Item = &Consult> {
        let held = self.holding.get(doctor).into_iter().flatten();
        held.filter_map(|id| self.consult(*id))
    }

    /// The duty of `doctor`, if she ever set one.
    #[must_use]
    pub fn duty(&self, doctor: &PersonId) -> Option<&Duty> {
        self.duties.get(doctor)
    }

    /// All duties, by doctor.
    pub fn duties(&self) -> impl Iterator<Item = (&PersonId, &Duty)> {
        self.duties.iter()
    }

    /// Since when the link of `person` is lost.
    #[must_use]
    pub fn lost_since(&self, person: &PersonId) -> Option<Timestamp> {
        self.lost.get(person).copied()
    }

    /// Whether the loss and return of this person's link must be told to the waiting room:
    /// she is on duty, holds a consult, or has asked and waits.
    #[must_use]
    pub fn watches(&self, person: &PersonId) -> bool {
        self.holding.contains_key(person)
            || self.asking.contains_key(person)
            || self
                .duty(person)
                .is_some_and(|duty| duty.state != DutyState::Off)
    }

    /// Everyone whose link matters, by id. At start, those without a live link are lost.
    #[must_use]
    pub fn watched(&self) -> BTreeSet<&PersonId> {
        let on_duty = self
            .duties
            .iter()
            .filter_map(|(person, duty)| (duty.state != DutyState::Off).then_some(person));
        on_duty
            .chain(self.holding.keys())
            .chain(self.asking.keys())
            .collect()
    }

    /// Whether `doctor` can be reached for `centre`: on duty, link there, sound tested.
    #[must_use]
    pub fn is_reachable(&self, doctor: &PersonId, centre: &CentreId) -> bool {
        self.duty(doctor).is_some_and(|duty| {
            duty.is_ready() && duty.centres.contains(centre) && !self.lost.contains_key(doctor)
        })
    }

    /// Whether an alarm for `consult`, past its longest time, is addressed to the screen of
    /// `doctor`: she is on duty, wherever in the county, and takes part if it is practice.
    #[must_use]
    pub fn alarms(&self, doctor: &PersonId, consult: &Consult) -> bool {
        self.duty(doctor)
            .is_some_and(|duty| duty.state == DutyState::On && (duty.practice || !consult.exercise))
    }

    /// To whom an alarm for `consult` goes now. A screen without a link shows nothing.
    #[must_use]
    pub fn told_of(&self, consult: &Consult) -> Told {
        let doctors = self.duties.keys();
        let there = doctors
            .filter(|doctor| self.alarms(doctor, consult) && !self.lost.contains_key(*doctor));
        Told {
            doctors: u32::try_from(there.count()).unwrap_or(u32::MAX),
            coordinator: consult.alarms_coordinator(),
        }
    }

    /// How many doctors can be reached for `centre`.
    #[must_use]
    pub fn reachable(&self, centre: &CentreId) -> u32 {
        let reachable = self
            .duties
            .keys()
            .filter(|doctor| self.is_reachable(doctor, centre));
        u32::try_from(reachable.count()).unwrap_or(u32::MAX)
    }

    /// How many of them take part in exercises.
    #[must_use]
    pub fn practising(&self, centre: &CentreId) -> u32 {
        let practising = self
            .duties
            .iter()
            .filter(|(doctor, duty)| duty.practice && self.is_reachable(doctor, centre));
        u32::try_from(practising.count()).unwrap_or(u32::MAX)
    }

    /// The duty slots that are held, those that are rung first before those rung after them.
    #[must_use]
    pub fn slots(&self) -> &[HeldSlot] {
        &self.slots
    }

    /// When other slots are held next.
    #[must_use]
    pub const fn slots_change_at(&self) -> Option<Timestamp> {
        self.slots_change_at
    }

    /// The duty slot with a telephone that is rung first for `centre`, while one is held.
    #[must_use]
    pub fn on_call_by_phone(&self, centre: &CentreId) -> Option<&HeldSlot> {
        self.slots
            .iter()
            .find(|slot| slot.channel.has_phone() && slot.centres.contains(centre))
    }

    /// How many real requests wait at `centre`.
    #[must_use]
    pub fn waiting(&self, centre: &CentreId) -> u32 {
        let ids = self.waiting.get(centre).into_iter().flatten();
        let real = ids
            .filter_map(|id| self.consult(*id))
            .filter(|consult| !consult.exercise);
        u32::try_from(real.count()).unwrap_or(u32::MAX)
    }

    /// Consults ever queued, and how many of them have left the state after their end.
    #[must_use]
    pub const fn counts(&self) -> (u64, u64) {
        (self.queued_ever, self.forgotten)
    }
}

impl Duty {
    /// On, and the sound was tested.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.state == DutyState::On && self.sound_tested_at.is_some()
    }
}
