//! What a room tells its driver to do.

use crate::negotiation::Breach;
use crate::room::{Link, Millis};
use crate::wire::call::{
    CallEnded, CallJoined, CallMode, CallPeerChanged, CallPeerJoined, CallPeerLeft, CallPeerSignal,
    CallPeerText, CallStats, CandidateKind, EndReason, IceState, LeaveReason, MediaMode, SeatId,
    TransportKind,
};
use crate::wire::error::ErrorCode;
use crate::wire::socket::ServerMessage;

/// One thing for the driver to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send `message` on `link`.
    Send {
        /// The socket.
        link: Link,
        /// The message.
        message: Message,
    },
    /// Tell `link` that its message was refused.
    Refuse {
        /// The socket.
        link: Link,
        /// Why.
        refusal: Refusal,
        /// The type of the message.
        of: &'static str,
    },
    /// Close the socket: it has no place in the room any more.
    Close {
        /// The socket.
        link: Link,
        /// Why.
        why: CloseReason,
    },
    /// Write to the call log.
    Log(CallFact),
    /// Tell the waiting room.
    Fact(Fact),
}

/// What a room says to a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The seat is taken.
    Joined(CallJoined),
    /// The other sat down, or starts anew.
    PeerJoined(CallPeerJoined),
    /// Something about the other changed.
    PeerChanged(CallPeerChanged),
    /// The other is gone.
    PeerLeft(CallPeerLeft),
    /// The other signals.
    Signal(CallPeerSignal),
    /// Which way the media takes.
    Mode(CallMode),
    /// The other writes.
    Text(CallPeerText),
    /// The call is over.
    Ended(CallEnded),
}

impl From<Message> for ServerMessage {
    fn from(message: Message) -> Self {
        match message {
            Message::Joined(said) => Self::CallJoined(said),
            Message::PeerJoined(said) => Self::CallPeerJoined(said),
            Message::PeerChanged(said) => Self::CallPeerChanged(said),
            Message::PeerLeft(said) => Self::CallPeerLeft(said),
            Message::Signal(said) => Self::CallSignal(said),
            Message::Mode(said) => Self::CallMode(said),
            Message::Text(said) => Self::CallText(said),
            Message::Ended(said) => Self::CallEnded(said),
        }
    }
}

/// Why a message of a browser was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// The room has no such seat.
    #[error("the call has no such seat")]
    NotFound,
    /// The sender does not sit in the room.
    #[error("the sender does not sit in the call")]
    NotSeated,
    /// Another device of the same person sits there.
    #[error("another device holds the seat")]
    SeatTaken,
    /// Not now: nothing to answer, an own offer open, nobody to hear it.
    #[error("not possible at this point of the call")]
    OutOfTurn,
    /// Too long.
    #[error("the message is too long")]
    TooLarge,
    /// Not usable.
    #[error("the description cannot connect anybody")]
    Unusable,
    /// More than anybody needs.
    #[error("too many candidates")]
    TooMany,
    /// The call is over.
    #[error("the call is over")]
    Over,
}

impl Refusal {
    /// The error code that clients decide by.
    #[must_use]
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::NotSeated | Self::OutOfTurn => ErrorCode::WrongState,
            Self::SeatTaken => ErrorCode::SeatTaken,
            Self::TooLarge => ErrorCode::TooLarge,
            Self::Unusable => ErrorCode::InvalidValue,
            Self::TooMany => ErrorCode::RateLimited,
            Self::Over => ErrorCode::ConsultOver,
        }
    }
}

impl From<Breach> for Refusal {
    fn from(breach: Breach) -> Self {
        match breach {
            Breach::OutOfTurn => Self::OutOfTurn,
            Breach::TooLarge => Self::TooLarge,
            Breach::NoCredentials => Self::Unusable,
            Breach::TooManyCandidates => Self::TooMany,
        }
    }
}

/// Why a socket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// Another socket of the same person took the seat.
    Superseded,
}

/// What the call log keeps: no name, no address, no description, no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFact {
    /// Somebody sat down.
    Joined {
        /// The seat.
        seat: SeatId,
        /// How many times the seat has started anew.
        generation: u32,
        /// The connection to the other side never broke.
        resumed: bool,
    },
    /// Another socket took the seat; whoever held it was shown out.
    Superseded {
        /// The seat.
        seat: SeatId,
    },
    /// A socket is gone, the seat is kept.
    Lost {
        /// The seat.
        seat: SeatId,
    },
    /// The seat is empty.
    Left {
        /// The seat.
        seat: SeatId,
        /// Why.
        reason: LeaveReason,
    },
    /// The way of the media was decided.
    Mode {
        /// The way.
        mode: MediaMode,
    },
    /// A side's connection came further or fell back.
    Ice {
        /// The seat.
        seat: SeatId,
        /// How far.
        ice: IceState,
        /// The kind of path.
        pair: Option<CandidateKind>,
        /// Its transport.
        protocol: Option<TransportKind>,
    },
    /// How the call goes, as a side measures it.
    Sample {
        /// The seat.
        seat: SeatId,
        /// The measure.
        stats: CallStats,
    },
    /// Media began or stopped to flow.
    Media(Media),
    /// The call is over.
    Ended {
        /// Why.
        reason: EndReason,
    },
}

/// What the waiting room needs to know of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// Both parties are there; the first time, and again after one of them was gone.
    BothJoined,
    /// Media began or stopped to flow.
    Media(Media),
    /// A party's socket is gone; media may still flow.
    SeatLost {
        /// The seat.
        seat: SeatId,
        /// Since when.
        at: Millis,
    },
    /// A party whose socket was gone is back in its seat.
    SeatBack {
        /// The seat.
        seat: SeatId,
    },
    /// A party hung up or did not come back.
    SeatLeft {
        /// The seat.
        seat: SeatId,
        /// Why.
        reason: LeaveReason,
    },
}

/// Whether the parties hear or see each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// Each side receives what the other sends.
    Flowing {
        /// Since when both are known to.
        since: Millis,
    },
    /// No longer.
    Stopped {
        /// The last time at which it was known to flow.
        at: Millis,
    },
}
