//! How many pictures one person brings in an hour: many more than anybody takes, and few
//! enough that nobody fills the store with what no case ever names.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::domain::ids::PersonId;
use crate::domain::time::Timestamp;

/// Pictures of one person within [`WINDOW`].
pub(super) const MAX: usize = 60;

/// How long a picture counts.
pub(super) const WINDOW: Duration = Duration::from_secs(60 * 60);

/// When each person brought her latest pictures. People are the directory's, so this is no
/// longer than that.
#[derive(Debug, Default)]
pub(super) struct Pace(BTreeMap<PersonId, VecDeque<Timestamp>>);

impl Pace {
    /// Counts one more picture at `now`, or says how long to wait.
    pub(super) fn step(&mut self, person: &PersonId, now: Timestamp) -> Result<(), Duration> {
        self.0.retain(|_, times| {
            times.retain(|at| at.plus(WINDOW) > now);
            !times.is_empty()
        });
        let times = self.0.entry(person.clone()).or_default();
        match times.front() {
            Some(first) if times.len() >= MAX => Err(first.plus(WINDOW).since(now)),
            Some(_) | None => {
                times.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_first_picture_waits_until_the_first_is_an_hour_old() {
        let (anna, nils) = ("anna-alm".parse().unwrap(), "nils-nord".parse().unwrap());
        let start = Timestamp::from_millis(1_000_000);
        let mut pace = Pace::default();
        for _ in 0..MAX {
            assert_eq!(pace.step(&anna, start), Ok(()));
        }
        assert_eq!(pace.step(&anna, start), Err(WINDOW));
        assert_eq!(pace.step(&nils, start), Ok(()));
        assert_eq!(pace.step(&anna, start.plus(WINDOW)), Ok(()));
        assert_eq!(pace.0.len(), 1, "who has waited long enough is forgotten");
    }
}
