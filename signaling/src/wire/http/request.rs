//! The nurse's request: SBAR, vitals, how urgent, when she must leave.

use serde::{Deserialize, Serialize};

use super::death::Death;
use crate::wire::WireTime;
use crate::wire::vocabulary::{
    CareLimitKind, Consciousness, DisclosureBasis, Flag, IdType, Level, LivingForm, Readiness,
    Reason, RecommendationKind, ReplyWish, Stance, WouldOtherwise,
};

/// Declares a request and what is added to it: each body is flat, and what `both` say is
/// written once.
macro_rules! bodies {
    (
        $(#[$request:meta])* NewConsult { $($own:tt)* }
        $(#[$supplement:meta])* Supplement { $($added:tt)* }
        both { $($both:tt)* }
    ) => {
        $(#[$request])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", ts(optional_fields))]
        #[serde(deny_unknown_fields)]
        pub struct NewConsult { $($own)* $($both)* }

        $(#[$supplement])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", ts(optional_fields))]
        #[serde(deny_unknown_fields)]
        pub struct Supplement { $($added)* $($both)* }
    };
}

bodies! {
    /// A new request.
    ///
    /// P1 needs `centre`, `level`, `reason` and `callback_phone`; the other levels also `patient`, all four parts of `sbar`, `care_limits`, `disclosure_basis`,
    /// `nurse_with_patient` and `patient_takes_part`. No clinical field has a default.
    ///
    /// With the reason `death` the other levels need `patient`, `sbar.situation`, `death`, `disclosure_basis` and `nurse_with_patient`; `vitals`,
    /// `sbar.recommendation` and `patient_takes_part` are refused.
    NewConsult {
        /// The health centre that is asked.
        pub centre: String,
        /// How urgent.
        pub level: Level,
        /// What it is about.
        pub reason: Reason,
        /// The number on which she is reached.
        pub callback_phone: String,
        /// When she opened the form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub draft_opened_at: Option<WireTime>,
        /// A practice case, outside all figures.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exercise: Option<bool>,
    }

    /// What is added while the request waits or is held; only what is given is added.
    Supplement {
        /// Another number on which she is reached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub callback_phone: Option<String>,
        /// What she would have done without this contact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub would_otherwise: Option<WouldOtherwise>,
        /// Whether the doctor of a call that was broken off gave an order by word of mouth.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub oral_order: Option<bool>,
        /// Anything else, in her own words (up to 2,000 characters).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }

    both {
        /// Up to three coded signs that belong to the reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub signals: Option<Vec<String>>,
        /// Who it is about, if that was not said before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub patient: Option<NewPatient>,
        /// Situation, background, assessment, recommendation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sbar: Option<Sbar>,
        /// Measured values.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vitals: Option<Vitals>,
        /// Decided limits of care.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub care_limits: Option<CareLimits>,
        /// What is worth knowing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub flags: Option<Vec<Flag>>,
        /// How the nurse would like the answer (`doctor_decides` if absent in a request).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reply: Option<ReplyWish>,
        /// How she can be met (`now` if absent in a request).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ready: Option<Readiness>,
        /// When she must leave the patient.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub must_leave_at: Option<WireTime>,
        /// When a decision must exist.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub decide_by: Option<WireTime>,
        /// Whether she is beside the patient.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub nurse_with_patient: Option<bool>,
        /// Whether the patient takes part in the contact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub patient_takes_part: Option<bool>,
        /// The legal ground of the disclosure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub disclosure_basis: Option<DisclosureBasis>,
        /// Where the patient lives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub living_form: Option<LivingForm>,
        /// What the patient says to the contact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stance: Option<Stance>,
        /// Up to four pictures that were uploaded before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub images: Option<Vec<String>>,
        /// What is told of a death; refused with any other reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub death: Option<Death>,
    }
}

/// What was said in codes of a request and of what was added to it, for one who may read its
/// content; `null` where nothing was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ToldCodes {
    /// The legal ground of the disclosure.
    pub disclosure_basis: Option<DisclosureBasis>,
    /// Whether the nurse is beside the patient.
    pub nurse_with_patient: Option<bool>,
    /// Whether the patient takes part.
    pub patient_takes_part: Option<bool>,
    /// Where the patient lives.
    pub living_form: Option<LivingForm>,
    /// What the nurse would have done without this contact.
    pub would_otherwise: Option<WouldOtherwise>,
}

/// Who it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct NewPatient {
    /// The kind of number.
    pub id_type: IdType,
    /// The number; absent for `unknown` and `withheld`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the person's data is protected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected_identity: Option<bool>,
}

/// The four parts of a report that both sides know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Sbar {
    /// What has happened (10 to 2,000 characters; P1: up to 200).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<String>,
    /// What was before (up to 4,000 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<String>,
    /// Present state and judgement (up to 4,000 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<String>,
    /// What she asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<Recommendation>,
}

/// What the nurse asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// The kind of help.
    pub kind: RecommendationKind,
    /// In her own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Measured values. Whole numbers, except the temperature in °C with one decimal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Vitals {
    /// When they were measured.
    pub taken_at: WireTime,
    /// Breaths in a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respiratory_rate: Option<u16>,
    /// Oxygen saturation in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spo2: Option<u16>,
    /// Saturation scale 1 or 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spo2_scale: Option<u8>,
    /// Who ordered scale 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale2_order: Option<Scale2Order>,
    /// Whether oxygen is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oxygen: Option<bool>,
    /// Systolic blood pressure in mmHg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub systolic_bp: Option<u16>,
    /// Heart beats in a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<u16>,
    /// Level of consciousness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consciousness: Option<Consciousness>,
    /// Temperature in °C with one decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
}

/// The order without which saturation scale 2 may not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Scale2Order {
    /// Who ordered it.
    pub by: String,
    /// The local day of the order, `YYYY-MM-DD`.
    pub at: String,
}

