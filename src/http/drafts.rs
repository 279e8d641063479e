//! What somebody has written in a form of a case and not sent: kept for her, whatever becomes of
//! the page.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use signaling::wire::http as wire;

use super::Doors;
use super::body;
use super::commands::named;
use super::error::Refused;
use super::path::{NamedDraft, NamedOwnDraft};
use super::session::SignedIn;
use crate::present::drafts;

/// `PUT /consults/{id}/drafts/{form}`
pub(super) async fn keep(
    SignedIn { session }: SignedIn,
    NamedDraft(consult, form): NamedDraft,
    State(doors): State<Doors>,
    body: body::Json<wire::DraftSet>,
) -> Result<StatusCode, Refused> {
    let waiting = &doors.service.waiting;
    match drafts::written(body.value, form)? {
        Some(written) => {
            let drafts::Written { fields, text } = written;
            let kept = waiting.keep_draft(&session, consult, form, fields, text);
            kept.await.map_err(|failure| named(&doors, &failure))?;
        }
        None => waiting.drop_draft(&session, consult, form).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /consults/{id}/drafts/{form}`
pub(super) async fn find(
    SignedIn { session }: SignedIn,
    NamedDraft(consult, form): NamedDraft,
    State(doors): State<Doors>,
) -> Result<Json<wire::DraftFound>, Refused> {
    let draft = doors.service.waiting.draft(&session, consult, form).await?;
    Ok(Json(drafts::found(
        draft.map(|draft| (draft.at, draft.fields)),
    )))
}

/// `PUT /me/drafts/{form}`
pub(super) async fn keep_own(
    SignedIn { session }: SignedIn,
    NamedOwnDraft(form): NamedOwnDraft,
    State(doors): State<Doors>,
    body: body::Json<wire::DraftSet>,
) -> Result<StatusCode, Refused> {
    let waiting = &doors.service.waiting;
    match drafts::own_written(body.value)? {
        Some(fields) => waiting.keep_own_draft(&session, form, fields).await?,
        None => waiting.drop_own_draft(&session, form).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /me/drafts/{form}`
pub(super) async fn find_own(
    SignedIn { session }: SignedIn,
    NamedOwnDraft(form): NamedOwnDraft,
    State(doors): State<Doors>,
) -> Result<Json<wire::DraftFound>, Refused> {
    let draft = doors.service.waiting.own_draft(&session, form).await?;
    Ok(Json(drafts::found(
        draft.map(|draft| (draft.at, draft.fields)),
    )))
}
