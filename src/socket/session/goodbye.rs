//! How a conversation ends, and that the other end hears why.

use std::time::Duration;

use futures_util::{Sink, SinkExt as _, Stream, StreamExt as _};
use signaling::wire::socket::close;

use crate::clock::patience;
use crate::socket::link::{Gone, Heard, Said};
use crate::socket::outbox::{Outbox, Slow};

/// How long the last frames may take.
const GOODBYE_TIME: Duration = Duration::from_secs(2);

/// Why the socket closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goodbye {
    /// With a code and a word.
    Close(u16, &'static str),
    /// The other end is gone.
    Gone,
}

impl From<Slow> for Goodbye {
    fn from(Slow: Slow) -> Self {
        Self::Close(close::SLOW_CONSUMER, "slow consumer")
    }
}

/// Sends what waits and the close frame, then waits for the client to close: whoever closes
/// first while bytes are still under way may never be heard.
pub(super) async fn say_goodbye<E, M>(
    ear: &mut E,
    mouth: &mut M,
    mut outbox: Outbox,
    (code, reason): (u16, &'static str),
    slow: bool,
) where
    E: Stream<Item = Heard> + Unpin,
    M: Sink<Said, Error = Gone> + Unpin,
{
    if slow {
        outbox.clear();
    }
    let goodbye = async {
        outbox.drain(mouth).await?;
        mouth.send(Said::Close(code, reason)).await?;
        loop {
            match ear.next().await {
                Some(Heard::Closed | Heard::Broken) | None => return Ok::<(), Gone>(()),
                Some(
                    Heard::Text(_)
                    | Heard::Binary
                    | Heard::Alive
                    | Heard::TooLarge
                    | Heard::BadText,
                ) => {}
            }
        }
    };
    if patience(GOODBYE_TIME, goodbye).await.is_none() {
        tracing::debug!(code, "A client did not close in time");
    }
}
