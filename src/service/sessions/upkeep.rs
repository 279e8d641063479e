//! Keeping sessions alive as long as they are used, and no longer.

use super::known::Live;
use super::stored::Record;
use super::who::{Session, Unauthenticated, session};
use super::{EXTEND_EVERY, IDLE_MAX, SESSION_MAX, Sessions};
use crate::domain::ids::{PersonId, SessionId};
use crate::domain::time::Timestamp;
use crate::service::failure::Failure;
use crate::storage::Expected;

impl Sessions {
    /// Keeps alive the sessions that `in_use` names, and ends those that have run out.
    pub(in crate::service) async fn sweep(&self, in_use: impl Fn(SessionId, &PersonId) -> bool) {
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
    pub(super) async fn live(&self, id: SessionId) -> Result<Live, Unauthenticated> {
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
        self.0.remember(id, &live)
    }

    /// The session, kept alive, if its commission still stands in the directory.
    pub(super) async fn used(&self, id: SessionId, live: Live) -> Result<Session, Unauthenticated> {
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
        let before = live.version;
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
                if let Some(live) = known.live.get_mut(&id).filter(|now| now.version == before) {
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
