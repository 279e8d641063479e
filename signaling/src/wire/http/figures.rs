//! Waiting times and what is going on right now.

use serde::{Deserialize, Serialize};

use super::handing::GapLine;
use crate::wire::WireTime;
use crate::wire::vocabulary::{GroupBy, Level};

/// Waiting times in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Indicators {
    /// From when, by `queued_at`.
    pub from: WireTime,
    /// Until before when.
    pub to: WireTime,
    /// What a row stands for.
    pub by: GroupBy,
    /// The rows.
    pub rows: Vec<IndicatorRow>,
    /// What each figure means.
    pub definitions: Vec<Definition>,
    /// The acute requests of the period that had no contact in time, one by one, the oldest
    /// first: for a chief nurse and for who heads a unit or centre, those that are their own
    /// controller's; `null` for all others, who are told shares alone.
    pub acute_missed: Option<Vec<AcuteMissed>>,
}

/// An acute request that had no contact in time. Counted as acute from the first, or raised to
/// that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct AcuteMissed {
    /// The consult.
    pub id: String,
    /// The name of the centre asked.
    pub centre_name: String,
    /// The asking unit's name; empty where it is hidden because the patient's data is protected.
    pub unit_name: String,
    /// The asking unit's municipality; empty as `unit_name`.
    pub municipality_name: String,
    /// When it first entered the queue.
    pub queued_at: WireTime,
    /// When contact was due.
    pub due_at: WireTime,
    /// When the two first met; `null` if they have not.
    pub first_contact_at: Option<WireTime>,
    /// When the nurse took it back; `null` if she has not.
    pub withdrawn_at: Option<WireTime>,
}

/// Waiting times of one group. Where `suppressed`, all figures are `null`; where `withheld`,
/// the number and the shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct IndicatorRow {
    /// The group: an id of the directory, a level, or a local hour `00` to `23`.
    pub key: String,
    /// The group's name.
    pub name: String,
    /// The level, where rows are split by level.
    pub level: Option<Level>,
    /// Requests queued in the period.
    pub n: Option<u64>,
    /// Fewer than five requests: too few to show.
    pub suppressed: bool,
    /// Five or more, but from their number the number of a group too small to show would follow.
    pub withheld: bool,
    /// The longest time to first contact that was promised, where it was one for the group.
    pub target_seconds: Option<u64>,
    /// Median time from first queued to first contact.
    pub wait_median_seconds: Option<u64>,
    /// 90th percentile of the same.
    pub wait_p90_seconds: Option<u64>,
    /// Median time from first queued to first claim.
    pub take_median_seconds: Option<u64>,
    /// Share with contact within the target valid when queued, 0 to 1.
    pub contact_in_target: Option<f64>,
    /// Share withdrawn before an answer, 0 to 1.
    pub abandoned: Option<f64>,
    /// Contacts by telephone that took place in the period; `null` where fewer than five, or
    /// where such a number would follow.
    pub phone_contacts: Option<u64>,
    /// Those of them that took the place of a call which the system could not carry.
    pub downtime_contacts: Option<u64>,
}

/// What a figure means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Definition {
    /// The field.
    pub code: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
}

/// What is going on right now, as far as the caller may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct LiveFigures {
    /// The log position of these figures.
    pub seq: u64,
    /// Requests that wait, for each level.
    pub in_queue: Vec<LevelCount>,
    /// When the longest waiting request entered the queue.
    pub oldest_queued_at: Option<WireTime>,
    /// Doctors who can be reached.
    pub reachable: u32,
    /// Acute requests without contact, wherever they stand: waiting, taken or put aside.
    pub urgent_without_contact: u32,
    /// Each centre.
    pub centres: Vec<CentreFigures>,
    /// Every request past its longest time without contact, oldest first.
    pub overdue: Vec<OverdueCase>,
    /// What answers have left to be done and nobody has done in time, oldest first.
    pub gaps: Vec<GapLine>,
    /// Hours of the days after these figures at which no doctor is reached and no telephone is
    /// answered for a centre, soonest first. They are told whole: some may have begun or be
    /// past, and some lie further ahead than the day that is to be shown.
    pub slots: Vec<SlotGap>,
}

/// Hours at which nobody answers for a centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct SlotGap {
    /// The centre.
    pub centre: String,
    /// Its name.
    pub centre_name: String,
    /// Its municipality's name.
    pub municipality_name: String,
    /// From when on.
    pub from: WireTime,
    /// Until when.
    pub until: WireTime,
}

/// A number of requests of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct LevelCount {
    /// The level.
    pub level: Level,
    /// How many.
    pub n: u32,
}

/// One centre right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct CentreFigures {
    /// The centre.
    pub centre: String,
    /// Its name.
    pub name: String,
    /// Its municipality's name.
    pub municipality_name: String,
    /// Requests that wait.
    pub in_queue: u32,
    /// When the longest waiting request entered the queue.
    pub oldest_queued_at: Option<WireTime>,
    /// Doctors who can be reached.
    pub reachable: u32,
    /// Requests past their longest time.
    pub overdue: u32,
    /// The number to phone.
    pub phone: String,
}

/// A request past its longest time without contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct OverdueCase {
    /// The consult.
    pub id: String,
    /// How urgent.
    pub level: Level,
    /// The centre asked.
    pub centre: String,
    /// Its name.
    pub centre_name: String,
    /// The asking unit's name; empty where it is hidden because the patient's data is protected.
    pub unit_name: String,
    /// The asking unit's municipality; empty as `unit_name`.
    pub municipality_name: String,
    /// When it entered the queue.
    pub queued_at: WireTime,
    /// When it was due.
    pub due_at: WireTime,
    /// Whether a doctor holds it.
    pub taken: bool,
    /// The number to phone.
    pub phone: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn small_group_shows_no_figure() {
        pinned(
            &IndicatorRow {
                key: "hc-ange".to_owned(),
                name: "Ånge".to_owned(),
                level: None,
                n: None,
                suppressed: true,
                withheld: false,
                target_seconds: None,
                wait_median_seconds: None,
                wait_p90_seconds: None,
                take_median_seconds: None,
                contact_in_target: None,
                abandoned: None,
                phone_contacts: None,
                downtime_contacts: Some(0),
            },
            &json!({
                "key": "hc-ange", "name": "Ånge", "level": null, "n": null, "suppressed": true, "withheld": false,
                "target_seconds": null,
                "wait_median_seconds": null, "wait_p90_seconds": null, "take_median_seconds": null,
                "contact_in_target": null, "abandoned": null, "phone_contacts": null, "downtime_contacts": 0,
            }),
        );
    }
}
