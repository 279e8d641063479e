//! What is remembered of each request so that waiting times can be told.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::clinical::{Level, PatientCodes, WithdrawReason};
use crate::domain::ids::{CentreId, ConsultId, ControllerId, MunicipalityId, UnitId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{ConsultTriaged, Event, PhoneContactRegistered};

/// A claim that is given back sooner than this was no take.
pub const SHORTEST_TAKE: Duration = Duration::from_secs(120);

/// How long a request counts after it was first queued: longer than any report looks back
/// here, short enough that the figures stay small.
pub const REMEMBERED_FOR: Duration = Duration::from_secs(92 * 24 * 60 * 60);

/// One request, as far as waiting times need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// When it was first queued.
    pub queued_at: Timestamp,
    /// How urgent the nurse judged it first.
    pub level: Level,
    /// The asking unit.
    pub unit: UnitId,
    /// The asking unit's municipality.
    pub municipality: MunicipalityId,
    /// Who owns the request.
    pub request_owner: ControllerId,
    /// Who owns the answer, the last one if it was sent on.
    pub answer_owner: ControllerId,
    /// Whether the patient's data is protected.
    pub protected: bool,
    /// The centre asked, the last one if it was sent on.
    pub centre: CentreId,
    /// When contact was promised at the latest, by the target valid when it was queued.
    pub promised_at: Timestamp,
    /// When the two first met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_at: Option<Timestamp>,
    /// When a doctor first took it, not counting claims given back at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// When the present claim began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claimed_at: Option<Timestamp>,
    /// When and why the nurse took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<(Timestamp, WithdrawReason)>,
    /// The longest time passed without contact.
    #[serde(default)]
    pub missed: bool,
    /// When contact was due for it as an acute request: from the first, or once it was raised to
    /// that. Absent for one that never was, or was judged less urgent within that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acute_due_at: Option<Timestamp>,
}

/// An acute request that had no contact in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcuteMissed<'a> {
    /// The request.
    pub contact: &'a Contact,
    /// When contact was due.
    pub due_at: Timestamp,
}

/// A contact by telephone, counted where the request it stands for would have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneContact {
    /// When, how urgent, who and where. It never queued.
    pub contact: Contact,
    /// Whether it took the place of a call that the system could not carry.
    pub replaced_a_call: bool,
}

/// Every request of the remembered past.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingTimes {
    contacts: BTreeMap<ConsultId, Contact>,
    /// What was registered from the telephone, as it was registered; absent in snapshots from
    /// before there was any.
    #[serde(default)]
    phoned: Vec<PhoneContact>,
}

impl WaitingTimes {
    /// Takes in what happened at `at`.
    pub fn fold(&mut self, at: Timestamp, event: &Event) {
        if let Event::ConsultQueued(queued) = event {
            if !queued.exercise {
                self.forget_before(at.minus(REMEMBERED_FOR));
                let contact = Contact {
                    queued_at: at,
                    level: queued.level,
                    unit: queued.unit.clone(),
                    municipality: queued.municipality.clone(),
                    request_owner: queued.request_owner.clone(),
                    answer_owner: queued.answer_owner.clone(),
                    protected: is_protected(queued.codes.patient.as_ref()),
                    centre: queued.centre.clone(),
                    promised_at: at.plus(queued.target.max()),
                    first_contact_at: None,
                    taken_at: None,
                    claimed_at: None,
                    withdrawn: None,
                    missed: false,
                    acute_due_at: (queued.level == Level::P1).then(|| at.plus(queued.target.max())),
                };
                self.contacts.insert(queued.consult, contact);
            }
            return;
        }
        if let Event::PhoneContactRegistered(registered) = event {
            self.forget_before(at.minus(REMEMBERED_FOR));
            self.phoned.push(PhoneContact::new(registered));
            return;
        }
        if let Some(contact) = event
            .consult()
            .and_then(|consult| self.contacts.get_mut(&consult))
        {
            contact.fold(at, event);
        }
    }

