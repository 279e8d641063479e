//! The planned ones: they wait for a quiet hour, often for the next day, rarely longer.

use std::time::Duration;

use jiff::civil::Date;

use super::agenda::Happening;
use super::at;
use super::world::World;
use crate::domain::clinical::WithdrawReason;
use crate::domain::ids::ConsultId;
use crate::domain::simulation::habits;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{ConsultState, DutyState};

/// When doctors begin with what is planned, and when they end, in seconds of the day.
const FIRST: u64 = 8 * 3_600;
const LAST: u64 = 16 * 3_600 + 1_800;
/// The least time to do anything about it on the same day.
const NOTICE: Duration = Duration::from_secs(1_800);

impl World<'_> {
    /// A doctor will get to it on one of the days to come, and what is left when the last one
    /// ends is settled by telephone.
    pub(super) fn joins_the_pile(&mut self, now: Timestamp, consult: ConsultId) {
        let wanted = habits::days_until_planned(&mut self.chance);
        let days: Vec<_> = self.days_with_time_left(now).collect();
        let Some(&last) = days.last() else {
            return;
        };
        let day = days.get(wanted).copied().unwrap_or(last);
        let begins = at(day, FIRST).max(now.plus(NOTICE));
        let hours = u64::try_from(at(day, LAST).since(begins).as_millis()).unwrap_or(0);
        let when = begins.plus(Duration::from_millis(self.chance.below(hours)));
        self.plan(when, Happening::TakesPlanned(consult));
        self.plan(
            at(last, 18 * 3_600),
            Happening::TakesBack(consult, WithdrawReason::Phoned),
        );
    }

    fn days_with_time_left(&self, now: Timestamp) -> impl Iterator<Item = Date> {
        let earliest = now.plus(NOTICE);
        let days = self.days.iter().copied();
        days.filter(move |day| at(*day, LAST) > earliest)
    }

    /// Somebody at the centre who is free takes it. While more urgent ones wait it has to
    /// stand back.
    pub(super) fn takes_planned(&mut self, now: Timestamp, consult: ConsultId) {
        let Some(centre) = self
            .room
            .consult(consult)
            .filter(|waiting| waiting.state() == ConsultState::Queued)
            .map(|waiting| waiting.centre.clone())
        else {
            return;
        };
        let on_duty = |doctor| {
            let duty = self.room.duty(doctor);
            duty.is_some_and(|duty| duty.state == DutyState::On && duty.centres.contains(&centre))
        };
        let free = self
            .doctors
            .keys()
            .find(|doctor| on_duty(doctor) && self.room.held_by(doctor).is_none())
            .cloned();
        let urgent = self.first_for_today(&centre).is_some();
        if !urgent && free.is_some_and(|doctor| self.takes(now, &doctor, consult)) {
            return;
        }
        let Some(day) = self.days_with_time_left(now).next() else {
            return;
        };
        let again = at(day, FIRST).max(now.plus(self.chance.seconds(300, 1_500)));
        self.plan(again, Happening::TakesPlanned(consult));
    }
}
