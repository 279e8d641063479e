//! Showing content: first who may, then the access logs of whom it concerns, then the seal
//! is opened for the caller. If a log cannot be written nothing is shown.

mod access_log;
mod content;
mod drafts;
mod entry;
mod incidents;
mod missing;
mod phone;
mod same_patient;

use std::sync::Arc;

use self::access_log::AccessLogs;
use self::content::Unsealed;
pub use self::content::{
    Disclosed, GivenAnswer, GivenImage, GivenReadBack, GivenReason, GivenSupplement, Merged,
    ReasonOf,
};
use self::entry::{About, Access, FieldsClass, Looked, Outcome, What};
pub use self::incidents::{ReadDossier, ReadIncidents};
use self::missing::Missing;
pub use self::phone::{PhoneContact, PhoneContactSaid};
pub use self::same_patient::OpenCase;
use super::county::{County, Opened, fingerprint, system_id, vault_failure};
use super::failure::Failure;
use super::pictures::Picture;
use super::sessions::{Session, Sessions};
use super::vault::{PartKind, Place, VaultError};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::clinical::PatientId;
use crate::domain::directory::Directory;
use crate::domain::ids::{ConsultId, ImageId};
use crate::domain::waiting_room::{Command, Consult, Refusal};
use crate::domain::waiting_room::{Viewer, onward, view};

/// A reading that moves the case on is taken again, but not for ever: others move it too.
const READ_AGAIN_MAX: usize = 3;

