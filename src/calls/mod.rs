//! Live calls: one task for each, and the handle through which the rest of the server
//! reaches them.
//!
//! A call is opened for two seats, each of which belongs to one person. Whoever wants to sit
//! down shows a ticket that works once. What the waiting room has to know comes out of one
//! channel, in order; everything else goes to the call log. Calls live in this process
//! alone: after a restart they are opened again and people join with new tickets.

#![warn(missing_docs)]

mod log;
mod registry;
mod seated;
mod store;
mod stored;
mod task;
mod ticket;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use signaling::room::{Input, PARTIES_MAX};
use signaling::wire::call::{CallJoin, IceServer, Unprinted};
pub use signaling::wire::call::{CallRole, EndReason};
use tokio::sync::{mpsc, watch};
use tokio_util::task::TaskTracker;
use tracing::Instrument;

pub use self::log::{CallLog, CallLogEntry, CallLogError};
use self::log::{Writer, write_entries};
use self::registry::{Admitted, Chair, Entry, Registry};
pub use self::seated::{Delivery, JoinRefusal, OUTBOX_SIZE, Outbox, Seated};
pub use self::store::StoredCallLog;
use self::task::{Command, Task};
pub use self::ticket::{TICKET_LIFETIME, Ticket};
use crate::clock::Clock;
use crate::domain::ids::{ConsultId, PersonId, Redacted, RoomId, SeatId};
use crate::domain::time::Timestamp;

/// Most calls at once on one node.
pub const CALLS_MAX: usize = 2_000;

/// How many facts may wait for the waiting room. When it is full the calls that have
/// something to tell wait, and their signalling with them: no fact is lost.
const FACTS_MAX: usize = 1_024;

/// How many inputs may wait for one call. When it is full the sockets of that call wait.
const COMMANDS_MAX: usize = 64;

/// One chair of a call and the person who may sit there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// Whose it is.
    pub person: PersonId,
    /// Nurse or doctor.
    pub role: CallRole,
    /// The member of staff's name, as the other is to see it.
    pub name: Redacted<String>,
}

/// What a call has to tell the waiting room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallEvent {
    /// The consult the call belongs to.
    pub consult: ConsultId,
    /// The call.
    pub room: RoomId,
    /// When it was noticed.
    pub at: Timestamp,
    /// What happened.
    pub news: CallNews,
}

/// What can happen in a call that the waiting room has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallNews {
    /// Both parties are there; the first time, and again after one of them was gone.
    BothJoined,
    /// Each side receives what the other sends.
    MediaFlowing {
        /// Since when both are known to.
        since: Timestamp,
    },
    /// Media has stopped.
    MediaStopped {
        /// The last time at which it was known to flow.
        at: Timestamp,
    },
    /// A party's socket is gone; media may still flow.
    SeatLost {
        /// Whose.
        seat: SeatId,
        /// Since when.
        at: Timestamp,
    },
    /// A party whose socket was gone is back.
    SeatBack {
        /// Whose.
        seat: SeatId,
    },
    /// A party hung up, or did not come back in time.
    SeatLeft {
        /// Whose.
        seat: SeatId,
    },
}

/// Why a call cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenRefusal {
    /// The server is being stopped.
    #[error("the server is being stopped")]
    Draining,
    /// This node has as many calls as it may have.
    #[error("too many calls on this node")]
    Full,
    /// The call was open before and is over.
    #[error("the call is over")]
    Over,
}

/// All calls of this process. Clones are the same.
#[derive(Debug, Clone)]
pub struct Calls(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    ice_servers: Vec<IceServer>,
    registry: Registry,
    events: mpsc::Sender<CallEvent>,
    log: Writer,
    tasks: TaskTracker,
    writer: TaskTracker,
}

impl Calls {
    /// Begins with no calls. What they have to tell comes out of the channel, which somebody
    /// has to read for as long as calls live.
    #[must_use]
    pub fn start(
        clock: Clock,
        log: Arc<dyn CallLog>,
        ice_servers: Vec<IceServer>,
    ) -> (Self, mpsc::Receiver<CallEvent>) {
        let (events, facts) = mpsc::channel(FACTS_MAX);
        let (writer, entries) = Writer::new();
        let writing = TaskTracker::new();
        writing.spawn(write_entries(log, entries, clock.clone()));
        writing.close();
        let calls = Self(Arc::new(Inner {
            clock,
            ice_servers,
            registry: Registry::default(),
            events,
            log: writer,
            tasks: TaskTracker::new(),
            writer: writing,
        }));
        (calls, facts)
    }

