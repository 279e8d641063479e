//! One line of an access log: who saw what of whom, when, for whom, and on what ground
//! (HSLF-FS 2016:40, 4 kap. 9 §).
//!
//! A line names staff as they were then. The patient is a pseudonym of this controller, and
//! kind and number under its seal: who reviews the log can tell who was read about, and
//! nobody else can.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::Serialize;

use crate::domain::clinical::DisclosureBasis;
use crate::domain::clinical::PatientId;
use crate::domain::directory::{Controller, Directory, Licence, Purpose};
use crate::domain::ids::{
    CaseId, CommissionId, ConsultId, ControllerId, PatientRef, PersonId, SessionId,
};
use crate::domain::incidents::Incident;
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Consult, PhoneContactRegistered, Place};
use crate::service::sessions::Session;
use crate::service::vault::Vault;
use crate::storage::Hash;

/// What kinds of data an answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FieldsClass {
    /// Who it is about.
    Identity,
    /// The report and what was added to it.
    Sbar,
    /// Measured values.
    Vitals,
    /// The answer, its orders and read-backs.
    Answer,
    /// What a picture shows.
    Image,
    /// That something went wrong, and what happened then.
    Incident,
    /// What the reader herself has written and not sent.
    Draft,
}

/// On what ground somebody may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LegalBasis {
    /// She takes part in the patient's care at the controller that owns it (PDL 4:1).
    OwnCare,
    /// The other controller has disclosed it (OSL 25 and 26 kap.), on the ground recorded.
    Disclosed(DisclosureBasis),
    /// The other controller has disclosed it in an acute request that gives no ground.
    DisclosedAcute,
    /// The other controller has disclosed it on the telephone; this is the note of it.
    DisclosedByPhone,
    /// A controller follows up the quality of its own care (PDL 2:4, points 4 and 5).
    QualityReview,
}

/// What the line is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    object: Object,
    id: Option<(ConsultId, CaseId)>,
    /// Who owns the question.
    pub(super) request_owner: &'a ControllerId,
    /// Who owns the answer.
    pub(super) answer_owner: &'a ControllerId,
    basis: LegalBasis,
}

/// Of what kind it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Object {
    Consult,
    PhoneContact,
    Incident,
    IncidentList,
    Draft,
}

impl<'a> From<&'a Consult> for About<'a> {
    fn from(consult: &'a Consult) -> Self {
        Self {
            object: Object::Consult,
            id: Some((consult.id, consult.case)),
            request_owner: &consult.request_owner,
            answer_owner: &consult.answer_owner,
            basis: consult
                .codes
                .disclosure_basis
                .map_or(LegalBasis::DisclosedAcute, LegalBasis::Disclosed),
        }
    }
}

impl<'a> From<&'a PhoneContactRegistered> for About<'a> {
    fn from(contact: &'a PhoneContactRegistered) -> Self {
        Self {
            object: Object::PhoneContact,
            id: Some((ConsultId(contact.contact.0), CaseId(contact.contact.0))),
            request_owner: &contact.request_owner,
            answer_owner: &contact.answer_owner,
            basis: LegalBasis::DisclosedByPhone,
        }
    }
}

impl<'a> From<&'a Incident> for About<'a> {
    fn from(incident: &'a Incident) -> Self {
        Self {
            object: Object::Incident,
            id: Some((incident.consult, incident.case)),
            request_owner: &incident.request_owner,
            answer_owner: &incident.answer_owner,
            basis: LegalBasis::QualityReview,
        }
    }
}

impl<'a> About<'a> {
    /// The list of what went wrong in the cases of `controller`.
    pub(super) const fn incidents_of(controller: &'a ControllerId) -> Self {
        Self {
            object: Object::IncidentList,
            id: None,
            request_owner: controller,
            answer_owner: controller,
            basis: LegalBasis::QualityReview,
        }
    }

    /// What somebody of `controller` has written herself before there is a case.
    pub(super) const fn draft_of(controller: &'a ControllerId) -> Self {
        Self {
            object: Object::Draft,
            id: None,
            request_owner: controller,
            answer_owner: controller,
            basis: LegalBasis::OwnCare,
        }
    }
}

