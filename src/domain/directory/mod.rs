//! The county as data: who is there, who may ask whom, and what is promised.
//!
//! A [`Directory`] is immutable and was checked as a whole when it was made: every name it
//! mentions exists on every day it is mentioned. A changed county is a new directory. Rows
//! have a first day, so each lookup says at which point in time it asks.

mod check;
mod fault;
mod hours;
mod numbers;
mod on_call;
mod role;
mod rows;
mod targets;
mod versions;
mod week;

pub mod testing;
mod tests;

use serde::{Deserialize, Serialize};

pub use fault::{Fault, FaultKind, Faults, Table};
pub use hours::{InvalidHours, OpeningHours};
pub use numbers::{HsaId, InvalidNumber, OrganisationNumber};
pub use role::Role;
pub use rows::{
    Agreement, Centre, Channel, Commission, Controller, ControllerKind, County, DutySlot, Licence,
    Modules, Municipality, Person, Purpose, Rows, Signal, Unit,
};
pub use targets::{Target, Targets};
pub use versions::Day;
use versions::{Versions, dated};
pub use week::Week;

use super::clinical::{Level, Reason};
use super::ids::{
    AgreementId, CentreId, CommissionId, ControllerId, CountyId, MunicipalityId, PersonId,
    SignalId, SlotId, UnitId,
};
use super::time::Timestamp;

dated! {
    Controller: ControllerId,
    Municipality: MunicipalityId,
    Centre: CentreId,
    Unit: UnitId,
    Person: PersonId,
    Commission: CommissionId,
    Agreement: AgreementId,
    Signal: SignalId,
    DutySlot: SlotId,
}

/// Everything the county has decided, checked as a whole.
///
/// Written and read as its sorted [`Rows`]: equal directories have equal bytes, so a hash
/// of them can name the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Rows", into = "Rows")]
pub struct Directory {
    county: County,
    modules: Modules,
    controllers: Versions<Controller>,
    municipalities: Versions<Municipality>,
    centres: Versions<Centre>,
    units: Versions<Unit>,
    people: Versions<Person>,
    commissions: Versions<Commission>,
    agreements: Versions<Agreement>,
    signals: Versions<Signal>,
    duty_slots: Versions<DutySlot>,
}

/// The two owners of a consult: the question is the nurse's side's, the answer the
/// doctor's side's, each with its own log and its own retention (PDL 2:6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    /// Who owns the request.
    pub request: ControllerId,
    /// Who owns the answer.
    pub answer: ControllerId,
}

impl Directory {
    /// Checks `rows` against each other.
    ///
    /// # Errors
    /// Every fault found, in the order of the tables and rows.
    pub fn new(rows: Rows) -> Result<Self, Faults> {
        check::checked(rows)
    }

    /// The rows, sorted by table, name and first day.
    #[must_use]
    pub fn rows(&self) -> Rows {
        Rows {
            county: self.county.clone(),
            modules: self.modules,
            controllers: self.controllers.all().cloned().collect(),
            municipalities: self.municipalities.all().cloned().collect(),
            centres: self.centres.all().cloned().collect(),
            units: self.units.all().cloned().collect(),
            people: self.people.all().cloned().collect(),
            commissions: self.commissions.all().cloned().collect(),
            agreements: self.agreements.all().cloned().collect(),
            signals: self.signals.all().cloned().collect(),
            duty_slots: self.duty_slots.all().cloned().collect(),
        }
    }

    /// The county's id.
    #[must_use]
    pub const fn id(&self) -> &CountyId {
        &self.county.id
    }

    /// The county itself, with its coordinator's telephone number.
    #[must_use]
    pub const fn county(&self) -> &County {
        &self.county
    }

    /// What the county has turned on.
    #[must_use]
    pub const fn modules(&self) -> Modules {
        self.modules
    }

    /// The controller `id`.
    #[must_use]
    pub fn controller(&self, id: &ControllerId, at: Timestamp) -> Option<&Controller> {
        self.controllers.at(id, at)
    }

    /// All controllers, by id.
    pub fn controllers(&self, at: Timestamp) -> impl Iterator<Item = &Controller> {
        self.controllers.all_at(at)
    }

    /// The municipality `id`.
    #[must_use]
    pub fn municipality(&self, id: &MunicipalityId, at: Timestamp) -> Option<&Municipality> {
        self.municipalities.at(id, at)
    }

    /// All municipalities, by id.
    pub fn municipalities(&self, at: Timestamp) -> impl Iterator<Item = &Municipality> {
        self.municipalities.all_at(at)
    }

    /// The centre `id`.
    #[must_use]
    pub fn centre(&self, id: &CentreId, at: Timestamp) -> Option<&Centre> {
        self.centres.at(id, at)
    }

    /// All centres, by id.
    pub fn centres(&self, at: Timestamp) -> impl Iterator<Item = &Centre> {
        self.centres.all_at(at)
    }

    /// The unit `id`.
    #[must_use]
    pub fn unit(&self, id: &UnitId, at: Timestamp) -> Option<&Unit> {
        self.units.at(id, at)
    }

