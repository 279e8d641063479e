//! Hints: a subscriber that comes back by itself, and a look at the heads for what it missed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use redis::{Client, Cmd, Msg, cmd};
use tokio::sync::{Notify, broadcast};
use tokio::time::timeout;

use super::keys;
use super::link::{CONNECT, Link};
use crate::clock::Clock;
use crate::storage::{Hint, LogId};

/// How often heads are looked at: a lost hint costs at most this, and a look costs one round
/// trip.
const SWEEP: Duration = Duration::from_millis(1_500);

/// Looks in a row that found something no hint had told, after which the subscriber's
/// connection is taken to be dead.
const DEAF_AFTER: u32 = 2;

/// Wait before the first new attempt to subscribe; doubled up to [`RETRY_MAX`].
const RETRY_MIN: Duration = Duration::from_millis(50);

/// Longest wait between attempts to subscribe.
const RETRY_MAX: Duration = Duration::from_secs(1);

/// The logs that this process has touched, and how far it has been told they reach.
#[derive(Debug, Default)]
pub(super) struct Known(Mutex<BTreeMap<LogId, u64>>);

impl Known {
    fn logs(&self) -> MutexGuard<'_, BTreeMap<LogId, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody here follows this log.
    pub(super) fn touched(&self, log: &LogId) {
        self.logs().entry(log.clone()).or_insert(0);
    }

    /// Somebody here knows that this log reaches `seq`.
    pub(super) fn reached(&self, log: &LogId, seq: u64) {
        let mut logs = self.logs();
        let known = logs.entry(log.clone()).or_insert(0);
        *known = seq.max(*known);
    }

    /// A hint came; logs that nobody here follows are not looked after.
    fn hinted(&self, log: &LogId, seq: u64) {
        if let Some(known) = self.logs().get_mut(log) {
            *known = seq.max(*known);
        }
    }

    /// What a look at the head means for those who follow the log.
    fn found(&self, log: &LogId, seq: u64) -> Option<Hint> {
        let mut logs = self.logs();
        let known = logs.get_mut(log)?;
        let before = std::mem::replace(known, seq);
        match seq.cmp(&before) {
            std::cmp::Ordering::Greater => Some(Hint::Grew {
                log: log.clone(),
                seq,
            }),
            // The store lost records: whoever follows must find out.
            std::cmp::Ordering::Less => Some(Hint::Gap),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// What listener and sweeper share.
#[derive(Debug)]
pub(super) struct Wake {
    pub(super) client: Client,
    pub(super) read: Arc<Link>,
    pub(super) known: Arc<Known>,
    pub(super) hints: broadcast::Sender<Hint>,
    pub(super) clock: Clock,
    missed: AtomicU32,
    deaf: Notify,
}

impl Wake {
    pub(super) fn new(
        client: Client,
        read: Arc<Link>,
        known: Arc<Known>,
        hints: broadcast::Sender<Hint>,
        clock: Clock,
    ) -> Self {
        Self {
            client,
            read,
            known,
            hints,
            clock,
            missed: AtomicU32::new(0),
            deaf: Notify::new(),
        }
    }

    /// Hears hints, subscribing again whenever the connection ends. Never returns.
    pub(super) async fn listen(&self) {
        let mut retry = RETRY_MIN;
        loop {
            if self.hear().await {
                retry = RETRY_MIN;
            }
            tokio::time::sleep(retry).await;
            retry = retry.saturating_mul(2).min(RETRY_MAX);
        }
    }

    /// Hears hints until the connection ends; answers whether there was one.
    async fn hear(&self) -> bool {
        let subscribing = Box::pin(async {
            let mut subscriber = self.client.get_async_pubsub().await?;
            subscriber.psubscribe(keys::CHANNELS).await?;
            redis::RedisResult::Ok(subscriber)
        });
        let Ok(Ok(subscriber)) = timeout(CONNECT, subscribing).await else {
            return false;
        };
        self.missed.store(0, Ordering::Relaxed);
        // Whatever was said before this moment was not heard.
        self.send(Hint::Gap);
        let mut messages = subscriber.into_on_message();
        loop {
            tokio::select! {
                message = messages.next() => match message {
                    Some(message) => self.heard(&message),
                    None => return true,
                },
                () = self.deaf.notified() => return true,
            }
        }
    }

    fn heard(&self, message: &Msg) {
        if let Some((log, seq)) = read(message) {
            self.known.hinted(&log, seq);
            self.send(Hint::Grew { log, seq });
        }
    }

    /// Nobody listens: nobody needs the hint.
    fn send(&self, hint: Hint) {
        drop(self.hints.send(hint));
    }

    /// Looks at the heads again and again. Never returns.
    pub(super) async fn sweep(&self) {
        loop {
            self.clock.sleep(SWEEP).await;
            self.look().await;
        }
    }

    async fn look(&self) {
        let logs: Vec<LogId> = self.known.logs().keys().cloned().collect();
        if logs.is_empty() {
            return;
        }
        let heads: Vec<Cmd> = logs
            .iter()
            .map(|log| {
                let mut command = cmd("HGET");
                command.arg(keys::head(log)).arg("v");
                command
            })
            .collect();
        // A store that does not answer is reported to whoever asks it for something.
        let Ok(values) = self.read.call_all(&heads).await else {
            return;
        };
        let mut missed = false;
        for (log, value) in logs.iter().zip(values) {
            let seq = redis::from_redis_value::<Option<u64>>(value).ok().flatten();
            if let Some(hint) = seq.and_then(|seq| self.known.found(log, seq)) {
                missed = true;
                self.send(hint);
            }
        }
        if !missed {
            self.missed.store(0, Ordering::Relaxed);
        } else if self
            .missed
            .fetch_add(1, Ordering::Relaxed)
            .saturating_add(1)
            >= DEAF_AFTER
        {
            self.deaf.notify_one();
        }
    }
}

/// `journal 12` on the channel of a county.
fn read(message: &Msg) -> Option<(LogId, u64)> {
    let county = keys::county_of(message.get_channel_name())?;
    let text = std::str::from_utf8(message.get_payload_bytes()).ok()?;
    let (name, seq) = text.split_once(' ')?;
    let name = name.parse().ok()?;
    Some((LogId { county, name }, seq.parse().ok()?))
}
