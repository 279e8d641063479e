//! Before a nurse asks: whether her own care provider asks about the same patient already.

use super::entry::{About, FieldsClass, What};
use super::{Disclosure, Session, relation};
use crate::domain::access::{Action, may};
use crate::domain::clinical::PatientId;
use crate::domain::ids::ConsultId;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Place, StaffView};
use crate::service::failure::Failure;

/// A case about the same patient that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCase {
    /// Which, if the caller may open it.
    pub opens: Option<ConsultId>,
    /// When it was sent.
    pub queued_at: Timestamp,
    /// Who answers for it.
    pub nurse: StaffView,
}

impl Disclosure {
    /// What is open about `patient` at the caller's care provider. That she is told of a case
    /// is in the access log before she is.
    pub(in crate::service) async fn open_about(
        &self,
        session: &Session,
        patient: &PatientId,
    ) -> Result<Vec<OpenCase>, Failure> {
        let county = &self.0.county;
        let own = &session.actor.controller;
        let Some(pseudonym) = county.vault().pseudonym(own, patient) else {
            return Ok(Vec::new());
        };
        let unit = match &session.actor.place {
            Place::Unit(unit) => Some(unit),
            Place::Centre(_) | Place::County => None,
        };
        let found: Vec<_> = county.read(|room, _| {
            let found = room.open_about(pseudonym, own, unit);
            found.into_iter().cloned().collect()
        });
        let (directory, now) = (county.directory(), county.clock().now());
        let mut open = Vec::with_capacity(found.len());
        for consult in found {
            let what = (What::Search, About::from(&consult));
            let named = Some(patient.clone());
            self.write(
                session,
                &directory,
                what,
                vec![FieldsClass::Identity],
                named,
            )
            .await?;
            let relation = relation(session, &directory, &consult, now)?;
            let hers = may(session.role, Action::ViewContent, relation).is_ok();
            open.push(OpenCase {
                opens: hers.then_some(consult.id),
                queued_at: consult.queued_at,
                nurse: StaffView::Nurse(consult.nurse, consult.unit),
            });
        }
        // Ended while the log was written: then it must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(open)
    }
}
