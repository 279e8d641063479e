//! Calls as they happen, one sentence each.

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

#[test]
fn nurse_and_doctor_meet_and_the_waiting_room_is_told_once() {
    let mut call = Call::new();
    call.join(Link(1), NURSE);
    assert_eq!(call.facts(), []);
    call.join(Link(2), DOCTOR);
    assert_eq!(call.facts(), [Fact::BothJoined]);

    let to_doctor = call.heard(Link(2));
    let [Message::Joined(joined), Message::Mode(_)] = &to_doctor[..] else {
        panic!("the second one is told who is there: {to_doctor:?}")
    };
    assert_eq!(joined.you.seat, DOCTOR);
    assert_eq!(joined.peers.len(), 1);
    assert!(
        joined.peers[0].polite != joined.you.polite,
        "exactly one gives way"
    );
    let to_nurse = call.heard(Link(1));
    assert!(
        matches!(&to_nurse[..], [Message::Joined(_), Message::PeerJoined(other), Message::Mode(_)]
            if other.peer.seat == DOCTOR && other.peer.generation == 1),
        "{to_nurse:?}"
    );
}

#[test]
fn offer_and_answer_pass_between_the_seats_and_nowhere_else() {
    let mut call = Call::connected();
    call.signal(Link(1), DOCTOR, offer("n1"));
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::Signal(said)] if said.from == NURSE && said.signal == offer("n1"))
    );
    call.signal(Link(2), NURSE, answer("d1"));
    assert!(
        matches!(&call.heard(Link(1))[..], [Message::Signal(said)] if said.signal == answer("d1"))
    );
    call.signal(Link(1), STRANGER, offer("n2"));
    call.signal(Link(1), NURSE, offer("n2"));
    assert_eq!(
        call.refusals(),
        [(Link(1), Refusal::NotFound), (Link(1), Refusal::NotFound)]
    );
}

#[test]
fn answer_without_the_others_offer_is_wrong_state() {
    let mut call = Call::connected();
    call.signal(Link(1), DOCTOR, offer("n1"));
    call.signal(Link(1), DOCTOR, answer("n1"));
    assert_eq!(call.refusals(), [(Link(1), Refusal::OutOfTurn)]);
    assert_eq!(Refusal::OutOfTurn.code().as_str(), "wrong_state");
}

#[test]
fn nothing_passes_to_an_empty_seat_or_from_somebody_outside() {
    let mut call = Call::new();
    call.join(Link(1), NURSE);
    call.signal(Link(1), DOCTOR, offer("n1"));
    call.signal(Link(7), NURSE, offer("x"));
    call.join(Link(3), STRANGER);
    assert_eq!(
        call.refusals(),
        [
            (Link(1), Refusal::OutOfTurn),
            (Link(7), Refusal::NotSeated),
            (Link(3), Refusal::NotFound)
        ]
    );
}

#[test]
fn reload_makes_the_other_side_build_the_connection_anew() {
    let mut call = Call::connected();
    call.signal(Link(1), DOCTOR, offer("n1"));
    call.forget();
    call.handle(Input::LinkLost(Link(1)));
    assert_eq!(
        call.facts(),
        [Fact::SeatLost {
            seat: NURSE,
            at: Millis(0)
        }]
    );
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::PeerChanged(change)] if !change.peer.connected)
    );
    call.join(Link(3), NURSE);
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::PeerJoined(again)] if again.peer.generation == 2)
    );
    // The answer to the page that is gone reaches nobody, and a new offer is free to come.
    call.signal_to(Link(2), NURSE, Some(1), answer("d1"));
    assert!(
        !call
            .heard(Link(3))
            .iter()
            .any(|m| matches!(m, Message::Signal(_)))
    );
    call.signal_to(Link(2), NURSE, Some(2), offer("d2"));
    assert!(matches!(&call.heard(Link(3))[..], [Message::Signal(_)]));
    assert_eq!(call.refusals(), []);
    assert_eq!(call.facts(), [Fact::SeatBack { seat: NURSE }]);
}

#[test]
fn lost_socket_does_not_cost_the_picture() {
    let mut call = Call::connected();
    call.signal(Link(1), DOCTOR, offer("n1"));
    call.signal(Link(2), NURSE, answer("d1"));
    call.handle(Input::LinkLost(Link(1)));
    call.forget();
    call.resume(Link(3), NURSE, 1, 1);
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::PeerChanged(change)]
            if change.peer.connected && change.peer.generation == 1)
    );
    assert!(
        matches!(&call.heard(Link(3))[..], [Message::Joined(joined)] if joined.you.generation == 1)
    );
}

