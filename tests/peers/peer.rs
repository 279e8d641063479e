//! A browser without a screen: joins a call over any two-way stream of protocol messages,
//! negotiates, and talks over a data channel.
//!
//! Whoever finds the other already there makes the offer, so offers do not cross.

use std::sync::Arc;

use futures_util::{Sink, SinkExt, Stream, StreamExt};
use signaling::wire::call::{
    CallJoin, CallPeer, CallSignal, CallStats, IceCandidate, IceState, SdpKind, SeatId,
    SessionDescription, Signal, Unprinted,
};
use signaling::wire::socket::{ClientMessage, ServerMessage};
use tokio::sync::mpsc;
use webrtc::data_channel::{DataChannel, DataChannelEvent};
use webrtc::peer_connection::{
    PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceCandidateInit,
    RTCPeerConnectionIceEvent, RTCPeerConnectionState, RTCSessionDescription,
};
use webrtc::runtime::{Runtime, default_runtime};

/// What a peer has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Milestone {
    /// It sits in the call; `others` were there before.
    Joined { others: usize },
    /// ICE and DTLS are up.
    Connected,
    /// The other said this over the data channel.
    Heard(String),
    /// The call or the socket is over.
    Over,
}

/// Joins and stays until the call is over. Reports what it comes to.
pub(crate) async fn run<S, R>(
    name: &'static str,
    join: CallJoin,
    mut server: S,
    mut said: R,
    milestones: mpsc::Sender<Milestone>,
) where
    S: Sink<ClientMessage> + Unpin,
    S::Error: std::fmt::Debug,
    R: Stream<Item = ServerMessage> + Unpin,
{
    let (events, mut happened) = mpsc::channel(256);
    let mut peer = Peer {
        name,
        runtime: default_runtime().unwrap(),
        events,
        milestones,
        connection: None,
        heard: 0,
    };
    server.send(ClientMessage::CallJoin(join)).await.unwrap();
    loop {
        let answers = tokio::select! {
            message = said.next() => match message {
                Some(message) => Box::pin(peer.follow(message)).await,
                None => break,
            },
            event = happened.recv() => peer.notice(event.unwrap()).await,
        };
        for answer in answers {
            server.send(answer).await.unwrap();
        }
    }
    peer.hang_up().await;
    peer.reach(Milestone::Over).await;
}

struct Peer {
    name: &'static str,
    runtime: Arc<dyn Runtime>,
    events: mpsc::Sender<(u32, Event)>,
    milestones: mpsc::Sender<Milestone>,
    connection: Option<Connection>,
    heard: u32,
}

struct Connection {
    to: SeatId,
    generation: u32,
    peer: Arc<dyn PeerConnection>,
}

/// What a peer connection reports.
enum Event {
    Candidate(RTCIceCandidateInit),
    Connected,
    Channel(Arc<dyn DataChannel>),
    Heard(String),
}

