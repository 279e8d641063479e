//! Reads JSON of a client: what is wrong with it is said by one code and one dotted path.
//!
//! No answer repeats what the caller wrote, except the name of a field: a mistyped value may
//! be a patient's.

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use signaling::wire::depth;
use signaling::wire::error::{ErrorCode, Problem};

/// Deepest nesting of what a client sends.
pub const DEPTH_MAX: usize = 32;

/// Longest name of a field that is repeated to the caller.
const FIELD_CHARS_MAX: usize = 200;

/// Parses `bytes`, naming what is wrong by code and dotted path.
///
/// # Errors
/// `malformed_json`, `too_deep`, `unknown_field`, `missing_field` or `invalid_value`.
pub fn bytes<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, Problem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => self::text(text),
        Err(_not_utf8) => Err(Problem::new(
            ErrorCode::MalformedJson,
            "The text is not UTF-8.",
        )),
    }
}

/// Parses `text`, as [`bytes()`].
///
/// # Errors
/// As [`bytes()`].
pub fn text<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, Problem> {
    if depth::of(text) > DEPTH_MAX {
        let detail = format!("It is nested at most {DEPTH_MAX} deep.");
        return Err(Problem::new(ErrorCode::TooDeep, detail));
    }
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let (line, column) = (error.line(), error.column());
        let detail = format!("The text is not JSON from line {line}, column {column} on.");
        return Err(Problem::new(ErrorCode::MalformedJson, detail));
    }
    if !text.trim_start().starts_with('{') {
        return Err(invalid("Fields are needed here: {…}.", ""));
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let value: T = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| judged(&dotted(error.path()), error.inner()))?;
    match list_for_fields(text, &value) {
        Some(path) => Err(invalid("A list stands where fields are needed.", &path)),
        None => Ok(value),
    }
}

/// The path at which a list was read as if its items were fields in their order, which the
/// reader would let pass.
fn list_for_fields<T: Serialize>(text: &str, read: &T) -> Option<String> {
    let given: Value = serde_json::from_str(text).ok()?;
    let read = serde_json::to_value(read).ok()?;
    mismatch(&given, &read, &mut Vec::new())
}

fn mismatch(given: &Value, read: &Value, path: &mut Vec<String>) -> Option<String> {
    if let (Value::Array(_), Value::Object(_)) = (given, read) {
        return Some(path.join("."));
    }
    let pairs: Vec<(String, &Value, &Value)> = match (given, read) {
        (Value::Object(given), Value::Object(read)) => given
            .iter()
            .filter_map(|(key, value)| Some((key.clone(), value, read.get(key)?)))
            .collect(),
        (Value::Array(given), Value::Array(read)) => given
            .iter()
            .zip(read)
            .enumerate()
            .map(|(place, (given, read))| (place.to_string(), given, read))
            .collect(),
        (_, _) => Vec::new(),
    };
    for (step, given, read) in pairs {
        path.push(step);
        if let Some(found) = mismatch(given, read, path) {
            return Some(found);
        }
        path.pop();
    }
    None
}

/// Which rule a reader's error is about. The texts are `serde`'s own, and a test of each
/// rule stands below.
fn judged(path: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    if let Some(field) = quoted_after(&text, "unknown field `") {
        let detail = "Leave the field out: it is not part of this.";
        Problem::new(ErrorCode::UnknownField, detail).at(below(path, field))
    } else if let Some(field) = quoted_after(&text, "missing field `") {
        let detail = "Give the field: it is needed here.";
        Problem::new(ErrorCode::MissingField, detail).at(below(path, field))
    } else if let Some(field) = quoted_after(&text, "duplicate field `") {
        invalid("Give the field once.", &below(path, field))
    } else {
        invalid(&expectation(&text), path)
    }
}

fn invalid(detail: &str, path: &str) -> Problem {
    let problem = Problem::new(ErrorCode::InvalidValue, detail);
    match shown(path) {
        whole if whole.is_empty() => problem,
        field => problem.at(field),
    }
}

fn quoted_after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(start)?;
    rest.split('`').next()
}

/// The path of `field` below `path`; some errors come with the field in the path already.
fn below(path: &str, field: &str) -> String {
    let named = path == field || path.ends_with(&format!(".{field}"));
    if path.is_empty() || path == "." {
        shown(field)
    } else if named {
        shown(path)
    } else {
        shown(&format!("{path}.{field}"))
    }
}

fn shown(path: &str) -> String {
    path.chars()
        .filter(|c| !c.is_control())
        .take(FIELD_CHARS_MAX)
        .collect()
}

/// What was expected, without what was found: that may be content about a patient.
fn expectation(text: &str) -> String {
    let place = text.rfind(" at line ").unwrap_or(text.len());
    let sentence = text.get(..place).unwrap_or(text);
    match sentence.rfind(", expected ") {
        Some(at) => {
            let wanted = sentence.get(at.saturating_add(2)..).unwrap_or_default();
            format!("The value is not allowed here: {wanted}.")
        }
        None => "The value is not allowed here.".to_owned(),
    }
}

