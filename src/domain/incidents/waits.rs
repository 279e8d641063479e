//! How long somebody waited, and how long it was to take.

use std::time::Duration;

use super::dossier::Stood;
use crate::domain::clinical::words;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Consult, ConsultState, Event, GapKind};
use serde::{Deserialize, Serialize};

words! {
    /// For what somebody waited.
    WaitKind {
        /// In the queue, for a doctor to take it.
        Taken = "taken",
        /// After that, for her to be in contact or to answer.
        Met = "met",
        /// From the first queueing until the two met for the first time.
        FirstContact = "first_contact",
        /// For the answer to be opened.
        Opened = "opened",
        /// For both sides to agree on the answer.
        Agreed = "agreed",
    }
}

/// How long somebody waited for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// For what.
    pub what: WaitKind,
    /// From when on.
    pub from: Timestamp,
    /// Until when; nothing where it did not come.
    pub until: Option<Timestamp>,
    /// Whether somebody still waits for it.
    pub open: bool,
    /// For how long, or for how long in vain.
    pub lasted: Duration,
    /// How long it was to take at the most, where that is promised.
    pub within: Option<Duration>,
}

/// A wait that has begun.
#[derive(Debug)]
struct Begun {
    what: WaitKind,
    from: Timestamp,
    within: Option<Duration>,
    until: Option<Timestamp>,
    /// Since when nobody waits for it any more, although it did not come.
    given_up: Option<Timestamp>,
}

/// The waits so far.
#[derive(Debug, Default)]
pub(super) struct Waits(Vec<Begun>);

impl Waits {
    /// Takes in an event of the case; `after` is how it then stands.
    pub(super) fn take_in(&mut self, at: Timestamp, event: &Event, after: &Consult) {
        if let Event::ConsultQueued(_) = event {
            self.begin(WaitKind::FirstContact, at, Some(after.target.max()));
        } else if let Event::ConsultClaimed(claimed) = event {
            let within = claimed.contact_due_at.since(at);
            self.begin(WaitKind::Met, at, Some(within));
        } else if let Event::MediaBegan(_) = event {
            self.come(WaitKind::Met, at);
        } else if let Event::FirstContact(contact) = event {
            // What is promised is what held when it was kept.
            self.promise(WaitKind::FirstContact, after.target.max());
            self.come(WaitKind::FirstContact, contact.at);
        } else if let Event::ConsultAnswered(answered) = event {
            self.come(WaitKind::Met, at);
            self.begin(WaitKind::Opened, at, within(after, GapKind::Unopened, at));
            if answered.answer.has_orders {
                self.begin(
                    WaitKind::Agreed,
                    at,
                    within(after, GapKind::Unconfirmed, at),
                );
            }
        } else if let Event::AnswerOpened(_) = event {
            self.come(WaitKind::Opened, at);
        } else if let Event::ConsultAcknowledged(_) = event {
            self.come(WaitKind::Opened, at);
            self.come(WaitKind::Agreed, at);
        } else if let Event::ClaimReleased(_)
        | Event::MoreNeeded(_)
        | Event::NurseAwaited(_)
        | Event::ConsultRedirected(_)
        | Event::HandoverAccepted(_) = event
        {
            if after
                .stage
                .claim()
                .is_none_or(|claim| claim.claimed_at == at)
            {
                self.give_up(WaitKind::Met, at);
            }
        } else if let Event::ConsultAskedBack(_) = event {
            self.give_up(WaitKind::Agreed, at);
            self.begin(WaitKind::Met, at, None);
        } else if let Event::ConsultClosed(_)
        | Event::ConsultVoided(_)
        | Event::ConsultWithdrawn(_) = event
        {
            self.promise(WaitKind::FirstContact, after.target.max());
            for what in WaitKind::ALL {
                self.give_up(*what, at);
            }
        } else if let Event::ConsultTriaged(_) | Event::ConsultPromoted(_) = event {
            self.promise(WaitKind::FirstContact, after.target.max());
        }
    }

    /// All of them, in the order in which they began, with those in the queue among them.
    pub(super) fn end(self, states: &[Stood], now: Timestamp) -> Vec<Wait> {
        let begun = self.0.into_iter().map(|begun| {
            let ended = begun.until.or(begun.given_up).unwrap_or(now);
            Wait {
                what: begun.what,
                from: begun.from,
                until: begun.until,
                open: begun.until.is_none() && begun.given_up.is_none(),
                lasted: ended.since(begun.from),
                within: begun.within,
            }
        });
        let mut waits: Vec<Wait> = in_queue(states, now).chain(begun).collect();
        waits.sort_by_key(|wait| (wait.from, wait.what));
        waits
    }

    fn begin(&mut self, what: WaitKind, from: Timestamp, within: Option<Duration>) {
        self.0.push(Begun {
            what,
            from,
            within,
            until: None,
            given_up: None,
        });
    }

    fn open(&mut self, what: WaitKind) -> Option<&mut Begun> {
        let open = |begun: &&mut Begun| {
            begun.what == what && begun.until.is_none() && begun.given_up.is_none()
        };
        self.0.iter_mut().rev().find(open)
    }

    fn promise(&mut self, what: WaitKind, within: Duration) {
        if let Some(begun) = self.open(what) {
            begun.within = Some(within);
        }
    }

    fn come(&mut self, what: WaitKind, at: Timestamp) {
        if let Some(begun) = self.open(what) {
            begun.until = Some(at);
        }
    }

    fn give_up(&mut self, what: WaitKind, at: Timestamp) {
        if let Some(begun) = self.open(what) {
            begun.given_up = Some(at);
        }
    }
}

/// Each time it waited in a queue.
fn in_queue(states: &[Stood], now: Timestamp) -> impl Iterator<Item = Wait> {
    let next = states.iter().skip(1).map(Some).chain([None]);
    states.iter().zip(next).filter_map(move |(stood, next)| {
        let queued = stood.state == ConsultState::Queued;
        let taken = next
            .is_some_and(|next| matches!(next.state, ConsultState::Claimed | ConsultState::InCall));
        queued.then(|| Wait {
            what: WaitKind::Taken,
            from: stood.from,
            until: stood.until.filter(|_| taken),
            open: stood.until.is_none(),
            lasted: stood.until.unwrap_or(now).since(stood.from),
            within: None,
        })
    })
}

fn within(consult: &Consult, gap: GapKind, at: Timestamp) -> Option<Duration> {
    let gaps = consult.gaps();
    let found = gaps.iter().find(|found| found.kind == gap)?;
    Some(found.due_at.since(at))
}
