//! What doctors do: go on duty, look at their queues, answer, confirm, go home.

use std::collections::BTreeSet;

use super::agenda::Happening;
use super::world::World;
use crate::domain::clinical::{AnswerMode, AssessedBy, DoneBy, Level, LevelOfCare, OrderEntered};
use crate::domain::ids::{CentreId, ConsultId, PersonId};
use crate::domain::simulation::habits;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{AnswerCodes, Command, DutyState, SetDuty, Task};

impl World<'_> {
    pub(super) fn goes_on_duty(&mut self, now: Timestamp, doctor: &PersonId) {
        let Some(centres) = self
            .doctors
            .get(doctor)
            .map(|doctor| doctor.centres.clone())
        else {
            return;
        };
        let duty = SetDuty {
            state: DutyState::On,
            centres,
            levels: BTreeSet::new(),
            until: None,
            sound_tested_at: Some(now),
            practice: false,
        };
        self.as_doctor(now, doctor, Command::SetDuty(duty));
    }

    pub(super) fn doctors_notice(&mut self, now: Timestamp, centre: &CentreId, level: Level) {
        let doctors: Vec<_> = self
            .doctors
            .iter()
            .filter(|(_, doctor)| doctor.centres.contains(centre))
            .map(|(person, _)| person.clone())
            .collect();
        for doctor in doctors {
            let looks = Happening::Looks {
                doctor,
                centre: centre.clone(),
            };
            self.after(now, habits::notice(level), looks);
        }
    }

    pub(super) fn looks(&mut self, now: Timestamp, doctor: &PersonId, centre: &CentreId) {
        let Some(consult) = self.first_for_today(centre) else {
            return;
        };
        if self.room.held_by(doctor).is_some() {
            // Busy: looks again when the case in hand may be done.
            self.looks_again(now, (120, 600), doctor, centre);
        } else if self.takes(now, doctor, consult) {
            self.looks_again(now, (420, 1_200), doctor, centre);
        }
    }

    fn looks_again(
        &mut self,
        now: Timestamp,
        pause: (u64, u64),
        doctor: &PersonId,
        centre: &CentreId,
    ) {
        if self.first_for_today(centre).is_some() {
            let again = Happening::Looks {
                doctor: doctor.clone(),
                centre: centre.clone(),
            };
            self.after(now, pause, again);
        }
    }

    /// The next to be taken, unless only planned ones wait: those have their own time.
    pub(super) fn first_for_today(&self, centre: &CentreId) -> Option<ConsultId> {
        let first = self.room.queue(centre).first().copied()?;
        let level = self.room.consult(first)?.level;
        (level < Level::P4).then_some(first)
    }

    /// Takes it, and begins to write or rings.
    pub(super) fn takes(&mut self, now: Timestamp, doctor: &PersonId, consult: ConsultId) -> bool {
        if !self.as_doctor(now, doctor, Command::Claim { consult }) {
            return false;
        }
        if self.writing.contains(&consult) {
            self.after(now, (60, 420), Happening::Answers(consult));
        } else {
            self.after(now, (8, 45), Happening::SeatsTaken(consult));
        }
        true
    }

    pub(super) fn answers(&mut self, now: Timestamp, consult: ConsultId) {
        let Some(doctor) = self
            .room
            .consult(consult)
            .and_then(|consult| consult.doctor().cloned())
        else {
            return;
        };
        let level_of_care = habits::level_of_care(&mut self.chance);
        let leaves = matches!(
            level_of_care,
            LevelOfCare::EmergencyDepartment | LevelOfCare::DirectAdmission
        );
        let has_orders = self.chance.happens(habits::WITH_ORDERS);
        let written = self.writing.contains(&consult);
        let answer = AnswerCodes {
            consult,
            mode: if written {
                AnswerMode::Text
            } else {
                AnswerMode::Video
            },
            assessed_by: if written {
                AssessedBy::ViaNurse
            } else {
                AssessedBy::SawPatient
            },
            level_of_care,
            transport_by: leaves.then_some(DoneBy::Nurse),
            report_by: leaves.then_some(DoneBy::Doctor),
            has_orders,
            care_only: false,
            order_entered: has_orders.then_some(OrderEntered::ByMe),
            order_entered_until: None,
            contingency: true,
            follow_up: None,
            stance: None,
            participation: None,
            death: None,
        };
        if self.as_doctor(now, &doctor, Command::Answer(Box::new(answer))) {
            self.after(now, (20, 600), Happening::Opens(consult));
            if leaves {
                let ordered = Happening::Does {
                    consult,
                    task: Task::Transport,
                    side: DoneBy::Nurse,
                };
                let reported = Happening::Does {
                    consult,
                    task: Task::Report,
                    side: DoneBy::Doctor,
                };
                self.after(now, (60, 480), ordered);
                self.after(now, (60, 1_500), reported);
            }
        }
    }

    /// Ticks off what an answer left to be done.
    pub(super) fn does(&mut self, now: Timestamp, consult: ConsultId, task: Task, side: DoneBy) {
        let done = Command::TaskDone { consult, task };
        let doctor = self.room.consult(consult).and_then(|found| found.doctor());
        match (side, doctor.cloned()) {
            (DoneBy::Nurse, _) => {
                self.as_nurse(now, consult, done);
            }
            (DoneBy::Doctor, Some(doctor)) => {
                self.as_doctor(now, &doctor, done);
            }
            (DoneBy::Doctor, None) => {}
        }
    }

    pub(super) fn judges(&mut self, now: Timestamp, consult: ConsultId, matches: bool) {
        let Some(doctor) = self
            .room
            .consult(consult)
            .and_then(|consult| consult.doctor().cloned())
        else {
            return;
        };
        self.as_doctor(
            now,
            &doctor,
            Command::ConfirmReadBack {
                consult,
                matches,
                rev: None,
            },
        );
        let next = if matches {
            Happening::Closes(consult)
        } else {
            Happening::Acknowledges(consult)
        };
        self.after(now, (20, 300), next);
    }

    pub(super) fn goes_home(&mut self, now: Timestamp, doctor: &PersonId) {
        if self.room.held_by(doctor).is_some() {
            self.after(now, (300, 900), Happening::GoesHome(doctor.clone()));
            return;
        }
        let duty = SetDuty {
            state: DutyState::Off,
            centres: BTreeSet::new(),
            levels: BTreeSet::new(),
            until: None,
            sound_tested_at: None,
            practice: false,
        };
        self.as_doctor(now, doctor, Command::SetDuty(duty));
    }
}
