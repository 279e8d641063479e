//! The page of telephone numbers, which clients keep for the day when nothing else works.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::Doors;
use crate::present::phones;

/// An hour fresh, and a week where the server cannot be reached: for caches on the way. The
/// browser's own copy is kept by `telefon-worker.js`.
const KEPT: &str = "public, max-age=3600, stale-if-error=604800";

/// `GET /telefon`
pub(super) async fn page(State(doors): State<Doors>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, KEPT),
    ];
    (
        headers,
        doors.with_names(|names| phones::page(names, doors.rules.demo)),
    )
}

/// `GET /telefon.css`
pub(super) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, KEPT),
    ];
    (headers, phones::STYLE)
}
