//! Who the caller is, whom she may ask, and signing in to the demo.

use serde::{Deserialize, Serialize};

use super::duty::Duty;
use crate::wire::WireTime;
use crate::wire::vocabulary::{Channel, DisclosureBasis, Level, Role};

/// The caller under the commission in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Me {
    /// Her id in the directory.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her role under the commission.
    pub role: Role,
    /// The unit or centre for which she acts.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// The municipality in which it lies, where it lies in one.
    pub municipality: Option<String>,
    /// The centres she may ask or answers for.
    pub centres: Vec<String>,
    /// All her commissions; she acts under `commission`.
    pub commissions: Vec<CommissionRef>,
    /// The commission in use.
    pub commission: String,
    /// The number on which she is usually reached.
    pub phone: Option<String>,
    /// The ground on which her unit usually discloses, where it has said one.
    pub disclosure_basis: Option<DisclosureBasis>,
    /// The operations she may call, by name.
    pub may: Vec<String>,
    /// A doctor's duty.
    pub duty: Option<Duty>,
    /// Whether this is the demo county.
    pub demo: bool,
    /// Whether the screen is locked: no case opens until she has proved again who she is.
    pub locked: bool,
    /// When the session ends, however it is used, unless she proves again who she is.
    pub session_ends_at: WireTime,
    /// What her county has turned on.
    pub modules: Modules,
}

/// Parts of the service that a county turns on for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Modules {
    /// NEWS2: points for measured values by the published chart.
    pub news2: bool,
    /// Text to copy into one's own journal.
    pub journal_copy: bool,
    /// A doctor may read a request before she takes it, without who it is about.
    pub peek: bool,
}

/// One assignment of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CommissionRef {
    /// The commission.
    pub id: String,
    /// Its unit or centre.
    pub unit: String,
    /// Its unit's or centre's name.
    pub unit_name: String,
    /// The role it gives.
    pub role: Role,
    /// Its purpose.
    pub purpose: String,
}

/// A health centre that the caller may ask or answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Centre {
    /// The centre.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its municipality's name.
    pub municipality_name: String,
    /// How many doctors can be reached.
    pub reachable: u32,
    /// How many requests wait.
    pub waiting: u32,
    /// The number on which somebody answers for it now: of who is on call by telephone, else its
    /// own. `/telefon` gives the same.
    pub phone: String,
    /// Who is on call for it and reached by telephone, at this hour.
    pub on_call: Option<OnCall>,
    /// Whether it is the first choice of the caller's unit.
    pub own: bool,
    /// Longest time to contact for each level, in seconds, in the order P1 to P4.
    pub target_seconds: Vec<u64>,
    /// Coded signs for each reason.
    pub signals: Vec<SignalRef>,
}

/// An on-call duty that somebody has at this hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct OnCall {
    /// The function, for example "Jourläkare Ådalen".
    pub name: String,
    /// The number to phone.
    pub phone: String,
    /// Whether the duty is reached on the screen too.
    pub channel: Channel,
}

/// A coded sign of the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct SignalRef {
    /// Its code.
    pub id: String,
    /// The reason it belongs to.
    pub reason: crate::wire::vocabulary::Reason,
    /// Its Swedish text.
    pub sv: String,
    /// Its English text.
    pub en: String,
}

/// Centres, the caller's first choice first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CentreList {
    /// The log position of this answer.
    pub seq: u64,
    /// The centres.
    pub centres: Vec<Centre>,
    /// Levels in the order of `target_seconds`.
    pub levels: Vec<Level>,
}

/// Signs in as a person of the demo county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct DemoSession {
    /// Whom to be.
    pub person: String,
    /// Under which commission (the first if absent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<String>,
    /// Whether to set a session cookie as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cookie: Option<bool>,
}

/// Opens the demo's locked screen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DemoUnlock {
    /// Who she is: the person who is signed in.
    pub person: String,
}

/// A demo session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DemoSessionCreated {
    /// The bearer secret.
    pub token: String,
    /// Who is signed in.
    pub person: String,
    /// Under which commission.
    pub commission: String,
}

/// Whom one can be in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DemoPeople {
    /// The people, the handiest first.
    pub people: Vec<DemoPerson>,
}

/// A person of the demo county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DemoPerson {
    /// Her id in the directory.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her commissions.
    pub commissions: Vec<CommissionRef>,
    /// The municipality of her first commission's unit or centre.
    pub municipality_name: Option<String>,
}

/// A way into the socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct SocketTicket {
    /// The secret, good for one `hello`.
    pub ticket: String,
    /// How long it is good.
    pub expires_in_seconds: u64,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn demo_session_is_one_name() {
        pinned(
            &DemoSession {
                person: "anna".to_owned(),
                commission: None,
                cookie: None,
            },
            &json!({ "person": "anna" }),
        );
    }

    #[test]
    fn demo_screen_is_unlocked_by_name() {
        pinned(
            &DemoUnlock {
                person: "anna".to_owned(),
            },
            &json!({ "person": "anna" }),
        );
    }

    #[test]
    fn who_is_on_call_is_a_function_with_a_number() {
        pinned(
            &OnCall {
                name: "Jourläkare Ådalen".to_owned(),
                phone: "031-390 06 50".to_owned(),
                channel: Channel::Both,
            },
            &json!({ "name": "Jourläkare Ådalen", "phone": "031-390 06 50", "channel": "both" }),
        );
    }

    #[test]
    fn modules_are_on_or_off_by_name() {
        pinned(
            &Modules {
                news2: false,
                journal_copy: true,
                peek: true,
            },
            &json!({ "news2": false, "journal_copy": true, "peek": true }),
        );
    }

    #[test]
    fn socket_ticket_says_how_long_it_is_good() {
        pinned(
            &SocketTicket {
                ticket: "t".to_owned(),
                expires_in_seconds: 30,
            },
            &json!({ "ticket": "t", "expires_in_seconds": 30 }),
        );
    }
}
