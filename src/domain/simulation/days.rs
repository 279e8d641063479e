//! The days themselves: a queue of what is to happen, on a clock that jumps.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::civil::{Date, Weekday};

use super::chance::Chance;
use super::habits;
use crate::domain::access::Role;
use crate::domain::clinical::{
    AnswerMode, AssessedBy, DisclosureBasis, DoneBy, IdType, Level, LevelOfCare, OrderEntered,
    Participation, WithdrawReason,
};
use crate::domain::directory::{Commission, Directory};
use crate::domain::ids::{CaseId, CentreId, CommandId, ConsultId, PersonId};
use crate::domain::time::{Timestamp, county_zone};
use crate::domain::waiting_room::{
    Actor, AnswerCodes, Ask, By, Command, ConsultState, Decision, DirectoryHash, DutyState, Entry,
    Envelope, Fingerprint, Has, PatientCodes, Place, SetDuty, WaitingRoom, decide,
};

/// Which days are simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// How many working days.
    pub count: u32,
    /// The last of them is the last working day that ended before this.
    pub before: Timestamp,
    /// Chance.
    pub seed: u64,
}

/// Lets `days` pass in `room`, and gives every entry in order to `keep`.
///
/// All requests have ended and nobody is on duty when the last day is over.
pub fn simulate(
    room: &mut WaitingRoom,
    directory: &Directory,
    hash: DirectoryHash,
    days: Days,
    keep: &mut dyn FnMut(Entry),
) {
    let mut world = World {
        room,
        directory,
        hash,
        keep,
        chance: Chance::new(days.seed),
        agenda: BTreeMap::new(),
        planned: 0,
        doctors: BTreeMap::new(),
        writing: BTreeSet::new(),
    };
    for day in working_days(days) {
        world.adopt(day);
        world.plan_day(day);
        world.live_until_nothing_is_planned();
    }
}

fn working_days(days: Days) -> Vec<Date> {
    let mut found = Vec::new();
    let mut day = days.before.local().date();
    while found.len() < usize::try_from(days.count).unwrap_or(usize::MAX) {
        let Ok(earlier) = day.yesterday() else { break };
        day = earlier;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            found.push(day);
        }
    }
    found.reverse();
    found
}

fn at(day: Date, second_of_day: u64) -> Timestamp {
    day.to_zoned(county_zone())
        .map_or(Timestamp::default(), |midnight| {
            Timestamp::from_millis(midnight.timestamp().as_millisecond())
                .plus(Duration::from_secs(second_of_day))
        })
}

/// Something that somebody will do.
#[derive(Debug, Clone)]
enum Happening {
    GoesOnDuty(PersonId),
    Asks {
        nurse: usize,
        last_of_day: Timestamp,
    },
    Looks {
        doctor: PersonId,
        centre: CentreId,
    },
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
    TakesBack(ConsultId, WithdrawReason),
    SendsOn(ConsultId),
    GoesHome(PersonId),
}

struct Doctor {
    actor: Actor,
    centres: BTreeSet<CentreId>,
}

struct World<'a> {
    room: &'a mut WaitingRoom,
    directory: &'a Directory,
    hash: DirectoryHash,
    keep: &'a mut dyn FnMut(Entry),
    chance: Chance,
    /// What is to happen, by time and by when it was planned.
    agenda: BTreeMap<(Timestamp, u64), Happening>,
    planned: u64,
    doctors: BTreeMap<PersonId, Doctor>,
    /// The consults that are answered in writing.
    writing: BTreeSet<ConsultId>,
}

