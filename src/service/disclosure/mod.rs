//! Showing content: first who may, then the access logs of whom it concerns, then the seal
//! is opened for the caller. If a log cannot be written nothing is shown.

mod access_log;
mod content;
mod entry;
mod incidents;
mod phone;
mod same_patient;

use std::sync::Arc;

use self::access_log::AccessLogs;
use self::content::Unsealed;
pub use self::content::{
    Disclosed, GivenAnswer, GivenImage, GivenReadBack, GivenReason, GivenSupplement, Merged,
    ReasonOf,
};
use self::entry::{About, Access, FieldsClass, What};
pub use self::incidents::{ReadDossier, ReadIncidents};
pub use self::phone::{PhoneContact, PhoneContactSaid};
pub use self::same_patient::OpenCase;
use super::county::{County, Opened, fingerprint, system_id, vault_failure};
use super::failure::Failure;
use super::pictures::Picture;
use super::sessions::{Session, Sessions};
use super::vault::{PartKind, VaultError};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::clinical::PatientId;
use crate::domain::directory::Directory;
use crate::domain::ids::{ConsultId, ImageId};
use crate::domain::waiting_room::Viewer;
use crate::domain::waiting_room::{Command, Consult, Refusal};

/// Shows content to those entitled.
#[derive(Debug, Clone)]
pub(super) struct Disclosure(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    county: County,
    sessions: Sessions,
    logs: AccessLogs,
    /// A dossier is read from the whole journal: one at a time, and the others wait.
    reading: tokio::sync::Mutex<()>,
}

impl Disclosure {
    pub(super) fn new(county: County, sessions: Sessions) -> Self {
        let logs = AccessLogs::new(
            county.directory().id().clone(),
            county.log_port(),
            county.vault().clone(),
        );
        Self(Arc::new(Inner {
            county,
            sessions,
            logs,
            reading: tokio::sync::Mutex::default(),
        }))
    }

