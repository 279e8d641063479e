//! How deeply a JSON text is nested, told before anything is built from it.

/// The deepest nesting of lists and objects in `json`, whether or not it is whole.
///
/// Brackets inside strings do not count.
#[must_use]
pub fn of(json: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let mut text = false;
    let mut escaped = false;
    for byte in json.bytes() {
        if text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => text = true,
            b'[' | b'{' => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_outside_strings_only() {
        for (json, depth) in [
            ("1", 0),
            ("{}", 1),
            (r#"{"a":[{"b":1}],"c":[]}"#, 3),
            (r#"{"a":"[[[[\"[["}"#, 1),
            (r#"{"a":"\\"}"#, 1),
            ("[[[", 3),
        ] {
            assert_eq!(of(json), depth, "{json}");
        }
    }
}
