//! The one task that owns the county: it follows the journal, decides, appends, answers.
//!
//! One append is in flight at a time and carries every command that was waiting. Nothing is
//! answered, shown or published before the log has agreed: an acceptance after its append,
//! a refusal or a repeat after an append or an empty confirm behind the state it leans on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::directories::{self, DirectoryError, Named};
use super::job::Job;
use super::journal::{self, JournalError, Linked};
use super::plan::{Desk, Plan};
use super::shared::{Health, Published, Shared};
use super::snapshots::Snapshots;
use crate::clock::random;
use crate::domain::directory::Directory;
use crate::domain::ids::NodeId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::DirectoryHash;
use crate::service::failure::Failure;
use crate::storage::{AppendError, Batch, Head, Hint, Hints, LogId, Record, StoreError};

/// How many commands wait for the task. Beyond that they are refused as overload: their
/// senders know at once and can phone.
pub(super) const MAILBOX: usize = 1024;
/// Other writers were faster so many times in a row: the command is given back as busy.
const CONFLICTS_MAX: u32 = 20;
/// From this conflict on a random pause keeps two writers from meeting again.
const JITTER_FROM: u32 = 6;
/// How long the task rests after the store failed.
const REST: Duration = Duration::from_millis(500);
/// How long it waits before it reads again what became of an append.
const READ_AGAIN: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub(super) struct Task {
    shared: Arc<Shared>,
    log: LogId,
    node: NodeId,
    jobs: mpsc::Receiver<Job>,
    draining: CancellationToken,
    hints: Option<Hints>,
    /// Where the log ends, as far as it was read.
    head: Head,
    /// What is decided on: everything up to `head`.
    desk: Desk,
    /// Read, but not confirmed: nobody is shown it.
    unconfirmed: Vec<Linked>,
    /// Every directory met so far.
    directories: BTreeMap<DirectoryHash, Arc<Directory>>,
    /// Commands that found no room in the last batch.
    backlog: VecDeque<Job>,
    /// An append got no answer: the log has to be read before anything is decided.
    uncertain: bool,
    /// The store failed: nothing is tried by itself for a moment.
    resting: bool,
    snapshots: Snapshots,
    /// The operator was told that more is repeated than a county's day can hold.
    told_of_too_much: bool,
}

/// Why the task woke.
#[derive(Debug)]
enum Woken {
    Job(Box<Job>),
    Deadline,
    Follow,
    Rested,
    Drain,
    Done,
}

/// The county cannot go on with what it was doing.
#[derive(Debug)]
enum Stop {
    /// For now.
    Store(StoreError),
    /// Until somebody has looked.
    Suspend(String),
}

impl Task {
    pub(super) fn new(
        shared: Arc<Shared>,
        jobs: mpsc::Receiver<Job>,
        draining: CancellationToken,
        hints: Hints,
        head: Head,
        desk: Desk,
        snapshot: u64,
    ) -> Self {
        Self {
            log: LogId::journal(shared.county.clone()),
            node: NodeId(shared.clock.new_id()),
            snapshots: Snapshots::new(snapshot),
            shared,
            jobs,
            draining,
            hints: Some(hints),
            head,
            directories: desk.directory.clone().into_iter().collect(),
            desk,
            unconfirmed: Vec::new(),
            backlog: VecDeque::new(),
            uncertain: false,
            resting: false,
            told_of_too_much: false,
        }
    }

    /// Runs until it is told to drain and every command in hand is answered.
    pub(super) async fn run(mut self) {
        loop {
            match self.woken().await {
                Woken::Job(job) => {
                    // Whoever was answered a moment ago may be about to send the next one:
                    // a batch of all of them costs the store as much as a batch of one.
                    tokio::task::yield_now().await;
                    let jobs = self.gather(Some(*job));
                    self.carry_out(jobs).await;
                }
                Woken::Deadline => {
                    let jobs = self.gather(None);
                    self.carry_out(jobs).await;
                }
                Woken::Follow => self.follow().await,
                Woken::Rested => {
                    self.resting = false;
                    self.follow().await;
                }
                Woken::Drain => {
                    self.shared.health.send_replace(Health::Draining);
                    self.jobs.close();
                }
                Woken::Done => break,
            }
        }
        self.snapshots.finish().await;
    }

