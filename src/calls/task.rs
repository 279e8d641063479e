//! The task that drives one call: input, drain, sleep.

use std::collections::BTreeMap;

use futures_util::future;
use signaling::peer;
use signaling::room::{Fact, Input, Link, Media, Millis, Output, PARTIES_MAX, Refusal, Room};
use signaling::wire::call::{self as wire, EndReason, Unprinted};
use tokio::sync::{mpsc, oneshot, watch};

use super::log::{CallLogEntry, Writer};
use super::seated::{Delivery, Outbox};
use super::{CallEvent, CallNews, Inner, Seat, millis, timestamp};
use crate::clock::Clock;
use crate::domain::ids::{ConsultId, RoomId, SeatId};

/// What others ask of a call.
#[derive(Debug)]
pub(super) enum Command {
    /// Somebody with a valid ticket wants to sit down.
    Join {
        sitter: Input,
        input: Input,
        link: Link,
        outbox: Outbox,
        reply: oneshot::Sender<Result<(), Refusal>>,
    },
    /// Somebody in the call says something.
    Say(Input),
}

#[derive(Debug)]
pub(super) struct Task {
    consult: ConsultId,
    id: RoomId,
    room: Room,
    now: Millis,
    outboxes: BTreeMap<Link, Outbox>,
    /// Sockets that are gone and of which the room has not heard yet.
    lost: Vec<Link>,
    commands: mpsc::Receiver<Command>,
    ended: watch::Receiver<Option<EndReason>>,
    events: mpsc::Sender<CallEvent>,
    log: Writer,
    clock: Clock,
}

/// What the task was woken by.
enum Woken {
    Ended(EndReason),
    Asked(Box<Command>),
    Gone(Link),
    Due,
}

/// What the room answered to the one who wants to join, if it said no.
type Answer = Option<(Link, Refusal)>;

impl Task {
    pub(super) fn new(
        consult: ConsultId,
        id: RoomId,
        seats: [Seat; PARTIES_MAX],
        commands: mpsc::Receiver<Command>,
        ended: watch::Receiver<Option<EndReason>>,
        inner: &Inner,
    ) -> Self {
        let seats = seats.map(|seat| peer::Seat {
            id: wire::SeatId(seat.id.0),
            role: seat.role,
            name: Unprinted(seat.name.into_inner()),
        });
        Self {
            consult,
            id,
            room: Room::new(seats, inner.ice_servers.clone()),
            now: millis(inner.clock.now()),
            outboxes: BTreeMap::new(),
            lost: Vec::new(),
            commands,
            ended,
            events: inner.events.clone(),
            log: inner.log.clone(),
            clock: inner.clock.clone(),
        }
    }

    /// Drives the room until the call is over.
    pub(super) async fn run(mut self) {
        while !self.room.is_over() {
            match self.woken().await {
                Woken::Ended(reason) => drop(self.give(Input::End(reason)).await),
                Woken::Asked(command) => self.follow(*command).await,
                Woken::Gone(link) => {
                    self.outboxes.remove(&link);
                    self.lost.push(link);
                }
                Woken::Due => drop(self.give(Input::Wake).await),
            }
            while let Some(link) = self.lost.pop() {
                self.give(Input::LinkLost(link)).await;
            }
        }
    }

    async fn woken(&mut self) -> Woken {
        let Self {
            room,
            outboxes,
            commands,
            ended,
            clock,
            ..
        } = self;
        tokio::select! {
            biased;
            reason = end_of(ended) => Woken::Ended(reason),
            command = commands.recv() => match command {
                Some(command) => Woken::Asked(Box::new(command)),
                None => Woken::Ended(EndReason::Restart),
            },
            link = first_gone(outboxes) => Woken::Gone(link),
            () = due(clock, room.poll_timeout()) => Woken::Due,
        }
    }

    async fn follow(&mut self, command: Command) {
        match command {
            Command::Join {
                sitter,
                input,
                link,
                outbox,
                reply,
            } => {
                self.notice_the_gone().await;
                self.outboxes.insert(link, outbox);
                let refused = match self.give(sitter).await {
                    None => self.give(input).await,
                    refused @ Some(_) => refused,
                };
                let answer = match refused {
                    Some((refused, refusal)) if refused == link => {
                        self.outboxes.remove(&link);
                        Err(refusal)
                    }
                    Some(_) | None => Ok(()),
                };
                // Whoever asked may have gone meanwhile; the closed outbox says so too.
                let _heard = reply.send(answer);
            }
            Command::Say(input) => {
                let leaving = match &input {
                    Input::Leave(link) => Some(*link),
                    Input::Join { .. }
                    | Input::Holder { .. }
                    | Input::Signal(..)
                    | Input::State(..)
                    | Input::Stats(..)
                    | Input::Text(..)
                    | Input::LinkLost(_)
                    | Input::End(_)
                    | Input::Wake => None,
                };
                self.give(input).await;
                if let Some(link) = leaving {
                    self.outboxes.remove(&link);
                }
            }
        }
    }

