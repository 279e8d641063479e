//! What a consult's reader needs beside its state: where its content lies, and what has
//! happened to it, in order. Folded from the log as the state is.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};

use crate::domain::clinical::DoneBy;
use crate::domain::ids::{CaseId, CommandId, ConsultId, ControllerId, PersonId, UnitId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, Command, CommandKind, Entry, Event, EventKind, PhoneContactRegistered, REGISTERED_WITHIN,
};
use crate::service::vault::{PartKind, Place};

/// Every consult that the state still holds. Cheap to clone, as the state is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::service) struct Chronicle {
    chapters: OrdMap<ConsultId, Arc<Chapter>>,
    /// Contacts by telephone as they were registered, as long as they are listed. Absent in
    /// snapshots from before there were any.
    #[serde(default)]
    phone_contacts: Vector<Arc<PhoneLine>>,
}

/// A contact by telephone and who registered it when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneLine {
    /// When it was registered.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// In codes and times.
    pub registered: PhoneContactRegistered,
}

/// One consult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::service) struct Chapter {
    pub(in crate::service) case: CaseId,
    pub(in crate::service) nurse: PersonId,
    pub(in crate::service) unit: UnitId,
    pub(in crate::service) request_owner: ControllerId,
    pub(in crate::service) answer_owner: ControllerId,
    pub(in crate::service) parts: Vec<PartLine>,
    pub(in crate::service) diary: Vector<DiaryLine>,
    over: bool,
}

/// A piece of content and who brought it when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::service) struct PartLine {
    pub(in crate::service) kind: PartKind,
    pub(in crate::service) command: CommandId,
    pub(in crate::service) at: Timestamp,
    pub(in crate::service) by: Actor,
    /// Its entry says that it was sealed, so it must be there. Where this is not set it may
    /// be: not every command brings content, practice days have none, and older entries do
    /// not say.
    #[serde(default)]
    pub(in crate::service) sealed: bool,
}

/// Something that happened to a consult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiaryLine {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: EventKind,
    /// By whom; nobody if the system did it.
    pub by: Option<Actor>,
}

impl Chapter {
    /// Where one of its pieces of content lies.
    pub(in crate::service) fn place(&self, consult: ConsultId, part: &PartLine) -> Place {
        Place {
            case: self.case,
            consult,
            controller: part.by.controller.clone(),
            command: part.command,
        }
    }
}

impl Chronicle {
    /// The consult's chapter.
    pub(in crate::service) fn of(&self, consult: ConsultId) -> Option<&Chapter> {
        self.chapters.get(&consult).map(AsRef::as_ref)
    }

    /// Takes in the next entry.
    pub(super) fn apply(&mut self, entry: &Entry) {
        for event in &entry.events {
            self.begin(event);
            self.list(entry, event);
            self.write_down(entry, event);
        }
        self.file(entry);
    }

    /// The contacts by telephone, as they were registered.
    pub(super) fn phone_contacts(&self) -> impl Iterator<Item = &Arc<PhoneLine>> {
        self.phone_contacts.iter()
    }

    fn list(&mut self, entry: &Entry, event: &Event) {
        let (Event::PhoneContactRegistered(registered), Some(by)) = (event, entry.by.actor())
        else {
            return;
        };
        let oldest = entry.at.minus(REGISTERED_WITHIN);
        while self
            .phone_contacts
            .front()
            .is_some_and(|line| line.at < oldest)
        {
            self.phone_contacts.pop_front();
        }
        self.phone_contacts.push_back(Arc::new(PhoneLine {
            at: entry.at,
            by: by.clone(),
            registered: registered.clone(),
        }));
    }

    /// Drops what the state has forgotten.
    pub(super) fn keep(&mut self, keep: impl Fn(&ConsultId) -> bool) {
        let gone: Vec<ConsultId> = self
            .chapters
            .keys()
            .filter(|consult| !keep(consult))
            .copied()
            .collect();
        for consult in gone {
            self.chapters.remove(&consult);
        }
    }

    fn begin(&mut self, event: &Event) {
        if let Event::ConsultQueued(queued) = event {
            let chapter = Chapter {
                case: queued.case,
                nurse: queued.nurse.clone(),
                unit: queued.unit.clone(),
                request_owner: queued.request_owner.clone(),
                answer_owner: queued.answer_owner.clone(),
                parts: Vec::new(),
                diary: Vector::new(),
                over: false,
            };
            self.chapters.insert(queued.consult, Arc::new(chapter));
        }
    }

    fn write_down(&mut self, entry: &Entry, event: &Event) {
        let line = DiaryLine {
            at: entry.at,
            what: event.kind(),
            by: entry.by.actor().cloned(),
        };
        if let Some(person) = link_of(event) {
            let hers = |chapter: &Chapter| chapter.nurse == *person && !chapter.over;
            let hers: Vec<ConsultId> = self
                .chapters
                .iter()
                .filter_map(|(consult, chapter)| hers(chapter).then_some(*consult))
                .collect();
            for consult in hers {
                if let Some(chapter) = self.chapters.get_mut(&consult) {
                    Arc::make_mut(chapter).diary.push_back(line.clone());
                }
            }
        }
        let chapter = event
            .consult()
            .and_then(|consult| self.chapters.get_mut(&consult))
            .map(Arc::make_mut);
        let Some(chapter) = chapter else {
            return;
        };
        chapter.diary.push_back(line);
        if let Event::ConsultRedirected(redirected) = event {
            chapter.answer_owner = redirected.answer_owner.clone();
        }
        if let Event::HandoverAccepted(accepted) = event
            && accepted.side == DoneBy::Nurse
        {
            chapter.nurse = accepted.by.clone();
        }
        if matches!(
            event,
            Event::ConsultClosed(_) | Event::ConsultVoided(_) | Event::ConsultWithdrawn(_)
        ) {
            chapter.over = true;
        }
    }

