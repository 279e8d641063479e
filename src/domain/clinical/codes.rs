//! What the county's journal may carry of something a nurse said: codes and times alone.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::words::{
    AgeBand, DisclosureBasis, IdType, LivingForm, Readiness, ReplyWish, Sex, Stance, Tag,
    WouldOtherwise,
};
use crate::domain::ids::{PatientRef, SignalId};
use crate::domain::time::Timestamp;

/// What a nurse says in codes, in a request or while she waits. A request, what is added to
/// it, their events and the consult that they make up all hold this one.
///
/// It is stored flat within an event. What comes new is written after what there is, and only
/// if it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCodes {
    /// Coded signs, up to three at a time.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub signals: BTreeSet<SignalId>,
    /// Who it is about, without saying who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientCodes>,
    /// Where the patient lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub living_form: Option<LivingForm>,
    /// Groups the county follows.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<Tag>,
    /// How the nurse can be met. See [`RequestCodes::ready`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<Readiness>,
    /// How she would like the answer. See [`RequestCodes::reply`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<ReplyWish>,
    /// When she must leave the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_leave_at: Option<Timestamp>,
    /// When a decision must exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_by: Option<Timestamp>,
    /// Whether she is beside the patient. Needed below P1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nurse_with_patient: Option<bool>,
    /// Whether the patient takes part in the contact. Needed below P1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_takes_part: Option<bool>,
    /// The legal ground of the disclosure. Needed below P1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosure_basis: Option<DisclosureBasis>,
    /// What the patient says to the contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// What she would have done without this contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_otherwise: Option<WouldOtherwise>,
    /// Whether the doctor of a call that was broken off gave an order by word of mouth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oral_order: Option<bool>,
}

impl RequestCodes {
    /// How the nurse can be met: now, unless she said something else.
    #[must_use]
    pub fn ready(&self) -> Readiness {
        self.ready.unwrap_or(Readiness::Now)
    }

    /// How she would like the answer: as the doctor decides, unless she said something else.
    #[must_use]
    pub fn reply(&self) -> ReplyWish {
        self.reply.unwrap_or(ReplyWish::DoctorDecides)
    }

    /// Whether the nurse wants no call: an answer in writing is enough.
    #[must_use]
    pub fn text_is_enough(&self) -> bool {
        self.reply() == ReplyWish::TextOk || self.ready() == Readiness::TextEnough
    }

    /// Both times before which a doctor must have begun.
    #[must_use]
    pub const fn leaving(&self) -> [Option<Timestamp>; 2] {
        [self.must_leave_at, self.decide_by]
    }

    /// These codes with what is said `later`: signs and groups are added, what is absent there
    /// stays as it was.
    #[must_use]
    pub fn with(&self, later: &Self) -> Self {
        let Self {
            signals,
            patient,
            living_form,
            tags,
            ready,
            reply,
            must_leave_at,
            decide_by,
            nurse_with_patient,
            patient_takes_part,
            disclosure_basis,
            stance,
            would_otherwise,
            oral_order,
        } = later;
        Self {
            signals: self.signals.union(signals).cloned().collect(),
            patient: patient.clone().or_else(|| self.patient.clone()),
            living_form: living_form.or(self.living_form),
            tags: self.tags.union(tags).copied().collect(),
            ready: ready.or(self.ready),
            reply: reply.or(self.reply),
            must_leave_at: must_leave_at.or(self.must_leave_at),
            decide_by: decide_by.or(self.decide_by),
            nurse_with_patient: nurse_with_patient.or(self.nurse_with_patient),
            patient_takes_part: patient_takes_part.or(self.patient_takes_part),
            disclosure_basis: disclosure_basis.or(self.disclosure_basis),
            stance: stance.or(self.stance),
            would_otherwise: would_otherwise.or(self.would_otherwise),
            oral_order: oral_order.or(self.oral_order),
        }
    }
}

/// What may be said of a patient without saying who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatientCodes {
    /// The same patient of the same controller has the same one; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_ref: Option<PatientRef>,
    /// Age, coarsely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<AgeBand>,
    /// Registered sex, for figures and for a unit's own list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Whether the person's data is protected: then place and age are hidden in the queue.
    #[serde(default)]
    pub protected: bool,
    /// By what kind of number the person is named, or that it is expressly not said; absent
    /// in requests from before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<IdType>,
}

/// Which content exists, without saying what it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Has {
    /// All four parts of the report.
    pub sbar: bool,
    /// Measured values.
    pub vitals: bool,
    /// Limits of care, or that none are known.
    pub care_limits: bool,
    /// Things worth knowing before an order.
    pub flags: bool,
    /// Pictures. Written only where there are some, so that entries from before read and
    /// write as they did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub images: bool,
}

impl Has {
    /// What either has.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            sbar: self.sbar || other.sbar,
            vitals: self.vitals || other.vitals,
            care_limits: self.care_limits || other.care_limits,
            flags: self.flags || other.flags,
            images: self.images || other.images,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_later_is_added_and_what_is_not_said_again_stays() {
        let first = RequestCodes {
            signals: ["cannot-stand".parse().unwrap()].into(),
            tags: [Tag::FrailElderly].into(),
            stance: Some(Stance::Agrees),
            oral_order: Some(true),
            ..RequestCodes::default()
        };
        let later = RequestCodes {
            signals: ["new-confusion".parse().unwrap()].into(),
            ready: Some(Readiness::Driving),
            stance: Some(Stance::DeclinesVideo),
            ..RequestCodes::default()
        };
        assert_eq!(first.with(&RequestCodes::default()), first);
        let both = first.with(&later);
        assert_eq!(both.signals.len(), 2);
        assert_eq!(both.tags, first.tags);
        assert_eq!(both.ready(), Readiness::Driving);
        assert_eq!(both.stance, Some(Stance::DeclinesVideo));
        assert_eq!(both.oral_order, Some(true));
    }

    #[test]
    fn who_says_nothing_else_is_met_now_and_leaves_the_way_to_the_doctor() {
        let nothing = RequestCodes::default();
        assert_eq!(nothing.ready(), Readiness::Now);
        assert_eq!(nothing.reply(), ReplyWish::DoctorDecides);
        assert_eq!(serde_json::to_string(&nothing).unwrap(), "{}");
    }
}
