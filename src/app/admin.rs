//! What operators see: measures, on a listener of their own.

use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::clock::Clock;
use crate::service::Service;
use crate::socket::Sockets;
use crate::telemetry::Metrics;

/// Serves `/metrics`.
pub(super) fn router(metrics: Arc<Metrics>, sockets: Sockets, service: Service) -> Router {
    let text = move || {
        let position = service.waiting.published().borrow().seq;
        let missing = service.waiting.found_missing();
        let text = metrics.text(sockets.open(), position, missing);
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        async move { ([(header::CONTENT_TYPE, kind)], text).into_response() }
    };
    Router::new().route("/metrics", get(text))
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
