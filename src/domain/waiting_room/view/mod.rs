//! What one person sees of the waiting room. Pure and without a clock, so what changed for
//! her between two log positions can be computed at any later time.
//!
//! A view holds ids, codes and times. Identity, report, values, answers and free text are
//! never in it; names are the directory's.

mod difference;
mod figures;
mod rows;
mod uncovered;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub use difference::{Change, apply, diff};
use serde::{Deserialize, Serialize};

use super::bodies::DutyState;
use super::consult::{Consult, ConsultState};
use super::entry::{Actor, Place};
use super::facts::{Between, Told};
use super::gap::GapKind;
use super::state::WaitingRoom;
use crate::domain::access::Role;
use crate::domain::clinical::{AgeBand, DoneBy, Level, Readiness, Reason, ReplyWish, Sex, words};
use crate::domain::directory::Directory;
use crate::domain::ids::{
    CaseId, CentreId, CommissionId, ConsultId, MunicipalityId, PersonId, SignalId, SlotId, UnitId,
};
use crate::domain::time::Timestamp;

words! {
    /// Something true of a consult beside its state.
    Mark {
        /// The level's longest time passed without contact.
        Overdue = "overdue",
        /// The nurse's link is gone; the place is kept.
        Away = "away",
        /// A practice case, outside all figures.
        Exercise = "exercise",
        /// Moved one level up after a long wait.
        Promoted = "promoted",
        /// A claim on it went back.
        Released = "released",
        /// It was sent to another centre.
        Redirected = "redirected",
        /// Nobody could be reached when it was sent.
        NobodyReachable = "nobody_reachable",
        /// The read-back was wrong: do not give.
        ReadBackRejected = "read_back_rejected",
        /// More was added after it was sent.
        Supplemented = "supplemented",
        /// 112 was called for the patient.
        EmergencyCalled = "emergency_called",
        /// The nurse is on the telephone about it.
        Phoning = "phoning",
        /// The doctor who holds it is on the telephone about it.
        DoctorPhoning = "doctor_phoning",
        /// The nurse has asked the doctor who answered once more.
        AskedBack = "asked_back",
        /// Something was added after the answer.
        Addended = "addended",
        /// It ended with orders that not both sides have confirmed.
        NotConfirmed = "not_confirmed",
        /// A doctor had to leave, or the call was broken off.
        Interrupted = "interrupted",
        /// An order was given by word of mouth in a call that was broken off, and nobody has
        /// written it down.
        OralOrder = "oral_order",
        /// There are pictures.
        HasImages = "has_images",
        /// Somebody has said that something went wrong.
        Incident = "incident",
    }

    /// Where a request is that was in a doctor's queue and no longer is.
    GoneTo {
        /// A colleague has taken it.
        Taken = "taken",
        /// It waits at another centre.
        Redirected = "redirected",
        /// It waits for the nurse herself.
        Aside = "aside",
        /// The nurse took it back.
        Withdrawn = "withdrawn",
    }

    /// What the system does by itself at a given time.
    StepKind {
        /// The longest time passes: the screens of doctors on duty in the county and of the
        /// coordinator are alarmed.
        TargetMissed = "target_missed",
        /// The request moves one level up.
        Promoted = "promoted",
        /// A claim without contact goes back to the queue.
        ClaimReturns = "claim_returns",
    }
}

/// Who looks: a member of staff under one commission. Her role and what belongs to it are
/// the directory's at the position looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Viewer {
    /// Who.
    pub person: PersonId,
    /// Under which commission.
    pub commission: CommissionId,
}

impl From<&Actor> for Viewer {
    fn from(actor: &Actor) -> Self {
        Self {
            person: actor.person.clone(),
            commission: actor.commission.clone(),
        }
    }
}

/// All that one person sees without opening a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The consults.
    pub consults: BTreeMap<ConsultId, ConsultRowView>,
    /// A doctor's queues, each in the order shown.
    pub queues: BTreeMap<CentreId, Vec<ConsultId>>,
    /// The centres a nurse may ask, or a doctor answers for.
    pub centres: BTreeMap<CentreId, CentreView>,
    /// A doctor's duty.
    pub duty: Option<DutyView>,
    /// What is going on, for those who watch over it.
    pub figures: Option<FiguresView>,
    /// Alarms that stand.
    pub notices: BTreeMap<ConsultId, NoticeView>,
    /// What a doctor held and holds no more without having answered it.
    pub ended_claims: BTreeMap<ConsultId, EndedClaimView>,
}

