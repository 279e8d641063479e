//! What operators see, on a listener of their own: measures, and the clock of a demo.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use crate::clock::Clock;
use crate::service::Service;
use crate::socket::Sockets;
use crate::telemetry::Metrics;

/// How far a demo's clock goes at once, in seconds: a socket answers each tick, which comes
/// every ten, and so nobody seems to have left.
const STEP_MAX: u64 = 5;

/// How far the demo's clock is to go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forward {
    seconds: u64,
}

/// Serves `/metrics`, and where there is a demo's clock `POST /demo/clock`.
pub(super) fn router(
    metrics: Arc<Metrics>,
    sockets: Sockets,
    service: Service,
    demo: Option<Clock>,
) -> Router {
    let text = move || {
        let position = service.waiting.published().borrow().seq;
        let missing = service.waiting.found_missing();
        let text = metrics.text(sockets.open(), position, missing);
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        async move { ([(header::CONTENT_TYPE, kind)], text).into_response() }
    };
    let router = Router::new().route("/metrics", get(text));
    match demo {
        None => router,
        Some(clock) => router.route(
            "/demo/clock",
            post(async move |Json(forward): Json<Forward>| put_forward(&clock, &forward)),
        ),
    }
}

/// Puts a demo's clock forward by at most [`STEP_MAX`].
fn put_forward(clock: &Clock, forward: &Forward) -> StatusCode {
    if forward.seconds > STEP_MAX {
        return StatusCode::UNPROCESSABLE_ENTITY;
    }
    clock.advance(Duration::from_secs(forward.seconds));
    StatusCode::NO_CONTENT
}

/// Answers a request, counted by the pattern of its route: a path may name a consult.
pub(super) async fn measured(
    metrics: Arc<Metrics>,
    clock: Clock,
    request: Request,
    next: Next,
) -> Response {
    let pattern = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("other", MatchedPath::as_str)
        .to_owned();
    let method = request.method().as_str().to_owned();
    let begun = clock.now();
    let response = next.run(request).await;
    let took = clock.now().since(begun);
    let status = response.status().as_u16();
    metrics.answered(&method, &pattern, status, took);
    tracing::debug!(
        method,
        route = pattern,
        status,
        took_ms = took.as_millis(),
        "Answered"
    );
    response
}
