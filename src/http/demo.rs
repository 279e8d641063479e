//! Signing in to the demo, where anybody may be anyone.

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use signaling::wire::error::ErrorCode;
use signaling::wire::http::{DemoPeople, DemoSession, DemoSessionCreated, DemoUnlock};

use super::Doors;
use super::accept::Peer;
use super::body;
use super::error::Refused;
use super::session::{Known, keep, may_try, same_origin};
use crate::present::{CommissionId, PersonId, people};
use crate::service::{SignInError, StaysLocked};

/// `GET /demo/people`
pub(super) async fn people(State(doors): State<Doors>) -> axum::Json<DemoPeople> {
    axum::Json(DemoPeople {
        people: doors.with_names(people::demo),
    })
}

/// `POST /demo/sessions`
pub(super) async fn sign_in(
    State(doors): State<Doors>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: body::Json<DemoSession>,
) -> Result<Response, Refused> {
    same_origin(&headers, &doors)?;
    may_try(&peer, &doors)?;
    let failed = || {
        doors.gate.failed(peer.address(), doors.clock.now());
        Refused::not_found()
    };
    let DemoSession {
        person,
        commission,
        cookie,
    } = body.value;
    let Ok(person) = person.parse::<PersonId>() else {
        return Err(failed());
    };
    let commission: Option<CommissionId> = match commission.map(|text| text.parse()) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_not_an_id)) => return Err(failed()),
    };
    let signed_in = doors.service.sessions.sign_in(&person, commission.as_ref());
    let (token, session) = signed_in.await.map_err(|error| match error {
        SignInError::NoSuchPerson => failed(),
        SignInError::Failed(failure) => failure.into(),
    })?;
    peer.vouch();
    let token = token.reveal();
    let mut headers = HeaderMap::new();
    if cookie.unwrap_or(false) {
        keep(&mut headers, &token);
    }
    let created = axum::Json(DemoSessionCreated {
        token,
        person: session.person.to_string(),
        commission: session.commission.to_string(),
    });
    Ok((headers, created).into_response())
}

/// `POST /demo/unlock`: saying who one is proves it, in the demo.
pub(super) async fn unlock(
    Known { session, .. }: Known,
    State(doors): State<Doors>,
    body: body::Json<DemoUnlock>,
) -> Result<StatusCode, Refused> {
    let another = || {
        let detail = "The screen is another person's. End the session, then sign in yourself.";
        Refused::new(ErrorCode::Forbidden, detail)
    };
    let person = body.value.person.parse().map_err(|_not_an_id| another())?;
    let opened = doors.service.sessions.unlock(session.id, &person).await;
    opened.map_err(|error| match error {
        StaysLocked::Another => another(),
        StaysLocked::Failed(failure) => failure.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
}