/// Shows content to those entitled.
#[derive(Debug, Clone)]
pub(super) struct Disclosure(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    county: County,
    sessions: Sessions,
    logs: AccessLogs,
    missing: Missing,
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
            missing: Missing::default(),
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
        self.reading(session, consult, What::Open).await
    }

    /// All that is said in a consult, to be taken out of it into the reader's own journal. The
    /// access logs have it as an export before it is returned.
    pub(super) async fn export(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<Disclosed, Failure> {
        self.reading(session, consult, What::Export).await
    }

    /// One reading answers from one position: row, revision, state and content. Where it opens
    /// the answer it moves the case on itself, and is taken again at where that leaves it.
    async fn reading(
        &self,
        session: &Session,
        consult: ConsultId,
        action: What,
    ) -> Result<Disclosed, Failure> {
        let mut reading = self.read(session, consult, action, None).await?;
        for _ in 0..READ_AGAIN_MAX {
            let opens = reading.unsealed.is_some() && reading.asks();
            if !opens || !self.open_answer(session, &reading.opened.consult).await? {
                break;
            }
            reading = self.read(session, consult, action, Some(reading)).await?;
        }
        // Ended while the logs were written: then nothing must leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(reading.disclosed(session, &self.0.county.directory()))
    }

    /// Reads at the position that holds now. What a reading `before` has unsealed and logged
    /// for the same reader is not read again.
    async fn read(
        &self,
        session: &Session,
        consult: ConsultId,
        action: What,
        before: Option<Reading>,
    ) -> Result<Reading, Failure> {
        let county = &self.0.county;
        let directory = county.directory();
        let opened = county.consult(consult).ok_or(Failure::NotFound)?;
        let relation = relation(session, &directory, &opened.consult, county.clock().now())?;
        let exports = action == What::Export;
        let wanted = if exports {
            Action::ExportJournal
        } else {
            Action::ViewCase
        };
        match may(session.role, wanted, relation) {
            Ok(()) => {}
            Err(Denied::NotFound) => return Err(Failure::NotFound),
            Err(Denied::NotHolding) if exports => return Err(not_held(&opened.consult).into()),
            Err(Denied::Forbidden | Denied::NotHolding) => return Err(Failure::Forbidden),
        }
        let sight = if exports {
            Sight::Whole
        } else {
            sight(session, &directory, &opened.consult, relation)
        };
        let read = before.filter(|before| before.holds_for(&opened, sight));
        let unsealed = match (read, sight) {
            (Some(read), _) => read.unsealed,
            (None, Sight::Nothing) => None,
            (None, Sight::Anonymous | Sight::Whole) => {
                let mut unsealed = self.unseal(session, &directory, &opened, action).await?;
                if relation == Relation::Claimant && !exports {
                    self.left_by_others(session, &opened, &mut unsealed).await?;
                }
                let unsealed = match sight {
                    Sight::Anonymous => unsealed.anonymous(),
                    Sight::Nothing | Sight::Whole => unsealed,
                };
                let what = (action, About::from(&opened.consult));
                self.log(session, &directory, what, &unsealed).await?;
                Some(unsealed)
            }
        };
        Ok(Reading {
            opened,
            relation,
            sight,
            unsealed,
        })
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
            Sight::Anonymous => {
                let unsealed = self
                    .unseal(session, &directory, &opened, What::Open)
                    .await?;
                unsealed.anonymous()
            }
            Sight::Whole => {
                self.unseal(session, &directory, &opened, What::Open)
                    .await?
            }
        };
        let given = unsealed.image(image).ok_or(Failure::NotFound)?;
        let picture = county.vault().open_image(&given.place, image).await;
        let what = (What::Open, About::from(&opened.consult));
        let picture = match picture {
            Ok(picture) => picture,
            Err(error) => {
                let failure = self.unreadable(&error, &given.place, given.with);
                if failure != Failure::ContentMissing {
                    return Err(failure);
                }
                let patient = unsealed.patient();
                return Err(self.missing(session, &directory, what, patient).await);
            }
        };
        let (fields, patient) = (vec![FieldsClass::Image], unsealed.patient());
        self.write(session, &directory, what, fields, patient)
            .await?;
        // Ended while the logs were written: then the picture must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(picture)
    }

    /// Everything that was said in the consult as it stood when it was `opened`. If something
    /// that was sealed is not there, that it was asked for is logged, and nothing is shown.
    async fn unseal(
        &self,
        session: &Session,
        directory: &Directory,
        opened: &Opened,
        action: What,
    ) -> Result<Unsealed, Failure> {
        let consult = opened.consult.id;
        let mut unsealed = Unsealed::default();
        let mut missing = false;
        let parts = opened.chapter.parts.iter();
        // What reviewers alone read is not opened for anybody else.
        for line in parts.filter(|line| line.kind != PartKind::IncidentReport) {
            let place = opened.chapter.place(consult, line);
            match self.0.county.vault().open(&place, line.kind).await {
                Ok(part) => unsealed.add(part, &place, line.at, line.by.clone()),
                Err(VaultError::Missing) if !line.sealed => {
                    tracing::debug!(%consult, part = line.kind.as_str(), "No such content");
                }
                Err(error) => {
                    let failure = self.unreadable(&error, &place, line.kind);
                    if failure != Failure::ContentMissing {
                        return Err(failure);
                    }
                    missing = true;
                }
            }
        }
        if missing {
            let what = (action, About::from(&opened.consult));
            let patient = unsealed.patient();
            return Err(self.missing(session, directory, what, patient).await);
        }
        Ok(unsealed)
    }

    /// Content that must be there and cannot be read. The operator is told.
    fn unreadable(&self, error: &VaultError, place: &Place, kind: PartKind) -> Failure {
        if matches!(error, VaultError::Missing | VaultError::KeyGone) {
            self.0.missing.found(place, kind, error);
            return Failure::ContentMissing;
        }
        vault_failure(error, place.consult)
    }

    /// Writes that something was asked for that is missing, and what to answer then.
    async fn missing(
        &self,
        session: &Session,
        directory: &Directory,
        (what, about): (What, About<'_>),
        patient: Option<PatientId>,
    ) -> Failure {
        let looked = Looked {
            what,
            fields: Vec::new(),
            patient,
            outcome: Outcome::ContentMissing,
        };
        match self.enter(session, directory, about, looked).await {
            Ok(()) => Failure::ContentMissing,
            Err(failure) => failure,
        }
    }

    /// How many pieces of sealed content were found missing since the start.
    pub(super) fn found_missing(&self) -> usize {
        self.0.missing.count()
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
        let action = What::WrongPatient;
        let unsealed = match self.unseal(session, &directory, &opened, action).await {
            Ok(unsealed) => unsealed,
            // That is on record too, with what came of it.
            Err(Failure::ContentMissing) => return Ok(()),
            Err(failure) => return Err(failure),
        };
        let what = (action, About::from(&opened.consult));
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
        // Nothing was said of a practice day's case; but what is taken out of here is, always.
        if fields.is_empty() && what.0 != What::Export {
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
        let looked = Looked {
            what,
            fields,
            patient,
            outcome: Outcome::Shown,
        };
        self.enter(session, directory, about, looked).await
    }

    async fn enter(
        &self,
        session: &Session,
        directory: &Directory,
        about: About<'_>,
        looked: Looked,
    ) -> Result<(), Failure> {
        let own = &session.actor.controller;
        let mut controllers = vec![about.request_owner, about.answer_owner];
        // What the asking side reads of its own request has not left it.
        let both = [FieldsClass::Answer, FieldsClass::Incident];
        if own == about.request_owner && !both.iter().any(|class| looked.fields.contains(class)) {
            controllers.pop();
        }
        controllers.push(own);
        controllers.sort_unstable();
        controllers.dedup();
        let now = self.0.county.clock().now();
        let access = Access::new(looked, session, directory, about, now);
        self.0.logs.write(&controllers, &access, directory).await
    }

    /// Whether the case has moved on by it.
    async fn open_answer(&self, session: &Session, consult: &Consult) -> Result<bool, Failure> {
        let Some(answered) = consult.stage.answered() else {
            return Ok(false);
        };
        if answered.opened_at.is_some() {
            return Ok(false);
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
            Ok(_) => Ok(true),
            // It has moved on meanwhile; what she sees is what was logged.
            Err(Failure::Refused(refusal)) => {
                tracing::debug!(%consult, %refusal, "Answer not marked as opened");
                Ok(false)
            }
            Err(failure) => Err(failure),
        }
    }
}

/// One reading of a case: everything in it is of one position.
#[derive(Debug)]
struct Reading {
    opened: Opened,
    relation: Relation,
    sight: Sight,
    /// Nothing for one who sees no content.
    unsealed: Option<Unsealed>,
}

impl Reading {
    /// Whether its reader is of the side that asked.
    const fn asks(&self) -> bool {
        matches!(self.relation, Relation::Asker | Relation::AskingUnit)
    }

    /// Whether what was unsealed for it is all there is to see of the case as it is `opened`
    /// later: content is only ever added.
    fn holds_for(&self, opened: &Opened, sight: Sight) -> bool {
        self.sight == sight && self.opened.chapter.parts.len() == opened.chapter.parts.len()
    }

    fn disclosed(self, session: &Session, directory: &Directory) -> Disclosed {
        let mut view = view(&self.opened.room, directory, &Viewer::from(&session.actor));
        let row = view.consults.remove(&self.opened.consult.id);
        let at = self.opened.room.last_at();
        let commission = directory.commission(&session.commission, at);
        let onward = commission
            .map(|commission| onward(&self.opened.consult, commission, directory, at))
            .unwrap_or_default();
        Disclosed::new(row, self.opened, self.unsealed, onward)
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
mod positions;
#[cfg(test)]
mod tests;
