//! What is done to a consult: each call one command, each command once.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use signaling::wire::http as wire;
use uuid::Uuid;

use super::Doors;
use super::body::{self, Nothing};
use super::error::Refused;
use super::key::{Key, REPLAYED_HEADER};
use super::path::Named;
use super::session::SignedIn;
use crate::present::{
    Command, ConsultId, Level, Reason, Refusal, ToWire as _, answer, command, problem, request,
};
use crate::service::{Ack, Failure, Part, Session, TriageReason, fingerprint};

/// `POST /consults/{id}/supplement`
pub(super) async fn supplement(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Supplement>,
) -> Result<Response, Refused> {
    let reason = reason_of(&doors, &session, id);
    let (command, content) = request::supplement(body.value, id, reason, doors.clock.now())?;
    let part = Some(Part::Supplement(Box::new(content)));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/claim`
pub(super) async fn claim(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    Nothing: Nothing,
) -> Result<Response, Refused> {
    on(&doors, &session, key, id, b"", command::claim(id), None).await
}

/// `POST /consults/{id}/release`
pub(super) async fn release(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Release>,
) -> Result<Response, Refused> {
    let (command, why) = command::release(&body.value, id)?;
    let part = why.map(Part::ReleaseReason);
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/answer`
pub(super) async fn answer(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Answer>,
) -> Result<Response, Refused> {
    // What an answer must say depends on what was asked, which a stranger may not learn.
    let level = level_of(&doors, &session, id).ok_or_else(Refused::not_found)?;
    let (command, content) = answer::answer(body.value, id, level)?;
    let part = Some(Part::Answer(Box::new(content)));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/acknowledge`
pub(super) async fn acknowledge(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Acknowledge>,
) -> Result<Response, Refused> {
    let (command, read_back) = command::acknowledge(&body.value, id)?;
    let part = read_back.map(Part::ReadBack);
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/confirm_read_back`
pub(super) async fn confirm_read_back(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::ConfirmReadBack>,
) -> Result<Response, Refused> {
    let command = command::confirm_read_back(body.value, id);
    on(&doors, &session, key, id, &body.bytes, command, None).await
}

/// `POST /consults/{id}/close`
pub(super) async fn close(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Close>,
) -> Result<Response, Refused> {
    let command = command::close(body.value, id);
    on(&doors, &session, key, id, &body.bytes, command, None).await
}

/// `POST /consults/{id}/withdraw`
pub(super) async fn withdraw(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Withdraw>,
) -> Result<Response, Refused> {
    let command = command::withdraw(body.value, id);
    on(&doors, &session, key, id, &body.bytes, command, None).await
}

/// `POST /consults/{id}/redirect`
pub(super) async fn redirect(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Redirect>,
) -> Result<Response, Refused> {
    let (command, why) = command::redirect(&body.value, id)?;
    let part = Some(Part::RedirectReason(why));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// `POST /consults/{id}/triage`
pub(super) async fn triage(
    SignedIn { session }: SignedIn,
    Named(id): Named,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<wire::Triage>,
) -> Result<Response, Refused> {
    let (command, reason) = command::triage(&body.value, id)?;
    let now = doors.clock.now();
    let vitals = body.value.vitals.as_ref();
    if vitals.is_some() && reason_of(&doors, &session, id) == Reason::Death {
        return Err(problem::invalid_value("vitals").into());
    }
    let vitals = vitals
        .map(|vitals| request::vitals(vitals, now))
        .transpose()?;
    let part = Some(Part::Triage(TriageReason { reason, vitals }));
    on(&doors, &session, key, id, &body.bytes, command, part).await
}

/// How urgent `consult` is, for whoever sees it, or held it and is to be told why no more.
fn level_of(doors: &Doors, session: &Session, consult: ConsultId) -> Option<Level> {
    let viewer = Doors::viewer(session);
    let (_seq, view) = doors.service.waiting.view_now(&viewer);
    let row = view.consults.get(&consult);
    row.map(|row| row.level).or_else(|| {
        doors.service.waiting.read(|room, _directory| {
            let found = room.consult(consult)?;
            let lost = found.came_between(&viewer.person, &viewer.commission);
            lost.map(|_| found.level)
        })
    })
}

/// What `consult` is about, on which it depends what may be said of it. What a stranger asks
/// for is about something else: she is told below that there is no such thing.
fn reason_of(doors: &Doors, session: &Session, consult: ConsultId) -> Reason {
    let (_seq, view) = doors.service.waiting.view_now(&Doors::viewer(session));
    let row = view.consults.get(&consult);
    row.map_or(Reason::Other, |row| row.reason)
}

/// Carries out one command on one consult and says where it stands.
pub(super) async fn on(
    doors: &Doors,
    session: &Session,
    key: Uuid,
    consult: ConsultId,
    body: &[u8],
    command: Command,
    part: Option<Part>,
) -> Result<Response, Refused> {
    let operation = format!("{} {consult}", command.kind());
    let ack = submit(doors, session, key, &operation, body, command, part).await?;
    let state = ack.state.ok_or_else(Refused::internal)?;
    let outcome = Json(wire::Outcome {
        state: state.to_wire(),
        rev: ack.rev,
        seq: ack.seq,
    });
    Ok(replayed(outcome.into_response(), &ack))
}

/// Carries `command` out. The same key is the same command only for the same operation and
/// body.
pub(super) async fn submit(
    doors: &Doors,
    session: &Session,
    key: Uuid,
    operation: &str,
    body: &[u8],
    command: Command,
    part: Option<Part>,
) -> Result<Ack, Refused> {
    let print = fingerprint(operation, body);
    let done = doors
        .service
        .waiting
        .submit(session, key, print, command, part);
    done.await.map_err(|failure| named(doors, &failure))
}

/// The refusal with the names of those whom it tells of.
pub(super) fn named(doors: &Doors, failure: &Failure) -> Refused {
    if let Failure::Refused(Refusal::CameBetween(between)) = failure {
        return doors
            .with_names(|names| problem::came_between(between, Some(names)))
            .into();
    }
    Refused::from(failure.clone())
}

/// Marks an answer that was given before.
pub(super) fn replayed(mut response: Response, ack: &Ack) -> Response {
    if ack.replayed {
        let headers = response.headers_mut();
        headers.insert(REPLAYED_HEADER, HeaderValue::from_static("true"));
    }
    response
}
