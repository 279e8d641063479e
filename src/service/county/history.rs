//! The confirmed past as far as a view may have to be rebuilt: the last thousand entries,
//! and a folded state each 64.

use std::collections::VecDeque;
use std::sync::Arc;

use super::folded::{Folded, Kept, count};
use crate::domain::indicators::WaitingTimes;
use crate::domain::waiting_room::{Entry, WaitingRoom};
use crate::storage::Hash;

/// How far back a view can be rebuilt, in entries. A client that was away for longer gets
/// everything anew.
pub const WINDOW: u64 = 1000;
/// A folded state is kept each so many entries: a view costs one clone and at most so many
/// steps.
const CHECKPOINT_EACH: u64 = 64;

/// A folded state and where in the log it stands.
#[derive(Debug, Clone)]
pub(super) struct Checkpoint {
    pub(super) seq: u64,
    pub(super) hash: Hash,
    pub(super) folded: Folded,
}

impl Checkpoint {
    /// Before the first entry.
    pub(super) fn beginning() -> Self {
        Self {
            seq: 0,
            hash: Hash::GENESIS,
            folded: Folded::default(),
        }
    }
}

/// Confirmed entries, the states between them, and the newest state.
#[derive(Debug)]
pub(super) struct History {
    checkpoints: VecDeque<Checkpoint>,
    entries: VecDeque<Arc<Entry>>,
    now: Checkpoint,
    figures: WaitingTimes,
    /// The figures at the oldest checkpoint: they are large, so not every one has its own.
    figures_then: WaitingTimes,
}

impl History {
    /// A past that begins at `start`.
    pub(super) fn new(start: Checkpoint, figures: WaitingTimes) -> Self {
        Self {
            checkpoints: VecDeque::from([start.clone()]),
            entries: VecDeque::new(),
            now: start,
            figures_then: figures.clone(),
            figures,
        }
    }

    /// The newest figures.
    pub(super) const fn figures(&self) -> &WaitingTimes {
        &self.figures
    }

    /// What a snapshot of the oldest state is to keep.
    pub(super) fn to_keep(&self) -> Kept {
        Kept {
            folded: self.oldest().folded.clone(),
            figures: self.figures_then.clone(),
        }
    }

    /// The newest state.
    pub(super) const fn now(&self) -> &Checkpoint {
        &self.now
    }

    /// The oldest state that can be rebuilt: from here a restart rebuilds the whole window.
    pub(super) fn oldest(&self) -> &Checkpoint {
        self.checkpoints.front().unwrap_or(&self.now)
    }

    /// Takes in the next entry, whose chain hash is `hash`.
    pub(super) fn advance(&mut self, entry: Arc<Entry>, hash: Hash) {
        self.now.folded.apply(&entry);
        count(&mut self.figures, &entry);
        self.now.seq = entry.seq;
        self.now.hash = hash;
        self.entries.push_back(entry);
        if self.now.seq.is_multiple_of(CHECKPOINT_EACH) {
            self.now.folded.tidy();
            self.checkpoints.push_back(self.now.clone());
            self.forget();
        }
    }

    /// The state as it stood right after entry `seq`.
    pub(super) fn at(&self, seq: u64) -> Option<WaitingRoom> {
        if seq == self.now.seq {
            return Some(self.now.folded.room.clone());
        }
        if seq > self.now.seq {
            return None;
        }
        let base = self.checkpoints.iter().rfind(|point| point.seq <= seq)?;
        let mut room = base.folded.room.clone();
        for entry in self.after(base.seq).take_while(|entry| entry.seq <= seq) {
            room.apply(entry);
        }
        Some(room)
    }

    /// The entries after `seq`, oldest first; those older than the window are gone.
    fn after(&self, seq: u64) -> impl Iterator<Item = &Arc<Entry>> {
        let first = self.entries.front().map_or(0, |entry| entry.seq);
        let skip = seq.saturating_add(1).saturating_sub(first);
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        self.entries.iter().skip(skip)
    }

    /// Drops what no view inside the window needs.
    fn forget(&mut self) {
        let from = self.now.seq.saturating_sub(WINDOW);
        while self
            .checkpoints
            .get(1)
            .is_some_and(|second| second.seq <= from)
        {
            self.checkpoints.pop_front();
        }
        let base = self.oldest().seq;
        while let Some(entry) = self.entries.pop_front_if(|entry| entry.seq <= base) {
            count(&mut self.figures_then, &entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::clinical::{Level, WithdrawReason};
    use crate::domain::directory::testing::{day, testing_county};
    use crate::domain::ids::{CaseId, CommandId, ConsultId, NodeId};
    use crate::domain::time::Timestamp;
    use crate::domain::waiting_room::{
        Actor, By, Command, DirectoryHash, DutyState, Envelope, Fingerprint, Place, Viewer, apply,
        diff, view,
    };
    use crate::service::county::job::Job;
    use crate::service::county::plan::Desk;
    use crate::service::testing::{ask, duty};
    use crate::storage::{Head, Incarnation};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3))]

