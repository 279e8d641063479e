//! When media counts as flowing, and what the call log takes of it.

use super::*;

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
