//! The rows of a county's directory: what an administrator writes, already parsed.
//!
//! A field that a row cannot do without is no `Option`: a unit, centre or municipality
//! without a telephone number does not exist.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::hours::OpeningHours;
use super::numbers::{HsaId, OrganisationNumber};
use super::role::Role;
use super::targets::Targets;
use super::versions::Day;
use crate::domain::clinical::{DisclosureBasis, LivingForm, PhoneNumber, Reason};
use crate::domain::ids::{
    AgreementId, CentreId, CommissionId, ControllerId, CountyId, MunicipalityId, PersonId,
    SignalId, SlotId, UnitId,
};

/// Every row of a directory, in the order of the file they came from.
///
/// This is also the stored form: [`super::Directory`] is written as its sorted rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The county itself.
    pub county: County,
    /// What the county has turned on or off. Not written where it has chosen nothing, so that a
    /// directory from before there were modules has the bytes it always had.
    #[serde(default, skip_serializing_if = "Modules::as_they_come")]
    pub modules: Modules,
    /// Owners of data.
    #[serde(default, rename = "controller")]
    pub controllers: Vec<Controller>,
    /// Municipalities.
    #[serde(default, rename = "municipality")]
    pub municipalities: Vec<Municipality>,
    /// Health centres.
    #[serde(default, rename = "centre")]
    pub centres: Vec<Centre>,
    /// Municipal units.
    #[serde(default, rename = "unit")]
    pub units: Vec<Unit>,
    /// Members of staff.
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
    /// What they are assigned to do.
    #[serde(default, rename = "commission")]
    pub commissions: Vec<Commission>,
    /// Who may ask whom, and how soon an answer is promised.
    #[serde(default, rename = "agreement")]
    pub agreements: Vec<Agreement>,
    /// Coded signs, each belonging to a reason.
    #[serde(default, rename = "signal")]
    pub signals: Vec<Signal>,
    /// Who is on call. Not written where nobody is, so that a directory from before there were
    /// duty slots has the bytes it always had.
    #[serde(default, rename = "duty_slot", skip_serializing_if = "Vec::is_empty")]
    pub duty_slots: Vec<DutySlot>,
}

/// The county: one waiting room, one log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// Its id, which names its log.
    pub id: CountyId,
    /// Its name on the screen.
    pub name: String,
    /// Where the county's coordinator answers.
    pub phone: PhoneNumber,
}

/// Parts of the service that a county turns on or off for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Modules {
    /// Points for measured values by the published chart. The care provider judges whether it
    /// is a medical device before it is turned on (Regulation (EU) 2017/745). Off until named.
    pub news2: bool,
    /// A doctor may read a waiting request, without who it is about, before she takes it. Free
    /// text may identify, so the county decides; each reading is logged.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub peek: bool,
    /// Text for staff to copy into their own journals. A county whose tablets are shared may
    /// not want it on their clipboards. On until named; not written where it is on, so that a
    /// directory from before it has the bytes it always had.
    #[serde(skip_serializing_if = "Clone::clone")]
    pub journal_copy: bool,
}

impl Default for Modules {
    fn default() -> Self {
        Self {
            news2: false,
            peek: false,
            journal_copy: true,
        }
    }
}

impl Modules {
    /// Whether the county has chosen nothing itself.
    #[must_use]
    pub fn as_they_come(&self) -> bool {
        *self == Self::default()
    }
}

/// What kind of body owns the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControllerKind {
    /// A board of the region.
    Region,
    /// A board of a municipality.
    Municipality,
    /// A private care provider.
    Private,
}

