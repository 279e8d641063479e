//! What is said of a death, by the nurse who asks and the doctor who answers.

use serde::{Deserialize, Serialize};

use crate::wire::WireTime;
use crate::wire::vocabulary::{DeathBasis, Expected, Implant, RelativesTold, SignFound};

/// What the nurse tells of a death. Below P1 `expected`, `signs`, `examined_at`, `examined_by`,
/// `implant` and `relatives_told` are required.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Death {
    /// Whether it was decided beforehand that the death is to be expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<ExpectedDeath>,
    /// When the patient was last seen alive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_alive_at: Option<WireTime>,
    /// The four signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs: Option<DeathSigns>,
    /// When the body was examined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examined_at: Option<WireTime>,
    /// By whom (1 to 120 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examined_by: Option<String>,
    /// Whether the body holds a pacemaker or another device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implant: Option<Implant>,
    /// Whether those close to the patient know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relatives_told: Option<RelativesTold>,
}

/// Whether a death was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct ExpectedDeath {
    /// Whether there is such a decision.
    pub decision: Expected,
    /// Who decided (1 to 120 characters); required for `yes`, refused otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// The local day of the decision, `YYYY-MM-DD`; as `decided_by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<String>,
}

/// The four indirect signs of death.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
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

/// What the doctor says of a death.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct DeathAnswer {
    /// That it is established; absent if it is not yet, and then `follow_up` says who will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established: Option<DeathEstablished>,
    /// Who writes the certificate of death (1 to 120 characters); required with `established`,
    /// refused without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_by: Option<String>,
    /// Who writes the certificate of its cause (1 to 120 characters); as `certificate_by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause_certificate_by: Option<String>,
    /// Whether the police are told; as `certificate_by`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub police: Option<bool>,
}

/// That a death is established.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeathEstablished {
    /// When.
    pub at: WireTime,
    /// Which doctor (1 to 120 characters).
    pub by: String,
    /// On what. `nurse_examination` only where the nurse named a decision that the death was
    /// expected and found all four signs.
    pub basis: DeathBasis,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn expected_death_is_told_with_who_decided_and_what_was_found() {
        pinned(
            &Death {
                expected: Some(ExpectedDeath {
                    decision: Expected::Yes,
                    decided_by: Some("Dr Hall".to_owned()),
                    decided_on: Some("2026-11-10".to_owned()),
                }),
                last_seen_alive_at: None,
                signs: Some(DeathSigns {
                    no_pulse: SignFound::Found,
                    no_heart_sounds: SignFound::Found,
                    no_breathing: SignFound::Found,
                    fixed_pupils: SignFound::NotExamined,
                }),
                examined_at: Some(WireTime("2026-11-21T21:35:00.000Z".to_owned())),
                examined_by: Some("Anna Berg".to_owned()),
                implant: Some(Implant::Unknown),
                relatives_told: Some(RelativesTold::NoRelatives),
            },
            &json!({
                "expected": {
                    "decision": "yes", "decided_by": "Dr Hall", "decided_on": "2026-11-10",
                },
                "signs": {
                    "no_pulse": "found", "no_heart_sounds": "found", "no_breathing": "found",
                    "fixed_pupils": "not_examined",
                },
                "examined_at": "2026-11-21T21:35:00.000Z", "examined_by": "Anna Berg",
                "implant": "unknown", "relatives_told": "none",
            }),
        );
    }

    #[test]
    fn death_that_nobody_has_established_is_an_empty_object() {
        pinned(&DeathAnswer::default(), &json!({}));
    }
}
