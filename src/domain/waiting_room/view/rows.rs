//! Rows and queues of those who ask and answer.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{
    CentreView, ConsultRowView, DutyView, EndedClaimView, GapView, HandoverView, InterruptedView,
    Mark, NextStepView, StaffView, StepKind, View, notices, on_call,
};
use crate::domain::clinical::{DoneBy, Level};
use crate::domain::directory::{Commission, Directory};
use crate::domain::ids::{CentreId, ConsultId, PersonId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::command::Deadline;
use crate::domain::waiting_room::consult::Consult;
use crate::domain::waiting_room::deadline;
use crate::domain::waiting_room::facts::ReleaseCause;
use crate::domain::waiting_room::gap::GapKind;
use crate::domain::waiting_room::stage::Stage;
use crate::domain::waiting_room::state::WaitingRoom;

/// A nurse sees the requests of her unit, and the centres it may ask.
pub(super) fn nurse(state: &WaitingRoom, directory: &Directory, commission: &Commission) -> View {
    let Some(unit) = &commission.unit else {
        return View::default();
    };
    let asked = || state.consults().filter(|consult| consult.unit == *unit);
    let positions = Positions::new(state, asked().map(|consult| &consult.centre));
    let consults = asked().map(|consult| {
        (
            consult.id,
            row(consult, Sight::Whole(DoneBy::Nurse), &positions),
        )
    });
    let at = state.last_at();
    let own = directory.unit(unit, at).map(|row| &row.default_centre);
    let centres = directory.centres_to_ask(unit, at).map(|centre| {
        let own = own == Some(&centre.id);
        (centre.id.clone(), centre_view(state, &centre.id, own))
    });
    View {
        consults: consults.collect(),
        centres: centres.collect(),
        ..View::default()
    }
}

/// A doctor sees what waits at her centres, without the nurses and their patients, and
/// what she herself has taken. On duty she also hears of every missed target in the county; of
/// exercises only if she takes part in them.
pub(super) fn doctor(state: &WaitingRoom, directory: &Directory, commission: &Commission) -> View {
    let modules = directory.modules();
    let me = &commission.person;
    let positions = Positions::new(state, commission.centres.iter());
    // That nobody answers a doctor who was asked for at once is no reason to lose sight of it.
    let in_sight = |consult: &Consult| match &consult.stage {
        Stage::Queued => true,
        Stage::AwaitingNurse(_) => consult.level == Level::P1,
        Stage::Claimed(claim) | Stage::InCall(claim) => claim.handover.is_some(),
        Stage::Parked { .. }
        | Stage::NeedMore { .. }
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_)
        | Stage::Closed { .. }
        | Stage::Void { .. }
        | Stage::Withdrawn { .. } => false,
    };
    let waiting =
        |consult: &Consult| in_sight(consult) && commission.centres.contains(&consult.centre);
    let consults = state.consults().filter_map(|consult| {
        let sight = if is_taken_under(consult, commission) {
            Sight::Whole(DoneBy::Doctor)
        } else if waiting(consult) {
            let may_peek = consult.may_be_peeked(modules);
            Sight::Queue { may_peek }
        } else {
            return None;
        };
        Some((consult.id, row(consult, sight, &positions)))
    });
    let centres = commission.centres.iter();
    let centres = centres.map(|centre| (centre.clone(), centre_view(state, centre, false)));
    View {
        consults: consults.collect(),
        centres: centres.collect(),
        duty: duty_view(state, me),
        notices: notices(state, |consult| state.alarms(me, consult)),
        ended_claims: ended_claims(state, commission),
        figures: None,
        queues: positions.queues,
    }
}

fn ended_claims(
    state: &WaitingRoom,
    commission: &Commission,
) -> BTreeMap<ConsultId, EndedClaimView> {
    let ended = state.consults().filter_map(|consult| {
        let ended = consult.ended_claims.get(&commission.id)?;
        let view = EndedClaimView {
            what: ended.what,
            by: ended.by.as_ref().and_then(StaffView::of),
            at: ended.at,
        };
        (ended.doctor == commission.person).then_some((consult.id, view))
    });
    ended.collect()
}

/// Whether the consult was taken or answered by this person under this commission: what she
/// does for another owner of data is another's.
fn is_taken_under(consult: &Consult, commission: &Commission) -> bool {
    let claim = consult.stage.claim();
    let claimed = claim.map(|claim| (&claim.doctor, &claim.commission));
    let answered = consult.stage.answered();
    let answered = answered.map(|answered| (&answered.doctor, &answered.commission));
    claimed.or(answered) == Some((&commission.person, &commission.id))
}

fn centre_view(state: &WaitingRoom, centre: &CentreId, own: bool) -> CentreView {
    CentreView {
        reachable: state.reachable(centre),
        waiting: state.waiting(centre),
        on_call: on_call(state, centre),
        own,
    }
}

