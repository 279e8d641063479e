//! A command on its way through the county task.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::domain::directory::Directory;
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    ConsultState, DirectoryHash, Entry, Envelope, Outcome, Refusal, Remembered,
};
use crate::service::failure::Failure;
use crate::storage::NewBlob;

/// How long a command may take. After that its sender is told that the answer is unknown.
pub const COMMAND_MAX: Duration = Duration::from_secs(10);

/// What a command did, now or when it came first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// The entry's place in the log. A command that changed nothing: where the log ended.
    pub seq: u64,
    /// The place of the consult's last change after it.
    pub rev: u64,
    /// When it was accepted.
    pub at: Timestamp,
    /// The consult, if it was about one.
    pub consult: Option<ConsultId>,
    /// Where the consult stood afterwards.
    pub state: Option<ConsultState>,
    /// Whether this is the outcome of an earlier sending.
    pub replayed: bool,
}

/// One command, what is written with it, and who waits for the answer.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) envelope: Envelope,
    /// Sealed content, written in the same step as the entry.
    pub(super) blobs: Vec<NewBlob>,
    /// Names of values that stop expiring in the same step.
    pub(super) kept: Vec<String>,
    /// The command would need content that was not sealed, because it was going to be
    /// refused or repeated. Should it be accepted after all, it has to come again.
    pub(super) unsealed: bool,
    /// The directory that the command adopts.
    pub(super) adopts: Option<(DirectoryHash, Arc<Directory>)>,
    /// When its sender stops waiting.
    pub(super) expires: Timestamp,
    /// Who waits; nobody for what the system does by itself.
    pub(super) reply: Option<oneshot::Sender<Result<Ack, Failure>>>,
    /// An append with its entry got no answer: it may stand in the log already.
    pub(super) attempted: bool,
}

impl Job {
    /// A command of the system, for whose answer nobody waits.
    pub(super) fn of_system(envelope: Envelope, now: Timestamp) -> Self {
        Self {
            envelope,
            blobs: Vec::new(),
            kept: Vec::new(),
            unsealed: false,
            adopts: None,
            expires: now.plus(COMMAND_MAX),
            reply: None,
            attempted: false,
        }
    }

    /// Tells whoever waits. Nobody may: then there is nothing to tell.
    pub(super) fn answer(self, answer: Result<Ack, Failure>) {
        if let Err(failure) = &answer {
            tracing::debug!(command = %self.envelope.id, %failure, "Command not carried out");
        }
        if let Some(reply) = self.reply {
            drop(reply.send(answer));
        }
    }

    /// The answer for a command that was not carried out in time.
    pub(super) fn answer_late(self) {
        let failure = if self.attempted {
            Failure::Unknown
        } else {
            Failure::StoreUnavailable
        };
        self.answer(Err(failure));
    }
}

/// What the waiting room says to one command, before the log has agreed.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It is accepted as this entry.
    Accepted(Arc<Entry>),
    /// It was accepted before.
    Repeated(Remembered),
    /// What it wants is so already.
    Moot {
        /// The consult's last change.
        rev: u64,
        outcome: Outcome,
    },
    /// It is refused.
    Refused(Refusal),
    /// It fails for a reason that is not the waiting room's.
    Failed(Failure),
}

impl Verdict {
    /// The answer, once the log stands at `seq` and `at`.
    pub(super) fn answer(self, attempted: bool, seq: u64, at: Timestamp) -> Result<Ack, Failure> {
        match self {
            Self::Accepted(entry) => Ok(Ack {
                seq: entry.seq,
                rev: entry.seq,
                at: entry.at,
                consult: entry.outcome.consult,
                state: entry.outcome.state,
                replayed: false,
            }),
            Self::Repeated(first) => Ok(Ack {
                seq: first.seq,
                rev: first.seq,
                at: first.at,
                consult: first.outcome.consult,
                state: first.outcome.state,
                // Its own earlier append, whose reply was lost, is no repeat to its sender.
                replayed: !attempted,
            }),
            Self::Moot { rev, outcome } => Ok(Ack {
                seq,
                rev,
                at,
                consult: outcome.consult,
                state: outcome.state,
                replayed: false,
            }),
            Self::Refused(refusal) => Err(Failure::Refused(refusal)),
            Self::Failed(failure) => Err(failure),
        }
    }
}
