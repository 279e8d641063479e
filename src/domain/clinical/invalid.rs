//! What is wrong with something a nurse or a doctor wrote, and in which field.

use std::fmt;

/// The first field that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Invalid {
    /// The field as a dotted path, list places from 0: `orders.2.what`.
    pub field: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is needed here and absent or blank.
    MissingField,
    /// Its value is out of range, or does not fit another field.
    InvalidValue,
    /// It is no personal number of the stated kind.
    InvalidIdentifier,
    /// It is no name.
    InvalidName,
    /// It holds what looks like a person's number, where nobody's may stand.
    PersonNumber,
}

impl Why {
    /// The code by which clients choose their text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MissingField => "missing_field",
            Self::InvalidValue | Self::PersonNumber => "invalid_value",
            Self::InvalidIdentifier => "invalid_identifier",
            Self::InvalidName => "invalid_name",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Invalid {
    /// `field` is wrong in this way.
    #[must_use]
    pub fn new(field: impl Into<String>, why: Why) -> Self {
        Self {
            field: field.into(),
            why,
        }
    }

    /// `field` is needed here.
    #[must_use]
    pub fn missing(field: impl Into<String>) -> Self {
        Self::new(field, Why::MissingField)
    }

    /// `field` has a value that is not taken.
    #[must_use]
    pub fn value(field: impl Into<String>) -> Self {
        Self::new(field, Why::InvalidValue)
    }

    /// The same, seen from one step further out.
    #[must_use]
    pub fn under(mut self, outer: &str) -> Self {
        self.field = format!("{outer}.{}", self.field);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_is_named_from_the_outside_in() {
        let inner = Invalid::missing("what").under("2").under("orders");
        assert_eq!(inner.field, "orders.2.what");
        assert_eq!(inner.to_string(), "orders.2.what: missing_field");
    }
}
