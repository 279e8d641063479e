//! The topic port: hints that something may have changed, each delivered at most once.

use futures_util::future::BoxFuture;
use tokio::sync::broadcast;

use super::error::StoreError;
use super::log::LogId;

/// How many hints wait for one slow reader. Beyond that it gets [`Hint::Gap`] instead of the
/// oldest ones.
pub(crate) const HINTS_MAX: usize = 1024;

/// Something may have changed. The log is the truth, a hint only says where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// The log reaches at least this sequence.
    Grew {
        /// Which log.
        log: LogId,
        /// Its last sequence when the hint was sent.
        seq: u64,
    },
    /// Hints may have been missed: look at every log you follow.
    Gap,
}

/// Wake-ups across nodes. Every append publishes one by itself; a lost one is made good
/// within two seconds, by a look at the heads of the logs this process has touched.
pub trait Topic: Send + Sync {
    /// Tells every reader, here and on other nodes, that the log reaches `seq`.
    ///
    /// # Errors
    /// As the store; the hint is then lost, which readers must bear anyway.
    fn publish<'a>(&'a self, log: &'a LogId, seq: u64) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Hears every hint from now on.
    fn subscribe(&self) -> Hints;
}

/// One reader's hints, at most 1,024 waiting.
#[derive(Debug)]
pub struct Hints(broadcast::Receiver<Hint>);

impl Hints {
    /// What a reader of this store hears; nothing if the store is closed.
    pub(crate) fn of(hints: Option<&broadcast::Sender<Hint>>) -> Self {
        let silent = || broadcast::Sender::new(1).subscribe();
        Self(hints.map_or_else(silent, broadcast::Sender::subscribe))
    }

    /// The next hint; nothing once the store is closed.
    pub async fn next(&mut self) -> Option<Hint> {
        match self.0.recv().await {
            Ok(hint) => Some(hint),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Hint::Gap),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