    /// The requests that were first queued from `from` until before `to`.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = &Contact> {
        self.contacts
            .values()
            .filter(move |contact| (from..to).contains(&contact.queued_at))
    }

    /// The acute requests first queued from `from` until before `to` that had no contact in time
    /// by `now`, one by one, the oldest first. Requests that were raised to that are among them,
    /// though the shares count them by their first level.
    pub fn acute_missed(
        &self,
        from: Timestamp,
        to: Timestamp,
        now: Timestamp,
    ) -> impl Iterator<Item = (ConsultId, AcuteMissed<'_>)> {
        self.contacts
            .iter()
            .filter(move |(_, contact)| (from..to).contains(&contact.queued_at))
            .filter_map(move |(id, contact)| Some((*id, contact.acute_missed(now)?)))
    }

    /// The contacts by telephone from `from` until before `to`, by when they took place.
    pub fn phoned_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Iterator<Item = &PhoneContact> {
        self.phoned
            .iter()
            .filter(move |phoned| (from..to).contains(&phoned.contact.queued_at))
    }

    fn forget_before(&mut self, oldest: Timestamp) {
        self.phoned
            .retain(|phoned| phoned.contact.queued_at >= oldest);
        // Ids are ordered by the time they were made, so the oldest come first.
        while let Some(first) = self.contacts.first_entry()
            && first.get().queued_at < oldest
        {
            first.remove();
        }
    }
}

impl PhoneContact {
    fn new(registered: &PhoneContactRegistered) -> Self {
        let at = registered.happened_at;
        Self {
            contact: Contact {
                queued_at: at,
                level: registered.level,
                unit: registered.unit.clone(),
                municipality: registered.municipality.clone(),
                request_owner: registered.request_owner.clone(),
                answer_owner: registered.answer_owner.clone(),
                protected: registered.patient.protected,
                centre: registered.centre.clone(),
                promised_at: at,
                first_contact_at: Some(at),
                taken_at: None,
                claimed_at: None,
                withdrawn: None,
                missed: false,
                acute_due_at: None,
            },
            replaced_a_call: registered.replaced_a_call(),
        }
    }
}

