//! Rows held against each other, on every day on which anything begins or ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::fault::{Fault, FaultKind, Faults, Table, day_of, place_rule};
use super::role::Role;
use super::rows::{Commission, ControllerKind, DutySlot, Purpose, Rows};
use super::versions::{Dated, Versions};
use super::{Directory, Targets};
use crate::domain::clinical::{Level, is_name, steers};
use crate::domain::ids::{CentreId, ControllerId, MunicipalityId};
use crate::domain::time::Timestamp;

pub(super) fn checked(rows: Rows) -> Result<Directory, Faults> {
    let mut faults = Found(BTreeSet::new());
    readable(&rows, &mut faults);
    one_hsa_id_each(&rows, &mut faults);

    let directory = Directory {
        county: rows.county,
        modules: rows.modules,
        controllers: faults.ordered(Table::Controller, rows.controllers),
        municipalities: faults.ordered(Table::Municipality, rows.municipalities),
        centres: faults.ordered(Table::Centre, rows.centres),
        units: faults.ordered(Table::Unit, rows.units),
        people: faults.ordered(Table::Person, rows.people),
        commissions: faults.ordered(Table::Commission, rows.commissions),
        agreements: faults.ordered(Table::Agreement, rows.agreements),
        signals: faults.ordered(Table::Signal, rows.signals),
        duty_slots: faults.ordered(Table::DutySlot, rows.duty_slots),
    };
    for at in changes(&directory) {
        let day = Day {
            directory: &directory,
            at,
        };
        day.check(&mut faults);
    }

    if faults.0.is_empty() {
        Ok(directory)
    } else {
        Err(Faults(faults.0.into_iter().collect()))
    }
}

struct Found(BTreeSet<Fault>);

impl Found {
    // A fault that lasts is told once, for its first day.
    fn at(&mut self, Spot(table, row, key): Spot, kind: FaultKind) {
        let told = |fault: &Fault| (fault.table, fault.row, fault.key) == (table, row, key);
        if !self.0.iter().any(told) {
            self.0.insert(Fault {
                table,
                row,
                key,
                kind,
            });
        }
    }

    fn ordered<R: Dated>(&mut self, table: Table, rows: Vec<R>) -> Versions<R> {
        let (versions, clashes) = Versions::new(rows);
        for (row, clash) in clashes {
            self.at(Spot(table, row, "valid_from"), FaultKind::of_clash(clash));
        }
        versions
    }
}

pub(super) fn changes(directory: &Directory) -> BTreeSet<Timestamp> {
    let end_of_time = Timestamp::from_millis(i64::MAX);
    directory
        .controllers
        .changes()
        .chain(directory.municipalities.changes())
        .chain(directory.centres.changes())
        .chain(directory.units.changes())
        .chain(directory.people.changes())
        .chain(directory.commissions.changes())
        .chain(directory.agreements.changes())
        .chain(directory.signals.changes())
        .chain(directory.duty_slots.changes())
        .filter(|at| *at != end_of_time)
        .collect()
}

fn readable(rows: &Rows, faults: &mut Found) {
    let mut check = |table, row, key, text: &str| {
        if text.trim().is_empty() || text.chars().any(steers) {
            faults.at(Spot(table, row, key), FaultKind::Unreadable);
        }
    };
    check(Table::County, 0, "name", &rows.county.name);
    for (row, it) in rows.controllers.iter().enumerate() {
        check(Table::Controller, row, "name", &it.name);
    }
    for (row, it) in rows.municipalities.iter().enumerate() {
        check(Table::Municipality, row, "name", &it.name);
    }
    for (row, it) in rows.centres.iter().enumerate() {
        check(Table::Centre, row, "name", &it.name);
    }
    for (row, it) in rows.units.iter().enumerate() {
        check(Table::Unit, row, "name", &it.name);
    }
    for (row, it) in rows.signals.iter().enumerate() {
        check(Table::Signal, row, "sv", &it.sv);
        check(Table::Signal, row, "en", &it.en);
    }
    for (row, it) in rows.duty_slots.iter().enumerate() {
        check(Table::DutySlot, row, "name", &it.name);
    }
    for (row, it) in rows.people.iter().enumerate() {
        if !is_name(&it.name) {
            faults.at(Spot(Table::Person, row, "name"), FaultKind::Unreadable);
        }
    }
}

