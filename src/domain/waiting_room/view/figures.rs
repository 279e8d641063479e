//! What is going on right now, for those who watch over it: counts, and requests past their
//! longest time. Practice cases are in none of them.

use std::collections::{BTreeMap, BTreeSet};

use super::uncovered::uncovered;
use super::{CentreFiguresView, FiguresView, GapLineView, OverdueView, StaffView, on_call};
use crate::domain::access::Role;
use crate::domain::clinical::{DoneBy, Level};
use crate::domain::directory::{Commission, ControllerKind, Directory};
use crate::domain::ids::{CentreId, MunicipalityId, SlotId, UnitId};
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::stage::Stage;
use crate::domain::waiting_room::state::WaitingRoom;

pub(super) fn figures(
    state: &WaitingRoom,
    directory: &Directory,
    commission: &Commission,
) -> FiguresView {
    let scope = Scope {
        state,
        directory,
        commission,
    };
    let mut centres: BTreeMap<CentreId, CentreFiguresView> = scope
        .centres()
        .into_iter()
        .map(|centre| {
            let reachable = state.reachable(&centre);
            (
                centre.clone(),
                CentreFiguresView {
                    reachable,
                    on_call: on_call(state, &centre),
                    ..CentreFiguresView::default()
                },
            )
        })
        .collect();
    let mut in_queue: BTreeMap<Level, u32> = Level::ALL.iter().map(|level| (*level, 0)).collect();
    let mut overdue = Vec::new();
    let mut gaps = Vec::new();
    let mut urgent_without_contact = 0;
    let counted = state
        .consults()
        .filter(|consult| !consult.exercise && scope.counts(consult));
    for consult in counted {
        let centre = centres
            .entry(consult.centre.clone())
            .or_insert_with(|| CentreFiguresView {
                reachable: state.reachable(&consult.centre),
                on_call: on_call(state, &consult.centre),
                ..CentreFiguresView::default()
            });
        if consult.stage == Stage::Queued {
            add_one(in_queue.entry(consult.level).or_default());
            add_one(&mut centre.in_queue);
            let oldest = centre.oldest_queued_at.get_or_insert(consult.queued_at);
            *oldest = (*oldest).min(consult.queued_at);
        }
        if consult.is_urgent_without_contact() {
            add_one(&mut urgent_without_contact);
        }
        let place = scope.place(consult);
        if consult.is_overdue() {
            add_one(&mut centre.overdue);
            if scope.lists(consult) {
                overdue.push(overdue_view(consult, centre.on_call.clone(), place.clone()));
            }
        }
        if scope.lists(consult) {
            gaps.extend(late_gaps(consult, &place));
        }
    }
    overdue.sort_by_key(|case| (case.queued_at, case.id));
    gaps.sort_by_key(|gap| (gap.due_at, gap.id, gap.kind));
    let doctors = state.duties().filter(|(doctor, _)| {
        centres
            .keys()
            .any(|centre| state.is_reachable(doctor, centre))
    });
    FiguresView {
        in_queue,
        oldest_queued_at: centres
            .values()
            .filter_map(|centre| centre.oldest_queued_at)
            .min(),
        reachable: u32::try_from(doctors.count()).unwrap_or(u32::MAX),
        urgent_without_contact,
        uncovered: uncovered(state, directory, scope.centres().iter()),
        centres,
        overdue,
        gaps,
    }
}

const fn add_one(count: &mut u32) {
    *count = count.saturating_add(1);
}

/// The asking unit and its municipality, where they may be told.
type Place = Option<(UnitId, MunicipalityId)>;

fn late_gaps(consult: &Consult, place: &Place) -> Vec<GapLineView> {
    let Some(answered) = consult.stage.answered() else {
        return Vec::new();
    };
    let late = consult.gaps().into_iter();
    late.filter(|gap| answered.late.contains(&gap.kind))
        .map(|gap| GapLineView {
            id: consult.id,
            kind: gap.kind,
            side: gap.owner,
            owner: match gap.owner {
                DoneBy::Doctor => Some(StaffView::Doctor(
                    answered.doctor.clone(),
                    answered.centre.clone(),
                )),
                DoneBy::Nurse => place
                    .as_ref()
                    .map(|(unit, _)| StaffView::Nurse(consult.nurse.clone(), unit.clone())),
            },
            level: consult.level,
            centre: answered.centre.clone(),
            unit: place.as_ref().map(|(unit, _)| unit.clone()),
            municipality: place.as_ref().map(|(_, lies)| lies.clone()),
            due_at: gap.due_at,
        })
        .collect()
}