fn duty_view(state: &WaitingRoom, doctor: &PersonId) -> Option<DutyView> {
    let duty = state.duty(doctor)?;
    Some(DutyView {
        state: duty.state,
        centres: duty.centres.clone(),
        levels: duty.levels.clone(),
        until: duty.until,
        sound_tested_at: duty.sound_tested_at,
        reachable: duty
            .centres
            .iter()
            .any(|centre| state.is_reachable(doctor, centre)),
        practice: duty.practice,
    })
}

/// The queues of some centres, each ordered once.
struct Positions {
    queues: BTreeMap<CentreId, Vec<ConsultId>>,
    places: BTreeMap<ConsultId, u32>,
}

impl Positions {
    fn new<'a>(state: &WaitingRoom, centres: impl Iterator<Item = &'a CentreId>) -> Self {
        let centres: BTreeSet<_> = centres.collect();
        let queues: BTreeMap<_, _> = centres
            .into_iter()
            .map(|centre| (centre.clone(), state.queue(centre)))
            .collect();
        let places = queues
            .values()
            .flat_map(|queue| queue.iter().copied().zip(1..))
            .collect();
        Self { queues, places }
    }
}

/// How much of a row is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// To a doctor who has not taken it.
    Queue {
        /// Whether she may read it all the same.
        may_peek: bool,
    },
    /// To those it belongs to on one side.
    Whole(DoneBy),
}

fn row(consult: &Consult, sight: Sight, positions: &Positions) -> ConsultRowView {
    let (side, may_peek) = match sight {
        Sight::Queue { may_peek } => (None, may_peek),
        Sight::Whole(side) => (Some(side), false),
    };
    let hidden = side.is_none() && consult.is_protected();
    let claim = consult.stage.claim();
    let answered = consult.stage.answered();
    let patient = consult.codes.patient.as_ref();
    // A list of the unit's lies open on a tablet: of whoever is protected it tells nothing.
    let own = side == Some(DoneBy::Nurse);
    let untold = hidden || (own && consult.is_protected());
    let doctor = claim
        .map(|claim| (&claim.doctor, &claim.centre))
        .or_else(|| answered.map(|answered| (&answered.doctor, &answered.centre)));
    ConsultRowView {
        id: consult.id,
        case: consult.case,
        rev: consult.rev,
        state: consult.state(),
        level: consult.level,
        reason: consult.reason,
        signals: consult.codes.signals.clone(),
        centre: consult.centre.clone(),
        unit: (!hidden).then(|| consult.unit.clone()),
        municipality: (!hidden).then(|| consult.municipality.clone()),
        age_band: patient
            .and_then(|patient| patient.age_band)
            .filter(|_| !untold),
        sex: patient
            .and_then(|patient| patient.sex)
            .filter(|_| own && !untold),
        ready: consult.codes.ready(),
        reply: consult.codes.reply(),
        marks: marks(consult),
        queued_at: consult.queued_at,
        seen_at: consult.seen_at(),
        may_peek,
        due_at: consult.due_at,
        told: consult.missed_told.filter(|_| side.is_some()),
        contact_due_at: deadline::contact_due_at(consult)
            .filter(|_| claim.is_some_and(|claim| claim.phoning_since.is_none())),
        first_contact_at: consult.first_contact_at,
        must_leave_at: consult.codes.must_leave_at,
        decide_by: consult.codes.decide_by,
        answered_at: answered.map(|answered| answered.at),
        opened_at: answered.and_then(|answered| answered.opened_at),
        ended_at: consult.stage.ended_at(),
        position: positions.places.get(&consult.id).copied(),
        taken_over_at: consult.taken_over_at,
        taken_over_from: consult
            .taken_over_from
            .as_ref()
            .filter(|_| side == Some(DoneBy::Nurse))
            .map(|from| StaffView::Nurse(from.clone(), consult.unit.clone())),
        handover: handover(consult, side),
        gaps: gaps(consult, side),
        nurse: side
            .is_some()
            .then(|| StaffView::Nurse(consult.nurse.clone(), consult.unit.clone())),
        doctor: doctor.map(|(doctor, centre)| StaffView::Doctor(doctor.clone(), centre.clone())),
        has_orders: answered.is_some_and(|answered| answered.codes.has_orders),
        interrupted: interrupted(consult),
        wanted_by: consult
            .stage
            .wanted()
            .map(|wanted| StaffView::Doctor(wanted.doctor.clone(), wanted.centre.clone())),
        wanted_until: wanted_until(consult),
        emergency_called_at: consult.emergency_called_at,
        next_steps: next_steps(consult),
    }
}