impl World<'_> {
    fn plan(&mut self, when: Timestamp, what: Happening) {
        self.planned += 1;
        self.agenda.insert((when, self.planned), what);
    }

    fn after(&mut self, now: Timestamp, (shortest, longest): (u64, u64), what: Happening) {
        let when = now.plus(self.chance.seconds(shortest, longest));
        self.plan(when, what);
    }

    /// The county decides on its directory before anything else.
    fn adopt(&mut self, day: Date) {
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

    fn plan_day(&mut self, day: Date) {
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

    fn nurses(&self, when: Timestamp) -> Vec<&Commission> {
        self.directory
            .commissions(when)
            .filter(|commission| commission.role == Role::Nurse)
            .collect()
    }

    fn live_until_nothing_is_planned(&mut self) {
        while let Some(((when, _), happening)) = self.agenda.pop_first() {
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
    }

    /// Offers a command to the waiting room; what it refuses does not happen.
    fn submit(&mut self, now: Timestamp, envelope: &Envelope) -> bool {
        match decide(self.room, self.directory, envelope, now) {
            Ok(Decision::New(decided)) => {
                let entry = decided.entry(self.room.seq().saturating_add(1), envelope, self.hash);
                self.room.apply(&entry);
                (self.keep)(entry);
                true
            }
            Ok(Decision::Repeat(_) | Decision::Moot(_)) | Err(_) => false,
        }
    }

    fn command(&mut self, now: Timestamp, by: By, command: Command) -> bool {
        let id = CommandId(self.chance.id(now));
        let envelope = Envelope {
            id,
            fingerprint: Fingerprint([0; 32]),
            by,
            command,
        };
        self.submit(now, &envelope)
    }

    fn as_nurse(&mut self, now: Timestamp, consult: ConsultId, command: Command) -> bool {
        let Some(asked) = self.room.consult(consult) else {
            return false;
        };
        let Some(commission) = self.directory.commission(&asked.commission, now) else {
            return false;
        };
        let by = By::Person(actor(commission, Place::Unit(asked.unit.clone())));
        self.command(now, by, command)
    }

    fn as_doctor(&mut self, now: Timestamp, doctor: &PersonId, command: Command) -> bool {
        let Some(actor) = self.doctors.get(doctor).map(|doctor| doctor.actor.clone()) else {
            return false;
        };
        self.command(now, By::Person(actor), command)
    }

    fn state(&self, consult: ConsultId) -> Option<ConsultState> {
        self.room.consult(consult).map(|consult| consult.state())
    }

    fn happen(&mut self, now: Timestamp, happening: Happening) {
        match happening {
            Happening::GoesOnDuty(doctor) => self.goes_on_duty(now, &doctor),
            Happening::Asks { nurse, last_of_day } => self.asks(now, nurse, last_of_day),
            Happening::Looks { doctor, centre } => self.looks(now, &doctor, &centre),
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
                let participation = Participation::Present;
                self.as_nurse(
                    now,
                    consult,
                    Command::Close {
                        consult,
                        participation,
                        stance: None,
                    },
                );
            }
            Happening::TakesBack(consult, reason) => {
                self.as_nurse(now, consult, Command::Withdraw { consult, reason });
            }
            Happening::SendsOn(consult) => self.sends_on(now, consult),
            Happening::GoesHome(doctor) => self.goes_home(now, &doctor),
        }
    }

    fn goes_on_duty(&mut self, now: Timestamp, doctor: &PersonId) {
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
        };
        self.as_doctor(now, doctor, Command::SetDuty(duty));
    }

    fn asks(&mut self, now: Timestamp, nurse: usize, last_of_day: Timestamp) {
        let Some((commission, unit)) = self
            .nurses(now)
            .get(nurse)
            .and_then(|commission| Some(((*commission).clone(), commission.unit.clone()?)))
        else {
            return;
        };
        let Some(centre) = self
            .directory
            .unit(&unit, now)
            .map(|unit| unit.default_centre.clone())
        else {
            return;
        };
        let level = habits::level(&mut self.chance);
        let reason = habits::reason(&mut self.chance);
        let in_writing = level > Level::P2 && self.chance.happens(habits::IN_WRITING * 5 / 4);
        let signals: Vec<_> = self
            .directory
            .signals_of(reason, now)
            .map(|signal| signal.id.clone())
            .collect();
        let consult = ConsultId(self.chance.id(now));
        let below_p1 = level > Level::P1;
        let ask = Ask {
            consult,
            case: CaseId(self.chance.id(now)),
            centre: centre.clone(),
            level,
            reason,
            signals: self.chance.one_of(&signals).cloned().into_iter().collect(),
            patient: Some(PatientCodes {
                patient_ref: None,
                age_band: habits::age(&mut self.chance),
                sex: habits::sex(&mut self.chance),
                protected: false,
                id_type: Some(IdType::Personnummer),
            }),
            living_form: habits::living_form(&mut self.chance),
            tags: BTreeSet::new(),
            ready: habits::ready(&mut self.chance),
            reply: habits::reply(&mut self.chance, in_writing),
            must_leave_at: None,
            decide_by: None,
            nurse_with_patient: Some(true),
            patient_takes_part: Some(self.chance.happens(600)),
            disclosure_basis: Some(DisclosureBasis::Consent),
            stance: None,
            draft_opened_at: Some(now.minus(self.chance.seconds(25, 180))),
            exercise: false,
            has: Has {
                sbar: below_p1,
                vitals: below_p1,
                care_limits: below_p1,
                flags: false,
            },
        };
        let by = By::Person(actor(&commission, Place::Unit(unit)));
        if !self.command(now, by, Command::Ask(Box::new(ask))) {
            return;
        }
        if in_writing {
            self.writing.insert(consult);
        }
        if self.chance.happens(habits::TAKEN_BACK) {
            let reason = habits::withdrawal(&mut self.chance);
            self.after(now, (120, 3_600), Happening::TakesBack(consult, reason));
        } else if self.chance.happens(habits::SENT_ON) {
            self.after(now, (300, 1_800), Happening::SendsOn(consult));
        }
        self.doctors_notice(now, &centre, level);
        // Whoever still waits in the evening is helped by telephone.
        self.plan(
            last_of_day.plus(Duration::from_secs(3_600)),
            Happening::TakesBack(consult, WithdrawReason::Phoned),
        );
    }

    fn doctors_notice(&mut self, now: Timestamp, centre: &CentreId, level: Level) {
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

    fn looks(&mut self, now: Timestamp, doctor: &PersonId, centre: &CentreId) {
        if self.room.held_by(doctor).is_some() {
            // Busy: looks again when the case in hand may be done.
            let again = Happening::Looks {
                doctor: doctor.clone(),
                centre: centre.clone(),
            };
            if self.room.waiting(centre) > 0 {
                self.after(now, (120, 600), again);
            }
            return;
        }
        let Some(consult) = self.room.queue(centre).first().copied() else {
            return;
        };
        if !self.as_doctor(now, doctor, Command::Claim { consult }) {
            return;
        }
        if self.writing.contains(&consult) {
            self.after(now, (60, 420), Happening::Answers(consult));
        } else {
            self.after(now, (8, 45), Happening::SeatsTaken(consult));
        }
        if self.room.waiting(centre) > 0 {
            let again = Happening::Looks {
                doctor: doctor.clone(),
                centre: centre.clone(),
            };
            self.after(now, (420, 1_200), again);
        }
    }

    fn answers(&mut self, now: Timestamp, consult: ConsultId) {
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
            order_entered: has_orders.then_some(OrderEntered::ByMe),
            contingency: true,
            follow_up: None,
            stance: None,
            participation: None,
        };
        if self.as_doctor(now, &doctor, Command::Answer(Box::new(answer))) {
            self.after(now, (20, 600), Happening::Opens(consult));
        }
    }

    fn acknowledges(&mut self, now: Timestamp, consult: ConsultId) {
        let read_back = self
            .room
            .consult(consult)
            .and_then(|consult| consult.stage.answered())
            .is_some_and(|answered| answered.codes.has_orders);
        self.as_nurse(now, consult, Command::Acknowledge { consult, read_back });
        if read_back {
            let matches = !self.chance.happens(habits::READ_WRONGLY);
            self.after(now, (15, 240), Happening::Judges { consult, matches });
        } else {
            self.after(now, (20, 300), Happening::Closes(consult));
        }
    }

    fn judges(&mut self, now: Timestamp, consult: ConsultId, matches: bool) {
        let Some(doctor) = self
            .room
            .consult(consult)
            .and_then(|consult| consult.doctor().cloned())
        else {
            return;
        };
        self.as_doctor(now, &doctor, Command::ConfirmReadBack { consult, matches });
        let next = if matches {
            Happening::Closes(consult)
        } else {
            Happening::Acknowledges(consult)
        };
        self.after(now, (20, 300), next);
    }

    fn sends_on(&mut self, now: Timestamp, consult: ConsultId) {
        if self.state(consult) != Some(ConsultState::Queued) {
            return;
        }
        let Some((unit, centre, level)) = self
            .room
            .consult(consult)
            .map(|consult| (consult.unit.clone(), consult.centre.clone(), consult.level))
        else {
            return;
        };
        let others: Vec<_> = self
            .directory
            .centres_to_ask(&unit, now)
            .map(|other| other.id.clone())
            .filter(|other| *other != centre)
            .collect();
        let Some(other) = self.chance.one_of(&others).cloned() else {
            return;
        };
        if self.as_nurse(
            now,
            consult,
            Command::Redirect {
                consult,
                centre: other.clone(),
            },
        ) {
            self.doctors_notice(now, &other, level);
        }
    }

    fn goes_home(&mut self, now: Timestamp, doctor: &PersonId) {
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
        };
        self.as_doctor(now, doctor, Command::SetDuty(duty));
    }
}

