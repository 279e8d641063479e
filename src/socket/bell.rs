//! Rings the nurse while her doctor sits in the call.
//!
//! A ring is a state of the doctor's socket, not an event of the log: it ends when the
//! doctor leaves, and a nurse who comes back hears it again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use signaling::wire::socket::Ring;
use tokio::sync::broadcast;

use crate::present::PersonId;

/// Rings that wait for one slow socket. Beyond it the socket looks at what rings now.
const RINGS_MAX: usize = 64;

/// Who is rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rung {
    /// The nurse.
    pub(super) nurse: PersonId,
    /// What she is told.
    pub(super) ring: Ring,
}

/// All that rings in this process. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Bell(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ringing: Mutex<BTreeMap<u64, Rung>>,
    next: Mutex<u64>,
    told: broadcast::Sender<Rung>,
}

impl Default for Bell {
    fn default() -> Self {
        Self(Arc::new(Inner {
            ringing: Mutex::default(),
            next: Mutex::default(),
            told: broadcast::Sender::new(RINGS_MAX),
        }))
    }
}

/// Keeps ringing until it is dropped.
#[derive(Debug)]
pub(super) struct Ringing {
    bell: Bell,
    number: u64,
}

impl Bell {
    /// Rings `rung` now, and whoever of hers comes later, until the answer is dropped.
    pub(super) fn ring(&self, rung: Rung) -> Ringing {
        let number = {
            let mut next = locked(&self.0.next);
            *next = next.wrapping_add(1);
            *next
        };
        locked(&self.0.ringing).insert(number, rung.clone());
        // Nobody may be listening.
        drop(self.0.told.send(rung));
        Ringing {
            bell: self.clone(),
            number,
        }
    }

    /// What rings for `person` now.
    pub(super) fn ringing(&self, person: &PersonId) -> Vec<Ring> {
        locked(&self.0.ringing)
            .values()
            .filter(|rung| &rung.nurse == person)
            .map(|rung| rung.ring.clone())
            .collect()
    }

    /// Every ring from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<Rung> {
        self.0.told.subscribe()
    }
}

impl Drop for Ringing {
    fn drop(&mut self) {
        locked(&self.bell.0.ringing).remove(&self.number);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nurse_who_comes_back_hears_the_ring_until_the_doctor_leaves() {
        let bell = Bell::default();
        let mut heard = bell.listen();
        let nurse: PersonId = "anna".parse().unwrap();
        let rung = Rung {
            nurse: nurse.clone(),
            ring: Ring {
                consult: "c".to_owned(),
                from: "Dr".to_owned(),
            },
        };
        let ringing = bell.ring(rung.clone());
        assert_eq!(heard.try_recv().unwrap(), rung);
        assert_eq!(bell.ringing(&nurse), [rung.ring]);
        assert!(bell.ringing(&"eva".parse().unwrap()).is_empty());
        drop(ringing);
        assert!(bell.ringing(&nurse).is_empty());
    }
}
