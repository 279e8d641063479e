//! Who is calling: sessions under one commission, and tickets that open one socket.
//!
//! A session lives 30 minutes from its last use and 12 hours at most. Once its revocation is
//! acknowledged nothing is authenticated by it, whatever was read from the store before.

mod secret;
mod stored;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{broadcast, watch};

use self::secret::Bearer;
use self::stored::{Record, StoredTicket};
use super::failure::Failure;
use crate::clock::Clock;
use crate::domain::access::Role;
use crate::domain::directory::{Commission, Directory};
use crate::domain::ids::{CommissionId, CountyId, PersonId, SessionId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Actor, Place};
use crate::storage::{Blob, BlobId, Expected, Version};

/// How long an unused session lives. Waiting, being on duty and an open page are uses.
pub const IDLE_MAX: Duration = Duration::from_mins(30);
/// How long any session lives: one long shift.
pub const SESSION_MAX: Duration = Duration::from_hours(12);
/// How long a ticket for a socket lives: time enough to open the socket it was asked for.
pub const TICKET_MAX: Duration = Duration::from_secs(30);
/// A use is written down at most this often.
const EXTEND_EVERY: Duration = Duration::from_mins(1);
/// How many ended sessions wait for a slow listener; one that is slower still is told that
/// it lagged and has to look at its session again.
const ENDED_MAX: usize = 1024;

/// A signed-in member of staff under one commission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// Who.
    pub person: PersonId,
    /// Under which commission.
    pub commission: CommissionId,
    /// What she is under it.
    pub role: Role,
    /// As whom she acts in the waiting room.
    pub actor: Actor,
    /// When she signed in.
    pub signed_in_at: Timestamp,
}

/// What the bearer of a session carries. Prints nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(Bearer);

impl Token {
    /// The text to hand out, once.
    #[must_use]
    pub fn reveal(&self) -> String {
        self.0.text()
    }
}

/// What opens one socket, once, within [`TICKET_MAX`]. Prints nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket(Bearer);

impl Ticket {
    /// The text to hand out, once.
    #[must_use]
    pub fn reveal(&self) -> String {
        self.0.text()
    }
}

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SignInError {
    /// The directory has no such person or commission today.
    #[error("no such person or commission")]
    NoSuchPerson,
    /// The store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a caller is not known.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unauthenticated {
    /// No session, or one that has run out.
    #[error("no such session")]
    Unknown,
    /// The session was ended.
    #[error("the session was ended")]
    Revoked,
    /// The ticket was used before, or has run out.
    #[error("the ticket was used or has run out")]
    TicketUsed,
    /// The store could not be asked.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// All sessions of one county. Clones share them.
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    county: CountyId,
    blobs: Arc<dyn Blob>,
    clock: Clock,
    directory: watch::Receiver<Arc<Directory>>,
    known: Mutex<Known>,
    ended: broadcast::Sender<SessionId>,
}

/// What this process remembers of sessions, so that a request needs no store.
#[derive(Debug, Default)]
struct Known {
    live: BTreeMap<SessionId, Live>,
    /// Ended sessions and when they can be forgotten: nothing read from the store earlier
    /// may bring them back.
    revoked: BTreeMap<SessionId, Timestamp>,
}

#[derive(Debug, Clone)]
struct Live {
    record: Record,
    version: Version,
    idle_until: Timestamp,
}

impl Sessions {
    /// The sessions of the directory's county, kept in `blobs`.
    #[must_use]
    pub fn new(
        blobs: Arc<dyn Blob>,
        clock: Clock,
        directory: watch::Receiver<Arc<Directory>>,
    ) -> Self {
        let county = directory.borrow().id().clone();
        Self(Arc::new(Inner {
            county,
            blobs,
            clock,
            directory,
            known: Mutex::default(),
            ended: broadcast::Sender::new(ENDED_MAX),
        }))
    }

    /// Signs `person` in without asking for proof: for a demo county alone. Without a
    /// commission the first of hers by name is used.
    ///
    /// # Errors
    /// If the directory has no such person or commission today, or as the store.
    pub async fn sign_in(
        &self,
        person: &PersonId,
        commission: Option<&CommissionId>,
    ) -> Result<(Token, Session), SignInError> {
        let now = self.0.clock.now();
        let directory = self.0.directory.borrow().clone();
        let commission = directory
            .commissions_of(person, now)
            .find(|row| commission.is_none_or(|wanted| &row.id == wanted))
            .ok_or(SignInError::NoSuchPerson)?;

        let id = SessionId(self.0.clock.new_id());
        let bearer = Bearer::new(id.0);
        let record = Record {
            secret: bearer.digest(),
            person: person.clone(),
            commission: commission.id.clone(),
            signed_in_at: now,
            revoked: false,
        };
        let session = session(id, &record, commission);
        let idle_until = now.plus(IDLE_MAX);
        let written = self
            .0
            .blobs
            .put_if(
                &self.0.session_blob(id),
                Expected::Absent,
                record.to_bytes(),
                Some(idle_until),
            )
            .await
            .map_err(Failure::from)?;
        // The id is new, so nobody can have been first.
        let version = written.ok_or(Failure::Internal)?;
        let live = Live {
            record,
            version,
            idle_until,
        };
        self.0.known().live.insert(id, live);
        tracing::info!(session = %id, person = %session.person, "Signed in");
        Ok((Token(bearer), session))
    }

