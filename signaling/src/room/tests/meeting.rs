//! Meeting in a call, and what passes between the seats.

use super::*;

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
