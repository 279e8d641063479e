//! Appending to access logs. What could not be appended may not be shown.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::entry::Access;
use crate::domain::directory::Directory;
use crate::domain::ids::{ControllerId, CountyId};
use crate::service::failure::Failure;
use crate::service::vault::Vault;
use crate::storage::{AppendError, Batch, Head, Log, LogId, Record};

/// How often an append is tried behind a head that others have moved, or without an answer.
const ATTEMPTS: usize = 8;

type KnownHead = Arc<tokio::sync::Mutex<Option<Head>>>;

/// The access logs of one county.
pub(super) struct AccessLogs {
    county: CountyId,
    log: Arc<dyn Log>,
    vault: Vault,
    heads: Mutex<BTreeMap<ControllerId, KnownHead>>,
}

impl AccessLogs {
    pub(super) fn new(county: CountyId, log: Arc<dyn Log>, vault: Vault) -> Self {
        Self {
            county,
            log,
            vault,
            heads: Mutex::default(),
        }
    }

    /// Writes `access` into the log of each controller; all of them, or it may not be shown.
    pub(super) async fn write(
        &self,
        controllers: &[&ControllerId],
        access: &Access,
        directory: &Directory,
    ) -> Result<(), Failure> {
        for controller in controllers {
            self.append(controller, access, directory).await?;
        }
        Ok(())
    }

    async fn append(
        &self,
        controller: &ControllerId,
        access: &Access,
        directory: &Directory,
    ) -> Result<(), Failure> {
        let log = LogId::access(self.county.clone(), controller.clone());
        let head = self.head_of(controller);
        // One append at a time: the next line is chained to this one.
        let mut known = head.lock().await;
        let row = directory.controller(controller, access.at());
        let mut unanswered: Option<Record> = None;
        for _ in 0..ATTEMPTS {
            let head = match *known {
                Some(head) => head,
                None => self.log.head(&log).await.map_err(|error| {
                    tracing::error!(%controller, %error, "Access log not found: nothing is shown");
                    Failure::StoreUnavailable
                })?,
            };
            let record = match unanswered.take() {
                Some(record) => record,
                None => Record {
                    seq: head.seq.saturating_add(1),
                    at: access.at().max(head.at),
                    bytes: access
                        .line(controller, row, &self.vault, head.hash)
                        .map_err(|_no_json| Failure::Internal)?
                        .into(),
                },
            };
            let batch = Batch {
                records: vec![record.clone()],
                ..Batch::default()
            };
            match self.log.append(&log, &head, batch).await {
                Ok(head) => {
                    *known = Some(head);
                    return Ok(());
                }
                Err(AppendError::Conflict { head, tail }) => {
                    *known = Some(head);
                    // What got no answer before is found again as the beginning of the tail.
                    if tail.first() == Some(&record) {
                        return Ok(());
                    }
                }
                Err(AppendError::Unknown) => {
                    *known = Some(head);
                    unanswered = Some(record);
                }
                Err(
                    error @ (AppendError::Store(_)
                    | AppendError::Behind { .. }
                    | AppendError::Fork { .. }
                    | AppendError::Fenced),
                ) => {
                    *known = None;
                    tracing::error!(%controller, %error, "Access not logged: nothing is shown");
                    return Err(Failure::StoreUnavailable);
                }
            }
        }
        *known = None;
        tracing::error!(%controller, "Access not logged in {ATTEMPTS} attempts: nothing is shown");
        Err(Failure::StoreUnavailable)
    }

    fn head_of(&self, controller: &ControllerId) -> KnownHead {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(heads.entry(controller.clone()).or_default())
    }
}

impl fmt::Debug for AccessLogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessLogs").finish_non_exhaustive()
    }
}
