//! Who was on duty for a centre, and who could be reached, from one time to another.

use std::collections::BTreeMap;

use crate::domain::clinical::words;
use crate::domain::ids::{CentreId, CommissionId, PersonId, SlotId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{DutyState, WaitingRoom};
use serde::{Deserialize, Serialize};

words! {
    /// In what way somebody was on duty.
    Presence {
        /// Could be reached on the screen.
        Reachable = "reachable",
        /// On duty, but the link was lost or the sound not tested.
        OnDuty = "on_duty",
        /// Paused.
        Paused = "paused",
        /// On call by telephone.
        OnCall = "on_call",
    }
}

/// Who, or what is rung.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A doctor under a commission.
    Doctor(PersonId, CommissionId),
    /// A duty slot with a telephone.
    Slot(SlotId),
}

/// Somebody on duty for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// Who.
    pub who: Who,
    /// For which centre.
    pub centre: CentreId,
    /// In what way.
    pub presence: Presence,
    /// From when on, or from the beginning of the case.
    pub from: Timestamp,
    /// Until when; nothing until the end.
    pub until: Option<Timestamp>,
}

/// Who has been on duty while a case went on.
#[derive(Debug, Default)]
pub(super) struct Roster(Vec<OnDuty>);

impl Roster {
    /// Looks who is there for `centre` at `at`.
    pub(super) fn look(&mut self, room: &WaitingRoom, centre: &CentreId, at: Timestamp) {
        let mut there = there(room, centre);
        for open in self.0.iter_mut().filter(|span| span.until.is_none()) {
            let same = open.centre == *centre && there.get(&open.who) == Some(&open.presence);
            if same {
                there.remove(&open.who);
            } else {
                open.until = Some(at);
            }
        }
        self.0
            .extend(there.into_iter().map(|(who, presence)| OnDuty {
                who,
                centre: centre.clone(),
                presence,
                from: at,
                until: None,
            }));
        // What held for no time at all held for nobody.
        self.0.retain(|span| span.until != Some(span.from));
    }

    /// The case has ended.
    pub(super) fn end(&mut self, at: Timestamp) {
        for open in self.0.iter_mut().filter(|span| span.until.is_none()) {
            open.until = Some(at);
        }
    }

    /// All of them, in the order in which they began.
    pub(super) fn spans(mut self) -> Vec<OnDuty> {
        self.0
            .sort_by(|a, b| (a.from, &a.who).cmp(&(b.from, &b.who)));
        self.0
    }
}

fn there(room: &WaitingRoom, centre: &CentreId) -> BTreeMap<Who, Presence> {
    let doctors = room.duties().filter_map(|(doctor, duty)| {
        let presence = match duty.state {
            DutyState::Off => return None,
            DutyState::Paused => Presence::Paused,
            DutyState::On if room.is_reachable(doctor, centre) => Presence::Reachable,
            DutyState::On => Presence::OnDuty,
        };
        let who = Who::Doctor(doctor.clone(), duty.commission.clone());
        duty.centres.contains(centre).then_some((who, presence))
    });
    let slots = room
        .slots()
        .iter()
        .filter(|slot| slot.channel.has_phone() && slot.centres.contains(centre))
        .map(|slot| (Who::Slot(slot.slot.clone()), Presence::OnCall));
    doctors.chain(slots).collect()
}
