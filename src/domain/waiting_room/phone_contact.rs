//! A contact that nurse and doctor had by telephone, registered afterwards. It waits for
//! nobody and holds nobody: it is there so that figures show it and both sides can read it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::access::CaseFacts;
use crate::domain::clinical::{Level, PatientCodes, words};
use crate::domain::ids::{
    CentreId, CommissionId, ControllerId, MunicipalityId, PersonId, PhoneContactId, UnitId,
};
use crate::domain::time::Timestamp;

/// How long after a contact it may still be registered, and how long it is listed.
pub const REGISTERED_WITHIN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

words! {
    /// Why the two spoke by telephone.
    PhoneBecause {
        /// The call in the system did not hold.
        LinkFailed = "link_failed",
        /// The system was down.
        Downtime = "downtime",
        /// One of them would rather.
        Preferred = "preferred",
        /// Something else.
        Other = "other",
    }
}

/// A telephone contact in codes, as somebody registers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterPhoneContact {
    /// The new contact.
    pub contact: PhoneContactId,
    /// The unit that asked; the caller's own if absent.
    pub unit: Option<UnitId>,
    /// The centre that answered; the unit's first choice, or the doctor's own, if absent.
    pub centre: Option<CentreId>,
    /// How urgent it was.
    pub level: Level,
    /// The doctor, where the directory knows her.
    pub doctor: Option<PersonId>,
    /// Who it was about, without saying who.
    pub patient: PatientCodes,
    /// When the two spoke.
    pub happened_at: Timestamp,
    /// Why by telephone.
    pub because: Option<PhoneBecause>,
}

/// A contact by telephone was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneContactRegistered {
    /// The contact.
    pub contact: PhoneContactId,
    /// Who registered it.
    pub by: PersonId,
    /// The unit that asked.
    pub unit: UnitId,
    /// Where the unit lies.
    pub municipality: MunicipalityId,
    /// Who owns the question.
    pub request_owner: ControllerId,
    /// The centre that answered.
    pub centre: CentreId,
    /// Who owns the answer.
    pub answer_owner: ControllerId,
    /// How urgent it was.
    pub level: Level,
    /// The doctor, where the directory knows her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<PersonId>,
    /// Her commission at the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_commission: Option<CommissionId>,
    /// Who it was about, without saying who.
    pub patient: PatientCodes,
    /// When the two spoke.
    pub happened_at: Timestamp,
    /// Why by telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<PhoneBecause>,
}

impl PhoneContactRegistered {
    /// What decides how anybody stands to it.
    #[must_use]
    pub const fn facts(&self) -> CaseFacts<'_> {
        CaseFacts {
            asked_by: &self.by,
            unit: &self.unit,
            municipality: &self.municipality,
            centre: &self.centre,
            request_owner: &self.request_owner,
            answer_owner: &self.answer_owner,
            claimed_under: None,
            answered_under: self.doctor_commission.as_ref(),
        }
    }

    /// Whether the unit that asked may stand in the list of whoever acts under `commission` of
    /// `controller`. Of a protected patient it could lead to her home: it stays with her own
    /// care provider and the doctor who answered.
    #[must_use]
    pub fn shows_unit_to(&self, controller: &ControllerId, commission: &CommissionId) -> bool {
        !self.patient.protected
            || self.request_owner == *controller
            || self.doctor_commission.as_ref() == Some(commission)
    }

    /// Whether it took the place of a call that the system could not carry.
    #[must_use]
    pub const fn replaced_a_call(&self) -> bool {
        match self.because {
            Some(PhoneBecause::LinkFailed | PhoneBecause::Downtime) => true,
            Some(PhoneBecause::Preferred | PhoneBecause::Other) | None => false,
        }
    }
}
