//! The doctor's answer with its orders.

use serde::{Deserialize, Serialize};

use super::death::DeathAnswer;
use crate::wire::WireTime;
use crate::wire::vocabulary::{
    AnswerMode, AssessedBy, DoneBy, LevelOfCare, OrderEntered, OrderKind, Participation, Stance,
};

/// What the doctor decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// By which means the two met.
    pub mode: AnswerMode,
    /// On what the assessment rests.
    pub assessed_by: AssessedBy,
    /// The assessment, in the doctor's words (up to 4,000 characters).
    pub assessment: String,
    /// Where the patient is to be cared for; `other` where a death is established.
    pub level_of_care: LevelOfCare,
    /// Who orders the transport; required for an emergency department, a direct admission or an ambulance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport_by: Option<DoneBy>,
    /// Who reports to the receiving unit; required as `transport_by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_by: Option<DoneBy>,
    /// Up to twelve orders.
    #[serde(default)]
    pub orders: Vec<OrderRow>,
    /// Who enters medicines in the medication list; required with an order of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_entered: Option<OrderEntered>,
    /// Until when the nurse enters them; required for `by_nurse`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_entered_until: Option<WireTime>,
    /// What to do if it gets worse; required for `stay_home` with P1 or P2 and for `declines_care`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contingency: Option<String>,
    /// What is followed up, or `null` for nothing. The key is required.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "schema", ts(optional = false), schema(required = true))]
    pub follow_up: Option<FollowUp>,
    /// What the patient was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub information_given: Option<String>,
    /// Advice on self-care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_care: Option<String>,
    /// What the patient says to the proposed care.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Whether the patient took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Participation>,
    /// What is said of a death; required with the reason `death`, refused with any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<DeathAnswer>,
}

/// One order. Amounts are text with their unit, as the doctor writes them: nothing is calculated.
///
/// A medicine needs `what`, `form`, `strength`, `dose`, `route`, `when` and `why`; `from_list` may stand for `form` and `strength`. Every number in `strength`,
/// `dose`, `max_per_day` and in the doses of a taper has its unit. Care needs `what` and `when`; what only a medicine has is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct OrderRow {
    /// Of which kind it is; required. Absent in answers from before there were kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrderKind>,
    /// The medicine or measure.
    pub what: String,
    /// The form of the medicine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Strength with unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    /// Dose: number and unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    /// Way of giving.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// How often and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
    /// Most in a day, with unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_per_day: Option<String>,
    /// The reason for the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether form and strength are those of the patient's medication list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_list: Option<bool>,
    /// Steps of a taper, if the dose changes from day to day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taper: Option<Vec<TaperStep>>,
}

/// One step of a taper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TaperStep {
    /// The first local day of the step, `YYYY-MM-DD`.
    pub date: String,
    /// The dose with unit.
    pub dose: String,
}

/// What is followed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What.
    pub what: String,
    /// When.
    pub when: WireTime,
    /// Who.
    pub owner: DoneBy,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn answer_says_null_when_nothing_is_followed_up() {
        pinned(
            &Answer {
                mode: AnswerMode::Video,
                assessed_by: AssessedBy::SawPatient,
                assessment: "Misstänkt höftfraktur".to_owned(),
                level_of_care: LevelOfCare::Ambulance,
                transport_by: Some(DoneBy::Nurse),
                report_by: Some(DoneBy::Doctor),
                orders: vec![OrderRow {
                    what: "Morfin".to_owned(),
                    dose: Some("2,5 mg".to_owned()),
                    ..OrderRow::default()
                }],
                order_entered: Some(OrderEntered::ByMe),
                order_entered_until: None,
                contingency: None,
                follow_up: None,
                information_given: None,
                self_care: None,
                stance: None,
                participation: Some(Participation::Present),
                death: None,
            },
            &json!({
                "mode": "video", "assessed_by": "saw_patient", "assessment": "Misstänkt höftfraktur",
                "level_of_care": "ambulance", "transport_by": "nurse", "report_by": "doctor",
                "orders": [{ "what": "Morfin", "dose": "2,5 mg" }], "order_entered": "by_me",
                "follow_up": null, "participation": "present",
            }),
        );
    }

    #[test]
    fn answer_without_the_follow_up_key_is_refused() {
        let refused = serde_json::from_value::<Answer>(json!({
            "mode": "text", "assessed_by": "via_nurse", "assessment": "x", "level_of_care": "other",
        }));
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("missing field `follow_up`")
        );
    }
}
