//! How often the days were loud: what sounded on doctors' screens and on telephones.
//!
//! Sounds are counted where they are heard: one alert at two doctors is two. What a client
//! does by itself is counted by the rule it follows: an acute request sounds every 20 seconds
//! until anybody takes it, an urgent one twice, the rest never; and only for a doctor who is
//! reached and has no case in hand.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::domain::alerts;
use crate::domain::clinical::Level;
use crate::domain::directory::Directory;
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Consult, ConsultState, Entry, Event, WaitingRoom};

/// The pause between two sounds of one request on a screen.
const AGAIN: Duration = Duration::from_secs(20);

/// How often an urgent request sounds.
const URGENT_SOUNDS: u64 = 2;

/// Alerts of a log, and the answers they led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Loudness {
    /// Requests that were answered.
    pub answered: u64,
    /// Sounds heard at doctors' screens.
    pub screen_alerts: u64,
    /// Rings of telephones of those on call, of units, centres and the coordinator.
    pub telephone_alerts: u64,
}

impl Loudness {
    /// Sounds and rings for each answered request, in hundredths; nothing if none was answered.
    #[must_use]
    pub const fn per_answer(&self) -> Option<u64> {
        let alerts = self.screen_alerts.saturating_add(self.telephone_alerts);
        alerts.saturating_mul(100).checked_div(self.answered)
    }
}

/// Listens to a log from its first entry.
#[derive(Debug, Clone, Default)]
pub struct Listener {
    room: WaitingRoom,
    calling: BTreeMap<ConsultId, Calling>,
    heard: Loudness,
}

/// A request that nobody has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Calling {
    level: Level,
    since: Timestamp,
    /// How many doctors hear it.
    ears: u64,
}

impl Listener {
    /// Takes in the next entry, which was decided with `directory`.
    pub fn hear(&mut self, directory: &Directory, entry: &Entry) {
        let before = self.room.last_at();
        let rings = alerts::due(&self.room, directory, before, entry.at);
        add(&mut self.heard.telephone_alerts, rings.len());
        self.room.apply(entry);
        let answers = entry.events.iter();
        let answers = answers.filter(|event| matches!(event, Event::ConsultAnswered(_)));
        add(&mut self.heard.answered, answers.count());
        self.listen(entry.at);
    }

    /// What was heard until the last entry.
    #[must_use]
    pub const fn heard(&self) -> Loudness {
        self.heard
    }

    fn listen(&mut self, now: Timestamp) {
        let waiting: BTreeMap<ConsultId, Level> = self
            .room
            .consults()
            .filter(|consult| consult.state() == ConsultState::Queued && !consult.exercise)
            .filter(|consult| consult.level <= Level::P2)
            .map(|consult| (consult.id, consult.level))
            .collect();
        let heard = &mut self.heard.screen_alerts;
        self.calling.retain(|id, calling| {
            let goes_on = waiting.get(id) == Some(&calling.level);
            if !goes_on {
                *heard = heard.saturating_add(calling.sounds(now));
            }
            goes_on
        });
        for (id, level) in waiting {
            let Some(consult) = self.room.consult(id) else {
                continue;
            };
            let ears = ears(&self.room, consult);
            self.calling.entry(id).or_insert(Calling {
                level,
                since: now,
                ears,
            });
        }
    }
}

impl Calling {
    /// The sounds until somebody took it at `now`.
    fn sounds(self, now: Timestamp) -> u64 {
        let waited = now.since(self.since).as_secs();
        let times = waited / AGAIN.as_secs() + 1;
        let times = match self.level {
            Level::P1 => times,
            Level::P2 => times.min(URGENT_SOUNDS),
            Level::P3 | Level::P4 => 0,
        };
        times.saturating_mul(self.ears)
    }
}

/// The doctors who hear it: reached for the centre, and without a case in hand.
fn ears(room: &WaitingRoom, consult: &Consult) -> u64 {
    let free = room.duties().filter(|(doctor, _)| {
        room.is_reachable(doctor, &consult.centre) && room.held_by(doctor).is_none()
    });
    u64::try_from(free.count()).unwrap_or(u64::MAX)
}

fn add(count: &mut u64, more: usize) {
    *count = count.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::waiting_room::Command;
    use crate::domain::waiting_room::tests::bench::{Bench, answer};

    #[test]
    fn acute_request_sounds_at_every_free_doctor_until_one_takes_it() {
        let mut bench = Bench::new();
        bench.on_duty("nils", &["north"]);
        bench.on_duty("nora", &["north"]);
        let consult = bench.ask("eva", "north", Level::P1);
        bench.pass(50);
        bench.act("nils", Command::Claim { consult });
        // At 0, 20 and 40 seconds, at two screens.
        assert_eq!(heard(&bench).screen_alerts, 6);
        bench.act(
            "nils",
            answer(consult, crate::domain::clinical::AnswerMode::Text, false),
        );
        assert_eq!(heard(&bench).answered, 1);
        assert_eq!(heard(&bench).per_answer(), Some(600));
    }

    #[test]
    fn urgent_request_sounds_twice_and_what_can_wait_never() {
        let mut bench = Bench::new();
        bench.on_duty("nils", &["north"]);
        for level in [Level::P2, Level::P3, Level::P4] {
            let consult = bench.ask("eva", "north", level);
            bench.pass(300);
            bench.act("nils", Command::Claim { consult });
            bench.act("nils", Command::Release { consult });
            let reason = crate::domain::clinical::WithdrawReason::Solved;
            bench.act("eva", Command::Withdraw { consult, reason });
        }
        // Once as it came, and once more as it came back: twice, and at once.
        assert_eq!(heard(&bench).screen_alerts, 3);
    }

    #[test]
    fn nothing_answered_is_no_share() {
        assert_eq!(Loudness::default().per_answer(), None);
    }

    fn heard(bench: &Bench) -> Loudness {
        let mut listener = Listener::default();
        for entry in &bench.log {
            listener.hear(&bench.directory, entry);
        }
        listener.heard()
    }
}
