//! Who is calling: sessions under one commission, and tickets that open one socket.
//!
//! A session lives 30 minutes from its last use and 12 hours at most. Once its revocation is
//! acknowledged nothing is authenticated by it, whatever was read from the store before.

mod known;
mod lock;
mod secret;
mod stored;
mod tickets;
mod upkeep;
mod who;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{broadcast, watch};

use self::known::{Known, Live};
pub use self::lock::StaysLocked;
use self::secret::Bearer;
use self::stored::Record;
use self::who::session;
pub use self::who::{Session, SignInError, Ticket, Token, Unauthenticated};
use super::failure::Failure;
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::{CommissionId, CountyId, PersonId, SessionId};
use crate::storage::{Blob, BlobId, Expected};

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
            locked: false,
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
}

#[cfg(test)]
mod tests;
