//! What is to happen: planned in the morning, carried out when its time comes.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::{Date, Weekday};

use super::at;
use super::world::{Doctor, World, actor};
use crate::domain::access::Role;
use crate::domain::clinical::{DoneBy, Participation, WithdrawReason};
use crate::domain::directory::Commission;
use crate::domain::ids::{CentreId, ConsultId, PersonId};
use crate::domain::simulation::habits;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{By, Command, Place, Task};

/// Something that somebody will do.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    GoesOnDuty(PersonId),
    Asks {
        nurse: usize,
        last_of_day: Timestamp,
    },
    Looks {
        doctor: PersonId,
        centre: CentreId,
    },
    TakesPlanned(ConsultId),
    SeatsTaken(ConsultId),
    MediaFlows(ConsultId),
    HangsUp(ConsultId),
    Answers(ConsultId),
    Opens(ConsultId),
    Acknowledges(ConsultId),
    Judges {
        consult: ConsultId,
        matches: bool,
    },
    Closes(ConsultId),
    Does {
        consult: ConsultId,
        task: Task,
        side: DoneBy,
    },
    TakesBack(ConsultId, WithdrawReason),
    SendsOn(ConsultId),
    GoesHome(PersonId),
}

impl World<'_> {
    /// The county decides on its directory before anything else.
    pub(super) fn adopt(&mut self, day: Date) {
        if self.room.directory().is_none() {
            let valid_from = at(day, 0);
            let hash = self.hash;
            self.command(
                valid_from,
                By::System,
                Command::AdoptDirectory { hash, valid_from },
            );
        }
    }

    pub(super) fn plan_day(&mut self, day: Date) {
        let evening = at(day, 17 * 3_600);
        let morning = at(day, 7 * 3_600);
        self.doctors = self
            .directory
            .commissions(morning)
            .filter(|commission| commission.role == Role::Doctor)
            .filter_map(|commission| {
                let actor = actor(
                    commission,
                    commission.centres.first().cloned().map(Place::Centre)?,
                );
                let centres = commission.centres.clone();
                Some((commission.person.clone(), Doctor { actor, centres }))
            })
            .collect();

        let doctors: Vec<_> = self.doctors.keys().cloned().collect();
        let mut covered: BTreeSet<CentreId> = BTreeSet::new();
        for doctor in doctors {
            let centres = self
                .doctors
                .get(&doctor)
                .map(|doctor| doctor.centres.clone())
                .unwrap_or_default();
            let needed = centres.iter().any(|centre| !covered.contains(centre));
            if needed || self.chance.happens(habits::ON_DUTY) {
                covered.extend(centres);
                let start = at(day, 7 * 3_600 + 900).plus(self.chance.seconds(0, 1_800));
                self.plan(start, Happening::GoesOnDuty(doctor.clone()));
                self.plan(evening, Happening::GoesHome(doctor));
            }
        }

        let nurses = self.nurses(morning).len();
        let factor = match day.weekday() {
            Weekday::Monday => 125,
            Weekday::Friday => 110,
            Weekday::Tuesday
            | Weekday::Wednesday
            | Weekday::Thursday
            | Weekday::Saturday
            | Weekday::Sunday => 100,
        };
        for _ in 0..habits::REQUESTS_A_DAY * factor / 100 {
            let hour = habits::hour(&mut self.chance);
            let when =
                at(day, hour * 3_600).plus(Duration::from_millis(self.chance.below(3_600_000)));
            let nurse =
                usize::try_from(self.chance.below(u64::try_from(nurses).unwrap_or(0))).unwrap_or(0);
            self.plan(
                when,
                Happening::Asks {
                    nurse,
                    last_of_day: evening,
                },
            );
        }
    }

    pub(super) fn nurses(&self, when: Timestamp) -> Vec<&Commission> {
        self.directory
            .commissions(when)
            .filter(|commission| commission.role == Role::Nurse)
            .collect()
    }

    pub(super) fn live_until(&mut self, end: Timestamp) {
        while let Some(next) = self.agenda.first_entry().filter(|next| next.key().0 < end) {
            let ((when, _), happening) = next.remove_entry();
            self.live_through(when, happening);
        }
    }

    pub(super) fn live_until_nothing_is_planned(&mut self) {
        while let Some(((when, _), happening)) = self.agenda.pop_first() {
            self.live_through(when, happening);
        }
    }

    /// Fires the deadlines until `when`, and then lets it happen.
    fn live_through(&mut self, when: Timestamp, happening: Happening) {
        while let Some((due, _)) = self.room.next_deadline().filter(|(due, _)| *due <= when) {
            let fired = self.room.due(due);
            if fired.is_empty() {
                break;
            }
            for envelope in fired {
                self.submit(due, &envelope);
            }
        }
        self.happen(when, happening);
    }

    pub(super) fn happen(&mut self, now: Timestamp, happening: Happening) {
        match happening {
            Happening::GoesOnDuty(doctor) => self.goes_on_duty(now, &doctor),
            Happening::Asks { nurse, last_of_day } => self.asks(now, nurse, last_of_day),
            Happening::Looks { doctor, centre } => self.looks(now, &doctor, &centre),
            Happening::TakesPlanned(consult) => self.takes_planned(now, consult),
            Happening::SeatsTaken(consult) => {
                if self.command(now, By::System, Command::CallJoined { consult }) {
                    self.after(now, (2, 6), Happening::MediaFlows(consult));
                }
            }
            Happening::MediaFlows(consult) => {
                self.command(now, By::System, Command::MediaFlows { consult });
                self.after(now, (120, 1_080), Happening::HangsUp(consult));
            }
            Happening::HangsUp(consult) => {
                self.command(now, By::System, Command::MediaEnded { consult, at: now });
                self.after(now, (20, 300), Happening::Answers(consult));
            }
            Happening::Answers(consult) => self.answers(now, consult),
            Happening::Opens(consult) => {
                self.as_nurse(now, consult, Command::OpenAnswer { consult });
                self.after(now, (15, 240), Happening::Acknowledges(consult));
            }
            Happening::Acknowledges(consult) => self.acknowledges(now, consult),
            Happening::Judges { consult, matches } => self.judges(now, consult, matches),
            Happening::Closes(consult) => {
                let participation = Some(Participation::Present);
                self.as_nurse(
                    now,
                    consult,
                    Command::Close {
                        consult,
                        participation,
                        stance: None,
                        exception: None,
                    },
                );
                for side in [DoneBy::Nurse, DoneBy::Doctor] {
                    let task = Task::Journal;
                    let writes = Happening::Does {
                        consult,
                        task,
                        side,
                    };
                    self.after(now, (120, 3_600), writes);
                }
            }
            Happening::Does {
                consult,
                task,
                side,
            } => self.does(now, consult, task, side),
            Happening::TakesBack(consult, reason) => {
                self.as_nurse(now, consult, Command::Withdraw { consult, reason });
            }
            Happening::SendsOn(consult) => self.sends_on(now, consult),
            Happening::GoesHome(doctor) => self.goes_home(now, &doctor),
        }
    }
}
