//! How many strangers one address may send at once, and how often it may guess.
//!
//! A connection counts against its address until it has shown that somebody is signed in.
//! Both counts live in this process and need no store.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::present::Timestamp;

/// Connections from one address that have not shown a session yet.
pub const STRANGERS_MAX: u32 = 64;

/// The same for an address that many people are known to share.
pub const STRANGERS_MAX_SHARED: u32 = 512;

/// Failed sign-ins of one address within [`ATTEMPTS_WINDOW`], after which it must wait.
pub const ATTEMPTS_MAX: usize = 10;

/// How long a failed sign-in counts.
pub const ATTEMPTS_WINDOW: Duration = Duration::from_secs(30 * 60);

/// Addresses whose failures are remembered. Beyond it the one heard of longest ago is
/// forgotten, so that a flood from many addresses cannot fill the memory.
const ATTEMPTS_ADDRESSES_MAX: usize = 10_000;

/// Says whether an address is of some kind.
pub type AddressTest = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// What counts as one address: a whole IPv4 address, or the first 64 bits of an IPv6 one,
/// which is what one household or office is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(u64);

impl Prefix {
    /// The prefix of `address`. An IPv4 address written as IPv6 is the IPv4 address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(u64::from(v4.to_bits())),
            // No IPv6 prefix in use has 32 leading zero bits, so the two never meet.
            IpAddr::V6(v6) => Self(u64::try_from(v6.to_bits() >> 64).unwrap_or(u64::MAX)),
        }
    }
}

/// Lets connections in. Clones share the counts.
#[derive(Clone)]
pub struct Gate {
    shared: AddressTest,
    strangers: Arc<Mutex<BTreeMap<Prefix, u32>>>,
    attempts: Arc<Mutex<Attempts>>,
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").finish_non_exhaustive()
    }
}

impl Gate {
    /// A gate with nobody inside; `shared` names the addresses that many people share.
    #[must_use]
    pub fn new(shared: AddressTest) -> Self {
        Self {
            shared,
            strangers: Arc::default(),
            attempts: Arc::default(),
        }
    }

    /// Lets one more connection from `address` in, or nobody if too many strangers wait there.
    #[must_use]
    pub fn admit(&self, address: IpAddr) -> Option<Slot> {
        let limit = if (self.shared)(address.to_canonical()) {
            STRANGERS_MAX_SHARED
        } else {
            STRANGERS_MAX
        };
        let prefix = Prefix::of(address);
        let mut strangers = locked(&self.strangers);
        let count = strangers.entry(prefix).or_insert(0);
        if *count >= limit {
            return None;
        }
        *count = count.saturating_add(1);
        drop(strangers);
        Some(Slot(Arc::new(Counted {
            strangers: Arc::clone(&self.strangers),
            prefix,
            counts: AtomicBool::new(true),
        })))
    }

    /// Notes that somebody at `address` failed to sign in at `now`.
    pub fn failed(&self, address: IpAddr, now: Timestamp) {
        locked(&self.attempts).note(Prefix::of(address), now);
    }

    /// How long `address` must wait before it may try to sign in again; nothing if it may now.
    #[must_use]
    pub fn must_wait(&self, address: IpAddr, now: Timestamp) -> Option<Duration> {
        locked(&self.attempts).must_wait(Prefix::of(address), now)
    }
}

/// A connection's place among the strangers. Clones are the same place; it is free when
/// the last is dropped or somebody has signed in.
#[derive(Debug, Clone)]
pub struct Slot(Arc<Counted>);

impl Slot {
    /// Somebody on this connection is signed in: it counts no longer.
    pub fn vouch(&self) {
        self.0.leave();
    }
}

struct Counted {
    strangers: Arc<Mutex<BTreeMap<Prefix, u32>>>,
    prefix: Prefix,
    counts: AtomicBool,
}

impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counted").finish_non_exhaustive()
    }
}

impl Counted {
    fn leave(&self) {
        if !self.counts.swap(false, Ordering::AcqRel) {
            return;
        }
        let mut strangers = locked(&self.strangers);
        if let Some(count) = strangers.get_mut(&self.prefix) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                strangers.remove(&self.prefix);
            }
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.leave();
    }
}

#[derive(Debug, Default)]
struct Attempts {
    of: BTreeMap<Prefix, VecDeque<Timestamp>>,
}

