//! How fast a client may speak, and how often it may talk nonsense.

use std::collections::VecDeque;
use std::time::Duration;

use crate::present::Timestamp;

/// Messages that may come at once.
const BURST: u64 = 40;

/// Time in which one more message may come: 20 a second.
const EACH: u64 = 50;

/// Messages over the pace, without a pause, after which the socket closes.
const EXCESS_MAX: u32 = 40;

/// Bad messages within [`BAD_WINDOW`] after which the socket closes.
const BAD_MAX: usize = 10;

const BAD_WINDOW: Duration = Duration::from_secs(60);

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is read.
    Heard,
    /// It is dropped; the next may come after this time.
    TooFast(Duration),
    /// The client does not stop: it is cut off.
    Flooding,
}

/// One socket's pace: a bucket of [`BURST`] messages that fills by one each 50 ms.
#[derive(Debug)]
pub(super) struct Pace {
    /// Milliseconds of speech in hand, each message costing [`EACH`].
    credit: u64,
    at: Timestamp,
    excess: u32,
    bad: VecDeque<Timestamp>,
}

impl Pace {
    pub(super) const fn new(now: Timestamp) -> Self {
        Self {
            credit: BURST * EACH,
            at: now,
            excess: 0,
            bad: VecDeque::new(),
        }
    }

    /// A message has come at `now`.
    pub(super) fn message(&mut self, now: Timestamp) -> Verdict {
        let passed = u64::try_from(now.since(self.at).as_millis()).unwrap_or(u64::MAX);
        self.at = self.at.max(now);
        self.credit = self.credit.saturating_add(passed).min(BURST * EACH);
        if self.credit >= EACH {
            if self.credit == BURST * EACH {
                self.excess = 0;
            }
            self.credit = self.credit.saturating_sub(EACH);
            return Verdict::Heard;
        }
        self.excess = self.excess.saturating_add(1);
        if self.excess > EXCESS_MAX {
            return Verdict::Flooding;
        }
        Verdict::TooFast(Duration::from_millis(EACH.saturating_sub(self.credit)))
    }

    /// A message that made no sense came at `now`: whether it is one too many.
    pub(super) fn bad(&mut self, now: Timestamp) -> bool {
        while self
            .bad
            .front()
            .is_some_and(|at| at.plus(BAD_WINDOW) <= now)
        {
            self.bad.pop_front();
        }
        self.bad.push_back(now);
        self.bad.len() >= BAD_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_at_once_then_twenty_a_second() {
        let mut pace = Pace::new(T0);
        for n in 0..BURST {
            assert_eq!(pace.message(T0), Verdict::Heard, "{n}");
        }
        assert_eq!(
            pace.message(T0),
            Verdict::TooFast(Duration::from_millis(50))
        );
        for n in 1..100_u64 {
            let now = T0.plus(Duration::from_millis(n * 50));
            assert_eq!(pace.message(now), Verdict::Heard, "{n}");
        }
    }

    #[test]
    fn client_that_does_not_stop_is_cut_off() {
        let mut pace = Pace::new(T0);
        let verdicts: Vec<_> = (0..=BURST + u64::from(EXCESS_MAX))
            .map(|_| pace.message(T0))
            .collect();
        assert_eq!(verdicts.last(), Some(&Verdict::Flooding));
        let warned = verdicts
            .iter()
            .filter(|verdict| matches!(verdict, Verdict::TooFast(_)))
            .count();
        assert_eq!(warned, 40);
    }

    #[test]
    fn pause_forgives_what_was_too_fast() {
        let mut pace = Pace::new(T0);
        for _ in 0..BURST + 30 {
            pace.message(T0);
        }
        let later = T0.plus(Duration::from_secs(2));
        for _ in 0..BURST {
            assert_eq!(pace.message(later), Verdict::Heard);
        }
        for _ in 0..EXCESS_MAX {
            assert!(matches!(pace.message(later), Verdict::TooFast(_)));
        }
        assert_eq!(pace.message(later), Verdict::Flooding);
    }

    #[test]
    fn tenth_bad_message_within_a_minute_is_one_too_many() {
        let mut pace = Pace::new(T0);
        for n in 0..9_u64 {
            assert!(!pace.bad(T0.plus(Duration::from_secs(n))), "{n}");
        }
        assert!(!pace.bad(T0.plus(Duration::from_secs(60))));
        assert!(pace.bad(T0.plus(Duration::from_secs(60))));
    }

    const T0: Timestamp = Timestamp::from_millis(1_000_000);
}
