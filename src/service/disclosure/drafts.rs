//! Drafts read again: by their writer, and an answer's by the doctor who goes on with it.

use std::collections::BTreeMap;

use super::content::Unsealed;
use super::entry::{About, FieldsClass, What};
use super::{Disclosure, Session, relation};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::drafts::{Form, OwnForm, go_at};
use crate::domain::ids::{ConsultId, PersonId};
use crate::domain::waiting_room::{Actor, EventKind};
use crate::service::county::{Opened, vault_failure};
use crate::service::drafts::{own_failure, place};
use crate::service::failure::Failure;
use crate::service::vault::{Draft, Uploader};

impl Disclosure {
    /// What the session's person has written in `form` and not sent. That she reads it is in the
    /// access logs before this answers.
    pub(in crate::service) async fn draft(
        &self,
        session: &Session,
        consult: ConsultId,
        form: Form,
    ) -> Result<Option<Draft>, Failure> {
        let county = &self.0.county;
        let (directory, now) = (county.directory(), county.clock().now());
        let opened = county.consult(consult).ok_or(Failure::NotFound)?;
        let relation = relation(session, &directory, &opened.consult, now)?;
        match may(session.role, Action::ViewCase, relation) {
            Ok(()) => {}
            Err(Denied::NotFound) => return Err(Failure::NotFound),
            Err(Denied::Forbidden | Denied::NotHolding) => return Err(Failure::Forbidden),
        }
        if go_at(&opened.consult).is_some_and(|go| go <= now) {
            return Ok(None);
        }
        let place = place(&opened, &session.actor, form);
        let found = county.vault().draft(&place).await;
        let found = found.map_err(|error| vault_failure(&error, consult))?;
        if found.is_some() {
            let what = (What::Open, About::from(&opened.consult));
            let fields = vec![FieldsClass::Draft];
            self.write(session, &directory, what, fields, None).await?;
        }
        // Ended while the logs were written: then it must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(found)
    }

    /// What the session's person has written in a form that begins something and not sent. That
    /// she reads it is in her controller's access log before this answers.
    pub(in crate::service) async fn own_draft(
        &self,
        session: &Session,
        form: OwnForm,
    ) -> Result<Option<Draft>, Failure> {
        may(session.role, form.action(), Relation::Oneself)
            .map_err(|_denied| Failure::Forbidden)?;
        let county = &self.0.county;
        let writer = Uploader::from(&session.actor);
        let found = county.vault().own_draft(&writer, form).await;
        let found = found.map_err(|error| own_failure(&error))?;
        if found.is_some() {
            let directory = county.directory();
            let what = (What::Open, About::draft_of(&session.actor.controller));
            let fields = vec![FieldsClass::Draft];
            self.write(session, &directory, what, fields, None).await?;
        }
        // Ended while the log was written: then it must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(found)
    }

    /// What doctors who held the case before had written of an answer and not sent.
    pub(super) async fn left_by_others(
        &self,
        session: &Session,
        opened: &Opened,
        unsealed: &mut Unsealed,
    ) -> Result<(), Failure> {
        for writer in held_before(session, opened).into_values() {
            let place = place(opened, writer, Form::Answer);
            let found = self.0.county.vault().draft(&place).await;
            let found = found.map_err(|error| vault_failure(&error, opened.consult.id))?;
            let left = found.and_then(|draft| Some((draft.at, draft.text?)));
            if let Some((at, text)) = left {
                unsealed.left(at, writer.clone(), text);
            }
        }
        Ok(())
    }
}

/// The doctors who have had the case in hand, but the reader.
fn held_before<'a>(session: &Session, opened: &'a Opened) -> BTreeMap<&'a PersonId, &'a Actor> {
    let took = |what| {
        matches!(
            what,
            EventKind::ConsultClaimed | EventKind::HandoverAccepted
        )
    };
    let diary = opened.chapter.diary.iter();
    diary
        .filter(|line| took(line.what))
        .filter_map(|line| line.by.as_ref())
        .filter(|by| by.person != session.person)
        .map(|by| (&by.person, by))
        .collect()
}
