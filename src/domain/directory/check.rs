//! Rows held against each other, on every day on which anything begins or ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use super::fault::{Fault, FaultKind, Faults, Table, day_of, place_rule};
use super::role::Role;
use super::rows::{Commission, ControllerKind, Purpose, Rows};
use super::versions::{Dated, Versions};
use super::{Directory, Targets};
use crate::domain::clinical::Level;
use crate::domain::ids::ControllerId;
use crate::domain::time::Timestamp;

pub(super) fn checked(rows: Rows) -> Result<Directory, Faults> {
    let mut faults = Found(BTreeSet::new());
    readable(&rows, &mut faults);
    one_hsa_id_each(&rows, &mut faults);

    let directory = Directory {
        county: rows.county,
        controllers: faults.ordered(Table::Controller, rows.controllers),
        municipalities: faults.ordered(Table::Municipality, rows.municipalities),
        centres: faults.ordered(Table::Centre, rows.centres),
        units: faults.ordered(Table::Unit, rows.units),
        people: faults.ordered(Table::Person, rows.people),
        commissions: faults.ordered(Table::Commission, rows.commissions),
        agreements: faults.ordered(Table::Agreement, rows.agreements),
        signals: faults.ordered(Table::Signal, rows.signals),
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
    fn add(&mut self, table: Table, row: usize, key: &'static str, kind: FaultKind) {
        // A fault that lasts is told once, for its first day.
        let told = self
            .0
            .iter()
            .any(|fault| (fault.table, fault.row, fault.key) == (table, row, key));
        if !told {
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
            self.add(table, row, "valid_from", FaultKind::of_clash(clash));
        }
        versions
    }
}

fn changes(directory: &Directory) -> BTreeSet<Timestamp> {
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
        .filter(|at| *at != end_of_time)
        .collect()
}

fn readable(rows: &Rows, faults: &mut Found) {
    let mut check = |table, row, key, text: &str| {
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            faults.add(table, row, key, FaultKind::Unreadable);
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
    for (row, it) in rows.people.iter().enumerate() {
        check(Table::Person, row, "name", &it.name);
    }
    for (row, it) in rows.signals.iter().enumerate() {
        check(Table::Signal, row, "sv", &it.sv);
        check(Table::Signal, row, "en", &it.en);
    }
}

fn one_hsa_id_each(rows: &Rows, faults: &mut Found) {
    let mut owners = BTreeMap::new();
    for (row, person) in rows.people.iter().enumerate() {
        let number = person.hsa_id.as_str().to_ascii_uppercase();
        if owners.entry(number).or_insert(&person.id) != &&person.id {
            faults.add(Table::Person, row, "hsa_id", FaultKind::SameHsaId);
        }
    }
}

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
    }

    fn municipalities(&self, faults: &mut Found) {
        for (row, it) in self.directory.municipalities.places_at(self.at) {
            match self.directory.controller(&it.controller, self.at) {
                None => faults.unknown(
                    self,
                    Table::Municipality,
                    row,
                    "controller",
                    Table::Controller,
                    &it.controller,
                ),
                Some(controller) if controller.kind != ControllerKind::Municipality => {
                    faults.add(
                        Table::Municipality,
                        row,
                        "controller",
                        FaultKind::NotMunicipal,
                    );
                }
                Some(_) => {}
            }
        }
    }

    fn centres(&self, faults: &mut Found) {
        for (row, it) in self.directory.centres.places_at(self.at) {
            if self
                .directory
                .municipality(&it.municipality, self.at)
                .is_none()
            {
                faults.unknown(
                    self,
                    Table::Centre,
                    row,
                    "municipality",
                    Table::Municipality,
                    &it.municipality,
                );
            }
            if self.directory.controller(&it.controller, self.at).is_none() {
                faults.unknown(
                    self,
                    Table::Centre,
                    row,
                    "controller",
                    Table::Controller,
                    &it.controller,
                );
            }
        }
    }

    fn agreements(&self, faults: &mut Found) {
        let mut covered = BTreeSet::new();
        for (row, it) in self.directory.agreements.places_at(self.at) {
            if self
                .directory
                .municipality(&it.municipality, self.at)
                .is_none()
            {
                faults.unknown(
                    self,
                    Table::Agreement,
                    row,
                    "municipality",
                    Table::Municipality,
                    &it.municipality,
                );
            }
            if it.centres.is_empty() {
                faults.add(Table::Agreement, row, "centres", FaultKind::Empty);
            }
            if !sound(&it.targets) {
                faults.add(Table::Agreement, row, "targets", FaultKind::UnsoundTarget);
            }
            for centre in &it.centres {
                if self.directory.centre(centre, self.at).is_none() {
                    faults.unknown(
                        self,
                        Table::Agreement,
                        row,
                        "centres",
                        Table::Centre,
                        centre,
                    );
                }
                if !covered.insert((&it.municipality, centre)) {
                    let kind = FaultKind::TwoAgreements {
                        centre: centre.to_string(),
                        on: day_of(self.at),
                    };
                    faults.add(Table::Agreement, row, "centres", kind);
                }
            }
        }
    }

    fn units(&self, faults: &mut Found) {
        for (row, it) in self.directory.units.places_at(self.at) {
            if self
                .directory
                .municipality(&it.municipality, self.at)
                .is_none()
            {
                faults.unknown(
                    self,
                    Table::Unit,
                    row,
                    "municipality",
                    Table::Municipality,
                    &it.municipality,
                );
            }
            if self.directory.controller(&it.controller, self.at).is_none() {
                faults.unknown(
                    self,
                    Table::Unit,
                    row,
                    "controller",
                    Table::Controller,
                    &it.controller,
                );
            }
            if it.living_forms.is_empty() {
                faults.add(Table::Unit, row, "living_forms", FaultKind::Empty);
            }
            if self.directory.centre(&it.default_centre, self.at).is_none() {
                faults.unknown(
                    self,
                    Table::Unit,
                    row,
                    "default_centre",
                    Table::Centre,
                    &it.default_centre,
                );
            } else if !self.directory.may_ask(&it.id, &it.default_centre, self.at) {
                let kind = FaultKind::MayNotAsk {
                    on: day_of(self.at),
                };
                faults.add(Table::Unit, row, "default_centre", kind);
            }
        }
    }

    fn commissions(&self, faults: &mut Found) {
        for (row, it) in self.directory.commissions.places_at(self.at) {
            if self.directory.person(&it.person, self.at).is_none() {
                faults.unknown(
                    self,
                    Table::Commission,
                    row,
                    "person",
                    Table::Person,
                    &it.person,
                );
            }
            if self.directory.controller(&it.controller, self.at).is_none() {
                faults.unknown(
                    self,
                    Table::Commission,
                    row,
                    "controller",
                    Table::Controller,
                    &it.controller,
                );
            }
            if !place_fits(it) {
                faults.add(
                    Table::Commission,
                    row,
                    "role",
                    FaultKind::WrongPlace(place_rule(it.role)),
                );
            }
            if matches!(it.role, Role::Nurse | Role::Doctor) && it.purpose != Purpose::Care {
                faults.add(Table::Commission, row, "purpose", FaultKind::NotForCare);
            }
            self.workplace(row, it, faults);
        }
    }

    fn workplace(&self, row: usize, it: &Commission, faults: &mut Found) {
        let belongs = |owner: &ControllerId, faults: &mut Found| {
            if *owner != it.controller {
                faults.add(
                    Table::Commission,
                    row,
                    "controller",
                    FaultKind::OtherController,
                );
            }
        };
        if let Some(unit) = &it.unit {
            match self.directory.unit(unit, self.at) {
                Some(found) => belongs(&found.controller, faults),
                None => faults.unknown(self, Table::Commission, row, "unit", Table::Unit, unit),
            }
        }
        for centre in &it.centres {
            match self.directory.centre(centre, self.at) {
                Some(found) => belongs(&found.controller, faults),
                None => faults.unknown(
                    self,
                    Table::Commission,
                    row,
                    "centres",
                    Table::Centre,
                    centre,
                ),
            }
        }
        if let Some(municipality) = &it.municipality {
            match self.directory.municipality(municipality, self.at) {
                Some(found) => belongs(&found.controller, faults),
                None => faults.unknown(
                    self,
                    Table::Commission,
                    row,
                    "municipality",
                    Table::Municipality,
                    municipality,
                ),
            }
        }
    }
}

impl Found {
    fn unknown(
        &mut self,
        day: &Day<'_>,
        table: Table,
        row: usize,
        key: &'static str,
        wanted: Table,
        name: &impl Display,
    ) {
        let kind = FaultKind::Unknown {
            table: wanted,
            name: name.to_string(),
            on: day_of(day.at),
        };
        self.add(table, row, key, kind);
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
