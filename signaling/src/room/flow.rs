//! Whether media flows both ways, judged by what each side reports to receive.
//!
//! It begins when both sides receive. It goes on while every side whose socket is up keeps
//! receiving: a side whose socket is gone cannot report, and the other's word is enough, so
//! that a lost socket does not end a conversation. A side that joined anew is given the time
//! of a few reports.

use super::say::Media;
use crate::peer::{Peer, Place, SEAT_KEPT};
use crate::room::Millis;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flow {
    flowing: bool,
    /// The last time at which media was known to flow.
    known_at: Millis,
}

impl Flow {
    /// Judges anew; says what changed.
    pub(super) fn follow(&mut self, peers: &[Peer], now: Millis) -> Option<Media> {
        if !self.flowing {
            let begins = peers.iter().all(|peer| {
                let fresh = peer.reception.fresh_until();
                !peer.is_empty() && fresh.is_some_and(|until| now < until)
            });
            return begins.then(|| {
                self.flowing = true;
                self.known_at = now;
                Media::Flowing { since: now }
            });
        }
        if let Some(at) = seen_by_all(peers) {
            self.known_at = self.known_at.max(at);
        }
        match self.stops_at(peers) {
            Some(until) if until <= now => self.stop(self.known_at),
            Some(_) | None => None,
        }
    }

    /// Media ends at `at`, because a party is gone.
    pub(super) fn stop(&mut self, at: Millis) -> Option<Media> {
        let flowed = std::mem::take(&mut self.flowing);
        flowed.then_some(Media::Stopped { at })
    }

    /// When media counts as stopped unless somebody reports.
    pub(super) fn stops_at(&self, peers: &[Peer]) -> Option<Millis> {
        if !self.flowing {
            return None;
        }
        let here = peers.iter().filter(|peer| peer.link().is_some());
        let by_those_here = here.map(|peer| peer.reception.excused_until()).min();
        let by_anybody = peers.iter().filter_map(|peer| peer.reception.fresh_until());
        by_those_here
            .or_else(|| by_anybody.max())
            .or(Some(self.known_at))
    }

    /// Until when a lost seat is kept: media that flows keeps it.
    pub(super) fn kept_until(&self, place: Place) -> Option<Millis> {
        match place {
            Place::Lost { since } => Some(since.max(self.known_at).plus(SEAT_KEPT)),
            Place::Empty | Place::Present(_) => None,
        }
    }
}

/// The last time at which everybody who can report was receiving.
fn seen_by_all(peers: &[Peer]) -> Option<Millis> {
    let here = peers.iter().filter(|peer| peer.link().is_some());
    here.filter_map(|peer| peer.reception.grown_at).min()
}
