//! Messages of the socket: what may be shown without asking, and the signalling of calls.
//!
//! No identity, SBAR, vitals, answer or free text travels here, except a call's own text
//! line. No variant is a unit variant: serde lets those swallow unknown fields.

use serde::{Deserialize, Serialize};

use super::WireTime;
use super::call::{
    CallEnded, CallJoin, CallJoined, CallLeave, CallMode, CallPeerChanged, CallPeerJoined,
    CallPeerLeft, CallPeerSignal, CallPeerText, CallRole, CallSignal, CallState, CallStats,
    CallText,
};
use super::error::ErrorCode;
use super::http::{Centre, ConsultRow, Duty, LiveFigures, StaffRef};
use super::vocabulary::{Between, GoneTo, Level};

/// What a client says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Signs in: the first message, within two seconds.
    Hello(Hello),
    /// Answers a `tick`.
    Tock(Tock),
    /// Takes the caller's seat in a call.
    CallJoin(CallJoin),
    /// Carries a description or a candidate to the other seat.
    CallSignal(CallSignal),
    /// Says what the page sends.
    CallState(CallState),
    /// Says how the call goes.
    CallStats(CallStats),
    /// Says a line of text.
    CallText(CallText),
    /// Hangs up.
    CallLeave(CallLeave),
    /// The nurse who is rung cannot answer now.
    RingDeclined(RingDeclined),
}

/// Signs in on the socket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// A ticket of `POST /socket/tickets`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Or the bearer secret itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Where the client stopped reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume: Option<Resume>,
}

/// Where a client stopped reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// The last log position it has applied.
    pub seq: u64,
}

/// The client is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tock {}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The client is signed in.
    Welcome(Welcome),
    /// All that the client may see, in parts; the last is `complete`.
    Snapshot(Snapshot),
    /// What one or more log positions changed.
    Changes(Changes),
    /// A doctor calls: ring.
    Ring(Ring),
    /// Who sits in the call of a case.
    CallSeats(CallSeats),
    /// The server is there.
    Tick(Tick),
    /// The session has ended; the socket closes.
    SessionEnded(SessionEnded),
    /// The server restarts; the socket closes.
    Restart(Restart),
    /// A message was refused.
    Error(SocketError),
    /// The seat is taken: who is there and how to connect.
    CallJoined(CallJoined),
    /// Somebody sat down.
    CallPeerJoined(CallPeerJoined),
    /// Somebody's camera, microphone or connection changed.
    CallPeerChanged(CallPeerChanged),
    /// Somebody left.
    CallPeerLeft(CallPeerLeft),
    /// A description or a candidate from another seat.
    CallSignal(CallPeerSignal),
    /// Media takes another way.
    CallMode(CallMode),
    /// A line of text.
    CallText(CallPeerText),
    /// The call is over for this client.
    CallEnded(CallEnded),
}

/// The client is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Welcome {
    /// The session.
    pub session: String,
    /// The server's clock.
    pub server_time: WireTime,
    /// The log position that the snapshot or changes lead to.
    pub seq: u64,
}

/// A part of all that the client may see, at most 32 KiB.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Snapshot {
    /// The log position it shows.
    pub seq: u64,
    /// Its part of the view. Applying all parts to an empty view gives the whole.
    pub items: Vec<Change>,
    /// Whether it is the last part.
    pub complete: bool,
}

/// What the log positions up to `seq` changed in the client's view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Changes {
    /// The log position that they lead to.
    pub seq: u64,
    /// The changes, to be applied in order.
    pub items: Vec<Change>,
}

