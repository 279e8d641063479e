//! Outcomes of commands, kept so that the same command twice is one command.

use std::sync::Arc;
use std::time::Duration;

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use super::entry::{Principal, Remembered};
use super::state::WaitingRoom;
use crate::domain::ids::CommandId;
use crate::domain::time::Timestamp;

/// How long a command's outcome is kept, by the time of the entries: as long as a client
/// may repeat it.
pub(super) const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// How many outcomes are more than a county's day can hold. Something repeats without end
/// then, and the operator is told; nothing is forgotten early for it.
pub(super) const ALARMING: usize = 50_000;

/// The outcomes of the last 24 hours, by key. Two people may use the same key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Memory {
    outcomes: OrdMap<CommandId, Arc<Vec<(Principal, Remembered)>>>,
    by_age: OrdSet<(Timestamp, CommandId)>,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            outcomes: OrdMap::new(),
            by_age: OrdSet::new(),
        }
    }

    pub(super) fn get(&self, principal: &Principal, id: CommandId) -> Option<&Remembered> {
        let same_key = self.outcomes.get(&id)?;
        let own = same_key.iter().find(|(by, _)| by == principal);
        own.map(|(_, outcome)| outcome)
    }

    pub(super) fn keep(&mut self, principal: &Principal, id: CommandId, outcome: Remembered) {
        self.by_age.insert((outcome.at, id));
        let own = (principal.clone(), outcome);
        match self.outcomes.get_mut(&id).map(Arc::make_mut) {
            Some(same_key) => {
                same_key.retain(|(by, _)| by != principal);
                same_key.push(own);
            }
            None => {
                self.outcomes.insert(id, Arc::new(vec![own]));
            }
        }
    }

    /// Forgets what was accepted 24 hours before `at` or earlier.
    pub(super) fn forget(&mut self, at: Timestamp) {
        while let Some((kept_at, id)) = self.by_age.get_min().copied() {
            if kept_at.plus(KEPT) > at {
                break;
            }
            self.by_age.remove_min();
            let Some(same_key) = self.outcomes.get_mut(&id) else {
                continue;
            };
            Arc::make_mut(same_key).retain(|(_, outcome)| outcome.at > kept_at);
            if same_key.is_empty() {
                self.outcomes.remove(&id);
            }
        }
    }

    fn len(&self) -> usize {
        self.by_age.len()
    }
}

impl WaitingRoom {
    /// The outcome of an accepted command of the last 24 hours.
    #[must_use]
    pub fn remembered(&self, principal: &Principal, id: CommandId) -> Option<&Remembered> {
        self.memory.get(principal, id)
    }

    /// How many accepted commands of the last 24 hours are remembered.
    #[must_use]
    pub fn remembered_commands(&self) -> u64 {
        u64::try_from(self.memory.len()).unwrap_or(u64::MAX)
    }

    /// Whether more outcomes are kept than a day can hold: an alarm for the operator.
    #[must_use]
    pub fn remembers_too_much(&self) -> bool {
        self.memory.len() >= ALARMING
    }
}
