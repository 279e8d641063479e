//! What one person sees, as lists and as changes of a socket.

use signaling::wire::http::{
    ConsultRow, DiaryKind, Duty, Gap, HandoverWanted, Interrupted, NextStep, Told,
};
use signaling::wire::socket::{
    CentreChanged, CentreGone, Change as WireChange, ClaimEnded, ClaimEndedGone, ConsultChanged,
    ConsultGone, DutyChanged, LiveFiguresChanged, Notice, NoticeEnded, NoticeKind, QueueChanged,
};
use signaling::wire::vocabulary::DutyMode;

use super::names::Names;
use super::words::ToWire as _;
use super::{figures, people, time};
use crate::domain::ids::{CentreId, ConsultId, PersonId};
use crate::domain::waiting_room::{
    Change, Consult, ConsultRowView, ConsultState, DutyView, EventKind, GapView, GoneView, Mark,
    NextStepView, NoticeView, StaffView, View, Viewer, diff,
};

/// A consult without identity.
#[must_use]
pub fn row(row: &ConsultRowView, names: Names<'_>) -> ConsultRow {
    ConsultRow {
        id: row.id.to_string(),
        case: row.case.to_string(),
        rev: row.rev,
        state: row.state.to_wire(),
        level: row.level.to_wire(),
        reason: row.reason.to_wire(),
        signals: row.signals.iter().map(ToString::to_string).collect(),
        centre: row.centre.to_string(),
        unit: row
            .unit
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        unit_name: row
            .unit
            .as_ref()
            .map_or_else(String::new, |id| names.unit(id)),
        municipality: row
            .municipality
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        municipality_name: row
            .municipality
            .as_ref()
            .map_or_else(String::new, |id| names.municipality(id)),
        age_band: row.age_band.map(|band| band.to_string()),
        sex: row.sex.map(|sex| sex.to_wire()),
        ready: row.ready.to_wire(),
        reply: row.reply.to_wire(),
        marks: row.marks.iter().map(|mark| mark.to_wire()).collect(),
        queued_at: time(row.queued_at),
        seen_at: row.seen_at.map(time),
        may_peek: row.may_peek,
        due_at: time(row.due_at),
        told: row.told.map(|told| Told {
            doctors: told.doctors,
            coordinator: told.coordinator,
        }),
        contact_due_at: row.contact_due_at.map(time),
        first_contact_at: row.first_contact_at.map(time),
        must_leave_at: row.must_leave_at.map(time),
        decide_by: row.decide_by.map(time),
        answered_at: row.answered_at.map(time),
        ended_at: row.ended_at.map(time),
        position: row.position,
        nurse: row.nurse.as_ref().map(|staff| names.staff(staff)),
        taken_over_at: row.taken_over_at.map(time),
        taken_over_from: row.taken_over_from.as_ref().map(|from| names.staff(from)),
        handover: row.handover.as_ref().map(|wanted| HandoverWanted {
            by: names.staff(&wanted.by),
            at: time(wanted.at),
        }),
        doctor: row.doctor.as_ref().map(|staff| names.staff(staff)),
        has_orders: row.has_orders,
        interrupted: row.interrupted.as_ref().map(|found| Interrupted {
            doctor: names.staff(&found.doctor),
            at: time(found.at),
            talked_seconds: found.talked.as_secs(),
            must_go: found.must_go,
            first_right_until: found.first_right_until.map(time),
        }),
        wanted_by: row.wanted_by.as_ref().map(|staff| names.staff(staff)),
        wanted_until: row.wanted_until.map(time),
        emergency_called_at: row.emergency_called_at.map(time),
        gaps: row.gaps.iter().map(gap).collect(),
        next_steps: next_steps(&row.next_steps),
    }
}

fn gap(gap: &GapView) -> Gap {
    Gap {
        kind: gap.kind.to_wire(),
        owner: gap.owner.to_wire(),
        due_at: time(gap.due_at),
        late: gap.late,
    }
}

