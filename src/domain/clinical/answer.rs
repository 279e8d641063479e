//! The doctor's answer: judgement, orders, where the patient is cared for, what is followed
//! up.

use serde::{Deserialize, Serialize};

use super::death::{AnswerRest, DeathAnswer, DeathAnswerDraft};
use super::invalid::Invalid;
use super::limits;
use super::order::{OrderDraft, OrderRow, orders};
use super::text::{FreeText, optional_text, required_line, required_text};
use super::words::{
    AnswerMode, AssessedBy, DoneBy, Level, LevelOfCare, OrderEntered, OrderKind, Participation,
    Stance,
};
use crate::domain::ids::Redacted;
use crate::domain::time::Timestamp;

/// What is followed up, as typed.
#[derive(Debug, Clone)]
pub struct FollowUpDraft {
    /// What.
    pub what: Redacted<String>,
    /// When.
    pub when: Timestamp,
    /// By whom.
    pub owner: DoneBy,
}

/// What is followed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// What.
    pub what: FreeText,
    /// When.
    pub when: Timestamp,
    /// By whom.
    pub owner: DoneBy,
}

/// An answer, as typed.
#[derive(Debug, Clone)]
pub struct AnswerDraft {
    /// By which means the two met.
    pub mode: AnswerMode,
    /// On what the assessment rests.
    pub assessed_by: AssessedBy,
    /// The assessment.
    pub assessment: Redacted<String>,
    /// Where the patient is to be cared for.
    pub level_of_care: LevelOfCare,
    /// Who orders the transport.
    pub transport_by: Option<DoneBy>,
    /// Who reports to the receiving unit.
    pub report_by: Option<DoneBy>,
    /// Orders.
    pub orders: Vec<OrderDraft>,
    /// Who enters medicines in the medication list.
    pub order_entered: Option<OrderEntered>,
    /// Until when.
    pub order_entered_until: Option<Timestamp>,
    /// What to do if it gets worse.
    pub contingency: Option<Redacted<String>>,
    /// What is followed up; nothing, if the doctor said so.
    pub follow_up: Option<FollowUpDraft>,
    /// What the patient was told.
    pub information_given: Option<Redacted<String>>,
    /// Advice on self-care.
    pub self_care: Option<Redacted<String>>,
    /// What the patient says to the proposed care.
    pub stance: Option<Stance>,
    /// Whether the patient took part.
    pub participation: Option<Participation>,
    /// What is said of a death; only where that is what was asked about.
    pub death: Option<DeathAnswerDraft>,
}

/// What a doctor decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// By which means the two met.
    pub mode: AnswerMode,
    /// On what the assessment rests.
    pub assessed_by: AssessedBy,
    /// The assessment.
    pub assessment: FreeText,
    /// Where the patient is to be cared for.
    pub level_of_care: LevelOfCare,
    /// Who orders the transport.
    pub transport_by: Option<DoneBy>,
    /// Who reports to the receiving unit.
    pub report_by: Option<DoneBy>,
    /// Orders.
    pub orders: Vec<OrderRow>,
    /// Who enters medicines in the medication list.
    pub order_entered: Option<OrderEntered>,
    /// Until when.
    pub order_entered_until: Option<Timestamp>,
    /// What to do if it gets worse.
    pub contingency: Option<FreeText>,
    /// What is followed up; nothing, if the doctor said so.
    pub follow_up: Option<FollowUp>,
    /// What the patient was told.
    pub information_given: Option<FreeText>,
    /// Advice on self-care.
    pub self_care: Option<FreeText>,
    /// What the patient says to the proposed care.
    pub stance: Option<Stance>,
    /// Whether the patient took part.
    pub participation: Option<Participation>,
    /// What is said of a death; nothing in what was sealed before that was asked.
    #[serde(default)]
    pub death: Option<DeathAnswer>,
}