#[test]
fn page_that_missed_a_candidate_starts_anew() {
    let mut call = Call::connected();
    call.signal(Link(1), DOCTOR, offer("n1"));
    call.signal(Link(2), NURSE, answer("d1"));
    call.handle(Input::LinkLost(Link(1)));
    call.signal(Link(2), NURSE, candidate());
    call.forget();
    call.resume(Link(3), NURSE, 1, 1);
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::PeerJoined(again)] if again.peer.generation == 2)
    );
}

#[test]
fn page_whose_answer_got_lost_with_its_socket_starts_anew() {
    let mut call = Call::connected();
    call.signal(Link(2), NURSE, offer("d1"));
    call.handle(Input::LinkLost(Link(1)));
    call.forget();
    call.resume(Link(3), NURSE, 1, 1);
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::PeerJoined(again)] if again.peer.generation == 2)
    );
}

#[test]
fn page_that_missed_an_offer_starts_anew() {
    let mut call = Call::connected();
    call.handle(Input::LinkLost(Link(1)));
    call.signal(Link(2), NURSE, offer("d1"));
    call.forget();
    call.resume(Link(3), NURSE, 1, 0);
    assert!(
        matches!(&call.heard(Link(2))[..], [Message::PeerJoined(again)] if again.peer.generation == 2)
    );
}

#[test]
fn second_device_takes_the_seat_only_when_it_says_so() {
    let mut call = Call::connected();
    call.join(Link(3), NURSE);
    assert_eq!(call.refusals(), [(Link(3), Refusal::SeatTaken)]);
    assert_eq!(call.closed, []);

    call.handle(Input::Join {
        link: Link(3),
        seat: NURSE,
        takeover: true,
        resume: None,
    });
    assert_eq!(call.closed, [Link(1)]);
    assert!(
        matches!(&call.heard(Link(1))[..], [Message::Ended(end)] if end.reason == EndReason::Superseded)
    );
    assert!(call.log.contains(&CallFact::Superseded { seat: NURSE }));
    call.signal(Link(1), DOCTOR, offer("n1"));
    assert_eq!(
        call.refusals(),
        [(Link(1), Refusal::NotSeated)],
        "the old device is out"
    );
}

#[test]
fn same_page_on_a_new_socket_replaces_its_own_dead_one() {
    let mut call = Call::connected();
    call.resume(Link(3), NURSE, 1, 0);
    assert_eq!(call.refusals(), []);
    assert_eq!(call.closed, [Link(1)]);
    assert!(
        matches!(&call.heard(Link(3))[..], [Message::Joined(joined)] if joined.you.generation == 1)
    );
}

#[test]
fn lost_seat_is_kept_for_a_minute() {
    let mut call = Call::connected();
    call.handle(Input::LinkLost(Link(1)));
    call.wake_at(59_999);
    assert_eq!(call.room.poll_timeout(), Some(Millis(60_000)));
    assert_eq!(call.facts().len(), 1, "only that the seat is lost");
    call.wake_at(60_000);
    assert_eq!(
        call.facts(),
        [Fact::SeatLeft {
            seat: NURSE,
            reason: LeaveReason::Lost
        }]
    );
    assert!(
        call.heard(Link(2))
            .iter()
            .any(|m| matches!(m, Message::PeerLeft(_)))
    );
    assert_eq!(call.room.poll_timeout(), None);
}

#[test]
fn media_flows_when_both_sides_receive_and_stops_when_reports_end() {
    let mut call = Call::connected();
    call.now = Millis(1_000);
    call.stats(Link(1), 10);
    assert_eq!(call.facts(), []);
    call.now = Millis(2_000);
    call.stats(Link(2), 10);
    assert_eq!(
        call.facts(),
        [Fact::Media(Media::Flowing {
            since: Millis(2_000)
        })]
    );
    call.now = Millis(6_000);
    call.stats(Link(1), 20);
    call.stats(Link(2), 10);
    assert_eq!(
        call.room.poll_timeout(),
        Some(Millis(2_000).plus(MEDIA_FRESH))
    );
    call.wake_at(17_000);
    assert_eq!(
        call.facts(),
        [Fact::Media(Media::Stopped { at: Millis(2_000) })]
    );
}

