//! What is remembered of each request so that waiting times can be told.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::clinical::{Level, WithdrawReason};
use crate::domain::ids::{CentreId, ConsultId, MunicipalityId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Event, PhoneContactRegistered};

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
    /// The asking unit's municipality.
    pub municipality: MunicipalityId,
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
                    municipality: queued.municipality.clone(),
                    centre: queued.centre.clone(),
                    promised_at: at.plus(queued.target.max()),
                    first_contact_at: None,
                    taken_at: None,
                    claimed_at: None,
                    withdrawn: None,
                    missed: false,
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
                municipality: registered.municipality.clone(),
                centre: registered.centre.clone(),
                promised_at: at,
                first_contact_at: Some(at),
                taken_at: None,
                claimed_at: None,
                withdrawn: None,
                missed: false,
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
            Event::ConsultQueued(_)
            | Event::ConsultSupplemented(_)
            | Event::ConsultTriaged(_)
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
            | Event::PatientCorrected(_)
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

#[cfg(test)]
impl Contact {
    /// A request queued at `queued_at` that met its doctor after `wait_seconds`.
    pub(super) fn met(level: Level, centre: &str, queued_at: Timestamp, wait_seconds: u64) -> Self {
        Self {
            queued_at,
            level,
            municipality: "kramfors".parse().unwrap(),
            centre: centre.parse().unwrap(),
            promised_at: queued_at.plus(Duration::from_secs(1_800)),
            first_contact_at: Some(queued_at.plus(Duration::from_secs(wait_seconds))),
            taken_at: None,
            claimed_at: None,
            withdrawn: None,
            missed: false,
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