/// What the county's journal may carry of an answer: codes and times alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCodes {
    /// By which means the two met.
    pub mode: AnswerMode,
    /// On what the assessment rests.
    pub assessed_by: AssessedBy,
    /// Where the patient is to be cared for.
    pub level_of_care: LevelOfCare,
    /// Who orders the transport.
    pub transport_by: Option<DoneBy>,
    /// Who reports to the receiving unit.
    pub report_by: Option<DoneBy>,
    /// Whether there is anything to read back.
    pub has_orders: bool,
    /// Who enters the orders in the medication list.
    pub order_entered: Option<OrderEntered>,
    /// Until when.
    pub order_entered_until: Option<Timestamp>,
    /// When something is followed up, and by whom.
    pub follow_up: Option<(Timestamp, DoneBy)>,
    /// Whether the patient took part.
    pub participation: Option<Participation>,
}

impl Answer {
    /// Checks an answer to what is as urgent as `level`.
    ///
    /// # Errors
    /// The first field that is missing or cannot be taken, as a dotted path.
    pub fn new(draft: AnswerDraft, level: Level) -> Result<Self, Invalid> {
        let rest = AnswerRest::of(&draft);
        let hospital = draft.level_of_care.is_hospital();
        if hospital && draft.transport_by.is_none() {
            return Err(Invalid::missing("transport_by"));
        }
        if hospital && draft.report_by.is_none() {
            return Err(Invalid::missing("report_by"));
        }
        let orders = orders(draft.orders)?;
        let by_nurse = draft.order_entered == Some(OrderEntered::ByNurse);
        if by_nurse && draft.order_entered_until.is_none() {
            return Err(Invalid::missing("order_entered_until"));
        }
        let contingency = optional(
            "contingency",
            draft.contingency.as_ref(),
            limits::CONTINGENCY,
        )?;
        let at_risk_at_home =
            draft.level_of_care == LevelOfCare::StayHome && matches!(level, Level::P1 | Level::P2);
        let refuses = draft.stance == Some(Stance::DeclinesCare);
        if (at_risk_at_home || refuses) && contingency.is_none() {
            return Err(Invalid::missing("contingency"));
        }
        Ok(Self {
            mode: draft.mode,
            assessed_by: draft.assessed_by,
            assessment: required_text(
                "assessment",
                draft.assessment.reveal(),
                limits::ANSWER_ASSESSMENT,
            )?,
            level_of_care: draft.level_of_care,
            transport_by: draft.transport_by,
            report_by: draft.report_by,
            orders,
            order_entered: draft.order_entered,
            order_entered_until: draft.order_entered_until,
            contingency,
            follow_up: match draft.follow_up {
                Some(draft) => Some(FollowUp {
                    what: required_line(
                        "follow_up.what",
                        draft.what.reveal(),
                        limits::FOLLOW_UP_WHAT,
                    )?,
                    when: draft.when,
                    owner: draft.owner,
                }),
                None => None,
            },
            information_given: optional(
                "information_given",
                draft.information_given.as_ref(),
                limits::INFORMATION_GIVEN,
            )?,
            self_care: optional("self_care", draft.self_care.as_ref(), limits::SELF_CARE)?,
            stance: draft.stance,
            participation: draft.participation,
            death: match draft.death {
                Some(draft) => Some(DeathAnswer::new(draft, &rest)?),
                None => None,
            },
        })
    }

    /// Whether there are orders, and no medicine is among them.
    #[must_use]
    pub fn orders_are_care(&self) -> bool {
        let care = |order: &OrderRow| order.kind == Some(OrderKind::Care);
        !self.orders.is_empty() && self.orders.iter().all(care)
    }

    /// What the county's journal may carry of it.
    #[must_use]
    pub fn codes(&self) -> AnswerCodes {
        AnswerCodes {
            mode: self.mode,
            assessed_by: self.assessed_by,
            level_of_care: self.level_of_care,
            transport_by: self.transport_by,
            report_by: self.report_by,
            has_orders: !self.orders.is_empty(),
            order_entered: self.order_entered,
            order_entered_until: self.order_entered_until,
            follow_up: self.follow_up.as_ref().map(|it| (it.when, it.owner)),
            participation: self.participation,
        }
    }
}