fn actor(commission: &Commission, place: Place) -> Actor {
    Actor {
        person: commission.person.clone(),
        commission: commission.id.clone(),
        controller: commission.controller.clone(),
        place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::county;
    use crate::domain::indicators::{GroupBy, Key, WaitingTimes, rows};
    use crate::domain::waiting_room::Event;

    #[test]
    fn simulated_days_end_with_every_request_ended_and_nobody_on_duty() {
        let (room, entries, _) = two_days(1);
        assert!(entries.len() > 2_000, "{}", entries.len());
        assert!(room.consults().all(|consult| consult.is_over()));
        assert!(room.duties().all(|(_, duty)| duty.state == DutyState::Off));
        let asked = entries
            .iter()
            .filter(|entry| matches!(entry.events.first(), Some(Event::ConsultQueued(_))))
            .count();
        assert!(asked > 280, "{asked}");
    }

    #[test]
    fn same_seed_gives_the_same_days() {
        assert_eq!(two_days(7).1, two_days(7).1);
        assert_ne!(two_days(7).1, two_days(8).1);
    }

    #[test]
    fn simulated_waits_look_like_a_working_day() {
        let (_, _, times) = two_days(3);
        let all = rows(
            times.between(Timestamp::from_millis(0), before()),
            GroupBy::Level,
        );
        let p3 = all
            .iter()
            .find(|row| row.key == Key::Level(Level::P3))
            .unwrap();
        assert!(p3.n > 90, "{}", p3.n);
        let median = p3.wait_median_seconds.unwrap();
        assert!((300..7_200).contains(&median), "{median}");
    }

    fn before() -> Timestamp {
        Timestamp::parse_rfc3339("2026-11-21T09:00:00Z").unwrap()
    }

    fn two_days(seed: u64) -> (WaitingRoom, Vec<Entry>, WaitingTimes) {
        let directory = county::demo().unwrap();
        let mut room = WaitingRoom::new();
        let mut entries = Vec::new();
        let mut times = WaitingTimes::default();
        let days = Days {
            count: 2,
            before: before(),
            seed,
        };
        simulate(
            &mut room,
            &directory,
            DirectoryHash([0; 32]),
            days,
            &mut |entry| {
                for event in &entry.events {
                    times.fold(entry.at, event);
                }
                entries.push(entry);
            },
        );
        (room, entries, times)
    }
}
