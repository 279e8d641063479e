//! The call log's stored form, version 1. It is its own: neither the protocol nor the state
//! machine may change it by changing themselves.

use serde::Serialize;
use signaling::room::{CallFact, Media};
use signaling::wire::call::{
    CandidateKind, EndReason, IceState, LeaveReason, MediaMode, SeatId as WireSeat, TransportKind,
};

use super::log::CallLogEntry;
use super::timestamp;
use crate::domain::ids::{ConsultId, RoomId, SeatId};
use crate::domain::time::Timestamp;

const VERSION: u8 = 1;

/// One entry in its place in the chain.
#[derive(Debug, Serialize)]
pub(super) struct StoredEntry {
    v: u8,
    seq: u64,
    at: Timestamp,
    prev: String,
    consult: ConsultId,
    room: RoomId,
    #[serde(flatten)]
    fact: StoredFact,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum StoredFact {
    Joined {
        seat: SeatId,
        generation: u32,
        resumed: bool,
    },
    Superseded {
        seat: SeatId,
    },
    Lost {
        seat: SeatId,
    },
    Left {
        seat: SeatId,
        reason: &'static str,
    },
    Mode {
        mode: &'static str,
    },
    Ice {
        seat: SeatId,
        ice: &'static str,
        pair: Option<&'static str>,
        protocol: Option<&'static str>,
    },
    Stats {
        seat: SeatId,
        ice: &'static str,
        pair: Option<&'static str>,
        protocol: Option<&'static str>,
        rtt_ms: Option<u32>,
        loss_permille: Option<u16>,
        fps: Option<u16>,
        concealed_permille: Option<u16>,
        frames_decoded: Option<u32>,
        audio_packets: Option<u32>,
    },
    MediaFlowing {
        since: Timestamp,
    },
    MediaStopped {
        flowed_until: Timestamp,
    },
    Ended {
        reason: &'static str,
    },
}

impl StoredEntry {
    /// The entry as it stands at `seq`, after the record whose chain hash is `prev`.
    pub(super) fn new(entry: &CallLogEntry, seq: u64, at: Timestamp, prev: String) -> Self {
        Self {
            v: VERSION,
            seq,
            at,
            prev,
            consult: entry.consult,
            room: entry.room,
            fact: StoredFact::from(entry.fact),
        }
    }
}

impl From<CallFact> for StoredFact {
    fn from(fact: CallFact) -> Self {
        match fact {
            CallFact::Joined {
                seat,
                generation,
                resumed,
            } => Self::Joined {
                seat: own(seat),
                generation,
                resumed,
            },
            CallFact::Superseded { seat } => Self::Superseded { seat: own(seat) },
            CallFact::Lost { seat } => Self::Lost { seat: own(seat) },
            CallFact::Left { seat, reason } => Self::Left {
                seat: own(seat),
                reason: match reason {
                    LeaveReason::Left => "left",
                    LeaveReason::Lost => "lost",
                },
            },
            CallFact::Mode { mode } => Self::Mode {
                mode: match mode {
                    MediaMode::P2p => "p2p",
                    MediaMode::MediaPlane => "media_plane",
                },
            },
            CallFact::Ice {
                seat,
                ice,
                pair,
                protocol,
            } => Self::Ice {
                seat: own(seat),
                ice: ice_word(ice),
                pair: pair.map(pair_word),
                protocol: protocol.map(protocol_word),
            },
            CallFact::Sample { seat, stats } => Self::Stats {
                seat: own(seat),
                ice: ice_word(stats.ice),
                pair: stats.pair.map(pair_word),
                protocol: stats.protocol.map(protocol_word),
                rtt_ms: stats.rtt_ms,
                loss_permille: stats.loss_permille,
                fps: stats.fps,
                concealed_permille: stats.concealed_permille,
                frames_decoded: stats.frames_decoded,
                audio_packets: stats.audio_packets,
            },
            CallFact::Media(Media::Flowing { since }) => Self::MediaFlowing {
                since: timestamp(since),
            },
            CallFact::Media(Media::Stopped { at }) => Self::MediaStopped {
                flowed_until: timestamp(at),
            },
            CallFact::Ended { reason } => Self::Ended {
                reason: match reason {
                    EndReason::Over => "over",
                    EndReason::Returned => "returned",
                    EndReason::Superseded => "superseded",
                    EndReason::Restart => "restart",
                },
            },
        }
    }
}

const fn own(seat: WireSeat) -> SeatId {
    SeatId(seat.0)
}

const fn ice_word(ice: IceState) -> &'static str {
    match ice {
        IceState::New => "new",
        IceState::Checking => "checking",
        IceState::Connected => "connected",
        IceState::Failed => "failed",
    }
}

const fn pair_word(pair: CandidateKind) -> &'static str {
    match pair {
        CandidateKind::Host => "host",
        CandidateKind::Srflx => "srflx",
        CandidateKind::Prflx => "prflx",
        CandidateKind::Relay => "relay",
    }
}

const fn protocol_word(protocol: TransportKind) -> &'static str {
    match protocol {
        TransportKind::Udp => "udp",
        TransportKind::Tcp => "tcp",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use signaling::wire::call::CallStats;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn stored_form_stays_as_it_is() {
        let seat = WireSeat(Uuid::from_u128(3));
        let stats = CallStats {
            ice: IceState::Connected,
            pair: Some(CandidateKind::Host),
            protocol: Some(TransportKind::Udp),
            rtt_ms: Some(12),
            loss_permille: Some(0),
            fps: Some(20),
            concealed_permille: None,
            frames_decoded: Some(100),
            audio_packets: Some(250),
        };
        assert_eq!(
            stored(CallFact::Sample { seat, stats }),
            json!({
                "v": 1, "seq": 7, "at": 1_000, "prev": "ab",
                "consult": "00000000-0000-0000-0000-000000000001",
                "room": "00000000-0000-0000-0000-000000000002",
                "type": "stats", "seat": "00000000-0000-0000-0000-000000000003",
                "ice": "connected", "pair": "host", "protocol": "udp", "rtt_ms": 12,
                "loss_permille": 0, "fps": 20, "concealed_permille": null,
                "frames_decoded": 100, "audio_packets": 250,
            })
        );
        let reason = LeaveReason::Lost;
        let left = stored(CallFact::Left { seat, reason });
        assert_eq!(
            (&left["type"], &left["reason"]),
            (&json!("left"), &json!("lost"))
        );
        let at = signaling::room::Millis(9);
        let stopped = stored(CallFact::Media(Media::Stopped { at }));
        assert_eq!(
            (&stopped["type"], &stopped["flowed_until"], &stopped["at"]),
            (&json!("media_stopped"), &json!(9), &json!(1_000))
        );
    }

    fn stored(fact: CallFact) -> serde_json::Value {
        let at = Timestamp::from_millis(1_000);
        let entry = CallLogEntry {
            at,
            consult: ConsultId(Uuid::from_u128(1)),
            room: RoomId(Uuid::from_u128(2)),
            fact,
        };
        serde_json::to_value(StoredEntry::new(&entry, 7, at, "ab".to_owned())).unwrap()
    }
}
