//! What passes from hand to hand: a case to a colleague, and what an answer leaves to be done.

use serde::{Deserialize, Serialize};

use super::consult::StaffRef;
use crate::wire::WireTime;
use crate::wire::vocabulary::{DoneBy, GapKind, Level, Task};

/// A colleague is wanted to take over. Until one has, it stays whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// What was said and written so far, for whoever takes over (up to 4,000 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
}

/// Something that the answer left to be done is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TaskDone {
    /// What.
    pub task: Task,
}

/// That a colleague is wanted to take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct HandoverWanted {
    /// Who wants it.
    pub by: StaffRef,
    /// Since when.
    pub at: WireTime,
}

/// Something that an answer leaves to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Gap {
    /// What.
    pub kind: GapKind,
    /// On whose side the next step lies.
    pub owner: DoneBy,
    /// Until when it may be open.
    pub due_at: WireTime,
    /// Whether that time has come.
    pub late: bool,
}

/// Something that an answer has left to be done and that was not done in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct GapLine {
    /// The consult.
    pub id: String,
    /// What.
    pub kind: GapKind,
    /// On which side the next step lies.
    pub side: DoneBy,
    /// Whose it is; absent where it would tell the unit that asks for a protected patient.
    pub owner: Option<StaffRef>,
    /// How urgent it was.
    pub level: Level,
    /// The name of the centre that answered.
    pub centre_name: String,
    /// The asking unit's name; empty where it is hidden because the patient's data is protected.
    pub unit_name: String,
    /// The asking unit's municipality; empty as `unit_name`.
    pub municipality_name: String,
    /// When it was to be done.
    pub due_at: WireTime,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn handing_over_is_written_as_published() {
        pinned(&Handover::default(), &json!({}));
        pinned(
            &Handover {
                draft: Some("Halvvägs".to_owned()),
            },
            &json!({ "draft": "Halvvägs" }),
        );
        pinned(
            &TaskDone {
                task: Task::OrderEntered,
            },
            &json!({ "task": "order_entered" }),
        );
        pinned(
            &Gap {
                kind: GapKind::Unconfirmed,
                owner: DoneBy::Doctor,
                due_at: WireTime("2026-11-21T12:10:00.000Z".to_owned()),
                late: true,
            },
            &json!({
                "kind": "unconfirmed", "owner": "doctor",
                "due_at": "2026-11-21T12:10:00.000Z", "late": true,
            }),
        );
    }
}
