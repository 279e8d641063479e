//! Whether the process lives, and whether it may take traffic.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::Doors;
use crate::service::Health;

#[derive(Serialize)]
struct Ready {
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// What "acknowledged" is worth on this store.
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<&'static str>,
    seq: u64,
}

/// `GET /healthz`
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`
pub(super) async fn ready(State(doors): State<Doors>) -> Response {
    let waiting = &doors.service.waiting;
    let seq = waiting.published().borrow().seq;
    match waiting.ready() {
        Ok(promise) => Json(Ready {
            ready: true,
            reason: None,
            promise: Some(promise.text()),
            seq,
        })
        .into_response(),
        Err(health) => {
            let body = Json(Ready {
                ready: false,
                reason: Some(reason(health)),
                promise: None,
                seq,
            });
            (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
        }
    }
}

const fn reason(health: Health) -> &'static str {
    match health {
        Health::Ready => "the store was not reached yet",
        Health::StoreUnavailable => "the store does not answer; it is being tried again",
        Health::Suspended => "the store contradicts what was acknowledged; an operator has to look",
        Health::Draining => "the server is being restarted",
    }
}
