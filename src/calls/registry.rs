//! Which calls are open: found by room, one entry at a time.
//!
//! The lock is held for a look-up, never while anything is awaited.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use signaling::room::{Link, PARTIES_MAX};
use signaling::wire::call::{EndReason, Unprinted};
use tokio::sync::{mpsc, watch};

use super::task::Command;
use super::ticket::{Ticket, Tickets};
use super::{CALLS_MAX, JoinRefusal, OpenRefusal};
use crate::domain::ids::{PersonId, RoomId, SeatId};
use crate::domain::time::Timestamp;

/// How many calls that are over are remembered, so that their people hear "over" rather
/// than "no such call".
const OVER_MAX: usize = 1_000;

type Persons = [(SeatId, PersonId); PARTIES_MAX];

#[derive(Debug, Default)]
pub(super) struct Registry(Mutex<Rooms>);

#[derive(Debug, Default)]
struct Rooms {
    open: BTreeMap<RoomId, Entry>,
    over: VecDeque<(RoomId, Persons)>,
    links: u64,
    closed: bool,
}

/// An open call, as others reach it.
#[derive(Debug)]
pub(super) struct Entry {
    persons: Persons,
    tickets: Tickets,
    commands: mpsc::Sender<Command>,
    end: watch::Sender<Option<EndReason>>,
}

impl Entry {
    pub(super) fn new(
        persons: Persons,
        commands: mpsc::Sender<Command>,
        end: watch::Sender<Option<EndReason>>,
    ) -> Self {
        Self {
            persons,
            tickets: Tickets::default(),
            commands,
            end,
        }
    }

    fn end(&self, reason: EndReason) {
        self.end.send_if_modified(|ended| {
            let first = ended.is_none();
            ended.get_or_insert(reason);
            first
        });
    }
}

impl Registry {
    /// Adds a call; `false` if it is open already.
    pub(super) fn insert(&self, room: RoomId, entry: Entry) -> Result<bool, OpenRefusal> {
        let mut rooms = self.rooms();
        if rooms.closed {
            return Err(OpenRefusal::Draining);
        }
        if rooms.open.contains_key(&room) {
            return Ok(false);
        }
        if rooms.over.iter().any(|(over, _)| *over == room) {
            return Err(OpenRefusal::Over);
        }
        if rooms.open.len() >= CALLS_MAX {
            return Err(OpenRefusal::Full);
        }
        rooms.open.insert(room, entry);
        Ok(true)
    }

    pub(super) fn issue(&self, room: RoomId, seat: SeatId, now: Timestamp) -> Option<Ticket> {
        let mut rooms = self.rooms();
        let entry = rooms.open.get_mut(&room)?;
        if entry.persons.iter().all(|(known, _)| *known != seat) {
            return None;
        }
        Some(entry.tickets.issue(seat, now))
    }

    /// Takes the ticket and says where its holder may sit.
    pub(super) fn admit(
        &self,
        room: RoomId,
        person: &PersonId,
        ticket: &Unprinted,
        now: Timestamp,
    ) -> Result<(SeatId, Link, mpsc::Sender<Command>), JoinRefusal> {
        let mut rooms = self.rooms();
        let rooms = &mut *rooms;
        let Some(entry) = rooms.open.get_mut(&room) else {
            let over = rooms.over.iter().find(|(over, _)| *over == room);
            let was_in = over.is_some_and(|(_, persons)| seat_of(persons, person).is_some());
            return Err(if was_in {
                JoinRefusal::Over
            } else {
                JoinRefusal::NotFound
            });
        };
        let own = seat_of(&entry.persons, person).ok_or(JoinRefusal::NotFound)?;
        let seat = entry.tickets.spend(ticket.reveal(), now);
        let seat = seat
            .filter(|seat| *seat == own)
            .ok_or(JoinRefusal::TicketUsed)?;
        rooms.links = rooms.links.saturating_add(1);
        Ok((seat, Link(rooms.links), entry.commands.clone()))
    }

    pub(super) fn is_open(&self, room: RoomId) -> bool {
        let rooms = self.rooms();
        let entry = rooms.open.get(&room);
        entry.is_some_and(|entry| entry.end.borrow().is_none())
    }

    pub(super) fn end(&self, room: RoomId, reason: EndReason) {
        if let Some(entry) = self.rooms().open.get(&room) {
            entry.end(reason);
        }
    }

    /// Ends every call and lets no new one in.
    pub(super) fn close(&self, reason: EndReason) {
        let mut rooms = self.rooms();
        rooms.closed = true;
        for entry in rooms.open.values() {
            entry.end(reason);
        }
    }

    /// Forgets a call whose task has ended.
    pub(super) fn retire(&self, room: RoomId) {
        let mut rooms = self.rooms();
        if let Some(entry) = rooms.open.remove(&room) {
            if rooms.over.len() >= OVER_MAX {
                rooms.over.pop_front();
            }
            rooms.over.push_back((room, entry.persons));
        }
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        // Nothing below the lock leaves the rooms half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn seat_of(persons: &Persons, person: &PersonId) -> Option<SeatId> {
    let own = persons.iter().find(|(_, known)| known == person);
    own.map(|(seat, _)| *seat)
}