    /// Who carries `token`. Using a session keeps it alive.
    ///
    /// # Errors
    /// Why nobody is known by it.
    pub async fn authenticate(&self, token: &str) -> Result<Session, Unauthenticated> {
        let bearer = Bearer::parse(token).ok_or(Unauthenticated::Unknown)?;
        let id = SessionId(bearer.id);
        let live = self.live(id).await?;
        if live.record.secret != bearer.digest() {
            return Err(Unauthenticated::Unknown);
        }
        self.used(id, live).await
    }

    /// Whether the session still stands, as far as this process knows.
    #[must_use]
    pub fn is_live(&self, session: &Session) -> bool {
        !self.0.known().revoked.contains_key(&session.id)
    }

    /// Ends a session. After the answer nothing is authenticated by it.
    ///
    /// # Errors
    /// As the store; the session then stands.
    pub async fn revoke(&self, id: SessionId) -> Result<(), Failure> {
        let blob = self.0.session_blob(id);
        loop {
            let Some(stored) = self.0.blobs.get(&blob).await? else {
                break;
            };
            let Some(mut record) = Record::from_bytes(&stored.bytes) else {
                break;
            };
            if record.revoked {
                break;
            }
            record.revoked = true;
            let until = record.signed_in_at.plus(SESSION_MAX);
            let written = self
                .0
                .blobs
                .put_if(
                    &blob,
                    Expected::At(stored.version),
                    record.to_bytes(),
                    Some(until),
                )
                .await?;
            // Lost to an extension of the same session: end what it wrote.
            if written.is_some() {
                break;
            }
        }
        self.0.end(id);
        tracing::info!(session = %id, "Session revoked");
        Ok(())
    }

    /// Hears of every session that ends, from now on.
    #[must_use]
    pub fn ended(&self) -> broadcast::Receiver<SessionId> {
        self.0.ended.subscribe()
    }

    /// A ticket that opens one socket for `session`.
    ///
    /// # Errors
    /// As the store.
    pub async fn socket_ticket(&self, session: &Session) -> Result<Ticket, Failure> {
        let bearer = Bearer::new(self.0.clock.new_id());
        let ticket = StoredTicket {
            secret: bearer.digest(),
            session: session.id,
        };
        let until = self.0.clock.now().plus(TICKET_MAX);
        let blob = self.0.ticket_blob(&bearer);
        let written = self
            .0
            .blobs
            .put_if(&blob, Expected::Absent, ticket.to_bytes(), Some(until))
            .await?;
        written.ok_or(Failure::Internal)?;
        Ok(Ticket(bearer))
    }

    /// Uses a ticket up: of several who try, one hears whose session it is for.
    ///
    /// # Errors
    /// [`Unauthenticated::TicketUsed`] if it was used or has run out, or why its session
    /// does not stand.
    pub async fn redeem(&self, ticket: &str) -> Result<Session, Unauthenticated> {
        let bearer = Bearer::parse(ticket).ok_or(Unauthenticated::Unknown)?;
        let blob = self.0.ticket_blob(&bearer);
        let stored = self.0.blobs.get(&blob).await.map_err(Failure::from)?;
        let stored = stored.ok_or(Unauthenticated::TicketUsed)?;
        let ticket = StoredTicket::from_bytes(&stored.bytes).ok_or(Unauthenticated::Unknown)?;
        if ticket.secret != bearer.digest() {
            return Err(Unauthenticated::Unknown);
        }
        let deleted = self
            .0
            .blobs
            .delete_if(&blob, stored.version)
            .await
            .map_err(Failure::from)?;
        if !deleted {
            return Err(Unauthenticated::TicketUsed);
        }
        let live = self.live(ticket.session).await?;
        self.used(ticket.session, live).await
    }

    /// Keeps alive the sessions that `in_use` names, and ends those that have run out.
    pub(super) async fn sweep(&self, in_use: impl Fn(SessionId, &PersonId) -> bool) {
        let now = self.0.clock.now();
        let live: Vec<_> = {
            let mut known = self.0.known();
            known.revoked.retain(|_, until| now < *until);
            known
                .live
                .iter()
                .map(|(id, live)| (*id, live.clone()))
                .collect()
        };
        for (id, live) in live {
            if !live.stands(now) {
                self.0.expire(id);
            } else if in_use(id, &live.record.person)
                && let Err(why) = self.used(id, live).await
            {
                tracing::warn!(session = %id, %why, "Session could not be kept alive");
            }
        }
    }