/// A consult without identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultRowView {
    /// The consult.
    pub id: ConsultId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The log position of its last change.
    pub rev: u64,
    /// Where it stands.
    pub state: ConsultState,
    /// How urgent.
    pub level: Level,
    /// What it is about.
    pub reason: Reason,
    /// Coded signs.
    pub signals: BTreeSet<SignalId>,
    /// The centre asked.
    pub centre: CentreId,
    /// The asking unit; hidden in the queue for a protected patient.
    pub unit: Option<UnitId>,
    /// Where it lies; hidden as the unit.
    pub municipality: Option<MunicipalityId>,
    /// The patient's age, coarsely; hidden as the unit, and from the own unit where protected.
    pub age_band: Option<AgeBand>,
    /// The patient's registered sex, so that the own unit tells its cases apart; never of
    /// whoever is protected.
    pub sex: Option<Sex>,
    /// How the nurse can be met.
    pub ready: Readiness,
    /// How she would like the answer.
    pub reply: ReplyWish,
    /// True things beside the state.
    pub marks: BTreeSet<Mark>,
    /// When it first entered the queue.
    pub queued_at: Timestamp,
    /// When a doctor first read it without taking it.
    pub seen_at: Option<Timestamp>,
    /// Whether the viewer may read it without taking it.
    pub may_peek: bool,
    /// When a doctor is to have been in contact at the latest.
    pub due_at: Timestamp,
    /// To whom it was told that this time had passed, once it has.
    pub told: Option<Told>,
    /// When the claim goes back without contact; absent once that no longer threatens.
    pub contact_due_at: Option<Timestamp>,
    /// When nurse and doctor first met.
    pub first_contact_at: Option<Timestamp>,
    /// When the nurse must leave.
    pub must_leave_at: Option<Timestamp>,
    /// When a decision must exist.
    pub decide_by: Option<Timestamp>,
    /// When the doctor answered.
    pub answered_at: Option<Timestamp>,
    /// When the nurse or her unit opened the answer.
    pub opened_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// 1 + the requests before it at the same centre, while it waits.
    pub position: Option<u32>,
    /// Who asked; hidden from a doctor who has not taken it.
    pub nurse: Option<StaffView>,
    /// When she took it over from a colleague.
    pub taken_over_at: Option<Timestamp>,
    /// From which colleague.
    pub taken_over_from: Option<StaffView>,
    /// That somebody on the viewer's side is wanted to take over.
    pub handover: Option<HandoverView>,
    /// Who holds or has answered it.
    pub doctor: Option<StaffView>,
    /// Whether the answer holds orders that must be read back.
    pub has_orders: bool,
    /// The last meeting with a doctor that was broken off, while no other has begun.
    pub interrupted: Option<InterruptedView>,
    /// The doctor who wants something of the nurse: an answer to her rings, or to know more.
    pub wanted_by: Option<StaffView>,
    /// When she hopes to know more at the latest.
    pub wanted_until: Option<Timestamp>,
    /// When 112 was called for the patient.
    pub emergency_called_at: Option<Timestamp>,
    /// What the answer leaves to be done.
    pub gaps: Vec<GapView>,
    /// What the system does by itself, soonest first.
    pub next_steps: Vec<NextStepView>,
}

/// A member of staff in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffView {
    /// A nurse and her unit.
    Nurse(PersonId, UnitId),
    /// A doctor and her centre.
    Doctor(PersonId, CentreId),
}

impl StaffView {
    /// Who acted at a unit or a centre; nobody who acted for a whole county.
    #[must_use]
    pub fn of(actor: &Actor) -> Option<Self> {
        let person = actor.person.clone();
        match &actor.place {
            Place::Unit(unit) => Some(Self::Nurse(person, unit.clone())),
            Place::Centre(centre) => Some(Self::Doctor(person, centre.clone())),
            Place::County => None,
        }
    }
}

/// That somebody is wanted to take over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverView {
    /// Who wants it.
    pub by: StaffView,
    /// Since when.
    pub at: Timestamp,
}

