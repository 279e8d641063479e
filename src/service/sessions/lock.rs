//! Locking a session's screen, and opening it again for the same person alone.
//!
//! A nurse who waits and a doctor on duty must not be signed out of a shared tablet: they would
//! lose their ring. So the session goes on, and what it may read does not.

use super::known::Live;
use super::stored::Record;
use super::{IDLE_MAX, SESSION_MAX, Sessions};
use crate::domain::ids::{PersonId, SessionId};
use crate::service::failure::Failure;
use crate::storage::Expected;

/// Why a session was not opened again.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StaysLocked {
    /// It is somebody else's, or there is none.
    #[error("the session is another person's")]
    Another,
    /// The store failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Sessions {
    /// Locks the screen of a session. From the answer on it opens no case, on whatever page.
    ///
    /// # Errors
    /// As the store; the screen is then open.
    pub async fn lock(&self, id: SessionId) -> Result<(), Failure> {
        self.rewrite(id, |record| record.locked = true).await?;
        tracing::info!(session = %id, "Session locked");
        Ok(())
    }

    /// Opens a session for `person`, who has just proved who she is: as after signing in, its
    /// longest time begins anew.
    ///
    /// # Errors
    /// [`StaysLocked::Another`] for anybody else, or as the store.
    pub async fn unlock(&self, id: SessionId, person: &PersonId) -> Result<(), StaysLocked> {
        let now = self.0.clock.now();
        let mut hers = false;
        self.rewrite(id, |record| {
            hers = record.person == *person;
            if hers {
                record.locked = false;
                record.signed_in_at = now;
            }
        })
        .await?;
        if !hers {
            return Err(StaysLocked::Another);
        }
        tracing::info!(session = %id, "Session opened again");
        Ok(())
    }

    /// Writes a changed record until nobody else was first. One that has ended stays ended.
    async fn rewrite(
        &self,
        id: SessionId,
        mut change: impl FnMut(&mut Record),
    ) -> Result<(), Failure> {
        let blob = self.0.session_blob(id);
        loop {
            let Some(stored) = self.0.blobs.get(&blob).await? else {
                return Ok(());
            };
            let Some(mut record) = Record::from_bytes(&stored.bytes) else {
                return Ok(());
            };
            if record.revoked {
                return Ok(());
            }
            change(&mut record);
            let now = self.0.clock.now();
            let idle_until = now
                .plus(IDLE_MAX)
                .min(record.signed_in_at.plus(SESSION_MAX));
            let expected = Expected::At(stored.version);
            let bytes = record.to_bytes();
            let written = self
                .0
                .blobs
                .put_if(&blob, expected, bytes, Some(idle_until))
                .await?;
            if let Some(version) = written {
                let live = Live {
                    record,
                    version,
                    idle_until,
                };
                self.0.written(id, live);
                return Ok(());
            }
        }
    }
}