fn one_hsa_id_each(rows: &Rows, faults: &mut Found) {
    let mut owners = BTreeMap::new();
    for (row, person) in rows.people.iter().enumerate() {
        let number = person.hsa_id.as_str().to_ascii_uppercase();
        if owners.entry(number).or_insert(&person.id) != &&person.id {
            faults.at(Spot(Table::Person, row, "hsa_id"), FaultKind::SameHsaId);
        }
    }
}

/// One key of one row.
#[derive(Clone, Copy)]
struct Spot(Table, usize, &'static str);

/// The directory as it stands on one day.
struct Day<'a> {
    directory: &'a Directory,
    at: Timestamp,
}

impl Day<'_> {
    fn check(&self, faults: &mut Found) {
        self.municipalities(faults);
        self.centres(faults);
        self.agreements(faults);
        self.units(faults);
        self.commissions(faults);
        self.duty_slots(faults);
    }

    fn municipalities(&self, faults: &mut Found) {
        for (row, it) in self.directory.municipalities.places_at(self.at) {
            let spot = Spot(Table::Municipality, row, "controller");
            self.controller(spot, &it.controller, faults);
            let owner = self.directory.controller(&it.controller, self.at);
            if owner.is_some_and(|owner| owner.kind != ControllerKind::Municipality) {
                faults.at(spot, FaultKind::NotMunicipal);
            }
        }
    }

    fn centres(&self, faults: &mut Found) {
        for (row, it) in self.directory.centres.places_at(self.at) {
            let spot = |key| Spot(Table::Centre, row, key);
            self.municipality(spot("municipality"), &it.municipality, faults);
            self.controller(spot("controller"), &it.controller, faults);
        }
    }

    fn agreements(&self, faults: &mut Found) {
        let mut covered = BTreeSet::new();
        for (row, it) in self.directory.agreements.places_at(self.at) {
            let spot = |key| Spot(Table::Agreement, row, key);
            self.municipality(spot("municipality"), &it.municipality, faults);
            if it.centres.is_empty() {
                faults.at(spot("centres"), FaultKind::Empty);
            }
            if !sound(&it.targets) {
                faults.at(spot("targets"), FaultKind::UnsoundTarget);
            }
            for centre in &it.centres {
                self.centre(spot("centres"), centre, faults);
                if !covered.insert((&it.municipality, centre)) {
                    let centre = centre.to_string();
                    let on = day_of(self.at);
                    faults.at(spot("centres"), FaultKind::TwoAgreements { centre, on });
                }
            }
        }
    }

    fn units(&self, faults: &mut Found) {
        for (row, it) in self.directory.units.places_at(self.at) {
            let spot = |key| Spot(Table::Unit, row, key);
            self.municipality(spot("municipality"), &it.municipality, faults);
            self.controller(spot("controller"), &it.controller, faults);
            if it.living_forms.is_empty() {
                faults.at(spot("living_forms"), FaultKind::Empty);
            }
            self.centre(spot("default_centre"), &it.default_centre, faults);
            if !self.directory.may_ask(&it.id, &it.default_centre, self.at) {
                let on = day_of(self.at);
                faults.at(spot("default_centre"), FaultKind::MayNotAsk { on });
            }
        }
    }

    fn commissions(&self, faults: &mut Found) {
        for (row, it) in self.directory.commissions.places_at(self.at) {
            let spot = |key| Spot(Table::Commission, row, key);
            if self.directory.person(&it.person, self.at).is_none() {
                self.unknown(spot("person"), Table::Person, &it.person, faults);
            }
            self.controller(spot("controller"), &it.controller, faults);
            if !place_fits(it) {
                faults.at(spot("role"), FaultKind::WrongPlace(place_rule(it.role)));
            }
            if matches!(it.role, Role::Nurse | Role::Doctor) && it.purpose != Purpose::Care {
                faults.at(spot("purpose"), FaultKind::NotForCare);
            }
            self.workplace(row, it, faults);
        }
    }

    fn workplace(&self, row: usize, it: &Commission, faults: &mut Found) {
        let spot = |key| Spot(Table::Commission, row, key);
        let mut owners = Vec::new();
        if let Some(id) = &it.unit {
            match self.directory.unit(id, self.at) {
                Some(unit) => owners.push(&unit.controller),
                None => self.unknown(spot("unit"), Table::Unit, id, faults),
            }
        }
        for id in &it.centres {
            self.centre(spot("centres"), id, faults);
            owners.extend(self.directory.centre(id, self.at).map(|it| &it.controller));
        }
        if let Some(id) = &it.municipality {
            self.municipality(spot("municipality"), id, faults);
            let found = self.directory.municipality(id, self.at);
            owners.extend(found.map(|it| &it.controller));
        }
        if owners.iter().any(|owner| **owner != it.controller) {
            faults.at(spot("controller"), FaultKind::OtherController);
        }
    }

    fn duty_slots(&self, faults: &mut Found) {
        for (row, it) in self.directory.duty_slots.places_at(self.at) {
            let spot = |key| Spot(Table::DutySlot, row, key);
            if it.centres.is_empty() {
                faults.at(spot("centres"), FaultKind::Empty);
            }
            for centre in &it.centres {
                self.centre(spot("centres"), centre, faults);
            }
            if let Some(rule) = phone_rule(it) {
                faults.at(spot("phone"), FaultKind::PhoneOfChannel(rule));
            }
            let Some(next) = &it.next else { continue };
            match self.directory.duty_slots.at(next, self.at) {
                None => self.unknown(spot("next"), Table::DutySlot, next, faults),
                Some(next) if next.phone.is_none() => {
                    faults.at(spot("next"), FaultKind::NextWithoutPhone);
                }
                Some(_) if self.directory.rung_after(it, self.at).is_none() => {
                    faults.at(spot("next"), FaultKind::RingsInACircle);
                }
                Some(_) => {}
            }
        }
    }

    fn controller(&self, spot: Spot, id: &ControllerId, faults: &mut Found) {
        if self.directory.controller(id, self.at).is_none() {
            self.unknown(spot, Table::Controller, id, faults);
        }
    }

    fn municipality(&self, spot: Spot, id: &MunicipalityId, faults: &mut Found) {
        if self.directory.municipality(id, self.at).is_none() {
            self.unknown(spot, Table::Municipality, id, faults);
        }
    }

    fn centre(&self, spot: Spot, id: &CentreId, faults: &mut Found) {
        if self.directory.centre(id, self.at).is_none() {
            self.unknown(spot, Table::Centre, id, faults);
        }
    }

    fn unknown(&self, spot: Spot, table: Table, name: &impl Display, faults: &mut Found) {
        let kind = FaultKind::Unknown {
            table,
            name: name.to_string(),
            on: day_of(self.at),
        };
        faults.at(spot, kind);
    }
}

fn phone_rule(it: &DutySlot) -> Option<&'static str> {
    match (it.channel.has_phone(), it.phone.is_some()) {
        (true, false) => Some(
            "a slot that is reached by telephone needs a number: add phone = \"0980-319 250\", or set channel = \"screen\"",
        ),
        (false, true) => Some(
            "a slot that is reached on the screen alone is not rung: set channel = \"both\", or remove the number",
        ),
        (true, true) | (false, false) => None,
    }
}

fn place_fits(it: &Commission) -> bool {
    let places = (
        it.unit.is_some(),
        !it.centres.is_empty(),
        it.municipality.is_some(),
    );
    match it.role {
        Role::Nurse => places == (true, false, false),
        Role::Doctor => places == (false, true, false),
        Role::HeadOfUnit => places == (true, false, false) || places == (false, true, false),
        Role::ChiefNurse => places == (false, false, true),
        Role::Administrator | Role::Coordinator | Role::Reviewer | Role::Operator => {
            places == (false, false, false)
        }
    }
}

fn sound(targets: &Targets) -> bool {
    Level::ALL.iter().all(|level| targets.of(*level).is_sound())
}
