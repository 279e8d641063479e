//! What holds in every call, whatever the order of joins, reloads, drops and crossing offers.

mod inputs;
mod world;

use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;
use uuid::Uuid;

use self::inputs::inputs;
use super::*;
use crate::peer::Seat;
use crate::wire::call::{
    CallPeer, CallRole, IceCandidate, IceState, SdpKind, SessionDescription, Signal, Unprinted,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn two_rooms_given_the_same_do_the_same(inputs in inputs()) {
        let (mut one, mut two) = (room(), room());
        let mut now = Millis(0);
        for (input, wait) in inputs {
            now = now.plus(Duration::from_millis(wait));
            one.handle(input.clone(), now);
            two.handle(input, now);
            prop_assert_eq!(drain(&mut one), drain(&mut two));
            prop_assert_eq!(one.poll_timeout(), two.poll_timeout());
        }
    }

    #[test]
    fn only_links_in_the_room_are_sent_to_and_nothing_after_the_end(inputs in inputs()) {
        let mut room = room();
        let mut now = Millis(0);
        let mut inside = BTreeSet::new();
        for (input, wait) in inputs {
            now = now.plus(Duration::from_millis(wait));
            // A driver wakes the room in time: what was due is done before the socket breaks.
            room.handle(Input::Wake, now);
            for output in drain(&mut room) {
                let Output::Send { link, .. } = output else { continue };
                prop_assert!(inside.contains(&link), "{link:?}");
            }
            let over = room.is_over();
            let gone = match &input {
                Input::LinkLost(link) | Input::Leave(link) => Some(*link),
                Input::Join { .. } | Input::Holder { .. } | Input::Signal(..) | Input::State(..) | Input::Stats(..)
                | Input::Text(..) | Input::End(_) | Input::Wake => None,
            };
            if let Some(gone) = gone {
                inside.remove(&gone);
            }
            room.handle(input, now);
            for output in drain(&mut room) {
                match output {
                    Output::Send { link, message } => {
                        prop_assert!(!over, "nothing is sent after the end");
                        if matches!(message, Message::Joined(_)) {
                            inside.insert(link);
                        }
                        prop_assert!(inside.contains(&link), "{link:?} {message:?}");
                    }
                    Output::Close { link, .. } => {
                        prop_assert!(inside.remove(&link));
                    }
                    Output::Log(_) | Output::Fact(_) => prop_assert!(!over),
                    Output::Refuse { .. } => {}
                }
            }
            prop_assert!(inside.len() <= PARTIES_MAX);
            prop_assert!(room.poll_timeout().is_none_or(|due| due > now), "no timer is overdue");
        }
    }

    #[test]
    fn media_begins_and_stops_in_turn(inputs in inputs()) {
        let mut room = room();
        let mut now = Millis(0);
        let mut flowing = false;
        for (input, wait) in inputs {
            now = now.plus(Duration::from_millis(wait));
            room.handle(input, now);
            for output in drain(&mut room) {
                match output {
                    Output::Fact(Fact::Media(Media::Flowing { since })) => {
                        prop_assert!(!flowing && since <= now);
                        flowing = true;
                    }
                    Output::Fact(Fact::Media(Media::Stopped { at })) => {
                        prop_assert!(flowing && at <= now);
                        flowing = false;
                    }
                    Output::Fact(_) | Output::Send { .. } | Output::Refuse { .. }
                    | Output::Close { .. } | Output::Log(_) => {}
                }
            }
        }
        room.handle(Input::End(EndReason::Over), now);
        let stopped = drain(&mut room).iter().any(|output| {
            matches!(output, Output::Fact(Fact::Media(Media::Stopped { .. })))
        });
        prop_assert_eq!(stopped, flowing, "the end stops what flowed");
    }
}

const SEATS: [SeatId; 2] = [SeatId(Uuid::from_u128(1)), SeatId(Uuid::from_u128(2))];

fn room() -> Room {
    let seat = |id, role| Seat {
        id,
        role,
        name: "Staff".into(),
    };
    Room::new(
        [
            seat(SEATS[0], CallRole::Doctor),
            seat(SEATS[1], CallRole::Nurse),
        ],
        Vec::new(),
    )
}

fn drain(room: &mut Room) -> Vec<Output> {
    std::iter::from_fn(|| room.poll_output()).collect()
}

fn described(kind: SdpKind, name: u32) -> Signal {
    let sdp = Unprinted(format!("a=ice-ufrag:{name}\n"));
    Signal::Description(SessionDescription { kind, sdp })
}
