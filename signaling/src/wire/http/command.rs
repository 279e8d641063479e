//! What a client wants done to a consult, and the ticket to its call.

use serde::{Deserialize, Serialize};

use super::request::{NewPatient, Vitals};
use crate::wire::WireTime;
use crate::wire::call::{IceServer, MediaMode};
use crate::wire::vocabulary::{
    CloseException, Level, Participation, Stance, VoidReason, WithdrawReason,
};

/// Gives a case back to the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Why, in the doctor's words (up to 500 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The doctor must know more before she can answer; the nurse acts next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NeedMore {
    /// What she must know (1 to 500 characters).
    pub what: String,
    /// When she hopes to have it at the latest; within a week.
    pub until: WireTime,
}

/// The doctor must leave at once. The case goes back to the top of its level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct MustGo {
    /// What was said and written so far, for the next doctor (up to 4,000 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
}

/// The nurse has seen the answer, or reads its orders back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// What she read, for an answer with orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_back: Option<String>,
    /// `true`, for an answer without orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<bool>,
    /// The `rev` of the case she looked at: refused with `wrong_state` if a read-back has come
    /// since. Without it hers stands beside that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<u64>,
}

/// The doctor says whether the read-back is right; of several, whether all are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct ConfirmReadBack {
    /// Right or not.
    pub matches: bool,
    /// The `rev` of the case she looked at: refused with `wrong_state` if a read-back has come
    /// since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<u64>,
}

/// The nurse ends the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// Whether the patient took part in the decision; required, but refused with the reason `death`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Participation>,
    /// What the patient says to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Why it ends although not both sides have agreed on the answer. By a nurse or the head of
    /// the unit; `not_confirmed` a day after the answer at the earliest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<CloseException>,
}

/// The nurse asks the doctor who answered once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskBack {
    /// What she asks (1 to 2,000 characters).
    pub text: String,
}

/// Something is added to an answered case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Addendum {
    /// What is added (1 to 2,000 characters).
    pub text: String,
}

/// The nurse names another patient, before there is an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectPatient {
    /// Who it is about.
    pub patient: NewPatient,
    /// How the mistake came about (1 to 500 characters).
    pub reason: String,
}

/// The answer is for another patient. Nothing is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// Why.
    pub reason: VoidReason,
    /// What happened (up to 500 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The nurse takes her request back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Why.
    pub reason: WithdrawReason,
}

/// The request goes to another centre; place in time and id stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// The other centre.
    pub centre: String,
    /// Why, in the nurse's or doctor's words (1 to 500 characters).
    pub reason: String,
}

/// The level is judged anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Triage {
    /// The new level.
    pub level: Level,
    /// Why (1 to 500 characters).
    pub reason: String,
    /// New values on which it rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vitals: Option<Vitals>,
}

/// The caller takes a seat in the call of a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct JoinCall {
    /// Whether a nurse of the unit answers in place of the colleague who asked. It is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<bool>,
}

/// The caller's way into the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CallTicket {
    /// The room.
    pub room: String,
    /// The secret, good for one join.
    pub ticket: String,
    /// Servers that help the two find each other.
    pub ice_servers: Vec<IceServer>,
    /// Which way the media takes.
    pub mode: MediaMode,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn commands_are_short() {
        pinned(
            &Withdraw {
                reason: WithdrawReason::Solved,
            },
            &json!({ "reason": "solved" }),
        );
        pinned(
            &ConfirmReadBack {
                matches: false,
                rev: Some(7),
            },
            &json!({ "matches": false, "rev": 7 }),
        );
        pinned(
            &Acknowledge {
                read_back: Some("2,5 mg".to_owned()),
                seen: None,
                rev: None,
            },
            &json!({ "read_back": "2,5 mg" }),
        );
        pinned(
            &Close {
                participation: Some(Participation::Present),
                stance: None,
                exception: None,
            },
            &json!({ "participation": "present" }),
        );
        pinned(
            &NeedMore {
                what: "Kreatinin".to_owned(),
                until: WireTime("2026-11-21T12:00:00.000Z".to_owned()),
            },
            &json!({ "what": "Kreatinin", "until": "2026-11-21T12:00:00.000Z" }),
        );
        pinned(&MustGo::default(), &json!({}));
        pinned(
            &Void {
                reason: VoidReason::WrongPatient,
                text: None,
            },
            &json!({ "reason": "wrong_patient" }),
        );
        pinned(
            &AskBack {
                text: "Hur länge?".to_owned(),
            },
            &json!({ "text": "Hur länge?" }),
        );
        pinned(
            &Redirect {
                centre: "hc-ange".to_owned(),
                reason: "Bor där".to_owned(),
            },
            &json!({ "centre": "hc-ange", "reason": "Bor där" }),
        );
        pinned(
            &Triage {
                level: Level::P1,
                reason: "Sämre".to_owned(),
                vitals: None,
            },
            &json!({ "level": "P1", "reason": "Sämre" }),
        );
    }
}
