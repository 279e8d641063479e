//! Calls as they happen, one sentence each.

mod media;
mod meeting;
mod returning;

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::peer::{MEDIA_FRESH, Seat};
use crate::wire::call::{
    CallRole, IceCandidate, IceState, LeaveReason, SdpKind, SessionDescription, Signal, Unprinted,
};

const NURSE: SeatId = SeatId(Uuid::from_u128(1));
const DOCTOR: SeatId = SeatId(Uuid::from_u128(2));
const STRANGER: SeatId = SeatId(Uuid::from_u128(9));

/// A room with what came out of it, sorted.
struct Call {
    room: Room,
    now: Millis,
    sent: BTreeMap<Link, Vec<Message>>,
    refused: Vec<(Link, Refusal)>,
    closed: Vec<Link>,
    log: Vec<CallFact>,
    told: Vec<Fact>,
}

impl Call {
    fn new() -> Self {
        Self {
            room: Room::new(seats(), Vec::new()),
            now: Millis(0),
            sent: BTreeMap::new(),
            refused: Vec::new(),
            closed: Vec::new(),
            log: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Nurse on link 1, doctor on link 2.
    fn connected() -> Self {
        let mut call = Self::new();
        call.join(Link(1), NURSE);
        call.join(Link(2), DOCTOR);
        call.sent.clear();
        call.told.clear();
        call
    }

    /// The same, and each hears the other.
    fn talking() -> Self {
        let mut call = Self::connected();
        call.stats(Link(1), 1);
        call.stats(Link(2), 1);
        assert_eq!(call.facts().len(), 1);
        call
    }

    fn handle(&mut self, input: Input) {
        self.room.handle(input, self.now);
        self.drain();
    }

    fn forget(&mut self) {
        self.sent.clear();
    }

    fn drain(&mut self) {
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Send { link, message } => self.sent.entry(link).or_default().push(message),
                Output::Refuse { link, refusal, .. } => self.refused.push((link, refusal)),
                Output::Close { link, .. } => self.closed.push(link),
                Output::Log(fact) => self.log.push(fact),
                Output::Fact(fact) => self.told.push(fact),
            }
        }
    }

    fn join(&mut self, link: Link, seat: SeatId) {
        self.handle(Input::Join {
            link,
            seat,
            takeover: false,
            resume: None,
        });
    }

    fn resume(&mut self, link: Link, seat: SeatId, generation: u32, signals: u32) {
        self.handle(Input::Join {
            link,
            seat,
            takeover: false,
            resume: Some(CallResume {
                generation,
                signals,
            }),
        });
    }

    fn signal(&mut self, link: Link, to: SeatId, signal: Signal) {
        self.signal_to(link, to, None, signal);
    }

    fn signal_to(&mut self, link: Link, to: SeatId, generation: Option<u32>, signal: Signal) {
        self.handle(Input::Signal(
            link,
            CallSignal {
                to,
                generation,
                signal,
            },
        ));
    }

    fn stats(&mut self, link: Link, audio_packets: u32) {
        self.handle(Input::Stats(
            link,
            CallStats {
                ice: IceState::Connected,
                pair: None,
                protocol: None,
                rtt_ms: None,
                loss_permille: None,
                fps: None,
                concealed_permille: None,
                frames_decoded: None,
                audio_packets: Some(audio_packets),
            },
        ));
    }

    fn wake_at(&mut self, millis: u64) {
        self.now = Millis(millis);
        self.handle(Input::Wake);
    }

    fn heard(&mut self, link: Link) -> Vec<Message> {
        self.sent.remove(&link).unwrap_or_default()
    }

    fn facts(&mut self) -> Vec<Fact> {
        std::mem::take(&mut self.told)
    }

    fn refusals(&mut self) -> Vec<(Link, Refusal)> {
        std::mem::take(&mut self.refused)
    }
}

fn seats() -> [Seat; PARTIES_MAX] {
    [(DOCTOR, CallRole::Doctor), (NURSE, CallRole::Nurse)].map(|(id, role)| Seat {
        id,
        role,
        name: "Staff".into(),
    })
}

fn offer(name: &str) -> Signal {
    described(SdpKind::Offer, name)
}

fn answer(name: &str) -> Signal {
    described(SdpKind::Answer, name)
}

fn candidate() -> Signal {
    Signal::Candidate(IceCandidate {
        candidate: "candidate:1".into(),
        sdp_mid: Some("0".to_owned()),
        sdp_m_line_index: Some(0),
        username_fragment: None,
    })
}

fn described(kind: SdpKind, name: &str) -> Signal {
    let sdp = Unprinted(format!("v=0\r\na=ice-ufrag:{name}\r\n"));
    Signal::Description(SessionDescription { kind, sdp })
}
