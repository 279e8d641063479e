//! What the NEWS2 chart says of one set of values, where the county has the module on.

use serde::{Deserialize, Serialize};

/// NEWS2 of one set of values (Royal College of Physicians, London 2017), computed when it is
/// shown. It orders nothing and chooses no level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct News2 {
    /// The table by which points are given: `NEWS2-2017`.
    pub version: String,
    /// Whether there is a score, and if not, why.
    pub outcome: News2Outcome,
    /// The points of each parameter, in the order of the chart; none where the chart does not
    /// apply.
    pub parts: Vec<News2Part>,
    /// The sum of the points, only where the score is complete.
    pub total: Option<u8>,
    /// Clinical risk, only where the score is complete.
    pub risk: Option<News2Risk>,
    /// What was not measured, in the order of the chart.
    pub missing: Vec<News2Parameter>,
}

/// The points of one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct News2Part {
    /// What was measured.
    pub parameter: News2Parameter,
    /// 0 to 3; `null` where it cannot be told.
    pub points: Option<u8>,
}

/// Whether the chart gives a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum News2Outcome {
    /// Everything was measured.
    Complete,
    /// Something was not measured, so there is no total.
    Incomplete,
    /// The patient is younger than 16: the chart does not apply.
    Child,
    /// Nobody knows whether the patient is 16: there is no score.
    AgeUnknown,
}

/// What is measured, in the order of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum News2Parameter {
    /// Breaths in a minute.
    RespiratoryRate,
    /// Oxygen saturation, on the scale that is used.
    Spo2,
    /// Whether oxygen is given.
    Oxygen,
    /// Systolic blood pressure.
    SystolicBp,
    /// Heart beats in a minute.
    Pulse,
    /// Level of consciousness.
    Consciousness,
    /// Temperature.
    Temperature,
}

/// Clinical risk by the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum News2Risk {
    /// Total 0 to 4, no part of 3.
    Low,
    /// Total below 5, and one part of 3.
    LowMedium,
    /// Total 5 or 6.
    Medium,
    /// Total 7 or more.
    High,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn incomplete_score_has_points_and_what_is_missing_but_no_total() {
        pinned(
            &News2 {
                version: "NEWS2-2017".to_owned(),
                outcome: News2Outcome::Incomplete,
                parts: vec![
                    News2Part {
                        parameter: News2Parameter::RespiratoryRate,
                        points: Some(3),
                    },
                    News2Part {
                        parameter: News2Parameter::Spo2,
                        points: None,
                    },
                ],
                total: None,
                risk: None,
                missing: vec![News2Parameter::Spo2],
            },
            &json!({
                "version": "NEWS2-2017", "outcome": "incomplete",
                "parts": [{ "parameter": "respiratory_rate", "points": 3 }, { "parameter": "spo2", "points": null }],
                "total": null, "risk": null, "missing": ["spo2"],
            }),
        );
    }

    #[test]
    fn complete_score_has_its_total_and_risk() {
        pinned(
            &News2 {
                version: "NEWS2-2017".to_owned(),
                outcome: News2Outcome::Complete,
                parts: vec![News2Part {
                    parameter: News2Parameter::Consciousness,
                    points: Some(3),
                }],
                total: Some(3),
                risk: Some(News2Risk::LowMedium),
                missing: vec![],
            },
            &json!({
                "version": "NEWS2-2017", "outcome": "complete",
                "parts": [{ "parameter": "consciousness", "points": 3 }],
                "total": 3, "risk": "low_medium", "missing": [],
            }),
        );
    }
}
