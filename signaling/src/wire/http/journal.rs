//! A case as text for the reader's own journal.

use serde::{Deserialize, Serialize};

use crate::wire::vocabulary::ConsultState;

/// A case as text for the reader's own journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct JournalText {
    /// Where the case stands.
    pub state: ConsultState,
    /// The log position of its last change.
    pub rev: u64,
    /// The log position of this answer.
    pub seq: u64,
    /// Swedish plain text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn text_comes_with_the_position_it_stands_at() {
        pinned(
            &JournalText {
                state: ConsultState::Closed,
                rev: 7,
                seq: 9,
                text: "Patient: …".to_owned(),
            },
            &json!({ "state": "closed", "rev": 7, "seq": 9, "text": "Patient: …" }),
        );
    }
}
