//! What this process remembers of sessions, and that an ended one never comes back.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use super::stored::Record;
use super::who::Unauthenticated;
use super::{Inner, SESSION_MAX};
use crate::domain::ids::SessionId;
use crate::domain::time::Timestamp;
use crate::storage::Version;

/// What this process remembers of sessions, so that a request needs no store.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) live: BTreeMap<SessionId, Live>,
    /// Ended sessions and when they can be forgotten: nothing read from the store earlier
    /// may bring them back.
    pub(super) revoked: BTreeMap<SessionId, Timestamp>,
}

#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) record: Record,
    pub(super) version: Version,
    pub(super) idle_until: Timestamp,
}

impl Inner {
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what was read from the store, unless something newer stands here already: what a
    /// slow request read neither ends a revocation nor opens a screen that was locked meanwhile.
    pub(super) fn remember(&self, id: SessionId, read: &Live) -> Result<Live, Unauthenticated> {
        let now = self.clock.now();
        let mut known = self.known();
        if known.revoked.contains_key(&id) {
            return Err(Unauthenticated::Revoked);
        }
        match known.live.get(&id).filter(|live| live.stands(now)) {
            Some(newer) => Ok(newer.clone()),
            None => {
                known.live.insert(id, read.clone());
                Ok(read.clone())
            }
        }
    }

    /// Takes up what this process has just written.
    pub(super) fn written(&self, id: SessionId, live: Live) {
        let mut known = self.known();
        if !known.revoked.contains_key(&id) {
            known.live.insert(id, live);
        }
    }

    pub(super) fn end(&self, id: SessionId) {
        let until = self.clock.now().plus(SESSION_MAX);
        let mut known = self.known();
        known.live.remove(&id);
        let first = known.revoked.insert(id, until).is_none();
        drop(known);
        if first {
            self.tell_ended(id);
        }
    }

    pub(super) fn expire(&self, id: SessionId) {
        let gone = self.known().live.remove(&id);
        if gone.is_some() {
            self.tell_ended(id);
        }
    }

    fn tell_ended(&self, id: SessionId) {
        // Nobody may be listening.
        drop(self.ended.send(id));
    }
}

impl Live {
    pub(super) fn stands(&self, now: Timestamp) -> bool {
        now < self.idle_until && now < self.record.signed_in_at.plus(SESSION_MAX)
    }
}