impl Attempts {
    fn note(&mut self, prefix: Prefix, now: Timestamp) {
        let times = self.of.entry(prefix).or_default();
        times.push_back(now);
        if times.len() > ATTEMPTS_MAX {
            times.pop_front();
        }
        if self.of.len() > ATTEMPTS_ADDRESSES_MAX {
            let oldest = self
                .of
                .iter()
                .min_by_key(|(_, times)| times.back().copied())
                .map(|(prefix, _)| *prefix);
            if let Some(oldest) = oldest {
                self.of.remove(&oldest);
            }
        }
    }

    fn must_wait(&mut self, prefix: Prefix, now: Timestamp) -> Option<Duration> {
        let times = self.of.get_mut(&prefix)?;
        while times
            .front()
            .is_some_and(|at| at.plus(ATTEMPTS_WINDOW) <= now)
        {
            times.pop_front();
        }
        if times.is_empty() {
            self.of.remove(&prefix);
            return None;
        }
        let first = times.front().copied()?;
        (times.len() >= ATTEMPTS_MAX).then(|| first.plus(ATTEMPTS_WINDOW).since(now))
    }
}

/// The counts stay true after a panic elsewhere: no step here leaves them half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NURSE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

    #[test]
    fn sixty_fifth_stranger_of_an_address_is_turned_away() {
        let gate = gate();
        let slots: Vec<_> = (0..STRANGERS_MAX)
            .map(|_| gate.admit(NURSE).unwrap())
            .collect();
        assert!(gate.admit(NURSE).is_none());
        assert!(gate.admit("192.0.2.8".parse().unwrap()).is_some());
        drop(slots);
        assert!(gate.admit(NURSE).is_some());
    }

    #[test]
    fn signed_in_connection_leaves_room_for_the_next() {
        let gate = gate();
        let slots: Vec<_> = (0..STRANGERS_MAX)
            .map(|_| gate.admit(NURSE).unwrap())
            .collect();
        slots[0].vouch();
        slots[0].vouch();
        let next = gate.admit(NURSE).unwrap();
        assert!(gate.admit(NURSE).is_none());
        drop(next);
        drop(slots);
        assert!(locked(&gate.strangers).is_empty());
    }

    #[test]
    fn shared_address_holds_more_strangers() {
        let gate = Gate::new(Arc::new(|address| address == NURSE));
        let slots: Vec<_> = (0..STRANGERS_MAX_SHARED)
            .map(|_| gate.admit(NURSE).unwrap())
            .collect();
        assert!(gate.admit(NURSE).is_none());
        drop(slots);
    }

    #[test]
    fn ipv6_network_counts_as_one_address_and_mapped_ipv4_as_itself() {
        let prefix = |text: &str| Prefix::of(text.parse().unwrap());
        assert_eq!(prefix("2001:db8::1"), prefix("2001:db8::ffff:1"));
        assert_ne!(prefix("2001:db8::1"), prefix("2001:db8:0:1::1"));
        assert_eq!(prefix("::ffff:192.0.2.7"), Prefix::of(NURSE));
    }

    #[test]
    fn tenth_failed_sign_in_makes_the_address_wait_half_an_hour() {
        let gate = gate();
        let start = Timestamp::from_millis(1_000_000);
        for n in 0..ATTEMPTS_MAX {
            assert_eq!(gate.must_wait(NURSE, start), None, "after {n}");
            gate.failed(NURSE, start);
        }
        assert_eq!(gate.must_wait(NURSE, start), Some(ATTEMPTS_WINDOW));
        assert_eq!(gate.must_wait("192.0.2.8".parse().unwrap(), start), None);
        assert_eq!(gate.must_wait(NURSE, start.plus(ATTEMPTS_WINDOW)), None);
    }

    #[test]
    fn flood_from_many_addresses_does_not_fill_the_memory() {
        let gate = gate();
        for n in 0..20_000_u32 {
            let address = IpAddr::V4(std::net::Ipv4Addr::from_bits(n));
            gate.failed(address, Timestamp::from_millis(i64::from(n)));
        }
        assert!(locked(&gate.attempts).of.len() <= ATTEMPTS_ADDRESSES_MAX);
    }

    fn gate() -> Gate {
        Gate::new(Arc::new(|_| false))
    }
}