/// One line before it has its place in a log.
#[derive(Debug, Clone)]
pub(super) struct Access {
    at: Timestamp,
    actor: Actor,
    object: Object,
    id: Option<(ConsultId, CaseId)>,
    owner: ControllerId,
    fields: Vec<FieldsClass>,
    basis: LegalBasis,
    patient: Option<PatientId>,
    action: What,
    outcome: Outcome,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// It was shown.
    Shown,
    /// Some of it is not in the store any more: nothing was shown.
    ContentMissing,
}

/// What somebody looked at, and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Looked {
    /// What she did.
    pub(super) what: What,
    /// What she was shown.
    pub(super) fields: Vec<FieldsClass>,
    /// Of whom, if said.
    pub(super) patient: Option<PatientId>,
    /// What came of it.
    pub(super) outcome: Outcome,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// Somebody opened it.
    Open,
    /// Somebody looked for its patient and was told that it is open.
    Search,
    /// Somebody listed what there is.
    List,
    /// Somebody took it out, to be kept in another system.
    Export,
    /// It turned out to be about another patient: everything shown of it was an incident.
    WrongPatient,
}

#[derive(Debug, Clone, Serialize)]
struct Actor {
    person: PersonId,
    employee_hsa_id: Option<String>,
    name_at_time: Option<String>,
    licence: Option<Licence>,
    commission: CommissionId,
    purpose: Option<Purpose>,
    place: Place,
    controller: ControllerId,
    session: SessionId,
}

/// The stored form.
#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    prev: String,
    ts: String,
    controller: &'a ControllerId,
    controller_orgnr: Option<String>,
    actor: &'a Actor,
    patient: Option<Patient>,
    action: What,
    object: Named<'a>,
    fields_class: &'a [FieldsClass],
    legal_basis: LegalBasis,
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
}

#[derive(Serialize)]
struct Patient {
    #[serde(rename = "ref")]
    pseudonym: PatientRef,
    sealed: String,
}

#[derive(Serialize)]
struct Named<'a> {
    r#type: Object,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<ConsultId>,
    owner_controller: &'a ControllerId,
}

impl Access {
    /// `session` has `looked` at what the line is about.
    pub(super) fn new(
        looked: Looked,
        session: &Session,
        directory: &Directory,
        about: About<'_>,
        at: Timestamp,
    ) -> Self {
        let Looked {
            what: action,
            fields,
            patient,
            outcome,
        } = looked;
        let person = directory.person(&session.person, at);
        let commission = directory.commission(&session.commission, at);
        let own = session.actor.controller == *about.request_owner;
        let basis = if own && about.basis != LegalBasis::QualityReview {
            LegalBasis::OwnCare
        } else {
            about.basis
        };
        Self {
            at,
            actor: Actor {
                person: session.person.clone(),
                employee_hsa_id: person.map(|row| row.hsa_id.to_string()),
                name_at_time: person.map(|row| row.name.clone()),
                licence: person.and_then(|row| row.licence),
                commission: session.commission.clone(),
                purpose: commission.map(|row| row.purpose),
                place: session.actor.place.clone(),
                controller: session.actor.controller.clone(),
                session: session.id,
            },
            object: about.object,
            id: about.id,
            owner: about.request_owner.clone(),
            fields,
            basis,
            patient,
            action,
            outcome,
        }
    }

    /// When it was asked for.
    pub(super) const fn at(&self) -> Timestamp {
        self.at
    }

    /// The stored form in the log of `controller`, behind `prev`.
    pub(super) fn line(
        &self,
        controller: &ControllerId,
        row: Option<&Controller>,
        vault: &Vault,
        prev: Hash,
    ) -> Result<Vec<u8>, serde_json::Error> {
        let (consult, case) = self.id.unzip();
        let patient = self.patient.as_ref().zip(consult);
        let patient = patient.and_then(|(patient, consult)| {
            let sealed = vault.seal_patient(controller, consult, patient)?;
            Some(Patient {
                pseudonym: vault.pseudonym(controller, patient)?,
                sealed: STANDARD_NO_PAD.encode(sealed),
            })
        });
        serde_json::to_vec(&Line {
            v: 1,
            prev: prev.to_string(),
            ts: self.at.to_rfc3339(),
            controller,
            controller_orgnr: row.map(|row| row.org_number.to_string()),
            actor: &self.actor,
            patient,
            action: self.action,
            object: Named {
                r#type: self.object,
                id: consult,
                owner_controller: &self.owner,
            },
            fields_class: &self.fields,
            legal_basis: self.basis,
            outcome: self.outcome,
            case_id: case,
        })
    }
}
