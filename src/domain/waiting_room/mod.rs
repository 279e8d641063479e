//! The waiting room of one county: a pure state machine over one log.
//!
//! [`decide()`] says what a command means now, [`WaitingRoom::apply`] folds what was accepted,
//! [`view()`] says what one person sees of it. Nothing here reads a clock, a store or chance.
//!
//! # Rules in one place
//!
//! - **Clock.** `queued_at` is set once. Redirect, triage, release and promotion keep it.
//! - **Due.** `due_at` is the earliest of `queued_at` + the level's longest time, 15 minutes
//!   before the nurse must leave, and 15 minutes before a decision must exist; but never
//!   before `queued_at` + half the level's goal. Triage, redirect and supplement compute it
//!   anew from the first `queued_at`. After a promotion it is the time of promotion + the
//!   longest time of the level reached.
//! - **Order.** See [`order`]: a function of state alone.
//! - **Contact.** The first of: media in both directions, a written answer opened by the
//!   nurse or her unit, a telephone contact that the nurse confirms when she acknowledges.
//!   Targets are measured on it. Without it the longest time is missed once, whatever the
//!   state, until the consult ends.
//! - **Claim.** It goes back when `contact_due_at` comes and no media has flowed under it,
//!   and when the doctor's link has been lost and no media has flowed for 60 seconds. Media
//!   in flow keeps it through both. Once media has flowed under a claim, `contact_due_at`
//!   no longer ends it.
//! - **Writing.** While the holding doctor writes her answer her claim is held beyond
//!   `contact_due_at`, by ten minutes at most, in P1 by one. Where text is enough there is no
//!   call to wait for, and `contact_due_at` ends no claim. Another level has a time of its own.
//! - **Telephone.** While the holding doctor phones, her claim is kept for a while without
//!   link and media.
//! - **First right.** Whose call with the nurse was broken off may take the request up again
//!   before others do, for ten minutes, unless it is urgent (P1, P2) or she left duty.
//! - **Call.** Begins when both seats are taken; without media for 60 seconds it is a claim
//!   again.
//! - **Reachable.** A doctor can be reached while she is on duty for the centre, her link is
//!   there, and she heard the test sound within the last 12 hours. Besides, whoever holds a
//!   duty slot with a telephone for the centre can be reached by it.
//! - **Hands.** A request is a named nurse's, and a claim a named doctor's, until a colleague
//!   has taken over by name.
//! - **Gaps.** What an answer leaves to be done has an owner and a time, and alarms once when
//!   it is late. See [`GapKind`].
//! - **Forgetting.** A consult leaves the state 24 hours after its end and after its
//!   follow-up was due, six days later if something is still to be done; a command's outcome 24
//!   hours after it was accepted.

mod bodies;
mod command;
mod consult;
mod deadline;
mod decide;
mod entry;
mod event;
mod evolve;
mod facts;
mod gap;
mod index;
mod memory;
mod onward;
pub mod order;
mod phone_contact;
mod refusal;
mod same_patient;
mod stage;
mod state;
#[cfg(test)]
pub(crate) mod tests;
mod view;

pub use bodies::{AnswerCodes, Ask, DutyState, FollowUp, SetDuty, Supplement};
pub use command::{Command, CommandKind, Deadline};
pub use consult::{ActsNext, Consult, ConsultState};
pub use deadline::{PHONING_HOLDS, SOUND_TEST_HOLDS, WITHOUT_MEDIA, WRITING_HOLDS};
pub use decide::{Decided, Decision, decide};
pub use entry::{
    Actor, By, DirectoryHash, Entry, Envelope, Fingerprint, Outcome, Place, Principal, Remembered,
};
pub use event::{Event, EventKind};
pub use evolve::evolve;
pub use facts::{
    AddendumWritten, AnswerOpened, Between, CallAnsweredInstead, CallBegan, CallEnded, ClaimKept,
    ClaimReleased, ConsultAcknowledged, ConsultAnswered, ConsultAskedBack, ConsultClaimed,
    ConsultClosed, ConsultParked, ConsultPeeked, ConsultPromoted, ConsultQueued, ConsultRedirected,
    ConsultResumed, ConsultSupplemented, ConsultTriaged, ConsultVoided, ConsultWithdrawn,
    ContactBy, DirectoryAdopted, DutySet, EmergencyCalled, FirstContact, GapOverdue,
    HandoverAccepted, HandoverOffered, HeldSlot, IncidentReported, LinkBack, LinkLost, MediaBegan,
    MediaEnded, MoreNeeded, NurseAwaited, PatientCorrected, PhoningBegan, PhoningBy, ReadBackGiven,
    ReadBackRejected, ReleaseCause, SlotsChanged, TargetMissed, TaskDone, Told,
};
pub use gap::{Done, Gap, GapKind, Task};
pub use onward::{Onward, onward};
pub use phone_contact::{
    PhoneBecause, PhoneContactRegistered, REGISTERED_WITHIN, RegisterPhoneContact,
};
pub use refusal::{CameBetween, Refusal};
pub use stage::{
    Answered, Claim, EndedClaim, Handover, Interrupted, LastStep, Media, ReadBack, Stage, Wanted,
};
pub use state::{Adopted, Duty, WaitingRoom};
pub use view::{
    CentreFiguresView, CentreView, Change, ConsultRowView, DutyView, EndedClaimView, FiguresView,
    GapLineView, GapView, GoneTo, GoneView, HandoverView, InterruptedView, Mark, NextStepView,
    NoticeView, OverdueView, StaffView, StepKind, UncoveredView, View, Viewer, apply, diff, gone,
    view,
};
