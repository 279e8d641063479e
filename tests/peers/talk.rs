//! Two peers talk through the call tasks, with channels in place of sockets.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream;
use signaling::room::PARTIES_MAX;
use signaling::wire::call::{CallJoin, CallRole, EndReason, RoomId as WireRoom};
use signaling::wire::socket::{ClientMessage, ServerMessage};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;
use vantrum::calls::{
    CallEvent, CallLog, CallLogEntry, CallLogError, CallNews, Calls, Delivery, OUTBOX_SIZE, Seat,
    Seated,
};
use vantrum::clock::Clock;
use vantrum::domain::ids::{ConsultId, PersonId, Redacted, RoomId, SeatId};

use crate::peer::{self, Milestone};

#[tokio::test]
async fn two_peers_talk_over_the_real_signalling() {
    let mut house = House::open();
    let mut doctor = house.enter(DOCTOR);
    doctor.reach(&Milestone::Joined { others: 0 }).await;
    let mut nurse = house.enter(NURSE);

    for side in [&mut nurse, &mut doctor] {
        side.reach(&Milestone::Connected).await;
    }
    nurse.reach(&Milestone::Heard(DOCTOR.1.to_owned())).await;
    doctor.reach(&Milestone::Heard(NURSE.1.to_owned())).await;

    assert_eq!(house.news().await, CallNews::BothJoined);
    assert!(matches!(house.news().await, CallNews::MediaFlowing { .. }));

    house.calls.end(ROOM, EndReason::Over);
    assert!(matches!(house.news().await, CallNews::MediaStopped { .. }));
    for side in [&mut nurse, &mut doctor] {
        side.reach(&Milestone::Over).await;
    }
    house.calls.shutdown().await;
}

#[tokio::test]
async fn call_comes_back_by_itself_when_either_page_is_loaded_anew() {
    let house = House::open();
    let mut doctor = house.enter(DOCTOR);
    doctor.reach(&Milestone::Joined { others: 0 }).await;
    let mut nurse = house.enter(NURSE);
    nurse.reach(&Milestone::Connected).await;
    doctor.reach(&Milestone::Connected).await;

    nurse.vanish().await;
    let mut nurse = house.enter(NURSE);
    nurse.reach(&Milestone::Heard(DOCTOR.1.to_owned())).await;
    doctor.reach(&Milestone::Connected).await;

    doctor.vanish().await;
    let mut doctor = house.enter(DOCTOR);
    doctor.reach(&Milestone::Heard(NURSE.1.to_owned())).await;
    nurse.reach(&Milestone::Connected).await;
    house.calls.shutdown().await;
}

const DOCTOR: (SeatId, &str) = (SeatId(Uuid::from_u128(1)), "doctor-berg");
const NURSE: (SeatId, &str) = (SeatId(Uuid::from_u128(2)), "nurse-karin");
const ROOM: RoomId = RoomId(Uuid::from_u128(7));

/// No step of a call on loopback takes so long, on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(30);

struct House {
    calls: Calls,
    facts: mpsc::Receiver<CallEvent>,
}

/// A peer and the socket it talks through.
struct Guest {
    milestones: mpsc::Receiver<Milestone>,
    peer: JoinHandle<()>,
    socket: JoinHandle<()>,
}

impl House {
    fn open() -> Self {
        let (calls, facts) = Calls::start(Clock::machine(), Arc::new(NoLog), Vec::new());
        calls
            .open(ConsultId(Uuid::from_u128(8)), ROOM, seats())
            .unwrap();
        Self { calls, facts }
    }

    fn enter(&self, (seat, name): (SeatId, &'static str)) -> Guest {
        let join = CallJoin {
            room: WireRoom(ROOM.0),
            ticket: self
                .calls
                .ticket(ROOM, seat)
                .unwrap()
                .secret
                .as_str()
                .into(),
            takeover: false,
            resume: None,
        };
        let (to_server, from_client) = mpsc::channel(64);
        let (to_client, from_server) = mpsc::channel(64);
        let (reached, milestones) = mpsc::channel(64);
        let person = name.parse().unwrap();
        let socket = tokio::spawn(socket(self.calls.clone(), person, from_client, to_client));
        let sink = futures_util::sink::unfold(to_server, |to_server, message| async {
            to_server.send(message).await.map(|()| to_server)
        });
        let stream = stream::unfold(from_server, |mut from_server| async {
            from_server
                .recv()
                .await
                .map(|message| (message, from_server))
        });
        let peer = async move {
            let (sink, stream) = (std::pin::pin!(sink), std::pin::pin!(stream));
            peer::run(name, join, sink, stream, reached).await;
        };
        Guest {
            milestones,
            peer: tokio::spawn(peer),
            socket,
        }
    }

    async fn news(&mut self) -> CallNews {
        let event = tokio::time::timeout(PATIENCE, self.facts.recv()).await;
        event
            .expect("the waiting room is told in time")
            .unwrap()
            .news
    }
}

impl Guest {
    /// Waits until the peer has come to `wanted`.
    async fn reach(&mut self, wanted: &Milestone) {
        let waiting = async {
            while let Some(milestone) = self.milestones.recv().await {
                if milestone == *wanted {
                    return;
                }
            }
            panic!("the peer ended before {wanted:?}");
        };
        let waited = tokio::time::timeout(PATIENCE, waiting).await;
        waited.unwrap_or_else(|_late| panic!("{wanted:?} never came"));
    }

    /// What a reload does: page, peer connection and socket are gone without a word.
    async fn vanish(self) {
        self.peer.abort();
        self.peer.await.unwrap_err();
        self.socket.await.unwrap();
    }
}

/// Does what the socket layer does: passes messages on, in both directions.
async fn socket(
    calls: Calls,
    person: PersonId,
    mut client: mpsc::Receiver<ClientMessage>,
    to_client: mpsc::Sender<ServerMessage>,
) {
    let Some(ClientMessage::CallJoin(join)) = client.recv().await else {
        return;
    };
    let (outbox, mut inbox) = mpsc::channel(OUTBOX_SIZE);
    let seated = calls.join(&person, join, outbox).await.unwrap();
    loop {
        tokio::select! {
            said = client.recv() => match said {
                Some(said) => pass_on(&seated, said).await,
                None => return,
            },
            heard = inbox.recv() => match heard {
                Some(Delivery::Message(message)) => {
                    if to_client.send(message.into()).await.is_err() {
                        return;
                    }
                }
                Some(refused @ (Delivery::Refused { .. } | Delivery::Close(_))) => {
                    panic!("{person} hears {refused:?}")
                }
                None => return,
            },
        }
    }
}

async fn pass_on(seated: &Seated, said: ClientMessage) {
    let passed = match said {
        ClientMessage::CallSignal(said) => seated.signal(said).await,
        ClientMessage::CallStats(said) => seated.stats(said).await,
        ClientMessage::CallState(said) => seated.state(said).await,
        ClientMessage::CallText(said) => seated.text(said).await,
        other @ (ClientMessage::Hello(_)
        | ClientMessage::Tock(_)
        | ClientMessage::CallJoin(_)
        | ClientMessage::CallLeave(_)
        | ClientMessage::RingDeclined(_)) => panic!("a peer does not say {other:?}"),
    };
    // The call may be over.
    passed.ok();
}

/// These tests are about connections, not about what is kept of them.
#[derive(Debug)]
struct NoLog;

impl CallLog for NoLog {
    fn append<'a>(&'a self, _: &'a [CallLogEntry]) -> BoxFuture<'a, Result<(), CallLogError>> {
        Box::pin(async { Ok(()) })
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