#[test]
fn nurse_without_a_socket_is_still_heard_through_the_doctors_word() {
    let mut call = Call::talking();
    call.handle(Input::LinkLost(Link(1)));
    call.facts();
    for second in 1..=30 {
        call.now = Millis(second * 5_000);
        call.stats(Link(2), 100 + u32::try_from(second).unwrap());
    }
    assert_eq!(
        call.facts(),
        [],
        "after 150 s neither seat nor media is lost"
    );
    call.wake_at(164_999);
    assert_eq!(call.facts(), []);
    call.wake_at(165_000);
    assert_eq!(
        call.facts(),
        [Fact::Media(Media::Stopped {
            at: Millis(150_000)
        })]
    );
    call.wake_at(210_000);
    assert_eq!(
        call.facts(),
        [Fact::SeatLeft {
            seat: NURSE,
            reason: LeaveReason::Lost
        }]
    );
}

#[test]
fn reload_gets_the_time_of_a_few_reports_before_media_counts_as_stopped() {
    let mut call = Call::talking();
    call.now = Millis(10_000);
    call.stats(Link(2), 50);
    call.handle(Input::LinkLost(Link(1)));
    call.join(Link(3), NURSE);
    call.now = Millis(14_000);
    call.stats(Link(3), 5);
    call.stats(Link(2), 5);
    call.wake_at(20_000);
    assert_eq!(
        call.facts(),
        [
            Fact::SeatLost {
                seat: NURSE,
                at: Millis(10_000)
            },
            Fact::SeatBack { seat: NURSE },
        ]
    );
}

#[test]
fn hanging_up_ends_media_at_once_and_the_seat_can_be_taken_again() {
    let mut call = Call::talking();
    call.now = Millis(9_000);
    call.handle(Input::Leave(Link(2)));
    assert_eq!(
        call.facts(),
        [
            Fact::SeatLeft {
                seat: DOCTOR,
                reason: LeaveReason::Left
            },
            Fact::Media(Media::Stopped { at: Millis(9_000) }),
        ]
    );
    call.join(Link(4), DOCTOR);
    assert_eq!(call.facts(), [Fact::BothJoined]);
}

#[test]
fn camera_and_text_reach_the_other_side() {
    let mut call = Call::connected();
    let state = CallState {
        mic: true,
        camera: true,
        screen: false,
    };
    call.handle(Input::State(Link(1), state));
    call.handle(Input::State(Link(1), state));
    call.handle(Input::Text(Link(1), CallText { text: "Hej".into() }));
    let heard = call.heard(Link(2));
    assert!(
        matches!(&heard[..], [Message::PeerChanged(change), Message::Text(line)]
            if change.peer.camera && line.text == "Hej".into()),
        "{heard:?}"
    );
    call.handle(Input::Text(
        Link(1),
        CallText {
            text: Unprinted("x".repeat(TEXT_MAX + 1)),
        },
    ));
    assert_eq!(call.refusals(), [(Link(1), Refusal::TooLarge)]);
}

#[test]
fn call_log_takes_a_sample_at_most_every_four_seconds() {
    let mut call = Call::connected();
    for tenth in 0..100 {
        call.now = Millis(tenth * 100);
        call.stats(Link(1), 1);
    }
    let samples = call.log.iter();
    let samples = samples.filter(|fact| matches!(fact, CallFact::Sample { .. }));
    assert_eq!(samples.count(), 3);
    let turns = call.log.iter();
    let turns = turns.filter(|fact| matches!(fact, CallFact::Ice { .. }));
    assert_eq!(turns.count(), 1, "a change is logged once");
}

#[test]
fn after_the_end_everybody_is_told_and_nothing_passes() {
    let mut call = Call::talking();
    call.handle(Input::End(EndReason::Over));
    for link in [Link(1), Link(2)] {
        assert!(
            matches!(call.heard(link).last(), Some(Message::Ended(end)) if end.reason == EndReason::Over)
        );
    }
    assert!(call.room.is_over());
    call.signal(Link(1), DOCTOR, offer("n1"));
    call.join(Link(5), NURSE);
    assert_eq!(
        call.refusals(),
        [(Link(1), Refusal::Over), (Link(5), Refusal::Over)]
    );
    assert_eq!(call.heard(Link(2)), []);
    assert_eq!(call.room.poll_timeout(), None);
}

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
