//! What happened in one case, read back from the journal: it holds the case for ever, the
//! state only for a while.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::County;
use crate::domain::ids::ConsultId;
use crate::domain::incidents::{Dossier, Incident, Reading};
use crate::service::failure::Failure;
use crate::storage::chain::{START, extend};
use crate::storage::{LogId, codec};

/// How many records are read at a time.
const PAGE: usize = 256;

impl County {
    /// The cases in which something went wrong, and the position they stand at.
    pub(in crate::service) fn incidents(&self) -> (u64, Vec<Arc<Incident>>) {
        let history = self.0.shared.history();
        let now = history.now();
        (now.seq, now.folded.incidents.all().cloned().collect())
    }

    /// The case, if something went wrong in it.
    pub(in crate::service) fn incident(&self, consult: ConsultId) -> Option<Arc<Incident>> {
        let history = self.0.shared.history();
        history.now().folded.incidents.of(consult).cloned()
    }

    /// What happened in it, from the journal's beginning to the confirmed position: who was on
    /// duty when it began may have been so for long. Each record is checked against the chain;
    /// only those that matter are understood.
    pub(in crate::service) async fn dossier(
        &self,
        consult: ConsultId,
    ) -> Result<Option<Dossier>, Failure> {
        let shared = &self.0.shared;
        let log = LogId::journal(shared.county.clone());
        let (end, hash) = {
            let history = shared.history();
            (history.now().seq, history.now().hash)
        };
        let mut reading = Reading::new(consult);
        let mut at = START;
        'journal: while at.0 < end {
            let records = shared.storage.log.read(&log, at.0, PAGE).await?;
            if records.is_empty() {
                return Err(broken(consult, &"it ends too early"));
            }
            for record in records.iter().take_while(|record| record.seq <= end) {
                at = extend(at, [record], |_| None).map_err(|why| broken(consult, &why))?;
                let stored = str::from_utf8(&record.bytes).map_err(|why| broken(consult, &why))?;
                if !reading.concerns(stored) {
                    continue;
                }
                let decoded = codec::decode(&record.bytes).map_err(|why| broken(consult, &why))?;
                if let ControlFlow::Break(()) = reading.read(&decoded.entry) {
                    break 'journal;
                }
            }
        }
        if at.0 == end && at.1 != hash {
            return Err(broken(consult, &"it does not end in its head"));
        }
        Ok(reading.end(shared.clock.now()))
    }
}

fn broken(consult: ConsultId, why: &dyn std::fmt::Display) -> Failure {
    tracing::error!(%consult, %why, "The journal cannot be read back");
    Failure::Internal
}
