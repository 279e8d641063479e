//! Content that should be there and is not: told to the operator once for each piece, and
//! counted.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::domain::ids::{CommandId, ConsultId};
use crate::service::vault::{PartKind, Place, VaultError};

/// So many pieces are told apart. A store that has lost more has been told of.
const TOLD_MAX: usize = 4_096;

/// The pieces of content found missing since the start.
#[derive(Debug, Default)]
pub(super) struct Missing(Mutex<BTreeSet<(ConsultId, CommandId, PartKind)>>);

impl Missing {
    /// The piece of `kind` at `place` was looked for, and is not there.
    pub(super) fn found(&self, place: &Place, kind: PartKind, error: &VaultError) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = told.len() < TOLD_MAX && told.insert((place.consult, place.command, kind));
        drop(told);
        let (consult, part) = (place.consult, kind.as_str());
        if new {
            tracing::error!(%consult, part, %error, "Sealed content is missing from the store");
        } else {
            tracing::debug!(%consult, part, %error, "Sealed content is missing, as was told");
        }
    }

    /// How many.
    pub(super) fn count(&self) -> usize {
        let told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.len()
    }
}
