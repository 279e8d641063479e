//! Which pages may speak for a signed-in person: our own and no other.

/// Whether a page from `origin` is one of ours.
///
/// `ours` lists the origins that the operator named. If none is named, ours is the host
/// that the request was sent to, under either scheme, because a proxy may add TLS.
/// `null`, which sandboxed and local pages send, is never ours.
#[must_use]
pub fn is_ours(origin: &str, host: Option<&str>, ours: &[String]) -> bool {
    if !ours.is_empty() {
        return ours.iter().any(|own| own.eq_ignore_ascii_case(origin));
    }
    let authority = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    match (authority, host) {
        (Some(authority), Some(host)) => authority.eq_ignore_ascii_case(host),
        (None, _) | (_, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_ours_by_name_or_by_the_host_it_was_sent_to() {
        let named = ["https://vantrum.example.se".to_owned()];
        for (origin, host, ours, is) in [
            (
                "http://localhost:8080",
                Some("localhost:8080"),
                [].as_slice(),
                true,
            ),
            ("https://localhost:8080", Some("localhost:8080"), &[], true),
            ("http://localhost:9090", Some("localhost:8080"), &[], false),
            (
                "http://localhost:8080.example.se",
                Some("localhost:8080"),
                &[],
                false,
            ),
            ("null", Some("null"), &[], false),
            ("http://localhost:8080", None, &[], false),
            ("https://vantrum.example.se", Some("other"), &named, true),
            (
                "http://vantrum.example.se",
                Some("vantrum.example.se"),
                &named,
                false,
            ),
        ] {
            assert_eq!(is_ours(origin, host, ours), is, "{origin} {host:?}");
        }
    }
}