    async fn woken(&mut self) -> Woken {
        if let Some(job) = self.backlog.pop_front() {
            return Woken::Job(Box::new(job));
        }
        let idle = self.resting || self.is_suspended();
        let due = self.desk.room.next_deadline().map(|(due, _)| due);
        let due = due.filter(|_| !idle);
        let clock = self.shared.clock.clone();
        tokio::select! {
            biased;
            () = self.draining.cancelled(), if !self.jobs.is_closed() => Woken::Drain,
            job = self.jobs.recv() => job.map_or(Woken::Done, |job| Woken::Job(Box::new(job))),
            () = news(&mut self.hints, &self.log, self.head.seq) => Woken::Follow,
            () = come(&clock, due) => Woken::Deadline,
            () = tokio::time::sleep(REST), if self.resting => Woken::Rested,
        }
    }

    /// The commands of the next batch: what is due first, then who has waited longest.
    fn gather(&mut self, first: Option<Job>) -> Vec<Job> {
        let now = self.now();
        let mut jobs: Vec<Job> = if self.resting {
            Vec::new()
        } else {
            let due = self.desk.room.due(now);
            due.into_iter()
                .map(|due| Job::of_system(due, now))
                .collect()
        };
        jobs.truncate(Batch::RECORDS_MAX / 2);
        jobs.extend(first);
        while jobs.len() < Batch::RECORDS_MAX {
            let next = self.backlog.pop_front();
            let Some(job) = next.or_else(|| self.jobs.try_recv().ok()) else {
                break;
            };
            jobs.push(job);
        }
        jobs
    }

    /// Decides the commands and answers them once the log has agreed.
    async fn carry_out(&mut self, mut jobs: Vec<Job>) {
        let mut conflicts = 0;
        loop {
            jobs = self.drop_late(jobs);
            if jobs.is_empty() {
                return;
            }
            if self.is_suspended() {
                return fail(jobs, &Failure::StoreUnavailable);
            }
            if self.uncertain
                && let Err(stop) = self.read_on().await
            {
                jobs = self.wait_for_certainty(jobs, stop).await;
                continue;
            }

            let adopts = jobs.iter().filter_map(|job| job.adopts.clone());
            self.directories.extend(adopts);
            let now = self.desk.room.entry_time(self.now());
            let mut plan = self.desk.plan(jobs, &self.head, now, self.node);
            let log = &self.shared.storage.log;
            let agreed = if plan.batch.records.is_empty() {
                log.confirm(&self.log, &self.head).await
            } else {
                let batch = std::mem::take(&mut plan.batch);
                log.append(&self.log, &self.head, batch).await
            };
            match agreed {
                Ok(head) => return self.conclude(head, plan),
                Err(AppendError::Conflict { head, tail }) => {
                    conflicts += 1;
                    jobs = plan.into_jobs();
                    if let Err(stop) = self.absorb(&tail, head).await {
                        self.stop(stop);
                        return fail(jobs, &Failure::StoreUnavailable);
                    }
                    if conflicts >= CONFLICTS_MAX {
                        return fail(jobs, &Failure::Busy);
                    }
                    if conflicts >= JITTER_FROM {
                        let [pause] = random();
                        tokio::time::sleep(Duration::from_millis(u64::from(pause % 20))).await;
                    }
                }
                Err(AppendError::Unknown) => {
                    plan.mark_attempted();
                    jobs = plan.into_jobs();
                    self.uncertain = true;
                    self.step_back();
                }
                Err(AppendError::Store(error)) => {
                    let failure = Failure::from(error.clone());
                    let jobs = plan.into_jobs();
                    self.step_back();
                    self.stop(error.into());
                    return fail(jobs, &failure);
                }
                Err(
                    lost @ (AppendError::Behind { .. }
                    | AppendError::Fork { .. }
                    | AppendError::Fenced),
                ) => {
                    let jobs = plan.into_jobs();
                    self.step_back();
                    self.stop(Stop::Suspend(lost.to_string()));
                    return fail(jobs, &Failure::StoreUnavailable);
                }
            }
        }
    }

    /// Keeps only the commands whose entries may stand in the log; the others are told now.
    async fn wait_for_certainty(&mut self, jobs: Vec<Job>, stop: Stop) -> Vec<Job> {
        let (tried, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.attempted);
        fail(others, &Failure::StoreUnavailable);
        self.stop(stop);
        if !tried.is_empty() {
            tokio::time::sleep(READ_AGAIN).await;
        }
        tried
    }

