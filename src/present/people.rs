//! Who the caller is, whom she may ask, and whom one can be in the demo.

use signaling::wire::http::{
    Centre, CommissionRef, DemoPerson, Duty, Me, Modules, OnCall, OnwardCentre, SignalRef,
};

use super::names::Names;
use super::words::ToWire as _;
use super::{alphabet, rows};
use crate::domain::access::{Role, offered};
use crate::domain::clinical::Level;
use crate::domain::directory::{Commission, Person, Purpose};
use crate::domain::ids::{CentreId, SlotId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{CentreView, Onward, View, Viewer};

/// Every level, in the order in which targets are listed.
pub const LEVELS: [Level; 4] = [Level::P1, Level::P2, Level::P3, Level::P4];

/// What the caller's session says of itself.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn {
    /// Whether its screen is locked.
    pub locked: bool,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

/// The caller under the commission in use, if the directory knows both.
#[must_use]
pub fn me(
    viewer: &Viewer,
    view: &View,
    names: Names<'_>,
    signed_in: SignedIn,
    demo: bool,
) -> Option<Me> {
    let directory = names.directory();
    let person = directory.person(&viewer.person, names.at())?;
    let own = directory.commission(&viewer.commission, names.at())?;
    let (unit, unit_name) = names.place(own);
    let home = own
        .unit
        .as_ref()
        .and_then(|unit| directory.unit(unit, names.at()));
    let answers_for = own
        .centres
        .iter()
        .find_map(|centre| directory.centre(centre, names.at()));
    let municipality = home
        .map(|unit| &unit.municipality)
        .or_else(|| answers_for.map(|centre| &centre.municipality));
    let centres = if own.centres.is_empty() {
        view.centres.keys().map(ToString::to_string).collect()
    } else {
        own.centres.iter().map(ToString::to_string).collect()
    };
    Some(Me {
        id: person.id.to_string(),
        name: person.name.clone(),
        role: own.role.to_wire(),
        unit,
        unit_name,
        municipality: municipality.map(ToString::to_string),
        centres,
        commissions: commissions(person, names),
        commission: own.id.to_string(),
        phone: home.map(|unit| unit.phone.to_string()),
        disclosure_basis: home
            .and_then(|unit| unit.disclosure_basis)
            .map(|basis| basis.to_wire()),
        may: offered(own.role).map(|action| action.to_string()).collect(),
        duty: duty(own.role, view),
        demo,
        locked: signed_in.locked,
        session_ends_at: super::time(signed_in.ends_at),
        modules: Modules {
            news2: directory.modules().news2,
            journal_copy: directory.modules().journal_copy,
            peek: directory.modules().peek,
        },
    })
}

fn duty(role: Role, view: &View) -> Option<Duty> {
    match role {
        Role::Doctor => view.duty.as_ref().map(rows::duty),
        Role::Nurse
        | Role::Administrator
        | Role::ChiefNurse
        | Role::HeadOfUnit
        | Role::Coordinator
        | Role::Reviewer
        | Role::Operator => None,
    }
}

fn commissions(person: &Person, names: Names<'_>) -> Vec<CommissionRef> {
    names
        .directory()
        .commissions_of(&person.id, names.at())
        .map(|row| commission(row, names))
        .collect()
}

fn commission(row: &Commission, names: Names<'_>) -> CommissionRef {
    let (unit, unit_name) = names.place(row);
    CommissionRef {
        id: row.id.to_string(),
        unit,
        unit_name,
        role: row.role.to_wire(),
        purpose: purpose(row.purpose).to_owned(),
    }
}

const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Care => "care",
        Purpose::Administration => "administration",
        Purpose::Quality => "quality",
        Purpose::Statistics => "statistics",
        Purpose::LogReview => "log_review",
        Purpose::Operation => "operation",
    }
}

/// The centres of a view, the caller's first choice first, then by name as Swedes sort.
#[must_use]
pub fn centres(viewer: &Viewer, view: &View, names: Names<'_>) -> Vec<Centre> {
    let mut centres: Vec<Centre> = view
        .centres
        .iter()
        .filter_map(|(id, seen)| centre(id, seen, viewer, names))
        .collect();
    centres.sort_by_cached_key(|one| (!one.own, alphabet::key(&one.name)));
    centres
}

/// One centre as the viewer sees it, if the directory knows it.
#[must_use]
pub fn centre(
    id: &CentreId,
    seen: &CentreView,
    viewer: &Viewer,
    names: Names<'_>,
) -> Option<Centre> {
    let directory = names.directory();
    let row = directory.centre(id, names.at())?;
    Some(Centre {
        id: id.to_string(),
        name: row.name.clone(),
        municipality_name: names.municipality(&row.municipality),
        reachable: seen.reachable,
        waiting: seen.waiting,
        phone: names.phone_now(id, seen.on_call.as_ref()),
        on_call: seen.on_call.as_ref().and_then(|slot| on_call(slot, names)),
        own: seen.own,
        target_seconds: targets(id, viewer, names),
        signals: directory
            .signals(names.at())
            .map(|signal| SignalRef {
                id: signal.id.to_string(),
                reason: signal.reason.to_wire(),
                sv: signal.sv.clone(),
                en: signal.en.clone(),
            })
            .collect(),
    })
}