/// On the nurse's side a colleague of hers is wanted, on the other a doctor.
fn handover(consult: &Consult, side: Option<DoneBy>) -> Option<HandoverView> {
    let (wanted, staff): (_, fn(_, &Consult) -> _) = match side {
        Some(DoneBy::Nurse) => (consult.handover.as_ref(), |by, consult: &Consult| {
            StaffView::Nurse(by, consult.unit.clone())
        }),
        Some(DoneBy::Doctor) | None => {
            let claim = consult.stage.claim();
            let wanted = claim.and_then(|claim| claim.handover.as_ref());
            (wanted, |by, consult: &Consult| {
                StaffView::Doctor(by, consult.centre.clone())
            })
        }
    };
    wanted.map(|wanted| HandoverView {
        by: staff(wanted.by.clone(), consult),
        at: wanted.at,
    })
}

/// Each side sees all that is open but the other's journal.
fn gaps(consult: &Consult, side: Option<DoneBy>) -> Vec<GapView> {
    let Some(side) = side else {
        return Vec::new();
    };
    let late = consult.stage.answered().map(|answered| &answered.late);
    consult
        .gaps()
        .into_iter()
        .filter(|gap| gap.kind != GapKind::Journal || gap.owner == side)
        .map(|gap| GapView {
            kind: gap.kind,
            owner: gap.owner,
            due_at: gap.due_at,
            late: late.is_some_and(|late| late.contains(&gap.kind)),
        })
        .collect()
}

fn wanted_until(consult: &Consult) -> Option<Timestamp> {
    if let Stage::NeedMore { until, .. } = &consult.stage {
        Some(*until)
    } else {
        None
    }
}

/// Told until there is an answer: whoever takes it next is to know what was said before.
fn interrupted(consult: &Consult) -> Option<InterruptedView> {
    let interrupted = consult.interrupted.as_ref();
    let interrupted = interrupted.filter(|_| consult.stage.answered().is_none())?;
    let (doctor, centre) = (interrupted.doctor.clone(), interrupted.centre.clone());
    Some(InterruptedView {
        doctor: StaffView::Doctor(doctor, centre),
        at: interrupted.at,
        talked: Duration::from_millis(interrupted.talked_ms),
        must_go: interrupted.cause == ReleaseCause::MustGo,
        first_right_until: consult.first_right().map(|(_, until)| until),
    })
}

fn marks(consult: &Consult) -> BTreeSet<Mark> {
    let claim = consult.stage.claim();
    let answered = consult.stage.answered();
    [
        (Mark::Overdue, consult.is_overdue()),
        (
            Mark::Away,
            consult.nurse_lost_since.is_some() && !consult.is_over(),
        ),
        (Mark::Exercise, consult.exercise),
        (Mark::Promoted, consult.promoted_at.is_some()),
        (Mark::Released, consult.released),
        (Mark::Redirected, consult.redirected),
        (Mark::NobodyReachable, consult.nobody_reachable),
        (
            Mark::ReadBackRejected,
            answered.is_some_and(|answered| answered.rejected),
        ),
        (Mark::Supplemented, consult.supplemented),
        (
            Mark::EmergencyCalled,
            consult.emergency_called_at.is_some() && !consult.is_over(),
        ),
        (
            Mark::Phoning,
            consult.phoning_since.is_some() && answered.is_none() && !consult.is_over(),
        ),
        (
            Mark::DoctorPhoning,
            claim.is_some_and(|claim| claim.phoning_since.is_some()),
        ),
        (Mark::AskedBack, claim.is_some_and(|claim| claim.asked_back)),
        (Mark::Addended, consult.addended),
        (Mark::NotConfirmed, consult.ended_unconfirmed()),
        (Mark::Interrupted, interrupted(consult).is_some()),
        (
            Mark::OralOrder,
            consult.codes.oral_order == Some(true) && answered.is_none() && !consult.is_over(),
        ),
        (Mark::HasImages, consult.has.images),
        (Mark::Incident, consult.incidents > 0),
    ]
    .into_iter()
    .filter_map(|(mark, holds)| holds.then_some(mark))
    .collect()
}

fn next_steps(consult: &Consult) -> Vec<NextStepView> {
    let mut steps: Vec<_> = deadline::of_consult(consult)
        .into_iter()
        .filter_map(|(at, deadline)| {
            let what = match deadline {
                Deadline::TargetMissed(_) => StepKind::TargetMissed,
                Deadline::Promotion(_) => StepKind::Promoted,
                Deadline::ContactDue(_) | Deadline::DoctorLost(_) => StepKind::ClaimReturns,
                Deadline::CallQuiet(_)
                | Deadline::GapDue(..)
                | Deadline::DutyEnds(_)
                | Deadline::SoundTestLapses(_)
                | Deadline::SlotsChange => return None,
            };
            Some(NextStepView { at, what })
        })
        .collect();
    steps.sort();
    steps
}
