//! Pictures: brought before the request or addition that names them, shown as part of the case.

use serde::{Deserialize, Serialize};

use crate::wire::WireTime;

/// The server has a picture. It is the uploader's alone, and gone after 24 hours unless a
/// request or an addition of hers names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ImageCreated {
    /// The picture.
    pub image: String,
}

/// A picture of a case. What it shows is read by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct ImageContent {
    /// The picture.
    pub id: String,
    /// When it came to the case.
    pub at: WireTime,
    /// With what it came.
    pub with: ImageSource,
}

/// With what a picture came to its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImageSource {
    /// With the request.
    Request,
    /// It was added later.
    Supplement,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn picture_is_named_by_its_id_alone() {
        pinned(
            &ImageCreated {
                image: "i".to_owned(),
            },
            &json!({ "image": "i" }),
        );
        pinned(
            &ImageContent {
                id: "i".to_owned(),
                at: WireTime("2026-11-21T10:00:00.000Z".to_owned()),
                with: ImageSource::Supplement,
            },
            &json!({ "id": "i", "at": "2026-11-21T10:00:00.000Z", "with": "supplement" }),
        );
    }
}
