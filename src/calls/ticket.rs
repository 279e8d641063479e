//! Tickets: the right to sit down once.

use std::collections::BTreeMap;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::clock::random;
use crate::domain::ids::SeatId;
use crate::domain::time::Timestamp;

/// How long a ticket can be used: time to load a page over a weak link.
pub const TICKET_LIFETIME: Duration = Duration::from_secs(60);

/// Most unused tickets of one call. A new one beyond that replaces the oldest: only a page
/// in a loop asks for so many.
const TICKETS_MAX: usize = 32;

/// A ticket as its holder gets it.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    /// 256 random bits as 64 hexadecimal digits; here and nowhere else.
    pub secret: String,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The unused tickets of one call, by the SHA-256 of their secrets.
#[derive(Debug, Default)]
pub(super) struct Tickets(BTreeMap<[u8; 32], Unused>);

#[derive(Debug, Clone, Copy)]
struct Unused {
    seat: SeatId,
    expires_at: Timestamp,
}

impl Tickets {
    pub(super) fn issue(&mut self, seat: SeatId, now: Timestamp) -> Ticket {
        self.0.retain(|_, ticket| now < ticket.expires_at);
        if self.0.len() >= TICKETS_MAX {
            let oldest = self.0.iter().min_by_key(|(_, ticket)| ticket.expires_at);
            if let Some(oldest) = oldest.map(|(hash, _)| *hash) {
                self.0.remove(&oldest);
            }
        }
        let secret = const_hex::encode(random::<32>());
        let expires_at = now.plus(TICKET_LIFETIME);
        self.0.insert(digest(&secret), Unused { seat, expires_at });
        Ticket { secret, expires_at }
    }

    /// The seat for which `secret` was given, unless it was used before or is too old.
    pub(super) fn spend(&mut self, secret: &str, now: Timestamp) -> Option<SeatId> {
        let ticket = self.0.remove(&digest(secret))?;
        (now < ticket.expires_at).then_some(ticket.seat)
    }
}

fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SEAT: SeatId = SeatId(Uuid::from_u128(1));

    #[test]
    fn ticket_works_once_and_only_in_time() {
        let mut tickets = Tickets::default();
        let now = Timestamp::from_millis(1_000);
        let ticket = tickets.issue(SEAT, now);
        assert_eq!(ticket.secret.len(), 64);
        assert_eq!(tickets.spend(&ticket.secret, now), Some(SEAT));
        assert_eq!(tickets.spend(&ticket.secret, now), None);

        let late = tickets.issue(SEAT, now);
        assert_eq!(tickets.spend(&late.secret, late.expires_at), None);
        assert_eq!(tickets.spend("guess", now), None);
    }

    #[test]
    fn unused_tickets_do_not_pile_up() {
        let mut tickets = Tickets::default();
        let issued: Vec<_> = (0..40)
            .map(|second| tickets.issue(SEAT, Timestamp::from_millis(second)))
            .collect();
        let now = Timestamp::from_millis(40);
        assert_eq!(tickets.spend(&issued[0].secret, now), None);
        assert_eq!(tickets.spend(&issued[39].secret, now), Some(SEAT));
        assert!(tickets.0.len() < TICKETS_MAX);
    }

    #[test]
    fn secret_is_never_printed() {
        let ticket = Tickets::default().issue(SEAT, Timestamp::from_millis(0));
        assert!(!format!("{ticket:?}").contains(&ticket.secret));
    }
}
