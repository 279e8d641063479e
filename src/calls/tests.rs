//! Calls as the rest of the server uses them.

use std::sync::Mutex;
use std::time::Duration;

use futures_util::future::BoxFuture;
use signaling::peer::{MEDIA_FRESH, SEAT_KEPT};
use signaling::room::{CallFact, CloseReason, Message, Refusal};
use signaling::wire::call::{
    CallEnded, CallRole, CallSignal, CallState, CallStats, IceState, RoomId as WireRoom, SdpKind,
    SeatId as WireSeat, SessionDescription, Signal,
};
use signaling::wire::error::ErrorCode;
use uuid::Uuid;

use super::*;

#[tokio::test]
async fn nurse_and_doctor_meet_through_their_tickets() {
    let mut house = House::new();
    house.open();
    let mut nurse = house.enter(NURSE).await;
    let mut doctor = house.enter(DOCTOR).await;
    assert_eq!(house.news().await, CallNews::BothJoined);

    nurse.seated.signal(offer_to(DOCTOR)).await.unwrap();
    let said = doctor
        .hears(|message| matches!(message, Message::Signal(_)))
        .await;
    assert!(matches!(said, Message::Signal(said) if said.from.0 == NURSE.0.0));
    nurse
        .hears(|message| matches!(message, Message::PeerJoined(_)))
        .await;
}

#[tokio::test]
async fn replayed_ticket_is_refused_and_the_first_connection_survives() {
    let house = House::new();
    house.open();
    let ticket = house.ticket(NURSE);
    let mut nurse = house.enter_with(NURSE, &ticket).await.unwrap();
    let again = house.enter_with(NURSE, &ticket).await;
    assert_eq!(again.unwrap_err(), JoinRefusal::TicketUsed);
    assert_eq!(JoinRefusal::TicketUsed.code(), ErrorCode::TicketUsed);

    let mut doctor = house.enter(DOCTOR).await;
    doctor.seated.signal(offer_to(NURSE)).await.unwrap();
    nurse
        .hears(|message| matches!(message, Message::Signal(_)))
        .await;
    doctor
        .hears(|message| matches!(message, Message::Joined(_)))
        .await;
}

#[tokio::test]
async fn ticket_is_of_no_use_to_anybody_else_or_too_late() {
    let house = House::new();
    house.open();
    let stolen = house.ticket(NURSE);
    let thief = house.enter_with(DOCTOR, &stolen).await;
    assert_eq!(thief.unwrap_err(), JoinRefusal::TicketUsed);
    let stranger = house.join_as("stranger", &house.ticket(NURSE)).await;
    assert_eq!(stranger.unwrap_err(), JoinRefusal::NotFound);

    let late = house.ticket(NURSE);
    house.clock.advance(TICKET_LIFETIME);
    assert_eq!(
        house.enter_with(NURSE, &late).await.unwrap_err(),
        JoinRefusal::TicketUsed
    );
    assert!(house.calls.ticket(ROOM, SeatId(Uuid::nil())).is_none());
    assert!(house.calls.ticket(RoomId(Uuid::nil()), NURSE.0).is_none());
}

#[tokio::test]
async fn second_device_moves_the_call_only_with_takeover() {
    let house = House::new();
    house.open();
    let mut first = house.enter(NURSE).await;
    let refused = house.enter_with(NURSE, &house.ticket(NURSE)).await;
    assert_eq!(refused.unwrap_err(), JoinRefusal::Room(Refusal::SeatTaken));

    let mut second = house.take_over(NURSE).await;
    second
        .hears(|message| matches!(message, Message::Joined(_)))
        .await;
    let rest = first.rest().await;
    assert!(
        matches!(
            &rest[..],
            [
                ..,
                Delivery::Message(Message::Ended(_)),
                Delivery::Close(CloseReason::Superseded)
            ]
        ),
        "{rest:?}"
    );
}

#[tokio::test]
async fn page_that_is_loaded_anew_does_not_meet_its_former_self() {
    let mut house = House::new();
    house.open();
    for _ in 0..20 {
        drop(house.enter(NURSE).await);
    }
    let seat = NURSE.0;
    let at = house.clock.now();
    for _ in 0..19 {
        assert_eq!(house.news().await, CallNews::SeatLost { seat, at });
        assert_eq!(house.news().await, CallNews::SeatBack { seat });
    }
}

#[tokio::test]
async fn hanging_up_and_closing_at_once_is_hanging_up() {
    let mut house = House::new();
    house.open();
    let Guest { seated, inbox } = house.enter(NURSE).await;
    seated.leave().await.unwrap();
    drop(inbox);
    assert_eq!(house.news().await, CallNews::SeatLeft { seat: NURSE.0 });
}

