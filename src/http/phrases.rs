//! A doctor's own phrases and order templates.

use axum::Json;
use axum::extract::State;
use signaling::wire::http as wire;

use super::Doors;
use super::body;
use super::error::Refused;
use super::session::SignedIn;
use crate::present::{Action, phrases, problem};
use crate::service::PhrasesNotKept;

/// `GET /me/phrases`
pub(super) async fn read(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<wire::Phrases>, Refused> {
    problem::allowed(session.role, Action::KeepPhrases)?;
    let kept = doors.service.phrases.read(&session).await?;
    Ok(Json(phrases::kept(kept.rev, kept.at, &kept.phrases)))
}

/// `PUT /me/phrases`
pub(super) async fn keep(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
    body: body::Json<wire::PhrasesSet>,
) -> Result<Json<wire::Phrases>, Refused> {
    problem::allowed(session.role, Action::KeepPhrases)?;
    let wire::PhrasesSet {
        rev,
        phrases,
        orders,
    } = body.value;
    let written = phrases::written(phrases, orders)?;
    match doors.service.phrases.keep(&session, rev, written).await {
        Ok(kept) => Ok(Json(phrases::kept(kept.rev, kept.at, &kept.phrases))),
        Err(PhrasesNotKept::ChangedElsewhere(at)) => Err(phrases::changed_elsewhere(at).into()),
        Err(PhrasesNotKept::Failed(failure)) => Err(failure.into()),
    }
}
