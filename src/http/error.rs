//! Every no as a problem document (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use signaling::wire::error::{ErrorCode, Problem};

use crate::present::problem;
use crate::service::Failure;

/// When to try again what could not be done for lack of room or of a store.
const RETRY_MS: u64 = 1_000;

/// An answer that says no.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused(pub Problem);

impl Refused {
    /// No, for `code`, with a sentence that says what mends it.
    #[must_use]
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self(Problem::new(code, detail))
    }

    /// There is no such thing. Always the same bytes, so that nobody learns what exists.
    #[must_use]
    pub fn not_found() -> Self {
        Self(problem::not_found())
    }
}

impl Refused {
    /// Something failed that is ours to mend; it has been logged.
    #[must_use]
    pub fn internal() -> Self {
        tracing::error!("An answer could not be put together");
        Self(defect())
    }
}

fn defect() -> Problem {
    Problem::new(
        ErrorCode::Internal,
        "The failure has been logged. Try again, or phone.",
    )
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self(problem_of(&failure))
    }
}

fn problem_of(failure: &Failure) -> Problem {
    let later = |code, detail| Problem::new(code, detail).retry_after_ms(RETRY_MS);
    match failure {
        Failure::Refused(refusal) => problem::refusal(refusal),
        Failure::NotFound => problem::not_found(),
        Failure::Forbidden => problem::forbidden(),
        Failure::SessionEnded => Problem::new(
            ErrorCode::SessionRevoked,
            "The session has been ended. Sign in again.",
        ),
        Failure::Busy => later(
            ErrorCode::Busy,
            "Others were faster. Send the same call again with the same key.",
        ),
        Failure::Overloaded => later(
            ErrorCode::Overloaded,
            "Send the same call again with the same key.",
        ),
        Failure::Unknown => later(
            ErrorCode::StoreUnavailable,
            "It is not known whether it was done. Send the same call again with the same key.",
        ),
        Failure::StoreUnavailable => later(
            ErrorCode::StoreUnavailable,
            "Nothing was changed or shown. Send the same call again with the same key, or phone.",
        ),
        Failure::StoreFull => Problem::new(
            ErrorCode::StoreFull,
            "Nothing was changed. Phone, and tell the operator.",
        ),
        Failure::Draining => later(
            ErrorCode::Draining,
            "Send the same call again with the same key.",
        ),
        Failure::ContentMissing => Problem::new(
            ErrorCode::ContentMissing,
            "Nothing is shown, for what is left would look like all of it. The failure has been \
             logged. Phone whoever asked or answered.",
        ),
        Failure::Internal => defect(),
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(problem) = self;
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = problem.retry_after_ms.map(|millis| millis.div_ceil(1_000));
        let closes = matches!(
            problem.code,
            ErrorCode::TooLarge | ErrorCode::RequestTimeout
        );
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if closes {
            // The rest of the body is not read, so the connection cannot be used again.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// The answer to one more request from an address with too many unknown callers.
#[must_use]
pub(super) fn too_many_strangers() -> Response {
    let detail = "Too many callers from your address have not signed in. Try again shortly.";
    let problem = Problem::new(ErrorCode::RateLimited, detail).retry_after_ms(10_000);
    Refused(problem).into_response()
}
