//! What holds for every request: no secret in the URL, the browser's protections on, and a
//! panic answered as a failure of ours.

use std::panic::AssertUnwindSafe;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt as _;
use signaling::wire::error::ErrorCode;

use super::error::Refused;

/// What a page of ours may load, run and talk to: our own origin, and nothing in a frame.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; media-src 'self' blob:; \
    worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types svelte-trusted-html vantrum-worker";

const PERMISSIONS: &str = "camera=(self), microphone=(self), display-capture=(self), \
    geolocation=(), payment=(), usb=()";

/// Names under which a secret may come in a URL, where logs and other sites would see it.
const SECRET_NAMES: [&str; 8] = [
    "access_token",
    "authorization",
    "bearer",
    "password",
    "secret",
    "session",
    "ticket",
    "token",
];

/// Answers a request with the protections on.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = if secret_in(request.uri()) {
        let detail = "Send the secret in a header or in the first message, never in the URL.";
        Refused::new(ErrorCode::TokenInUrl, detail).into_response()
    } else {
        AssertUnwindSafe(next.run(request))
            .catch_unwind()
            .await
            .unwrap_or_else(|_panic| {
                tracing::error!("A request ended in a panic");
                let detail = "The failure has been logged.";
                Refused::new(ErrorCode::Internal, detail).into_response()
            })
    };
    protect(&mut response, api);
    response
}

fn protect(response: &mut Response, api: bool) {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn secret_in(uri: &Uri) -> bool {
    let Some(query) = uri.query() else {
        return false;
    };
    query.split('&').any(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let plain = unescaped(name);
        SECRET_NAMES
            .iter()
            .any(|secret| plain.eq_ignore_ascii_case(secret))
    })
}

/// The name with its `%41` written as `A`.
fn unescaped(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('%') {
        plain.push_str(before);
        let code = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) => {
                plain.push(char::from(code));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                plain.push('%');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_seen_in_any_disguise_of_its_name() {
        for (uri, secret) in [
            ("/api/v1/me?token=x", true),
            ("/api/v1/me?a=1&TICKET=x", true),
            ("/api/v1/me?%74oken=x", true),
            ("/api/v1/me?access_token", true),
            ("/api/v1/indicators?from=a&to=b&by=centre", false),
            ("/api/v1/me", false),
            ("/api/v1/me?%zz=%", false),
        ] {
            assert_eq!(secret_in(&uri.parse().unwrap()), secret, "{uri}");
        }
    }
}
