//! What the server is set up to keep: a store that may forget is refused.

use std::collections::BTreeMap;

use redis::cmd;

use super::link::{Failure, Link};
use super::reply::{array, text};
use crate::storage::{OpenError, Promise, StoreError};

/// The oldest Redis whose scripts can refuse a write before any effect: an older one would
/// take the store for opened and then fail each write.
const OLDEST: u32 = 7;

/// Refuses a server that is too old to write to.
pub(super) async fn version(link: &Link) -> Result<(), OpenError> {
    let mut command = cmd("INFO");
    command.arg("server");
    let told = match link.call(&command).await {
        Ok(value) => text(value).map_err(|error| unavailable(&error))?,
        Err(Failure::NotSent(what)) => return Err(OpenError::Unavailable { what }),
        Err(failure) => {
            let what = failure.of_read();
            tracing::warn!(%what, "Redis does not tell its version: it must be 7 or newer");
            return Ok(());
        }
    };
    match told
        .lines()
        .find_map(|line| line.strip_prefix("redis_version:"))
    {
        Some(version) if is_too_old(version) => Err(configuration(
            &format!("Redis {version} is too old: its scripts cannot refuse a write as a whole"),
            "run Redis 7 or newer",
        )),
        Some(_) | None => Ok(()),
    }
}

/// Whether the first number of a version is below the oldest that will do.
fn is_too_old(version: &str) -> bool {
    let major = version.split('.').next().and_then(|part| part.parse().ok());
    major.is_some_and(|major: u32| major < OLDEST)
}

/// Reads the server's settings, and what they let us promise.
pub(super) async fn promise(link: &Link) -> Result<Promise, OpenError> {
    let mut command = cmd("CONFIG");
    command
        .arg("GET")
        .arg("appendonly")
        .arg("appendfsync")
        .arg("maxmemory-policy");
    let settings = match link.call(&command).await {
        Ok(value) => read(value).map_err(|error| unavailable(&error))?,
        Err(Failure::NotSent(what)) => return Err(OpenError::Unavailable { what }),
        Err(failure) => {
            let what = failure.of_read();
            tracing::warn!(%what, "Redis does not show its settings, so nothing is promised");
            return Ok(Promise::Unverified);
        }
    };
    judged(&settings)
}

fn read(value: redis::Value) -> Result<BTreeMap<String, String>, StoreError> {
    let mut parts = array(value)?.into_iter();
    let mut settings = BTreeMap::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        settings.insert(text(name)?, text(value)?);
    }
    Ok(settings)
}

fn judged(settings: &BTreeMap<String, String>) -> Result<Promise, OpenError> {
    let setting = |name: &str| settings.get(name).map(String::as_str);
    if setting("appendonly") == Some("no") {
        return Err(configuration(
            "Redis runs with `appendonly no`: a restart would lose acknowledged requests",
            "set `appendonly yes` in redis.conf (`redis-cli CONFIG SET appendonly yes` until then)",
        ));
    }
    if setting("maxmemory-policy").is_some_and(|policy| policy != "noeviction") {
        return Err(configuration(
            "Redis may evict keys when memory runs short: it would delete acknowledged requests",
            "set `maxmemory-policy noeviction` in redis.conf",
        ));
    }
    match (setting("appendonly"), setting("appendfsync")) {
        (Some("yes"), Some("always")) => Ok(Promise::OnDisk),
        (Some("yes"), Some("everysec")) => Ok(Promise::TwoSeconds),
        (Some("yes"), Some("no")) => Err(configuration(
            "Redis runs with `appendfsync no`: a power loss would lose acknowledged requests",
            "set `appendfsync always` or `appendfsync everysec` in redis.conf",
        )),
        _ => {
            tracing::warn!("Redis shows only part of its settings, so nothing is promised");
            Ok(Promise::Unverified)
        }
    }
}

fn configuration(what: &str, remedy: &str) -> OpenError {
    OpenError::Configuration {
        what: what.to_owned(),
        remedy: remedy.to_owned(),
    }
}

fn unavailable(error: &StoreError) -> OpenError {
    OpenError::Unavailable {
        what: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_that_may_forget_is_refused_with_the_remedy() {
        for (appendonly, fsync, policy) in [
            ("no", "everysec", "noeviction"),
            ("yes", "no", "noeviction"),
            ("yes", "always", "allkeys-lru"),
            ("yes", "always", "volatile-ttl"),
        ] {
            let error = judged(&settings(appendonly, fsync, policy)).unwrap_err();
            assert_eq!(error.exit_code(), 78, "{appendonly} {fsync} {policy}");
        }
    }

    #[test]
    fn version_is_compared_by_its_first_number() {
        for old in ["6.2.14", "5.0", "2.8.9"] {
            assert!(is_too_old(old), "{old}");
        }
        for good in ["7.0.15", "7.0.0-rc3", "8.2.1", "10.0", "255.255.255", "?"] {
            assert!(!is_too_old(good), "{good}");
        }
    }

    #[test]
    fn promise_follows_how_often_the_server_writes() {
        let judge = |fsync| judged(&settings("yes", fsync, "noeviction"));
        assert_eq!(judge("always"), Ok(Promise::OnDisk));
        assert_eq!(judge("everysec"), Ok(Promise::TwoSeconds));
        assert_eq!(judged(&BTreeMap::new()), Ok(Promise::Unverified));
    }

    fn settings(appendonly: &str, fsync: &str, policy: &str) -> BTreeMap<String, String> {
        [
            ("appendonly", appendonly),
            ("appendfsync", fsync),
            ("maxmemory-policy", policy),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }
}