fn optional(
    field: &str,
    text: Option<&Redacted<String>>,
    range: limits::Range,
) -> Result<Option<FreeText>, Invalid> {
    let text = text.map(|text| text.reveal().as_str());
    optional_text(field, text, range)
}

#[cfg(test)]
mod tests {
    use super::super::order::tests::furosemide;
    use super::*;

    #[test]
    fn patient_who_goes_to_hospital_has_somebody_who_orders_and_somebody_who_reports() {
        for level_of_care in LevelOfCare::ALL.iter().copied() {
            let hospital = matches!(
                level_of_care,
                LevelOfCare::EmergencyDepartment
                    | LevelOfCare::DirectAdmission
                    | LevelOfCare::Ambulance
            );
            let mut draft = AnswerDraft {
                level_of_care,
                ..plain()
            };
            draft.contingency = Some(text("Ring 112"));
            let outcome = Answer::new(draft.clone(), Level::P3);
            assert_eq!(outcome.is_err(), hospital, "{level_of_care}");
            draft.transport_by = Some(DoneBy::Nurse);
            if hospital {
                let invalid = Answer::new(draft.clone(), Level::P3).unwrap_err();
                assert_eq!(invalid, Invalid::missing("report_by"));
            }
            draft.report_by = Some(DoneBy::Doctor);
            assert!(Answer::new(draft, Level::P3).is_ok());
        }
    }

    #[test]
    fn urgent_patient_who_stays_home_knows_what_to_do_if_it_gets_worse() {
        for (level, needed) in [
            (Level::P1, true),
            (Level::P2, true),
            (Level::P3, false),
            (Level::P4, false),
        ] {
            let outcome = Answer::new(plain(), level);
            assert_eq!(outcome.is_err(), needed, "{level}");
            if needed {
                assert_eq!(outcome.unwrap_err(), Invalid::missing("contingency"));
            }
        }
        let refuses = AnswerDraft {
            level_of_care: LevelOfCare::CentreVisit,
            stance: Some(Stance::DeclinesCare),
            ..plain()
        };
        assert_eq!(
            Answer::new(refuses, Level::P4),
            Err(Invalid::missing("contingency"))
        );
    }

    #[test]
    fn nurse_who_enters_the_order_has_a_time_to_do_it_by() {
        let mut draft = AnswerDraft {
            orders: vec![furosemide()],
            order_entered: Some(OrderEntered::ByNurse),
            ..plain()
        };
        assert_eq!(
            Answer::new(draft.clone(), Level::P4),
            Err(Invalid::missing("order_entered_until"))
        );
        draft.order_entered_until = Some(Timestamp::from_millis(0));
        assert!(Answer::new(draft, Level::P4).is_ok());
    }

    #[test]
    fn journal_half_carries_no_word_of_the_doctor() {
        let draft = AnswerDraft {
            orders: vec![furosemide()],
            ..plain()
        };
        let answer = Answer::new(draft, Level::P4).unwrap();
        assert!(answer.codes().has_orders);
        let journal = serde_json::to_string(&answer.codes()).unwrap();
        let printed = format!("{answer:?}");
        for planted in ["Furosemid", "hjärtsvikt"] {
            assert!(!journal.contains(planted) && !printed.contains(planted));
        }
        let stored = serde_json::to_vec(&answer).unwrap();
        assert_eq!(serde_json::from_slice::<Answer>(&stored).unwrap(), answer);
    }

    fn text(text: &str) -> Redacted<String> {
        Redacted::new(text.to_owned())
    }

    fn plain() -> AnswerDraft {
        AnswerDraft {
            mode: AnswerMode::Video,
            assessed_by: AssessedBy::SawPatient,
            assessment: text("Försämrad hjärtsvikt."),
            level_of_care: LevelOfCare::StayHome,
            transport_by: None,
            report_by: None,
            orders: Vec::new(),
            order_entered: None,
            order_entered_until: None,
            contingency: None,
            follow_up: None,
            information_given: None,
            self_care: None,
            stance: None,
            participation: None,
            death: None,
        }
    }
}
