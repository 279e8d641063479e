//! That something went wrong in a case, and what its owners' reviewers read of it.

use serde::{Deserialize, Serialize};

use super::DiaryKind;
use crate::wire::WireTime;
use crate::wire::vocabulary::{
    ConsultState, DutyPresence, FailureKind, GapKind, Level, Reason, ReleaseCause, Role, Task,
    WaitKind,
};

/// Something went wrong in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportIncident {
    /// What happened (10 to 2,000 characters). The owners' reviewers alone read it.
    pub text: String,
}

/// A member of staff as a reviewer reads of her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct IncidentPerson {
    /// Her id.
    pub id: String,
    /// Her name then.
    pub name: String,
    /// The unit or centre for which she acted; empty where it could lead a reviewer of another
    /// care provider to the home of a protected patient.
    pub unit: String,
    /// What she was under the commission in use; `null` where the directory does not say.
    pub role: Option<Role>,
}

/// A report without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct IncidentReport {
    /// When.
    pub at: WireTime,
    /// By whom.
    pub by: IncidentPerson,
}

/// A case in which something went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct IncidentRow {
    /// The consult.
    pub id: String,
    /// The case it belongs to.
    pub case: String,
    /// When it entered the queue.
    pub queued_at: WireTime,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// Where it stands, or stood last.
    pub state: ConsultState,
    /// Whether it is a practice case.
    pub exercise: bool,
    /// The asking unit's name; empty for reviewers of another care provider where the patient's
    /// data is protected.
    pub unit_name: String,
    /// The asked centre's name.
    pub centre_name: String,
    /// Who said so, oldest first.
    pub reports: Vec<IncidentReport>,
}

/// The cases of the caller's controller in which something went wrong, reported last first;
/// the last 500.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct IncidentList {
    /// The log position of this answer.
    pub seq: u64,
    /// The cases.
    pub incidents: Vec<IncidentRow>,
}

/// What happened in a case in which something went wrong, without who it is about and without
/// what was said of her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Dossier {
    /// The case, with who reported when.
    pub incident: IncidentRow,
    /// The owner of the request by name; empty where `incident.unit_name` is.
    pub request_owner_name: String,
    /// The owner of the answer by name.
    pub answer_owner_name: String,
    /// When it was read: what goes on is measured until then.
    pub read_at: WireTime,
    /// What they say happened, in the order of the reports; `null` where the words are gone.
    pub texts: Vec<Option<String>>,
    /// Everything that happened, in order.
    pub timeline: Vec<DossierLine>,
    /// Where it stood, one after the other.
    pub states: Vec<DossierState>,
    /// How long somebody waited, in order.
    pub waits: Vec<DossierWait>,
    /// Rings, links and media that failed, in order.
    pub failures: Vec<DossierFailure>,
    /// Who was on duty for its centre while it went on, in order.
    pub on_duty: Vec<DossierDuty>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DossierLine {
    /// When.
    pub at: WireTime,
    /// What.
    pub what: DiaryKind,
    /// By whom; `null` for the system.
    pub by: Option<IncidentPerson>,
    /// Whom it is about, where that is somebody else.
    pub about: Option<IncidentPerson>,
    /// The level it then had, where that was set.
    pub level: Option<Level>,
    /// The centre it then belonged to, where that was set.
    pub centre_name: Option<String>,
    /// Why a claim went back.
    pub cause: Option<ReleaseCause>,
    /// What was done.
    pub task: Option<Task>,
    /// What was not done in time.
    pub gap: Option<GapKind>,
}

/// Where the case stood for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DossierState {
    /// Where.
    pub state: ConsultState,
    /// From when on.
    pub from: WireTime,
    /// Until when; `null` where it still stands there or has ended there.
    pub until: Option<WireTime>,
    /// For how long; `null` once it has ended.
    pub seconds: Option<u64>,
}

/// How long somebody waited for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DossierWait {
    /// For what.
    pub what: WaitKind,
    /// From when on.
    pub from: WireTime,
    /// Until when; `null` where it did not come.
    pub until: Option<WireTime>,
    /// Whether somebody still waits for it.
    pub open: bool,
    /// For how long, or for how long in vain.
    pub seconds: u64,
    /// How long it was to take at the most, where that is promised.
    pub within_seconds: Option<u64>,
}

/// A ring, link or media that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DossierFailure {
    /// What failed.
    pub what: FailureKind,
    /// When.
    pub at: WireTime,
    /// Until when; `null` where it has no end of its own, or had none.
    pub until: Option<WireTime>,
    /// Whose it was, where it was somebody's.
    pub person: Option<IncidentPerson>,
}

/// Somebody on duty for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DossierDuty {
    /// The doctor, or the name of the duty slot that is reached by telephone.
    pub name: String,
    /// The centre.
    pub centre_name: String,
    /// In what way.
    pub presence: DutyPresence,
    /// From when on, or from the beginning of the case.
    pub from: WireTime,
    /// Until when; `null` until the end of the case.
    pub until: Option<WireTime>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn report_is_what_happened() {
        pinned(
            &ReportIncident {
                text: "Ingen svarade på en kvart.".to_owned(),
            },
            &json!({ "text": "Ingen svarade på en kvart." }),
        );
    }

    #[test]
    fn row_says_who_reported_when_and_not_what() {
        let by = IncidentPerson {
            id: "anna-alm".to_owned(),
            name: "Anna Alm".to_owned(),
            unit: "Hemsjukvården".to_owned(),
            role: Some(Role::Nurse),
        };
        pinned(
            &IncidentRow {
                id: "c".to_owned(),
                case: "k".to_owned(),
                queued_at: WireTime("2026-11-21T10:00:00.000Z".to_owned()),
                level: Level::P1,
                reason: Reason::Breathing,
                state: ConsultState::Closed,
                exercise: false,
                unit_name: "Hemsjukvården".to_owned(),
                centre_name: "Älvens".to_owned(),
                reports: vec![IncidentReport {
                    at: WireTime("2026-11-21T10:20:00.000Z".to_owned()),
                    by,
                }],
            },
            &json!({
                "id": "c", "case": "k", "queued_at": "2026-11-21T10:00:00.000Z", "level": "P1",
                "reason": "breathing", "state": "closed", "exercise": false,
                "unit_name": "Hemsjukvården", "centre_name": "Älvens",
                "reports": [{
                    "at": "2026-11-21T10:20:00.000Z",
                    "by": { "id": "anna-alm", "name": "Anna Alm", "unit": "Hemsjukvården", "role": "nurse" },
                }],
            }),
        );
    }
}
