//! How soon contact is promised, level by level.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::clinical::Level;

/// What is promised for one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The median that is aimed at, in seconds from the first queueing.
    pub goal_seconds: u32,
    /// The longest wait, in seconds from the first queueing: then the county is alarmed.
    pub max_seconds: u32,
    /// How long a doctor may hold a claim without contact, in seconds.
    pub contact_due_seconds: u32,
}

impl Target {
    /// The median that is aimed at.
    #[must_use]
    pub const fn goal(self) -> Duration {
        Duration::from_secs(self.goal_seconds as u64)
    }

    /// The longest wait.
    #[must_use]
    pub const fn max(self) -> Duration {
        Duration::from_secs(self.max_seconds as u64)
    }

    /// How long a doctor may hold a claim without contact.
    #[must_use]
    pub const fn contact_due(self) -> Duration {
        Duration::from_secs(self.contact_due_seconds as u64)
    }

    /// Whether the three fit each other: none is zero and the goal lies within the promise.
    #[must_use]
    pub const fn is_sound(self) -> bool {
        self.goal_seconds > 0
            && self.contact_due_seconds > 0
            && self.goal_seconds <= self.max_seconds
    }
}

/// The targets of all levels. An agreement states those that differ from the usual ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    /// Akut.
    pub p1: Target,
    /// Brådskande.
    pub p2: Target,
    /// Idag.
    pub p3: Target,
    /// Planerad.
    pub p4: Target,
}

impl Targets {
    /// What is promised for `level`.
    #[must_use]
    pub const fn of(&self, level: Level) -> Target {
        match level {
            Level::P1 => self.p1,
            Level::P2 => self.p2,
            Level::P3 => self.p3,
            Level::P4 => self.p4,
        }
    }
}

impl Default for Targets {
    /// Anchors in print: doctor contact within 30 minutes (P2, Västra Götaland's on-call
    /// specification), and a medical assessment within three days (P4, HSF 2017:80, 6:1).
    /// The rest is judgement, which an agreement replaces.
    fn default() -> Self {
        const MINUTE: u32 = 60;
        const HOUR: u32 = 60 * MINUTE;
        let target = |goal_seconds, max_seconds, contact_due_seconds| Target {
            goal_seconds,
            max_seconds,
            contact_due_seconds,
        };
        Self {
            p1: target(2 * MINUTE, 5 * MINUTE, MINUTE),
            p2: target(10 * MINUTE, 30 * MINUTE, 3 * MINUTE),
            p3: target(HOUR, 2 * HOUR, 10 * MINUTE),
            p4: target(8 * HOUR, 72 * HOUR, 30 * MINUTE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_urgent_is_promised_sooner() {
        let targets = Targets::default();
        for pair in Level::ALL.windows(2) {
            let (urgent, calm) = (targets.of(pair[0]), targets.of(pair[1]));
            assert!(urgent.max() < calm.max());
            assert!(urgent.goal() < calm.goal());
            assert!(urgent.contact_due() < calm.contact_due());
            assert!(urgent.is_sound() && calm.is_sound());
        }
        assert_eq!(targets.of(Level::P2).max(), Duration::from_secs(30 * 60));
    }

    #[test]
    fn goal_beyond_the_promise_is_unsound() {
        let mut target = Targets::default().p1;
        target.goal_seconds = target.max_seconds + 1;
        assert!(!target.is_sound());
    }
}
