//! One call of two parties as a state machine: no socket, no clock, no chance.
//!
//! After each [`Room::handle`], every [`Room::poll_output`] is to be taken before the next
//! input is given, and the room is to be woken with [`Input::Wake`] when
//! [`Room::poll_timeout`] has come. Equal inputs at equal times give equal outputs.
//!
//! Promises: nothing is sent to a link that does not sit in the room; a signal passes only
//! between seats that are both taken, and only where [`crate::negotiation`] allows it; after
//! the end nothing passes at all.

mod flow;
mod say;
mod seating;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

pub use self::say::{CallFact, CloseReason, Fact, Media, Message, Output, Refusal};
use crate::negotiation::{Negotiation, Side, Verdict};
use crate::peer::{Peer, Place, Seat};
use crate::wire::call::{
    CallEnded, CallPeerChanged, CallPeerSignal, CallPeerText, CallResume, CallSignal, CallState,
    CallStats, CallText, EndReason, IceServer, SeatId, Unprinted,
};

/// Most parties in a call.
pub const PARTIES_MAX: usize = 2;

/// Longest line of text, in characters.
pub const TEXT_MAX: usize = 2_000;

/// A point in time, in milliseconds since whatever the driver counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

impl Millis {
    /// `span` later.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        let span = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(span))
    }
}

/// One socket's place in a room, numbered by the driver. A number is never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link(pub u64);

/// What happens to a room.
#[derive(Debug, Clone)]
pub enum Input {
    /// Somebody whose right to `seat` was proved wants to sit there.
    Join {
        /// The socket.
        link: Link,
        /// The seat.
        seat: SeatId,
        /// Takes the seat from another device of the same person.
        takeover: bool,
        /// What the page still has of a connection whose socket it lost.
        resume: Option<CallResume>,
    },
    /// Somebody whose right to `seat` was proved is about to sit there: who it is. One person
    /// takes no seat in which another sits.
    Holder {
        /// The socket on which she is to join.
        link: Link,
        /// The seat.
        seat: SeatId,
        /// Her number, by which the driver tells persons apart; whose the seat is by itself is 0.
        holder: u32,
        /// Her name, as the other is to see it.
        name: Unprinted,
    },
    /// Somebody signals to another seat.
    Signal(Link, CallSignal),
    /// Somebody's microphone, camera or screen changed.
    State(Link, CallState),
    /// Somebody reports how the call goes.
    Stats(Link, CallStats),
    /// Somebody writes a line.
    Text(Link, CallText),
    /// Somebody hangs up.
    Leave(Link),
    /// A socket is gone.
    LinkLost(Link),
    /// The call is over.
    End(EndReason),
    /// Time has passed.
    Wake,
}

/// One call.
#[derive(Debug)]
pub struct Room {
    peers: [Peer; PARTIES_MAX],
    negotiation: Negotiation,
    ice_servers: Vec<IceServer>,
    all_joined: bool,
    flow: flow::Flow,
    ended: bool,
    outputs: VecDeque<Output>,
}

impl Room {
    /// An empty room with two seats. The second gives way when offers cross.
    #[must_use]
    pub fn new(seats: [Seat; PARTIES_MAX], ice_servers: Vec<IceServer>) -> Self {
        let [first, second] = seats;
        Self {
            peers: [Peer::new(first, false), Peer::new(second, true)],
            negotiation: Negotiation::default(),
            ice_servers,
            all_joined: false,
            flow: flow::Flow::default(),
            ended: false,
            outputs: VecDeque::new(),
        }
    }

    /// Takes in what happened at `now`, which never goes backwards.
    pub fn handle(&mut self, input: Input, now: Millis) {
        if self.ended {
            self.refuse_after_the_end(&input);
            return;
        }
        self.give_up_the_lost(now);
        match input {
            Input::Join {
                link,
                seat,
                takeover,
                resume,
            } => self.join(link, seat, takeover, resume, now),
            Input::Holder {
                link,
                seat,
                holder,
                name,
            } => self.hold(link, seat, (holder, name), now),
            Input::Signal(link, signal) => self.signal(link, signal),
            Input::State(link, state) => self.state(link, state),
            Input::Stats(link, stats) => self.stats(link, stats, now),
            Input::Text(link, text) => self.text(link, text),
            Input::Leave(link) => self.leave(link, now),
            Input::LinkLost(link) => self.lose(link, now),
            Input::End(reason) => self.end(reason, now),
            Input::Wake => {}
        }
        self.follow_media(now);
    }

