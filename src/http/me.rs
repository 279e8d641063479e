//! Who is calling, and signing out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use signaling::wire::http::Me;

use super::Doors;
use super::body::Nothing;
use super::error::Refused;
use super::session::{Known, Proof, keep_no_longer};
use crate::present::people;

/// `GET /me`
pub(super) async fn me(
    Known { session, .. }: Known,
    State(doors): State<Doors>,
) -> Result<Json<Me>, Refused> {
    let viewer = Doors::viewer(&session);
    let (_seq, view) = doors.service.waiting.view_now(&viewer);
    let signed_in = people::SignedIn {
        locked: session.locked,
        ends_at: session.ends_at(),
    };
    let me =
        doors.with_names(|names| people::me(&viewer, &view, names, signed_in, doors.rules.demo));
    me.map(Json).ok_or_else(Refused::not_found)
}

/// `POST /session/lock`: from its answer on, the session opens no case on any page.
pub(super) async fn lock(
    Known { session, .. }: Known,
    State(doors): State<Doors>,
    Nothing: Nothing,
) -> Result<StatusCode, Refused> {
    doors.service.sessions.lock(session.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /session`: from its answer on, nothing is authenticated by it.
pub(super) async fn sign_out(
    Known { session, proof }: Known,
    State(doors): State<Doors>,
) -> Result<Response, Refused> {
    doors.service.sessions.revoke(session.id).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    // Whoever uses the browser next must not find what was shown. A window that kept its
    // secret to itself ends alone: other windows of the same browser may be other people.
    let cleared = match proof {
        Proof::Cookie => {
            keep_no_longer(headers);
            r#""cache", "cookies", "storage""#
        }
        Proof::Bearer => r#""cache""#,
    };
    headers.insert("clear-site-data", HeaderValue::from_static(cleared));
    Ok(response)
}
