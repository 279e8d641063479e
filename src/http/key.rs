//! The key by which the same command is known when it comes again.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use signaling::wire::error::ErrorCode;
use uuid::Uuid;

use super::Doors;
use super::error::Refused;

/// The header that carries the key.
pub(super) const HEADER: &str = "idempotency-key";

/// The header that says that an answer is a first outcome, given again.
pub(super) const REPLAYED_HEADER: &str = "idempotency-replayed";

/// The `Idempotency-Key` of a call that changes something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key(pub Uuid);

impl FromRequestParts<Doors> for Key {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _doors: &Doors) -> Result<Self, Refused> {
        parts
            .headers
            .get(HEADER)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .map(Self)
            .ok_or_else(|| {
                Refused::new(
                    ErrorCode::MissingIdempotencyKey,
                    "Make a new UUID for each thing you want done, and send the same one again \
                     when you repeat the call.",
                )
            })
    }
}
