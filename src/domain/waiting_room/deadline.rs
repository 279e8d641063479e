//! What happens by itself, and when. Deadlines follow from the state, so every node knows
//! the same ones; each has a key of its own, so two nodes that fire it meet as a repeat.

use std::time::Duration;

use uuid::Uuid;

use super::bodies::DutyState;
use super::command::{Command, Deadline};
use super::consult::Consult;
use super::entry::{By, Envelope, Fingerprint};
use super::gap;
use super::stage::{Claim, Media, Stage};
use super::state::{Duty, WaitingRoom};
use crate::domain::ids::{CommandId, ConsultId, PersonId};
use crate::domain::time::Timestamp;

/// How long a claim or a call lives without link or media: long enough for a page to be
/// loaded anew and for a phone to change networks.
pub const WITHOUT_MEDIA: Duration = Duration::from_secs(60);

/// How long a claim is kept for a doctor who phones, without link and media.
pub const PHONING_HOLDS: Duration = Duration::from_secs(15 * 60);

/// How long a claim is kept after the doctor has written something of her answer.
pub const WRITING_HOLDS: Duration = Duration::from_secs(2 * 60);

/// A call rings for half a minute, and rings again: before that nobody has failed to answer.
pub(super) const UNANSWERED_AFTER: Duration = Duration::from_secs(2 * 30);

/// How long a sound test is relied on: a shift.
pub const SOUND_TEST_HOLDS: Duration = Duration::from_secs(12 * 60 * 60);

/// How long an ended consult stays in the state, counted from its end and from its
/// follow-up, whichever is later.
pub(super) const ENDED_STAYS: Duration = Duration::from_secs(24 * 60 * 60);

impl WaitingRoom {
    /// What happens next by itself, and when; in the past if it has not been carried out.
    #[must_use]
    pub fn next_deadline(&self) -> Option<(Timestamp, Deadline)> {
        self.deadlines.get_min().cloned()
    }

    /// Commands for all deadlines that have come by `now`, soonest first. One may make
    /// another moot.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Vec<Envelope> {
        let come = self.deadlines.iter().take_while(|(at, _)| *at <= now);
        come.map(|(at, deadline)| envelope(deadline.clone(), *at, self.seq))
            .collect()
    }

    pub(super) fn has_deadline(&self, at: Timestamp, deadline: &Deadline) -> bool {
        self.deadlines.contains(&(at, deadline.clone()))
    }
}

/// The command of a deadline: the same on every node that stands at `seq`.
fn envelope(deadline: Deadline, at: Timestamp, seq: u64) -> Envelope {
    let namespace = match &deadline {
        Deadline::TargetMissed(consult)
        | Deadline::Promotion(consult)
        | Deadline::ContactDue(consult)
        | Deadline::DoctorLost(consult)
        | Deadline::CallQuiet(consult)
        | Deadline::GapDue(consult, _) => *consult,
        Deadline::DutyEnds(person) | Deadline::SoundTestLapses(person) => {
            ConsultId(Uuid::new_v5(&Uuid::nil(), person.as_str().as_bytes()))
        }
        Deadline::SlotsChange => ConsultId(Uuid::nil()),
    };
    Envelope {
        id: CommandId::of_deadline(namespace, deadline.name(), at, seq),
        // The key is derived from all there is in the body.
        fingerprint: Fingerprint([0; 32]),
        by: By::System,
        command: Command::Due { deadline, at },
    }
}

