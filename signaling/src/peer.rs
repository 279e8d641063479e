//! One seat of a call: who it is for, whether somebody sits there, and what reaches them.

use std::time::Duration;

use crate::room::{Link, Millis};
use crate::wire::call::{
    CallPeer, CallResume, CallRole, CallState, CallStats, IceState, SeatId, Unprinted,
};

/// How long a seat is kept for somebody whose socket is gone and from whom nothing is heard
/// through the other side either.
///
/// Long enough for a phone to change networks or a page to be loaded anew, short enough that
/// nobody talks to an empty chair.
pub const SEAT_KEPT: Duration = Duration::from_secs(60);

/// How long a side counts as hearing or seeing the other after it last said so. Three
/// reports, of which two may get lost.
pub const MEDIA_FRESH: Duration = Duration::from_secs(15);

/// The shortest time between two samples of one seat in the call log; reports come every 5 s.
pub const SAMPLE_EVERY: Duration = Duration::from_secs(4);

/// A chair in a call and the person it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// Nurse or doctor.
    pub role: CallRole,
    /// The member of staff's name, as the other is to see it.
    pub name: Unprinted,
}

/// Whether somebody sits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nobody: not come yet, hung up, or not come back.
    Empty,
    /// Somebody, on this link.
    Present(Link),
    /// Somebody whose link is gone.
    Lost { since: Millis },
}

/// A seat with what the room knows of it.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) seat: Seat,
    pub(crate) polite: bool,
    /// Who sits or sat there last, by the driver's number.
    pub(crate) holder: u32,
    pub(crate) place: Place,
    pub(crate) generation: u32,
    pub(crate) state: CallState,
    pub(crate) ice: IceState,
    pub(crate) reception: Reception,
    sampled_at: Option<Millis>,
    signals: u32,
}

/// What a seat hears and sees of the other.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reception {
    frames: u32,
    packets: u32,
    /// When a report last showed more than the one before.
    pub(crate) grown_at: Option<Millis>,
    /// From when reports can be expected.
    pub(crate) joined_at: Millis,
}

const SILENT: CallState = CallState {
    mic: false,
    camera: false,
    screen: false,
};

impl Peer {
    pub(crate) const fn new(seat: Seat, polite: bool) -> Self {
        Self {
            seat,
            polite,
            holder: 0,
            place: Place::Empty,
            generation: 0,
            state: SILENT,
            ice: IceState::New,
            reception: Reception {
                frames: 0,
                packets: 0,
                grown_at: None,
                joined_at: Millis(0),
            },
            sampled_at: None,
            signals: 0,
        }
    }

    pub(crate) const fn link(&self) -> Option<Link> {
        match self.place {
            Place::Present(link) => Some(link),
            Place::Empty | Place::Lost { .. } => None,
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        matches!(self.place, Place::Empty)
    }

    /// Whether a page that still has `resume` has all that was sent to this seat.
    pub(crate) fn missed_nothing(&self, resume: CallResume) -> bool {
        resume.generation == self.generation && resume.signals == self.signals
    }

    /// Sits down with a connection that is to be built from the start.
    pub(crate) fn begin(&mut self, link: Link, now: Millis) {
        *self = Self {
            place: Place::Present(link),
            generation: self.generation.saturating_add(1),
            reception: Reception {
                joined_at: now,
                ..Reception::default()
            },
            holder: self.holder,
            ..Self::new(self.seat.clone(), self.polite)
        };
    }

    /// Sits down again with a connection that never broke.
    pub(crate) const fn resume(&mut self, link: Link, now: Millis) {
        self.place = Place::Present(link);
        self.reception.joined_at = now;
    }

    /// Counts a signal that this seat is to get, whether or not it can be delivered.
    pub(crate) const fn count_signal(&mut self) {
        self.signals = self.signals.saturating_add(1);
    }

    /// Whether a sample taken now belongs in the log.
    pub(crate) fn is_sample_due(&mut self, now: Millis) -> bool {
        let due = self
            .sampled_at
            .is_none_or(|last| now >= last.plus(SAMPLE_EVERY));
        if due {
            self.sampled_at = Some(now);
        }
        due
    }

    pub(crate) fn as_others_see(&self) -> CallPeer {
        CallPeer {
            seat: self.seat.id,
            role: self.seat.role,
            name: self.seat.name.clone(),
            polite: self.polite,
            generation: self.generation,
            connected: self.link().is_some(),
            mic: self.state.mic,
            camera: self.state.camera,
            screen: self.state.screen,
        }
    }
}

impl Reception {
    /// Takes in a report. Numbers that fell belong to a connection that was built anew.
    pub(crate) fn report(&mut self, stats: &CallStats, now: Millis) {
        let frames = stats.frames_decoded.unwrap_or(self.frames);
        let packets = stats.audio_packets.unwrap_or(self.packets);
        let more = |new: u32, old: u32| new > old || (new < old && new > 0);
        if more(frames, self.frames) || more(packets, self.packets) {
            self.grown_at = Some(now);
        }
        self.frames = frames;
        self.packets = packets;
    }

    /// Until when this side counts as receiving; `None` if it never did.
    pub(crate) fn fresh_until(&self) -> Option<Millis> {
        self.grown_at.map(|at| at.plus(MEDIA_FRESH))
    }

    /// The same, for a side whose reports are under way again after it joined anew.
    pub(crate) fn excused_until(&self) -> Millis {
        self.grown_at
            .map_or(self.joined_at, |at| at.max(self.joined_at))
            .plus(MEDIA_FRESH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_that_missed_a_signal_has_missed_something() {
        let mut peer = peer();
        peer.begin(Link(1), Millis(0));
        peer.count_signal();
        let has = |generation, signals| CallResume {
            generation,
            signals,
        };
        assert!(peer.missed_nothing(has(1, 1)));
        assert!(!peer.missed_nothing(has(1, 0)));
        assert!(!peer.missed_nothing(has(2, 1)));
        peer.begin(Link(2), Millis(0));
        assert!(peer.missed_nothing(has(2, 0)));
    }

    #[test]
    fn reception_grows_with_sound_or_picture_and_survives_a_new_count() {
        let mut reception = Reception::default();
        reception.report(&stats(0, 0), Millis(1));
        assert_eq!(reception.grown_at, None);
        reception.report(&stats(0, 10), Millis(2));
        assert_eq!(reception.grown_at, Some(Millis(2)));
        reception.report(&stats(0, 10), Millis(3));
        assert_eq!(reception.grown_at, Some(Millis(2)));
        reception.report(&stats(5, 10), Millis(4));
        reception.report(&stats(0, 3), Millis(5));
        assert_eq!(reception.grown_at, Some(Millis(5)));
        reception.report(&stats(0, 0), Millis(6));
        assert_eq!(reception.grown_at, Some(Millis(5)));
    }

    fn peer() -> Peer {
        let seat = Seat {
            id: SeatId(uuid::Uuid::from_u128(1)),
            role: CallRole::Nurse,
            name: "Nurse".into(),
        };
        Peer::new(seat, true)
    }

    fn stats(frames: u32, packets: u32) -> CallStats {
        CallStats {
            ice: IceState::Connected,
            pair: None,
            protocol: None,
            rtt_ms: None,
            loss_permille: None,
            fps: None,
            concealed_permille: None,
            frames_decoded: Some(frames),
            audio_packets: Some(packets),
        }
    }
}
