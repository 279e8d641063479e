//! What somebody has written in a form of a case and not sent.

use serde::{Deserialize, Serialize};

use crate::wire::WireTime;

/// What the caller has written in a form and not sent. It is hers alone, it is in no journal, and
/// it is gone when the form is sent or 24 hours after the end of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct DraftSet {
    /// The form's fields as the client holds them, in a form of its own (up to 32,768 bytes).
    /// Nothing in it: there is no draft any more.
    pub fields: String,
    /// The same in plain lines, of an answer: what a doctor reads who takes the case after her (up
    /// to 4,000 characters).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What the caller has written there and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DraftFound {
    /// The draft; `null` if there is none.
    pub draft: Option<DraftContent>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct DraftContent {
    /// When it was written, last.
    pub at: WireTime,
    /// The form's fields as the client holds them.
    pub fields: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn draft_is_sent_and_found() {
        let fields = r#"{"assessment":"Stabil"}"#.to_owned();
        let text = Some("Stabil".to_owned());
        pinned(
            &DraftSet { fields, text },
            &json!({ "fields": "{\"assessment\":\"Stabil\"}", "text": "Stabil" }),
        );
        pinned(&DraftFound { draft: None }, &json!({ "draft": null }));
    }
}
