//! The county's waiting room as its callers hold it.
//!
//! One task owns the county ([`task`]); everyone else sends it commands and reads the
//! confirmed past ([`history`]). What is shown here is confirmed, always.

mod chronicle;
mod directories;
mod dossier;
mod folded;
mod history;
mod job;
mod journal;
mod open;
mod past;
mod plan;
mod shared;
mod snapshots;
mod task;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

pub(super) use self::chronicle::Chapter;
pub use self::chronicle::{DiaryLine, PhoneLine};
pub use self::directories::DirectoryError;
pub use self::history::WINDOW;
use self::job::Job;
pub use self::job::{Ack, COMMAND_MAX};
pub use self::journal::JournalError;
pub(super) use self::open::open;
pub use self::open::{FirstStart, StartError};
use self::plan::would_accept;
use self::shared::Shared;
pub use self::shared::{Health, Published};
use super::failure::Failure;
use super::vault::{Part, Place, Uploader, Vault, VaultError, WaitingImage};
use crate::clock::Clock;
use crate::domain::clinical::limits;
use crate::domain::directory::Directory;
use crate::domain::ids::{CaseId, CommandId, ConsultId, ControllerId, PhoneContactId};
use crate::domain::indicators::{AcuteMissed, Contact, GroupBy, Row, rows};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Actor, By, Command, Envelope, Fingerprint, Refusal, WaitingRoom,
};
use crate::domain::waiting_room::{GoneView, View, Viewer, gone, view};
use crate::storage::{Log, NewBlob, Promise};

/// A digest of what is asked: the operation and the body as it arrived. Under one key
/// another digest is another request.
#[must_use]
pub fn fingerprint(operation: &str, body: &[u8]) -> Fingerprint {
    let mut sum = Sha256::new();
    sum.update(operation.as_bytes());
    sum.update([0]);
    sum.update(body);
    Fingerprint(sum.finalize().into())
}

/// The key of a command that the system gives by itself: the same occasion has the same key
/// on every node, so that two that see it meet as a repeat.
pub(super) fn system_id(occasion: &str) -> CommandId {
    CommandId(Uuid::new_v5(&Uuid::NAMESPACE_OID, occasion.as_bytes()))
}

/// The county's waiting room. Clones share it.
#[derive(Debug, Clone)]
pub struct County(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    jobs: mpsc::Sender<Job>,
    vault: Vault,
}

/// A consult at one confirmed position, for a reader of its content.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The position.
    pub(super) seq: u64,
    /// The whole state there: what the reader sees beside the content is of the same position.
    pub(super) room: WaitingRoom,
    pub(super) consult: crate::domain::waiting_room::Consult,
    pub(super) chapter: Chapter,
}

/// What is written with an entry.
#[derive(Debug, Default)]
struct Sealed {
    blobs: Vec<NewBlob>,
    /// The pictures that the content names.
    images: Vec<WaitingImage>,
}

/// The field of each picture that a request or addition can name.
const IMAGE_FIELDS: [&str; 4] = ["images.0", "images.1", "images.2", "images.3"];

const _: () = assert!(
    limits::IMAGES.max == 4 && IMAGE_FIELDS.len() == 4,
    "each picture has its field"
);

impl County {
    /// Sends a member of staff's command and waits until the log has it.
    ///
    /// Content is sealed and written in the same step. A new request's pseudonym of the
    /// patient is filled in here, for the key that makes it never leaves the vault.
    ///
    /// # Errors
    /// Why it was not carried out, or [`Failure::Unknown`].
    pub async fn submit(
        &self,
        actor: &Actor,
        key: CommandId,
        fingerprint: Fingerprint,
        mut command: Command,
        part: Option<Part>,
    ) -> Result<Ack, Failure> {
        if !chronicle::may_come_with(&command, part.as_ref().map(Part::kind)) {
            tracing::error!(kind = %command.kind(), "A command came with the wrong content");
            return Err(Failure::Internal);
        }
        self.name_patient(actor, &mut command, part.as_ref());
        let envelope = Envelope {
            id: key,
            fingerprint,
            by: By::Person(actor.clone()),
            command,
        };
        let sealed = match part {
            Some(part) => self.seal(&envelope, actor, &part).await?,
            None => Some(Sealed::default()),
        };
        let mut job = self.job(envelope);
        job.unsealed = sealed.is_none();
        let Sealed { blobs, images } = sealed.unwrap_or_default();
        job.blobs = blobs;
        job.kept = images.iter().map(WaitingImage::kept).collect();
        let ack = self.send(job).await?;
        for image in &images {
            self.0.vault.end_upload(image).await;
        }
        Ok(ack)
    }

