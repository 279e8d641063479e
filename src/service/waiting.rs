//! The waiting room as the doors hold it: every call is made in the name of a session.

use std::sync::Arc;

use tokio::sync::watch;
use uuid::Uuid;

use super::call_rooms::{CallPass, CallRooms};
use super::county::{Ack, County, Health, PhoneLine, Published, fingerprint};
use super::disclosure::{
    Disclosed, Disclosure, OpenCase, PhoneContact, ReadDossier, ReadIncidents, not_held, relation,
};
use super::drafts::Drafts;
use super::failure::Failure;
use super::pictures::Picture;
use super::presence::{Presence, PresenceGuard};
use super::sessions::{Session, Sessions};
use super::vault::{Draft, Part, PhoneContactContent};
use crate::clock::random;
use crate::domain::access::{Action, Denied, may};
use crate::domain::clinical::{FreeText, PatientId};
use crate::domain::directory::Directory;
use crate::domain::drafts::{Form, OwnForm};
use crate::domain::ids::{CommandId, ConsultId, ImageId, PersonId, PhoneContactId};
use crate::domain::indicators::{AcuteMissed, Contact, GroupBy, Row};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{
    Command, CommandKind, Consult, Fingerprint, RegisterPhoneContact, WaitingRoom,
};
use crate::domain::waiting_room::{GoneView, View, Viewer};
use crate::storage::Promise;

/// One county's waiting room. Clones share it.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub(super) county: County,
    pub(super) sessions: Sessions,
    pub(super) disclosure: Disclosure,
    pub(super) drafts: Drafts,
    pub(super) presence: Presence,
    pub(super) rooms: CallRooms,
}

