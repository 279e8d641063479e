//! Reads a JSON body: kind, size and time first, then what it says.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signaling::wire::error::ErrorCode;
use signaling::wire::http::Empty;

use super::Doors;
use super::error::Refused;
use crate::present::reading;

/// Most bytes of a body.
pub(super) const BODY_BYTES_MAX: usize = 64 * 1024;

/// How long a body may take to arrive.
pub(super) const BODY_TIME: Duration = Duration::from_secs(10);

/// How much a body may hold, and how long it may take to arrive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    /// Most bytes.
    pub bytes: usize,
    /// Longest time.
    pub time: Duration,
}

/// Of every body but a picture's.
const SMALL: Allowance = Allowance {
    bytes: BODY_BYTES_MAX,
    time: BODY_TIME,
};

/// A body of type `T`, and its bytes as they came.
#[derive(Debug)]
pub(super) struct Json<T> {
    /// What it says.
    pub value: T,
    /// How it was written.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned + Serialize> FromRequest<Doors> for Json<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, doors: &Doors) -> Result<Self, Refused> {
        if !says_json(request.headers()) {
            return Err(not_json_kind());
        }
        let bytes = read(request, doors, SMALL).await?;
        Ok(Self {
            value: reading::bytes(&bytes)?,
            bytes,
        })
    }
}

/// A body with nothing in it: no bytes at all, or `{}`.
#[derive(Debug)]
pub(super) struct Nothing;

impl FromRequest<Doors> for Nothing {
    type Rejection = Refused;

    async fn from_request(request: Request, doors: &Doors) -> Result<Self, Refused> {
        let json = says_json(request.headers());
        let bytes = read(request, doors, SMALL).await?;
        if bytes.is_empty() {
            return Ok(Self);
        }
        if !json {
            return Err(not_json_kind());
        }
        let Empty {} = reading::bytes(&bytes)?;
        Ok(Self)
    }
}

fn not_json_kind() -> Refused {
    Refused::new(
        ErrorCode::UnsupportedMediaType,
        "Send the body as application/json in UTF-8.",
    )
}

fn says_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = kind.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    json && parts.all(|part| match part.split_once('=') {
        Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
            value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        Some(_) | None => true,
    })
}

/// The bytes of a body, if there are not too many and they do not come too slowly.
///
/// # Errors
/// `too_large`, `request_timeout`, or `malformed_json` if it was cut off.
pub(super) async fn read(
    request: Request,
    doors: &Doors,
    allowed: Allowance,
) -> Result<Bytes, Refused> {
    let too_large = || {
        let detail = format!("This body has at most {} bytes.", allowed.bytes);
        Refused::new(ErrorCode::TooLarge, detail)
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|bytes| bytes > allowed.bytes) {
        return Err(too_large());
    }
    let body: Body = request.into_body();
    let arriving = Limited::new(body, allowed.bytes).collect();
    let arrived = tokio::select! {
        biased;
        arrived = arriving => arrived,
        () = doors.clock.sleep(allowed.time) => {
            let seconds = allowed.time.as_secs();
            let detail = format!("The body did not arrive within {seconds} seconds.");
            return Err(Refused::new(ErrorCode::RequestTimeout, detail));
        }
    };
    match arrived {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_cut_off) => Err(Refused::new(
            ErrorCode::MalformedJson,
            "The body ended before it was complete.",
        )),
    }
}
