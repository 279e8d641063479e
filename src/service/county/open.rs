//! Opening a county: find or create its logs, check the journal, adopt the directory.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::directories::{self, DirectoryError};
use super::history::History;
use super::job::{COMMAND_MAX, Job};
use super::journal::{self, JournalError};
use super::past;
use super::plan::Desk;
use super::shared::Shared;
use super::snapshots;
use super::task::{MAILBOX, Task};
use super::{County, Inner, fingerprint, system_id};
use crate::clock::{Clock, random};
use crate::domain::directory::Directory;
use crate::domain::ids::{ControllerId, CountyId, NodeId};
use crate::domain::simulation::Days;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Adopted, By, Command, DirectoryHash, Envelope};
use crate::service::failure::Failure;
use crate::service::vault::{CountyKey, Vault};
use crate::storage::{AppendError, Head, Incarnation, LogId, Storage, StoreError};

/// What to do when the store has no such county.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstStart {
    /// Begin it: the operator says that there was none.
    Create,
    /// Begin it with days that were only simulated: for a demo.
    Simulate(Days),
    /// Refuse: an emptied store must not be taken for a new county.
    Refuse,
}

/// A county that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store has no such county.
    #[error("the store has no county {0}; say so if it is to be created")]
    NoCounty(CountyId),
    /// The store failed.
    #[error("the store cannot be used: {0}")]
    Store(#[from] StoreError),
    /// The journal is damaged or not understood.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The directory that the journal names cannot be loaded.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The store does not stand by what was read from it.
    #[error("the journal was read but not confirmed: {0}")]
    NotConfirmed(AppendError),
    /// The directory could not be adopted.
    #[error("the directory was not adopted: {0}")]
    NotAdopted(Failure),
}

/// Opens the county of `directory` and adopts that directory if another holds.
///
/// The task ends, and may be awaited, some time after `draining` was cancelled.
pub(in crate::service) async fn open(
    storage: Storage,
    clock: Clock,
    key: CountyKey,
    directory: Arc<Directory>,
    first: FirstStart,
    draining: CancellationToken,
) -> Result<(County, JoinHandle<()>), StartError> {
    let county = directory.id().clone();
    let log = LogId::journal(county.clone());
    // Before anything is read, so that nothing written meanwhile is missed.
    let hints = storage.topic.subscribe();
    let head = match storage.log.head(&log).await {
        Ok(head) => head,
        Err(StoreError::Missing) => match first {
            FirstStart::Create => storage.log.create(&log, Incarnation(random())).await?,
            FirstStart::Simulate(days) => {
                let head = storage.log.create(&log, Incarnation(random())).await?;
                create_logs(&storage, &head, None, &directory).await?;
                let node = NodeId(clock.new_id());
                past::write(&storage, &log, head, &directory, days, node).await?
            }
            FirstStart::Refuse => return Err(StartError::NoCounty(county)),
        },
        Err(error) => return Err(error.into()),
    };
    let mut desk_directory = None;
    let (history, head, snapshot) = read_confirmed(&storage, &log, head).await?;
    if let Some(hash) = history.now().folded.directory() {
        let named = directories::load(storage.blob.as_ref(), &county, hash).await?;
        desk_directory = Some(named);
    }
    let holding = desk_directory
        .as_ref()
        .map(|(_, holding)| Arc::clone(holding));
    create_logs(&storage, &head, holding.as_deref(), &directory).await?;

    let room = history.now().folded.room.clone();
    let shown = holding.unwrap_or_else(|| Arc::clone(&directory));
    let vault = Vault::new(county, key, Arc::clone(&storage.blob));
    let shared = Arc::new(Shared::new(storage, clock, history, shown));
    let (jobs, mailbox) = mpsc::channel(MAILBOX);
    let desk = Desk {
        room,
        directory: desk_directory,
    };
    let task = Task::new(
        Arc::clone(&shared),
        mailbox,
        draining.clone(),
        hints,
        head,
        desk,
        snapshot,
    );
    let running = tokio::spawn(task.run());
    let county = County(Arc::new(Inner {
        shared,
        jobs,
        vault,
    }));
    if let Err(failure) = county.adopt(directory).await {
        draining.cancel();
        drop(running.await);
        return Err(StartError::NotAdopted(failure));
    }
    Ok((county, running))
}

