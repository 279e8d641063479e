//! One socket from hello to goodbye.
//!
//! Each turn of the loop takes one thing: something heard, something confirmed, something a
//! call says, the end of the session, the time. What there is to say goes into the outbox;
//! the loop never waits for a client that does not read.

mod events;
mod goodbye;
mod greeting;
mod hearing;
mod words;

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{Sink, Stream, StreamExt as _};
use signaling::wire::socket::{CallSeats, ServerMessage, Tick, Welcome, close};
use tokio::sync::{broadcast, watch};

use self::goodbye::{Goodbye, say_goodbye};
use self::greeting::greeted;
use self::words::restart;
use super::bell::News;
use super::call::{FromCall, Seat};
use super::feed::{Feed, written};
use super::hello::Greeted;
use super::link::{Gone, Heard, Said};
use super::outbox::{Outbox, Slow};
use super::pace::Pace;
use super::{Caller, DEAD_TIME, Sockets, TICK_TIME};
use crate::present::{ConsultId, Timestamp, Viewer, time};
use crate::service::{PresenceGuard, Published, Session};

/// How long the first frames may take: everything somebody sees, over a weak link.
const OPENING_TIME: Duration = Duration::from_secs(30);

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
    calls: broadcast::Receiver<News>,
    /// Who sits in the calls of her cases, as she was told.
    seats: BTreeMap<ConsultId, CallSeats>,
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
        let calls = sockets.bell.listen();
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
        let seats = sockets
            .bell
            .seats(feed.view(), &session.person, session.role);
        opening.extend(seats.values().cloned().map(ServerMessage::CallSeats));
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
            calls,
            seats,
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
            news = self.calls.recv() => self.heard_of_calls(news),
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
        // Whose case it is now decides whose business its call is.
        self.tell_seats()
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
}

/// The next word from the call that this socket sits in; never, if it sits in none.
async fn next_of(seat: &mut Option<Seat>) -> FromCall {
    match seat {
        Some(seat) => seat.next().await,
        None => std::future::pending().await,
    }
}
