//! A doctor's own phrases and order templates: hers under every commission, on every machine.

use super::county::County;
use super::failure::Failure;
use super::sessions::{Session, Sessions};
use super::vault::{KeptPhrases, VaultError};
use crate::domain::clinical::Phrases;
use crate::domain::time::Timestamp;

/// Keeps phrases. Clones share them.
#[derive(Debug, Clone)]
pub struct PhraseBook {
    county: County,
    sessions: Sessions,
}

/// Phrases that were not kept.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PhrasesNotKept {
    /// Others were kept since she read hers, at this time.
    #[error("they were changed elsewhere")]
    ChangedElsewhere(Timestamp),
    /// It failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl PhraseBook {
    pub(super) const fn new(county: County, sessions: Sessions) -> Self {
        Self { county, sessions }
    }

    /// What the session's person keeps.
    ///
    /// # Errors
    /// As the store.
    pub async fn read(&self, session: &Session) -> Result<KeptPhrases, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        let found = self.county.vault().phrases(&session.person).await;
        let (kept, _version) = found.map_err(|error| failed(&error))?;
        Ok(kept)
    }

    /// Keeps `phrases` in the place of those of `rev`. The same ones over the same ones again
    /// are kept already.
    ///
    /// # Errors
    /// [`PhrasesNotKept::ChangedElsewhere`] if others were kept since; else as the store.
    pub async fn keep(
        &self,
        session: &Session,
        rev: u64,
        phrases: Phrases,
    ) -> Result<KeptPhrases, PhrasesNotKept> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded.into());
        }
        let vault = self.county.vault();
        let found = vault.phrases(&session.person).await;
        let (before, version) = found.map_err(|error| failed(&error))?;
        if before.rev == rev.saturating_add(1) && before.phrases == phrases {
            return Ok(before);
        }
        let now = self.county.clock().now();
        if before.rev != rev {
            return Err(PhrasesNotKept::ChangedElsewhere(before.at.unwrap_or(now)));
        }
        let kept = KeptPhrases {
            rev: rev.saturating_add(1),
            at: Some(now),
            phrases,
        };
        let put = vault.keep_phrases(&session.person, &kept, version).await;
        if put.map_err(|error| failed(&error))? {
            Ok(kept)
        } else {
            Err(PhrasesNotKept::ChangedElsewhere(now))
        }
    }
}

fn failed(error: &VaultError) -> Failure {
    match error {
        VaultError::Store(error) => error.clone().into(),
        VaultError::Missing
        | VaultError::KeyGone
        | VaultError::Unsealable(_)
        | VaultError::Unreadable(_) => {
            tracing::error!(%error, "A person's phrases do not read");
            Failure::Internal
        }
    }
}