    /// The session as remembered or stored.
    async fn live(&self, id: SessionId) -> Result<Live, Unauthenticated> {
        let now = self.0.clock.now();
        {
            let known = self.0.known();
            if known.revoked.contains_key(&id) {
                return Err(Unauthenticated::Revoked);
            }
            // One that has run out here may have been used elsewhere: the store knows.
            if let Some(live) = known.live.get(&id).filter(|live| live.stands(now)) {
                return Ok(live.clone());
            }
        }
        let blob = self.0.session_blob(id);
        let stored = self.0.blobs.get(&blob).await.map_err(Failure::from)?;
        let stored = stored.ok_or(Unauthenticated::Unknown)?;
        let record = Record::from_bytes(&stored.bytes).ok_or(Unauthenticated::Unknown)?;
        if record.revoked {
            self.0.end(id);
            return Err(Unauthenticated::Revoked);
        }
        let live = Live {
            idle_until: stored.expires.unwrap_or(now),
            version: stored.version,
            record,
        };
        if !live.stands(now) {
            return Err(Unauthenticated::Unknown);
        }
        self.0.remember(id, &live)?;
        Ok(live)
    }

    /// The session, kept alive, if its commission still stands in the directory.
    async fn used(&self, id: SessionId, live: Live) -> Result<Session, Unauthenticated> {
        let now = self.0.clock.now();
        let session = {
            let directory = self.0.directory.borrow();
            let row = directory
                .commission(&live.record.commission, now)
                .filter(|row| row.person == live.record.person)
                .ok_or(Unauthenticated::Unknown)?;
            session(id, &live.record, row)
        };
        let until = now
            .plus(IDLE_MAX)
            .min(live.record.signed_in_at.plus(SESSION_MAX));
        if until.since(live.idle_until) >= EXTEND_EVERY {
            self.extend(id, live, until).await;
        }
        // Ended while the store was asked: it must not be answered as if it stood.
        if self.0.known().revoked.contains_key(&id) {
            return Err(Unauthenticated::Revoked);
        }
        Ok(session)
    }

    /// Failing to write a use down is no reason to refuse it: the session runs out earlier.
    async fn extend(&self, id: SessionId, live: Live, until: Timestamp) {
        let written = self
            .0
            .blobs
            .put_if(
                &self.0.session_blob(id),
                Expected::At(live.version),
                live.record.to_bytes(),
                Some(until),
            )
            .await;
        let mut known = self.0.known();
        match written {
            Ok(Some(version)) => {
                if let Some(live) = known.live.get_mut(&id) {
                    live.version = version;
                    live.idle_until = until;
                }
            }
            // Somebody else wrote: what is remembered is old, so the next use reads again.
            Ok(None) => {
                known.live.remove(&id);
            }
            Err(why) => tracing::warn!(session = %id, %why, "Use of a session not written down"),
        }
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl Inner {
    fn session_blob(&self, id: SessionId) -> BlobId {
        BlobId::new(self.county.clone(), format!("session/{id}"))
    }

    fn ticket_blob(&self, bearer: &Bearer) -> BlobId {
        BlobId::new(self.county.clone(), format!("ticket/{}", bearer.id))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, id: SessionId, live: &Live) -> Result<(), Unauthenticated> {
        let mut known = self.known();
        if known.revoked.contains_key(&id) {
            return Err(Unauthenticated::Revoked);
        }
        known.live.insert(id, live.clone());
        Ok(())
    }

    fn end(&self, id: SessionId) {
        let until = self.clock.now().plus(SESSION_MAX);
        let mut known = self.known();
        known.live.remove(&id);
        let first = known.revoked.insert(id, until).is_none();
        drop(known);
        if first {
            self.tell_ended(id);
        }
    }

    fn expire(&self, id: SessionId) {
        let gone = self.known().live.remove(&id);
        if gone.is_some() {
            self.tell_ended(id);
        }
    }

    fn tell_ended(&self, id: SessionId) {
        // Nobody may be listening.
        drop(self.ended.send(id));
    }
}

impl Live {
    fn stands(&self, now: Timestamp) -> bool {
        now < self.idle_until && now < self.record.signed_in_at.plus(SESSION_MAX)
    }
}

fn session(id: SessionId, record: &Record, row: &Commission) -> Session {
    Session {
        id,
        person: record.person.clone(),
        commission: row.id.clone(),
        role: row.role,
        actor: actor(row),
        signed_in_at: record.signed_in_at,
    }
}

/// As whom the holder of a commission acts.
fn actor(row: &Commission) -> Actor {
    let place = match (&row.unit, row.centres.first()) {
        (Some(unit), _) => Place::Unit(unit.clone()),
        (None, Some(centre)) => Place::Centre(centre.clone()),
        (None, None) => Place::County,
    };
    Actor {
        person: row.person.clone(),
        commission: row.id.clone(),
        controller: row.controller.clone(),
        place,
    }
}

#[cfg(test)]
mod tests;