    /// Opens the call of `consult`. The second seat gives way when offers cross. A call
    /// that is open already stays as it is.
    ///
    /// # Errors
    /// [`OpenRefusal`]: no call was opened.
    pub fn open(
        &self,
        consult: ConsultId,
        room: RoomId,
        seats: [Seat; PARTIES_MAX],
    ) -> Result<(), OpenRefusal> {
        let (commands, inbox) = mpsc::channel(COMMANDS_MAX);
        let (end, ended) = watch::channel(None);
        let chairs = seats.clone().map(|seat| Chair {
            seat: seat.id,
            person: seat.person,
            role: seat.role,
            name: seat.name,
        });
        let entry = Entry::new(consult, chairs, commands, end);
        if !self.0.registry.insert(room, entry)? {
            return Ok(());
        }
        let task = Task::new(consult, room, seats, inbox, ended, &self.0);
        let inner = Arc::clone(&self.0);
        let span = tracing::info_span!("call", %room, %consult);
        self.0.tasks.spawn(
            async move {
                task.run().await;
                inner.registry.retire(room);
            }
            .instrument(span),
        );
        Ok(())
    }

    /// A new ticket for `seat`, good once within [`TICKET_LIFETIME`]; `None` if there is no
    /// such call or seat.
    #[must_use]
    pub fn ticket(&self, room: RoomId, seat: SeatId) -> Option<Ticket> {
        self.0.registry.issue(room, seat, self.0.clock.now())
    }

    /// Lets `person` sit in `seat` in the place of whose it is, for as long as the call lasts.
    /// While one of them sits there the other does not.
    pub fn stand_in(&self, room: RoomId, seat: SeatId, person: &PersonId, name: Redacted<String>) {
        self.0.registry.stand_in(room, seat, person, name);
    }

    /// Sits `person` down in the seat for which the ticket in `join` was given. From then
    /// on `outbox` receives what the call has to say; dropping its receiver is losing
    /// the socket. When the call lets go of it, the channel ends.
    ///
    /// # Errors
    /// [`JoinRefusal`]: nobody sits down. The ticket is spent nevertheless.
    pub async fn join(
        &self,
        person: &PersonId,
        join: CallJoin,
        outbox: Outbox,
    ) -> Result<Seated, JoinRefusal> {
        let room = RoomId(join.room.0);
        let now = self.0.clock.now();
        let admitted = self.0.registry.admit(room, person, &join.ticket, now)?;
        let Admitted {
            consult,
            chair,
            holder,
            other,
            link,
            commands,
        } = admitted;
        let (reply, answer) = tokio::sync::oneshot::channel();
        let input = Input::Join {
            link,
            seat: signaling::wire::call::SeatId(chair.seat.0),
            takeover: join.takeover,
            resume: join.resume,
        };
        let sitter = Input::Holder {
            link,
            seat: signaling::wire::call::SeatId(chair.seat.0),
            holder,
            name: Unprinted(chair.name.clone().into_inner()),
        };
        let command = Command::Join {
            sitter,
            input,
            link,
            outbox,
            reply,
        };
        // A task that is gone has ended its call.
        commands
            .send(command)
            .await
            .map_err(|_gone| JoinRefusal::Over)?;
        answer.await.map_err(|_gone| JoinRefusal::Over)??;
        Ok(Seated::new((room, consult), &chair, other, link, commands))
    }

    /// Ends the call for everybody in it; nothing is relayed from then on. A call that is
    /// not open is over already.
    pub fn end(&self, room: RoomId, reason: EndReason) {
        self.0.registry.end(room, reason);
    }

    /// Whether the call is open.
    #[must_use]
    pub fn is_open(&self, room: RoomId) -> bool {
        self.0.registry.is_open(room)
    }

    /// Ends every call, waits for its task, and for the call log to be written. Facts that
    /// come out of the calls meanwhile have to be read.
    pub async fn shutdown(&self) {
        self.0.registry.close(EndReason::Restart);
        self.0.tasks.close();
        self.0.tasks.wait().await;
        self.0.log.close();
        self.0.writer.wait().await;
    }
}

fn millis(time: Timestamp) -> signaling::room::Millis {
    signaling::room::Millis(u64::try_from(time.as_millis()).unwrap_or(0))
}

fn timestamp(time: signaling::room::Millis) -> Timestamp {
    Timestamp::from_millis(i64::try_from(time.0).unwrap_or(i64::MAX))
}
