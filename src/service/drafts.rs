//! What somebody has written in a form of a case and not sent, kept for her.
//!
//! It is hers alone, in no journal, and changes nothing in the case. It goes when the form is
//! sent, and a day after the case has ended.

use std::collections::BTreeSet;

use super::county::{County, Opened, vault_failure};
use super::disclosure::{not_held, relation};
use super::failure::Failure;
use super::sessions::{Session, Sessions};
use super::vault::{Draft, DraftPlace, Uploader, VaultError};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::clinical::FreeText;
use crate::domain::drafts::{Form, OWN_KEPT, OwnForm, go_at};
use crate::domain::ids::{ConsultId, ControllerId};
use crate::domain::waiting_room::{Actor, CommandKind, Refusal};

/// Keeps drafts.
#[derive(Debug, Clone)]
pub(super) struct Drafts {
    county: County,
    sessions: Sessions,
}

impl Drafts {
    pub(super) const fn new(county: County, sessions: Sessions) -> Self {
        Self { county, sessions }
    }

    /// Keeps what the session's person has written in `form` so far, in the place of what was
    /// kept before.
    pub(super) async fn keep(
        &self,
        session: &Session,
        consult: ConsultId,
        form: Form,
        (fields, text): (FreeText, Option<FreeText>),
    ) -> Result<(), Failure> {
        let opened = self.opened(session, consult, form.action())?;
        let now = self.county.clock().now();
        if go_at(&opened.consult).is_some_and(|go| go <= now) {
            return Err(Refusal::ConsultOver.into());
        }
        let draft = Draft {
            at: now,
            fields,
            text,
        };
        let place = place(&opened, &session.actor, form);
        let kept = self
            .county
            .vault()
            .keep_draft(&place, &draft, go_at(&opened.consult));
        kept.await.map_err(|error| vault_failure(&error, consult))
    }

    /// Nothing is left in the form.
    pub(super) async fn drop(
        &self,
        session: &Session,
        consult: ConsultId,
        form: Form,
    ) -> Result<(), Failure> {
        // Also by one who may write in it no more: what she has copied she may throw away.
        let opened = self.opened(session, consult, Action::ViewCase)?;
        let place = place(&opened, &session.actor, form);
        let dropped = self.county.vault().drop_draft(&place).await;
        dropped.map_err(|error| vault_failure(&error, consult))
    }

    /// Keeps what the session's person has written in a form that begins something, for a day
    /// from now.
    pub(super) async fn keep_own(
        &self,
        session: &Session,
        form: OwnForm,
        fields: FreeText,
    ) -> Result<(), Failure> {
        self.may_begin(session, form)?;
        let now = self.county.clock().now();
        let draft = Draft {
            at: now,
            fields,
            text: None,
        };
        let writer = Uploader::from(&session.actor);
        let until = now.plus(OWN_KEPT);
        let vault = self.county.vault();
        let kept = vault.keep_own_draft(&writer, form, &draft, until).await;
        kept.map_err(|error| own_failure(&error))
    }

    /// A contact by telephone has been registered: what it was written in is no draft any more.
    /// From which of the two forms of a request one came is known to the page alone, which
    /// empties it itself. What fails here is only kept for longer than it need be.
    pub(super) async fn registered(&self, actor: &Actor) {
        let (vault, writer) = (self.county.vault(), Uploader::from(actor));
        let dropped = vault.drop_own_draft(&writer, OwnForm::PhoneContact).await;
        if let Err(error) = dropped {
            tracing::warn!(%error, "A draft that was sent is still kept");
        }
    }

    /// Nothing is left in such a form.
    pub(super) async fn drop_own(&self, session: &Session, form: OwnForm) -> Result<(), Failure> {
        self.may_begin(session, form)?;
        let writer = Uploader::from(&session.actor);
        let dropped = self.county.vault().drop_own_draft(&writer, form).await;
        dropped.map_err(|error| own_failure(&error))
    }

    fn may_begin(&self, session: &Session, form: OwnForm) -> Result<(), Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        may(session.role, form.action(), Relation::Oneself).map_err(|_denied| Failure::Forbidden)
    }

    /// A command of this kind has been carried out: what it sent is no draft any more, and with
    /// the case its drafts end. What fails here is only kept for longer than it need be.
    pub(super) async fn after(&self, actor: &Actor, consult: ConsultId, kind: CommandKind) {
        let Some(opened) = self.county.consult(consult) else {
            return;
        };
        let vault = self.county.vault();
        if let Some(form) = Form::sent_by(kind)
            && let Err(error) = vault.drop_draft(&place(&opened, actor, form)).await
        {
            tracing::warn!(%consult, %form, %error, "A draft that was sent is still kept");
        }
        let Some(until) = go_at(&opened.consult) else {
            return;
        };
        for controller in controllers(&opened) {
            let of = DraftPlace {
                controller,
                ..place(&opened, actor, Form::Answer)
            };
            if let Err(error) = vault.end_drafts(&of, until).await {
                tracing::warn!(%consult, %error, "Drafts of a case that has ended are kept on");
            }
        }
    }

    /// The consult, for one who may do `action` to it.
    fn opened(
        &self,
        session: &Session,
        consult: ConsultId,
        action: Action,
    ) -> Result<Opened, Failure> {
        if !self.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        let (directory, now) = (self.county.directory(), self.county.clock().now());
        let opened = self.county.consult(consult).ok_or(Failure::NotFound)?;
        let relation = relation(session, &directory, &opened.consult, now)?;
        match may(session.role, action, relation) {
            Ok(()) => Ok(opened),
            Err(Denied::NotFound) => Err(Failure::NotFound),
            Err(Denied::Forbidden) => Err(Failure::Forbidden),
            Err(Denied::NotHolding) => {
                let between = opened
                    .consult
                    .came_between(&session.person, &session.commission)
                    .map(|between| Refusal::CameBetween(Box::new(between)));
                Err(between.unwrap_or_else(|| not_held(&opened.consult)).into())
            }
        }
    }
}

/// A draft of no case that cannot be sealed or opened, in a log without a word of it.
pub(super) fn own_failure(error: &VaultError) -> Failure {
    if let VaultError::Store(store) = error {
        return store.clone().into();
    }
    tracing::error!(%error, "A draft cannot be used");
    Failure::Internal
}

/// Where the draft of `writer` lies.
pub(super) fn place(opened: &Opened, writer: &Actor, form: Form) -> DraftPlace {
    DraftPlace {
        case: opened.consult.case,
        consult: opened.consult.id,
        controller: writer.controller.clone(),
        writer: writer.person.clone(),
        form,
    }
}

/// Everybody whose people have had anything to do with the case.
fn controllers(opened: &Opened) -> BTreeSet<ControllerId> {
    let owners = [
        opened.consult.request_owner.clone(),
        opened.consult.answer_owner.clone(),
    ];
    let diary = opened.chapter.diary.iter();
    let acted = diary.filter_map(|line| line.by.as_ref());
    owners
        .into_iter()
        .chain(acted.map(|actor| actor.controller.clone()))
        .collect()
}
