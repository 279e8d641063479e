//! That something went wrong in a case: said by those who take part, read by reviewers.

use axum::Json;
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
use crate::present::{Action, command, incidents, problem};
use crate::service::Part;

/// `POST /consults/{id}/report_incident`
pub(super) async fn report(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::ReportIncident>,
) -> Result<Response, Refused> {
    let (command, text) = command::report_incident(&body.value, id)?;
    let part = Some(Part::IncidentReport(text));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `GET /logs/incidents`
pub(super) async fn list(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<wire::IncidentList>, Refused> {
    problem::allowed(session.role, Action::ListIncidents)?;
    let read = doors.service.waiting.incidents(&session).await?;
    let viewer = Doors::viewer(&session);
    Ok(Json(doors.with_names(|names| {
        wire::IncidentList {
            seq: read.seq,
            incidents: read
                .incidents
                .iter()
                .map(|incident| incidents::row(incident, &viewer, names))
                .collect(),
        }
    })))
}

/// `GET /logs/consults/{id}`
pub(super) async fn read(
    SignedIn { session }: SignedIn,
    Named(consult): Named,
    State(doors): State<Doors>,
) -> Result<Json<wire::Dossier>, Refused> {
    let read = doors.service.waiting.dossier(&session, consult).await?;
    let viewer = Doors::viewer(&session);
    Ok(Json(doors.with_names(|names| {
        incidents::dossier(
            &read.incident,
            &read.texts,
            (&read.dossier, read.read_at),
            &viewer,
            names,
        )
    })))
}