fn dotted(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;

    let mut text = String::new();
    for segment in path {
        let step = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(&step);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use signaling::wire::http::{Answer, Empty, NewConsult, Supplement};

    use super::*;

    #[test]
    fn each_mistake_has_its_code_and_dotted_path() {
        let request =
            json!({ "centre": "c1", "level": "P1", "reason": "pain", "callback_phone": "1" });
        for (mistake, code, field) in [
            (json!({ "role": "doctor" }), ErrorCode::UnknownField, "role"),
            (
                json!({ "patient": { "id_type": "unknown", "bank": 1 } }),
                ErrorCode::UnknownField,
                "patient.bank",
            ),
            (
                json!({ "patient": {} }),
                ErrorCode::MissingField,
                "patient.id_type",
            ),
            (json!({ "level": "P9" }), ErrorCode::InvalidValue, "level"),
            (json!({ "level": 1 }), ErrorCode::InvalidValue, "level"),
            (
                json!({ "vitals": { "taken_at": "t", "pulse": -1 } }),
                ErrorCode::InvalidValue,
                "vitals.pulse",
            ),
            (
                json!({ "vitals": { "taken_at": "t", "pulse": 70_000 } }),
                ErrorCode::InvalidValue,
                "vitals.pulse",
            ),
            (
                json!({ "care_limits": { "kinds": ["none_known", "dance"] } }),
                ErrorCode::InvalidValue,
                "care_limits.kinds.1",
            ),
            (
                json!({ "signals": "x" }),
                ErrorCode::InvalidValue,
                "signals",
            ),
        ] {
            let mut body = request.clone();
            let fields = body.as_object_mut().unwrap();
            fields.extend(mistake.as_object().unwrap().clone());
            refused::<NewConsult>(&body.to_string(), code, Some(field));
        }
        refused::<NewConsult>(r#"{"level":"P1"}"#, ErrorCode::MissingField, Some("centre"));
    }

    #[test]
    fn doubled_key_and_number_beyond_all_range_are_invalid_values() {
        refused::<NewConsult>(
            r#"{"centre":"c1","centre":"c2"}"#,
            ErrorCode::InvalidValue,
            Some("centre"),
        );
        refused::<Supplement>(
            r#"{"vitals":{"taken_at":"t","temperature":1e999}}"#,
            ErrorCode::InvalidValue,
            Some("vitals.temperature"),
        );
        refused::<Supplement>(
            r#"{"sbar":{"situation":"a","situation":"b"}}"#,
            ErrorCode::InvalidValue,
            Some("sbar.situation"),
        );
    }

    #[test]
    fn list_is_never_read_as_fields() {
        refused::<Supplement>("[]", ErrorCode::InvalidValue, None);
        refused::<Supplement>(r#"{"sbar":["x"]}"#, ErrorCode::InvalidValue, Some("sbar"));
        refused::<Empty>("[]", ErrorCode::InvalidValue, None);
    }

    #[test]
    fn follow_up_may_be_null_but_not_absent() {
        let without = json!({
            "mode": "text", "assessed_by": "via_nurse", "assessment": "a", "level_of_care": "stay_home",
        });
        refused::<Answer>(
            &without.to_string(),
            ErrorCode::MissingField,
            Some("follow_up"),
        );
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for wrong in [
            b"".as_slice(),
            b"{",
            b"nope",
            b"{} {}",
            b"{\"note\":\"\xff\"}",
            b"{'note':1}",
        ] {
            let problem = bytes::<Supplement>(wrong).unwrap_err();
            assert_eq!(problem.code, ErrorCode::MalformedJson, "{wrong:?}");
        }
    }

    #[test]
    fn depth_is_judged_before_anything_is_parsed() {
        let deep = format!("{}{}", "[".repeat(33), "]".repeat(33));
        refused::<Supplement>(&deep, ErrorCode::TooDeep, None);
        let unclosed = "{\"a\":".repeat(40);
        refused::<Supplement>(&unclosed, ErrorCode::TooDeep, None);
        let fits = format!("{{\"note\":{}{}}}", "[".repeat(31), "]".repeat(31));
        refused::<Supplement>(&fits, ErrorCode::InvalidValue, Some("note"));
    }

    #[test]
    fn refusal_does_not_repeat_what_the_caller_wrote() {
        let body = r#"{"patient":{"id_type":"Planted Name 19121212-1212"}}"#;
        let problem = bytes::<Supplement>(body.as_bytes()).unwrap_err();
        assert!(!serde_json::to_string(&problem).unwrap().contains("Planted"));
        let body = r#"{"vitals":{"taken_at":"t","pulse":"Planted Name"}}"#;
        let problem = bytes::<Supplement>(body.as_bytes()).unwrap_err();
        assert!(!serde_json::to_string(&problem).unwrap().contains("Planted"));
    }

    #[track_caller]
    fn refused<T: DeserializeOwned + Serialize + std::fmt::Debug>(
        body: &str,
        code: ErrorCode,
        field: Option<&str>,
    ) {
        let problem = bytes::<T>(body.as_bytes()).unwrap_err();
        assert_eq!(problem.code, code, "{body}: {}", problem.detail);
        assert_eq!(problem.field.as_deref(), field, "{body}");
    }
}