impl Contact {
    fn fold(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::ConsultRedirected(redirected) => {
                self.centre = redirected.centre.clone();
                self.answer_owner = redirected.answer_owner.clone();
                self.claim_ends(at);
            }
            Event::ConsultClaimed(_) => {
                self.claimed_at = Some(at);
                self.taken_at = self.taken_at.or(Some(at));
            }
            Event::ClaimReleased(_) | Event::MoreNeeded(_) | Event::NurseAwaited(_) => {
                self.claim_ends(at);
            }
            Event::FirstContact(_) => self.first_contact_at = self.first_contact_at.or(Some(at)),
            Event::TargetMissed(_) => self.missed = true,
            Event::ConsultWithdrawn(withdrawn) => self.withdrawn = Some((at, withdrawn.reason)),
            Event::ConsultTriaged(triaged) => self.judged(at, triaged),
            Event::ConsultSupplemented(added) => {
                self.protected |= is_protected(added.codes.patient.as_ref());
            }
            Event::PatientCorrected(corrected) => self.protected |= corrected.patient.protected,
            Event::ConsultQueued(_)
            | Event::ConsultPromoted(_)
            | Event::CallBegan(_)
            | Event::MediaBegan(_)
            | Event::MediaEnded(_)
            | Event::CallEnded(_)
            | Event::ConsultAnswered(_)
            | Event::AnswerOpened(_)
            | Event::ReadBackGiven(_)
            | Event::ReadBackRejected(_)
            | Event::ConsultAcknowledged(_)
            | Event::ConsultClosed(_)
            | Event::ConsultAskedBack(_)
            | Event::AddendumWritten(_)
            | Event::ClaimKept(_)
            | Event::ConsultVoided(_)
            | Event::ConsultParked(_)
            | Event::ConsultResumed(_)
            | Event::PhoningBegan(_)
            | Event::ConsultPeeked(_)
            | Event::HandoverOffered(_)
            | Event::HandoverAccepted(_)
            | Event::TaskDone(_)
            | Event::GapOverdue(_)
            | Event::IncidentReported(_)
            | Event::CallAnsweredInstead(_)
            | Event::EmergencyCalled(_)
            | Event::DutySet(_)
            | Event::LinkLost(_)
            | Event::LinkBack(_)
            | Event::PhoneContactRegistered(_)
            | Event::DirectoryAdopted(_)
            | Event::SlotsChanged(_) => {}
        }
    }

    /// Another level: what becomes acute has a time of its own, what is acute no more has none,
    /// unless that had passed already.
    fn judged(&mut self, at: Timestamp, triaged: &ConsultTriaged) {
        if triaged.level == Level::P1 {
            self.acute_due_at = self.acute_due_at.or(Some(triaged.due_at));
        } else {
            self.acute_due_at = self.acute_due_at.filter(|due_at| *due_at < at);
        }
    }

    fn acute_missed(&self, now: Timestamp) -> Option<AcuteMissed<'_>> {
        let due_at = self.acute_due_at?;
        let until = match (self.first_contact_at, self.withdrawn) {
            (Some(met), _) => met,
            (None, Some((at, _))) => at,
            (None, None) => now,
        };
        (until > due_at).then_some(AcuteMissed {
            contact: self,
            due_at,
        })
    }

    fn claim_ends(&mut self, at: Timestamp) {
        if let Some(claimed_at) = self.claimed_at.take()
            && self.taken_at == Some(claimed_at)
            && at.since(claimed_at) < SHORTEST_TAKE
        {
            self.taken_at = None;
        }
    }

    /// The wait until the two first met.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        self.first_contact_at.map(|at| at.since(self.queued_at))
    }

    /// The longest wait that was promised.
    #[must_use]
    pub fn promised(&self) -> Duration {
        self.promised_at.since(self.queued_at)
    }

    /// The wait until a doctor took it.
    #[must_use]
    pub fn take(&self) -> Option<Duration> {
        self.taken_at.map(|at| at.since(self.queued_at))
    }

    /// Whether the promise was kept; nothing where that cannot be said: the request still
    /// waits within its time, or was taken back within it.
    #[must_use]
    pub fn in_target(&self) -> Option<bool> {
        match (self.first_contact_at, self.withdrawn) {
            (Some(met), _) => Some(met <= self.promised_at),
            (None, Some((at, _))) => (at > self.promised_at).then_some(false),
            (None, None) => self.missed.then_some(false),
        }
    }

    /// Whether the nurse gave up before an answer. Duplicates, deaths and mistakes are no
    /// giving up.
    #[must_use]
    pub fn abandoned(&self) -> bool {
        self.withdrawn.is_some_and(|(_, reason)| match reason {
            WithdrawReason::Solved
            | WithdrawReason::Phoned
            | WithdrawReason::PatientRefused
            | WithdrawReason::Other => true,
            WithdrawReason::Duplicate | WithdrawReason::Died | WithdrawReason::Mistake => false,
        })
    }
}

fn is_protected(patient: Option<&PatientCodes>) -> bool {
    patient.is_some_and(|patient| patient.protected)
}