    /// All units, by id.
    pub fn units(&self, at: Timestamp) -> impl Iterator<Item = &Unit> {
        self.units.all_at(at)
    }

    /// The member of staff `id`.
    #[must_use]
    pub fn person(&self, id: &PersonId, at: Timestamp) -> Option<&Person> {
        self.people.at(id, at)
    }

    /// All members of staff, by id.
    pub fn people(&self, at: Timestamp) -> impl Iterator<Item = &Person> {
        self.people.all_at(at)
    }

    /// The commission `id`.
    #[must_use]
    pub fn commission(&self, id: &CommissionId, at: Timestamp) -> Option<&Commission> {
        self.commissions.at(id, at)
    }

    /// All commissions, by id.
    pub fn commissions(&self, at: Timestamp) -> impl Iterator<Item = &Commission> {
        self.commissions.all_at(at)
    }

    /// The commissions of one person, by id.
    pub fn commissions_of<'a>(
        &'a self,
        person: &'a PersonId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Commission> {
        self.commissions(at)
            .filter(move |row| &row.person == person)
    }

    /// The commissions under which somebody answers for `centre`, by id.
    pub fn doctors_of<'a>(
        &'a self,
        centre: &'a CentreId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Commission> {
        self.with_role(Role::Doctor, at)
            .filter(move |row| row.centres.contains(centre))
    }

    /// The commissions under which somebody asks for `unit`, by id.
    pub fn nurses_of<'a>(
        &'a self,
        unit: &'a UnitId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Commission> {
        self.with_role(Role::Nurse, at)
            .filter(move |row| row.unit.as_ref() == Some(unit))
    }

    /// The commissions of the county's coordinators, by id.
    pub fn coordinators(&self, at: Timestamp) -> impl Iterator<Item = &Commission> {
        self.with_role(Role::Coordinator, at)
    }

    fn with_role(&self, role: Role, at: Timestamp) -> impl Iterator<Item = &Commission> {
        self.commissions(at).filter(move |row| row.role == role)
    }

    /// The agreement under which `unit` may ask `centre`.
    #[must_use]
    pub fn agreement(&self, unit: &UnitId, centre: &CentreId, at: Timestamp) -> Option<&Agreement> {
        let unit = self.unit(unit, at)?;
        self.agreements
            .all_at(at)
            .find(|row| row.municipality == unit.municipality && row.centres.contains(centre))
    }

    /// Whether an agreement lets `unit` ask `centre`.
    #[must_use]
    pub fn may_ask(&self, unit: &UnitId, centre: &CentreId, at: Timestamp) -> bool {
        self.agreement(unit, centre, at).is_some()
    }

    /// The centres that `unit` may ask, by id.
    pub fn centres_to_ask<'a>(
        &'a self,
        unit: &'a UnitId,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a Centre> {
        self.centres(at)
            .filter(move |centre| self.may_ask(unit, &centre.id, at))
    }

    /// What `centre` has promised `unit` for `level`; nothing if the unit may not ask it.
    #[must_use]
    pub fn target(
        &self,
        unit: &UnitId,
        centre: &CentreId,
        level: Level,
        at: Timestamp,
    ) -> Option<Target> {
        let agreement = self.agreement(unit, centre, at)?;
        Some(agreement.targets.of(level))
    }

    /// Who owns the request of `unit`, and who the answer of `centre`.
    #[must_use]
    pub fn parties(&self, unit: &UnitId, centre: &CentreId, at: Timestamp) -> Option<Parties> {
        Some(Parties {
            request: self.unit(unit, at)?.controller.clone(),
            answer: self.centre(centre, at)?.controller.clone(),
        })
    }

    /// The signal `id`.
    #[must_use]
    pub fn signal(&self, id: &SignalId, at: Timestamp) -> Option<&Signal> {
        self.signals.at(id, at)
    }

    /// The signals of one reason, by id.
    pub fn signals_of(&self, reason: Reason, at: Timestamp) -> impl Iterator<Item = &Signal> {
        self.signals
            .all_at(at)
            .filter(move |signal| signal.reason == reason)
    }

    /// The place of the first signal that does not belong to `reason`, if there is one.
    #[must_use]
    pub fn misplaced_signal<'a>(
        &self,
        reason: Reason,
        signals: impl IntoIterator<Item = &'a SignalId>,
        at: Timestamp,
    ) -> Option<usize> {
        let belongs = |id| self.signal(id, at).is_some_and(|row| row.reason == reason);
        signals.into_iter().position(|id| !belongs(id))
    }

    /// All signals, by id.
    pub fn signals(&self, at: Timestamp) -> impl Iterator<Item = &Signal> {
        self.signals.all_at(at)
    }
}

impl TryFrom<Rows> for Directory {
    type Error = Faults;

    fn try_from(rows: Rows) -> Result<Self, Faults> {
        Self::new(rows)
    }
}

impl From<Directory> for Rows {
    fn from(directory: Directory) -> Self {
        directory.rows()
    }
}
