//! One socket from hello to goodbye.
//!
//! Each turn of the loop takes one thing: something heard, something confirmed, something a
//! call says, the end of the session, the time. What there is to say goes into the outbox;
//! the loop never waits for a client that does not read.

use std::time::Duration;

use futures_util::{Sink, SinkExt as _, Stream, StreamExt as _};
use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::socket::{
    ClientMessage, Restart, ServerMessage, SessionEnd, SessionEnded, SocketError, Tick, Welcome,
    close,
};
use tokio::sync::{broadcast, watch};

use super::bell::Rung;
use super::call::{self, FromCall, Seat};
use super::feed::{Feed, written};
use super::hello::{self, Greeted};
use super::link::{Gone, Heard, Said};
use super::outbox::{Outbox, Slow};
use super::pace::{Pace, Verdict};
use super::{Caller, DEAD_TIME, HELLO_TIME, Sockets, TICK_TIME};
use crate::clock::patience;
use crate::present::{Timestamp, Viewer, reading, time};
use crate::service::{PresenceGuard, Published, Session};

/// How long the first frames may take: everything somebody sees, over a weak link.
const OPENING_TIME: Duration = Duration::from_secs(30);

/// How long the last frames may take.
const GOODBYE_TIME: Duration = Duration::from_secs(2);

/// When a client is to come back after a restart. Clients add chance of their own.
const RECONNECT_MS: u64 = 500;

/// Longest life of a session, by which an ended one is told apart from an idle one.
const SESSION_TIME: Duration = Duration::from_secs(12 * 60 * 60);

/// Why the socket closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goodbye {
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

/// Speaks with one client until either ends it.
pub(super) async fn run<E, M>(mut ear: E, mut mouth: M, sockets: &Sockets, caller: &Caller)
where
    E: Stream<Item = Heard> + Unpin,
    M: Sink<Said, Error = Gone> + Unpin,
{
    let mut outbox = Outbox::default();
    let goodbye = match greeted(&mut ear, &mut outbox, sockets, caller).await {
        Ok(greeted) => {
            let mut talk = Talk::begin(greeted, sockets, outbox);
            let goodbye = talk.run(&mut ear, &mut mouth).await;
            outbox = talk.outbox;
            goodbye
        }
        Err(goodbye) => goodbye,
    };
    if let Goodbye::Close(code, reason) = goodbye {
        let slow = code == close::SLOW_CONSUMER;
        say_goodbye(&mut ear, &mut mouth, outbox, (code, reason), slow).await;
    }
}

/// Waits for the first message.
async fn greeted<E: Stream<Item = Heard> + Unpin>(
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

/// A conversation with somebody who is signed in.
struct Talk<'a> {
    sockets: &'a Sockets,
    session: Session,
    outbox: Outbox,
    feed: Feed,
    pace: Pace,
    seat: Option<Seat>,
    published: watch::Receiver<Published>,
    ended: broadcast::Receiver<crate::present::SessionId>,
    rings: broadcast::Receiver<Rung>,
    heard_at: Timestamp,
    said_at: Timestamp,
    ticked_at: Timestamp,
    /// Said at the beginning, before anything else.
    opening: Vec<ServerMessage>,
    _present: PresenceGuard,
}

impl<'a> Talk<'a> {
    fn begin(greeted: Greeted, sockets: &'a Sockets, outbox: Outbox) -> Self {
        let Greeted { session, resume } = greeted;
        let waiting = &sockets.service.waiting;
        // Whatever ends or is confirmed from here on is heard, and seen, exactly once.
        let ended = sockets.service.sessions.ended();
        let rings = sockets.bell.listen();
        let published = waiting.published();
        let present = waiting.connected(&session);
        let viewer = Viewer::from(&session.actor);
        let feed = Feed::new(waiting.clone(), sockets.clock.clone(), viewer);
        let now = sockets.clock.now();
        let mut opening = vec![ServerMessage::Welcome(Welcome {
            session: session.id.to_string(),
            server_time: time(now),
            seq: feed.seq(),
        })];
        opening.extend(feed.catch_up(resume));
        let ringing = sockets.bell.ringing(&session.person);
        opening.extend(ringing.into_iter().map(ServerMessage::Ring));
        Self {
            sockets,
            session,
            outbox,
            feed,
            pace: Pace::new(now),
            seat: None,
            published,
            ended,
            rings,
            heard_at: now,
            said_at: now,
            ticked_at: now,
            opening,
            _present: present,
        }
    }

    async fn run<E, M>(&mut self, ear: &mut E, mouth: &mut M) -> Goodbye
    where
        E: Stream<Item = Heard> + Unpin,
        M: Sink<Said, Error = Gone> + Unpin,
    {
        if let Err(goodbye) = self.open(mouth).await {
            return goodbye;
        }
        if !self.sockets.service.sessions.is_live(&self.session) {
            return self.end_of_session();
        }
        loop {
            if let Err(goodbye) = self.turn(ear, mouth).await {
                return goodbye;
            }
        }
    }

    /// Says what there is to say first. All that somebody sees may be more than the outbox
    /// holds, so each part leaves before the next is put in.
    async fn open<M: Sink<Said, Error = Gone> + Unpin>(
        &mut self,
        mouth: &mut M,
    ) -> Result<(), Goodbye> {
        let slow = self.sockets.clock.clone();
        let slow = slow.sleep(OPENING_TIME);
        let mut slow = std::pin::pin!(slow);
        for message in std::mem::take(&mut self.opening) {
            self.say(&message)?;
            tokio::select! {
                biased;
                sent = self.outbox.drain(mouth) => sent.map_err(|Gone| Goodbye::Gone)?,
                () = slow.as_mut() => return Err(Slow.into()),
            }
        }
        Ok(())
    }

