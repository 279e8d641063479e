//! One consult: what is known of it, where it stands, and who acts next.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::facts::{ReleaseCause, Told};
use super::refusal::CameBetween;
use super::stage::{Answered, EndedClaim, Handover, Interrupted, LastStep, Stage};
use super::view::StaffView;
use crate::domain::access::CaseFacts;
use crate::domain::clinical::{DeathCodes, Has, IdType, Level, Reason, RequestCodes, words};
use crate::domain::directory::{Modules, Target};
use crate::domain::ids::{
    CaseId, CentreId, CommissionId, ConsultId, ControllerId, MunicipalityId, PersonId, UnitId,
};
use crate::domain::time::Timestamp;

/// How long the doctor whose call was broken off may take the request up before others.
const FIRST_RIGHT: Duration = Duration::from_secs(10 * 60);

words! {
    /// Where a consult stands.
    ConsultState {
        /// Waits in the centre's queue.
        Queued = "queued",
        /// A doctor has taken it.
        Claimed = "claimed",
        /// Both seats of the call are taken.
        InCall = "in_call",
        /// The doctor has answered; the nurse is to read.
        Answered = "answered",
        /// The nurse has read the orders back; the doctor is to confirm.
        ReadBack = "read_back",
        /// Both sides agree on the answer.
        Acknowledged = "acknowledged",
        /// Ended by the nurse.
        Closed = "closed",
        /// Taken back by the nurse before an answer.
        Withdrawn = "withdrawn",
        /// Ended as void: the answer was for another patient.
        Void = "void",
        /// Put aside by the nurse.
        Parked = "parked",
        /// A doctor rang and nobody answered: the nurse is to come back.
        AwaitingNurse = "awaiting_nurse",
        /// A doctor must know more: the nurse is to find it out.
        NeedMore = "need_more",
    }
}

/// One question about one patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consult {
    /// Its id.
    pub id: ConsultId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The nurse who asked.
    pub nurse: PersonId,
    /// Her commission.
    pub commission: CommissionId,
    /// The unit she asked for.
    pub unit: UnitId,
    /// Where the unit lies.
    pub municipality: MunicipalityId,
    /// Who owns the request.
    pub request_owner: ControllerId,
    /// The centre asked, after any redirect.
    pub centre: CentreId,
    /// Who owns the answer.
    pub answer_owner: ControllerId,
    /// How urgent, after any triage and promotion.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// What the nurse has said in codes, with what she added.
    pub codes: RequestCodes,
    /// A practice case: it alarms only who takes part, stands behind every real request, and
    /// counts in no figure.
    pub exercise: bool,
    /// What content exists.
    pub has: Has,
    /// What is told of a death.
    pub death: Option<DeathCodes>,
    /// What the centre has promised the unit for the level.
    pub target: Target,
    /// When it first entered the queue. Never changes.
    pub queued_at: Timestamp,
    /// Since when it has this level at this centre: from then on others are alarmed for it.
    pub level_since: Timestamp,
    /// When it came back to the queue last, from a doctor or from the nurse.
    pub back_since: Option<Timestamp>,
    /// When a doctor is to have been in contact at the latest.
    pub due_at: Timestamp,
    /// Whether nobody could be reached when it was sent to its centre.
    pub nobody_reachable: bool,
    /// When it was promoted, if the level it has comes from that.
    pub promoted_at: Option<Timestamp>,
    /// When the county was told that the longest time had passed.
    pub missed_at: Option<Timestamp>,
    /// To whom that was told.
    pub missed_told: Option<Told>,
    /// When nurse and doctor first met.
    pub first_contact_at: Option<Timestamp>,
    /// The doctors who have read it while it waited, by commission, and since when.
    pub peeked: BTreeMap<CommissionId, Timestamp>,
    /// When the nurse took it over from a colleague.
    pub taken_over_at: Option<Timestamp>,
    /// From which colleague.
    pub taken_over_from: Option<PersonId>,
    /// That a colleague of the nurse is wanted to take over.
    pub handover: Option<Handover>,
    /// Whether anything was added.
    pub supplemented: bool,
    /// Whether a claim on it went back.
    pub released: bool,
    /// Answers after which the nurse asked once more, oldest first.
    pub earlier: Vec<Answered>,
    /// Whether anything was added after the answer.
    pub addended: bool,
    /// How often somebody said that something went wrong.
    pub incidents: u32,
    /// How the last claim of each doctor ended who does not hold it and has not answered, by
    /// her commission.
    pub ended_claims: BTreeMap<CommissionId, EndedClaim>,
    /// The last meeting with a doctor that was broken off.
    pub interrupted: Option<Interrupted>,
    /// Since when the nurse has been on the telephone about it.
    pub phoning_since: Option<Timestamp>,
    /// When 112 was called for the patient.
    pub emergency_called_at: Option<Timestamp>,
    /// Whether it was sent to another centre.
    pub redirected: bool,
    /// Since when the nurse's link is lost. A mark: nothing else follows from it.
    pub nurse_lost_since: Option<Timestamp>,
    /// By what a person brought it to where it stands; nothing if the system did.
    pub last_step: Option<LastStep>,
    /// The log position of its last change.
    pub rev: u64,
    /// Where it stands, with what belongs to that.
    pub stage: Stage,
}

