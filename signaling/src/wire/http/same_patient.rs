//! Whether a patient is asked about already, before somebody asks again.

use serde::{Deserialize, Serialize};

use super::consult::StaffRef;
use super::request::NewPatient;
use crate::wire::WireTime;

/// Whom a nurse is about to ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SamePatient {
    /// The patient.
    pub patient: NewPatient,
}

/// What is open about the patient at the caller's own care provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct OpenConsults {
    /// The oldest first.
    pub consults: Vec<OpenConsult>,
}

/// A case that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct OpenConsult {
    /// Its id, where the caller may open it; `null` where it is another unit's.
    pub id: Option<String>,
    /// When it was sent.
    pub queued_at: WireTime,
    /// Who answers for it.
    pub nurse: StaffRef,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn open_case_of_another_unit_has_a_name_and_no_way_in() {
        pinned(
            &OpenConsult {
                id: None,
                queued_at: WireTime("2026-11-21T09:14:00.000Z".to_owned()),
                nurse: StaffRef {
                    id: "nils".to_owned(),
                    name: "Nils Nord".to_owned(),
                    unit: "Norrgården".to_owned(),
                },
            },
            &json!({
                "id": null,
                "queued_at": "2026-11-21T09:14:00.000Z",
                "nurse": { "id": "nils", "name": "Nils Nord", "unit": "Norrgården" },
            }),
        );
    }
}
