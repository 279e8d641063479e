//! What the client says: read, or refused with the reason.

use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::socket::{ClientMessage, ServerMessage, close};

use super::Talk;
use super::goodbye::Goodbye;
use super::words::error;
use crate::present::reading;
use crate::socket::call;
use crate::socket::link::Heard;
use crate::socket::pace::Verdict;

impl Talk<'_> {
    pub(super) async fn hear(&mut self, heard: Option<Heard>) -> Result<(), Goodbye> {
        let now = self.sockets.clock.now();
        self.heard_at = now;
        match heard {
            Some(Heard::Text(text)) => match self.pace.message(now) {
                Verdict::Heard => self.read(&text).await,
                Verdict::TooFast(wait) => {
                    let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                    let detail = "At most 20 messages a second. The message was dropped.";
                    let problem =
                        Problem::new(ErrorCode::RateLimited, detail).retry_after_ms(millis);
                    Ok(self.say(&error(problem, None))?)
                }
                Verdict::Flooding => Err(Goodbye::Close(close::FLOODING, "flooding")),
            },
            Some(Heard::Binary) => {
                let detail = "Messages are JSON in text frames.";
                self.bad(Problem::new(ErrorCode::UnknownMessage, detail), None)
            }
            // A ping is answered as a message is, so a flood of them is one.
            Some(Heard::Alive) => match self.pace.message(now) {
                Verdict::Heard | Verdict::TooFast(_) => Ok(()),
                Verdict::Flooding => Err(Goodbye::Close(close::FLOODING, "flooding")),
            },
            Some(Heard::TooLarge) => Err(Goodbye::Close(close::TOO_LARGE, "too large")),
            Some(Heard::BadText) => Err(Goodbye::Close(close::BAD_TEXT, "not UTF-8")),
            Some(Heard::Closed | Heard::Broken) | None => Err(Goodbye::Gone),
        }
    }

    async fn read(&mut self, text: &str) -> Result<(), Goodbye> {
        let message: ClientMessage = match reading::text(text) {
            Ok(message) => message,
            Err(problem) => return self.unread(problem, text),
        };
        let heard = call::hear(message, &mut self.seat, &self.session, self.sockets);
        match heard.await {
            Ok(()) => Ok(()),
            Err(call::Refusal(error)) => Ok(self.say(&ServerMessage::Error(error))?),
        }
    }

    /// A message that could not be read.
    fn unread(&mut self, problem: Problem, text: &str) -> Result<(), Goodbye> {
        if problem.code == ErrorCode::TooDeep {
            self.say(&error(problem, None))?;
            return Err(Goodbye::Close(close::POLICY, "too deep"));
        }
        let of = kind_of(text);
        let problem = match of.as_deref() {
            None if problem.code != ErrorCode::MalformedJson => {
                let detail = "The type names no message of this protocol.";
                Problem::new(ErrorCode::UnknownMessage, detail)
            }
            None | Some(_) => problem,
        };
        self.bad(problem, of)
    }

    fn bad(&mut self, problem: Problem, of: Option<String>) -> Result<(), Goodbye> {
        self.say(&error(problem, of.as_deref()))?;
        if self.pace.bad(self.sockets.clock.now()) {
            return Err(Goodbye::Close(close::POLICY, "too many bad messages"));
        }
        Ok(())
    }
}

/// The known `type` of a message that could not be read.
fn kind_of(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let kind = value.get("type")?.as_str()?;
    KINDS.contains(&kind).then(|| kind.to_owned())
}

/// Every `type` that a client may send.
const KINDS: [&str; 8] = [
    "hello",
    "tock",
    "call_join",
    "call_signal",
    "call_state",
    "call_stats",
    "call_text",
    "call_leave",
];