impl Peer {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a peer without a screen has no use for the rest"
    )]
    async fn follow(&mut self, message: ServerMessage) -> Vec<ClientMessage> {
        match message {
            ServerMessage::CallJoined(joined) => {
                let others = joined.peers.len();
                self.reach(Milestone::Joined { others }).await;
                match joined.peers.first() {
                    Some(other) => vec![self.offer(other).await],
                    None => Vec::new(),
                }
            }
            ServerMessage::CallPeerJoined(joined) => {
                self.connect(&joined.peer).await;
                Vec::new()
            }
            ServerMessage::CallPeerLeft(_) => {
                self.hang_up().await;
                Vec::new()
            }
            ServerMessage::CallSignal(said) => self.hear(said.signal).await,
            ServerMessage::Error(error) => panic!("{} is refused: {error:?}", self.name),
            _ => Vec::new(),
        }
    }

    async fn connect(&mut self, other: &CallPeer) -> Arc<dyn PeerConnection> {
        self.hang_up().await;
        let handler = Handler {
            generation: other.generation,
            events: self.events.clone(),
        };
        let building = PeerConnectionBuilder::new()
            .with_handler(Arc::new(handler))
            .with_runtime(Arc::clone(&self.runtime))
            // A wildcard address would skip loopback.
            .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
            .build();
        let peer: Arc<dyn PeerConnection> = Arc::new(Box::pin(building).await.unwrap());
        self.connection = Some(Connection {
            to: other.seat,
            generation: other.generation,
            peer: Arc::clone(&peer),
        });
        peer
    }

    async fn offer(&mut self, other: &CallPeer) -> ClientMessage {
        let peer = self.connect(other).await;
        let channel = peer.create_data_channel("talk", None).await.unwrap();
        self.attend(other.generation, channel);
        let offer = peer.create_offer(None).await.unwrap();
        let sdp = Unprinted(offer.sdp.clone());
        peer.set_local_description(offer).await.unwrap();
        let kind = SdpKind::Offer;
        self.signal(Signal::Description(SessionDescription { kind, sdp }))
    }

    async fn hear(&self, signal: Signal) -> Vec<ClientMessage> {
        let peer = Arc::clone(&self.connection.as_ref().unwrap().peer);
        match signal {
            Signal::Description(SessionDescription { kind, sdp }) => {
                let described = match kind {
                    SdpKind::Offer => RTCSessionDescription::offer(sdp.0),
                    SdpKind::Answer => RTCSessionDescription::answer(sdp.0),
                };
                peer.set_remote_description(described.unwrap())
                    .await
                    .unwrap();
                if kind == SdpKind::Answer {
                    return Vec::new();
                }
                let answer = peer.create_answer(None).await.unwrap();
                let sdp = Unprinted(answer.sdp.clone());
                peer.set_local_description(answer).await.unwrap();
                let kind = SdpKind::Answer;
                vec![self.signal(Signal::Description(SessionDescription { kind, sdp }))]
            }
            Signal::Candidate(candidate) => {
                let candidate = RTCIceCandidateInit {
                    candidate: candidate.candidate.0,
                    sdp_mid: candidate.sdp_mid,
                    sdp_mline_index: candidate.sdp_m_line_index,
                    username_fragment: candidate.username_fragment,
                    url: None,
                };
                peer.add_ice_candidate(candidate).await.unwrap();
                Vec::new()
            }
        }
    }

    async fn notice(&mut self, (generation, event): (u32, Event)) -> Vec<ClientMessage> {
        let current = self.connection.as_ref();
        if current.map(|connection| connection.generation) != Some(generation) {
            return Vec::new();
        }
        match event {
            Event::Candidate(candidate) => {
                vec![self.signal(Signal::Candidate(IceCandidate {
                    candidate: Unprinted(candidate.candidate),
                    sdp_mid: candidate.sdp_mid,
                    sdp_m_line_index: candidate.sdp_mline_index,
                    username_fragment: candidate.username_fragment,
                }))]
            }
            Event::Connected => {
                self.reach(Milestone::Connected).await;
                vec![self.report()]
            }
            Event::Channel(channel) => {
                self.attend(generation, channel);
                Vec::new()
            }
            Event::Heard(text) => {
                self.heard += 1;
                self.reach(Milestone::Heard(text)).await;
                vec![self.report()]
            }
        }
    }

    /// Says its name when the channel opens, and listens to what comes.
    fn attend(&self, generation: u32, channel: Arc<dyn DataChannel>) {
        let (name, events) = (self.name, self.events.clone());
        tokio::spawn(async move {
            while let Some(event) = channel.poll().await {
                match event {
                    DataChannelEvent::OnOpen => {
                        channel.send_text(name).await.unwrap();
                    }
                    DataChannelEvent::OnMessage(message) => {
                        let text = String::from_utf8(message.data.to_vec()).unwrap();
                        if events.send((generation, Event::Heard(text))).await.is_err() {
                            return;
                        }
                    }
                    DataChannelEvent::OnClose => return,
                    DataChannelEvent::OnError
                    | DataChannelEvent::OnClosing
                    | DataChannelEvent::OnBufferedAmountLow
                    | DataChannelEvent::OnBufferedAmountHigh
                    | _ => {}
                }
            }
        });
    }

    fn signal(&self, signal: Signal) -> ClientMessage {
        let connection = self.connection.as_ref().unwrap();
        ClientMessage::CallSignal(CallSignal {
            to: connection.to,
            generation: Some(connection.generation),
            signal,
        })
    }

    fn report(&self) -> ClientMessage {
        ClientMessage::CallStats(CallStats {
            ice: IceState::Connected,
            pair: None,
            protocol: None,
            rtt_ms: None,
            loss_permille: None,
            fps: None,
            concealed_permille: None,
            frames_decoded: None,
            audio_packets: Some(self.heard),
        })
    }

    async fn hang_up(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.peer.close().await.unwrap();
        }
    }

    async fn reach(&self, milestone: Milestone) {
        // A test may have seen enough.
        self.milestones.send(milestone).await.ok();
    }
}

/// Callbacks run on the connection's own driver: they only pass on what happened.
struct Handler {
    generation: u32,
    events: mpsc::Sender<(u32, Event)>,
}

impl Handler {
    fn pass(&self, event: Event) {
        self.events.try_send((self.generation, event)).ok();
    }
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Handler {
    async fn on_ice_candidate(&self, event: RTCPeerConnectionIceEvent) {
        if let Ok(candidate) = event.candidate.to_json() {
            self.pass(Event::Candidate(candidate));
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        if state == RTCPeerConnectionState::Connected {
            self.pass(Event::Connected);
        }
    }

    async fn on_data_channel(&self, channel: Arc<dyn DataChannel>) {
        self.pass(Event::Channel(channel));
    }
}
