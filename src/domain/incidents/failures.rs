//! Rings, links and media that failed between nurse and doctor.

use super::dossier::{Staff, link_person};
use crate::domain::clinical::words;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Consult, Event, ReleaseCause};
use serde::{Deserialize, Serialize};

words! {
    /// What failed.
    FailureKind {
        /// The nurse did not answer the doctor's rings.
        RingUnanswered = "ring_unanswered",
        /// A doctor took it and was not in contact in time.
        NoContact = "no_contact",
        /// The nurse's link was lost.
        NurseLinkLost = "nurse_link_lost",
        /// The link of the doctor who held it was lost.
        DoctorLinkLost = "doctor_link_lost",
        /// It went back because the doctor's link was lost.
        ClaimLost = "claim_lost",
        /// Media stopped while the doctor held it.
        MediaStopped = "media_stopped",
        /// The call ended because there had been no media for too long.
        CallBroken = "call_broken",
        /// The doctor had to leave at once.
        DoctorLeft = "doctor_left",
    }
}

/// Something that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// What.
    pub what: FailureKind,
    /// When.
    pub at: Timestamp,
    /// Until when; nothing where it has no end of its own, or had none.
    pub until: Option<Timestamp>,
    /// Whose it was, where it was somebody's.
    pub person: Option<Staff>,
}

/// What has failed so far.
#[derive(Debug, Default)]
pub(super) struct Failures(Vec<Failed>);

impl Failures {
    /// Takes in an event of the case, or of the link of one of its two.
    pub(super) fn take_in(
        &mut self,
        at: Timestamp,
        event: &Event,
        before: Option<&Consult>,
        after: &Consult,
    ) {
        if let Some(person) = link_person(event) {
            let nurse = after.nurse == *person;
            let (what, person) = if nurse {
                (FailureKind::NurseLinkLost, Some(Staff::nurse(after)))
            } else {
                (FailureKind::DoctorLinkLost, Staff::holder(after))
            };
            if let Event::LinkLost(lost) = event {
                self.note(what, lost.since, person);
            } else {
                self.over(what, at);
            }
        } else if let Event::NurseAwaited(_) = event {
            self.note(FailureKind::RingUnanswered, at, Some(Staff::nurse(after)));
        } else if let Event::ClaimReleased(released) = event {
            let what = match released.cause {
                ReleaseCause::ContactDue => FailureKind::NoContact,
                ReleaseCause::LinkLost => FailureKind::ClaimLost,
                ReleaseCause::MustGo => FailureKind::DoctorLeft,
                ReleaseCause::Doctor | ReleaseCause::Handover | ReleaseCause::RealFirst => return,
            };
            self.note(what, at, before.and_then(Staff::holder));
        } else if let Event::MediaEnded(ended) = event {
            self.note(FailureKind::MediaStopped, ended.at, None);
        } else if let Event::MediaBegan(_) = event {
            self.over(FailureKind::MediaStopped, at);
        } else if let Event::CallEnded(_) = event {
            self.note(FailureKind::CallBroken, at, None);
        }
    }

    /// All of it, in the order in which it began.
    pub(super) fn end(mut self) -> Vec<Failed> {
        self.0.sort_by_key(|failed| failed.at);
        self.0
    }

    fn note(&mut self, what: FailureKind, at: Timestamp, person: Option<Staff>) {
        self.0.push(Failed {
            what,
            at,
            until: None,
            person,
        });
    }

    fn over(&mut self, what: FailureKind, at: Timestamp) {
        let open = |failed: &&mut Failed| failed.what == what && failed.until.is_none();
        if let Some(failed) = self.0.iter_mut().rev().find(open) {
            failed.until = Some(at);
        }
    }
}