/// A case as a row for one who may know that it exists but has it in no list.
#[must_use]
pub fn bare(consult: &Consult, names: Names<'_>) -> ConsultRow {
    let (claim, answered) = (consult.stage.claim(), consult.stage.answered());
    let open = !consult.is_protected();
    let doctor = claim
        .map(|claim| StaffView::Doctor(claim.doctor.clone(), claim.centre.clone()))
        .or_else(|| {
            answered.map(|found| StaffView::Doctor(found.doctor.clone(), found.centre.clone()))
        });
    row(
        &ConsultRowView {
            id: consult.id,
            case: consult.case,
            rev: consult.rev,
            state: consult.state(),
            level: consult.level,
            reason: consult.reason,
            signals: consult.codes.signals.clone(),
            centre: consult.centre.clone(),
            unit: open.then(|| consult.unit.clone()),
            municipality: open.then(|| consult.municipality.clone()),
            age_band: None,
            sex: None,
            ready: consult.codes.ready(),
            reply: consult.codes.reply(),
            marks: marks(consult),
            queued_at: consult.queued_at,
            seen_at: consult.seen_at(),
            may_peek: false,
            due_at: consult.due_at,
            told: None,
            contact_due_at: None,
            first_contact_at: consult.first_contact_at,
            must_leave_at: consult.codes.must_leave_at,
            decide_by: consult.codes.decide_by,
            answered_at: answered.map(|found| found.at),
            opened_at: answered.and_then(|found| found.opened_at),
            ended_at: consult.stage.ended_at(),
            position: None,
            nurse: None,
            taken_over_at: None,
            taken_over_from: None,
            handover: None,
            gaps: Vec::new(),
            doctor,
            has_orders: answered.is_some_and(|found| found.codes.has_orders),
            interrupted: None,
            wanted_by: None,
            wanted_until: None,
            emergency_called_at: consult.emergency_called_at,
            next_steps: Vec::new(),
        },
        names,
    )
}

fn marks(consult: &Consult) -> std::collections::BTreeSet<Mark> {
    [
        (consult.is_overdue(), Mark::Overdue),
        (consult.exercise, Mark::Exercise),
        (consult.nobody_reachable, Mark::NobodyReachable),
        (consult.incidents > 0, Mark::Incident),
    ]
    .into_iter()
    .filter_map(|(holds, mark)| holds.then_some(mark))
    .collect()
}

/// What happened, as the case's diary names it; nothing for what is no news of a case.
#[must_use]
pub const fn diary(what: EventKind) -> Option<DiaryKind> {
    Some(match what {
        EventKind::ConsultQueued => DiaryKind::Queued,
        EventKind::ConsultSupplemented => DiaryKind::Supplemented,
        EventKind::ConsultTriaged => DiaryKind::Triaged,
        EventKind::ConsultRedirected => DiaryKind::Redirected,
        EventKind::ConsultPromoted => DiaryKind::Promoted,
        EventKind::TargetMissed => DiaryKind::TargetMissed,
        EventKind::ConsultClaimed => DiaryKind::Claimed,
        EventKind::ClaimReleased => DiaryKind::Released,
        EventKind::CallBegan => DiaryKind::CallBegan,
        EventKind::CallEnded => DiaryKind::CallEnded,
        EventKind::FirstContact => DiaryKind::FirstContact,
        EventKind::ConsultAnswered => DiaryKind::Answered,
        EventKind::AnswerOpened => DiaryKind::AnswerOpened,
        EventKind::ReadBackGiven => DiaryKind::ReadBack,
        EventKind::ReadBackRejected => DiaryKind::ReadBackRejected,
        EventKind::ConsultAcknowledged => DiaryKind::Acknowledged,
        EventKind::ConsultClosed => DiaryKind::Closed,
        EventKind::ConsultWithdrawn => DiaryKind::Withdrawn,
        EventKind::LinkLost => DiaryKind::LinkLost,
        EventKind::LinkBack => DiaryKind::LinkBack,
        EventKind::ConsultAskedBack => DiaryKind::AskedBack,
        EventKind::AddendumWritten => DiaryKind::AddendumWritten,
        EventKind::PatientCorrected => DiaryKind::PatientCorrected,
        EventKind::ConsultVoided => DiaryKind::Voided,
        EventKind::ConsultParked => DiaryKind::Parked,
        EventKind::ConsultResumed => DiaryKind::Resumed,
        EventKind::MoreNeeded => DiaryKind::MoreNeeded,
        EventKind::NurseAwaited => DiaryKind::NurseAwaited,
        EventKind::PhoningBegan => DiaryKind::Phoning,
        EventKind::EmergencyCalled => DiaryKind::EmergencyCalled,
        EventKind::CallAnsweredInstead => DiaryKind::AnsweredInstead,
        EventKind::ConsultPeeked => DiaryKind::Seen,
        EventKind::HandoverOffered => DiaryKind::HandoverOffered,
        EventKind::HandoverAccepted => DiaryKind::HandoverAccepted,
        EventKind::TaskDone => DiaryKind::TaskDone,
        EventKind::GapOverdue => DiaryKind::GapOverdue,
        // Who reported it is for reviewers alone.
        EventKind::IncidentReported
        | EventKind::ClaimKept
        | EventKind::MediaBegan
        | EventKind::MediaEnded
        | EventKind::DutySet
        | EventKind::PhoneContactRegistered
        | EventKind::DirectoryAdopted
        | EventKind::SlotsChanged => return None,
    })
}

