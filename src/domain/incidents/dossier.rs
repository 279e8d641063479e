//! What happened in one case, read from the journal's entries in order.

use std::ops::ControlFlow;

use super::failures::{Failed, Failures};
use super::on_duty::{OnDuty, Roster};
use super::waits::{Wait, Waits};
use crate::domain::clinical::Level;
use crate::domain::ids::{CentreId, CommandId, CommissionId, ConsultId, ControllerId, PersonId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, CommandKind, Consult, ConsultState, Entry, Event, EventKind, GapKind, Place,
    ReleaseCause, Task, WaitingRoom,
};

/// A member of staff in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub person: PersonId,
    /// Under which commission, in which her role stands.
    pub commission: CommissionId,
    /// For which unit or centre.
    pub place: Place,
}

impl From<&Actor> for Staff {
    fn from(actor: &Actor) -> Self {
        Self {
            person: actor.person.clone(),
            commission: actor.commission.clone(),
            place: actor.place.clone(),
        }
    }
}

impl Staff {
    /// The nurse of `consult`.
    pub(super) fn nurse(consult: &Consult) -> Self {
        Self {
            person: consult.nurse.clone(),
            commission: consult.commission.clone(),
            place: Place::Unit(consult.unit.clone()),
        }
    }

    /// The doctor who holds `consult`.
    pub(super) fn holder(consult: &Consult) -> Option<Self> {
        consult.stage.claim().map(|claim| Self {
            person: claim.doctor.clone(),
            commission: claim.commission.clone(),
            place: Place::Centre(claim.centre.clone()),
        })
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: EventKind,
    /// By whom; nobody if the system did it.
    pub by: Option<Staff>,
    /// Whom it is about, where that is somebody else.
    pub about: Option<Staff>,
    /// The level it got.
    pub level: Option<Level>,
    /// The centre it got.
    pub centre: Option<CentreId>,
    /// Why a claim went back.
    pub cause: Option<ReleaseCause>,
    /// What was done.
    pub task: Option<Task>,
    /// What was not done in time.
    pub gap: Option<GapKind>,
}

/// Where it stood for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// Where.
    pub state: ConsultState,
    /// From when on.
    pub from: Timestamp,
    /// Until when; nothing where it stood last.
    pub until: Option<Timestamp>,
}

/// With what a patient can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroughtWith {
    /// The request.
    Request,
    /// Something added to it.
    Supplement,
    /// That it was about another.
    Correction,
}

/// Where words that name the patient lie: they are opened to log whose case was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// With what they came.
    pub kind: BroughtWith,
    /// By which.
    pub command: CommandId,
    /// Whose they are.
    pub owner: ControllerId,
}

/// What happened in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// Everything that happened, in order.
    pub timeline: Vec<Line>,
    /// Where it stood, one after the other.
    pub states: Vec<Stood>,
    /// How long somebody waited, in order.
    pub waits: Vec<Wait>,
    /// Rings, links and media that failed, in order.
    pub failures: Vec<Failed>,
    /// Who was on duty for its centre while it went on, in order.
    pub on_duty: Vec<OnDuty>,
    /// Where the patient is named.
    pub brought: Vec<Brought>,
}

/// A journal that is read for one case.
///
/// It may be given every entry or those alone that [`Reading::concerns`] picks: about the
/// case, and about who was on duty. Others change nothing here.
#[derive(Debug)]
pub struct Reading {
    consult: ConsultId,
    needle: String,
    room: WaitingRoom,
    seen: bool,
    timeline: Vec<Line>,
    states: Vec<Stood>,
    waits: Waits,
    failures: Failures,
    roster: Roster,
    brought: Vec<Brought>,
}

/// Kinds of event that say who is on duty and whose link is there.
const OF_DUTY: [EventKind; 4] = [
    EventKind::DutySet,
    EventKind::LinkLost,
    EventKind::LinkBack,
    EventKind::SlotsChanged,
];

impl Reading {
    /// Before the first entry.
    #[must_use]
    pub fn new(consult: ConsultId) -> Self {
        Self {
            consult,
            needle: consult.to_string(),
            room: WaitingRoom::new(),
            seen: false,
            timeline: Vec::new(),
            states: Vec::new(),
            waits: Waits::default(),
            failures: Failures::default(),
            roster: Roster::default(),
            brought: Vec::new(),
        }
    }

    /// Whether an entry, as it is stored, may matter here: most do not, and need not be
    /// understood.
    #[must_use]
    pub fn concerns(&self, stored: &str) -> bool {
        stored.contains(&self.needle) || OF_DUTY.iter().any(|kind| stored.contains(kind.as_str()))
    }