#[tokio::test]
async fn dropped_socket_frees_the_seat_after_a_minute_and_not_before() {
    let mut house = House::new();
    house.open();
    let nurse = house.enter(NURSE).await;
    let mut doctor = house.enter(DOCTOR).await;
    assert_eq!(house.news().await, CallNews::BothJoined);
    let lost_at = house.clock.now();
    drop(nurse);
    assert_eq!(
        house.news().await,
        CallNews::SeatLost {
            seat: NURSE.0,
            at: lost_at
        }
    );
    house
        .clock
        .advance(SEAT_KEPT.saturating_sub(Duration::from_millis(1)));
    doctor.seated.state(SOUND_ONLY).await.unwrap();
    house.clock.advance(Duration::from_millis(1));
    assert_eq!(house.news().await, CallNews::SeatLeft { seat: NURSE.0 });
    doctor
        .hears(|message| matches!(message, Message::PeerLeft(_)))
        .await;
}

#[tokio::test]
async fn waiting_room_hears_when_media_flows_and_when_it_stops() {
    let mut house = House::new();
    house.open();
    let nurse = house.enter(NURSE).await;
    let doctor = house.enter(DOCTOR).await;
    assert_eq!(house.news().await, CallNews::BothJoined);
    nurse.seated.stats(receiving(10)).await.unwrap();
    doctor.seated.stats(receiving(10)).await.unwrap();
    let since = house.clock.now();
    assert_eq!(house.news().await, CallNews::MediaFlowing { since });
    house.clock.advance(MEDIA_FRESH);
    assert_eq!(house.news().await, CallNews::MediaStopped { at: since });
}

#[tokio::test]
async fn ended_call_tells_everybody_and_lets_nobody_in() {
    let mut house = House::new();
    house.open();
    let mut nurse = house.enter(NURSE).await;
    let doctor = house.enter(DOCTOR).await;
    let ticket = house.ticket(NURSE);
    house.calls.end(ROOM, EndReason::Over);
    assert!(!house.calls.is_open(ROOM));

    let rest = nurse.rest().await;
    let last = Message::Ended(CallEnded {
        reason: EndReason::Over,
    });
    assert_eq!(rest.last(), Some(&Delivery::Message(last)));
    doctor.seated.signal(offer_to(NURSE)).await.ok();
    assert_eq!(house.news().await, CallNews::BothJoined);
    house.calls.shutdown().await;
    let late = house.enter_with(NURSE, &ticket).await;
    assert_eq!(late.unwrap_err(), JoinRefusal::Over);
    let stranger = house.join_as("stranger", &ticket).await;
    assert_eq!(stranger.unwrap_err(), JoinRefusal::NotFound);
}

#[tokio::test]
async fn socket_that_does_not_read_is_let_go_and_the_call_goes_on() {
    let mut house = House::new();
    house.open();
    let mut slow = house.enter_with_outbox(NURSE, 2).await;
    let mut doctor = house.enter(DOCTOR).await;
    assert_eq!(house.news().await, CallNews::BothJoined);
    let seat = NURSE.0;
    let at = house.clock.now();
    assert_eq!(house.news().await, CallNews::SeatLost { seat, at });
    doctor
        .hears(|message| matches!(message, Message::PeerChanged(change) if !change.peer.connected))
        .await;
    assert_eq!(slow.rest().await.len(), 2, "then the channel ends");
}

#[tokio::test]
async fn hanging_up_ends_the_channel() {
    let mut house = House::new();
    house.open();
    let Guest { seated, mut inbox } = house.enter(NURSE).await;
    seated.leave().await.unwrap();
    while inbox.recv().await.is_some() {}
    assert_eq!(house.news().await, CallNews::SeatLeft { seat: NURSE.0 });
}

#[tokio::test]
async fn shutdown_ends_calls_and_writes_the_log_to_its_end() {
    let house = House::new();
    house.open();
    let mut nurse = house.enter(NURSE).await;
    house.calls.shutdown().await;
    let restart = EndReason::Restart;
    assert!(matches!(
        nurse.rest().await.last(),
        Some(Delivery::Message(Message::Ended(end))) if end.reason == restart
    ));
    let facts = house.log.facts();
    assert!(matches!(facts.first(), Some(CallFact::Joined { .. })));
    assert_eq!(facts.last(), Some(&CallFact::Ended { reason: restart }));
    let refused = house.calls.open(CONSULT, RoomId(Uuid::nil()), seats());
    assert_eq!(refused, Err(OpenRefusal::Draining));
}

#[tokio::test]
async fn log_that_fails_is_written_later_and_never_holds_the_call_up() {
    let mut house = House::new();
    house.log.fail(true);
    house.open();
    let _nurse = house.enter(NURSE).await;
    let _doctor = house.enter(DOCTOR).await;
    assert_eq!(house.news().await, CallNews::BothJoined);
    house.log.failed.notified().await;
    house.log.fail(false);
    house.clock.advance(Duration::from_secs(1));
    house.calls.shutdown().await;
    let joined = house.log.facts();
    let joined = joined.iter();
    let joined = joined.filter(|fact| matches!(fact, CallFact::Joined { .. }));
    assert_eq!(joined.count(), 2, "nothing is lost and nothing doubled");
}

