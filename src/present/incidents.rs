//! Cases in which something went wrong, as their owners' reviewers read of them.
//!
//! People and places have the names that they had then. Of a protected patient whatever leads to
//! her home, the asking unit with its municipality, is for her own care provider's reviewers.

use signaling::wire::http as wire;

use super::names::Names;
use super::words::ToWire as _;
use super::{rows, time};
use crate::domain::clinical::FreeText;
use crate::domain::ids::ControllerId;
use crate::domain::incidents::{
    Dossier, Failed, Incident, Line, OnDuty, Report, Staff, Stood, Wait, Who,
};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{ConsultState, EventKind, Place, Viewer};

/// For whom it is written, and with which names.
#[derive(Debug, Clone, Copy)]
struct Told<'a> {
    names: Names<'a>,
    /// Whether it may name the asking unit and whose it is.
    place: bool,
}

impl<'a> Told<'a> {
    fn new(incident: &Incident, viewer: &Viewer, names: Names<'a>) -> Self {
        let commission = names.directory().commission(&viewer.commission, names.at());
        let place = commission.is_some_and(|row| incident.shows_place_to(&row.controller));
        Self { names, place }
    }

    fn at(self, when: Timestamp) -> Names<'a> {
        Names::new(self.names.directory(), when)
    }
}

/// A case with who reported when, for `viewer`.
#[must_use]
pub fn row(incident: &Incident, viewer: &Viewer, names: Names<'_>) -> wire::IncidentRow {
    reported(incident, Told::new(incident, viewer, names))
}

fn reported(incident: &Incident, told: Told<'_>) -> wire::IncidentRow {
    let then = told.at(incident.queued_at);
    wire::IncidentRow {
        id: incident.consult.to_string(),
        case: incident.case.to_string(),
        queued_at: time(incident.queued_at),
        level: incident.level.to_wire(),
        reason: incident.reason.to_wire(),
        state: incident.state.to_wire(),
        exercise: incident.exercise,
        unit_name: if told.place {
            then.unit(&incident.unit)
        } else {
            String::new()
        },
        centre_name: then.centre(&incident.centre),
        reports: incident
            .reports
            .iter()
            .map(|found| report(found, told))
            .collect(),
    }
}

fn report(report: &Report, told: Told<'_>) -> wire::IncidentReport {
    wire::IncidentReport {
        at: time(report.at),
        by: person(&Staff::from(&report.by), report.at, told),
    }
}

/// A case with everything that happened in it, for `viewer`.
#[must_use]
pub fn dossier(
    incident: &Incident,
    texts: &[Option<FreeText>],
    (found, read_at): (&Dossier, Timestamp),
    viewer: &Viewer,
    names: Names<'_>,
) -> wire::Dossier {
    let told = Told::new(incident, viewer, names);
    let owner = |id: &ControllerId| {
        let row = names.directory().controller(id, incident.queued_at);
        row.map_or_else(|| id.to_string(), |row| row.name.clone())
    };
    wire::Dossier {
        incident: reported(incident, told),
        request_owner_name: if told.place {
            owner(&incident.request_owner)
        } else {
            String::new()
        },
        answer_owner_name: owner(&incident.answer_owner),
        read_at: time(read_at),
        texts: texts
            .iter()
            .map(|text| text.as_ref().map(|text| text.reveal().clone()))
            .collect(),
        timeline: found
            .timeline
            .iter()
            .filter_map(|said| line(said, told))
            .collect(),
        states: found
            .states
            .iter()
            .map(|stood| state(*stood, read_at))
            .collect(),
        waits: found.waits.iter().map(wait).collect(),
        failures: found
            .failures
            .iter()
            .map(|failed| failure(failed, told))
            .collect(),
        on_duty: found.on_duty.iter().map(|span| duty(span, names)).collect(),
    }
}

fn line(line: &Line, told: Told<'_>) -> Option<wire::DossierLine> {
    let someone = |staff: &Staff| person(staff, line.at, told);
    Some(wire::DossierLine {
        at: time(line.at),
        what: what(line.what)?,
        by: line.by.as_ref().map(someone),
        about: line.about.as_ref().map(someone),
        level: line.level.map(|level| level.to_wire()),
        centre_name: line
            .centre
            .as_ref()
            .map(|centre| told.at(line.at).centre(centre)),
        cause: line.cause.map(|cause| cause.to_wire()),
        task: line.task.map(|task| task.to_wire()),
        gap: line.gap.map(|gap| gap.to_wire()),
    })
}

/// A dossier leaves out nothing that happened to a case.
const fn what(kind: EventKind) -> Option<wire::DiaryKind> {
    if matches!(kind, EventKind::MediaBegan) {
        return Some(wire::DiaryKind::MediaBegan);
    }
    if matches!(kind, EventKind::MediaEnded) {
        return Some(wire::DiaryKind::MediaEnded);
    }
    if matches!(kind, EventKind::IncidentReported) {
        return Some(wire::DiaryKind::IncidentReported);
    }
    rows::diary(kind)
}

fn state(stood: Stood, read_at: Timestamp) -> wire::DossierState {
    let over = matches!(
        stood.state,
        ConsultState::Closed | ConsultState::Withdrawn | ConsultState::Void
    );
    let until = stood.until.or((!over).then_some(read_at));
    wire::DossierState {
        state: stood.state.to_wire(),
        from: time(stood.from),
        until: stood.until.map(time),
        seconds: until.map(|until| until.since(stood.from).as_secs()),
    }
}

fn wait(wait: &Wait) -> wire::DossierWait {
    wire::DossierWait {
        what: wait.what.to_wire(),
        from: time(wait.from),
        until: wait.until.map(time),
        open: wait.open,
        seconds: wait.lasted.as_secs(),
        within_seconds: wait.within.map(|within| within.as_secs()),
    }
}

fn failure(failed: &Failed, told: Told<'_>) -> wire::DossierFailure {
    let someone = |staff: &Staff| person(staff, failed.at, told);
    wire::DossierFailure {
        what: failed.what.to_wire(),
        at: time(failed.at),
        until: failed.until.map(time),
        person: failed.person.as_ref().map(someone),
    }
}

fn duty(span: &OnDuty, names: Names<'_>) -> wire::DossierDuty {
    let then = at(names, span.from);
    wire::DossierDuty {
        name: match &span.who {
            Who::Doctor(person, _) => then.person(person),
            Who::Slot(slot) => {
                let row = then.directory().duty_slot(slot, span.from);
                row.map_or_else(|| slot.to_string(), |row| row.name.clone())
            }
        },
        centre_name: then.centre(&span.centre),
        presence: span.presence.to_wire(),
        from: time(span.from),
        until: span.until.map(time),
    }
}

fn person(staff: &Staff, when: Timestamp, told: Told<'_>) -> wire::IncidentPerson {
    let then = told.at(when);
    let commission = then.directory().commission(&staff.commission, when);
    wire::IncidentPerson {
        id: staff.person.to_string(),
        name: then.person(&staff.person),
        unit: match (&staff.place, commission) {
            (Place::Unit(_) | Place::County, _) if !told.place => String::new(),
            (Place::Unit(unit), _) => then.unit(unit),
            (Place::Centre(centre), _) => then.centre(centre),
            (Place::County, Some(row)) => then.place(row).1,
            (Place::County, None) => then.directory().county().name.clone(),
        },
        role: commission.map(|row| row.role.to_wire()),
    }
}

fn at(names: Names<'_>, when: Timestamp) -> Names<'_> {
    Names::new(names.directory(), when)
}
