//! Names of keys. Everything of a county carries its tag, so that it lies in one slot.

use crate::domain::ids::CountyId;
use crate::storage::{BlobId, LeaseId, LogId};

/// Which channels a subscriber hears: those of all counties.
pub(super) const CHANNELS: &str = "{c:*}:wake";

pub(super) fn epoch(county: &CountyId) -> String {
    format!("{{c:{county}}}:ep")
}

pub(super) fn logs(county: &CountyId) -> String {
    format!("{{c:{county}}}:logs")
}

pub(super) fn head(log: &LogId) -> String {
    format!("{{c:{}}}:head:{}", log.county, log.name)
}

pub(super) fn log(log: &LogId) -> String {
    format!("{{c:{}}}:log:{}", log.county, log.name)
}

pub(super) fn snapshot(log: &LogId) -> String {
    format!("{{c:{}}}:snap:{}", log.county, log.name)
}

pub(super) fn blob(blob: &BlobId) -> String {
    format!("{{c:{}}}:blob:{}", blob.county, blob.name)
}

pub(super) fn lease(lease: &LeaseId) -> String {
    format!("{{c:{}}}:lease:{}", lease.county, lease.name)
}

pub(super) fn channel(county: &CountyId) -> String {
    format!("{{c:{county}}}:wake")
}

/// The county whose channel this is.
pub(super) fn county_of(channel: &str) -> Option<CountyId> {
    let county = channel.strip_prefix("{c:")?.strip_suffix("}:wake")?;
    county.parse().ok()
}