/// Decided limits of care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct CareLimits {
    /// The limits; `none_known` and `unknown` stand alone.
    pub kinds: Vec<CareLimitKind>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// The local day of the decision, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn urgent_request_is_four_fields() {
        pinned(
            &NewConsult {
                centre: "hc-kramfors".to_owned(),
                level: Level::P1,
                reason: Reason::FallInjury,
                signals: None,
                patient: None,
                sbar: None,
                vitals: None,
                care_limits: None,
                flags: None,
                reply: None,
                ready: None,
                must_leave_at: None,
                decide_by: None,
                nurse_with_patient: None,
                patient_takes_part: None,
                disclosure_basis: None,
                callback_phone: "070-174 06 05".to_owned(),
                living_form: None,
                stance: None,
                draft_opened_at: None,
                images: None,
                exercise: None,
                death: None,
            },
            &json!({
                "centre": "hc-kramfors", "level": "P1", "reason": "fall_injury",
                "callback_phone": "070-174 06 05",
            }),
        );
    }

    #[test]
    fn role_claimed_by_the_client_is_an_unknown_field() {
        let refused = serde_json::from_value::<NewConsult>(json!({
            "centre": "c1", "level": "P1", "reason": "pain", "callback_phone": "1", "role": "doctor",
        }));
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("unknown field `role`")
        );
    }

    #[test]
    fn supplement_carries_vitals_with_their_time() {
        pinned(
            &Supplement {
                vitals: Some(Vitals {
                    taken_at: WireTime("2026-11-21T10:00:00.000Z".to_owned()),
                    respiratory_rate: Some(24),
                    spo2: None,
                    spo2_scale: None,
                    scale2_order: None,
                    oxygen: Some(false),
                    systolic_bp: None,
                    pulse: None,
                    consciousness: Some(Consciousness::A),
                    temperature: Some(38.6),
                }),
                ..Supplement::default()
            },
            &json!({ "vitals": {
                "taken_at": "2026-11-21T10:00:00.000Z", "respiratory_rate": 24, "oxygen": false,
                "consciousness": "A", "temperature": 38.6,
            }}),
        );
    }
}
