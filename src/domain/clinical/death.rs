//! A death: what a nurse examines and tells, and what a doctor establishes.
//!
//! Death follows from four indirect signs that must all be there, by a clinical examination
//! (SOSFS 2005:10, chapters 2 and 3). Only a doctor establishes it. She may do so without
//! having examined the body herself if a nurse has, and either the death was expected or the
//! body shows changes that no living one can have (HSLF-FS 2015:15). Nobody measures, scores
//! or transports one who has died, and no contact with a doctor has spared her a hospital.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::answer::AnswerDraft;
use super::invalid::Invalid;
use super::limits;
use super::request::Said;
use super::text::{FreeText, optional_line, past_day, required_line};
use super::vitals::CLOCK_SLACK;
use super::words::{DeathBasis, Expected, Implant, LevelOfCare, Reason, RelativesTold, SignFound};
use crate::domain::ids::Redacted;
use crate::domain::time::Timestamp;

/// What a nurse tells of a death, as typed.
#[derive(Debug, Clone, Default)]
pub struct DeathDraft {
    /// Whether it was decided beforehand that the death is to be expected.
    pub expected: Option<ExpectedDraft>,
    /// When the patient was last seen alive.
    pub last_seen_alive_at: Option<Timestamp>,
    /// The four signs.
    pub signs: Option<DeathSigns>,
    /// When the body was examined.
    pub examined_at: Option<Timestamp>,
    /// By whom.
    pub examined_by: Option<Redacted<String>>,
    /// Whether the body holds a device.
    pub implant: Option<Implant>,
    /// Whether those close to the patient know.
    pub relatives_told: Option<RelativesTold>,
}

/// Whether a death was expected, as typed.
#[derive(Debug, Clone)]
pub struct ExpectedDraft {
    /// Whether there is such a decision.
    pub decision: Expected,
    /// Who decided.
    pub decided_by: Option<Redacted<String>>,
    /// On which day, `YYYY-MM-DD`.
    pub decided_on: Option<String>,
}

/// What a nurse tells of a death.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Death {
    /// Whether it was decided beforehand that the death is to be expected.
    pub expected: Option<ExpectedDeath>,
    /// When the patient was last seen alive.
    pub last_seen_alive_at: Option<Timestamp>,
    /// The four signs.
    pub signs: Option<DeathSigns>,
    /// When the body was examined.
    pub examined_at: Option<Timestamp>,
    /// By whom.
    pub examined_by: Option<FreeText>,
    /// Whether the body holds a device.
    pub implant: Option<Implant>,
    /// Whether those close to the patient know.
    pub relatives_told: Option<RelativesTold>,
}

/// Whether a death was expected. How long such a decision holds is a local matter, so a doctor
/// is told who made it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedDeath {
    /// A doctor had decided so.
    Decided {
        /// Who.
        by: FreeText,
        /// On which day.
        on: Date,
    },
    /// There is no such decision.
    No,
    /// It is not known whether there is one.
    Unknown,
}

/// The four indirect signs of death, each looked for or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeathSigns {
    /// No pulse can be felt.
    pub no_pulse: SignFound,
    /// No heart sounds are heard with a stethoscope.
    pub no_heart_sounds: SignFound,
    /// No breathing of her own.
    pub no_breathing: SignFound,
    /// Pupils do not react to light, and are mostly wide.
    pub fixed_pupils: SignFound,
}

/// What the county's journal may carry of what a nurse tells of a death: on what a doctor who
/// has not seen the body may rely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeathCodes {
    /// Whether it was decided beforehand that the death is to be expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// Whether all four signs were looked for and found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_signs: Option<bool>,
}

/// What a doctor says of a death, as typed.
#[derive(Debug, Clone)]
pub struct DeathAnswerDraft {
    /// That it is established; nothing if it is not yet.
    pub established: Option<EstablishedDraft>,
    /// Who writes the certificate of death (dödsbevis).
    pub certificate_by: Option<Redacted<String>>,
    /// Who writes the certificate of its cause (dödsorsaksintyg).
    pub cause_certificate_by: Option<Redacted<String>>,
    /// Whether the police are told.
    pub police: Option<bool>,
}

/// That a death is established, as typed.
#[derive(Debug, Clone)]
pub struct EstablishedDraft {
    /// When.
    pub at: Timestamp,
    /// Which doctor.
    pub by: Redacted<String>,
    /// On what.
    pub basis: DeathBasis,
}