const NURSE: (SeatId, &str) = (SeatId(Uuid::from_u128(2)), "nurse-karin");
const DOCTOR: (SeatId, &str) = (SeatId(Uuid::from_u128(1)), "doctor-berg");
const ROOM: RoomId = RoomId(Uuid::from_u128(7));
const CONSULT: ConsultId = ConsultId(Uuid::from_u128(8));
const SOUND_ONLY: CallState = CallState {
    mic: true,
    camera: false,
    screen: false,
};

struct House {
    clock: Clock,
    calls: Calls,
    facts: mpsc::Receiver<CallEvent>,
    log: Arc<FakeLog>,
}

#[derive(Debug)]
struct Guest {
    seated: Seated,
    inbox: mpsc::Receiver<Delivery>,
}

impl House {
    fn new() -> Self {
        let clock = Clock::by_hand(Timestamp::from_millis(1_000_000));
        let log = Arc::new(FakeLog::default());
        let (calls, facts) = Calls::start(clock.clone(), log.clone(), Vec::new());
        Self {
            clock,
            calls,
            facts,
            log,
        }
    }

    fn open(&self) {
        self.calls.open(CONSULT, ROOM, seats()).unwrap();
        self.calls.open(CONSULT, ROOM, seats()).unwrap();
    }

    fn ticket(&self, who: (SeatId, &str)) -> String {
        self.calls.ticket(ROOM, who.0).unwrap().secret
    }

    async fn enter(&self, who: (SeatId, &str)) -> Guest {
        let ticket = self.ticket(who);
        self.enter_with(who, &ticket).await.unwrap()
    }

    async fn enter_with(&self, who: (SeatId, &str), ticket: &str) -> Result<Guest, JoinRefusal> {
        self.join_as(who.1, ticket).await
    }

    async fn join_as(&self, person: &str, ticket: &str) -> Result<Guest, JoinRefusal> {
        self.join(person, join(ticket, false), OUTBOX_SIZE).await
    }

    async fn take_over(&self, who: (SeatId, &str)) -> Guest {
        let join = join(&self.ticket(who), true);
        self.join(who.1, join, OUTBOX_SIZE).await.unwrap()
    }

    async fn enter_with_outbox(&self, who: (SeatId, &str), size: usize) -> Guest {
        let join = join(&self.ticket(who), false);
        self.join(who.1, join, size).await.unwrap()
    }

    async fn join(&self, person: &str, join: CallJoin, size: usize) -> Result<Guest, JoinRefusal> {
        let (outbox, inbox) = mpsc::channel(size);
        let person = person.parse().unwrap();
        let seated = self.calls.join(&person, join, outbox).await?;
        Ok(Guest { seated, inbox })
    }

    async fn news(&mut self) -> CallNews {
        self.facts.recv().await.unwrap().news
    }
}

impl Guest {
    async fn hears(&mut self, wanted: impl Fn(&Message) -> bool) -> Message {
        loop {
            match self.inbox.recv().await {
                Some(Delivery::Message(message)) if wanted(&message) => return message,
                Some(_) => {}
                None => panic!("the channel ended before the message came"),
            }
        }
    }

    async fn rest(&mut self) -> Vec<Delivery> {
        let mut rest = Vec::new();
        while let Some(delivery) = self.inbox.recv().await {
            rest.push(delivery);
        }
        rest
    }
}

/// A log in memory that can be made to fail.
#[derive(Debug, Default)]
struct FakeLog {
    written: Mutex<Vec<CallLogEntry>>,
    failing: Mutex<bool>,
    failed: tokio::sync::Notify,
}

impl FakeLog {
    fn fail(&self, failing: bool) {
        *self.failing.lock().unwrap() = failing;
    }

    fn facts(&self) -> Vec<CallFact> {
        let written = self.written.lock().unwrap();
        written.iter().map(|entry| entry.fact).collect()
    }
}

impl CallLog for FakeLog {
    fn append<'a>(
        &'a self,
        entries: &'a [CallLogEntry],
    ) -> BoxFuture<'a, Result<(), CallLogError>> {
        Box::pin(async move {
            if *self.failing.lock().unwrap() {
                self.failed.notify_one();
                return Err(CallLogError("made to fail".to_owned()));
            }
            self.written.lock().unwrap().extend_from_slice(entries);
            Ok(())
        })
    }
}

fn seats() -> [Seat; PARTIES_MAX] {
    [(DOCTOR, CallRole::Doctor), (NURSE, CallRole::Nurse)].map(|((id, person), role)| Seat {
        id,
        person: person.parse().unwrap(),
        role,
        name: Redacted::new("Staff".to_owned()),
    })
}

fn join(ticket: &str, takeover: bool) -> CallJoin {
    CallJoin {
        room: WireRoom(ROOM.0),
        ticket: ticket.into(),
        takeover,
        resume: None,
    }
}

fn offer_to(who: (SeatId, &str)) -> CallSignal {
    CallSignal {
        to: WireSeat(who.0.0),
        generation: None,
        signal: Signal::Description(SessionDescription {
            kind: SdpKind::Offer,
            sdp: "a=ice-ufrag:x\n".into(),
        }),
    }
}

fn receiving(audio_packets: u32) -> CallStats {
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
    }
}
