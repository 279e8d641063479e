//! The cases in which something went wrong, kept after they have left the waiting room.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::domain::access::CaseFacts;
use crate::domain::clinical::{Level, Reason};
use crate::domain::ids::{
    CaseId, CentreId, CommandId, ConsultId, ControllerId, MunicipalityId, PersonId, UnitId,
};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Actor, Consult, ConsultState, Entry, Event, WaitingRoom};

/// How many cases are kept: years of them. Of one more, the one that was first reported
/// longest ago leaves; what was said in it stays in the journal and the vault.
pub(super) const CASES_MAX: usize = 10_000;

/// That somebody said that something went wrong. What she said is in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// By which command, under which the words lie.
    pub command: CommandId,
}

/// A case in which something went wrong, as it stands or stood last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// The consult.
    pub consult: ConsultId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The nurse who asked, or who took over from her.
    pub nurse: PersonId,
    /// The asking unit.
    pub unit: UnitId,
    /// Where it lies.
    pub municipality: MunicipalityId,
    /// The centre asked.
    pub centre: CentreId,
    /// Who owns the request.
    pub request_owner: ControllerId,
    /// Who owns the answer.
    pub answer_owner: ControllerId,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// Whether the patient's data is protected, or was: it may have been about another before.
    pub protected: bool,
    /// A practice case.
    pub exercise: bool,
    /// When it entered the queue.
    pub queued_at: Timestamp,
    /// Where it stands, or stood last.
    pub state: ConsultState,
    /// Who said so, oldest first.
    pub reports: Vec<Report>,
}

impl Incident {
    fn new(consult: &Consult) -> Self {
        Self {
            consult: consult.id,
            case: consult.case,
            nurse: consult.nurse.clone(),
            unit: consult.unit.clone(),
            municipality: consult.municipality.clone(),
            centre: consult.centre.clone(),
            request_owner: consult.request_owner.clone(),
            answer_owner: consult.answer_owner.clone(),
            level: consult.level,
            reason: consult.reason,
            protected: consult.is_protected(),
            exercise: consult.exercise,
            queued_at: consult.queued_at,
            state: consult.state(),
            reports: Vec::new(),
        }
    }

    /// What of it decides how a reviewer stands to it. Who held it is none of it: a reviewer
    /// takes no part in care.
    #[must_use]
    pub const fn facts(&self) -> CaseFacts<'_> {
        CaseFacts {
            asked_by: &self.nurse,
            unit: &self.unit,
            municipality: &self.municipality,
            centre: &self.centre,
            request_owner: &self.request_owner,
            answer_owner: &self.answer_owner,
            claimed_under: None,
            answered_under: None,
        }
    }

    /// Whether the asking unit, its people's places and its owner may be told to a reviewer of
    /// `controller`: as in every list of those who watch over the county.
    #[must_use]
    pub fn shows_place_to(&self, controller: &ControllerId) -> bool {
        !self.protected || self.request_owner == *controller
    }

    /// When somebody last said so.
    #[must_use]
    pub fn reported_at(&self) -> Timestamp {
        self.reports.last().map_or(self.queued_at, |last| last.at)
    }
}

/// The cases in which something went wrong. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incidents {
    cases: OrdMap<ConsultId, Arc<Incident>>,
}

impl Incidents {
    /// Takes in the next entry; `room` is as it stands after it.
    pub fn apply(&mut self, entry: &Entry, room: &WaitingRoom) {
        for event in &entry.events {
            let Some(consult) = event.consult().and_then(|id| room.consult(id)) else {
                continue;
            };
            let by = entry.by.actor();
            let by = by.filter(|_| matches!(event, Event::IncidentReported(_)));
            let reported = by.map(|by| Report {
                at: entry.at,
                by: by.clone(),
                command: entry.cmd,
            });
            self.take_in(consult, reported);
        }
    }

    /// The case, if something went wrong in it.
    #[must_use]
    pub fn of(&self, consult: ConsultId) -> Option<&Arc<Incident>> {
        self.cases.get(&consult)
    }

    /// All of them, by consult.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Incident>> {
        self.cases.values()
    }

    fn take_in(&mut self, consult: &Consult, reported: Option<Report>) {
        let known = self.cases.get(&consult.id);
        if known.is_none() && reported.is_none() {
            return;
        }
        let mut reports = known.map_or_else(Vec::new, |known| known.reports.clone());
        reports.extend(reported);
        let protected = consult.is_protected() || known.is_some_and(|known| known.protected);
        let incident = Incident {
            reports,
            protected,
            ..Incident::new(consult)
        };
        self.cases.insert(consult.id, Arc::new(incident));
        if self.cases.len() > CASES_MAX {
            self.drop_the_oldest();
        }
    }

    fn drop_the_oldest(&mut self) {
        let oldest = self
            .cases
            .values()
            .min_by_key(|found| (found.reports.first().map(|first| first.at), found.consult))
            .map(|found| found.consult);
        if let Some(consult) = oldest {
            self.cases.remove(&consult);
        }
    }
}

#[cfg(test)]
impl Incidents {
    /// Lists a case that was reported at `at`.
    pub(super) fn keep_for_test(&mut self, consult: ConsultId, at: Timestamp) {
        let Some(some) = self.cases.values().next().cloned() else {
            return;
        };
        let mut incident = Incident {
            consult,
            ..(*some).clone()
        };
        incident.reports.truncate(1);
        for report in &mut incident.reports {
            report.at = at;
        }
        self.cases.insert(consult, Arc::new(incident));
        if self.cases.len() > CASES_MAX {
            self.drop_the_oldest();
        }
    }
}
