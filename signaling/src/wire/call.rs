//! What a browser and the server say to each other about a call.
//!
//! The server decides who is in the call, who is polite and which way the media takes; a
//! browser reports and never decides. Secrets, addresses and what people write to each other
//! are [`Unprinted`]: no log shows them.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Text that prints nothing, wherever it is printed: a secret, a network address, a name or
/// what somebody wrote.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(as = "String"), schema(value_type = String))]
#[serde(transparent)]
pub struct Unprinted(pub String);

impl Unprinted {
    /// The text, for the one it is meant for.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Unprinted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Unprinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[unprinted]")
    }
}

/// The room in which one call takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(transparent)]
pub struct RoomId(pub Uuid);

/// One person's chair in one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(transparent)]
pub struct SeatId(pub Uuid);

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SeatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Takes the caller's seat. A ticket works once.
///
/// A page that was reloaded joins without `resume`: both sides then build their connection
/// anew. A page that only lost its socket, and whose peer connection is stable, says in
/// `resume` what it still has: if nothing was missed meanwhile the call goes on as it is.
/// The answer's own `generation` says which of the two happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallJoin {
    /// Which call.
    pub room: RoomId,
    /// The secret that was given for the seat.
    pub ticket: Unprinted,
    /// Takes the seat from another device of the same person that sits there now.
    #[serde(default)]
    #[cfg_attr(feature = "schema", ts(optional, as = "Option<bool>"))]
    pub takeover: bool,
    /// What the page still has of a call whose socket it lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub resume: Option<CallResume>,
}

/// What a page still has of a call whose socket it lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallResume {
    /// Its own generation, as `call_joined` gave it.
    pub generation: u32,
    /// How many `call_signal` it has received in that generation: fewer than were sent
    /// means that something was missed.
    pub signals: u32,
}

/// Carries one description or one candidate to the other seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(try_from = "RawCallSignal")]
pub struct CallSignal {
    /// The seat it is for.
    pub to: SeatId,
    /// The generation of that seat that the sender has connected to; what was meant for
    /// an earlier one is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub generation: Option<u32>,
    /// What it carries.
    #[serde(flatten)]
    pub signal: Signal,
}

/// What one browser tells the other to get connected: exactly one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// An offer or an answer.
    Description(SessionDescription),
    /// A network path to try.
    Candidate(IceCandidate),
}

/// Half of an offer and answer, as a browser's `RTCSessionDescription` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionDescription {
    /// Offer or answer.
    #[serde(rename = "type")]
    pub kind: SdpKind,
    /// The description itself, at most 32 KiB.
    pub sdp: Unprinted,
}

/// Which half a description is. Rolling back is each browser's own affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SdpKind {
    /// Proposes.
    Offer,
    /// Accepts the other's proposal.
    Answer,
}

/// One network path, as a browser's `RTCIceCandidate` has it. Empty text: there are no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IceCandidate {
    /// The candidate line, at most 1 KiB.
    pub candidate: Unprinted,
    /// The media section it belongs to, by its name.
    #[serde(default)]
    #[cfg_attr(feature = "schema", ts(optional = nullable))]
    pub sdp_mid: Option<String>,
    /// The media section it belongs to, by its place.
    #[serde(default)]
    #[cfg_attr(feature = "schema", ts(optional = nullable))]
    pub sdp_m_line_index: Option<u16>,
    /// The ICE credentials it belongs to.
    #[serde(default)]
    #[cfg_attr(feature = "schema", ts(optional = nullable))]
    pub username_fragment: Option<String>,
}

/// The form in which [`CallSignal`] arrives, before it is known to carry exactly one thing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCallSignal {
    to: SeatId,
    #[serde(default)]
    generation: Option<u32>,
    #[serde(default)]
    description: Option<SessionDescription>,
    #[serde(default)]
    candidate: Option<IceCandidate>,
}

impl TryFrom<RawCallSignal> for CallSignal {
    type Error = &'static str;

    fn try_from(raw: RawCallSignal) -> Result<Self, Self::Error> {
        let signal = match (raw.description, raw.candidate) {
            (Some(description), None) => Signal::Description(description),
            (None, Some(candidate)) => Signal::Candidate(candidate),
            (None, None) | (Some(_), Some(_)) => {
                return Err("exactly one of `description` and `candidate` is needed");
            }
        };
        Ok(Self {
            to: raw.to,
            generation: raw.generation,
            signal,
        })
    }
}

/// What the sender's page sends right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallState {
    /// The microphone is on.
    pub mic: bool,
    /// The camera is on.
    pub camera: bool,
    /// The screen is shared.
    pub screen: bool,
}

