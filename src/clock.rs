//! The only reader of time and of randomness: everything else is given both.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use crate::domain::time::Timestamp;

/// Where the time comes from.
///
/// Cloning gives the same clock. A product runs on the machine's, the demo on one that may
/// be put forward; a test runs on one that it moves by hand. [`Clock::sleep_until`] follows
/// each.
#[derive(Debug, Clone)]
pub struct Clock {
    source: Source,
    /// The newest id's place in time: milliseconds, then twelve bits that count within one.
    newest: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
enum Source {
    Machine,
    Demo(Arc<DemoClock>),
    Hand(Arc<HandClock>),
}

/// The machine's clock, and how far ahead of it this one has been put.
#[derive(Debug)]
struct DemoClock {
    ahead: tokio::sync::watch::Sender<i64>,
}

#[derive(Debug)]
struct HandClock {
    now: AtomicI64,
    moved: tokio::sync::watch::Sender<i64>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn machine() -> Self {
        Self::of(Source::Machine)
    }

    /// The machine's clock until [`Clock::advance`] puts it forward: what a county does by
    /// itself in minutes can be shown in seconds. For a county of invented people alone.
    #[must_use]
    pub fn of_demo() -> Self {
        Self::of(Source::Demo(Arc::new(DemoClock {
            ahead: tokio::sync::watch::Sender::new(0),
        })))
    }

    fn of(source: Source) -> Self {
        Self {
            source,
            newest: Arc::default(),
        }
    }

    /// A clock that stands at `start` until [`Clock::advance`] moves it.
    #[must_use]
    pub fn by_hand(start: Timestamp) -> Self {
        Self::of(Source::Hand(Arc::new(HandClock {
            now: AtomicI64::new(start.as_millis()),
            moved: tokio::sync::watch::Sender::new(start.as_millis()),
        })))
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.source {
            Source::Machine => Timestamp::from_millis(machine_millis()),
            Source::Demo(demo) => {
                Timestamp::from_millis(machine_millis().saturating_add(*demo.ahead.borrow()))
            }
            Source::Hand(hand) => Timestamp::from_millis(hand.now.load(Ordering::Acquire)),
        }
    }

    /// Whether [`Clock::advance`] moves it.
    #[must_use]
    pub const fn can_be_advanced(&self) -> bool {
        match self.source {
            Source::Machine => false,
            Source::Demo(_) | Source::Hand(_) => true,
        }
    }

    /// Moves a clock held by hand, and puts the demo's forward; the machine's moves by itself.
    pub fn advance(&self, span: std::time::Duration) {
        let step = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        match &self.source {
            Source::Machine => {}
            Source::Demo(demo) => demo
                .ahead
                .send_modify(|ahead| *ahead = ahead.saturating_add(step)),
            Source::Hand(hand) => {
                let now = hand
                    .now
                    .fetch_add(step, Ordering::AcqRel)
                    .saturating_add(step);
                hand.moved.send_replace(now);
            }
        }
    }

    /// Waits until the clock shows `due`.
    pub async fn sleep_until(&self, due: Timestamp) {
        match &self.source {
            Source::Machine => {
                while self.now() < due {
                    tokio::time::sleep(due.since(self.now())).await;
                }
            }
            Source::Demo(demo) => {
                let mut moved = demo.ahead.subscribe();
                while self.now() < due {
                    // Whichever comes first only says that it is time to look again.
                    tokio::select! {
                        () = tokio::time::sleep(due.since(self.now())) => {}
                        _moved = moved.changed() => {}
                    }
                }
            }
            Source::Hand(hand) => {
                let mut moved = hand.moved.subscribe();
                // The sender lives in `hand`, so waiting cannot fail.
                drop(moved.wait_for(|now| *now >= due.as_millis()).await);
            }
        }
    }

    /// Waits for `span` from now.
    pub async fn sleep(&self, span: std::time::Duration) {
        self.sleep_until(self.now().plus(span)).await;
    }

    /// A new id (UUID version 7). Those of one clock are ordered as they were made, also
    /// within a millisecond (RFC 9562 §6.2, method 1).
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = u64::try_from(self.now().as_millis()).unwrap_or(0) << 12;
        let after = |newest: u64| now.max(newest.saturating_add(1));
        let newest = self
            .newest
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |newest| {
                Some(after(newest))
            });
        let place = after(newest.unwrap_or_else(|unchanged| unchanged));
        let mut rest: [u8; 10] = random();
        let [high, low] = u16::try_from(place & 0xfff).unwrap_or(0).to_be_bytes();
        rest[0] = high;
        rest[1] = low;
        uuid::Builder::from_unix_timestamp_millis(place >> 12, &rest).into_uuid()
    }
}

/// Milliseconds since 1970 by the machine.
fn machine_millis() -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What `work` comes to within `span` of the machine's time, whatever a clock shows.
///
/// For the far end of a wire and for the operating system, whose pace is nobody's promise.
/// Every promise of the product waits on a [`Clock`].
pub async fn patience<T>(span: std::time::Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(span, work).await.ok()
}

/// Bytes nobody can guess.
///
/// # Panics
/// If the operating system has no randomness to give: then nothing here is safe to run.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(
        clippy::expect_used,
        reason = "without randomness no key or ticket may be made"
    )]
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn sleeper_wakes_when_the_hand_moves_past_its_time() {
        let clock = Clock::by_hand(Timestamp::from_millis(1_000));
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.sleep_until(Timestamp::from_millis(3_000)).await;
                clock.now()
            }
        });
        clock.advance(Duration::from_secs(1));
        clock.advance(Duration::from_secs(1));
        assert_eq!(sleeper.await.unwrap(), Timestamp::from_millis(3_000));
    }

    #[tokio::test]
    async fn sleeper_wakes_when_the_demo_is_put_past_its_time() {
        let clock = Clock::of_demo();
        let due = clock.now().plus(Duration::from_secs(3_600));
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.sleep_until(due).await;
                clock.now()
            }
        });
        clock.advance(Duration::from_secs(1_800));
        clock.advance(Duration::from_secs(1_800));
        assert!(sleeper.await.unwrap() >= due);
    }

    #[test]
    fn only_the_machines_clock_cannot_be_put_forward() {
        let hour = Duration::from_secs(3_600);
        for (clock, moves) in [
            (Clock::machine(), false),
            (Clock::of_demo(), true),
            (Clock::by_hand(Timestamp::from_millis(1_000)), true),
        ] {
            let before = clock.now();
            assert_eq!(clock.can_be_advanced(), moves, "{clock:?}");
            clock.advance(hour);
            assert_eq!(clock.now() >= before.plus(hour), moves, "{clock:?}");
        }
    }

    #[test]
    fn ids_are_ordered_by_time_and_differ() {
        let clock = Clock::by_hand(Timestamp::from_millis(1_000));
        let made: Vec<_> = (0..5_000).map(|_| clock.new_id()).collect();
        assert!(made.is_sorted_by(|earlier, later| earlier < later));
        clock.advance(Duration::from_secs(1));
        assert!(made.iter().all(|earlier| *earlier < clock.new_id()));
    }
}