    /// What `session` may see of a consult. Content is logged before it is returned; the
    /// nurse's side opening an answer for the first time is an event of the consult.
    pub(super) async fn content(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<Disclosed, Failure> {
        let county = &self.0.county;
        let directory = county.directory();
        let opened = county.consult(consult).ok_or(Failure::NotFound)?;
        let relation = relation(session, &directory, &opened.consult, county.clock().now())?;
        match may(session.role, Action::ViewCase, relation) {
            Ok(()) => {}
            Err(Denied::NotFound) => return Err(Failure::NotFound),
            Err(Denied::Forbidden | Denied::NotHolding) => return Err(Failure::Forbidden),
        }
        let sight = sight(session, &directory, &opened.consult, relation);
        let unsealed = match sight {
            Sight::Nothing => return self.shown(session, &opened, None),
            Sight::Anonymous => self.unseal(&opened).await?.anonymous(),
            Sight::Whole => self.unseal(&opened).await?,
        };
        let what = (What::Open, About::from(&opened.consult));
        self.log(session, &directory, what, &unsealed).await?;
        let asks = matches!(relation, Relation::Asker | Relation::AskingUnit);
        if asks {
            self.open_answer(session, &opened.consult).await?;
        }
        // Ended while the logs were written: then the answer must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.shown(session, &opened, Some(unsealed))
    }

    /// All that is said in a consult, to be taken out of it into the reader's own journal. The
    /// access logs have it as an export before it is returned.
    pub(super) async fn export(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<Disclosed, Failure> {
        let county = &self.0.county;
        let directory = county.directory();
        let opened = county.consult(consult).ok_or(Failure::NotFound)?;
        let relation = relation(session, &directory, &opened.consult, county.clock().now())?;
        match may(session.role, Action::ExportJournal, relation) {
            Ok(()) => {}
            Err(Denied::NotFound) => return Err(Failure::NotFound),
            Err(Denied::Forbidden) => return Err(Failure::Forbidden),
            Err(Denied::NotHolding) => return Err(not_held(&opened.consult).into()),
        }
        let unsealed = self.unseal(&opened).await?;
        let (fields, patient) = (unsealed.fields(), unsealed.patient());
        let what = (What::Export, About::from(&opened.consult));
        self.write(session, &directory, what, fields, patient)
            .await?;
        if matches!(relation, Relation::Asker | Relation::AskingUnit) {
            self.open_answer(session, &opened.consult).await?;
        }
        // Ended while the logs were written: then the text must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        self.shown(session, &opened, Some(unsealed))
    }

    /// A picture of a consult, for whoever may see its content. It is logged before it is
    /// returned. Whoever may not is not told of pictures, so to her there is none.
    pub(super) async fn image(
        &self,
        session: &Session,
        consult: ConsultId,
        image: ImageId,
    ) -> Result<Picture, Failure> {
        let county = &self.0.county;
        let directory = county.directory();
        let opened = county.consult(consult).ok_or(Failure::NotFound)?;
        let relation = relation(session, &directory, &opened.consult, county.clock().now())?;
        let unsealed = match sight(session, &directory, &opened.consult, relation) {
            Sight::Nothing => return Err(Failure::NotFound),
            Sight::Anonymous => self.unseal(&opened).await?.anonymous(),
            Sight::Whole => self.unseal(&opened).await?,
        };
        let given = unsealed.image(image).ok_or(Failure::NotFound)?;
        let picture = county.vault().open_image(&given.place, image).await;
        let picture = picture.map_err(|error| vault_failure(&error, consult))?;
        let (fields, patient) = (vec![FieldsClass::Image], unsealed.patient());
        let what = (What::Open, About::from(&opened.consult));
        self.write(session, &directory, what, fields, patient)
            .await?;
        // Ended while the logs were written: then the picture must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(picture)
    }

    async fn unseal(&self, opened: &Opened) -> Result<Unsealed, Failure> {
        let consult = opened.consult.id;
        let mut unsealed = Unsealed::default();
        let parts = opened.chapter.parts.iter();
        // What reviewers alone read is not opened for anybody else.
        for line in parts.filter(|line| line.kind != PartKind::IncidentReport) {
            let place = opened.chapter.place(consult, line);
            match self.0.county.vault().open(&place, line.kind).await {
                Ok(part) => unsealed.add(part, &place, line.at, line.by.clone()),
                // Not every command brings content, and practice days have none.
                Err(VaultError::Missing) => {
                    tracing::debug!(%consult, part = line.kind.as_str(), "No such content");
                }
                Err(error) => return Err(vault_failure(&error, consult)),
            }
        }
        Ok(unsealed)
    }

    /// The answer of `consult` is for another patient: that it was shown at all stands as an
    /// incident in both controllers' access logs. Said again, it stands there again.
    pub(super) async fn incident(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<(), Failure> {
        let directory = self.0.county.directory();
        let opened = self.0.county.consult(consult).ok_or(Failure::NotFound)?;
        let unsealed = self.unseal(&opened).await?;
        let what = (What::WrongPatient, About::from(&opened.consult));
        self.log(session, &directory, what, &unsealed).await
    }

    async fn log(
        &self,
        session: &Session,
        directory: &Directory,
        what: (What, About<'_>),
        unsealed: &Unsealed,
    ) -> Result<(), Failure> {
        let fields = unsealed.fields();
        if fields.is_empty() {
            return Ok(());
        }
        self.write(session, directory, what, fields, unsealed.patient())
            .await
    }

    /// Writes that `fields` are read into the access log of each controller it concerns.
    async fn write(
        &self,
        session: &Session,
        directory: &Directory,
        (what, about): (What, About<'_>),
        fields: Vec<FieldsClass>,
        patient: Option<PatientId>,
    ) -> Result<(), Failure> {
        let own = &session.actor.controller;
        let mut controllers = vec![about.request_owner, about.answer_owner];
        // What the asking side reads of its own request has not left it.
        let both = [FieldsClass::Answer, FieldsClass::Incident];
        if own == about.request_owner && !both.iter().any(|class| fields.contains(class)) {
            controllers.pop();
        }
        controllers.push(own);
        controllers.sort_unstable();
        controllers.dedup();
        let access = Access::new(
            what,
            session,
            directory,
            about,
            fields,
            patient,
            self.0.county.clock().now(),
        );
        self.0.logs.write(&controllers, &access, directory).await
    }

    async fn open_answer(&self, session: &Session, consult: &Consult) -> Result<(), Failure> {
        let Some(answered) = consult.stage.answered() else {
            return Ok(());
        };
        if answered.opened_at.is_some() {
            return Ok(());
        }
        let occasion = format!("open_answer/{}/{}", consult.id, answered.at.as_millis());
        let consult = consult.id;
        let opened = self
            .0
            .county
            .submit(
                &session.actor,
                system_id(&occasion),
                fingerprint("open_answer", occasion.as_bytes()),
                Command::OpenAnswer { consult },
                None,
            )
            .await;
        match opened {
            Ok(_) => Ok(()),
            // It has moved on meanwhile; what she sees is what was logged.
            Err(Failure::Refused(refusal)) => {
                tracing::debug!(%consult, %refusal, "Answer not marked as opened");
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }

    fn shown(
        &self,
        session: &Session,
        opened: &Opened,
        unsealed: Option<Unsealed>,
    ) -> Result<Disclosed, Failure> {
        let viewer = Viewer::from(&session.actor);
        let (seq, mut view) = self.0.county.view_now(&viewer);
        let now = self.0.county.consult(opened.consult.id);
        let now = now.ok_or(Failure::NotFound)?;
        let row = view.consults.remove(&opened.consult.id);
        Ok(Disclosed::new(seq, row, now, unsealed))
    }
}

/// How much of a consult's content somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Nothing,
    /// What it is about, without who.
    Anonymous,
    Whole,
}

/// A doctor of the centre who has said that she reads a waiting request sees what it is
/// about for as long as nobody has taken it.
fn sight(session: &Session, directory: &Directory, consult: &Consult, relation: Relation) -> Sight {
    let allowed = |action| may(session.role, action, relation).is_ok();
    if allowed(Action::ViewContent) && allowed(Action::ViewIdentity) {
        return Sight::Whole;
    }
    let has_peeked = consult.peeked.contains_key(&session.commission);
    if allowed(Action::Peek) && has_peeked && consult.may_be_peeked(directory.modules()) {
        Sight::Anonymous
    } else {
        Sight::Nothing
    }
}

/// Why a doctor of the centre may not do what is for the one who holds the case.
pub(super) fn not_held(consult: &Consult) -> Refusal {
    if consult.is_over() {
        Refusal::ConsultOver
    } else if consult.doctor().is_some() {
        Refusal::AlreadyTaken
    } else {
        let now = consult.state();
        Refusal::WrongState { now }
    }
}

/// How `session` stands to a consult.
///
/// # Errors
/// [`Failure::NotFound`] if its commission does not stand any more.
pub(super) fn relation(
    session: &Session,
    directory: &Directory,
    consult: &Consult,
    now: crate::domain::time::Timestamp,
) -> Result<Relation, Failure> {
    let commission = directory
        .commission(&session.commission, now)
        .ok_or(Failure::NotFound)?;
    Ok(Relation::to_case(commission, consult.facts()))
}

#[cfg(test)]
mod tests;
