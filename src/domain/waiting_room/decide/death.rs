//! What a death has of its own: what is not asked of it, and who may establish it on what.

use super::super::bodies::AnswerCodes;
use super::super::consult::Consult;
use super::super::refusal::Refusal;
use crate::domain::clinical::{
    AssessedBy, CLOCK_SLACK, DeathAnswerCodes, DeathBasis, DeathCodes, LevelOfCare, Participation,
    Reason, Stance,
};
use crate::domain::time::Timestamp;

/// What a nurse said of which it depends on the reason whether it may be said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub(super) death: bool,
    pub(super) vitals: bool,
    pub(super) patient_takes_part: bool,
    pub(super) would_otherwise: bool,
}

/// Nothing is measured of one who has died, she takes no part, and no other way of asking
/// would have led her to a hospital: so no figure of visits spared counts her.
pub(super) fn check_said(reason: Reason, said: Said) -> Result<(), Refusal> {
    if reason != Reason::Death {
        return none_of(&[("death", said.death)], "it is not about a death");
    }
    let of_the_living = [
        ("vitals", said.vitals),
        ("patient_takes_part", said.patient_takes_part),
        ("would_otherwise", said.would_otherwise),
    ];
    none_of(&of_the_living, "it is about one who has died")
}

/// Whoever is asked about a death says whether it is established, and on what she may rely:
/// on her own examination, or on a nurse's if the death was expected or the signs are plain
/// (HSLF-FS 2015:15).
pub(super) fn check_answer(
    consult: &Consult,
    answer: &AnswerCodes,
    at: Timestamp,
) -> Result<(), Refusal> {
    if consult.reason != Reason::Death {
        return none_of(
            &[("death", answer.death.is_some())],
            "it is not about a death",
        );
    }
    let field = "death";
    let said = answer.death.ok_or(Refusal::MissingField { field })?;
    let DeathAnswerCodes::Established { at: when, basis } = said else {
        let field = "follow_up";
        return answer
            .follow_up
            .map(|_| ())
            .ok_or(Refusal::MissingField { field });
    };
    let cared_for = answer.level_of_care != LevelOfCare::Other;
    let of_the_living = [
        ("level_of_care", cared_for),
        ("orders", answer.has_orders),
        ("participation", answer.participation.is_some()),
        ("stance", answer.stance.is_some()),
    ];
    none_of(&of_the_living, "the patient has died")?;
    none_of(
        &[("death.established.at", when > at.plus(CLOCK_SLACK))],
        "it has not come yet",
    )?;
    let relies = consult.death.is_some_and(DeathCodes::lets_rely_on_nurse);
    match basis {
        DeathBasis::NurseExamination if !relies => Err(Refusal::InvalidValue {
            field: "death.established.basis",
            why: "a nurse's examination is enough only if the death was expected and all signs are there",
        }),
        DeathBasis::OwnExamination if answer.assessed_by != AssessedBy::SawPatient => {
            Err(Refusal::InvalidValue {
                field: "assessed_by",
                why: "whoever examines the body has seen it",
            })
        }
        DeathBasis::NurseExamination | DeathBasis::ObviousSigns | DeathBasis::OwnExamination => {
            Ok(())
        }
    }
}

/// Whether the patient took part is asked at the end, but not of one who has died.
pub(super) fn check_end(
    consult: &Consult,
    participation: Option<Participation>,
    stance: Option<Stance>,
) -> Result<(), Refusal> {
    let field = "participation";
    if consult.reason == Reason::Death {
        let said = [
            (field, participation.is_some()),
            ("stance", stance.is_some()),
        ];
        return none_of(&said, "it is about one who has died");
    }
    participation
        .map(|_| ())
        .ok_or(Refusal::MissingField { field })
}

fn none_of(fields: &[(&'static str, bool)], why: &'static str) -> Result<(), Refusal> {
    match fields.iter().find(|(_, said)| *said) {
        Some((field, _)) => Err(Refusal::InvalidValue { field, why }),
        None => Ok(()),
    }
}