/// How the call goes, as one side measures it: at once when the first sound or picture of
/// the other side is decoded, then every 5 s, and when `ice` changes.
///
/// What is not known yet is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields = nullable))]
#[serde(deny_unknown_fields)]
pub struct CallStats {
    /// How far the connection has come.
    pub ice: IceState,
    /// The kind of path in use.
    #[serde(default)]
    pub pair: Option<CandidateKind>,
    /// The transport in use.
    #[serde(default)]
    pub protocol: Option<TransportKind>,
    /// Round trip in milliseconds.
    #[serde(default)]
    pub rtt_ms: Option<u32>,
    /// Packets lost of a thousand, since the last report.
    #[serde(default)]
    pub loss_permille: Option<u16>,
    /// Pictures of the other side shown a second.
    #[serde(default)]
    pub fps: Option<u16>,
    /// Sound that had to be made up, of a thousand, since the last report.
    #[serde(default)]
    pub concealed_permille: Option<u16>,
    /// Pictures of the other side decoded since the connection was built.
    #[serde(default)]
    pub frames_decoded: Option<u32>,
    /// Sound packets of the other side received since the connection was built.
    #[serde(default)]
    pub audio_packets: Option<u32>,
}

/// How far a peer connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IceState {
    /// Not begun.
    New,
    /// Trying paths.
    Checking,
    /// A path works.
    Connected,
    /// No path works.
    Failed,
}

/// The kind of a network path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CandidateKind {
    /// The machine's own address.
    Host,
    /// The address a STUN server saw.
    Srflx,
    /// The address the other side saw.
    Prflx,
    /// Through a relay.
    Relay,
}

/// The transport under a network path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransportKind {
    /// UDP.
    Udp,
    /// TCP.
    Tcp,
}

/// A line of text for the others in the call, at most 2,000 characters. Relayed and never
/// kept: an order belongs in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallText {
    /// The text.
    pub text: Unprinted,
}

/// Hangs up. The seat remains the caller's: a new ticket takes it again while the call lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CallLeave {}

/// The seat is taken: who is there and how to connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallJoined {
    /// The caller's own seat.
    pub you: CallPeer,
    /// The others who are in the call now.
    pub peers: Vec<CallPeer>,
    /// Which way the media takes.
    pub mode: MediaMode,
    /// Servers that help to find a path; none means the own addresses alone.
    pub ice_servers: Vec<IceServer>,
}

/// One person in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallPeer {
    /// The seat.
    pub seat: SeatId,
    /// Nurse or doctor.
    pub role: CallRole,
    /// The name to show, of a member of staff.
    pub name: Unprinted,
    /// Gives way when both offer at once.
    pub polite: bool,
    /// Grows by one each time this seat starts anew: a peer connection to an earlier
    /// generation is to be thrown away.
    pub generation: u32,
    /// The seat's socket is up. Media may flow without it for a while.
    pub connected: bool,
    /// The microphone is on.
    pub mic: bool,
    /// The camera is on.
    pub camera: bool,
    /// The screen is shared.
    pub screen: bool,
}

/// What somebody is in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallRole {
    /// The municipal nurse.
    Nurse,
    /// The doctor.
    Doctor,
}

/// Which way the media takes, decided by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MediaMode {
    /// From browser to browser.
    P2p,
    /// Through the server's media plane.
    MediaPlane,
}

/// A server that helps to find a network path, as a browser's `RTCIceServer` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct IceServer {
    /// Where it is.
    pub urls: Vec<String>,
    /// The name to sign in with, where it asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub username: Option<String>,
    /// The secret to sign in with, where it asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(optional))]
    pub credential: Option<Unprinted>,
}

/// Somebody took a seat, or took it anew with a higher generation: throw the old peer
/// connection to that seat away and build a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallPeerJoined {
    /// Who.
    pub peer: CallPeer,
}

/// Somebody's microphone, camera, screen or link changed. The peer connection stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallPeerChanged {
    /// Who, as it is now.
    pub peer: CallPeer,
}

/// Somebody is no longer in the call: throw the peer connection to that seat away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallPeerLeft {
    /// The seat.
    pub seat: SeatId,
    /// Why.
    pub reason: LeaveReason,
}

/// Why a seat is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaveReason {
    /// Hung up.
    Left,
    /// Lost the link and did not come back in time.
    Lost,
}

/// One description or one candidate from another seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallPeerSignal {
    /// The seat it comes from.
    pub from: SeatId,
    /// What it carries.
    #[serde(flatten)]
    pub signal: Signal,
}