/// What the system does by itself, soonest first.
#[must_use]
pub fn next_steps(steps: &[NextStepView]) -> Vec<NextStep> {
    steps
        .iter()
        .map(|step| NextStep {
            at: time(step.at),
            what: step.what.to_wire(),
        })
        .collect()
}

/// Every row of a view: what goes on first, the longest waiting first, then what has ended,
/// the latest first.
#[must_use]
pub fn list(view: &View, names: Names<'_>) -> Vec<ConsultRow> {
    let (mut ended, mut open): (Vec<_>, Vec<_>) =
        view.consults.values().partition(|row| is_end(row.state));
    open.sort_by_key(|row| (row.queued_at, row.id));
    ended.sort_by_key(|row| (std::cmp::Reverse(row.queued_at), row.id));
    open.into_iter()
        .chain(ended)
        .map(|found| row(found, names))
        .collect()
}

const fn is_end(state: ConsultState) -> bool {
    match state {
        ConsultState::Closed | ConsultState::Void | ConsultState::Withdrawn => true,
        ConsultState::Queued
        | ConsultState::Parked
        | ConsultState::AwaitingNurse
        | ConsultState::NeedMore
        | ConsultState::Claimed
        | ConsultState::InCall
        | ConsultState::Answered
        | ConsultState::ReadBack
        | ConsultState::Acknowledged => false,
    }
}

/// A doctor's queues, centre by centre, each in the order in which it is to be taken; what is
/// real of all of them before every exercise.
#[must_use]
pub fn queue(view: &View, names: Names<'_>) -> Vec<ConsultRow> {
    let mut seen = std::collections::BTreeSet::new();
    let mut waiting: Vec<_> = view
        .queues
        .values()
        .flatten()
        .filter(|id| seen.insert(**id))
        .filter_map(|id| view.consults.get(id))
        .collect();
    waiting.sort_by_key(|found| found.marks.contains(&Mark::Exercise));
    waiting.into_iter().map(|found| row(found, names)).collect()
}

/// The doctor who holds or has answered a case.
#[must_use]
pub const fn doctor_of(row: &ConsultRowView) -> Option<&PersonId> {
    match &row.doctor {
        Some(StaffView::Doctor(person, _) | StaffView::Nurse(person, _)) => Some(person),
        None => None,
    }
}