    async fn turn<E, M>(&mut self, ear: &mut E, mouth: &mut M) -> Result<(), Goodbye>
    where
        E: Stream<Item = Heard> + Unpin,
        M: Sink<Said, Error = Gone> + Unpin,
    {
        let wake = self.wake_at();
        let sending = !self.outbox.is_empty();
        tokio::select! {
            biased;
            () = self.sockets.closing.cancelled() => {
                self.say(&restart())?;
                Err(Goodbye::Close(close::RESTART, "restart"))
            }
            ended = self.ended.recv() => self.session_ended(&ended),
            sent = self.outbox.drain(mouth), if sending => {
                sent.map_err(|Gone| Goodbye::Gone)
            }
            heard = ear.next() => self.hear(heard).await,
            said = next_of(&mut self.seat) => self.heard_from_call(said),
            rung = self.rings.recv() => self.ring(rung),
            confirmed = self.published.changed() => {
                if confirmed.is_err() {
                    return Err(Goodbye::Close(close::RESTART, "restart"));
                }
                self.follow()
            }
            () = self.sockets.clock.sleep_until(wake) => self.tick(),
        }
    }

    fn say(&mut self, message: &ServerMessage) -> Result<(), Slow> {
        self.said_at = self.sockets.clock.now();
        self.outbox.push(written(message))
    }

    fn follow(&mut self) -> Result<(), Goodbye> {
        let confirmed = self.published.borrow_and_update().seq;
        for frame in self.feed.follow(confirmed) {
            self.say(&frame)?;
        }
        Ok(())
    }

    /// When there is something to do although nothing has happened.
    fn wake_at(&self) -> Timestamp {
        let silent_since = self.said_at.min(self.heard_at).max(self.ticked_at);
        let tick = silent_since.plus(TICK_TIME);
        tick.min(self.heard_at.plus(DEAD_TIME))
    }

    /// Shows a sign of life, or finds that there is none at the other end.
    fn tick(&mut self) -> Result<(), Goodbye> {
        let now = self.sockets.clock.now();
        if self.heard_at.plus(DEAD_TIME) <= now {
            return Err(Goodbye::Close(close::GOING_AWAY, "silent"));
        }
        self.ticked_at = now;
        self.say(&ServerMessage::Tick(Tick {
            server_time: time(now),
        }))?;
        Ok(())
    }

    async fn hear(&mut self, heard: Option<Heard>) -> Result<(), Goodbye> {
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
            Some(Heard::Alive) => Ok(()),
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
        let heard = call::hear(
            message,
            &mut self.seat,
            &self.session,
            &self.feed,
            self.sockets,
        );
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

    fn heard_from_call(&mut self, said: FromCall) -> Result<(), Goodbye> {
        match said {
            FromCall::Say(message) => Ok(self.say(&message)?),
            FromCall::Superseded => Err(Goodbye::Close(close::SUPERSEDED, "superseded")),
            FromCall::Over => {
                self.seat = None;
                Ok(())
            }
        }
    }

    fn ring(&mut self, rung: Result<Rung, broadcast::error::RecvError>) -> Result<(), Goodbye> {
        let rings = match rung {
            Ok(rung) if rung.nurse == self.session.person => vec![rung.ring],
            Ok(_) | Err(broadcast::error::RecvError::Closed) => Vec::new(),
            Err(broadcast::error::RecvError::Lagged(_)) => {
                self.sockets.bell.ringing(&self.session.person)
            }
        };
        for ring in rings {
            self.say(&ServerMessage::Ring(ring))?;
        }
        Ok(())
    }

    fn session_ended(
        &mut self,
        ended: &Result<crate::present::SessionId, broadcast::error::RecvError>,
    ) -> Result<(), Goodbye> {
        let mine = match ended {
            Ok(id) => *id == self.session.id,
            Err(broadcast::error::RecvError::Lagged(_)) => {
                !self.sockets.service.sessions.is_live(&self.session)
            }
            Err(broadcast::error::RecvError::Closed) => true,
        };
        if mine {
            Err(self.end_of_session())
        } else {
            Ok(())
        }
    }

    fn end_of_session(&mut self) -> Goodbye {
        let live = self.sockets.service.sessions.is_live(&self.session);
        let oldest = self.session.signed_in_at.plus(SESSION_TIME);
        let reason = if !live {
            SessionEnd::SignedOut
        } else if oldest <= self.sockets.clock.now() {
            SessionEnd::TooOld
        } else {
            SessionEnd::Idle
        };
        match self.say(&ServerMessage::SessionEnded(SessionEnded { reason })) {
            Ok(()) => Goodbye::Close(close::UNAUTHENTICATED, "session ended"),
            Err(slow) => slow.into(),
        }
    }
}

/// The next word from the call that this socket sits in; never, if it sits in none.
async fn next_of(seat: &mut Option<Seat>) -> FromCall {
    match seat {
        Some(seat) => seat.next().await,
        None => std::future::pending().await,
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

const fn restart() -> ServerMessage {
    ServerMessage::Restart(Restart {
        reconnect_in_ms: RECONNECT_MS,
    })
}

fn error(problem: Problem, of: Option<&str>) -> ServerMessage {
    ServerMessage::Error(SocketError {
        code: problem.code,
        detail: Some(match problem.field {
            Some(field) => format!("{field}: {}", problem.detail),
            None => problem.detail,
        }),
        retry_after_ms: problem.retry_after_ms,
        of: of.map(str::to_owned),
    })
}

fn say(outbox: &mut Outbox, message: &ServerMessage) -> Result<(), Slow> {
    outbox.push(written(message))
}

/// Sends what waits and the close frame, then waits for the client to close: whoever closes
/// first while bytes are still under way may never be heard.
async fn say_goodbye<E, M>(
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