/// Something that an answer leaves to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapView {
    /// What.
    pub kind: GapKind,
    /// On whose side the next step lies.
    pub owner: DoneBy,
    /// Until when it may be open.
    pub due_at: Timestamp,
    /// Whether that time has come.
    pub late: bool,
}

/// A meeting that was broken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterruptedView {
    /// The doctor.
    pub doctor: StaffView,
    /// When.
    pub at: Timestamp,
    /// For how long the two had talked.
    pub talked: Duration,
    /// Whether the doctor had to leave at once.
    pub must_go: bool,
    /// Until when she may take it up again before others do.
    pub first_right_until: Option<Timestamp>,
}

/// What the system does by itself, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NextStepView {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: StepKind,
}

/// A centre as a nurse or doctor sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreView {
    /// How many doctors can be reached.
    pub reachable: u32,
    /// How many real requests wait.
    pub waiting: u32,
    /// The duty slot that is reached by telephone.
    pub on_call: Option<SlotId>,
    /// Whether it is the first choice of the nurse's unit.
    pub own: bool,
}

/// A doctor's duty as she sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyView {
    /// On, paused or off.
    pub state: DutyState,
    /// The centres whose requests are taken.
    pub centres: BTreeSet<CentreId>,
    /// The levels that alert.
    pub levels: BTreeSet<Level>,
    /// When duty ends by itself.
    pub until: Option<Timestamp>,
    /// When she last heard the test sound; absent if that is too long ago.
    pub sound_tested_at: Option<Timestamp>,
    /// Whether nurses are told that she can be reached.
    pub reachable: bool,
    /// Whether she takes part in exercises.
    pub practice: bool,
}

/// What is going on right now, without practice cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresView {
    /// Requests that wait, for each level.
    pub in_queue: BTreeMap<Level, u32>,
    /// When the longest waiting request entered the queue.
    pub oldest_queued_at: Option<Timestamp>,
    /// Doctors who can be reached.
    pub reachable: u32,
    /// Acute requests without contact, wherever they stand.
    pub urgent_without_contact: u32,
    /// Each centre.
    pub centres: BTreeMap<CentreId, CentreFiguresView>,
    /// Requests past their longest time without contact, oldest first.
    pub overdue: Vec<OverdueView>,
    /// What answers have left to be done and nobody has done in time, oldest first.
    pub gaps: Vec<GapLineView>,
    /// Hours ahead at which nobody answers for a centre, soonest first.
    pub uncovered: Vec<UncoveredView>,
}

/// One centre right now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CentreFiguresView {
    /// Requests that wait.
    pub in_queue: u32,
    /// When the longest waiting request entered the queue.
    pub oldest_queued_at: Option<Timestamp>,
    /// Doctors who can be reached.
    pub reachable: u32,
    /// Requests past their longest time without contact.
    pub overdue: u32,
    /// The duty slot that is reached by telephone.
    pub on_call: Option<SlotId>,
}

/// Hours at which nobody answers for a centre: no doctor on a screen, no telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UncoveredView {
    /// The centre.
    pub centre: CentreId,
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// A request past its longest time without contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverdueView {
    /// The consult.
    pub id: ConsultId,
    /// How urgent.
    pub level: Level,
    /// The centre asked.
    pub centre: CentreId,
    /// The duty slot that is reached there by telephone.
    pub on_call: Option<SlotId>,
    /// The asking unit; hidden of a protected patient from all but her own care provider.
    pub unit: Option<UnitId>,
    /// Where it lies; hidden as the unit.
    pub municipality: Option<MunicipalityId>,
    /// When it entered the queue.
    pub queued_at: Timestamp,
    /// When it was due.
    pub due_at: Timestamp,
    /// Whether a doctor holds it or has answered it.
    pub taken: bool,
}

/// Something that an answer has left to be done and that was not done in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapLineView {
    /// The consult.
    pub id: ConsultId,
    /// What.
    pub kind: GapKind,
    /// On which side the next step lies.
    pub side: DoneBy,
    /// Whose it is; a nurse is hidden as her unit.
    pub owner: Option<StaffView>,
    /// How urgent it was.
    pub level: Level,
    /// The centre that answered.
    pub centre: CentreId,
    /// The asking unit; hidden of a protected patient from all but her own care provider.
    pub unit: Option<UnitId>,
    /// Where it lies; hidden as the unit.
    pub municipality: Option<MunicipalityId>,
    /// When it was to be done.
    pub due_at: Timestamp,
}