        #[test]
        fn resume_inside_the_window_never_needs_a_snapshot(seed: u64) {
            let mut day = Day::begin(seed);
            let mut rooms = Vec::new();
            while day.history.now().seq < WINDOW + 300 {
                day.step();
                let now = day.history.now();
                rooms.resize(usize::try_from(now.seq).unwrap() + 1, now.folded.room.clone());
            }
            let last = day.history.now().seq;
            let viewers = [Day::nurse(), Day::doctor()].map(|actor| Viewer::from(&actor));
            let now = &day.history.now().folded.room;
            let (_, directory) = day.desk.directory.as_ref().unwrap();
            for seq in last - WINDOW..=last {
                let room = day.history.at(seq);
                let room = room.expect("inside the window");
                if seq % 50 == 0 {
                    for viewer in &viewers {
                        let (mut then, wanted) = (view(&room, directory, viewer), view(now, directory, viewer));
                        let changes = diff(&then, &wanted);
                        apply(&mut then, &changes);
                        prop_assert_eq!(&then, &wanted);
                    }
                }
                // Several entries of one step share a recorded state: the last one's.
                let recorded = &rooms[usize::try_from(seq).unwrap()];
                if recorded.seq() == seq {
                    prop_assert_eq!(&room, recorded);
                }
            }
            prop_assert!(day.history.at(last + 1).is_none());
            let kept = u64::try_from(day.history.entries.len()).unwrap();
            prop_assert!(kept < WINDOW + 2 * CHECKPOINT_EACH);
        }
    }

    /// A random day of one nurse and one doctor.
    struct Day {
        chance: u64,
        now: Timestamp,
        desk: Desk,
        head: Head,
        history: History,
        asked: Vec<ConsultId>,
    }

    impl Day {
        fn begin(seed: u64) -> Self {
            let directory = Arc::new(testing_county(0));
            Self {
                chance: seed | 1,
                now: day("2026-11-20"),
                desk: Desk {
                    room: WaitingRoom::new(),
                    directory: Some((DirectoryHash([1; 32]), directory)),
                },
                head: Head {
                    incarnation: Incarnation([1; 16]),
                    ep: 1,
                    seq: 0,
                    hash: Hash::GENESIS,
                    at: Timestamp::from_millis(0),
                },
                history: History::new(Checkpoint::beginning(), WaitingTimes::default()),
                asked: Vec::new(),
            }
        }

        /// The numbers of Knuth's linear congruential generator: enough for a day's chance.
        fn below(&mut self, bound: u64) -> u64 {
            self.chance = self
                .chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.chance >> 33) % bound
        }

        fn step(&mut self) {
            let wait = self.below(90_000);
            self.now = self.now.plus(std::time::Duration::from_millis(wait));
            let mut jobs: Vec<Job> = self
                .desk
                .room
                .due(self.now)
                .into_iter()
                .map(|due| Job::of_system(due, self.now))
                .collect();
            let (actor, command) = self.wish();
            let id = CommandId(self.uuid());
            jobs.push(Job::of_system(
                Envelope {
                    id,
                    fingerprint: Fingerprint([0; 32]),
                    by: By::Person(actor),
                    command,
                },
                self.now,
            ));
            let now = self.desk.room.entry_time(self.now);
            let plan = self.desk.plan(jobs, &self.head, now, NodeId(Uuid::nil()));
            for (entry, hash) in plan.linked {
                (self.head.seq, self.head.hash, self.head.at) = (entry.seq, hash, entry.at);
                self.history.advance(entry, hash);
            }
        }

        fn wish(&mut self) -> (Actor, Command) {
            let some = self.below(8);
            let asked = u64::try_from(self.asked.len()).unwrap();
            let consult = match asked {
                0 => ConsultId(Uuid::nil()),
                asked => {
                    let back = self.below(asked.min(4));
                    self.asked[usize::try_from(asked - 1 - back).unwrap()]
                }
            };
            match some {
                0 | 1 => {
                    let consult = ConsultId(self.uuid());
                    self.asked.push(consult);
                    (Self::nurse(), ask(consult, CaseId(consult.0), Level::P1))
                }
                2 => {
                    let reason = WithdrawReason::Solved;
                    (Self::nurse(), Command::Withdraw { consult, reason })
                }
                3 => (Self::doctor(), duty(DutyState::Paused)),
                4 => (Self::doctor(), Command::Release { consult }),
                5 => (
                    Self::nurse(),
                    Command::Triage {
                        consult,
                        level: Level::P1,
                    },
                ),
                6 => (Self::doctor(), Command::Claim { consult }),
                _ => (Self::doctor(), duty(DutyState::On)),
            }
        }

        fn uuid(&mut self) -> Uuid {
            let (high, low) = (self.below(1 << 31), self.below(1 << 31));
            Uuid::from_u64_pair(high, low)
        }

        fn nurse() -> Actor {
            Actor {
                person: "anna-alm".parse().unwrap(),
                commission: "anna-hemsjukvarden".parse().unwrap(),
                controller: "norrby-kommun".parse().unwrap(),
                place: Place::Unit("hemsjukvarden-norrby".parse().unwrap()),
            }
        }

        fn doctor() -> Actor {
            Actor {
                person: "david-dahl".parse().unwrap(),
                commission: "dr-dahl-alvens".parse().unwrap(),
                controller: "region".parse().unwrap(),
                place: Place::Centre("alvens".parse().unwrap()),
            }
        }
    }
}
