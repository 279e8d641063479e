//! What nurses do: ask, read the answer back, close, take back, send on.

use std::time::Duration;

use super::agenda::Happening;
use super::world::{World, actor};
use crate::domain::clinical::{
    DisclosureBasis, Has, IdType, Level, PatientCodes, RequestCodes, WithdrawReason,
};
use crate::domain::ids::{CaseId, ConsultId};
use crate::domain::simulation::habits;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Ask, By, Command, ConsultState, Place};

impl World<'_> {
    pub(super) fn asks(&mut self, now: Timestamp, nurse: usize, last_of_day: Timestamp) {
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
            codes: RequestCodes {
                signals: self.chance.one_of(&signals).cloned().into_iter().collect(),
                patient: Some(PatientCodes {
                    patient_ref: None,
                    age_band: habits::age(&mut self.chance),
                    sex: habits::sex(&mut self.chance),
                    protected: false,
                    id_type: Some(IdType::Personnummer),
                }),
                living_form: habits::living_form(&mut self.chance),
                ready: Some(habits::ready(&mut self.chance)),
                reply: Some(habits::reply(&mut self.chance, in_writing)),
                nurse_with_patient: Some(true),
                patient_takes_part: Some(self.chance.happens(600)),
                disclosure_basis: Some(DisclosureBasis::Consent),
                ..RequestCodes::default()
            },
            draft_opened_at: Some(now.minus(self.chance.seconds(25, 180))),
            exercise: false,
            has: Has {
                sbar: below_p1,
                vitals: below_p1,
                care_limits: below_p1,
                flags: false,
                images: false,
            },
            death: None,
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
        if level == Level::P4 {
            self.joins_the_pile(now, consult);
            return;
        }
        self.doctors_notice(now, &centre, level);
        // Whoever still waits in the evening is helped by telephone.
        self.plan(
            last_of_day.plus(Duration::from_secs(3_600)),
            Happening::TakesBack(consult, WithdrawReason::Phoned),
        );
    }

    pub(super) fn acknowledges(&mut self, now: Timestamp, consult: ConsultId) {
        let read_back = self
            .room
            .consult(consult)
            .and_then(|consult| consult.stage.answered())
            .is_some_and(|answered| answered.codes.has_orders);
        self.as_nurse(
            now,
            consult,
            Command::Acknowledge {
                consult,
                read_back,
                rev: None,
            },
        );
        if read_back {
            let matches = !self.chance.happens(habits::READ_WRONGLY);
            self.after(now, (15, 240), Happening::Judges { consult, matches });
        } else {
            self.after(now, (20, 300), Happening::Closes(consult));
        }
    }

    pub(super) fn sends_on(&mut self, now: Timestamp, consult: ConsultId) {
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
        let redirect = Command::Redirect {
            consult,
            centre: other.clone(),
        };
        if self.as_nurse(now, consult, redirect) && level < Level::P4 {
            self.doctors_notice(now, &other, level);
        }
    }
}