/// Who has to act for a consult to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActsNext {
    /// The doctors of a centre.
    Centre(CentreId),
    /// One doctor.
    Doctor(PersonId),
    /// The nurses of a unit.
    Unit(UnitId),
    /// Nobody: it has ended.
    Nobody,
}

impl Consult {
    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> ConsultState {
        self.stage.state()
    }

    /// Whether it has ended.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.stage.ended_at().is_some()
    }

    /// The doctor who holds it or has answered it.
    #[must_use]
    pub fn doctor(&self) -> Option<&PersonId> {
        let claimed = self.stage.claim().map(|claim| &claim.doctor);
        claimed.or_else(|| self.stage.answered().map(|answered| &answered.doctor))
    }

    /// What came between this doctor and her answer, if she lost hold of it and has not taken
    /// it again.
    #[must_use]
    pub fn came_between(
        &self,
        doctor: &PersonId,
        commission: &CommissionId,
    ) -> Option<CameBetween> {
        let ended = self.ended_claims.get(commission);
        let ended = ended.filter(|ended| ended.doctor == *doctor)?;
        Some(CameBetween {
            now: self.state(),
            what: ended.what,
            by: ended.by.as_ref().and_then(StaffView::of),
            at: ended.at,
        })
    }

    /// What brought it to where it stands, for one of those it belongs to who wanted something
    /// else of it at the same time; nothing if it was `person` herself, or the system.
    #[must_use]
    pub fn brought_here(&self, person: &PersonId) -> Option<CameBetween> {
        let step = self.last_step.as_ref();
        let step = step.filter(|step| step.by.person != *person)?;
        Some(CameBetween {
            now: self.state(),
            what: step.what,
            by: StaffView::of(&step.by),
            at: step.at,
        })
    }

    /// What of it decides how anybody stands to it.
    #[must_use]
    pub fn facts(&self) -> CaseFacts<'_> {
        let claim = self.stage.claim();
        let answered = self.stage.answered();
        CaseFacts {
            asked_by: &self.nurse,
            unit: &self.unit,
            municipality: &self.municipality,
            centre: &self.centre,
            request_owner: &self.request_owner,
            answer_owner: &self.answer_owner,
            claimed_under: claim.map(|claim| &claim.commission),
            answered_under: answered.map(|answered| &answered.commission),
        }
    }

    /// Whether the patient's data is protected.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        let patient = self.codes.patient.as_ref();
        patient.is_some_and(|patient| patient.protected)
    }

    /// Whether the asking unit and its municipality may stand in lists of those who watch over
    /// the county under `controller`. Of a protected patient they could lead to her home, and
    /// only her own care provider needs them there.
    #[must_use]
    pub fn shows_place_to(&self, controller: &ControllerId) -> bool {
        !self.is_protected() || self.request_owner == *controller
    }

    /// Whether the county's coordinator hears of it when it waits too long: not of practice.
    #[must_use]
    pub const fn alarms_coordinator(&self) -> bool {
        !self.exercise
    }

    /// Whether somebody asked for a doctor at once and has met none yet, wherever it stands.
    #[must_use]
    pub fn is_urgent_without_contact(&self) -> bool {
        self.level == Level::P1 && self.first_contact_at.is_none() && !self.is_over()
    }

    /// Whether it is a general question: who it is about is withheld, and stays so.
    #[must_use]
    pub fn is_general(&self) -> bool {
        let id_type = self
            .codes
            .patient
            .as_ref()
            .and_then(|patient| patient.id_type);
        id_type == Some(IdType::Withheld)
    }

    /// Whether a doctor had to leave at once and nobody has taken it since: then it stands
    /// first on its level.
    #[must_use]
    pub fn was_left(&self) -> bool {
        let left = |interrupted: &Interrupted| interrupted.cause == ReleaseCause::MustGo;
        self.stage == Stage::Queued && self.interrupted.as_ref().is_some_and(left)
    }

    /// Whose call about it was broken off, and until when she may take it up again before
    /// others do. Nobody waits for one doctor with what is urgent.
    #[must_use]
    pub fn first_right(&self) -> Option<(&Interrupted, Timestamp)> {
        let interrupted = self.interrupted.as_ref()?;
        let broken_off = match interrupted.cause {
            ReleaseCause::MustGo | ReleaseCause::LinkLost => true,
            ReleaseCause::Doctor
            | ReleaseCause::ContactDue
            | ReleaseCause::Handover
            | ReleaseCause::RealFirst => false,
        };
        let can_wait = matches!(self.level, Level::P3 | Level::P4);
        let waits = self.stage == Stage::Queued && interrupted.centre == self.centre;
        (broken_off && can_wait && waits).then(|| (interrupted, interrupted.at.plus(FIRST_RIGHT)))
    }

    /// When a doctor of the centre asked now first read it without taking it.
    #[must_use]
    pub fn seen_at(&self) -> Option<Timestamp> {
        self.peeked.values().min().copied()
    }

    /// Whether a doctor of its centre may read what it is about without who it is about:
    /// while nobody has taken it, and never where the patient's data is protected, for the
    /// story alone may point to her.
    #[must_use]
    pub fn may_be_peeked(&self, modules: Modules) -> bool {
        let waits = match &self.stage {
            Stage::Queued
            | Stage::Parked { .. }
            | Stage::AwaitingNurse(_)
            | Stage::NeedMore { .. } => true,
            Stage::Claimed(_)
            | Stage::InCall(_)
            | Stage::Answered(_)
            | Stage::ReadBack(_)
            | Stage::Acknowledged(_)
            | Stage::Closed { .. }
            | Stage::Void { .. }
            | Stage::Withdrawn { .. } => false,
        };
        modules.peek && waits && !self.is_protected()
    }

    /// Whether orders were given that not both sides have confirmed, and it has ended.
    #[must_use]
    pub fn ended_unconfirmed(&self) -> bool {
        let open =
            |answered: &Answered| answered.codes.has_orders && answered.acknowledged_at.is_none();
        self.is_over() && self.stage.answered().is_some_and(open)
    }

    /// Whether the longest time has passed without contact, and it has not ended.
    #[must_use]
    pub const fn is_overdue(&self) -> bool {
        self.missed_at.is_some() && self.first_contact_at.is_none() && !self.is_over()
    }

    /// Who has to act for it to go on. Nobody only after the end.
    #[must_use]
    pub fn acts_next(&self) -> ActsNext {
        match &self.stage {
            Stage::Queued => ActsNext::Centre(self.centre.clone()),
            Stage::Claimed(claim) | Stage::InCall(claim) => ActsNext::Doctor(claim.doctor.clone()),
            Stage::Parked { .. }
            | Stage::AwaitingNurse(_)
            | Stage::NeedMore { .. }
            | Stage::Answered(_)
            | Stage::Acknowledged(_) => ActsNext::Unit(self.unit.clone()),
            Stage::ReadBack(answered) => ActsNext::Doctor(answered.doctor.clone()),
            Stage::Closed { .. } | Stage::Void { .. } | Stage::Withdrawn { .. } => ActsNext::Nobody,
        }
    }
}
