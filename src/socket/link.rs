//! A socket as a stream of what was heard and a sink of what is said.
//!
//! The session loop knows only this, so a test drives it over channels.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{Sink, Stream, StreamExt as _};
use tungstenite::error::{CapacityError, Error as ReadError};

use super::MESSAGE_BYTES_MAX;

/// What came from the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    /// A text message.
    Text(String),
    /// A message that is no text.
    Binary,
    /// A sign of life from below: a ping or pong.
    Alive,
    /// More bytes than a message may have.
    TooLarge,
    /// Text that is not UTF-8.
    BadText,
    /// The client closes.
    Closed,
    /// The connection is gone, or says what no client of this protocol says.
    Broken,
}

/// What is said to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A text message.
    Text(String),
    /// Goodbye, with a code and a word.
    Close(u16, &'static str),
}

/// The connection cannot be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gone;

/// The half that is heard.
pub(super) struct Ear(SplitStream<WebSocket>);

/// The half that speaks.
pub(super) struct Mouth(SplitSink<WebSocket, Message>);

/// Both halves of an accepted socket.
pub(super) fn split(socket: WebSocket) -> (Ear, Mouth) {
    let (sink, stream) = socket.split();
    (Ear(stream), Mouth(sink))
}

impl Stream for Ear {
    type Item = Heard;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Heard>> {
        self.0.poll_next_unpin(cx).map(|next| next.map(heard))
    }
}

fn heard(next: Result<Message, axum::Error>) -> Heard {
    match next {
        Ok(Message::Text(text)) if text.len() > MESSAGE_BYTES_MAX => Heard::TooLarge,
        Ok(Message::Binary(bytes)) if bytes.len() > MESSAGE_BYTES_MAX => Heard::TooLarge,
        Ok(Message::Text(text)) => Heard::Text(text.as_str().to_owned()),
        Ok(Message::Binary(_)) => Heard::Binary,
        Ok(Message::Ping(_) | Message::Pong(_)) => Heard::Alive,
        Ok(Message::Close(_)) => Heard::Closed,
        Err(error) => match error.into_inner().downcast::<ReadError>() {
            Ok(error) => broken(&error),
            Err(_other) => Heard::Broken,
        },
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list of errors is open; all others end the same way"
)]
fn broken(error: &ReadError) -> Heard {
    match error {
        ReadError::Capacity(CapacityError::MessageTooLong { .. }) => Heard::TooLarge,
        ReadError::Utf8(_) => Heard::BadText,
        _ => Heard::Broken,
    }
}

impl Sink<Said> for Mouth {
    type Error = Gone;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        Pin::new(&mut self.0).poll_ready(cx).map_err(|_error| Gone)
    }

    fn start_send(mut self: Pin<&mut Self>, said: Said) -> Result<(), Gone> {
        let message = match said {
            Said::Text(text) => Message::Text(text.into()),
            Said::Close(code, reason) => Message::Close(Some(CloseFrame {
                code,
                reason: reason.into(),
            })),
        };
        Pin::new(&mut self.0)
            .start_send(message)
            .map_err(|_error| Gone)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        Pin::new(&mut self.0).poll_flush(cx).map_err(|_error| Gone)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        Pin::new(&mut self.0).poll_close(cx).map_err(|_error| Gone)
    }
}
