//! Contacts by telephone, registered afterwards.

use serde::{Deserialize, Serialize};

use super::{NewPatient, Patient, StaffRef};
use crate::wire::WireTime;
use crate::wire::vocabulary::{Level, PhoneBecause};

/// Registers a contact that took place by telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct NewPhoneContact {
    /// Who it was about.
    pub patient: NewPatient,
    /// How urgent it was.
    pub level: Level,
    /// The doctor: her id, if she answers for the centre, or her name. Needed of a nurse; a
    /// doctor who leaves it out means herself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<String>,
    /// What was answered, 1 to 4,000 characters.
    pub answer: String,
    /// The unit that asked. Needed of a doctor; a nurse's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The centre that answered; the unit's first choice if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
    /// When the two spoke, within the last seven days; now if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<WireTime>,
    /// Why by telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<PhoneBecause>,
}

/// It is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct PhoneContactCreated {
    /// Its id.
    pub id: String,
    /// Its log position.
    pub seq: u64,
}

/// A contact by telephone, without who it was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct PhoneContactRow {
    /// Its id.
    pub id: String,
    /// When the two spoke.
    pub at: WireTime,
    /// When it was registered.
    pub registered_at: WireTime,
    /// By whom; absent as `unit`.
    pub registered_by: Option<StaffRef>,
    /// How urgent it was.
    pub level: Level,
    /// The unit that asked; empty where it is hidden because the patient's data is protected.
    pub unit: String,
    /// Its name; empty as `unit`.
    pub unit_name: String,
    /// The centre that answered.
    pub centre: String,
    /// Its name.
    pub centre_name: String,
    /// Why by telephone.
    pub because: Option<PhoneBecause>,
}

/// The contacts by telephone of the last seven days, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct PhoneContactList {
    /// The log position of this answer.
    pub seq: u64,
    /// The contacts.
    pub contacts: Vec<PhoneContactRow>,
    /// The units that a contact can be registered for, by name.
    pub units: Vec<UnitRef>,
}

/// A unit by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct UnitRef {
    /// The unit.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A contact by telephone with what was said, for those who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct PhoneContactContent {
    /// Without who it was about.
    pub contact: PhoneContactRow,
    /// Whether the caller took part; if not, all below is absent.
    pub disclosed: bool,
    /// Who it was about.
    pub patient: Option<Patient>,
    /// The doctor's name.
    pub doctor: Option<String>,
    /// What was answered.
    pub answer: Option<String>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;
    use crate::wire::vocabulary::IdType;

    #[test]
    fn four_inputs_are_a_contact() {
        pinned(
            &NewPhoneContact {
                patient: NewPatient {
                    id_type: IdType::Unknown,
                    id: None,
                    name: None,
                    protected_identity: None,
                },
                level: Level::P2,
                doctor: Some("David Dahl".to_owned()),
                answer: "Avvakta.".to_owned(),
                unit: None,
                centre: None,
                at: None,
                because: None,
            },
            &json!({
                "patient": { "id_type": "unknown" }, "level": "P2", "doctor": "David Dahl",
                "answer": "Avvakta.",
            }),
        );
    }

    #[test]
    fn registered_contact_has_its_id() {
        pinned(
            &PhoneContactCreated {
                id: "c".to_owned(),
                seq: 7,
            },
            &json!({ "id": "c", "seq": 7 }),
        );
    }
}
