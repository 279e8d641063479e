//! What somebody who sits in a call holds, and what comes back to them.

use signaling::room::{CloseReason, Input, Link, Message, Refusal};
use signaling::wire::call::{CallRole, CallSignal, CallState, CallStats, CallText};
use signaling::wire::error::ErrorCode;
use tokio::sync::mpsc;

use super::registry::Chair;
use super::task::Command;
use crate::domain::ids::{ConsultId, PersonId, RoomId, SeatId};

/// How many messages may wait for one socket: an offer, an answer and all their candidates.
/// When it is full the socket counts as lost and the channel ends.
pub const OUTBOX_SIZE: usize = 256;

/// Where a call sends what one socket is to hear.
pub type Outbox = mpsc::Sender<Delivery>;

/// What a call has for one socket.
///
/// The channel ends after [`Message::Ended`], after [`Delivery::Close`], after the holder
/// hung up, and without a word when the socket took too long to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// A message for the client.
    Message(Message),
    /// The client's message of type `of` was refused.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The type of the message.
        of: &'static str,
    },
    /// The socket is to be closed.
    Close(CloseReason),
}

/// Why somebody may not sit down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoinRefusal {
    /// There is no such call for this person.
    #[error("no such call")]
    NotFound,
    /// The ticket was used, is too old, or was never given for this seat.
    #[error("the ticket has been used or has expired")]
    TicketUsed,
    /// The call is over.
    #[error("the call is over")]
    Over,
    /// The room said no.
    #[error(transparent)]
    Room(#[from] Refusal),
}

impl JoinRefusal {
    /// The error code that clients decide by.
    #[must_use]
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::TicketUsed => ErrorCode::TicketUsed,
            Self::Over => ErrorCode::ConsultOver,
            Self::Room(refusal) => refusal.code(),
        }
    }
}

/// The call is over or has shown the holder out: nothing said is heard any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the call does not listen any more")]
pub struct NotListening;

/// A place in a call, held by one socket. What it says is judged by the room; refusals come
/// back through the outbox. Each call waits while the room has much to do.
#[derive(Debug)]
pub struct Seated {
    room: RoomId,
    consult: ConsultId,
    seat: SeatId,
    role: CallRole,
    other: PersonId,
    link: Link,
    commands: mpsc::Sender<Command>,
}

impl Seated {
    pub(super) const fn new(
        (room, consult): (RoomId, ConsultId),
        chair: &Chair,
        other: PersonId,
        link: Link,
        commands: mpsc::Sender<Command>,
    ) -> Self {
        Self {
            room,
            consult,
            seat: chair.seat,
            role: chair.role,
            other,
            link,
            commands,
        }
    }

    /// The call.
    #[must_use]
    pub const fn room(&self) -> RoomId {
        self.room
    }

    /// The consult that the call is about.
    #[must_use]
    pub const fn consult(&self) -> ConsultId {
        self.consult
    }

    /// For whom the other seat is.
    #[must_use]
    pub const fn other(&self) -> &PersonId {
        &self.other
    }

    /// On which side the holder sits.
    #[must_use]
    pub const fn role(&self) -> CallRole {
        self.role
    }

    /// The seat.
    #[must_use]
    pub const fn seat(&self) -> SeatId {
        self.seat
    }

    /// Signals to another seat.
    ///
    /// # Errors
    /// [`NotListening`] if the call is over.
    pub async fn signal(&self, said: CallSignal) -> Result<(), NotListening> {
        self.say(Input::Signal(self.link, said)).await
    }

    /// Says what the page sends.
    ///
    /// # Errors
    /// [`NotListening`] if the call is over.
    pub async fn state(&self, said: CallState) -> Result<(), NotListening> {
        self.say(Input::State(self.link, said)).await
    }

    /// Reports how the call goes.
    ///
    /// # Errors
    /// [`NotListening`] if the call is over.
    pub async fn stats(&self, said: CallStats) -> Result<(), NotListening> {
        self.say(Input::Stats(self.link, said)).await
    }

    /// Says a line of text.
    ///
    /// # Errors
    /// [`NotListening`] if the call is over.
    pub async fn text(&self, said: CallText) -> Result<(), NotListening> {
        self.say(Input::Text(self.link, said)).await
    }

    /// Hangs up.
    ///
    /// # Errors
    /// [`NotListening`] if the call is over.
    pub async fn leave(self) -> Result<(), NotListening> {
        self.say(Input::Leave(self.link)).await
    }

    async fn say(&self, input: Input) -> Result<(), NotListening> {
        let sent = self.commands.send(Command::Say(input)).await;
        sent.map_err(|_gone| NotListening)
    }
}