/// An alarm: a request has passed its longest time without contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// How urgent.
    pub level: Level,
    /// The centre asked.
    pub centre: CentreId,
    /// The duty slot that is reached there by telephone.
    pub on_call: Option<SlotId>,
    /// Since when.
    pub at: Timestamp,
    /// Whether it is a practice case.
    pub exercise: bool,
}

/// How a doctor lost hold of a case: no word of the case itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedClaimView {
    /// What ended it.
    pub what: Between,
    /// Who did; nobody if the system did.
    pub by: Option<StaffView>,
    /// When.
    pub at: Timestamp,
}

/// Where a request went that is no longer in a doctor's queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneView {
    /// Where.
    pub to: GoneTo,
    /// The colleague who has taken it.
    pub by: Option<StaffView>,
}

/// Where `consult` went, for a doctor in whose queue it was: who was second to press is told
/// what became of it. Nothing for others, and of what has left the state.
#[must_use]
pub fn gone(
    state: &WaitingRoom,
    directory: &Directory,
    viewer: &Viewer,
    consult: ConsultId,
) -> Option<GoneView> {
    let commission = directory.commission(&viewer.commission, state.last_at())?;
    if commission.person != viewer.person || commission.role != Role::Doctor {
        return None;
    }
    let consult = state.consult(consult)?;
    let held = consult
        .stage
        .claim()
        .map(|claim| (&claim.doctor, &claim.centre));
    let answered = consult.stage.answered();
    let holder = held.or_else(|| answered.map(|answered| (&answered.doctor, &answered.centre)));
    let to = match consult.state() {
        ConsultState::Queued if commission.centres.contains(&consult.centre) => return None,
        ConsultState::Queued => GoneTo::Redirected,
        ConsultState::Parked | ConsultState::AwaitingNurse | ConsultState::NeedMore => {
            GoneTo::Aside
        }
        ConsultState::Withdrawn => GoneTo::Withdrawn,
        ConsultState::Claimed
        | ConsultState::InCall
        | ConsultState::Answered
        | ConsultState::ReadBack
        | ConsultState::Acknowledged
        | ConsultState::Closed
        | ConsultState::Void => GoneTo::Taken,
    };
    let by = holder.map(|(doctor, centre)| StaffView::Doctor(doctor.clone(), centre.clone()));
    Some(GoneView { to, by })
}

/// What `viewer` sees of `state`. Nothing, if her commission does not hold at that position.
#[must_use]
pub fn view(state: &WaitingRoom, directory: &Directory, viewer: &Viewer) -> View {
    let at = state.last_at();
    let commission = directory.commission(&viewer.commission, at);
    let Some(commission) = commission.filter(|row| row.person == viewer.person) else {
        return View::default();
    };
    match commission.role {
        Role::Nurse => rows::nurse(state, directory, commission),
        Role::Doctor => rows::doctor(state, directory, commission),
        Role::Coordinator => View {
            figures: Some(figures::figures(state, directory, commission)),
            notices: notices(state, Consult::alarms_coordinator),
            ..View::default()
        },
        Role::Administrator | Role::ChiefNurse | Role::HeadOfUnit => View {
            figures: Some(figures::figures(state, directory, commission)),
            ..View::default()
        },
        Role::Reviewer | Role::Operator => View::default(),
    }
}

/// Who is reached by telephone for a centre, while somebody is.
fn on_call(state: &WaitingRoom, centre: &CentreId) -> Option<SlotId> {
    let held = state.on_call_by_phone(centre);
    held.map(|held| held.slot.clone())
}

fn notices(
    state: &WaitingRoom,
    told: impl Fn(&Consult) -> bool,
) -> BTreeMap<ConsultId, NoticeView> {
    let overdue = state.consults().filter(|consult| consult.is_overdue());
    overdue
        .filter(|consult| told(consult))
        .filter_map(|consult| {
            let notice = NoticeView {
                level: consult.level,
                centre: consult.centre.clone(),
                on_call: on_call(state, &consult.centre),
                at: consult.missed_at?,
                exercise: consult.exercise,
            };
            Some((consult.id, notice))
        })
        .collect()
}