/// What a doctor says of a death.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeathAnswer {
    /// It is established.
    Established {
        /// When.
        at: Timestamp,
        /// By which doctor.
        by: FreeText,
        /// On what.
        basis: DeathBasis,
        /// Who writes the certificate of death (dödsbevis).
        certificate_by: FreeText,
        /// Who writes the certificate of its cause (dödsorsaksintyg).
        cause_certificate_by: FreeText,
        /// Whether the police are told.
        police: bool,
    },
    /// It is not established yet: what the answer has followed up says who will.
    NotYet,
}

/// What the county's journal may carry of what a doctor says of a death.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DeathAnswerCodes {
    /// It is established.
    Established {
        /// When.
        at: Timestamp,
        /// On what.
        basis: DeathBasis,
    },
    /// It is not established yet.
    NotYet,
}

/// What is said of one who has died, and what of one who has not.
pub(super) fn suits(reason: Reason, said: &Said) -> Result<(), Invalid> {
    if reason != Reason::Death {
        return match said.death {
            Some(_) => Err(Invalid::value("death")),
            None => Ok(()),
        };
    }
    let wishes = |sbar: &super::request::SbarDraft| sbar.recommendation.is_some();
    let of_the_living = [
        ("vitals", said.vitals.is_some()),
        (
            "sbar.recommendation",
            said.sbar.as_ref().is_some_and(wishes),
        ),
        (
            "patient_takes_part",
            said.codes.patient_takes_part.is_some(),
        ),
        ("would_otherwise", said.codes.would_otherwise.is_some()),
    ];
    match of_the_living.into_iter().find(|(_, said)| *said) {
        Some((field, _)) => Err(Invalid::value(field)),
        None => Ok(()),
    }
}

impl Death {
    pub(super) fn new(draft: DeathDraft, now: Timestamp) -> Result<Self, Invalid> {
        let today = now.local().date();
        let by = draft.examined_by.as_ref().map(|by| by.reveal().as_str());
        Ok(Self {
            expected: match draft.expected {
                Some(draft) => Some(ExpectedDeath::new(draft, today)?),
                None => None,
            },
            last_seen_alive_at: past("last_seen_alive_at", draft.last_seen_alive_at, now)?,
            signs: draft.signs,
            examined_at: past("examined_at", draft.examined_at, now)?,
            examined_by: optional_line("examined_by", by, limits::DEATH_EXAMINED_BY)?,
            implant: draft.implant,
            relatives_told: draft.relatives_told,
        })
    }

    /// All that a doctor needs to judge on it, unless she is asked at once.
    pub(super) fn whole(&self) -> Result<(), Invalid> {
        let said = [
            ("death.expected", self.expected.is_some()),
            ("death.signs", self.signs.is_some()),
            ("death.examined_at", self.examined_at.is_some()),
            ("death.examined_by", self.examined_by.is_some()),
            ("death.implant", self.implant.is_some()),
            ("death.relatives_told", self.relatives_told.is_some()),
        ];
        match said.into_iter().find(|(_, said)| !said) {
            Some((field, _)) => Err(Invalid::missing(field)),
            None => Ok(()),
        }
    }

    /// What the county's journal may carry of it.
    #[must_use]
    pub fn codes(&self) -> DeathCodes {
        DeathCodes {
            expected: self.expected.as_ref().map(ExpectedDeath::word),
            all_signs: self.signs.map(DeathSigns::all_found),
        }
    }

    /// What was told with what was told before: what is said again counts from then on.
    #[must_use]
    pub fn after(self, before: Option<Self>) -> Self {
        let Some(before) = before else { return self };
        Self {
            expected: self.expected.or(before.expected),
            last_seen_alive_at: self.last_seen_alive_at.or(before.last_seen_alive_at),
            signs: self.signs.or(before.signs),
            examined_at: self.examined_at.or(before.examined_at),
            examined_by: self.examined_by.or(before.examined_by),
            implant: self.implant.or(before.implant),
            relatives_told: self.relatives_told.or(before.relatives_told),
        }
    }
}

impl ExpectedDeath {
    fn new(draft: ExpectedDraft, today: Date) -> Result<Self, Invalid> {
        let (by, on) = ("expected.decided_by", "expected.decided_on");
        match draft.decision {
            Expected::Yes => {
                let text = draft.decided_by.ok_or_else(|| Invalid::missing(by))?;
                let day = draft.decided_on.ok_or_else(|| Invalid::missing(on))?;
                Ok(Self::Decided {
                    by: required_line(by, text.reveal(), limits::DEATH_DECIDED_BY)?,
                    on: past_day(on, &day, today)?,
                })
            }
            Expected::No | Expected::Unknown if draft.decided_by.is_some() => {
                Err(Invalid::value(by))
            }
            Expected::No | Expected::Unknown if draft.decided_on.is_some() => {
                Err(Invalid::value(on))
            }
            Expected::No => Ok(Self::No),
            Expected::Unknown => Ok(Self::Unknown),
        }
    }