fn overdue_view(consult: &Consult, on_call: Option<SlotId>, place: Place) -> OverdueView {
    let (unit, municipality) = place.unzip();
    OverdueView {
        id: consult.id,
        level: consult.level,
        centre: consult.centre.clone(),
        on_call,
        unit,
        municipality,
        queued_at: consult.queued_at,
        due_at: consult.due_at,
        taken: consult.doctor().is_some(),
    }
}

/// How far one commission sees. Between owners of data only counts are shared; single cases
/// are listed for the owners themselves and for the county's coordinator.
#[derive(Clone, Copy)]
struct Scope<'a> {
    state: &'a WaitingRoom,
    directory: &'a Directory,
    commission: &'a Commission,
}

impl Scope<'_> {
    fn owns(&self, consult: &Consult) -> bool {
        let mine = &self.commission.controller;
        consult.request_owner == *mine || consult.answer_owner == *mine
    }

    /// The region pays for every centre, also the private ones.
    fn is_region(&self) -> bool {
        let controller = self
            .directory
            .controller(&self.commission.controller, self.state.last_at());
        controller.is_some_and(|row| row.kind == ControllerKind::Region)
    }

    fn counts(&self, consult: &Consult) -> bool {
        match self.commission.role {
            Role::Coordinator => true,
            Role::Administrator => self.owns(consult) || self.is_region(),
            Role::ChiefNurse => {
                self.commission.municipality.as_ref() == Some(&consult.municipality)
            }
            Role::HeadOfUnit => {
                self.commission.unit.as_ref() == Some(&consult.unit)
                    || self.commission.centres.contains(&consult.centre)
            }
            Role::Nurse | Role::Doctor | Role::Reviewer | Role::Operator => false,
        }
    }

    /// Where it was asked, as far as this commission may know.
    fn place(&self, consult: &Consult) -> Place {
        consult
            .shows_place_to(&self.commission.controller)
            .then(|| (consult.unit.clone(), consult.municipality.clone()))
    }

    fn lists(&self, consult: &Consult) -> bool {
        self.commission.role == Role::Coordinator || self.owns(consult)
    }

    /// The centres that stand in the figures also when nothing waits there.
    fn centres(&self) -> BTreeSet<CentreId> {
        let at = self.state.last_at();
        let all = self.directory.centres(at);
        let asked_by = |unit| {
            self.directory
                .centres_to_ask(unit, at)
                .map(|row| row.id.clone())
        };
        match self.commission.role {
            Role::Coordinator => all.map(|row| row.id.clone()).collect(),
            Role::Administrator => {
                let units = self.directory.units(at);
                let mine = units.filter(|unit| unit.controller == self.commission.controller);
                let asked = mine.flat_map(|unit| asked_by(&unit.id));
                let region = self.is_region();
                all.filter(|row| region || row.controller == self.commission.controller)
                    .map(|row| row.id.clone())
                    .chain(asked)
                    .collect()
            }
            Role::ChiefNurse => {
                let units = self.directory.units(at);
                units
                    .filter(|unit| {
                        self.commission.municipality.as_ref() == Some(&unit.municipality)
                    })
                    .flat_map(|unit| asked_by(&unit.id))
                    .collect()
            }
            Role::HeadOfUnit => {
                let unit = self.commission.unit.iter();
                let asked = unit.flat_map(asked_by);
                self.commission
                    .centres
                    .iter()
                    .cloned()
                    .chain(asked)
                    .collect()
            }
            Role::Nurse | Role::Doctor | Role::Reviewer | Role::Operator => BTreeSet::new(),
        }
    }
}