    fn file(&mut self, entry: &Entry) {
        let Some(kind) = part_of(entry.outcome.kind) else {
            return;
        };
        let chapter = entry
            .outcome
            .consult
            .and_then(|consult| self.chapters.get_mut(&consult))
            .map(Arc::make_mut);
        if let (Some(chapter), Some(by)) = (chapter, entry.by.actor()) {
            chapter.parts.push(PartLine {
                kind,
                command: entry.cmd,
                at: entry.at,
                by: by.clone(),
                sealed: entry.sealed,
            });
        }
    }
}

/// The person whose link an event is about.
const fn link_of(event: &Event) -> Option<&PersonId> {
    if let Event::LinkLost(lost) = event {
        return Some(&lost.person);
    }
    if let Event::LinkBack(back) = event {
        return Some(&back.person);
    }
    None
}

/// Which content a command of this kind brings, if it brings any.
const fn part_of(kind: CommandKind) -> Option<PartKind> {
    match kind {
        CommandKind::Ask => Some(PartKind::Request),
        CommandKind::Supplement => Some(PartKind::Supplement),
        CommandKind::Triage => Some(PartKind::TriageReason),
        CommandKind::Redirect => Some(PartKind::RedirectReason),
        CommandKind::Release => Some(PartKind::ReleaseReason),
        CommandKind::AskBack => Some(PartKind::AskedBack),
        CommandKind::Addend => Some(PartKind::Addendum),
        CommandKind::CorrectPatient => Some(PartKind::Patient),
        CommandKind::Void => Some(PartKind::VoidReason),
        CommandKind::NeedMore => Some(PartKind::WantedMore),
        CommandKind::MustGo | CommandKind::Handover => Some(PartKind::Draft),
        CommandKind::Answer => Some(PartKind::Answer),
        CommandKind::Acknowledge => Some(PartKind::ReadBack),
        CommandKind::RegisterPhoneContact => Some(PartKind::PhoneContact),
        CommandKind::ReportIncident => Some(PartKind::IncidentReport),
        CommandKind::Withdraw
        | CommandKind::Claim
        | CommandKind::OpenAnswer
        | CommandKind::ConfirmReadBack
        | CommandKind::Close
        | CommandKind::Park
        | CommandKind::Resume
        | CommandKind::AwaitNurse
        | CommandKind::Phone
        | CommandKind::Write
        | CommandKind::AnswerInstead
        | CommandKind::CallEmergency
        | CommandKind::Peek
        | CommandKind::AcceptHandover
        | CommandKind::TaskDone
        | CommandKind::SetDuty
        | CommandKind::LinkLost
        | CommandKind::LinkBack
        | CommandKind::CallJoined
        | CommandKind::MediaFlows
        | CommandKind::MediaEnded
        | CommandKind::Due
        | CommandKind::AdoptDirectory => None,
    }
}

/// Whether `command` may come with this content, or with none.
pub(super) fn may_come_with(command: &Command, content: Option<PartKind>) -> bool {
    let own = part_of(command.kind());
    let must = match command {
        Command::Ask(_)
        | Command::Supplement(_)
        | Command::NeedMore { .. }
        | Command::AskBack { .. }
        | Command::Addend { .. }
        | Command::CorrectPatient { .. }
        | Command::RegisterPhoneContact(_)
        | Command::ReportIncident { .. }
        | Command::Answer(_) => true,
        Command::Acknowledge { read_back, .. } => {
            return content == own.filter(|_| *read_back);
        }
        Command::Triage { .. }
        | Command::Redirect { .. }
        | Command::Withdraw { .. }
        | Command::Claim { .. }
        | Command::Release { .. }
        | Command::OpenAnswer { .. }
        | Command::ConfirmReadBack { .. }
        | Command::Close { .. }
        | Command::Void { .. }
        | Command::Park { .. }
        | Command::Resume { .. }
        | Command::AwaitNurse { .. }
        | Command::MustGo { .. }
        | Command::Phone { .. }
        | Command::Write { .. }
        | Command::AnswerInstead { .. }
        | Command::CallEmergency { .. }
        | Command::Peek { .. }
        | Command::Handover { .. }
        | Command::AcceptHandover { .. }
        | Command::TaskDone { .. }
        | Command::SetDuty(_)
        | Command::LinkLost { .. }
        | Command::LinkBack { .. }
        | Command::CallJoined { .. }
        | Command::MediaFlows { .. }
        | Command::MediaEnded { .. }
        | Command::Due { .. }
        | Command::AdoptDirectory { .. } => false,
    };
    content == own || (content.is_none() && !must)
}
