//! Requests: lists without identity, a new one, and one with content.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use signaling::wire::http::{
    ConsultContent, ConsultCreated, ConsultList, NewConsult, OpenConsult, OpenConsults, SamePatient,
};

use super::Doors;
use super::body;
use super::commands::{replayed, submit};
use super::content;
use super::error::Refused;
use super::key::Key;
use super::path::Named;
use super::session::SignedIn;
use crate::present::{Action, ConsultId, ToWire as _, View, people, problem, request, rows, time};
use crate::service::{Ack, Part, Session};

/// `GET /consults`
pub(super) async fn list(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<ConsultList>, Refused> {
    problem::allowed(session.role, Action::ListConsults)?;
    let (seq, view) = doors.service.waiting.view_now(&Doors::viewer(&session));
    let consults = doors.with_names(|names| rows::list(&view, names));
    Ok(Json(ConsultList { seq, consults }))
}

/// `GET /queue`
pub(super) async fn queue(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<ConsultList>, Refused> {
    problem::allowed(session.role, Action::ViewQueue)?;
    let (seq, view) = doors.service.waiting.view_now(&Doors::viewer(&session));
    let consults = doors.with_names(|names| rows::queue(&view, names));
    Ok(Json(ConsultList { seq, consults }))
}

/// `GET /consults/{id}`
pub(super) async fn read(
    SignedIn { session }: SignedIn,
    Named(consult): Named,
    State(doors): State<Doors>,
) -> Result<Json<ConsultContent>, Refused> {
    let disclosed = doors.service.waiting.content(&session, consult).await?;
    let now = doors.clock.now();
    Ok(Json(doors.with_names(|names| {
        content::shown(&disclosed, names, now)
    })))
}

/// `POST /consults`
pub(super) async fn create(
    SignedIn { session }: SignedIn,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<NewConsult>,
) -> Result<Response, Refused> {
    problem::allowed(session.role, Action::CreateConsult)?;
    let id = ConsultId(doors.clock.new_id());
    let (command, content) = request::ask(body.value, id, doors.clock.now())?;
    let part = Some(Part::Request(Box::new(content)));
    let ack = submit(&doors, &session, key, "ask", &body.bytes, command, part).await?;
    let created = created(&doors, &session, &ack)?;
    let response = (StatusCode::CREATED, Json(created)).into_response();
    Ok(replayed(response, &ack))
}

/// `POST /consults/same_patient`
pub(super) async fn same_patient(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
    body: body::Json<SamePatient>,
) -> Result<Json<OpenConsults>, Refused> {
    problem::allowed(session.role, Action::CreateConsult)?;
    let (_codes, named) = request::named_patient(body.value.patient, doors.clock.now())?;
    let waiting = &doors.service.waiting;
    let found = waiting.open_about(&session, &named.id).await?;
    let consults = doors.with_names(|names| {
        let open = found.iter().map(|one| OpenConsult {
            id: one.opens.map(|id| id.to_string()),
            queued_at: time(one.queued_at),
            nurse: names.staff(&one.nurse),
        });
        open.collect()
    });
    Ok(Json(OpenConsults { consults }))
}

/// What the nurse is told: her place, what happens by itself, and whom to phone.
fn created(doors: &Doors, session: &Session, ack: &Ack) -> Result<ConsultCreated, Refused> {
    let (Some(id), Some(state)) = (ack.consult, ack.state) else {
        return Err(Refused::internal());
    };
    let (_seq, view) = doors.service.waiting.view_now(&Doors::viewer(session));
    let row = view.consults.get(&id).ok_or_else(Refused::not_found)?;
    Ok(ConsultCreated {
        id: id.to_string(),
        case: row.case.to_string(),
        rev: ack.rev,
        seq: ack.seq,
        state: state.to_wire(),
        position: row.position,
        wait: None,
        due_at: time(row.due_at),
        next_steps: rows::next_steps(&row.next_steps),
        reachable: reachable(&view, id),
        phone: doors.with_names(|names| people::phone_now(&row.centre, &view, names)),
    })
}

fn reachable(view: &View, id: ConsultId) -> u32 {
    let centre = view.consults.get(&id).map(|row| &row.centre);
    centre
        .and_then(|centre| view.centres.get(centre))
        .map_or(0, |centre| centre.reachable)
}
