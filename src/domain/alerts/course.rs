//! One telephone and one matter: when it rings about it.

use std::time::Duration;

use super::{About, Alert, Callee};
use crate::domain::clinical::PhoneNumber;
use crate::domain::directory::{Centre, Directory, DutySlot, Unit};
use crate::domain::time::Timestamp;

/// When one telephone rings about one matter.
#[derive(Debug, Clone)]
pub(super) struct Course {
    to: Callee,
    name: String,
    phone: PhoneNumber,
    about: About,
    /// Single times.
    times: Vec<Timestamp>,
    /// From when on it rings again and again, and how often.
    again: Option<(Timestamp, Duration)>,
}

impl Course {
    /// Nobody's who has no telephone.
    pub(super) fn of_slot(slot: &DutySlot, about: About) -> Option<Self> {
        let phone = slot.phone.clone()?;
        let to = Callee::Slot(slot.id.clone());
        Some(Self::of(to, slot.name.clone(), phone, about))
    }

    pub(super) fn of_unit(unit: &Unit, about: About) -> Self {
        let (name, phone) = (unit.name.clone(), unit.phone.clone());
        Self::of(Callee::Unit(unit.id.clone()), name, phone, about)
    }

    pub(super) fn of_centre(centre: &Centre, about: About) -> Self {
        let (name, phone) = (centre.name.clone(), centre.phone.clone());
        Self::of(Callee::Centre(centre.id.clone()), name, phone, about)
    }

    const fn of(to: Callee, name: String, phone: PhoneNumber, about: About) -> Self {
        Self {
            to,
            name,
            phone,
            about,
            times: Vec::new(),
            again: None,
        }
    }

    pub(super) fn of_coordinator(directory: &Directory, about: About) -> Self {
        let county = directory.county();
        let (name, phone) = (county.name.clone(), county.phone.clone());
        Self::of(Callee::Coordinator, name, phone, about)
    }

    pub(super) fn at(mut self, times: impl IntoIterator<Item = Timestamp>) -> Self {
        self.times.extend(times);
        self
    }

    pub(super) const fn again(mut self, from: Timestamp, each: Duration) -> Self {
        self.again = Some((from, each));
        self
    }

    pub(super) const fn to(&self) -> &Callee {
        &self.to
    }

    pub(super) const fn about(&self) -> &About {
        &self.about
    }

    /// The last time it was to ring after `after` and by `now`.
    pub(super) fn last(self, after: Timestamp, now: Timestamp) -> Option<Alert> {
        let repeated = self.again.and_then(|(from, each)| {
            (from <= now).then(|| now.minus(remainder(now.since(from), each)))
        });
        let times = self.times.iter().copied().chain(repeated);
        let at = times.filter(|at| after < *at && *at <= now).max()?;
        Some(Alert {
            at,
            to: self.to,
            name: self.name,
            phone: self.phone,
            about: self.about,
        })
    }

    /// The first time it is to ring after `now`.
    pub(super) fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let repeated = self.again.map(|(from, each)| {
            if now < from {
                from
            } else {
                now.minus(remainder(now.since(from), each)).plus(each)
            }
        });
        let times = self.times.iter().copied().chain(repeated);
        times.filter(|at| now < *at).min()
    }
}

fn remainder(span: Duration, each: Duration) -> Duration {
    let left = span.as_millis().checked_rem(each.as_millis()).unwrap_or(0);
    Duration::from_millis(u64::try_from(left).unwrap_or(0))
}
