//! The closed list of codes with which the server says no.

use serde::{Deserialize, Serialize};

use super::WireTime;
use super::http::StaffRef;
use super::vocabulary::{Between, ConsultState};

// A text is taken as a token: one taken as a literal comes wrapped, and whoever describes the
// type from its attributes would not see it.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:tt $status:literal $title:literal),+ $(,)?) => {
        /// Why the server says no. Clients choose their text and the next step by it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $text)] $name),+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as it stands in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The HTTP status that goes with the code.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }

            /// One short English sentence for people who read answers by eye.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }
        }
    };
}

codes! {
    /// The body is not UTF-8 or not JSON.
    MalformedJson = "malformed_json" 400 "The body is not JSON.",
    /// A call that changes something has no `Idempotency-Key`.
    MissingIdempotencyKey = "missing_idempotency_key" 400 "A call that changes something needs an Idempotency-Key header with a UUID.",
    /// A secret stood in the URL.
    TokenInUrl = "token_in_url" 400 "A secret must never stand in the URL.",
    /// Nobody is signed in.
    Unauthenticated = "unauthenticated" 401 "Nobody is signed in.",
    /// The session was ended.
    SessionRevoked = "session_revoked" 401 "The session has been ended.",
    /// The ticket was used before.
    TicketUsed = "ticket_used" 401 "The ticket has been used or has expired.",
    /// The role may not do this.
    Forbidden = "forbidden" 403 "Your role may not do this.",
    /// The centre does not answer for this unit, or the doctor not for this centre.
    NotEligible = "not_eligible" 403 "You do not answer for this centre.",
    /// The page comes from another origin.
    BadOrigin = "bad_origin" 403 "The request comes from another origin.",
    /// A write with a cookie lacks the header that only our own page sends.
    Csrf = "csrf" 403 "The request does not come from our own page.",
    /// The screen is locked.
    SessionLocked = "session_locked" 403 "The screen is locked.",
    /// There is no such thing for the caller.
    NotFound = "not_found" 404 "There is no such thing.",
    /// The resource has no such method.
    MethodNotAllowed = "method_not_allowed" 405 "The resource has no such method.",
    /// The request took too long to arrive.
    RequestTimeout = "request_timeout" 408 "The request took too long to arrive.",
    /// The consult is not in a state that allows this.
    WrongState = "wrong_state" 409 "The case is no longer in a state that allows this.",
    /// Another doctor was first.
    AlreadyTaken = "already_taken" 409 "Another doctor was first.",
    /// The doctor holds another case.
    AlreadyHolding = "already_holding" 409 "You already hold a case.",
    /// The doctor is not on duty.
    NotOnDuty = "not_on_duty" 409 "You are not on duty.",
    /// The caller has not been let in.
    NotAdmitted = "not_admitted" 409 "You have not been let in.",
    /// What was to be replaced is not what she read.
    ChangedElsewhere = "changed_elsewhere" 409 "It was changed elsewhere in the meantime.",
    /// The order was not read back.
    ReadBackMissing = "read_back_missing" 409 "The order has not been read back.",
    /// The case has ended.
    ConsultOver = "consult_over" 410 "The case has ended.",
    /// The body is too large.
    TooLarge = "too_large" 413 "The body is too large.",
    /// The body is not of a kind this resource reads.
    UnsupportedMediaType = "unsupported_media_type" 415 "The body must be application/json.",
    /// A field is not known.
    UnknownField = "unknown_field" 422 "A field is not known.",
    /// A field is missing.
    MissingField = "missing_field" 422 "A field is missing.",
    /// A value is not allowed.
    InvalidValue = "invalid_value" 422 "A value is not allowed.",
    /// A person's number is not valid.
    InvalidIdentifier = "invalid_identifier" 422 "The number is not valid.",
    /// A name holds characters that names do not have.
    InvalidName = "invalid_name" 422 "The name is not valid.",
    /// The body is nested too deeply.
    TooDeep = "too_deep" 422 "The body is nested too deeply.",
    /// The key was used for another body.
    IdempotencyKeyReused = "idempotency_key_reused" 422 "The Idempotency-Key was used for another request.",
    /// Too many requests.
    RateLimited = "rate_limited" 429 "Too many requests.",
    /// Something failed that is ours to mend.
    Internal = "internal" 500 "Something failed that is ours to mend.",
    /// What was said in the case is not in the store any more.
    ContentMissing = "content_missing" 500 "What was said in the case is missing from the store.",
    /// The store cannot be reached.
    StoreUnavailable = "store_unavailable" 503 "The store cannot be reached. Nothing is lost; try again.",
    /// The store is full.
    StoreFull = "store_full" 503 "The store is full.",
    /// Too many nodes wrote at once.
    Busy = "busy" 503 "Too much happens at once. Try again.",
    /// The node is being taken out of service.
    Draining = "draining" 503 "The server is being restarted. Try again.",
    /// More work waits than may.
    Overloaded = "overloaded" 503 "More work waits than may. Try again.",
    /// The socket message is of no known kind.
    UnknownMessage = "unknown_message" 422 "The message is of no known kind.",
    /// Another device of the same person holds the seat.
    SeatTaken = "seat_taken" 409 "Another device holds your seat.",
}

/// A refusal as an HTTP body (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
pub struct Problem {
    /// `about:blank#<code>`: the code decides, there is no page behind it.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "schema", ts(type = "string"), schema(value_type = String))]
    pub kind: Box<str>,
    /// One short sentence.
    #[cfg_attr(feature = "schema", ts(type = "string"), schema(value_type = String))]
    pub title: Box<str>,
    /// The HTTP status.
    pub status: u16,
    /// What a client decides by.
    pub code: ErrorCode,
    /// What is wrong and what mends it.
    pub detail: String,
    /// The field as a dotted path, where one is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// When to try again, in milliseconds, where trying again helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// Where the case is, where somebody or something came between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<ConsultState>,
    /// What came between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Between>,
    /// Who did; absent if the system did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Box<StaffRef>>,
    /// When, also where something was changed elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Box<WireTime>>,
}

impl Problem {
    /// The problem document of `code`, with `detail` for the reader.
    #[must_use]
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("about:blank#{}", code.as_str()).into(),
            title: code.title().into(),
            status: code.status(),
            code,
            detail: detail.into(),
            field: None,
            retry_after_ms: None,
            now: None,
            what: None,
            by: None,
            at: None,
        }
    }

    /// The same, naming the field that is to blame.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, saying when to try again.
    #[must_use]
    pub const fn retry_after_ms(mut self, millis: u64) -> Self {
        self.retry_after_ms = Some(millis);
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn problem_names_code_field_and_remedy() {
        pinned(
            &Problem::new(ErrorCode::MissingField, "Give a centre.").at("centre"),
            &json!({
                "type": "about:blank#missing_field", "title": "A field is missing.", "status": 422,
                "code": "missing_field", "detail": "Give a centre.", "field": "centre",
            }),
        );
    }

    #[test]
    fn every_code_has_a_status_that_says_no() {
        for code in ErrorCode::ALL {
            assert!((400..600).contains(&code.status()), "{code:?}");
        }
    }
}
