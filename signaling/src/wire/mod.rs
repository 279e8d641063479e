//! Every JSON type that reaches a client, with its literal JSON in a test beside it.
//!
//! Requests refuse unknown fields. Answers may gain fields, so clients ignore what they do
//! not know. Absent and `null` mean the same in a request; an answer writes `null`.

pub mod call;
pub mod depth;
pub mod error;
pub mod http;
#[cfg(feature = "schema")]
pub mod schema;
pub mod socket;
pub mod vocabulary;

use serde::{Deserialize, Serialize};

/// Version of the socket protocol, as the subprotocol that both ends name.
pub const SUBPROTOCOL: &str = "vantrum.v1";

/// A point in time as RFC 3339 text in UTC with milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(transparent)]
#[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
pub struct WireTime(pub String);

#[cfg(test)]
pub(crate) mod testing {
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    /// Holds `value` against its literal JSON, both ways.
    #[track_caller]
    pub(crate) fn pinned<T>(value: &T, json: &serde_json::Value)
    where
        T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        assert_eq!(&serde_json::to_value(value).unwrap(), json);
        assert_eq!(&serde_json::from_value::<T>(json.clone()).unwrap(), value);
    }
}