    /// The log has agreed: what was decided has happened.
    fn conclude(&mut self, head: Head, plan: Plan) {
        let fired = plan.linked.len();
        self.confirm(head, plan.linked);
        let mut idle = fired == 0;
        for (job, verdict) in plan.verdicts {
            idle &= job.reply.is_none();
            let attempted = job.attempted;
            job.answer(verdict.answer(attempted, head.seq, head.at));
        }
        self.backlog.extend(plan.rest);
        if idle {
            // Only deadlines, and none of them did anything: they would fire for ever.
            tracing::error!("Deadlines are due that change nothing");
            self.resting = true;
        }
    }

    /// Everything up to `head` is confirmed and may be shown.
    fn confirm(&mut self, head: Head, decided: Vec<Linked>) {
        let news: Vec<Linked> = self.unconfirmed.drain(..).chain(decided).collect();
        self.head = head;
        self.resting = false;
        self.set_health(Health::Ready);
        if news.is_empty() {
            return;
        }
        {
            let mut history = self.shared.history_mut();
            for (entry, hash) in news {
                history.advance(entry, hash);
            }
        }
        if let Some((_, directory)) = &self.desk.directory {
            self.shared.directory.send_if_modified(|shown| {
                let newer = !Arc::ptr_eq(shown, directory);
                shown.clone_from(directory);
                newer
            });
        }
        self.shared.published.send_replace(Published {
            seq: head.seq,
            at: head.at,
        });
        self.snapshots.offer(&self.shared, &self.log, &head);
        let too_much = self.desk.room.remembers_too_much();
        if too_much && !self.told_of_too_much {
            tracing::error!("More commands came in 24 hours than a county's day can hold");
        }
        self.told_of_too_much = too_much;
    }

    /// Reads what others wrote, and shows it once it is confirmed.
    async fn follow(&mut self) {
        if self.is_suspended() {
            return;
        }
        for _ in 0..CONFLICTS_MAX {
            if let Err(stop) = self.read_on().await {
                return self.stop(stop);
            }
            let well = *self.shared.health.borrow() == Health::Ready;
            if self.unconfirmed.is_empty() && well {
                return;
            }
            let log = &self.shared.storage.log;
            match log.confirm(&self.log, &self.head).await {
                Ok(head) => return self.confirm(head, Vec::new()),
                Err(AppendError::Conflict { .. }) => {}
                Err(AppendError::Unknown) => return self.stop(Stop::Store(StoreError::Unknown)),
                Err(AppendError::Store(error)) => return self.stop(error.into()),
                Err(
                    lost @ (AppendError::Behind { .. }
                    | AppendError::Fork { .. }
                    | AppendError::Fenced),
                ) => return self.stop(Stop::Suspend(lost.to_string())),
            }
        }
        self.resting = true;
    }

    /// Takes in everything that stands in the log behind what was read.
    async fn read_on(&mut self) -> Result<(), Stop> {
        let head = self.shared.storage.log.head(&self.log).await?;
        let mut read = Vec::new();
        let from = (self.head.seq, self.head.hash);
        let at = journal::read_after(
            self.shared.storage.log.as_ref(),
            &self.log,
            from,
            |linked| {
                read.push(linked);
            },
        )
        .await?;
        journal::ends_in(at, &head)?;
        if head.incarnation != self.head.incarnation {
            return Err(Stop::Suspend(
                "another incarnation of the county".to_owned(),
            ));
        }
        if head.seq < from.0 {
            return Err(Stop::Suspend(format!(
                "the store has lost records: it ends at {}, before {}",
                head.seq, from.0
            )));
        }
        let head = Head {
            seq: at.0,
            hash: at.1,
            at: read.last().map_or(head.at, |(entry, _)| entry.at),
            ..head
        };
        self.take_in(read, head).await?;
        self.uncertain = false;
        Ok(())
    }