#[cfg(test)]
impl Contact {
    /// A request queued at `queued_at` that met its doctor after `wait_seconds`.
    pub(super) fn met(level: Level, centre: &str, queued_at: Timestamp, wait_seconds: u64) -> Self {
        Self {
            queued_at,
            level,
            unit: "home-care".parse().unwrap(),
            municipality: "kramfors".parse().unwrap(),
            request_owner: "board".parse().unwrap(),
            answer_owner: "region".parse().unwrap(),
            protected: false,
            centre: centre.parse().unwrap(),
            promised_at: queued_at.plus(Duration::from_secs(1_800)),
            first_contact_at: Some(queued_at.plus(Duration::from_secs(wait_seconds))),
            taken_at: None,
            claimed_at: None,
            withdrawn: None,
            missed: false,
            acute_due_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T0: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn claim_given_back_at_once_is_no_take() {
        let mut contact = waiting();
        contact.claimed_at = Some(after(60));
        contact.taken_at = Some(after(60));
        contact.claim_ends(after(119));
        assert_eq!(contact.take(), None);

        contact.claimed_at = Some(after(300));
        contact.taken_at = Some(after(300));
        contact.claim_ends(after(300 + 120));
        assert_eq!(contact.take(), Some(Duration::from_secs(300)));
    }

    #[test]
    fn taking_a_request_back_late_does_not_improve_the_figure() {
        let mut contact = waiting();
        assert_eq!(contact.in_target(), None);

        contact.withdrawn = Some((after(1_799), WithdrawReason::Solved));
        assert_eq!(contact.in_target(), None);
        contact.withdrawn = Some((after(1_801), WithdrawReason::Solved));
        assert_eq!(contact.in_target(), Some(false));
    }

    #[test]
    fn request_that_still_waits_past_its_time_counts_as_missed() {
        let mut contact = waiting();
        contact.missed = true;
        assert_eq!(contact.in_target(), Some(false));
    }

    #[test]
    fn contact_in_the_last_second_is_in_target() {
        assert_eq!(
            Contact::met(Level::P2, "hc-a", T0, 1_800).in_target(),
            Some(true)
        );
        assert_eq!(
            Contact::met(Level::P2, "hc-a", T0, 1_801).in_target(),
            Some(false)
        );
    }

    #[test]
    fn acute_request_without_contact_in_time_stands_by_itself() {
        let missed = |contact: &Contact, seconds| contact.acute_missed(after(seconds)).is_some();
        let mut acute = waiting();
        acute.acute_due_at = Some(after(300));
        assert!(
            !missed(&acute, 300) && missed(&acute, 301),
            "it still waits"
        );
        acute.withdrawn = Some((after(299), WithdrawReason::Solved));
        assert!(!missed(&acute, 9_000));
        acute.withdrawn = Some((after(301), WithdrawReason::Solved));
        assert!(missed(&acute, 9_000), "giving up late is no contact");
        acute.withdrawn = None;
        acute.first_contact_at = Some(after(301));
        assert!(missed(&acute, 9_000));
        acute.first_contact_at = Some(after(300));
        assert!(!missed(&acute, 9_000));
        assert!(!missed(&waiting(), 9_000), "what was never acute");
    }

    #[test]
    fn request_raised_to_acute_has_the_time_of_that_and_one_lowered_too_late_keeps_it() {
        let triaged = |level, due| ConsultTriaged {
            consult: ConsultId(uuid::Uuid::nil()),
            level,
            target: crate::domain::directory::Target {
                goal_seconds: 60,
                max_seconds: 300,
                contact_due_seconds: 60,
            },
            due_at: after(due),
            contact_due_at: None,
        };
        let mut raised = waiting();
        raised.judged(after(600), &triaged(Level::P1, 900));
        assert_eq!(raised.acute_due_at, Some(after(900)));
        raised.judged(after(800), &triaged(Level::P2, 1_800));
        assert_eq!(raised.acute_due_at, None);
        raised.judged(after(810), &triaged(Level::P1, 1_110));
        raised.judged(after(1_111), &triaged(Level::P3, 7_200));
        assert_eq!(raised.acute_due_at, Some(after(1_110)));
    }

    #[test]
    fn duplicate_is_not_given_up() {
        let mut contact = waiting();
        for (reason, given_up) in [
            (WithdrawReason::Phoned, true),
            (WithdrawReason::Other, true),
            (WithdrawReason::Duplicate, false),
            (WithdrawReason::Mistake, false),
        ] {
            contact.withdrawn = Some((after(5), reason));
            assert_eq!(contact.abandoned(), given_up, "{reason:?}");
        }
    }

    fn after(seconds: u64) -> Timestamp {
        T0.plus(Duration::from_secs(seconds))
    }

    fn waiting() -> Contact {
        let mut contact = Contact::met(Level::P2, "hc-a", T0, 0);
        contact.first_contact_at = None;
        contact
    }
}