/// One change of a client's view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a change is made, sent and dropped at once; rows are nearly all there is"
)]
pub enum Change {
    /// A consult is new or has changed.
    ConsultChanged(ConsultChanged),
    /// A consult is no longer the client's to see.
    ConsultGone(ConsultGone),
    /// The order of a centre's queue.
    QueueChanged(QueueChanged),
    /// A centre is new or has changed.
    CentreChanged(CentreChanged),
    /// A centre is no longer the client's to ask or answer for.
    CentreGone(CentreGone),
    /// The caller's own duty.
    DutyChanged(DutyChanged),
    /// What is going on right now.
    LiveFigures(LiveFiguresChanged),
    /// An alarm is raised.
    Notice(Notice),
    /// An alarm no longer stands.
    NoticeEnded(NoticeEnded),
    /// The client holds a consult no more, without having answered it.
    ClaimEnded(ClaimEnded),
    /// That is told no longer.
    ClaimEndedGone(ClaimEndedGone),
}

/// A consult is new or has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ConsultChanged {
    /// The whole row.
    pub consult: ConsultRow,
}

/// A consult is no longer the client's to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
pub struct ConsultGone {
    /// The consult.
    pub id: String,
    /// For a doctor in whose queue it was, where it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<GoneTo>,
    /// The colleague who has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<StaffRef>,
}

/// The order of the queue of one of the centres that a doctor answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct QueueChanged {
    /// The centre.
    pub centre: String,
    /// Its waiting consults, first to be taken first.
    pub order: Vec<String>,
}

/// A centre is new or has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CentreChanged {
    /// The centre.
    pub centre: Centre,
}

/// A centre is no longer the client's to ask or answer for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CentreGone {
    /// The centre.
    pub id: String,
}

/// The caller's own duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DutyChanged {
    /// As it stands; `null` where the caller has none.
    pub duty: Option<Duty>,
}

/// What is going on right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct LiveFiguresChanged {
    /// The figures.
    pub figures: LiveFigures,
}

/// An alarm: a request has passed its longest time without contact. It stands until a
/// `notice_ended` for the same consult.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Notice {
    /// The kind.
    pub kind: NoticeKind,
    /// The consult it is about.
    pub consult: String,
    /// How urgent that is.
    pub level: Level,
    /// The centre asked, by name.
    pub centre_name: String,
    /// The number to phone.
    pub phone: String,
    /// Since when.
    pub at: WireTime,
}

/// An alarm no longer stands: contact was made, or the request has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct NoticeEnded {
    /// The consult it was about.
    pub consult: String,
}

/// A doctor holds a consult no more, and has not answered it. It stands until a
/// `claim_ended_gone` for the same consult.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ClaimEnded {
    /// The consult.
    pub consult: String,
    /// What ended it.
    pub what: Between,
    /// Who did; `null` if the system did.
    pub by: Option<StaffRef>,
    /// When.
    pub at: WireTime,
}

/// The client holds the consult again, or it is long over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ClaimEndedGone {
    /// The consult.
    pub consult: String,
}

/// What a notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A request passed its longest time without contact.
    TargetMissed,
}

/// A doctor is in the call and waits for the nurse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Ring {
    /// The consult.
    pub consult: String,
    /// Who calls.
    pub from: String,
}

/// The nurse who is rung cannot answer now; her place and her clock are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RingDeclined {
    /// The consult that is rung about.
    pub consult: String,
}

/// Who sits in the call of a case, told to its nurse's unit and to its doctor whenever it
/// changes. A socket that has heard nothing of a case knows that nobody sits there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallSeats {
    /// The consult.
    pub consult: String,
    /// Everybody whose page sits there now.
    pub seated: Vec<CallSitter>,
    /// Whether the nurse has said that she cannot answer the doctor who sits there.
    pub declined: bool,
}

/// Somebody who sits in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallSitter {
    /// On which side.
    pub role: CallRole,
    /// Who.
    pub person: String,
    /// Her name.
    pub name: String,
}

/// The server is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Tick {
    /// The server's clock.
    pub server_time: WireTime,
}

/// The session has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct SessionEnded {
    /// Why.
    pub reason: SessionEnd,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionEnd {
    /// The person signed out.
    SignedOut,
    /// Nothing was done for too long.
    Idle,
    /// It lasted as long as a session may.
    TooOld,
}

