//! Deciding a batch: each command in order, on the state that the ones before it leave.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::job::{Job, Verdict};
use super::journal::Linked;
use crate::domain::directory::Directory;
use crate::domain::ids::NodeId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Decided, Decision, DirectoryHash, Entry, Envelope, Refusal, WaitingRoom, decide,
};
use crate::service::failure::Failure;
use crate::storage::chain::next_hash;
use crate::storage::{Batch, Hash, Head, Record, codec};

/// What is decided on: the state after everything read, and the directory that holds.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) room: WaitingRoom,
    pub(super) directory: Option<(DirectoryHash, Arc<Directory>)>,
}

/// A decided batch that the log has not agreed to.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) verdicts: Vec<(Job, Verdict)>,
    pub(super) batch: Batch,
    pub(super) linked: Vec<Linked>,
    /// Commands that found no room in the batch.
    pub(super) rest: Vec<Job>,
}

impl Plan {
    /// The commands again, undecided and in order.
    pub(super) fn into_jobs(self) -> Vec<Job> {
        let decided = self.verdicts.into_iter().map(|(job, _)| job);
        decided.chain(self.rest).collect()
    }

    /// Notes that the entries of this batch may stand in the log.
    pub(super) fn mark_attempted(&mut self) {
        for (job, verdict) in &mut self.verdicts {
            job.attempted |= matches!(verdict, Verdict::Accepted(_));
        }
    }
}

impl Desk {
    /// Decides `jobs` at `now` behind `head`. The state is then as if the log had agreed.
    pub(super) fn plan(
        &mut self,
        jobs: Vec<Job>,
        head: &Head,
        now: Timestamp,
        node: NodeId,
    ) -> Plan {
        let mut plan = Plan::default();
        let mut end = (head.seq, head.hash);
        let mut jobs = jobs.into_iter();
        while let Some(job) = jobs.next() {
            let verdict = match self.judge(&job, now) {
                Judged::Other(verdict) => verdict,
                Judged::New(decided, dir) => {
                    let seq = end.0.saturating_add(1);
                    let mut entry = decided.entry(seq, &job.envelope, dir);
                    entry.sealed = !job.blobs.is_empty();
                    let record = match written(&entry, head.ep, node, end.1) {
                        Ok(record) => record,
                        Err(failure) => {
                            plan.verdicts.push((job, Verdict::Failed(failure)));
                            continue;
                        }
                    };
                    if !fits(&plan.batch, &record, &job) {
                        plan.rest = std::iter::once(job).chain(jobs).collect();
                        break;
                    }
                    end = (record.seq, next_hash(&end.1, &record.bytes));
                    plan.batch.records.push(record);
                    // Kept in the job: after a conflict the same content is written again.
                    plan.batch.blobs.extend(job.blobs.iter().cloned());
                    plan.batch.kept.extend(job.kept.iter().cloned());
                    self.take_in(&entry, &job);
                    let entry = Arc::new(entry);
                    plan.linked.push((Arc::clone(&entry), end.1));
                    Verdict::Accepted(entry)
                }
            };
            plan.verdicts.push((job, verdict));
        }
        plan
    }

    fn take_in(&mut self, entry: &Entry, job: &Job) {
        self.room.apply(entry);
        if let Some(directory) = &job.adopts {
            self.directory = Some(directory.clone());
        }
    }

    fn judge(&self, job: &Job, now: Timestamp) -> Judged {
        let with = job.adopts.as_ref().or(self.directory.as_ref());
        let Some((hash, directory)) = with else {
            return Judged::failed(Failure::StoreUnavailable);
        };
        let envelope = &job.envelope;
        match safely_decide(&self.room, directory, envelope, now) {
            Ok(Decision::New(_)) if job.unsealed => Judged::failed(Failure::Busy),
            Ok(Decision::New(decided)) => Judged::New(decided, *hash),
            Ok(Decision::Repeat(first)) => Judged::Other(Verdict::Repeated(first)),
            Ok(Decision::Moot(outcome)) => {
                let consult = outcome.consult.and_then(|id| self.room.consult(id));
                let rev = consult.map_or(0, |consult| consult.rev);
                Judged::Other(Verdict::Moot { rev, outcome })
            }
            Err(Failed::Refused(refusal)) => Judged::Other(Verdict::Refused(refusal)),
            Err(Failed::Defect) => Judged::failed(Failure::Internal),
        }
    }
}

/// Whether `envelope` would be accepted as something new right now.
pub(super) fn would_accept(
    room: &WaitingRoom,
    directory: &Directory,
    envelope: &Envelope,
    now: Timestamp,
) -> bool {
    let decided = safely_decide(room, directory, envelope, now);
    matches!(decided, Ok(Decision::New(_)))
}

/// A defect in a rule refuses one command, not the county.
fn safely_decide(
    room: &WaitingRoom,
    directory: &Directory,
    envelope: &Envelope,
    now: Timestamp,
) -> Result<Decision, Failed> {
    let decided = catch_unwind(AssertUnwindSafe(|| decide(room, directory, envelope, now)));
    match decided {
        Ok(Ok(decision)) => Ok(decision),
        Ok(Err(refusal)) => Err(Failed::Refused(refusal)),
        Err(_panic) => {
            let kind = envelope.command.kind();
            tracing::error!(command = %envelope.id, %kind, "A rule panicked");
            Err(Failed::Defect)
        }
    }
}

#[derive(Debug)]
enum Judged {
    New(Decided, DirectoryHash),
    Other(Verdict),
}

impl Judged {
    const fn failed(failure: Failure) -> Self {
        Self::Other(Verdict::Failed(failure))
    }
}

#[derive(Debug)]
enum Failed {
    Refused(Refusal),
    Defect,
}

fn written(entry: &Entry, ep: u64, node: NodeId, prev: Hash) -> Result<Record, Failure> {
    let bytes = codec::encode(entry, ep, node, prev).map_err(|why| {
        tracing::error!(command = %entry.cmd, %why, "An entry has no stored form");
        Failure::Internal
    })?;
    Ok(Record {
        seq: entry.seq,
        at: entry.at,
        bytes: bytes.into(),
    })
}

fn fits(batch: &Batch, record: &Record, job: &Job) -> bool {
    let blobs: usize = job.blobs.iter().map(|blob| blob.bytes.len()).sum();
    let size = batch.size() + record.bytes.len() + blobs;
    batch.records.is_empty()
        || (batch.records.len() < Batch::RECORDS_MAX && size <= Batch::BYTES_MAX)
}
