//! A doctor's duty.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use signaling::wire::http::DutySet;

use super::Doors;
use super::body;
use super::commands::{replayed, submit};
use super::error::Refused;
use super::key::Key;
use super::session::SignedIn;
use crate::present::{Action, command, problem, rows};

/// `PUT /duty`
pub(super) async fn set(
    SignedIn { session }: SignedIn,
    Key(key): Key,
    State(doors): State<Doors>,
    body: body::Json<DutySet>,
) -> Result<Response, Refused> {
    problem::allowed(session.role, Action::SetDuty)?;
    let command = command::set_duty(&body.value)?;
    let ack = submit(&doors, &session, key, "duty", &body.bytes, command, None).await?;
    let (_seq, view) = doors.service.waiting.view_now(&Doors::viewer(&session));
    let duty = view.duty.as_ref().ok_or_else(Refused::internal)?;
    Ok(replayed(Json(rows::duty(duty)).into_response(), &ack))
}
