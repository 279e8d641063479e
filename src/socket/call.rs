//! This socket's seat in a call, and who is told that it is taken.

use signaling::room::CloseReason;
use signaling::wire::call::CallRole;
use signaling::wire::error::ErrorCode;
use signaling::wire::socket::{ClientMessage, ServerMessage, SocketError};
use tokio::sync::mpsc;

use super::Sockets;
use super::bell::{self, Sitting};
use crate::calls::{Delivery, JoinRefusal, OUTBOX_SIZE, Seated};
use crate::present::{ConsultId, Names};
use crate::service::Session;

/// A seat that this socket holds.
#[derive(Debug)]
pub(super) struct Seat {
    seated: Seated,
    from_call: mpsc::Receiver<Delivery>,
    /// Told to both sides of the case, and rung to its nurse, for as long as it is held.
    _told: bell::Seated,
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
            let sitting = sitting(&seated, session, sockets);
            *seat = Some(Seat {
                seated,
                from_call,
                _told: sockets.bell.seat(sitting),
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
        ClientMessage::RingDeclined(declined) => {
            let consult = declined.consult.parse().map(ConsultId);
            let consult = consult.map_err(|_no_id| {
                Refusal::new(ErrorCode::InvalidValue, "Name the case by its id.", of)
            })?;
            sockets.bell.decline(consult, &session.person);
            return Ok(());
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

/// Who sits down, in the call of which case; a doctor rings the nurse of that case.
fn sitting(seated: &Seated, session: &Session, sockets: &Sockets) -> Sitting {
    let directory = sockets.service.waiting.directory();
    let names = Names::new(&directory, sockets.clock.now());
    Sitting {
        consult: seated.consult(),
        person: session.person.clone(),
        name: names.person(&session.person),
        role: seated.role(),
        rings: match seated.role() {
            CallRole::Doctor => Some(seated.other().clone()),
            CallRole::Nurse => None,
        },
    }
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
        ClientMessage::RingDeclined(_) => "ring_declined",
    }
}