/// Reads the journal up to a confirmed position: what was read is shown from the start, so
/// it has to be as safe as an answer.
async fn read_confirmed(
    storage: &Storage,
    log: &LogId,
    head: Head,
) -> Result<(History, Head, u64), StartError> {
    let mut history = snapshots::newest(storage.log.as_ref(), log, &head).await?;
    let snapshot = history.now().seq;
    let mut head = head;
    loop {
        let now = history.now();
        let (from, mut at) = ((now.seq, now.hash), now.folded.room.last_at());
        let end = journal::read_after(storage.log.as_ref(), log, from, |(entry, hash)| {
            at = entry.at;
            history.advance(entry, hash);
        })
        .await?;
        journal::ends_in(end, &head)?;
        let (seq, hash) = end;
        let read = Head {
            seq,
            hash,
            at,
            ..head
        };
        match storage.log.confirm(log, &read).await {
            Ok(head) => {
                tracing::info!(county = %log.county, seq, snapshot, "Journal read");
                return Ok((history, head, snapshot));
            }
            // Another node appended meanwhile.
            Err(AppendError::Conflict { head: grown, .. }) => head = grown,
            Err(error) => return Err(StartError::NotConfirmed(error)),
        }
    }
}

/// Begins the logs that a new county, or a new controller of it, needs. One that existed and
/// is gone is not begun again: what was in it would not be missed.
async fn create_logs(
    storage: &Storage,
    head: &Head,
    holding: Option<&Directory>,
    coming: &Directory,
) -> Result<(), StoreError> {
    let controllers = |directory: &Directory| -> BTreeSet<ControllerId> {
        let rows = directory.rows().controllers;
        rows.into_iter().map(|row| row.id).collect()
    };
    let known = holding.map(controllers).unwrap_or_default();
    let county = coming.id();
    if holding.is_none() {
        let calls = LogId::calls(county.clone());
        storage.log.create(&calls, head.incarnation).await?;
    }
    for controller in controllers(coming).difference(&known) {
        let log = LogId::access(county.clone(), controller.clone());
        storage.log.create(&log, head.incarnation).await?;
    }
    Ok(())
}

impl County {
    /// Adopts `directory`, unless it is the one that holds.
    async fn adopt(&self, directory: Arc<Directory>) -> Result<(), Failure> {
        let hash = directories::name(&directory);
        let holds = self.read(|room, _| room.directory().copied());
        if holds.is_some_and(|adopted| adopted.hash == hash) {
            return Ok(());
        }
        directories::store(self.0.shared.storage.blob.as_ref(), &directory).await?;
        let now = self.now();
        let mut job = Job::of_system(adoption(hash, holds.as_ref(), now), now);
        job.expires = now.plus(COMMAND_MAX);
        job.adopts = Some((hash, directory));
        self.send(job).await?;
        tracing::info!(directory = %hash, "Directory adopted");
        Ok(())
    }
}

/// Two nodes that adopt the same directory after the same one meet as a repeat.
fn adoption(hash: DirectoryHash, holds: Option<&Adopted>, now: Timestamp) -> Envelope {
    let after = holds.map(|adopted| format!("{}@{}", adopted.hash, adopted.valid_from.as_millis()));
    let name = format!("directory/{hash}/after/{}", after.unwrap_or_default());
    Envelope {
        id: system_id(&name),
        fingerprint: fingerprint("adopt_directory", &hash.0),
        by: By::System,
        command: Command::AdoptDirectory {
            hash,
            valid_from: now,
        },
    }
}