impl Waiting {
    /// Carries out a command and answers when the log has it. Under the same `key` the same
    /// person's command is carried out once. The content it brings is
    /// sealed and written in the same step: a request, a supplement and an answer always
    /// bring some, a read-back brings its text, reasons may be absent.
    ///
    /// The pseudonym of a patient named in a request is filled in here.
    ///
    /// # Errors
    /// Why it was not carried out. After [`Failure::Unknown`] the same key may be sent again.
    pub async fn submit(
        &self,
        session: &Session,
        key: Uuid,
        fingerprint: Fingerprint,
        command: Command,
        part: Option<Part>,
    ) -> Result<Ack, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        let id = CommandId::of_person(&session.person, key);
        let (kind, about) = (command.kind(), command.consult());
        let voids = about.filter(|_| kind == CommandKind::Void);
        let ack = self
            .county
            .submit(&session.actor, id, fingerprint, command, part)
            .await?;
        if let Some(consult) = about.filter(|_| !ack.replayed) {
            self.drafts.after(&session.actor, consult, kind).await;
        }
        // Under the same key it comes again until the incident is on record.
        if let Some(consult) = voids {
            self.disclosure.incident(session, consult).await?;
        }
        Ok(ack)
    }

    /// The doctor who holds `consult` is writing her answer to it: that holds her claim for a
    /// while. Written words are in no entry, and mostly there is none at all.
    ///
    /// # Errors
    /// As [`Self::submit()`]: also if it is no longer hers, and then who ended that.
    async fn writes(&self, session: &Session, consult: ConsultId) -> Result<Ack, Failure> {
        // Writing again is not the same writing: a key of its own each time.
        let key = Uuid::from_bytes(random());
        let print = fingerprint(&format!("writing {consult}"), b"");
        let command = Command::Write { consult };
        self.submit(session, key, print, command, None).await
    }

    /// What the session may see of a consult. Identity and content are in both controllers'
    /// access logs before this answers; what the asking side reads of its own request is in
    /// its own alone until there is an answer.
    ///
    /// # Errors
    /// [`Failure::StoreUnavailable`] if an access log could not be written: nothing is shown.
    pub async fn content(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<Disclosed, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.content(session, consult).await
    }

    /// All that is said in a consult, for the reader's own journal. The access logs have it as
    /// an export before this answers.
    ///
    /// # Errors
    /// As [`Self::content()`], and [`Failure::Refused`] for a doctor who does not hold it.
    pub async fn export(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<Disclosed, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.export(session, consult).await
    }

    /// Keeps what the session's person has written in a form of a consult and not sent: `fields`
    /// for herself, `text` of an answer for a doctor who goes on after her.
    ///
    /// # Errors
    /// [`Failure::NotFound`], [`Failure::Forbidden`] or [`Failure::Refused`] for one who may not
    /// do now what the form is for.
    pub async fn keep_draft(
        &self,
        session: &Session,
        consult: ConsultId,
        form: Form,
        fields: FreeText,
        text: Option<FreeText>,
    ) -> Result<(), Failure> {
        self.drafts
            .keep(session, consult, form, (fields, text))
            .await?;
        if form == Form::Answer {
            self.writes(session, consult).await?;
        }
        Ok(())
    }

    /// Nothing is left in a form: no draft of the session's person is kept there.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if there is no such consult.
    pub async fn drop_draft(
        &self,
        session: &Session,
        consult: ConsultId,
        form: Form,
    ) -> Result<(), Failure> {
        self.drafts.drop(session, consult, form).await
    }

    /// What the session's person has written in a form of a consult and not sent, if anything.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if there is no such consult for her;
    /// [`Failure::StoreUnavailable`] if an access log could not be written: nothing is shown.
    pub async fn draft(
        &self,
        session: &Session,
        consult: ConsultId,
        form: Form,
    ) -> Result<Option<Draft>, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.draft(session, consult, form).await
    }

    /// Keeps what the session's person has written in a form that begins something, for a day.
    ///
    /// # Errors
    /// [`Failure::Forbidden`] for one who may not begin that.
    pub async fn keep_own_draft(
        &self,
        session: &Session,
        form: OwnForm,
        fields: FreeText,
    ) -> Result<(), Failure> {
        self.drafts.keep_own(session, form, fields).await
    }

    /// Nothing is left in such a form.
    ///
    /// # Errors
    /// As [`Self::keep_own_draft()`].
    pub async fn drop_own_draft(&self, session: &Session, form: OwnForm) -> Result<(), Failure> {
        self.drafts.drop_own(session, form).await
    }

    /// What the session's person has written in such a form and not sent, if anything.
    ///
    /// # Errors
    /// As [`Self::keep_own_draft()`]; [`Failure::StoreUnavailable`] if the access log could not
    /// be written: nothing is shown.
    pub async fn own_draft(
        &self,
        session: &Session,
        form: OwnForm,
    ) -> Result<Option<Draft>, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.own_draft(session, form).await
    }

    /// Registers a contact that took place by telephone, with what was said. The same key
    /// is the same contact.
    ///
    /// # Errors
    /// As [`Self::submit()`].
    pub async fn register_phone_contact(
        &self,
        session: &Session,
        key: Uuid,
        fingerprint: Fingerprint,
        wanted: RegisterPhoneContact,
        said: PhoneContactContent,
    ) -> Result<(PhoneContactId, Ack), Failure> {
        let contact = PhoneContactId(CommandId::of_person(&session.person, key).0);
        let wanted = RegisterPhoneContact { contact, ..wanted };
        let command = Command::RegisterPhoneContact(Box::new(wanted));
        let part = Some(Part::PhoneContact(Box::new(said)));
        let ack = self
            .submit(session, key, fingerprint, command, part)
            .await?;
        if !ack.replayed {
            self.drafts.registered(&session.actor).await;
        }
        Ok((contact, ack))
    }

    /// The contacts by telephone of the caller's unit or centres in the last seven days,
    /// newest first, without who they were about; and the position they stand at.
    #[must_use]
    pub fn phone_contacts(&self, session: &Session) -> (u64, Vec<Arc<PhoneLine>>) {
        self.disclosure.phone_contacts(session)
    }

    /// One of them, with what was said for those who took part. That she reads it is in the
    /// access logs before this answers.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if there is none for the caller; [`Failure::StoreUnavailable`] if
    /// an access log could not be written: nothing is shown.
    pub async fn phone_contact(
        &self,
        session: &Session,
        contact: PhoneContactId,
    ) -> Result<PhoneContact, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.phone_contact(session, contact).await
    }

    /// What is open about a patient at the caller's own care provider, for a nurse who is about
    /// to ask. That she is told of a case is in the access log before this answers.
    ///
    /// # Errors
    /// [`Failure::StoreUnavailable`] if the access log could not be written: nothing is told.
    pub async fn open_about(
        &self,
        session: &Session,
        patient: &PatientId,
    ) -> Result<Vec<OpenCase>, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.open_about(session, patient).await
    }

    /// The cases of the caller's controller in which something went wrong, reported last
    /// first. That she lists them is in its access log before this answers.
    ///
    /// # Errors
    /// [`Failure::StoreUnavailable`] if the access log could not be written: nothing is shown.
    pub async fn incidents(&self, session: &Session) -> Result<ReadIncidents, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.incidents(session).await
    }

    /// What happened in a case in which something went wrong, for reviewers of its owners.
    /// That she reads it is in both access logs before this answers.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if there is none for the caller; [`Failure::StoreUnavailable`] if
    /// an access log could not be written: nothing is shown.
    pub async fn dossier(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<ReadDossier, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.dossier(session, consult).await
    }

    /// A picture of a consult, for whoever may see its content. That she sees it is in the
    /// access logs before this answers.
    ///
    /// # Errors
    /// [`Failure::NotFound`] if there is no such picture for the caller;
    /// [`Failure::StoreUnavailable`] if an access log could not be written: nothing is shown.
    pub async fn image(
        &self,
        session: &Session,
        consult: ConsultId,
        image: ImageId,
    ) -> Result<Picture, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.disclosure.image(session, consult, image).await
    }

    /// A pass to the call about a consult, for the nurse who asked and the doctor who holds
    /// it or has answered it.
    ///
    /// # Errors
    /// [`Failure::Refused`] with the consult's state if there is no call about it now.
    pub fn call_pass(&self, session: &Session, consult: ConsultId) -> Result<CallPass, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        let found = self.about_to_join(session, consult, Action::JoinCall)?;
        self.rooms.pass(&found, &session.person)
    }

    /// A pass to the call for a nurse who answers in place of the colleague who asked. It is on
    /// record before this answers, once for each call.
    ///
    /// # Errors
    /// As [`Self::call_pass()`] and [`Self::submit()`].
    pub async fn call_pass_instead(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<CallPass, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        let found = self.about_to_join(session, consult, Action::AnswerInstead)?;
        if found.nurse == session.person {
            return self.rooms.pass(&found, &session.person);
        }
        let Some(room) = self.rooms.room(consult) else {
            return self.rooms.pass(&found, &session.person);
        };
        let id = CommandId::of_person(&session.person, room.0);
        let print = fingerprint("answer_instead", room.0.as_bytes());
        let command = Command::AnswerInstead { consult };
        let by = &session.actor;
        self.county.submit(by, id, print, command, None).await?;
        self.rooms.pass_instead(&found, &session.person)
    }

    fn about_to_join(
        &self,
        session: &Session,
        consult: ConsultId,
        action: Action,
    ) -> Result<Consult, Failure> {
        let now = self.county.clock().now();
        self.county.read(|room, directory| {
            let consult = room.consult(consult).ok_or(Failure::NotFound)?;
            let relation = relation(session, directory, consult, now)?;
            match may(session.role, action, relation) {
                Ok(()) => Ok(consult.clone()),
                Err(Denied::NotFound) => Err(Failure::NotFound),
                Err(Denied::Forbidden) => Err(Failure::Forbidden),
                Err(Denied::NotHolding) => Err(Failure::Refused(not_held(consult))),
            }
        })
    }

    /// One more open socket of the session: its person is there for as long as the guard is
    /// kept.
    pub fn connected(&self, session: &Session) -> PresenceGuard {
        self.presence.connected(session)
    }

    /// Whether the person has an open socket.
    #[must_use]
    pub fn is_present(&self, person: &PersonId) -> bool {
        self.presence.is_present(person)
    }

    /// The confirmed position, and each later one.
    #[must_use]
    pub fn published(&self) -> watch::Receiver<Published> {
        self.county.published()
    }

    /// What `viewer` saw right after entry `seq`; nothing if that is more than a thousand
    /// entries ago, or has not come.
    #[must_use]
    pub fn view_at(&self, seq: u64, viewer: &Viewer) -> Option<View> {
        self.county.view_at(seq, viewer)
    }

    /// Where a request went that `viewer` no longer sees in her queue, at position `seq` or, if
    /// that is remembered no longer, now.
    #[must_use]
    pub fn gone_at(&self, seq: u64, viewer: &Viewer, consult: ConsultId) -> Option<GoneView> {
        self.county.gone_at(seq, viewer, consult)
    }

    /// What `viewer` sees, and at which position.
    #[must_use]
    pub fn view_now(&self, viewer: &Viewer) -> (u64, View) {
        self.county.view_now(viewer)
    }

    /// The directory that holds.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        self.county.directory()
    }

    /// Looks at the confirmed state. Others wait meanwhile, so `look` is to be short.
    pub fn read<R>(&self, look: impl FnOnce(&WaitingRoom, &Directory) -> R) -> R {
        self.county.read(look)
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
        self.county.figures(from, to, by, of)
    }

    /// How many pieces of sealed content this process has found missing from the store.
    #[must_use]
    pub fn found_missing(&self) -> usize {
        self.disclosure.found_missing()
    }

    /// What `of` makes of each acute request first queued from `from` until before `to` that has
    /// had no contact in time, the oldest first.
    pub fn acute_missed<T>(
        &self,
        from: Timestamp,
        to: Timestamp,
        of: impl FnMut(ConsultId, AcuteMissed<'_>) -> Option<T>,
    ) -> Vec<T> {
        self.county.acute_missed(from, to, of)
    }

    /// Whether the county can be used now, and what its store promises.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn ready(&self) -> Result<Promise, Health> {
        self.county.ready()
    }
}
