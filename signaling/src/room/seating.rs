//! Who sits where: joining, resuming, taking over, leaving, getting lost.

use super::{CallFact, CloseReason, Fact, Link, Message, Millis, Output, Refusal, Room, pair};
use crate::negotiation::{Negotiation, Side};
use crate::peer::{Peer, Place};
use crate::wire::call::{
    CallEnded, CallJoined, CallMode, CallPeerChanged, CallPeerJoined, CallPeerLeft, CallResume,
    EndReason, LeaveReason, MediaMode, SeatId, Unprinted,
};

impl Room {
    pub(super) fn join(
        &mut self,
        link: Link,
        seat: SeatId,
        takeover: bool,
        resume: Option<CallResume>,
        now: Millis,
    ) {
        if self.at(link).is_some() {
            return self.refuse(link, Refusal::OutOfTurn, "call_join");
        }
        let Some(at) = self.find(|peer| peer.seat.id == seat) else {
            return self.refuse(link, Refusal::NotFound, "call_join");
        };
        let settled = self.negotiation.is_settled();
        let (you, other) = pair(&mut self.peers, at);
        let same_page = resume.is_some_and(|resume| resume.generation == you.generation);
        let unbroken =
            settled && !you.is_empty() && resume.is_some_and(|resume| you.missed_nothing(resume));

        if let Some(old) = you.link() {
            if !takeover && !same_page {
                return self.refuse(link, Refusal::SeatTaken, "call_join");
            }
            self.outputs.push_back(Output::Send {
                link: old,
                message: Message::Ended(CallEnded {
                    reason: EndReason::Superseded,
                }),
            });
            self.outputs.push_back(Output::Close {
                link: old,
                why: CloseReason::Superseded,
            });
            self.outputs
                .push_back(Output::Log(CallFact::Superseded { seat }));
        }

        if matches!(you.place, Place::Lost { .. }) {
            self.outputs
                .push_back(Output::Fact(Fact::SeatBack { seat }));
        }
        if unbroken {
            you.resume(link, now);
        } else {
            you.begin(link, now);
            self.negotiation = Negotiation::default();
        }
        let shown = you.as_others_see();
        self.outputs.push_back(Output::Log(CallFact::Joined {
            seat,
            generation: you.generation,
            resumed: unbroken,
        }));
        self.outputs.push_back(Output::Send {
            link,
            message: Message::Joined(CallJoined {
                you: shown.clone(),
                peers: Some(&*other)
                    .filter(|other| !other.is_empty())
                    .map(Peer::as_others_see)
                    .into_iter()
                    .collect(),
                mode: MediaMode::P2p,
                ice_servers: self.ice_servers.clone(),
            }),
        });
        if let Some(link) = other.link() {
            let message = if unbroken {
                Message::PeerChanged(CallPeerChanged { peer: shown })
            } else {
                Message::PeerJoined(CallPeerJoined { peer: shown })
            };
            self.outputs.push_back(Output::Send { link, message });
        }
        self.notice_all_joined();
    }

    /// Notes who is about to sit in `seat`. A seat that its last holder only lost is given up
    /// for another person; one in which somebody sits is not.
    pub(super) fn hold(
        &mut self,
        link: Link,
        seat: SeatId,
        (holder, name): (u32, Unprinted),
        now: Millis,
    ) {
        let Some(at) = self.find(|peer| peer.seat.id == seat) else {
            return self.refuse(link, Refusal::NotFound, "call_join");
        };
        let (peer, _) = pair(&mut self.peers, at);
        if peer.holder == holder {
            return;
        }
        match peer.place {
            Place::Present(_) => return self.refuse(link, Refusal::SeatTaken, "call_join"),
            Place::Lost { .. } => self.empty(at, LeaveReason::Lost, now),
            Place::Empty => {}
        }
        let (peer, _) = pair(&mut self.peers, at);
        peer.holder = holder;
        peer.seat.name = name;
    }

    /// Both at the table for the first time since one of the chairs was empty.
    pub(super) fn notice_all_joined(&mut self) {
        if self.all_joined || self.peers.iter().any(|peer| peer.link().is_none()) {
            return;
        }
        self.all_joined = true;
        let mode = MediaMode::P2p;
        for link in self.peers.iter().filter_map(Peer::link) {
            self.outputs.push_back(Output::Send {
                link,
                message: Message::Mode(CallMode { mode }),
            });
        }
        self.outputs.push_back(Output::Log(CallFact::Mode { mode }));
        self.outputs.push_back(Output::Fact(Fact::BothJoined));
    }

    pub(super) fn leave(&mut self, link: Link, now: Millis) {
        match self.at(link) {
            Some(at) => self.empty(at, LeaveReason::Left, now),
            None => self.refuse(link, Refusal::NotSeated, "call_leave"),
        }
    }

    pub(super) fn lose(&mut self, link: Link, now: Millis) {
        let Some(at) = self.at(link) else { return };
        let (peer, _) = pair(&mut self.peers, at);
        peer.place = Place::Lost { since: now };
        let seat = peer.seat.id;
        self.outputs.push_back(Output::Log(CallFact::Lost { seat }));
        self.outputs
            .push_back(Output::Fact(Fact::SeatLost { seat, at: now }));
        self.tell_other_of(at);
    }

    pub(super) fn empty(&mut self, at: Side, reason: LeaveReason, now: Millis) {
        let (peer, other) = pair(&mut self.peers, at);
        let seat = peer.seat.id;
        peer.place = Place::Empty;
        self.negotiation = Negotiation::default();
        self.all_joined = false;
        if let Some(link) = other.link() {
            let message = Message::PeerLeft(CallPeerLeft { seat, reason });
            self.outputs.push_back(Output::Send { link, message });
        }
        self.outputs
            .push_back(Output::Log(CallFact::Left { seat, reason }));
        self.outputs
            .push_back(Output::Fact(Fact::SeatLeft { seat, reason }));
        self.stop_media(now);
    }

    pub(super) fn give_up_the_lost(&mut self, now: Millis) {
        self.follow_media(now);
        for at in [Side::Impolite, Side::Polite] {
            let (peer, _) = pair(&mut self.peers, at);
            let kept = self.flow.kept_until(peer.place);
            if kept.is_some_and(|until| until <= now) {
                self.empty(at, LeaveReason::Lost, now);
            }
        }
    }
}
