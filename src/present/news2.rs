//! The NEWS2 of measured values, where the county has the module on.

use signaling::wire::http as wire;

use super::names::Names;
use crate::domain::clinical::news2::{self, News2, Parameter, Part, Risk};
use crate::domain::clinical::{Patient, Reason, Vitals};

/// Scores the values of one patient, or nothing where the county has the module off.
#[derive(Debug, Clone, Copy)]
pub struct Scorer<'a> {
    on: bool,
    patient: Option<&'a Patient>,
}

impl<'a> Scorer<'a> {
    /// For values of `patient`, in the county that `names` are of. One who has died has none.
    #[must_use]
    pub const fn new(names: Names<'_>, patient: Option<&'a Patient>, reason: Reason) -> Self {
        Self {
            on: names.directory().modules().news2 && !matches!(reason, Reason::Death),
            patient,
        }
    }

    /// What the chart says of `vitals`, by the patient's age when they were taken.
    #[must_use]
    pub fn score(self, vitals: &Vitals) -> Option<wire::News2> {
        let taken_on = vitals.taken_at.local().date();
        let age = self.patient.and_then(|it| it.id.age_years(taken_on));
        self.on.then(|| shown(news2::score(vitals, age)))
    }
}

fn shown(score: News2) -> wire::News2 {
    let nothing = |outcome| wire::News2 {
        version: news2::TABLE.to_owned(),
        outcome,
        parts: Vec::new(),
        total: None,
        risk: None,
        missing: Vec::new(),
    };
    match score {
        News2::Complete {
            parts,
            total,
            risk: found,
        } => wire::News2 {
            parts: parts.map(part).into(),
            total: Some(total),
            risk: Some(risk(found)),
            ..nothing(wire::News2Outcome::Complete)
        },
        News2::Incomplete { parts, missing } => wire::News2 {
            parts: parts.map(part).into(),
            missing: missing.into_iter().map(parameter).collect(),
            ..nothing(wire::News2Outcome::Incomplete)
        },
        News2::Child => nothing(wire::News2Outcome::Child),
        News2::AgeUnknown => nothing(wire::News2Outcome::AgeUnknown),
    }
}

const fn part(part: Part) -> wire::News2Part {
    wire::News2Part {
        parameter: parameter(part.parameter),
        points: part.points,
    }
}

const fn parameter(parameter: Parameter) -> wire::News2Parameter {
    match parameter {
        Parameter::RespiratoryRate => wire::News2Parameter::RespiratoryRate,
        Parameter::Spo2 => wire::News2Parameter::Spo2,
        Parameter::Oxygen => wire::News2Parameter::Oxygen,
        Parameter::SystolicBp => wire::News2Parameter::SystolicBp,
        Parameter::Pulse => wire::News2Parameter::Pulse,
        Parameter::Consciousness => wire::News2Parameter::Consciousness,
        Parameter::Temperature => wire::News2Parameter::Temperature,
    }
}

const fn risk(risk: Risk) -> wire::News2Risk {
    match risk {
        Risk::Low => wire::News2Risk::Low,
        Risk::LowMedium => wire::News2Risk::LowMedium,
        Risk::Medium => wire::News2Risk::Medium,
        Risk::High => wire::News2Risk::High,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::county;
    use crate::domain::clinical::{IdType, PatientDraft, VitalsDraft};
    use crate::domain::directory::testing::{COUNTY, day};
    use crate::domain::ids::Redacted;
    use crate::domain::time::Timestamp;

    #[test]
    fn age_is_that_of_the_day_on_which_the_values_were_taken() {
        let sixteen_on = day("2019-02-02");
        let born = patient("200302022389");
        let outcome = |at| {
            score(true, Some(&born), Reason::Breathing, at)
                .unwrap()
                .outcome
        };
        assert_eq!(outcome(day("2019-02-01")), wire::News2Outcome::Child);
        assert_eq!(outcome(sixteen_on), wire::News2Outcome::Incomplete);
    }

    #[test]
    fn one_without_a_dated_number_has_no_score() {
        let at = day("2026-11-21");
        let reserve = Patient {
            id: crate::domain::clinical::PatientId::Unknown,
            ..patient("195009072553")
        };
        for unknown in [None, Some(&reserve)] {
            let said = score(true, unknown, Reason::Breathing, at).unwrap();
            assert_eq!(said.outcome, wire::News2Outcome::AgeUnknown);
            assert_eq!((said.total, said.parts.len()), (None, 0));
        }
    }

    #[test]
    fn county_with_the_module_off_has_no_score() {
        let old = patient("195009072553");
        let at = day("2026-11-21");
        assert_eq!(score(false, Some(&old), Reason::Breathing, at), None);
    }

    #[test]
    fn one_who_has_died_has_no_score() {
        let old = patient("195009072553");
        let at = day("2026-11-21");
        assert_eq!(score(true, Some(&old), Reason::Death, at), None);
    }

    fn score(
        on: bool,
        patient: Option<&Patient>,
        reason: Reason,
        taken_at: Timestamp,
    ) -> Option<wire::News2> {
        let text = format!("{COUNTY}\n[modules]\nnews2 = {on}\n");
        let directory = county::load(&text, "county.toml").unwrap();
        let draft = VitalsDraft {
            taken_at,
            pulse: Some(96),
            ..VitalsDraft::default()
        };
        let vitals = Vitals::new(draft, taken_at).unwrap();
        Scorer::new(Names::new(&directory, taken_at), patient, reason).score(&vitals)
    }

    fn patient(number: &str) -> Patient {
        let draft = PatientDraft {
            id_type: IdType::Personnummer,
            id: Some(Redacted::new(number.to_owned())),
            name: None,
            protected_identity: false,
        };
        Patient::new(draft, day("2026-11-21").local().date()).unwrap()
    }
}
