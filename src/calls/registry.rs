//! Which calls are open: found by room, one entry at a time.
//!
//! The lock is held for a look-up, never while anything is awaited.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use signaling::room::{Link, PARTIES_MAX};
use signaling::wire::call::{CallRole, EndReason, Unprinted};
use tokio::sync::{mpsc, watch};

use super::task::Command;
use super::ticket::{Ticket, Tickets};
use super::{CALLS_MAX, JoinRefusal, OpenRefusal};
use crate::domain::ids::{ConsultId, PersonId, Redacted, RoomId, SeatId};
use crate::domain::time::Timestamp;

/// How many calls that are over are remembered, so that their people hear "over" rather
/// than "no such call".
const OVER_MAX: usize = 1_000;

/// A chair and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chair {
    pub(super) seat: SeatId,
    pub(super) person: PersonId,
    pub(super) role: CallRole,
    pub(super) name: Redacted<String>,
}

type Chairs = [Chair; PARTIES_MAX];

/// Where somebody whose ticket is good may sit.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) consult: ConsultId,
    pub(super) chair: Chair,
    /// Her number among those who may sit in that chair; 0 for whose it is.
    pub(super) holder: u32,
    /// Whose the other chair is.
    pub(super) other: PersonId,
    pub(super) link: Link,
    pub(super) commands: mpsc::Sender<Command>,
}

#[derive(Debug, Default)]
pub(super) struct Registry(Mutex<Rooms>);

#[derive(Debug, Default)]
struct Rooms {
    open: BTreeMap<RoomId, Entry>,
    over: VecDeque<(RoomId, Chairs)>,
    links: u64,
    closed: bool,
}

/// An open call, as others reach it.
#[derive(Debug)]
pub(super) struct Entry {
    consult: ConsultId,
    chairs: Chairs,
    /// Who may sit in another's chair in her place: as if the chair were theirs.
    stand_ins: Vec<Chair>,
    tickets: Tickets,
    commands: mpsc::Sender<Command>,
    end: watch::Sender<Option<EndReason>>,
}

impl Entry {
    pub(super) fn new(
        consult: ConsultId,
        chairs: Chairs,
        commands: mpsc::Sender<Command>,
        end: watch::Sender<Option<EndReason>>,
    ) -> Self {
        Self {
            consult,
            chairs,
            stand_ins: Vec::new(),
            tickets: Tickets::default(),
            commands,
            end,
        }
    }

    /// Where `person` may sit, and her number there.
    fn place_of(&self, person: &PersonId) -> Option<(&Chair, u32)> {
        let own = chair_of(&self.chairs, person).map(|chair| (chair, 0));
        let mut others = self.stand_ins.iter().zip(1_u32..);
        own.or_else(|| others.find(|(chair, _)| chair.person == *person))
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
        if entry.chairs.iter().all(|chair| chair.seat != seat) {
            return None;
        }
        Some(entry.tickets.issue(seat, now))
    }

    /// Lets `person` sit in `seat` in the place of whose it is.
    pub(super) fn stand_in(
        &self,
        room: RoomId,
        seat: SeatId,
        person: &PersonId,
        name: Redacted<String>,
    ) {
        let mut rooms = self.rooms();
        let Some(entry) = rooms.open.get_mut(&room) else {
            return;
        };
        let known = entry.stand_ins.iter().any(|chair| chair.person == *person);
        let role = entry.chairs.iter().find(|chair| chair.seat == seat);
        if let (false, Some(role)) = (known, role.map(|chair| chair.role)) {
            let person = person.clone();
            entry.stand_ins.push(Chair {
                seat,
                person,
                role,
                name,
            });
        }
    }

    /// Takes the ticket and says where its holder may sit.
    pub(super) fn admit(
        &self,
        room: RoomId,
        person: &PersonId,
        ticket: &Unprinted,
        now: Timestamp,
    ) -> Result<Admitted, JoinRefusal> {
        let mut rooms = self.rooms();
        let rooms = &mut *rooms;
        let Some(entry) = rooms.open.get_mut(&room) else {
            let over = rooms.over.iter().find(|(over, _)| *over == room);
            let was_in = over.is_some_and(|(_, chairs)| chair_of(chairs, person).is_some());
            return Err(if was_in {
                JoinRefusal::Over
            } else {
                JoinRefusal::NotFound
            });
        };
        let (chair, holder) = entry.place_of(person).ok_or(JoinRefusal::NotFound)?;
        let chair = chair.clone();
        let seat = entry.tickets.spend(ticket.reveal(), now);
        if seat != Some(chair.seat) {
            return Err(JoinRefusal::TicketUsed);
        }
        rooms.links = rooms.links.saturating_add(1);
        let other = entry.chairs.iter().find(|other| other.seat != chair.seat);
        Ok(Admitted {
            consult: entry.consult,
            other: other.unwrap_or(&chair).person.clone(),
            chair,
            holder,
            link: Link(rooms.links),
            commands: entry.commands.clone(),
        })
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
            rooms.over.push_back((room, entry.chairs));
        }
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        // Nothing below the lock leaves the rooms half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn chair_of<'c>(chairs: &'c Chairs, person: &PersonId) -> Option<&'c Chair> {
    chairs.iter().find(|chair| chair.person == *person)
}