    /// Tells the room of every socket that is gone by now: a page that was loaded anew must
    /// not find its seat taken by its own former self.
    async fn notice_the_gone(&mut self) {
        let gone = self
            .outboxes
            .iter()
            .filter(|(_, outbox)| outbox.is_closed());
        let gone: Vec<_> = gone.map(|(link, _)| *link).collect();
        for link in gone {
            self.outboxes.remove(&link);
            self.give(Input::LinkLost(link)).await;
        }
    }

    /// Gives the room one input and does all that comes of it.
    async fn give(&mut self, input: Input) -> Answer {
        self.now = self.now.max(millis(self.clock.now()));
        self.room.handle(input, self.now);
        let mut answer = None;
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Send { link, message } => self.deliver(link, Delivery::Message(message)),
                Output::Refuse { link, refusal, of } if of == JOIN => {
                    answer = Some((link, refusal));
                }
                Output::Refuse { link, refusal, of } => {
                    self.deliver(link, Delivery::Refused { refusal, of });
                }
                Output::Close { link, why } => {
                    self.deliver(link, Delivery::Close(why));
                    self.outboxes.remove(&link);
                }
                Output::Log(fact) => self.log.note(CallLogEntry {
                    at: timestamp(self.now),
                    consult: self.consult,
                    room: self.id,
                    fact,
                }),
                Output::Fact(fact) => self.tell(fact).await,
            }
        }
        answer
    }

    /// Hands a message to a socket. One that is full or gone is lost from then on.
    fn deliver(&mut self, link: Link, delivery: Delivery) {
        let Some(outbox) = self.outboxes.get(&link) else {
            return;
        };
        if let Err(refused) = outbox.try_send(delivery) {
            if matches!(refused, mpsc::error::TrySendError::Full(_)) {
                tracing::warn!(link = link.0, "Let go of a socket that does not read");
            }
            self.outboxes.remove(&link);
            self.lost.push(link);
        }
    }

    async fn tell(&self, fact: Fact) {
        let news = match fact {
            Fact::BothJoined => CallNews::BothJoined,
            Fact::Media(Media::Flowing { since }) => CallNews::MediaFlowing {
                since: timestamp(since),
            },
            Fact::Media(Media::Stopped { at }) => CallNews::MediaStopped { at: timestamp(at) },
            Fact::SeatLost { seat, at } => CallNews::SeatLost {
                seat: SeatId(seat.0),
                at: timestamp(at),
            },
            Fact::SeatBack { seat } => CallNews::SeatBack {
                seat: SeatId(seat.0),
            },
            Fact::SeatLeft { seat, .. } => CallNews::SeatLeft {
                seat: SeatId(seat.0),
            },
        };
        let event = CallEvent {
            consult: self.consult,
            room: self.id,
            at: timestamp(self.now),
            news,
        };
        if self.events.send(event).await.is_err() {
            tracing::debug!("Nobody wants to know about calls any more");
        }
    }
}

/// The type of the message whose refusal is the answer to [`Command::Join`].
const JOIN: &str = "call_join";

async fn end_of(ended: &mut watch::Receiver<Option<EndReason>>) -> EndReason {
    // Nobody left who could end the call: the server is going down.
    let reason = ended.wait_for(Option::is_some).await;
    reason
        .ok()
        .and_then(|reason| *reason)
        .unwrap_or(EndReason::Restart)
}

/// Waits until a socket has dropped its end of an outbox.
async fn first_gone(outboxes: &BTreeMap<Link, Outbox>) -> Link {
    let waits = outboxes.iter().map(|(link, outbox)| {
        Box::pin(async move {
            outbox.closed().await;
            *link
        })
    });
    if outboxes.is_empty() {
        return future::pending().await;
    }
    future::select_all(waits).await.0
}

async fn due(clock: &Clock, at: Option<Millis>) {
    match at {
        Some(at) => clock.sleep_until(timestamp(at)).await,
        None => future::pending().await,
    }
}
