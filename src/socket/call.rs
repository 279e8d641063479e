//! This socket's seat in a call, and the bell that a doctor's seat rings.

use signaling::room::CloseReason;
use signaling::wire::error::ErrorCode;
use signaling::wire::socket::{ClientMessage, Ring, ServerMessage, SocketError};
use signaling::wire::vocabulary::ConsultState;
use tokio::sync::mpsc;

use super::Sockets;
use super::bell::{Ringing, Rung};
use super::feed::Feed;
use crate::calls::{Delivery, JoinRefusal, OUTBOX_SIZE, Seated};
use crate::present::{Names, ToWire as _, View, rows};
use crate::service::Session;

/// A seat that this socket holds.
#[derive(Debug)]
pub(super) struct Seat {
    seated: Seated,
    from_call: mpsc::Receiver<Delivery>,
    /// Held by a doctor: her nurse is rung as long as she sits.
    _ringing: Option<Ringing>,
}

/// What the call has for this socket.
#[derive(Debug)]
pub(super) enum FromCall {
    /// A message for the client.
    Say(Box<ServerMessage>),
    /// Another device of the same person took the seat: the socket closes.
    Superseded,
    /// The call has let go of the socket.
    Over,
}

impl Seat {
    /// The next word from the call. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> FromCall {
        match self.from_call.recv().await {
            Some(Delivery::Message(message)) => FromCall::Say(Box::new(message.into())),
            Some(Delivery::Refused { refusal, of }) => {
                FromCall::Say(Box::new(ServerMessage::Error(SocketError {
                    code: refusal.code(),
                    detail: Some(format!("{refusal}.")),
                    retry_after_ms: None,
                    of: Some(of.to_owned()),
                })))
            }
            Some(Delivery::Close(CloseReason::Superseded)) => FromCall::Superseded,
            None => FromCall::Over,
        }
    }
}

/// Hears what the client says to a call. The seat is taken, used or given up.
///
/// # Errors
/// Why the message was refused.
pub(super) async fn hear(
    message: ClientMessage,
    seat: &mut Option<Seat>,
    session: &Session,
    feed: &Feed,
    sockets: &Sockets,
) -> Result<(), Refusal> {
    let of = kind(&message);
    let sent = match message {
        ClientMessage::Hello(_) => {
            return Err(Refusal::new(
                ErrorCode::WrongState,
                "You have said hello already.",
                of,
            ));
        }
        ClientMessage::Tock(_) => return Ok(()),
        ClientMessage::CallJoin(join) => {
            // The seat held before is given up first: one socket sits in one call.
            *seat = None;
            let (outbox, from_call) = mpsc::channel(OUTBOX_SIZE);
            let seated = sockets.calls.join(&session.person, join, outbox).await;
            let seated = seated.map_err(|refusal| Refusal::join(refusal, of))?;
            *seat = Some(Seat {
                seated,
                from_call,
                _ringing: ring(session, feed.view(), sockets),
            });
            return Ok(());
        }
        ClientMessage::CallSignal(said) => seated(seat, of)?.signal(said).await,
        ClientMessage::CallState(said) => seated(seat, of)?.state(said).await,
        ClientMessage::CallStats(said) => seated(seat, of)?.stats(said).await,
        ClientMessage::CallText(said) => seated(seat, of)?.text(said).await,
        ClientMessage::CallLeave(_) => {
            let held = seat.take().ok_or_else(|| Refusal::not_seated(of))?;
            held.seated.leave().await
        }
    };
    sent.map_err(|_over| Refusal::new(ErrorCode::ConsultOver, "The call is over.", of))
}

fn seated<'a>(seat: &'a mut Option<Seat>, of: &'static str) -> Result<&'a Seated, Refusal> {
    match seat {
        Some(seat) => Ok(&seat.seated),
        None => Err(Refusal::not_seated(of)),
    }
}

/// Rings the nurse of the case that the caller holds as its doctor.
fn ring(session: &Session, view: &View, sockets: &Sockets) -> Option<Ringing> {
    let directory = sockets.service.waiting.directory();
    let names = Names::new(&directory, sockets.clock.now());
    let held = view.consults.values().find(|row| {
        matches!(
            row.state.to_wire(),
            ConsultState::Claimed | ConsultState::InCall
        ) && rows::doctor_of(row) == Some(&session.person)
    })?;
    let nurse = rows::nurse_of(held)?.clone();
    Some(sockets.bell.ring(Rung {
        nurse,
        ring: Ring {
            consult: held.id.to_string(),
            from: names.person(&session.person),
        },
    }))
}

/// Why a message was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) SocketError);

impl Refusal {
    pub(super) fn new(code: ErrorCode, detail: &str, of: &str) -> Self {
        Self(SocketError {
            code,
            detail: Some(detail.to_owned()),
            retry_after_ms: None,
            of: Some(of.to_owned()),
        })
    }

    fn not_seated(of: &str) -> Self {
        Self::new(
            ErrorCode::WrongState,
            "Join the call with a ticket first.",
            of,
        )
    }

    fn join(refusal: JoinRefusal, of: &str) -> Self {
        Self::new(refusal.code(), &format!("{refusal}."), of)
    }
}

/// The `type` of a message.
pub(super) const fn kind(message: &ClientMessage) -> &'static str {
    match message {
        ClientMessage::Hello(_) => "hello",
        ClientMessage::Tock(_) => "tock",
        ClientMessage::CallJoin(_) => "call_join",
        ClientMessage::CallSignal(_) => "call_signal",
        ClientMessage::CallState(_) => "call_state",
        ClientMessage::CallStats(_) => "call_stats",
        ClientMessage::CallText(_) => "call_text",
        ClientMessage::CallLeave(_) => "call_leave",
    }
}