    /// Takes in the tail that a conflict brought.
    async fn absorb(&mut self, tail: &[Record], head: Head) -> Result<(), Stop> {
        let read = journal::understand((self.head.seq, self.head.hash), tail)?;
        let at = read
            .last()
            .map_or((self.head.seq, self.head.hash), |(entry, hash)| {
                (entry.seq, *hash)
            });
        if at != (head.seq, head.hash) {
            return Err(Stop::Suspend(
                "a conflict's tail misses its head".to_owned(),
            ));
        }
        self.take_in(read, head).await
    }

    async fn take_in(&mut self, read: Vec<Linked>, head: Head) -> Result<(), Stop> {
        self.unconfirmed.extend(read);
        self.head = head;
        self.step_back();
        if let Some(hash) = self.desk.room.directory().map(|adopted| adopted.hash)
            && !self.directories.contains_key(&hash)
        {
            let blobs = self.shared.storage.blob.as_ref();
            let (hash, directory) = directories::load(blobs, &self.shared.county, hash).await?;
            self.directories.insert(hash, directory);
            self.desk.directory = self.adopted();
        }
        Ok(())
    }

    /// Forgets what was decided but not agreed to.
    fn step_back(&mut self) {
        self.desk.room = self.shared.history().now().folded.room.clone();
        for (entry, _) in &self.unconfirmed {
            self.desk.room.apply(entry);
        }
        self.desk.directory = self.adopted();
    }

    /// The directory that holds at what was read.
    fn adopted(&self) -> Option<Named> {
        let hash = self.desk.room.directory()?.hash;
        let directory = self.directories.get(&hash)?;
        Some((hash, Arc::clone(directory)))
    }

    fn is_suspended(&self) -> bool {
        *self.shared.health.borrow() == Health::Suspended
    }

    fn drop_late(&self, jobs: Vec<Job>) -> Vec<Job> {
        let now = self.now();
        let (late, jobs): (Vec<_>, _) = jobs.into_iter().partition(|job| job.expires <= now);
        for job in late {
            job.answer_late();
        }
        jobs
    }

    fn stop(&mut self, stop: Stop) {
        match stop {
            Stop::Store(error) => {
                self.resting = true;
                if self.set_health(Health::StoreUnavailable) {
                    tracing::warn!(%error, "The store does not answer");
                }
            }
            Stop::Suspend(why) => {
                if self.set_health(Health::Suspended) {
                    tracing::error!(%why, "The county is suspended: an operator has to look");
                }
            }
        }
    }

    /// Whether this is news. What is suspended or going down stays so.
    fn set_health(&self, health: Health) -> bool {
        self.shared.health.send_if_modified(|now| {
            let lasting = matches!(now, Health::Suspended | Health::Draining);
            if lasting || *now == health {
                return false;
            }
            *now = health;
            true
        })
    }

    fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing | StoreError::Incarnation { .. } | StoreError::Corrupt { .. } => {
                Self::Suspend(error.to_string())
            }
            StoreError::Unavailable(_)
            | StoreError::Unknown
            | StoreError::Full
            | StoreError::ClockAhead
            | StoreError::Invalid(_) => Self::Store(error),
        }
    }
}

impl From<JournalError> for Stop {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Store(error) => error.into(),
            JournalError::Broken(_) | JournalError::Unknown { .. } => {
                Self::Suspend(error.to_string())
            }
        }
    }
}

impl From<DirectoryError> for Stop {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Store(error) => error.into(),
            DirectoryError::Missing(_) | DirectoryError::Damaged(_) => {
                Self::Suspend(error.to_string())
            }
        }
    }
}

fn fail(jobs: Vec<Job>, failure: &Failure) {
    for job in jobs {
        let failure = if job.attempted {
            Failure::Unknown
        } else {
            failure.clone()
        };
        job.answer(Err(failure));
    }
}

/// Waits until the log has grown behind `seq`, or may have.
async fn news(hints: &mut Option<Hints>, log: &LogId, seq: u64) {
    while let Some(heard) = hints {
        match heard.next().await {
            Some(Hint::Gap) => return,
            Some(Hint::Grew {
                log: grown,
                seq: to,
            }) if grown == *log && to > seq => return,
            Some(Hint::Grew { .. }) => {}
            None => *hints = None,
        }
    }
    std::future::pending().await
}

async fn come(clock: &crate::clock::Clock, due: Option<Timestamp>) {
    match due {
        Some(due) => clock.sleep_until(due).await,
        None => std::future::pending().await,
    }
}
