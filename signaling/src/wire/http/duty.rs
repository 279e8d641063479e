//! A doctor's duty.

use serde::{Deserialize, Serialize};

use crate::wire::WireTime;
use crate::wire::vocabulary::{DutyMode, DutyState, Level};

/// Sets the caller's duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct DutySet {
    /// On, paused or off.
    pub state: DutyState,
    /// The centres whose requests are taken; required unless `off`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub centres: Option<Vec<String>>,
    /// How requests are given (`pick` if absent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<DutyMode>,
    /// The levels that alert (all if absent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<Level>>,
    /// When duty ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<WireTime>,
    /// When the doctor last heard the test sound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sound_tested_at: Option<WireTime>,
    /// Whether the doctor takes part in exercises: only then do they sound and alarm (no if
    /// absent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<bool>,
}

/// A doctor's duty as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Duty {
    /// On, paused or off.
    pub state: DutyState,
    /// The centres whose requests are taken.
    pub centres: Vec<String>,
    /// How requests are given.
    pub mode: DutyMode,
    /// The levels that alert.
    pub levels: Vec<Level>,
    /// When duty ends by itself.
    pub until: Option<WireTime>,
    /// When the doctor last heard the test sound.
    pub sound_tested_at: Option<WireTime>,
    /// Whether nurses are told that this doctor can be reached: present, on and sound tested.
    pub reachable: bool,
    /// Whether the doctor takes part in exercises.
    pub practice: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn duty_is_set_for_named_centres() {
        pinned(
            &DutySet {
                state: DutyState::On,
                centres: Some(vec!["hc-kramfors".to_owned()]),
                mode: None,
                levels: Some(vec![Level::P1, Level::P2]),
                until: None,
                sound_tested_at: Some(WireTime("2026-11-21T07:02:00.000Z".to_owned())),
                practice: Some(true),
            },
            &json!({
                "state": "on", "centres": ["hc-kramfors"], "levels": ["P1", "P2"],
                "sound_tested_at": "2026-11-21T07:02:00.000Z", "practice": true,
            }),
        );
    }
}
