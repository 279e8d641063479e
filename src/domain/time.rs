//! Points in time and local days. Nothing here reads a clock.

use std::time::Duration;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since 1970-01-01 UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// A point in time from milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this is; nothing if it is not after.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// `span` later.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(millis_of(span)))
    }

    /// `span` earlier.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(millis_of(span)))
    }

    /// RFC 3339 in UTC with milliseconds, as every time on the wire.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        self.to_jiff()
            .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
            .to_string()
    }

    /// Reads RFC 3339 text with any offset; finer parts than a millisecond are dropped.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let point: jiff::Timestamp = text.parse().ok()?;
        Some(Self(point.as_millisecond()))
    }

    fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }

    /// The same point on the county's wall clock.
    #[must_use]
    pub fn local(self) -> jiff::Zoned {
        self.to_jiff().to_zoned(county_zone())
    }
}

fn millis_of(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// The zone in which days, hours and opening times are meant. The rules are compiled in,
/// so a machine without a zone database counts the same days.
#[must_use]
pub fn county_zone() -> TimeZone {
    TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_time_has_milliseconds_and_utc() {
        let time = Timestamp::from_millis(1_795_302_000_007);
        assert_eq!(time.to_rfc3339(), "2026-11-21T23:00:00.007Z");
        assert_eq!(
            Timestamp::parse_rfc3339("2026-11-22T00:00:00.007+01:00"),
            Some(time)
        );
        assert_eq!(Timestamp::parse_rfc3339("yesterday"), None);
    }

    #[test]
    fn local_day_follows_summer_time() {
        let summer = Timestamp::parse_rfc3339("2026-07-01T22:30:00Z").unwrap();
        assert_eq!(summer.local().date().to_string(), "2026-07-02");
    }

    #[test]
    fn time_before_an_earlier_point_is_no_time() {
        assert_eq!(
            Timestamp::from_millis(1).since(Timestamp::from_millis(5)),
            Duration::ZERO
        );
    }
}