/// The deadlines of one consult.
pub(super) fn of_consult(consult: &Consult) -> Vec<(Timestamp, Deadline)> {
    let id = consult.id;
    let claim = consult.stage.claim();
    let quiet_since = claim.and_then(|claim| match claim.media {
        Media::Flows => None,
        Media::Quiet { since } => Some(since),
    });
    let waits_for_contact =
        !consult.is_over() && consult.first_contact_at.is_none() && consult.missed_at.is_none();
    let target_missed = waits_for_contact.then(|| missed_at(consult));
    let promotion = promotion_at(consult);
    let contact_due = contact_due_at(consult)
        .zip(claim)
        .map(|(due, claim)| due.max(kept_for_phoning(claim)));
    let doctor_lost = claim
        .zip(quiet_since)
        .and_then(|(claim, quiet)| Some((claim, claim.doctor_lost_since?.max(quiet))))
        .map(|(claim, gone)| gone.plus(WITHOUT_MEDIA).max(kept_for_phoning(claim)));
    let call_quiet = quiet_since
        .filter(|_| matches!(consult.stage, Stage::InCall(_)))
        .map(|since| since.plus(WITHOUT_MEDIA));
    [
        target_missed.map(|at| (at, Deadline::TargetMissed(id))),
        promotion.map(|at| (at, Deadline::Promotion(id))),
        contact_due.map(|at| (at, Deadline::ContactDue(id))),
        doctor_lost.map(|at| (at, Deadline::DoctorLost(id))),
        call_quiet.map(|at| (at, Deadline::CallQuiet(id))),
    ]
    .into_iter()
    .flatten()
    .chain(gap::deadlines(consult))
    .collect()
}

/// When a claim goes back without contact, however it is kept by writing; never once the two
/// have met, nor where the answer may be a text: who is asked once more owes it in time.
pub(super) fn contact_due_at(consult: &Consult) -> Option<Timestamp> {
    let claim = consult.stage.claim()?;
    let waits_for_call = !claim.met() && (claim.asked_back || !consult.codes.text_is_enough());
    waits_for_call.then(|| claim.written_until.max(Some(claim.contact_due_at)))?
}

/// Until when the claim is kept because the doctor phones; a time long past if she does not.
fn kept_for_phoning(claim: &Claim) -> Timestamp {
    let phoning = claim.phoning_since.map(|since| since.plus(PHONING_HOLDS));
    phoning.unwrap_or(claim.claimed_at)
}

/// When the longest time without contact is over.
pub(super) fn missed_at(consult: &Consult) -> Timestamp {
    consult.queued_at.plus(consult.target.max())
}

/// When a long wait moves it one level up: after twice the level's longest time, once,
/// never into P1, and only while it waits.
pub(super) fn promotion_at(consult: &Consult) -> Option<Timestamp> {
    let may_rise = consult.promoted_at.is_none() && consult.level.promoted().is_some();
    (may_rise && consult.stage == Stage::Queued).then(|| {
        let longest = consult.target.max();
        consult.queued_at.plus(longest).plus(longest)
    })
}

/// The deadlines of one doctor's duty.
pub(super) fn of_duty(doctor: &PersonId, duty: &Duty) -> Vec<(Timestamp, Deadline)> {
    if duty.state == DutyState::Off {
        return Vec::new();
    }
    let ends = duty
        .until
        .map(|at| (at, Deadline::DutyEnds(doctor.clone())));
    let lapses = duty.sound_tested_at.map(|tested| {
        let at = tested.plus(SOUND_TEST_HOLDS);
        (at, Deadline::SoundTestLapses(doctor.clone()))
    });
    [ends, lapses].into_iter().flatten().collect()
}

/// How much longer it stays while something is still to be done.
const OPEN_STAYS: Duration = Duration::from_secs(6 * 24 * 60 * 60);

/// When the consult leaves the state, once it has ended.
pub(super) fn leaves_at(consult: &Consult) -> Option<Timestamp> {
    let ended = consult.stage.ended_at()?;
    let follow_up = consult
        .stage
        .answered()
        .and_then(|answered| answered.codes.follow_up);
    let last = follow_up.map_or(ended, |follow_up| follow_up.due.max(ended));
    let stays = last.plus(ENDED_STAYS);
    Some(if gap::has_open_tasks(consult) {
        stays.plus(OPEN_STAYS)
    } else {
        stays
    })
}