/// A doctor's duty.
#[must_use]
pub fn duty(duty: &DutyView) -> Duty {
    Duty {
        state: duty.state.to_wire(),
        centres: duty.centres.iter().map(ToString::to_string).collect(),
        mode: DutyMode::Pick,
        levels: duty.levels.iter().map(|level| level.to_wire()).collect(),
        until: duty.until.map(time),
        sound_tested_at: duty.sound_tested_at.map(time),
        reachable: duty.reachable,
        practice: duty.practice,
    }
}

/// All that a person sees, as changes of nothing.
#[must_use]
pub fn whole(view: &View, seq: u64, viewer: &Viewer, names: Names<'_>) -> Vec<WireChange> {
    changes(&View::default(), view, seq, viewer, names, |_| None)
}

/// What changed for a person between two of her views; the later one is at `seq`. `gone` says
/// where a request went that she sees no more.
#[must_use]
pub fn changes(
    before: &View,
    after: &View,
    seq: u64,
    viewer: &Viewer,
    names: Names<'_>,
    gone: impl Fn(ConsultId) -> Option<GoneView>,
) -> Vec<WireChange> {
    diff(before, after)
        .iter()
        .filter_map(|found| {
            if let Change::ConsultGone(id) = found {
                Some(went(*id, gone(*id), names))
            } else {
                change(found, seq, viewer, names)
            }
        })
        .collect()
}

fn went(id: ConsultId, gone: Option<GoneView>, names: Names<'_>) -> WireChange {
    WireChange::ConsultGone(ConsultGone {
        id: id.to_string(),
        to: gone.as_ref().map(|gone| gone.to.to_wire()),
        by: gone
            .and_then(|gone| gone.by)
            .map(|staff| names.staff(&staff)),
    })
}

fn change(found: &Change, seq: u64, viewer: &Viewer, names: Names<'_>) -> Option<WireChange> {
    Some(match found {
        Change::Consult(found) => WireChange::ConsultChanged(ConsultChanged {
            consult: row(found, names),
        }),
        Change::ConsultGone(id) => went(*id, None, names),
        Change::Queue(centre, order) => queue_order(centre, order),
        Change::QueueGone(centre) => queue_order(centre, &[]),
        Change::Centre(id, seen) => WireChange::CentreChanged(CentreChanged {
            centre: people::centre(id, seen, viewer, names)?,
        }),
        Change::CentreGone(id) => WireChange::CentreGone(CentreGone { id: id.to_string() }),
        Change::Duty(found) => WireChange::DutyChanged(DutyChanged {
            duty: found.as_ref().map(duty),
        }),
        Change::Figures(Some(found)) => WireChange::LiveFigures(LiveFiguresChanged {
            figures: figures::live(found, seq, names),
        }),
        // Only a role that is gone loses its figures, and with it the session.
        Change::Figures(None) => return None,
        Change::Notice(id, found) => WireChange::Notice(notice(*id, found, names)),
        Change::NoticeGone(id) => WireChange::NoticeEnded(NoticeEnded {
            consult: id.to_string(),
        }),
        Change::ClaimEnded(id, ended) => WireChange::ClaimEnded(ClaimEnded {
            consult: id.to_string(),
            what: ended.what.to_wire(),
            by: ended.by.as_ref().map(|staff| names.staff(staff)),
            at: time(ended.at),
        }),
        Change::ClaimEndedGone(id) => WireChange::ClaimEndedGone(ClaimEndedGone {
            consult: id.to_string(),
        }),
    })
}

fn queue_order(centre: &CentreId, order: &[ConsultId]) -> WireChange {
    WireChange::QueueChanged(QueueChanged {
        centre: centre.to_string(),
        order: order.iter().map(ToString::to_string).collect(),
    })
}

fn notice(id: ConsultId, found: &NoticeView, names: Names<'_>) -> Notice {
    Notice {
        kind: NoticeKind::TargetMissed,
        consult: id.to_string(),
        level: found.level.to_wire(),
        centre_name: names.centre(&found.centre),
        phone: names.phone_now(&found.centre, found.on_call.as_ref()),
        at: time(found.at),
    }
}
