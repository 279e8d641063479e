//! The task that sends: it follows the waiting room and the clock, and tells the port.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio_util::sync::CancellationToken;

use super::Reach;
use crate::clock::{Clock, patience};
use crate::domain::alerts::{self, Alert};
use crate::domain::time::Timestamp;
use crate::service::county::County;
use crate::storage::{Blob, BlobId, Expected, StoreError};

/// How far back it is looked for what was to ring and has not: an entry is known somewhat
/// after its time, and a process may have been away. What was to ring before that is no news.
pub const LATEST: Duration = Duration::from_secs(10 * 60);
/// How many alerts wait to be sent. One more is dropped and logged: what it was about rings
/// again by itself if it is acute.
const WAITING_MAX: usize = 1_000;
/// How long the way out may take for one alert.
const SEND_MAX: Duration = Duration::from_secs(10);
/// How long to wait before an alert that did not leave the house is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(5);
/// Under which name the store keeps what was sent lately.
const NAME: &str = "alerts/told";

/// Sends what is to ring, until it is told to stop.
pub(in crate::service) struct Alarms {
    county: County,
    blobs: Arc<dyn Blob>,
    reach: Arc<dyn Reach>,
    clock: Clock,
    /// What is to be sent, oldest first.
    waiting: VecDeque<Alert>,
    /// What was sent lately, by key, with when it was to ring.
    sent: BTreeMap<String, Timestamp>,
    /// The port failed last: said once, until it works again.
    failing: bool,
}

impl Alarms {
    pub(in crate::service) fn new(
        county: County,
        blobs: Arc<dyn Blob>,
        reach: Arc<dyn Reach>,
        clock: Clock,
    ) -> Self {
        Self {
            county,
            blobs,
            reach,
            clock,
            waiting: VecDeque::new(),
            sent: BTreeMap::new(),
            failing: false,
        }
    }

    /// Runs until it is told to stop. What could not be sent by then is decided anew by the
    /// next process.
    pub(in crate::service) async fn run(mut self, stop: CancellationToken) {
        let mut published = self.county.published();
        match self.told().await {
            Ok(told) => self.sent = told,
            Err(error) => {
                tracing::warn!(%error, "What was told is not known: some may be told twice");
            }
        }
        loop {
            published.mark_unchanged();
            let next = self.look(&stop).await;
            tokio::select! {
                () = stop.cancelled() => return,
                _ = published.changed() => {}
                () = self.clock.sleep_until(next) => {}
            }
        }
    }

    /// Decides and sends; answers when there is something to do again.
    async fn look(&mut self, stop: &CancellationToken) -> Timestamp {
        let now = self.clock.now();
        let lately = now.minus(LATEST);
        self.sent.retain(|_, at| *at > lately);
        let (waiting, sent) = (&mut self.waiting, &self.sent);
        let next = self.county.read(|room, directory| {
            waiting.retain(|alert| alerts::still_holds(room, directory, alert, now));
            for alert in alerts::due(room, directory, lately, now) {
                if sent.contains_key(&alert.key()) || waiting.contains(&alert) {
                    continue;
                }
                // One that has not left the house when the next is due is the same ring.
                waiting.retain(|old| (&old.to, &old.about) != (&alert.to, &alert.about));
                if waiting.len() < WAITING_MAX {
                    waiting.push_back(alert);
                } else {
                    tracing::error!(alert = %alert.key(), "Too many alerts wait: one is dropped");
                }
            }
            alerts::next(room, directory, now)
        });
        if self.send(stop).await {
            self.remember().await;
        }
        let retry = (!self.waiting.is_empty()).then(|| now.plus(TRY_AGAIN));
        let end_of_time = Timestamp::from_millis(i64::MAX);
        next.into_iter().chain(retry).min().unwrap_or(end_of_time)
    }

    /// Sends until nothing is left or the way out fails; answers whether anything was sent.
    async fn send(&mut self, stop: &CancellationToken) -> bool {
        let mut sent = false;
        while let Some(alert) = self.waiting.front() {
            if stop.is_cancelled() {
                break;
            }
            let done = patience(SEND_MAX, self.reach.send(alert)).await;
            let why = match done {
                Some(Ok(())) => {
                    if std::mem::take(&mut self.failing) {
                        tracing::info!("Alerts leave the house again");
                    }
                    sent = true;
                    self.sent.insert(alert.key(), alert.at);
                    self.waiting.pop_front();
                    continue;
                }
                Some(Err(error)) => error.to_string(),
                None => "it takes too long".to_owned(),
            };
            if !std::mem::replace(&mut self.failing, true) {
                tracing::error!(alert = %alert.key(), %why, "An alert does not leave the house; it is tried again");
            }
            break;
        }
        sent
    }

    /// What was sent by the processes before this one.
    async fn told(&self) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        let stored = self.blobs.get(&self.name()).await?;
        let told = stored.and_then(|stored| serde_json::from_slice(&stored.bytes).ok());
        Ok(told.unwrap_or_default())
    }

    async fn remember(&self) {
        if let Err(error) = self.write_down().await {
            tracing::warn!(%error, "What was told is not written down: a restart may tell it twice");
        }
    }

    async fn write_down(&self) -> Result<(), StoreError> {
        let name = self.name();
        let expected = match self.blobs.get(&name).await? {
            Some(stored) => Expected::At(stored.version),
            None => Expected::Absent,
        };
        // Texts and numbers have a JSON form; without one nothing would be remembered.
        let bytes = Bytes::from(serde_json::to_vec(&self.sent).unwrap_or_default());
        self.blobs.put_if(&name, expected, bytes, None).await?;
        Ok(())
    }

    fn name(&self) -> BlobId {
        BlobId::new(self.county.directory().id().clone(), NAME)
    }
}
