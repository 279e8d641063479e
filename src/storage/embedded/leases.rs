//! Leases of one process: they end with it, and its epoch makes the next ones greater.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::domain::time::Timestamp;
use crate::storage::{Fence, LeaseId, Token};

#[derive(Debug)]
pub(super) struct Leases {
    ep: u64,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    counter: u64,
    leases: BTreeMap<LeaseId, (Token, Timestamp)>,
}

impl Leases {
    pub(super) fn new(ep: u64) -> Self {
        let held = Mutex::default();
        Self { ep, held }
    }

    pub(super) fn take(&self, lease: &LeaseId, span: Duration, now: Timestamp) -> Option<Token> {
        let mut held = self.at(now);
        if held.leases.contains_key(lease) {
            return None;
        }
        held.counter = held.counter.saturating_add(1);
        let token = Token {
            ep: self.ep,
            counter: held.counter,
        };
        held.leases.insert(lease.clone(), (token, now.plus(span)));
        Some(token)
    }

    pub(super) fn renew(
        &self,
        lease: &LeaseId,
        token: Token,
        span: Duration,
        now: Timestamp,
    ) -> bool {
        match self.at(now).leases.get_mut(lease) {
            Some((held, until)) if *held == token => {
                *until = now.plus(span);
                true
            }
            Some(_) | None => false,
        }
    }

    pub(super) fn release(&self, lease: &LeaseId, token: Token, now: Timestamp) -> bool {
        let mut held = self.at(now);
        let holds = held.leases.get(lease).is_some_and(|(it, _)| *it == token);
        if holds {
            held.leases.remove(lease);
        }
        holds
    }

    pub(super) fn holds(&self, fence: &Fence, now: Timestamp) -> bool {
        let held = self.at(now);
        let holder = held.leases.get(&fence.lease);
        holder.is_some_and(|(token, _)| *token == fence.token)
    }

    /// The leases that are held at `now`; those that ran out are forgotten.
    fn at(&self, now: Timestamp) -> MutexGuard<'_, Held> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.leases.retain(|_, (_, until)| *until > now);
        held
    }
}
