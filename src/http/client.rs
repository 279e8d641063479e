//! The client, embedded: every page is the one page, and files with a hash never change.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use memory_serve::CacheControl;

use super::error::Refused;
use super::routes;

/// Serves the files that `build.rs` put into the program.
pub(super) fn router() -> Router {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(axum::http::StatusCode::OK)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long)
        .into_router()
        .layer(middleware::from_fn(pages_only))
}

/// A page of the client is any path that reads like one; a file that does not exist is none.
async fn pages_only(request: Request, next: Next) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return routes::wrong_method().await;
    }
    let file = request.uri().path().rsplit('/').next().unwrap_or_default();
    let is_file = file.contains('.');
    let hashed = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let fell_back = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_file && fell_back {
        return Refused::not_found().into_response();
    }
    if !hashed {
        // Its name stays when its content changes.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}
