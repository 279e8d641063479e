//! Chance from a seed: the same seed draws the same numbers on every machine.

use std::time::Duration;

use uuid::Uuid;

use crate::domain::time::Timestamp;

/// A sequence of draws (`SplitMix64`: Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 if `bound` is 0.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        let draw = self.next();
        if bound == 0 { 0 } else { draw % bound }
    }

    /// Whether something happens that happens `permille` times of a thousand.
    pub(super) const fn happens(&mut self, permille: u64) -> bool {
        self.below(1_000) < permille
    }

    /// One of `choices`.
    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let bound = u64::try_from(choices.len()).ok()?;
        choices.get(usize::try_from(self.below(bound)).ok()?)
    }

    /// One of `choices`, each as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, choices: &[(T, u64)]) -> Option<T> {
        let mut draw = self.below(choices.iter().map(|(_, weight)| weight).sum());
        for &(choice, weight) in choices {
            if draw < weight {
                return Some(choice);
            }
            draw -= weight;
        }
        None
    }

    /// A time from `shortest` to `longest` seconds, short ones more often than long ones.
    pub(super) fn seconds(&mut self, shortest: u64, longest: u64) -> Duration {
        let span = longest.saturating_sub(shortest).saturating_add(1);
        let skewed = self.below(span).min(self.below(span));
        Duration::from_millis((shortest + skewed) * 1_000 + self.below(1_000))
    }

    /// An id that sorts by `at`, as those made by a running server.
    pub(super) fn id(&mut self, at: Timestamp) -> Uuid {
        let millis = u64::try_from(at.as_millis()).unwrap_or(0);
        let mut random = [0; 10];
        let draws = self
            .next()
            .to_be_bytes()
            .into_iter()
            .chain(self.next().to_be_bytes());
        for (byte, draw) in random.iter_mut().zip(draws) {
            *byte = draw;
        }
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
