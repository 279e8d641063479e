//! Contacts by telephone: listed without who they were about, read after the access logs have
//! it by those who took part.

use std::sync::Arc;

use super::entry::{About, FieldsClass, What};
use super::{Disclosure, Session};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::directory::Directory;
use crate::domain::ids::PhoneContactId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{PhoneContactRegistered, REGISTERED_WITHIN};
use crate::service::county::{PhoneLine, phone_contact_place};
use crate::service::failure::Failure;
use crate::service::vault::{Part, PartKind, PhoneContactContent};

/// A contact by telephone, as far as its reader may see it.
#[derive(Debug, Clone)]
pub struct PhoneContact {
    /// In codes and times.
    pub line: Arc<PhoneLine>,
    /// What was said; nothing for one who did not take part.
    pub said: PhoneContactSaid,
}

/// What was said on the telephone.
#[derive(Debug, Clone)]
pub enum PhoneContactSaid {
    /// For one who took part.
    Shown(Box<PhoneContactContent>),
    /// For anybody else at the unit or centre.
    NotHers,
}

impl Disclosure {
    /// Those of the caller's unit or centres, newest first.
    pub(in crate::service) fn phone_contacts(
        &self,
        session: &Session,
    ) -> (u64, Vec<Arc<PhoneLine>>) {
        let county = &self.0.county;
        let (directory, now) = (county.directory(), county.clock().now());
        let (seq, mut lines) = county.phone_contacts(now.minus(REGISTERED_WITHIN));
        lines.retain(|line| {
            let relation = stands(session, &directory, &line.registered, now);
            relation.is_some_and(|relation| may(session.role, Action::ViewCase, relation).is_ok())
        });
        (seq, lines)
    }

    /// One of them. What was said is logged before it is returned.
    pub(in crate::service) async fn phone_contact(
        &self,
        session: &Session,
        contact: PhoneContactId,
    ) -> Result<PhoneContact, Failure> {
        let county = &self.0.county;
        let (directory, now) = (county.directory(), county.clock().now());
        let (_, lines) = county.phone_contacts(now.minus(REGISTERED_WITHIN));
        let line = lines
            .into_iter()
            .find(|line| line.registered.contact == contact)
            .ok_or(Failure::NotFound)?;
        let relation = stands(session, &directory, &line.registered, now);
        let relation = relation.ok_or(Failure::NotFound)?;
        match may(session.role, Action::ViewCase, relation) {
            Ok(()) => {}
            Err(Denied::NotFound) => return Err(Failure::NotFound),
            Err(Denied::Forbidden | Denied::NotHolding) => return Err(Failure::Forbidden),
        }
        if may(session.role, Action::ViewContent, relation).is_err() {
            let said = PhoneContactSaid::NotHers;
            return Ok(PhoneContact { line, said });
        }
        let what = (What::Open, About::from(&line.registered));
        let said = match self.said(&line).await {
            Ok(said) => said,
            Err(Failure::ContentMissing) => {
                return Err(self.missing(session, &directory, what, None).await);
            }
            Err(failure) => return Err(failure),
        };
        let fields = vec![FieldsClass::Identity, FieldsClass::Answer];
        let patient = Some(said.patient.id.clone());
        self.write(session, &directory, what, fields, patient)
            .await?;
        // Ended while the logs were written: then it must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        let said = PhoneContactSaid::Shown(said);
        Ok(PhoneContact { line, said })
    }

    async fn said(&self, line: &PhoneLine) -> Result<Box<PhoneContactContent>, Failure> {
        let contact = line.registered.contact;
        let place = phone_contact_place(contact, line.by.controller.clone());
        let vault = self.0.county.vault();
        let part = vault.open(&place, PartKind::PhoneContact).await;
        match part.map_err(|error| self.unreadable(&error, &place, PartKind::PhoneContact))? {
            Part::PhoneContact(said) => Ok(said),
            Part::Request(_)
            | Part::Supplement(_)
            | Part::Triage(_)
            | Part::RedirectReason(_)
            | Part::ReleaseReason(_)
            | Part::AskedBack(_)
            | Part::Addendum(_)
            | Part::Patient(_)
            | Part::VoidReason(_)
            | Part::WantedMore(_)
            | Part::Draft(_)
            | Part::Answer(_)
            | Part::ReadBack(_)
            | Part::IncidentReport(_) => Err(Failure::Internal),
        }
    }
}

/// How the caller stands to a contact; nothing if her commission does not stand any more.
fn stands(
    session: &Session,
    directory: &Directory,
    registered: &PhoneContactRegistered,
    now: Timestamp,
) -> Option<Relation> {
    let commission = directory.commission(&session.commission, now)?;
    Some(Relation::to_case(commission, registered.facts()))
}
