//! What a deadline does when it has come. One that has moved or no longer holds does
//! nothing.

use super::{Scene, slots};
use crate::domain::ids::{ConsultId, PersonId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::bodies::DutyState;
use crate::domain::waiting_room::command::Deadline;
use crate::domain::waiting_room::event::Event;
use crate::domain::waiting_room::facts::{
    CallEnded, ClaimReleased, ConsultPromoted, DutySet, GapOverdue, ReleaseCause, TargetMissed,
};
use crate::domain::waiting_room::gap::GapKind;
use crate::domain::waiting_room::state::Duty;

pub(super) fn decide(scene: Scene<'_>, deadline: &Deadline, due_at: Timestamp) -> Vec<Event> {
    let holds = due_at <= scene.at && scene.state.has_deadline(due_at, deadline);
    if !holds {
        return Vec::new();
    }
    let event = match deadline {
        Deadline::TargetMissed(consult) => target_missed(scene, *consult, due_at),
        Deadline::Promotion(consult) => promotion(scene, *consult),
        Deadline::ContactDue(consult) => returned(scene, *consult, ReleaseCause::ContactDue),
        Deadline::DoctorLost(consult) => returned(scene, *consult, ReleaseCause::LinkLost),
        Deadline::CallQuiet(consult) => Some(CallEnded { consult: *consult }.into()),
        Deadline::GapDue(consult, kind) => gap_overdue(scene, *consult, *kind),
        Deadline::DutyEnds(doctor) => duty(scene, doctor, |duty| {
            duty.state = DutyState::Off;
            duty.until = None;
            duty.practice = false;
        }),
        Deadline::SoundTestLapses(doctor) => duty(scene, doctor, |duty| {
            duty.sound_tested_at = None;
        }),
        Deadline::SlotsChange => Some(slots::now(scene).into()),
    };
    event.into_iter().collect()
}

fn target_missed(scene: Scene<'_>, consult: ConsultId, due_at: Timestamp) -> Option<Event> {
    let missed = scene.state.consult(consult)?;
    Some(
        TargetMissed {
            consult,
            level: missed.level,
            due_at,
            told: Some(scene.state.told_of(missed)),
        }
        .into(),
    )
}

fn gap_overdue(scene: Scene<'_>, consult: ConsultId, kind: GapKind) -> Option<Event> {
    let gaps = scene.state.consult(consult)?.gaps();
    let open = gaps.into_iter().find(|gap| gap.kind == kind)?;
    let event = GapOverdue {
        consult,
        gap: kind,
        owner: open.owner,
    };
    Some(event.into())
}

fn promotion(scene: Scene<'_>, id: ConsultId) -> Option<Event> {
    let consult = scene.state.consult(id)?;
    let to = consult.level.promoted()?;
    let target = scene.target(consult, to);
    let due_at = scene.at.plus(target.max());
    Some(
        ConsultPromoted {
            consult: id,
            to,
            target,
            due_at,
        }
        .into(),
    )
}

fn returned(scene: Scene<'_>, id: ConsultId, cause: ReleaseCause) -> Option<Event> {
    let claim = scene.state.consult(id)?.stage.claim()?;
    let doctor = claim.doctor.clone();
    let since = match cause {
        ReleaseCause::LinkLost => claim.doctor_lost_since,
        ReleaseCause::ContactDue
        | ReleaseCause::Doctor
        | ReleaseCause::MustGo
        | ReleaseCause::Handover
        | ReleaseCause::RealFirst => None,
    };
    Some(
        ClaimReleased {
            consult: id,
            doctor,
            cause,
            since,
        }
        .into(),
    )
}

fn duty(scene: Scene<'_>, doctor: &PersonId, change: impl FnOnce(&mut Duty)) -> Option<Event> {
    let mut duty = scene.state.duty(doctor)?.clone();
    change(&mut duty);
    let event = DutySet {
        doctor: doctor.clone(),
        commission: duty.commission,
        state: duty.state,
        centres: duty.centres,
        levels: duty.levels,
        until: duty.until,
        sound_tested_at: duty.sound_tested_at,
        practice: duty.practice,
    };
    Some(event.into())
}