/// Where a case can be sent on: the doctor's own centres first, then by name as Swedes sort.
#[must_use]
pub fn onward(onward: &[Onward], names: Names<'_>) -> Vec<OnwardCentre> {
    let directory = names.directory();
    let mut centres: Vec<OnwardCentre> = onward
        .iter()
        .filter_map(|one| {
            let row = directory.centre(&one.centre, names.at())?;
            Some(OnwardCentre {
                id: row.id.to_string(),
                name: row.name.clone(),
                municipality_name: names.municipality(&row.municipality),
                own: one.own,
                answer_owner: names.controller(&row.controller),
            })
        })
        .collect();
    centres.sort_by_cached_key(|one| (!one.own, alphabet::key(&one.name)));
    centres
}

/// The number on which somebody answers for the centre now: who is on call, else its own.
#[must_use]
pub fn phone_now(centre: &CentreId, view: &View, names: Names<'_>) -> String {
    let seen = view.centres.get(centre);
    names.phone_now(centre, seen.and_then(|seen| seen.on_call.as_ref()))
}

fn on_call(slot: &SlotId, names: Names<'_>) -> Option<OnCall> {
    let slot = names.directory().duty_slot(slot, names.at())?;
    Some(OnCall {
        name: slot.name.clone(),
        phone: slot.phone.as_ref()?.to_string(),
        channel: slot.channel.to_wire(),
    })
}

/// What the centre has promised the caller's unit, level by level; nothing for a caller
/// without a unit.
fn targets(centre: &CentreId, viewer: &Viewer, names: Names<'_>) -> Vec<u64> {
    let directory = names.directory();
    let unit = directory
        .commission(&viewer.commission, names.at())
        .and_then(|row| row.unit.as_ref());
    let Some(unit) = unit else {
        return Vec::new();
    };
    LEVELS
        .iter()
        .filter_map(|level| directory.target(unit, centre, *level, names.at()))
        .map(|target| u64::from(target.max_seconds))
        .collect()
}

/// Whom one can be: nurses first, then doctors, then the others, each by number.
#[must_use]
pub fn demo(names: Names<'_>) -> Vec<DemoPerson> {
    // By number rather than by name: numbers follow the county's own order, so the first nurse
    // and the first doctor of the list are of one place, and meet.
    let mut people: Vec<((u8, String), DemoPerson)> = names
        .directory()
        .people(names.at())
        .filter_map(|person| {
            let (place, shown) = demo_person(person, names)?;
            Some(((place, person.hsa_id.to_string()), shown))
        })
        .collect();
    people.sort_by(|a, b| a.0.cmp(&b.0));
    people.into_iter().map(|(_, person)| person).collect()
}

fn demo_person(person: &Person, names: Names<'_>) -> Option<(u8, DemoPerson)> {
    let directory = names.directory();
    let first = directory.commissions_of(&person.id, names.at()).next()?;
    let municipality = match (&first.unit, first.centres.first(), &first.municipality) {
        (Some(unit), _, _) => directory
            .unit(unit, names.at())
            .map(|row| names.municipality(&row.municipality)),
        (None, Some(centre), _) => Some(names.municipality_of(centre)),
        (None, None, Some(municipality)) => Some(names.municipality(municipality)),
        (None, None, None) => None,
    };
    let place = match first.role {
        Role::Nurse => 0,
        Role::Doctor => 1,
        Role::Administrator => 2,
        Role::Coordinator => 3,
        Role::HeadOfUnit => 4,
        Role::ChiefNurse => 5,
        Role::Reviewer => 6,
        Role::Operator => 7,
    };
    let person = DemoPerson {
        id: person.id.to_string(),
        name: person.name.clone(),
        commissions: commissions(person, names),
        municipality_name: municipality,
    };
    Some((place, person))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::county;
    use crate::domain::directory::testing::day;

    #[test]
    fn first_nurse_and_first_doctor_of_the_demo_can_meet() {
        let directory = county::demo().unwrap();
        let at = day("2026-11-23");
        let people = demo(Names::new(&directory, at));
        let role = |person: &DemoPerson| person.commissions[0].role;
        let of = |wanted: Role| {
            let wanted = wanted.to_wire();
            people.iter().position(|person| role(person) == wanted)
        };
        assert_eq!(of(Role::Nurse), Some(0));
        let commission = |place: usize| {
            let id = people[place].commissions[0].id.parse().unwrap();
            directory.commission(&id, at).unwrap()
        };
        let unit = commission(0).unit.clone().unwrap();
        let centre = &directory.unit(&unit, at).unwrap().default_centre;
        let doctor = commission(of(Role::Doctor).unwrap());
        assert!(doctor.centres.contains(centre), "{centre}");
    }

    #[test]
    fn people_of_the_demo_stand_by_role_and_then_by_number() {
        let directory = county::demo().unwrap();
        let at = day("2026-11-23");
        let people = demo(Names::new(&directory, at));
        assert_eq!(
            people.len(),
            directory.people(at).count(),
            "nobody is left out"
        );
        let order = [
            Role::Nurse,
            Role::Doctor,
            Role::Administrator,
            Role::Coordinator,
            Role::HeadOfUnit,
            Role::ChiefNurse,
            Role::Reviewer,
            Role::Operator,
        ]
        .map(|role| role.to_wire());
        let keys = people.iter().map(|person| {
            let role = person.commissions[0].role;
            let place = order.iter().position(|known| *known == role).unwrap();
            let row = directory.person(&person.id.parse().unwrap(), at).unwrap();
            (place, row.hsa_id.to_string())
        });
        let keys: Vec<_> = keys.collect();
        assert!(keys.is_sorted(), "{keys:?}");
    }
}