/// The server has decided which way the media takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallMode {
    /// The way.
    pub mode: MediaMode,
}

/// A line of text from another seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallPeerText {
    /// The seat it comes from.
    pub from: SeatId,
    /// The text.
    pub text: Unprinted,
}

/// The call is over for the one who is told: every peer connection is to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallEnded {
    /// Why.
    pub reason: EndReason,
}

/// Why a call is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The consult needs no call any more: answered and confirmed, closed or withdrawn.
    Over,
    /// The doctor gave the case back, or the claim returned to the queue.
    Returned,
    /// Another device of the same person took the seat.
    Superseded,
    /// The server is being restarted: join again with a new ticket.
    Restart,
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn client_joins_with_its_ticket() {
        let mut join = CallJoin {
            room: RoomId(id(1)),
            ticket: "secret".into(),
            takeover: false,
            resume: None,
        };
        pinned(
            &join,
            &json!({"room": ROOM, "ticket": "secret", "takeover": false}),
        );
        reads(&json!({"room": ROOM, "ticket": "secret"}), &join);
        join.takeover = true;
        join.resume = Some(CallResume {
            generation: 3,
            signals: 14,
        });
        pinned(
            &join,
            &json!({"room": ROOM, "ticket": "secret", "takeover": true, "resume": {"generation": 3, "signals": 14}}),
        );
    }

    #[test]
    fn client_signals_a_description() {
        pinned(
            &CallSignal {
                to: SeatId(id(2)),
                generation: Some(1),
                signal: offer(),
            },
            &json!({"to": SEAT, "generation": 1, "description": {"type": "offer", "sdp": "v=0"}}),
        );
    }

    #[test]
    fn client_signals_a_candidate() {
        let signal = CallSignal {
            to: SeatId(id(2)),
            generation: None,
            signal: Signal::Candidate(IceCandidate {
                candidate: "candidate:1".into(),
                sdp_mid: Some("0".into()),
                sdp_m_line_index: Some(0),
                username_fragment: None,
            }),
        };
        pinned(
            &signal,
            &json!({"to": SEAT, "candidate": {
                "candidate": "candidate:1", "sdp_mid": "0", "sdp_m_line_index": 0, "username_fragment": null,
            }}),
        );
        reads(
            &json!({"to": SEAT, "candidate": {"candidate": "candidate:1", "sdp_mid": "0", "sdp_m_line_index": 0}}),
            &signal,
        );
    }

    #[test]
    fn signal_carries_exactly_one_thing_and_nothing_unknown() {
        let description = json!({"type": "offer", "sdp": "v=0"});
        let candidate = json!({"candidate": ""});
        for bad in [
            json!({"to": SEAT}),
            json!({"to": SEAT, "description": description, "candidate": candidate}),
            json!({"to": SEAT, "description": description, "more": 1}),
            json!({"to": SEAT, "description": {"type": "rollback", "sdp": ""}}),
            json!({"to": SEAT, "description": {"type": "offer", "sdp": "", "more": 1}}),
            json!({"to": SEAT, "candidate": {"candidate": "", "more": 1}}),
            json!({"description": description}),
        ] {
            assert!(
                serde_json::from_value::<CallSignal>(bad.clone()).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn client_says_what_it_sends() {
        pinned(
            &CallState {
                mic: true,
                camera: false,
                screen: false,
            },
            &json!({"mic": true, "camera": false, "screen": false}),
        );
    }

    #[test]
    fn client_reports_how_the_call_goes() {
        let full = json!({
            "ice": "connected", "pair": "prflx", "protocol": "udp", "rtt_ms": 31, "loss_permille": 2,
            "fps": 20, "concealed_permille": 0, "frames_decoded": 75, "audio_packets": 190,
        });
        let stats: CallStats = serde_json::from_value(full.clone()).unwrap();
        pinned(&stats, &full);

        reads(
            &json!({"ice": "checking"}),
            &CallStats {
                ice: IceState::Checking,
                pair: None,
                protocol: None,
                rtt_ms: None,
                loss_permille: None,
                fps: None,
                concealed_permille: None,
                frames_decoded: None,
                audio_packets: None,
            },
        );
    }

    #[test]
    fn client_writes_a_line_and_hangs_up() {
        pinned(
            &CallText {
                text: "Jag ser dig".into(),
            },
            &json!({"text": "Jag ser dig"}),
        );
        pinned(&CallLeave {}, &json!({}));
    }

    #[test]
    fn client_messages_refuse_unknown_fields() {
        fn refuses<T: DeserializeOwned>(mut json: Value) {
            assert!(serde_json::from_value::<T>(json.clone()).is_ok(), "{json}");
            json["more"] = json!(1);
            assert!(serde_json::from_value::<T>(json).is_err());
        }
        refuses::<CallJoin>(json!({"room": ROOM, "ticket": "secret"}));
        refuses::<CallState>(json!({"mic": true, "camera": false, "screen": false}));
        refuses::<CallStats>(json!({"ice": "new"}));
        refuses::<CallText>(json!({"text": ""}));
        refuses::<CallLeave>(json!({}));
    }

    #[test]
    fn server_says_who_is_there() {
        pinned(
            &CallJoined {
                you: peer(),
                peers: Vec::new(),
                mode: MediaMode::P2p,
                ice_servers: vec![
                    IceServer {
                        urls: vec!["stun:stun.example.org".into()],
                        username: None,
                        credential: None,
                    },
                    IceServer {
                        urls: vec!["turns:turn.example.org:443".into()],
                        username: Some("1795302000:seat".into()),
                        credential: Some("hush".into()),
                    },
                ],
            },
            &json!({
                "you": peer_json(), "peers": [], "mode": "p2p",
                "ice_servers": [
                    {"urls": ["stun:stun.example.org"]},
                    {"urls": ["turns:turn.example.org:443"], "username": "1795302000:seat", "credential": "hush"},
                ],
            }),
        );
    }

    #[test]
    fn server_tells_of_peers() {
        pinned(
            &CallPeerJoined { peer: peer() },
            &json!({"peer": peer_json()}),
        );
        pinned(
            &CallPeerChanged { peer: peer() },
            &json!({"peer": peer_json()}),
        );
        pinned(
            &CallPeerLeft {
                seat: SeatId(id(2)),
                reason: LeaveReason::Lost,
            },
            &json!({"seat": SEAT, "reason": "lost"}),
        );
    }

    #[test]
    fn server_relays_signals_and_text() {
        pinned(
            &CallPeerSignal {
                from: SeatId(id(2)),
                signal: offer(),
            },
            &json!({"from": SEAT, "description": {"type": "offer", "sdp": "v=0"}}),
        );
        pinned(
            &CallPeerText {
                from: SeatId(id(2)),
                text: "Hej".into(),
            },
            &json!({"from": SEAT, "text": "Hej"}),
        );
    }

    #[test]
    fn server_decides_mode_and_end() {
        pinned(
            &CallMode {
                mode: MediaMode::P2p,
            },
            &json!({"mode": "p2p"}),
        );
        pinned(&MediaMode::MediaPlane, &json!("media_plane"));
        for (reason, word) in [
            (EndReason::Over, "over"),
            (EndReason::Returned, "returned"),
            (EndReason::Superseded, "superseded"),
            (EndReason::Restart, "restart"),
        ] {
            pinned(&CallEnded { reason }, &json!({"reason": word}));
        }
    }

    #[test]
    fn secrets_addresses_and_names_print_nothing() {
        let shown = format!(
            "{:?} {:?} {:?}",
            peer(),
            offer(),
            CallText {
                text: "Planted".into()
            }
        );
        for hidden in ["Planted", "Berg", "v=0"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
    }

    const ROOM: &str = "00000000-0000-0000-0000-000000000001";
    const SEAT: &str = "00000000-0000-0000-0000-000000000002";

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn offer() -> Signal {
        Signal::Description(SessionDescription {
            kind: SdpKind::Offer,
            sdp: "v=0".into(),
        })
    }

    fn peer() -> CallPeer {
        CallPeer {
            seat: SeatId(id(2)),
            role: CallRole::Doctor,
            name: "Anna Berg".into(),
            polite: false,
            generation: 1,
            connected: true,
            mic: true,
            camera: true,
            screen: false,
        }
    }

    fn peer_json() -> Value {
        json!({
            "seat": SEAT, "role": "doctor", "name": "Anna Berg", "polite": false, "generation": 1,
            "connected": true, "mic": true, "camera": true, "screen": false,
        })
    }

    /// Holds `value` against its literal JSON, both ways.
    #[track_caller]
    fn pinned<T>(value: &T, json: &Value)
    where
        T: Serialize + DeserializeOwned + PartialEq + fmt::Debug,
    {
        assert_eq!(&serde_json::to_value(value).unwrap(), json);
        reads(json, value);
    }

    #[track_caller]
    fn reads<T: DeserializeOwned + PartialEq + fmt::Debug>(json: &Value, value: &T) {
        assert_eq!(&serde_json::from_value::<T>(json.clone()).unwrap(), value);
    }
}
