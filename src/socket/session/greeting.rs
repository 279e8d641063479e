//! The first message: who is calling.

use futures_util::{Stream, StreamExt as _};
use signaling::wire::error::ErrorCode;
use signaling::wire::socket::close;

use super::goodbye::Goodbye;
use super::words::{error, restart, say};
use crate::socket::hello::{self, Greeted};
use crate::socket::link::Heard;
use crate::socket::outbox::Outbox;
use crate::socket::{Caller, HELLO_TIME, Sockets};

/// Waits for the first message.
pub(super) async fn greeted<E: Stream<Item = Heard> + Unpin>(
    ear: &mut E,
    outbox: &mut Outbox,
    sockets: &Sockets,
    caller: &Caller,
) -> Result<Greeted, Goodbye> {
    let heard = tokio::select! {
        biased;
        () = sockets.closing.cancelled() => {
            say(outbox, &restart())?;
            return Err(Goodbye::Close(close::RESTART, "restart"));
        }
        heard = first_word(ear) => heard?,
        () = sockets.clock.sleep(HELLO_TIME) => {
            return Err(Goodbye::Close(close::HELLO_TIMEOUT, "no hello"));
        }
    };
    match hello::greet(&heard, sockets, caller).await {
        Ok(greeted) => Ok(greeted),
        Err(problem) => {
            let code = problem.code;
            say(outbox, &error(problem, Some("hello")))?;
            Err(if code == ErrorCode::TooDeep {
                Goodbye::Close(close::POLICY, "too deep")
            } else if code == ErrorCode::RateLimited {
                Goodbye::Close(close::FLOODING, "rate limited")
            } else if code == ErrorCode::StoreUnavailable {
                Goodbye::Close(close::OVERLOADED, "try again")
            } else {
                Goodbye::Close(close::UNAUTHENTICATED, "unauthenticated")
            })
        }
    }
}

async fn first_word<E: Stream<Item = Heard> + Unpin>(ear: &mut E) -> Result<String, Goodbye> {
    loop {
        match ear.next().await {
            Some(Heard::Text(text)) => return Ok(text),
            Some(Heard::Alive) => {}
            Some(Heard::Binary) => {
                return Err(Goodbye::Close(close::UNAUTHENTICATED, "unauthenticated"));
            }
            Some(Heard::TooLarge) => return Err(Goodbye::Close(close::TOO_LARGE, "too large")),
            Some(Heard::BadText) => return Err(Goodbye::Close(close::BAD_TEXT, "not UTF-8")),
            Some(Heard::Closed | Heard::Broken) | None => return Err(Goodbye::Gone),
        }
    }
}
