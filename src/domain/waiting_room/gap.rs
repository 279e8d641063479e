//! What an answer leaves to be done, by whom and until when. A case on which nobody acts any
//! more is where care goes wrong, so each such thing has an owner and a time.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::command::Deadline;
use super::consult::Consult;
use super::stage::{Answered, Stage};
use crate::domain::clinical::{CloseException, DoneBy, Level, OrderEntered, words};
use crate::domain::time::Timestamp;

/// Within which an order is read back and confirmed.
const CONFIRMED: Duration = Duration::from_secs(10 * 60);

/// Within which a transport is ordered: as long as both may believe that the other has.
const TRANSPORT: Duration = Duration::from_secs(10 * 60);

/// Within which the receiving unit has a report.
const REPORT: Duration = Duration::from_secs(30 * 60);

/// Within which an order stands in the medication list, and each side's journal has the
/// contact, where no time was said: a shift. PDL 3:9 asks for as soon as can be.
const WRITTEN: Duration = Duration::from_secs(12 * 60 * 60);

words! {
    /// Something that an answer leaves to be done outside of here, and that is ticked off.
    Task {
        /// The transport is ordered.
        Transport = "transport",
        /// The receiving unit has a report.
        Report = "report",
        /// The orders stand in the medication list.
        OrderEntered = "order_entered",
        /// What was to be followed up has been.
        FollowUp = "follow_up",
        /// The contact stands in one's own journal.
        Journal = "journal",
    }

    /// Something that is open after an answer.
    GapKind {
        /// Nobody on the nurse's side has opened the answer.
        Unopened = "unopened",
        /// An order has not been read back and confirmed.
        Unconfirmed = "unconfirmed",
        /// The transport is not ordered.
        Transport = "transport",
        /// The receiving unit has no report.
        Report = "report",
        /// An order given does not stand in the medication list.
        OrderEntered = "order_entered",
        /// A follow-up has not been done.
        FollowUp = "follow_up",
        /// The contact does not stand in one's journal.
        Journal = "journal",
    }
}

/// A task that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Which.
    pub task: Task,
    /// On which side.
    pub side: DoneBy,
    /// When.
    pub at: Timestamp,
}

/// Something open, with who closes it and when it is to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub kind: GapKind,
    /// On whose side the next step lies.
    pub owner: DoneBy,
    /// Until when it may be open.
    pub due_at: Timestamp,
}

impl GapKind {
    /// The name of the deadline at which it is overdue.
    #[must_use]
    pub const fn deadline(self) -> &'static str {
        match self {
            Self::Unopened => "gap_unopened",
            Self::Unconfirmed => "gap_unconfirmed",
            Self::Transport => "gap_transport",
            Self::Report => "gap_report",
            Self::OrderEntered => "gap_order_entered",
            Self::FollowUp => "gap_follow_up",
            Self::Journal => "gap_journal",
        }
    }

    /// Whether it alarms when it is overdue. One's own journal only reminds.
    #[must_use]
    pub const fn alarms(self) -> bool {
        match self {
            Self::Unopened
            | Self::Unconfirmed
            | Self::Transport
            | Self::Report
            | Self::OrderEntered
            | Self::FollowUp => true,
            Self::Journal => false,
        }
    }

    /// What is ticked off to close it, if that closes it.
    const fn task(self) -> Option<Task> {
        match self {
            Self::Unopened | Self::Unconfirmed => None,
            Self::Transport => Some(Task::Transport),
            Self::Report => Some(Task::Report),
            Self::OrderEntered => Some(Task::OrderEntered),
            Self::FollowUp => Some(Task::FollowUp),
            Self::Journal => Some(Task::Journal),
        }
    }
}

impl Answered {
    /// Whether it leaves `task` to be done.
    #[must_use]
    pub fn leaves(&self, task: Task) -> bool {
        match task {
            Task::Transport => self.codes.transport_by.is_some(),
            Task::Report => self.codes.report_by.is_some(),
            Task::OrderEntered => self.entered_by().is_some(),
            Task::FollowUp => self.codes.follow_up.is_some(),
            Task::Journal => true,
        }
    }

    /// Whether `task` is done. Each side keeps its own journal; the rest is done for both.
    #[must_use]
    pub fn is_done(&self, task: Task, side: DoneBy) -> bool {
        let own = task == Task::Journal;
        let mut done = self.done.iter().filter(|done| done.task == task);
        done.any(|done| !own || done.side == side)
    }

