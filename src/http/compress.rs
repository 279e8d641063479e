//! What is sent smaller than it is.
//!
//! How small a text becomes tells of what is in it: whoever can put words of her own beside a
//! secret, and sees how much is sent, can guess the secret letter by letter (BREACH, 2013). So
//! nothing is compressed unless it stands here: answers that hold neither a secret nor anybody's
//! words, which are also the long ones. Everything else leaves as it is: sessions, tickets, and
//! cases with who they are about.

use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::routes::Operation;

/// What is shorter than this, in bytes, fits one packet as it is.
const WORTH_IT: u16 = 1_024;

/// Seven per cent less than at the library's own choice, for some milliseconds more of a page's script.
const QUALITY: CompressionLevel = CompressionLevel::Precise(6);

/// Compresses what a route or a folder answers, as its caller can read it: brotli, else gzip.
/// What is compressed already, and pictures, are left alone.
pub(super) fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .quality(QUALITY)
        .compress_when(SizeAbove::new(WORTH_IT).and(NotForContentType::IMAGES))
}

/// Whether what `operation` answers holds neither a secret nor anybody's own words.
pub(super) const fn is_plain(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::DemoPeople
            | Operation::Centres
            | Operation::ListConsults
            | Operation::Queue
            | Operation::Indicators
            | Operation::LiveIndicators
            | Operation::ListPhoneContacts
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::http::openapi;
    use crate::http::routes::{ROUTES, Route};

    /// Names of fields that hold a secret, a patient, or what somebody typed.
    const TELLING: [&str; 11] = [
        "token",
        "ticket",
        "patient",
        "id_type",
        "sbar",
        "situation",
        "assessment",
        "contingency",
        "orders",
        "text",
        "answer",
    ];

    #[test]
    fn nothing_that_holds_a_secret_or_anybodys_words_is_compressed() {
        let document = openapi::document(true).0;
        let telling = |route: &&Route| {
            let mut fields = BTreeSet::new();
            if let (_, Some(schema)) = route.answer {
                fields_of(&document, schema, &mut BTreeSet::new(), &mut fields);
            }
            TELLING.iter().any(|name| fields.contains(*name))
        };
        let (told, plain): (Vec<&Route>, Vec<&Route>) = ROUTES.iter().partition(telling);
        for route in &told {
            assert!(!is_plain(route.operation), "{route:?}");
        }
        // The names are those of fields that there are.
        for operation in [
            Operation::DemoSession,
            Operation::SocketTicket,
            Operation::Call,
            Operation::GetConsult,
            Operation::GetPhoneContact,
            Operation::ExportJournal,
        ] {
            assert!(
                told.iter().any(|route| route.operation == operation),
                "{operation:?}"
            );
        }
        assert!(plain.iter().any(|route| is_plain(route.operation)));
    }

    /// The names of all fields of `schema`, also of what it refers to.
    fn fields_of(
        document: &Value,
        schema: &str,
        seen: &mut BTreeSet<String>,
        fields: &mut BTreeSet<String>,
    ) {
        if !seen.insert(schema.to_owned()) {
            return;
        }
        let described = &document["components"]["schemas"][schema];
        assert!(described.is_object(), "{schema} is not described");
        walk(document, described, seen, fields);
    }

    fn walk(
        document: &Value,
        value: &Value,
        seen: &mut BTreeSet<String>,
        fields: &mut BTreeSet<String>,
    ) {
        match value {
            Value::Object(map) => {
                if let Some(Value::Object(properties)) = map.get("properties") {
                    fields.extend(properties.keys().cloned());
                }
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let name = reference.rsplit('/').next().unwrap_or_default();
                    fields_of(document, name, seen, fields);
                }
                for inner in map.values() {
                    walk(document, inner, seen, fields);
                }
            }
            Value::Array(all) => all
                .iter()
                .for_each(|inner| walk(document, inner, seen, fields)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
