//! What is done about an answer, and about a patient who was wrongly named.

use axum::extract::State;
use axum::response::Response;
use signaling::wire::http as wire;

use super::Doors;
use super::body;
use super::commands::on;
use super::error::Refused;
use super::key::Key;
use super::path::Named;
use super::session::SignedIn;
use crate::present::{command, request};
use crate::service::{Part, PatientCorrection};

/// `POST /consults/{id}/ask_back`
pub(super) async fn ask_back(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::AskBack>,
) -> Result<Response, Refused> {
    let (command, text) = command::ask_back(&body.value, id)?;
    let part = Some(Part::AskedBack(text));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/addendum`
pub(super) async fn addend(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Addendum>,
) -> Result<Response, Refused> {
    let (command, text) = command::addend(&body.value, id)?;
    let part = Some(Part::Addendum(text));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/correct_patient`
pub(super) async fn correct_patient(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::CorrectPatient>,
) -> Result<Response, Refused> {
    let (command, patient, reason) = request::correct_patient(body.value, id, doors.clock.now())?;
    let correction = PatientCorrection { patient, reason };
    let part = Some(Part::Patient(Box::new(correction)));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/void`
pub(super) async fn void(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Void>,
) -> Result<Response, Refused> {
    let (command, text) = command::void(&body.value, id)?;
    let part = text.map(Part::VoidReason);
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/task_done`
pub(super) async fn task_done(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::TaskDone>,
) -> Result<Response, Refused> {
    let command = command::task_done(&body.value, id);
    on(&doors, &session, key, id, &body.bytes, command, None).await
}