    /// Who has yet to enter the orders in the medication list, and until when. A doctor who
    /// names no time has entered them.
    fn entered_by(&self) -> Option<(DoneBy, Timestamp)> {
        if !self.codes.has_orders {
            return None;
        }
        let until = self.codes.order_entered_until;
        let or_later = until.unwrap_or_else(|| self.at.plus(WRITTEN));
        match self.codes.order_entered? {
            OrderEntered::ByMe => until.map(|until| (DoneBy::Doctor, until)),
            OrderEntered::ByNurse => Some((DoneBy::Nurse, or_later)),
            OrderEntered::No => Some((DoneBy::Doctor, or_later)),
        }
    }
}

impl Consult {
    /// What is open after its answer, in the order of [`GapKind`]; the journals last, the
    /// nurse's first.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let Some(answered) = stands(&self.stage) else {
            return Vec::new();
        };
        let codes = &answered.codes;
        let within = |limit| answered.at.plus(limit);
        let unopened = matches!(self.stage, Stage::Answered(_)) && answered.opened_at.is_none();
        let open = |kind: GapKind, owner: DoneBy, due_at| Gap {
            kind,
            owner,
            due_at,
        };
        let found = [
            unopened.then(|| {
                let due_at = within(opened_within(self.level));
                open(GapKind::Unopened, DoneBy::Nurse, due_at)
            }),
            self.confirms_next()
                .map(|owner| open(GapKind::Unconfirmed, owner, within(CONFIRMED))),
            codes
                .transport_by
                .map(|owner| open(GapKind::Transport, owner, within(TRANSPORT))),
            codes
                .report_by
                .map(|owner| open(GapKind::Report, owner, within(REPORT))),
            answered
                .entered_by()
                .map(|(owner, until)| open(GapKind::OrderEntered, owner, until)),
            codes
                .follow_up
                .map(|follow_up| open(GapKind::FollowUp, follow_up.owner, follow_up.due)),
            Some(open(GapKind::Journal, DoneBy::Nurse, within(WRITTEN))),
            Some(open(GapKind::Journal, DoneBy::Doctor, within(WRITTEN))),
        ];
        let undone = |gap: &Gap| {
            let task = gap.kind.task();
            task.is_none_or(|task| !answered.is_done(task, gap.owner))
        };
        let dead = self.patient_died();
        let matters = |gap: &Gap| gap.kind == GapKind::Journal || !dead;
        found
            .into_iter()
            .flatten()
            .filter(undone)
            .filter(matters)
            .collect()
    }

    /// Whose step is next until both sides agree on an order.
    const fn confirms_next(&self) -> Option<DoneBy> {
        match &self.stage {
            Stage::Answered(answered) if answered.codes.has_orders => Some(DoneBy::Nurse),
            Stage::ReadBack(_) => Some(DoneBy::Doctor),
            Stage::Answered(_)
            | Stage::Queued
            | Stage::Parked { .. }
            | Stage::AwaitingNurse(_)
            | Stage::NeedMore { .. }
            | Stage::Claimed(_)
            | Stage::InCall(_)
            | Stage::Acknowledged(_)
            | Stage::Closed { .. }
            | Stage::Void { .. }
            | Stage::Withdrawn { .. } => None,
        }
    }

    fn patient_died(&self) -> bool {
        if let Stage::Closed { exception, .. } = &self.stage {
            return *exception == Some(CloseException::PatientDied);
        }
        false
    }
}

/// The answer that holds: an answer for another patient leaves nothing to be done.
fn stands(stage: &Stage) -> Option<&Answered> {
    let void = matches!(stage, Stage::Void { .. });
    stage.answered().filter(|_| !void)
}

/// How long an answer may lie unread. What can wait for days may wait for the next shift.
const fn opened_within(level: Level) -> Duration {
    let minutes = match level {
        Level::P1 => 5,
        Level::P2 => 10,
        Level::P3 => 30,
        Level::P4 => 8 * 60,
    };
    Duration::from_secs(minutes * 60)
}

/// When something open becomes overdue, once each.
pub(super) fn deadlines(consult: &Consult) -> impl Iterator<Item = (Timestamp, Deadline)> {
    let late = consult.stage.answered().map(|answered| &answered.late);
    let told = move |kind| late.is_some_and(|late| late.contains(&kind));
    consult
        .gaps()
        .into_iter()
        .filter(move |gap| gap.kind.alarms() && !told(gap.kind))
        .map(|gap| (gap.due_at, Deadline::GapDue(consult.id, gap.kind)))
}

/// Whether somebody has still to do something for the patient.
pub(super) fn has_open_tasks(consult: &Consult) -> bool {
    consult
        .gaps()
        .iter()
        .any(|gap| gap.kind.alarms() && gap.kind.task().is_some())
}