/// The server restarts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Restart {
    /// When to come back.
    pub reconnect_in_ms: u64,
}

/// A message was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
pub struct SocketError {
    /// What a client decides by.
    pub code: ErrorCode,
    /// What is wrong and what mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The `type` of the message that was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// Close codes of the socket, above those of RFC 6455.
pub mod close {
    /// Nobody is signed in, or no longer.
    pub const UNAUTHENTICATED: u16 = 4401;
    /// Signed in, but not for this.
    pub const FORBIDDEN: u16 = 4403;
    /// No `hello` in time.
    pub const HELLO_TIMEOUT: u16 = 4408;
    /// Another device took over.
    pub const SUPERSEDED: u16 = 4409;
    /// What it was for is over.
    pub const OVER: u16 = 4410;
    /// Too many messages.
    pub const FLOODING: u16 = 4429;
    /// The client reads too slowly.
    pub const SLOW_CONSUMER: u16 = 4430;
    /// Nothing was heard from the client for too long (RFC 6455 §7.4.1, going away).
    pub const GOING_AWAY: u16 = 1001;
    /// Text that is not UTF-8.
    pub const BAD_TEXT: u16 = 1007;
    /// Too many bad messages, or one nested too deeply.
    pub const POLICY: u16 = 1008;
    /// A message that is too large.
    pub const TOO_LARGE: u16 = 1009;
    /// The server restarts.
    pub const RESTART: u16 = 1012;
    /// The server has too much to do.
    pub const OVERLOADED: u16 = 1013;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn hello_resumes_by_log_position() {
        pinned(
            &ClientMessage::Hello(Hello {
                ticket: Some("t".to_owned()),
                token: None,
                resume: Some(Resume { seq: 41 }),
            }),
            &json!({ "type": "hello", "ticket": "t", "resume": { "seq": 41 } }),
        );
    }

    #[test]
    fn one_frame_for_a_log_position() {
        pinned(
            &ServerMessage::Changes(Changes {
                seq: 42,
                items: vec![
                    Change::ConsultGone(ConsultGone {
                        id: "i".to_owned(),
                        to: None,
                        by: None,
                    }),
                    Change::ConsultGone(ConsultGone {
                        id: "j".to_owned(),
                        to: Some(GoneTo::Taken),
                        by: Some(StaffRef {
                            id: "d".to_owned(),
                            name: "D".to_owned(),
                            unit: "HC".to_owned(),
                        }),
                    }),
                    Change::QueueChanged(QueueChanged {
                        centre: "hc".to_owned(),
                        order: vec!["j".to_owned()],
                    }),
                ],
            }),
            &json!({ "type": "changes", "seq": 42, "items": [
                { "type": "consult_gone", "id": "i" },
                { "type": "consult_gone", "id": "j", "to": "taken",
                  "by": { "id": "d", "name": "D", "unit": "HC" } },
                { "type": "queue_changed", "centre": "hc", "order": ["j"] },
            ]}),
        );
    }

    #[test]
    fn unknown_field_is_refused_in_every_message_of_a_client() {
        for message in [
            json!({ "type": "hello", "token": "t", "role": "doctor" }),
            json!({ "type": "tock", "x": 1 }),
            json!({ "type": "call_leave", "x": 1 }),
        ] {
            assert!(
                serde_json::from_value::<ClientMessage>(message.clone()).is_err(),
                "{message}"
            );
        }
    }

    #[test]
    fn server_says_when_it_restarts_and_why_a_session_ends() {
        pinned(
            &ServerMessage::Restart(Restart {
                reconnect_in_ms: 500,
            }),
            &json!({ "type": "restart", "reconnect_in_ms": 500 }),
        );
        pinned(
            &ServerMessage::SessionEnded(SessionEnded {
                reason: SessionEnd::SignedOut,
            }),
            &json!({ "type": "session_ended", "reason": "signed_out" }),
        );
    }
}
