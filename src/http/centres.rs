//! Whom the caller may ask.

use axum::Json;
use axum::extract::State;
use signaling::wire::http::CentreList;

use super::Doors;
use super::error::Refused;
use super::session::SignedIn;
use crate::present::{Action, ToWire as _, people, problem};

/// `GET /centres`
pub(super) async fn list(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<CentreList>, Refused> {
    problem::allowed(session.role, Action::ViewCentres)?;
    let viewer = Doors::viewer(&session);
    let (seq, view) = doors.service.waiting.view_now(&viewer);
    Ok(Json(CentreList {
        seq,
        centres: doors.with_names(|names| people::centres(&viewer, &view, names)),
        levels: people::LEVELS.iter().map(|level| level.to_wire()).collect(),
    }))
}
