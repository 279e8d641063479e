//! Names of the directory's people and places, as they are at one time.

use signaling::wire::http::StaffRef;

use crate::domain::directory::{Commission, Directory};
use crate::domain::ids::{CentreId, ControllerId, MunicipalityId, PersonId, SlotId, UnitId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Actor, Place, StaffView};

/// The directory as it is at one time. What it does not know is shown by its id.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    directory: &'a Directory,
    at: Timestamp,
}

impl<'a> Names<'a> {
    /// The names of `directory` at `at`.
    #[must_use]
    pub const fn new(directory: &'a Directory, at: Timestamp) -> Self {
        Self { directory, at }
    }

    /// The directory.
    #[must_use]
    pub const fn directory(self) -> &'a Directory {
        self.directory
    }

    /// The time at which the names are asked for.
    #[must_use]
    pub const fn at(self) -> Timestamp {
        self.at
    }

    /// A person's name.
    #[must_use]
    pub fn person(self, id: &PersonId) -> String {
        let row = self.directory.person(id, self.at);
        row.map_or_else(|| id.to_string(), |row| row.name.clone())
    }

    /// A unit's name.
    #[must_use]
    pub fn unit(self, id: &UnitId) -> String {
        let row = self.directory.unit(id, self.at);
        row.map_or_else(|| id.to_string(), |row| row.name.clone())
    }

    /// A centre's name.
    #[must_use]
    pub fn centre(self, id: &CentreId) -> String {
        let row = self.directory.centre(id, self.at);
        row.map_or_else(|| id.to_string(), |row| row.name.clone())
    }

    /// The number on which a centre is phoned; the county's coordinator for one that is gone.
    #[must_use]
    pub fn centre_phone(self, id: &CentreId) -> String {
        let row = self.directory.centre(id, self.at);
        let phone = row.map_or(&self.directory.county().phone, |row| &row.phone);
        phone.to_string()
    }

    /// The number on which somebody answers for a centre now: of who is on call by telephone,
    /// else its own. The one rule for every page and for `/telefon`.
    #[must_use]
    pub fn phone_now(self, centre: &CentreId, on_call: Option<&SlotId>) -> String {
        let slot = on_call.and_then(|slot| self.directory.duty_slot(slot, self.at));
        let phone = slot.and_then(|slot| slot.phone.as_ref());
        phone.map_or_else(|| self.centre_phone(centre), ToString::to_string)
    }

    /// The name of a controller.
    #[must_use]
    pub fn controller(self, id: &ControllerId) -> String {
        let row = self.directory.controller(id, self.at);
        row.map_or_else(|| id.to_string(), |row| row.name.clone())
    }

    /// A municipality's name.
    #[must_use]
    pub fn municipality(self, id: &MunicipalityId) -> String {
        let row = self.directory.municipality(id, self.at);
        row.map_or_else(|| id.to_string(), |row| row.name.clone())
    }

    /// The name of a centre's municipality.
    #[must_use]
    pub fn municipality_of(self, centre: &CentreId) -> String {
        let row = self.directory.centre(centre, self.at);
        row.map_or_else(String::new, |row| self.municipality(&row.municipality))
    }

    /// A member of staff with the place for which she acts.
    #[must_use]
    pub fn staff(self, staff: &StaffView) -> StaffRef {
        match staff {
            StaffView::Nurse(person, unit) => StaffRef {
                id: person.to_string(),
                name: self.person(person),
                unit: self.unit(unit),
            },
            StaffView::Doctor(person, centre) => StaffRef {
                id: person.to_string(),
                name: self.person(person),
                unit: self.centre(centre),
            },
        }
    }

    /// Whoever acted, with the place for which she did.
    #[must_use]
    pub fn actor(self, actor: &Actor) -> StaffRef {
        StaffRef {
            id: actor.person.to_string(),
            name: self.person(&actor.person),
            unit: match &actor.place {
                Place::Unit(unit) => self.unit(unit),
                Place::Centre(centre) => self.centre(centre),
                Place::County => self.directory.county().name.clone(),
            },
        }
    }

    /// Id and name of the place that a commission is for: a unit, a centre, a municipality,
    /// or else the controller.
    #[must_use]
    pub fn place(self, row: &Commission) -> (String, String) {
        if let Some(unit) = &row.unit {
            (unit.to_string(), self.unit(unit))
        } else if let Some(centre) = row.centres.first() {
            (centre.to_string(), self.centre(centre))
        } else if let Some(municipality) = &row.municipality {
            (municipality.to_string(), self.municipality(municipality))
        } else {
            let controller = self.directory.controller(&row.controller, self.at);
            let name = controller.map_or_else(String::new, |controller| controller.name.clone());
            (row.controller.to_string(), name)
        }
    }
}