    /// The next thing to do, if any is left.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When the room must be woken, if nothing happens before.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Millis> {
        if self.ended {
            return None;
        }
        let places = self.peers.iter().map(|peer| peer.place);
        let kept = places.filter_map(|place| self.flow.kept_until(place));
        kept.chain(self.flow.stops_at(&self.peers)).min()
    }

    /// The call is over and its driver may stop.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.ended
    }

    fn signal(&mut self, link: Link, said: CallSignal) {
        const OF: &str = "call_signal";
        let Some(at) = self.at(link) else {
            return self.refuse(link, Refusal::NotSeated, OF);
        };
        let (from, to) = pair(&mut self.peers, at);
        if said.to != to.seat.id {
            return self.refuse(link, Refusal::NotFound, OF);
        }
        if to.is_empty() {
            return self.refuse(link, Refusal::OutOfTurn, OF);
        }
        if said.generation.is_some_and(|meant| meant != to.generation) {
            return;
        }
        match self.negotiation.hear(at, &said.signal) {
            Ok(Verdict::Relay) => {}
            Ok(Verdict::Drop) => return,
            Err(breach) => return self.refuse(link, breach.into(), OF),
        }
        to.count_signal();
        if let Some(link) = to.link() {
            let message = Message::Signal(CallPeerSignal {
                from: from.seat.id,
                signal: said.signal,
            });
            self.outputs.push_back(Output::Send { link, message });
        }
    }

    fn state(&mut self, link: Link, state: CallState) {
        let Some(at) = self.at(link) else {
            return self.refuse(link, Refusal::NotSeated, "call_state");
        };
        let (from, _) = pair(&mut self.peers, at);
        if from.state == state {
            return;
        }
        from.state = state;
        self.tell_other_of(at);
    }

    fn stats(&mut self, link: Link, stats: CallStats, now: Millis) {
        let Some(at) = self.at(link) else {
            return self.refuse(link, Refusal::NotSeated, "call_stats");
        };
        let (from, _) = pair(&mut self.peers, at);
        let seat = from.seat.id;
        from.reception.report(&stats, now);
        let due = from.is_sample_due(now);
        if from.ice != stats.ice {
            from.ice = stats.ice;
            self.outputs.push_back(Output::Log(CallFact::Ice {
                seat,
                ice: stats.ice,
                pair: stats.pair,
                protocol: stats.protocol,
            }));
        }
        if due {
            self.outputs
                .push_back(Output::Log(CallFact::Sample { seat, stats }));
        }
    }

    fn text(&mut self, link: Link, said: CallText) {
        const OF: &str = "call_text";
        let Some(at) = self.at(link) else {
            return self.refuse(link, Refusal::NotSeated, OF);
        };
        if said.text.reveal().chars().count() > TEXT_MAX {
            return self.refuse(link, Refusal::TooLarge, OF);
        }
        let (from, to) = pair(&mut self.peers, at);
        let Some(to) = to.link() else {
            return self.refuse(link, Refusal::OutOfTurn, OF);
        };
        let message = Message::Text(CallPeerText {
            from: from.seat.id,
            text: said.text,
        });
        self.outputs.push_back(Output::Send { link: to, message });
    }

    fn end(&mut self, reason: EndReason, now: Millis) {
        self.ended = true;
        for peer in &mut self.peers {
            if let Some(link) = peer.link() {
                let message = Message::Ended(CallEnded { reason });
                self.outputs.push_back(Output::Send { link, message });
            }
            peer.place = Place::Empty;
        }
        self.stop_media(now);
        self.outputs
            .push_back(Output::Log(CallFact::Ended { reason }));
    }

    fn tell_other_of(&mut self, at: Side) {
        let (peer, other) = pair(&mut self.peers, at);
        if let Some(link) = other.link() {
            let message = Message::PeerChanged(CallPeerChanged {
                peer: peer.as_others_see(),
            });
            self.outputs.push_back(Output::Send { link, message });
        }
    }

    fn follow_media(&mut self, now: Millis) {
        if let Some(fact) = self.flow.follow(&self.peers, now) {
            self.outputs.push_back(Output::Log(CallFact::Media(fact)));
            self.outputs.push_back(Output::Fact(Fact::Media(fact)));
        }
    }

    fn stop_media(&mut self, now: Millis) {
        if let Some(fact) = self.flow.stop(now) {
            self.outputs.push_back(Output::Log(CallFact::Media(fact)));
            self.outputs.push_back(Output::Fact(Fact::Media(fact)));
        }
    }

    fn refuse_after_the_end(&mut self, input: &Input) {
        let (link, of) = match input {
            Input::Join { link, .. } | Input::Holder { link, .. } => (*link, "call_join"),
            Input::Signal(link, _) => (*link, "call_signal"),
            Input::State(link, _) => (*link, "call_state"),
            Input::Stats(link, _) => (*link, "call_stats"),
            Input::Text(link, _) => (*link, "call_text"),
            Input::Leave(_) | Input::LinkLost(_) | Input::End(_) | Input::Wake => return,
        };
        self.refuse(link, Refusal::Over, of);
    }

    fn refuse(&mut self, link: Link, refusal: Refusal, of: &'static str) {
        self.outputs.push_back(Output::Refuse { link, refusal, of });
    }

    fn at(&self, link: Link) -> Option<Side> {
        self.find(|peer| peer.link() == Some(link))
    }

    fn find(&self, wanted: impl Fn(&Peer) -> bool) -> Option<Side> {
        let [impolite, polite] = &self.peers;
        if wanted(impolite) {
            return Some(Side::Impolite);
        }
        wanted(polite).then_some(Side::Polite)
    }
}

/// The one at `side`, and the other.
const fn pair(peers: &mut [Peer; PARTIES_MAX], side: Side) -> (&mut Peer, &mut Peer) {
    let [impolite, polite] = peers;
    match side {
        Side::Impolite => (impolite, polite),
        Side::Polite => (polite, impolite),
    }
}
