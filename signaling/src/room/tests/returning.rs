//! Reloads, lost sockets and second devices: coming back to one's seat.

use super::*;

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
