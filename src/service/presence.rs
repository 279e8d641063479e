//! Who is there: a person with an open socket is; one without for 25 seconds is away.
//!
//! For those who hold a request, wait for one or are on duty, being away and coming back are
//! told to the waiting room, so that what follows from it is decided there. After a restart
//! nobody is there until a socket says so.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::county::{County, system_id};
use super::failure::Failure;
use super::sessions::{Session, Sessions};
use crate::clock::Clock;
use crate::domain::ids::{PersonId, SessionId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::Command;

/// How long a person may be without a socket before she counts as away: long enough for a
/// page to be reloaded or a telephone to change networks.
pub const AWAY_AFTER: Duration = Duration::from_secs(25);
/// How often sessions in use are kept alive.
const SWEEP_EACH: Duration = Duration::from_mins(1);
/// How long to wait before what the waiting room could not take is told again.
const TELL_AGAIN: Duration = Duration::from_secs(1);

/// Which sockets are open, by person. Clones share it.
#[derive(Clone)]
pub(super) struct Presence(Arc<Inner>);

struct Inner {
    clock: Clock,
    people: Mutex<BTreeMap<PersonId, Link>>,
    changed: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Link {
    sockets: BTreeMap<SessionId, u32>,
    gone_since: Timestamp,
}

/// One open socket: the person is there for as long as it is kept.
#[must_use = "the person is there only for as long as this is kept"]
pub struct PresenceGuard {
    presence: Presence,
    person: PersonId,
    session: SessionId,
}

impl Presence {
    pub(super) fn new(clock: Clock) -> Self {
        Self(Arc::new(Inner {
            clock,
            people: Mutex::default(),
            changed: watch::Sender::new(0),
        }))
    }

    pub(super) fn connected(&self, session: &Session) -> PresenceGuard {
        let mut people = self.people();
        let link = people.entry(session.person.clone()).or_default();
        *link.sockets.entry(session.id).or_default() += 1;
        drop(people);
        self.tell();
        PresenceGuard {
            presence: self.clone(),
            person: session.person.clone(),
            session: session.id,
        }
    }

    pub(super) fn is_present(&self, person: &PersonId) -> bool {
        let people = self.people();
        people.get(person).is_some_and(Link::is_there)
    }

    fn is_connected(&self, session: SessionId, person: &PersonId) -> bool {
        let people = self.people();
        let link = people.get(person);
        link.is_some_and(|link| link.sockets.contains_key(&session))
    }

    /// Since when the person is gone; nothing if she is there.
    fn gone_since(&self, person: &PersonId, watched_since: Timestamp) -> Option<Timestamp> {
        match self.people().get(person) {
            Some(link) if link.is_there() => None,
            // Nobody is missed before it matters where she is.
            Some(link) => Some(link.gone_since.max(watched_since)),
            None => Some(watched_since),
        }
    }

    fn disconnected(&self, person: &PersonId, session: SessionId) {
        let now = self.0.clock.now();
        let mut people = self.people();
        if let Some(link) = people.get_mut(person) {
            if let Some(sockets) = link.sockets.get_mut(&session) {
                *sockets -= 1;
                if *sockets == 0 {
                    link.sockets.remove(&session);
                }
            }
            if !link.is_there() {
                link.gone_since = now;
            }
        }
        drop(people);
        self.tell();
    }

    fn tell(&self) {
        self.0
            .changed
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    fn people(&self) -> MutexGuard<'_, BTreeMap<PersonId, Link>> {
        self.0.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Link {
    fn is_there(&self) -> bool {
        !self.sockets.is_empty()
    }
}

impl Drop for PresenceGuard {
    fn drop(&mut self) {
        self.presence.disconnected(&self.person, self.session);
    }
}

impl fmt::Debug for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presence").finish_non_exhaustive()
    }
}

impl fmt::Debug for PresenceGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresenceGuard")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

/// Tells the waiting room who is lost and who is back.
#[derive(Debug)]
pub(super) struct Watcher {
    presence: Presence,
    county: County,
    sessions: Sessions,
    /// Everyone who matters, and since when this was noticed.
    watched: BTreeMap<PersonId, Timestamp>,
    sweep_at: Timestamp,
}

impl Watcher {
    pub(super) fn new(presence: Presence, county: County, sessions: Sessions) -> Self {
        let now = presence.0.clock.now();
        let sweep_at = now.plus(SWEEP_EACH);
        // Nobody is there at the start, so who matters then is gone from then on.
        let watched = county.read(|room, _| {
            let watched = room.watched().into_iter();
            watched.map(|person| (person.clone(), now)).collect()
        });
        Self {
            presence,
            county,
            sessions,
            watched,
            sweep_at,
        }
    }

    /// Runs until it is told to stop.
    pub(super) async fn run(mut self, stop: CancellationToken) {
        let mut changed = self.presence.0.changed.subscribe();
        let mut published = self.county.published();
        let clock = self.presence.0.clock.clone();
        loop {
            // Marked before looking: what changes meanwhile is looked at again.
            changed.mark_unchanged();
            published.mark_unchanged();
            let next = self.look().await;
            let (at, again) = match next {
                Ok(at) => (at, None),
                Err(Untold) => (None, Some(TELL_AGAIN)),
            };
            let at = at.map_or(self.sweep_at, |at| at.min(self.sweep_at));
            tokio::select! {
                () = stop.cancelled() => return,
                _ = changed.changed() => {}
                _ = published.changed(), if again.is_none() => {}
                () = clock.sleep_until(at) => {}
                () = tokio::time::sleep(TELL_AGAIN), if again.is_some() => {}
            }
            if clock.now() >= self.sweep_at {
                self.sweep().await;
            }
        }
    }

    /// Tells what has changed; answers when somebody will have been gone for too long.
    async fn look(&mut self) -> Result<Option<Timestamp>, Untold> {
        let now = self.presence.0.clock.now();
        let state: BTreeMap<PersonId, Option<Timestamp>> = self.county.read(|room, _| {
            let watched = room.watched().into_iter();
            watched
                .map(|person| (person.clone(), room.lost_since(person)))
                .collect()
        });
        self.watched.retain(|person, _| state.contains_key(person));
        let mut next: Option<Timestamp> = None;
        for (person, lost) in state {
            let watched_since = *self.watched.entry(person.clone()).or_insert(now);
            let gone = self.presence.gone_since(&person, watched_since);
            match (gone, lost) {
                (None, Some(since)) => self.tell_back(person, since).await?,
                (Some(since), None) if since.plus(AWAY_AFTER) <= now => {
                    self.tell_lost(person, since).await?;
                }
                (Some(since), None) => {
                    let due = since.plus(AWAY_AFTER);
                    next = Some(next.map_or(due, |next| next.min(due)));
                }
                (None, None) | (Some(_), Some(_)) => {}
            }
        }
        Ok(next)
    }

    async fn tell_lost(&self, person: PersonId, since: Timestamp) -> Result<(), Untold> {
        let id = system_id(&format!("link_lost/{person}/{}", since.as_millis()));
        self.tell(id, Command::LinkLost { person, since }).await
    }

    async fn tell_back(&self, person: PersonId, lost: Timestamp) -> Result<(), Untold> {
        let id = system_id(&format!("link_back/{person}/{}", lost.as_millis()));
        self.tell(id, Command::LinkBack { person }).await
    }

    async fn tell(
        &self,
        id: crate::domain::ids::CommandId,
        command: Command,
    ) -> Result<(), Untold> {
        let kind = command.kind();
        match self.county.submit_system(id, command).await {
            Ok(_) => Ok(()),
            // The waiting room has moved on: nothing is left to tell.
            Err(Failure::Refused(_) | Failure::Draining) => Ok(()),
            Err(failure) => {
                tracing::warn!(%kind, %failure, "Presence could not be told");
                Err(Untold)
            }
        }
    }

    /// Waiting, being on duty and an open page are uses of a session.
    async fn sweep(&mut self) {
        self.sweep_at = self.presence.0.clock.now().plus(SWEEP_EACH);
        let (presence, watched) = (&self.presence, &self.watched);
        self.sessions
            .sweep(|session, person| {
                presence.is_connected(session, person) || watched.contains_key(person)
            })
            .await;
    }
}

/// The waiting room could not be told.
#[derive(Debug)]
struct Untold;