    /// The word for it.
    #[must_use]
    pub const fn word(&self) -> Expected {
        match self {
            Self::Decided { .. } => Expected::Yes,
            Self::No => Expected::No,
            Self::Unknown => Expected::Unknown,
        }
    }
}

impl DeathSigns {
    /// Whether each was looked for and found.
    #[must_use]
    pub fn all_found(self) -> bool {
        let Self {
            no_pulse,
            no_heart_sounds,
            no_breathing,
            fixed_pupils,
        } = self;
        [no_pulse, no_heart_sounds, no_breathing, fixed_pupils]
            .iter()
            .all(|found| *found == SignFound::Found)
    }
}

impl DeathCodes {
    /// With what was told before: what is said again counts from then on.
    #[must_use]
    pub fn after(self, before: Option<Self>) -> Self {
        Self {
            expected: self.expected.or(before.and_then(|it| it.expected)),
            all_signs: self.all_signs.or(before.and_then(|it| it.all_signs)),
        }
    }

    /// Whether a doctor may rely on the nurse's examination, for the death was expected and
    /// all four signs are there.
    #[must_use]
    pub fn lets_rely_on_nurse(self) -> bool {
        self.expected == Some(Expected::Yes) && self.all_signs == Some(true)
    }
}

impl DeathAnswer {
    /// Checks what an answer says of a death, with the rest of it.
    pub(super) fn new(draft: DeathAnswerDraft, answer: &AnswerRest) -> Result<Self, Invalid> {
        let Some(established) = draft.established else {
            return not_yet(&draft, answer);
        };
        let of_the_living = [
            ("level_of_care", answer.level_of_care != LevelOfCare::Other),
            ("orders", answer.orders),
            ("participation", answer.participation),
            ("stance", answer.stance),
        ];
        if let Some((field, _)) = of_the_living.into_iter().find(|(_, said)| *said) {
            return Err(Invalid::value(field));
        }
        let name = |field: &str, text: Option<&Redacted<String>>| {
            let text = text.ok_or_else(|| Invalid::missing(field))?;
            required_line(field, text.reveal(), limits::DEATH_DOCTOR)
        };
        Ok(Self::Established {
            at: established.at,
            by: name("death.established.by", Some(&established.by))?,
            basis: established.basis,
            certificate_by: name("death.certificate_by", draft.certificate_by.as_ref())?,
            cause_certificate_by: name(
                "death.cause_certificate_by",
                draft.cause_certificate_by.as_ref(),
            )?,
            police: draft
                .police
                .ok_or_else(|| Invalid::missing("death.police"))?,
        })
    }

    /// What the county's journal may carry of it.
    #[must_use]
    pub const fn codes(&self) -> DeathAnswerCodes {
        match self {
            Self::Established { at, basis, .. } => DeathAnswerCodes::Established {
                at: *at,
                basis: *basis,
            },
            Self::NotYet => DeathAnswerCodes::NotYet,
        }
    }
}

/// What an answer says beside what it says of a death.
#[derive(Debug, Clone, Copy)]
pub(super) struct AnswerRest {
    level_of_care: LevelOfCare,
    orders: bool,
    participation: bool,
    stance: bool,
    follow_up: bool,
}

impl AnswerRest {
    pub(super) const fn of(draft: &AnswerDraft) -> Self {
        Self {
            level_of_care: draft.level_of_care,
            orders: !draft.orders.is_empty(),
            participation: draft.participation.is_some(),
            stance: draft.stance.is_some(),
            follow_up: draft.follow_up.is_some(),
        }
    }
}

/// Somebody goes on with a death that nobody has established: that is followed up.
fn not_yet(draft: &DeathAnswerDraft, answer: &AnswerRest) -> Result<DeathAnswer, Invalid> {
    let of_the_established = [
        ("death.certificate_by", draft.certificate_by.is_some()),
        (
            "death.cause_certificate_by",
            draft.cause_certificate_by.is_some(),
        ),
        ("death.police", draft.police.is_some()),
    ];
    if let Some((field, _)) = of_the_established.into_iter().find(|(_, said)| *said) {
        return Err(Invalid::value(field));
    }
    if answer.follow_up {
        Ok(DeathAnswer::NotYet)
    } else {
        Err(Invalid::missing("follow_up"))
    }
}

fn past(field: &str, at: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Invalid> {
    match at {
        Some(at) if at > now.plus(CLOCK_SLACK) => Err(Invalid::value(field)),
        Some(_) | None => Ok(at),
    }
}

#[cfg(test)]
mod tests;