    /// Sends a command of the system and waits until the log has it.
    pub(super) async fn submit_system(
        &self,
        id: CommandId,
        command: Command,
    ) -> Result<Ack, Failure> {
        self.send(self.job(Envelope {
            id,
            fingerprint: fingerprint("system", id.0.as_bytes()),
            by: By::System,
            command,
        }))
        .await
    }

    /// The confirmed position, and each later one.
    #[must_use]
    pub fn published(&self) -> watch::Receiver<Published> {
        self.0.shared.published.subscribe()
    }

    /// The directory that holds.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        self.0.shared.directory.borrow().clone()
    }

    /// The directory that holds, and each later one.
    pub(super) fn directories(&self) -> watch::Receiver<Arc<Directory>> {
        self.0.shared.directory.subscribe()
    }

    /// What `viewer` saw right after entry `seq`; nothing if that is longer ago than the
    /// last [`WINDOW`] entries, or has not come.
    #[must_use]
    pub fn view_at(&self, seq: u64, viewer: &Viewer) -> Option<View> {
        let room = self.0.shared.history().at(seq)?;
        Some(view(&room, &self.directory(), viewer))
    }

    /// Where a request went that `viewer` no longer sees, at position `seq` or else now.
    #[must_use]
    pub fn gone_at(&self, seq: u64, viewer: &Viewer, consult: ConsultId) -> Option<GoneView> {
        let directory = self.directory();
        let room = self.0.shared.history().at(seq);
        room.map_or_else(
            || self.look(|_, room| gone(room, &directory, viewer, consult)),
            |room| gone(&room, &directory, viewer, consult),
        )
    }

    /// What `viewer` sees, and at which position.
    #[must_use]
    pub fn view_now(&self, viewer: &Viewer) -> (u64, View) {
        let directory = self.directory();
        self.look(|seq, room| (seq, view(room, &directory, viewer)))
    }

    /// Looks at the confirmed state. Others wait meanwhile, so `look` is to be short.
    pub fn read<R>(&self, look: impl FnOnce(&WaitingRoom, &Directory) -> R) -> R {
        let directory = self.directory();
        self.look(|_, room| look(room, &directory))
    }

    fn look<R>(&self, look: impl FnOnce(u64, &WaitingRoom) -> R) -> R {
        let history = self.0.shared.history();
        let now = history.now();
        look(now.seq, &now.folded.room)
    }

    /// Waiting times of the requests first queued from `from` until before `to`, of those
    /// that `of` picks, by group; and the position they stand at.
    #[must_use]
    pub fn figures(
        &self,
        from: Timestamp,
        to: Timestamp,
        by: GroupBy,
        of: impl Fn(&Contact) -> bool,
    ) -> (u64, Vec<Row>) {
        let history = self.0.shared.history();
        let contacts = history.figures().between(from, to);
        let phoned = history.figures().phoned_between(from, to);
        let rows = rows(
            contacts.filter(|contact| of(contact)),
            phoned.filter(|phoned| of(&phoned.contact)),
            by,
        );
        (history.now().seq, rows)
    }

    /// Does something with each acute request first queued from `from` until before `to` that
    /// has had no contact in time.
    pub fn acute_missed<T>(
        &self,
        from: Timestamp,
        to: Timestamp,
        mut of: impl FnMut(ConsultId, AcuteMissed<'_>) -> Option<T>,
    ) -> Vec<T> {
        let now = self.clock().now();
        let history = self.0.shared.history();
        let missed = history.figures().acute_missed(from, to, now);
        missed.filter_map(|(id, missed)| of(id, missed)).collect()
    }

    /// Whether the county can be used now, and what its store promises.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn ready(&self) -> Result<Promise, Health> {
        match *self.0.shared.health.borrow() {
            Health::Ready => Ok(self.0.shared.storage.promise()),
            not @ (Health::StoreUnavailable | Health::Suspended | Health::Draining) => Err(not),
        }
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.shared.clock
    }

    /// The port behind the access logs.
    pub(super) fn log_port(&self) -> Arc<dyn Log> {
        Arc::clone(&self.0.shared.storage.log)
    }

    pub(super) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// A consult and what its content's reader needs.
    pub(super) fn consult(&self, id: ConsultId) -> Option<Opened> {
        let history = self.0.shared.history();
        let now = history.now();
        Some(Opened {
            seq: now.seq,
            room: now.folded.room.clone(),
            consult: now.folded.room.consult(id)?.clone(),
            chapter: now.folded.chronicle.of(id)?.clone(),
        })
    }

    /// A request that is only going to be refused or repeated is not sealed: nobody may
    /// fill another's vault. Then the answer is nothing.
    async fn seal(
        &self,
        envelope: &Envelope,
        actor: &Actor,
        part: &Part,
    ) -> Result<Option<Sealed>, Failure> {
        if let Command::RegisterPhoneContact(wanted) = &envelope.command {
            return self
                .seal_phone_contact(envelope, actor, wanted.contact, part)
                .await;
        }
        let Some(consult) = envelope.command.consult() else {
            return Ok(None);
        };
        let case = if let Command::Ask(ask) = &envelope.command {
            Some(ask.case)
        } else {
            self.look(|_, room| room.consult(consult).map(|found| found.case))
        };
        let Some(case) = case else {
            return Ok(None);
        };
        if !self.would_accept(envelope) {
            return Ok(None);
        }
        if self.has_content_under(consult, envelope.id) {
            return Err(Refusal::KeyReused.into());
        }
        let place = Place {
            case,
            consult,
            controller: actor.controller.clone(),
            command: envelope.id,
        };
        let images = self.named_images(actor, part, consult).await?;
        let sealed = self.0.vault.seal(&place, part, &images).await;
        let blobs = sealed.map_err(|error| vault_failure(&error, consult))?;
        Ok(Some(Sealed { blobs, images }))
    }

    /// Its content lies under the contact's own id, which is its command's: a key that comes
    /// again after it is forgotten would replace it.
    async fn seal_phone_contact(
        &self,
        envelope: &Envelope,
        actor: &Actor,
        contact: PhoneContactId,
        part: &Part,
    ) -> Result<Option<Sealed>, Failure> {
        if !self.would_accept(envelope) {
            return Ok(None);
        }
        let place = phone_contact_place(contact, actor.controller.clone());
        let failed = |error| vault_failure(&error, place.consult);
        if self.0.vault.has_key(&place).await.map_err(failed)? {
            return Err(Refusal::KeyReused.into());
        }
        let sealed = self.0.vault.seal(&place, part, &[]).await;
        Ok(Some(Sealed {
            blobs: sealed.map_err(failed)?,
            images: Vec::new(),
        }))
    }

    /// The contacts by telephone that were registered since `since`, newest first.
    pub(super) fn phone_contacts(&self, since: Timestamp) -> (u64, Vec<Arc<PhoneLine>>) {
        let history = self.0.shared.history();
        let now = history.now();
        let lines = now.folded.chronicle.phone_contacts();
        let mut lines: Vec<_> = lines.filter(|line| line.at >= since).cloned().collect();
        lines.reverse();
        (now.seq, lines)
    }

    /// The pictures that the content names: they wait, and the caller brought them herself.
    async fn named_images(
        &self,
        actor: &Actor,
        part: &Part,
        consult: ConsultId,
    ) -> Result<Vec<WaitingImage>, Failure> {
        let uploader = Uploader::from(actor);
        let mut images = Vec::new();
        for (image, field) in part.images().iter().zip(IMAGE_FIELDS) {
            match self.0.vault.waiting_image(&uploader, *image).await {
                Ok(waiting) => images.push(waiting),
                Err(VaultError::Missing) => {
                    let why = "no picture of yours waits under this id; upload it again";
                    return Err(Refusal::InvalidValue { field, why }.into());
                }
                Err(error) => return Err(vault_failure(&error, consult)),
            }
        }
        Ok(images)
    }

    /// A key is remembered for a day and what it brought for longer. Content lies under its
    /// key, so a key that comes again after that would replace it.
    fn has_content_under(&self, consult: ConsultId, key: CommandId) -> bool {
        let history = self.0.shared.history();
        let chapter = history.now().folded.chronicle.of(consult);
        chapter.is_some_and(|chapter| chapter.parts.iter().any(|part| part.command == key))
    }

    fn would_accept(&self, envelope: &Envelope) -> bool {
        let now = self.now();
        self.read(|room, directory| {
            let adopted = room.directory().is_some();
            adopted && would_accept(room, directory, envelope, room.entry_time(now))
        })
    }

    fn name_patient(&self, actor: &Actor, command: &mut Command, part: Option<&Part>) {
        let patient = match part {
            Some(Part::Request(content) | Part::Supplement(content)) => content.patient.as_ref(),
            Some(Part::Patient(corrected)) => Some(&corrected.patient),
            Some(
                Part::Triage(_)
                | Part::RedirectReason(_)
                | Part::ReleaseReason(_)
                | Part::AskedBack(_)
                | Part::Addendum(_)
                | Part::VoidReason(_)
                | Part::WantedMore(_)
                | Part::Draft(_)
                | Part::Answer(_)
                | Part::ReadBack(_)
                | Part::IncidentReport(_),
            )
            | None => None,
            Some(Part::PhoneContact(said)) => Some(&said.patient),
        };
        let codes = if let Command::Ask(ask) = command {
            ask.codes.patient.as_mut()
        } else if let Command::Supplement(supplement) = command {
            supplement.codes.patient.as_mut()
        } else if let Command::CorrectPatient { patient, .. } = command {
            Some(patient)
        } else if let Command::RegisterPhoneContact(contact) = command {
            Some(&mut contact.patient)
        } else {
            None
        };
        if let (Some(codes), Some(patient)) = (codes, patient) {
            codes.patient_ref = self.0.vault.pseudonym(&actor.controller, &patient.id);
        }
    }

    fn job(&self, envelope: Envelope) -> Job {
        Job {
            envelope,
            blobs: Vec::new(),
            kept: Vec::new(),
            unsealed: false,
            adopts: None,
            expires: self.now().plus(COMMAND_MAX),
            reply: None,
            attempted: false,
        }
    }

    async fn send(&self, mut job: Job) -> Result<Ack, Failure> {
        let (reply, answer) = oneshot::channel();
        job.reply = Some(reply);
        let expires = job.expires;
        self.0.jobs.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Failure::Overloaded,
            mpsc::error::TrySendError::Closed(_) => Failure::Draining,
        })?;
        tokio::select! {
            biased;
            answer = answer => answer.unwrap_or(Err(Failure::Unknown)),
            // The task answers in time; this is for a store that hangs.
            () = self.0.shared.clock.sleep_until(expires) => Err(Failure::Unknown),
        }
    }

    fn now(&self) -> Timestamp {
        self.0.shared.clock.now()
    }
}

/// Where the content of a contact by telephone lies: it is a case of its own.
pub(super) fn phone_contact_place(contact: PhoneContactId, controller: ControllerId) -> Place {
    Place {
        case: CaseId(contact.0),
        consult: ConsultId(contact.0),
        controller,
        command: CommandId(contact.0),
    }
}

/// Content that cannot be sealed or opened, in a log without a word of it.
pub(super) fn vault_failure(error: &VaultError, consult: ConsultId) -> Failure {
    match error {
        VaultError::Store(store) => store.clone().into(),
        VaultError::Missing | VaultError::KeyGone => {
            tracing::error!(%consult, %error, "Content is missing");
            Failure::ContentMissing
        }
        VaultError::Unsealable(_) | VaultError::Unreadable(_) => {
            tracing::error!(%consult, %error, "Content cannot be used");
            Failure::Internal
        }
    }
}