/// An owner of data: each authority that runs care is its own (PDL 2:6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    /// Its id.
    pub id: ControllerId,
    /// Its name on the screen.
    pub name: String,
    /// What kind of body it is.
    pub kind: ControllerKind,
    /// Its organisation number; an access log names the controller by it.
    pub org_number: OrganisationNumber,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// A municipality of the county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Its id.
    pub id: MunicipalityId,
    /// Its name on the screen.
    pub name: String,
    /// The board that runs its health care.
    pub controller: ControllerId,
    /// Whom its nurses ring when all else fails.
    pub phone: PhoneNumber,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// A health centre, whose doctors answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Its id.
    pub id: CentreId,
    /// Its name on the screen.
    pub name: String,
    /// Where it lies.
    pub municipality: MunicipalityId,
    /// Who owns its answers.
    pub controller: ControllerId,
    /// Where it answers the telephone.
    pub phone: PhoneNumber,
    /// When it is open; unknown if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<OpeningHours>,
    /// Its HSA-id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hsa_id: Option<HsaId>,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// A unit of municipal care, whose nurses ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name on the screen.
    pub name: String,
    /// Where it lies: figures compare municipalities by it.
    pub municipality: MunicipalityId,
    /// Who owns its requests; a private care home is its own controller.
    pub controller: ControllerId,
    /// How its patients live.
    pub living_forms: BTreeSet<LivingForm>,
    /// The centre that the form proposes.
    pub default_centre: CentreId,
    /// Where a doctor rings the unit back.
    pub phone: PhoneNumber,
    /// On which ground it usually discloses a patient to the region: the form proposes it, and
    /// the nurse answers for it. Without one she chooses each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure_basis: Option<DisclosureBasis>,
    /// Its HSA-id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hsa_id: Option<HsaId>,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// A profession with a Swedish licence (legitimation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Licence {
    /// Licensed nurse.
    Nurse,
    /// Licensed doctor.
    Doctor,
}

/// A member of staff. What she may do stands in her commissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Her id.
    pub id: PersonId,
    /// Her name on the screen.
    pub name: String,
    /// Her HSA-id; the access log names her by it.
    pub hsa_id: HsaId,
    /// Her licence, if she has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Licence>,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// For what the data may be used under a commission (PDL 2:4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Care and treatment.
    Care,
    /// Administration of care.
    Administration,
    /// Quality of care.
    Quality,
    /// Statistics and planning.
    Statistics,
    /// Checking who has read what (PDL 4:3).
    LogReview,
    /// Running the system.
    Operation,
}

/// An assignment (medarbetaruppdrag): one person, one role, one controller.
///
/// Who works for two controllers has two commissions, and acts under one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// Its id.
    pub id: CommissionId,
    /// Whose it is.
    pub person: PersonId,
    /// What she is under it.
    pub role: Role,
    /// For what she may use data.
    pub purpose: Purpose,
    /// For whom she works.
    pub controller: ControllerId,
    /// The unit she works at: of a nurse, or of the unit's head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The centres she answers for: of a doctor, or of the centres' head.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub centres: BTreeSet<CentreId>,
    /// The municipality whose routines she answers for: of a MAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<MunicipalityId>,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// What a municipality and the centres that answer it have promised each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// Whose units may ask.
    pub municipality: MunicipalityId,
    /// Whom they may ask.
    pub centres: BTreeSet<CentreId>,
    /// How soon contact is promised.
    #[serde(default)]
    pub targets: Targets,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// A coded sign that tells one request from another with the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Its id.
    pub id: SignalId,
    /// The reason it belongs to.
    pub reason: Reason,
    /// Its words in Swedish.
    pub sv: String,
    /// Its words in English.
    pub en: String,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}

/// How whoever has a duty slot is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// On the screen alone.
    Screen,
    /// By telephone alone.
    Phone,
    /// On the screen and by telephone.
    Both,
}

impl Channel {
    /// Whether a telephone rings.
    #[must_use]
    pub const fn has_phone(self) -> bool {
        match self {
            Self::Screen => false,
            Self::Phone | Self::Both => true,
        }
    }
}

/// An on-call duty of doctors: some person has it at its hours, and is reached by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutySlot {
    /// Its id.
    pub id: SlotId,
    /// The function as people call it, for example `Jourläkare Ådalen`.
    pub name: String,
    /// The centres it answers for.
    pub centres: BTreeSet<CentreId>,
    /// How it is reached.
    pub channel: Channel,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// When it is held.
    pub hours: OpeningHours,
    /// The slot that is rung when this one does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SlotId>,
    /// First day of this row.
    pub valid_from: Day,
    /// First day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
}
