//! What went wrong in a case: read by its owners' reviewers alone, after the access logs have
//! it.

use std::cmp::Reverse;
use std::sync::Arc;

use super::entry::{About, FieldsClass, What};
use super::{Disclosure, Session};
use crate::domain::access::{Action, Denied, Relation, may};
use crate::domain::clinical::{FreeText, PatientId};
use crate::domain::directory::Directory;
use crate::domain::ids::ConsultId;
use crate::domain::incidents::{Brought, BroughtWith, Dossier, Incident, Report};
use crate::domain::time::Timestamp;
use crate::service::county::vault_failure;
use crate::service::failure::Failure;
use crate::service::vault::{Part, PartKind, Place, VaultError};

/// How many cases a list shows.
const LISTED_MAX: usize = 500;

/// Cases in which something went wrong.
#[derive(Debug, Clone)]
pub struct ReadIncidents {
    /// The position they stand at.
    pub seq: u64,
    /// The cases, reported last first.
    pub incidents: Vec<Arc<Incident>>,
}

/// A case in which something went wrong, with everything that happened in it.
#[derive(Debug, Clone)]
pub struct ReadDossier {
    /// The case.
    pub incident: Arc<Incident>,
    /// What each report says; nothing where the words are gone.
    pub texts: Vec<Option<FreeText>>,
    /// What happened.
    pub dossier: Dossier,
    /// When it was read.
    pub read_at: Timestamp,
}

impl Disclosure {
    /// Those of the caller's controller.
    pub(in crate::service) async fn incidents(
        &self,
        session: &Session,
    ) -> Result<ReadIncidents, Failure> {
        let county = &self.0.county;
        let (directory, now) = (county.directory(), county.clock().now());
        if may(session.role, Action::ListIncidents, Relation::Oneself).is_err() {
            return Err(Failure::Forbidden);
        }
        let (seq, mut incidents) = county.incidents();
        incidents.retain(|incident| stands(session, &directory, incident, now).is_ok());
        incidents.sort_by_key(|incident| Reverse((incident.reported_at(), incident.consult)));
        incidents.truncate(LISTED_MAX);
        let what = (What::List, About::incidents_of(&session.actor.controller));
        let fields = vec![FieldsClass::Incident];
        self.write(session, &directory, what, fields, None).await?;
        // Ended while the log was written: then the list must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(ReadIncidents { seq, incidents })
    }

    /// One of them, with what happened.
    pub(in crate::service) async fn dossier(
        &self,
        session: &Session,
        consult: ConsultId,
    ) -> Result<ReadDossier, Failure> {
        let county = &self.0.county;
        let (directory, now) = (county.directory(), county.clock().now());
        let Some(incident) = county.incident(consult) else {
            return Err(self.unreported(session, &directory, consult, now));
        };
        stands(session, &directory, &incident, now)?;
        let dossier = {
            let _one_at_a_time = self.0.reading.lock().await;
            county.dossier(consult).await?
        };
        let dossier = dossier.ok_or_else(|| {
            tracing::error!(%consult, "A reported case is not in the journal");
            Failure::Internal
        })?;
        let mut texts = Vec::with_capacity(incident.reports.len());
        for report in &incident.reports {
            texts.push(self.reported(&incident, report).await?);
        }
        let patient = self.named(&incident, &dossier.brought).await?;
        let what = (What::Open, About::from(&*incident));
        let fields = vec![FieldsClass::Incident];
        self.write(session, &directory, what, fields, patient)
            .await?;
        // Ended while the logs were written: then it must not leave.
        if !self.0.sessions.is_live(session) {
            return Err(Failure::SessionEnded);
        }
        Ok(ReadDossier {
            incident,
            texts,
            dossier,
            read_at: county.clock().now(),
        })
    }

    /// Where nobody has reported anything there is nothing to read: to whom the case is known
    /// that is a no as to any action of another role, to anybody else there is no such case.
    fn unreported(
        &self,
        session: &Session,
        directory: &Directory,
        consult: ConsultId,
        now: Timestamp,
    ) -> Failure {
        let Some(opened) = self.0.county.consult(consult) else {
            return Failure::NotFound;
        };
        match super::relation(session, directory, &opened.consult, now) {
            Ok(relation) => refused(may(session.role, Action::ReadDossier, relation)),
            Err(failure) => failure,
        }
    }

    async fn reported(
        &self,
        incident: &Incident,
        report: &Report,
    ) -> Result<Option<FreeText>, Failure> {
        let place = Place {
            case: incident.case,
            consult: incident.consult,
            controller: report.by.controller.clone(),
            command: report.command,
        };
        let part = self.opened(&place, PartKind::IncidentReport).await?;
        if part.is_none() {
            let (kind, gone) = (PartKind::IncidentReport, VaultError::Missing);
            self.0.missing.found(&place, kind, &gone);
        }
        Ok(part.and_then(|part| {
            if let Part::IncidentReport(text) = part {
                Some(text)
            } else {
                None
            }
        }))
    }

    /// Whose case it is, as said last: not shown, but it belongs in the access log.
    async fn named(
        &self,
        incident: &Incident,
        brought: &[Brought],
    ) -> Result<Option<PatientId>, Failure> {
        let mut named = None;
        for brought in brought {
            let kind = match brought.kind {
                BroughtWith::Request => PartKind::Request,
                BroughtWith::Supplement => PartKind::Supplement,
                BroughtWith::Correction => PartKind::Patient,
            };
            let place = Place {
                case: incident.case,
                consult: incident.consult,
                controller: brought.owner.clone(),
                command: brought.command,
            };
            let part = self.opened(&place, kind).await?;
            let said = part.and_then(|part| part.patient().map(|patient| patient.id.clone()));
            named = said.or(named);
        }
        Ok(named)
    }

    /// Practice days have no content, and content whose key is gone is gone.
    async fn opened(&self, place: &Place, kind: PartKind) -> Result<Option<Part>, Failure> {
        match self.0.county.vault().open(place, kind).await {
            Ok(part) => Ok(Some(part)),
            Err(VaultError::Missing | VaultError::KeyGone) => Ok(None),
            Err(error) => Err(vault_failure(&error, place.consult)),
        }
    }
}

/// Whether `session` may read what happened in `incident`.
fn stands(
    session: &Session,
    directory: &Directory,
    incident: &Incident,
    now: Timestamp,
) -> Result<(), Failure> {
    let commission = directory
        .commission(&session.commission, now)
        .ok_or(Failure::NotFound)?;
    let relation = Relation::to_case(commission, incident.facts());
    match may(session.role, Action::ReadDossier, relation) {
        Ok(()) => Ok(()),
        denied @ Err(_) => Err(refused(denied)),
    }
}

const fn refused(denied: Result<(), Denied>) -> Failure {
    match denied {
        Ok(()) | Err(Denied::NotFound) => Failure::NotFound,
        Err(Denied::Forbidden | Denied::NotHolding) => Failure::Forbidden,
    }
}