    /// Takes in the next entry. Nothing about the case comes after it has left the state.
    pub fn read(&mut self, entry: &Entry) -> ControlFlow<()> {
        let before = self.room.consult(self.consult).cloned();
        self.room.apply(entry);
        let after = self.room.consult(self.consult).cloned();
        for event in &entry.events {
            let about_it = event.consult() == Some(self.consult);
            let known = if about_it {
                after.as_ref().or(before.as_ref())
            } else {
                before.as_ref().filter(|consult| link_of(event, consult))
            };
            if let Some(consult) = known {
                self.write_down(entry, event, before.as_ref(), consult);
            }
        }
        self.keep_where_named(entry);
        match (before, after) {
            (_, Some(after)) => {
                self.seen = true;
                self.stand(after.state(), entry.at);
                if after.is_over() {
                    self.roster.end(entry.at);
                } else {
                    self.roster.look(&self.room, &after.centre, entry.at);
                }
                ControlFlow::Continue(())
            }
            (Some(_), None) => ControlFlow::Break(()),
            (None, None) => ControlFlow::Continue(()),
        }
    }

    /// What happened, as far as it was read until `now`; nothing if the case was not met.
    #[must_use]
    pub fn end(self, now: Timestamp) -> Option<Dossier> {
        let waits = self.waits.end(&self.states, now);
        self.seen.then_some(Dossier {
            timeline: self.timeline,
            states: self.states,
            waits,
            failures: self.failures.end(),
            on_duty: self.roster.spans(),
            brought: self.brought,
        })
    }

    fn write_down(
        &mut self,
        entry: &Entry,
        event: &Event,
        before: Option<&Consult>,
        after: &Consult,
    ) {
        let by = entry.by.actor().map(Staff::from);
        let about = about(event, before, after);
        let about = about.filter(|about| by.as_ref() != Some(about));
        self.failures.take_in(entry.at, event, before, after);
        self.waits.take_in(entry.at, event, after);
        let mut line = Line {
            at: entry.at,
            what: event.kind(),
            by,
            about,
            level: None,
            centre: None,
            cause: None,
            task: None,
            gap: None,
        };
        if let Event::ConsultQueued(queued) = event {
            line.level = Some(queued.level);
            line.centre = Some(queued.centre.clone());
        } else if let Event::ConsultTriaged(triaged) = event {
            line.level = Some(triaged.level);
        } else if let Event::ConsultPromoted(promoted) = event {
            line.level = Some(promoted.to);
        } else if let Event::ConsultRedirected(redirected) = event {
            line.centre = Some(redirected.centre.clone());
        } else if let Event::ClaimReleased(released) = event {
            line.cause = Some(released.cause);
        } else if let Event::TaskDone(done) = event {
            line.task = Some(done.task);
        } else if let Event::GapOverdue(overdue) = event {
            line.gap = Some(overdue.gap);
        }
        self.timeline.push(line);
    }

    fn keep_where_named(&mut self, entry: &Entry) {
        let kind = if entry.outcome.kind == CommandKind::Ask {
            Some(BroughtWith::Request)
        } else if entry.outcome.kind == CommandKind::Supplement {
            Some(BroughtWith::Supplement)
        } else if entry.outcome.kind == CommandKind::CorrectPatient {
            Some(BroughtWith::Correction)
        } else {
            None
        };
        if let (Some(by), Some(kind)) = (entry.by.actor(), kind)
            && entry.outcome.consult == Some(self.consult)
        {
            self.brought.push(Brought {
                kind,
                command: entry.cmd,
                owner: by.controller.clone(),
            });
        }
    }

    fn stand(&mut self, state: ConsultState, at: Timestamp) {
        match self.states.last_mut() {
            Some(last) if last.state == state => return,
            Some(last) => last.until = Some(at),
            None => {}
        }
        self.states.push(Stood {
            state,
            from: at,
            until: None,
        });
    }
}

/// Whether it is about the link of the nurse, or of the doctor who holds it, before its end.
fn link_of(event: &Event, consult: &Consult) -> bool {
    let person = if let Event::LinkLost(lost) = event {
        &lost.person
    } else if let Event::LinkBack(back) = event {
        &back.person
    } else {
        return false;
    };
    let holds = consult.stage.claim().map(|claim| &claim.doctor);
    !consult.is_over() && (consult.nurse == *person || holds == Some(person))
}

/// Whom an event of the system is about.
fn about(event: &Event, before: Option<&Consult>, after: &Consult) -> Option<Staff> {
    if let Event::LinkLost(_) | Event::LinkBack(_) = event {
        let nurse = Staff::nurse(after);
        return if link_person(event) == Some(&nurse.person) {
            Some(nurse)
        } else {
            Staff::holder(after)
        };
    }
    if let Event::ClaimReleased(_) | Event::NurseAwaited(_) | Event::MoreNeeded(_) = event {
        return before.and_then(Staff::holder);
    }
    None
}

/// Whose link it is.
pub(super) const fn link_person(event: &Event) -> Option<&PersonId> {
    if let Event::LinkLost(lost) = event {
        Some(&lost.person)
    } else if let Event::LinkBack(back) = event {
        Some(&back.person)
    } else {
        None
    }
}
