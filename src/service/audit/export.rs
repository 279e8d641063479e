//! Writing access logs as JSON Lines.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::{EntryLine, HeadLine, HeadOf};
use crate::domain::ids::{ControllerId, CountyId};
use crate::domain::time::Timestamp;
use crate::storage::chain::{START, next_hash};
use crate::storage::{LogId, LogName, Record, Storage, StoreError};

/// How many lines are read at a time.
const PAGE: usize = 256;

/// The lines to export: from a time on, and before a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Period {
    /// The first time; the log's beginning if absent.
    pub from: Option<Timestamp>,
    /// The first time that is not exported any more; the log's end if absent.
    pub to: Option<Timestamp>,
}

/// An export that did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error("the log cannot be read: {0}")]
    Store(#[from] StoreError),
    /// There is no such log.
    #[error("there is no access log of controller {0}")]
    NoLog(ControllerId),
    /// A stored line is no JSON, so it was damaged.
    #[error("line {seq} of {log} is damaged")]
    Damaged {
        /// Which log.
        log: String,
        /// Its place.
        seq: u64,
    },
    /// It could not be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Writes the access log of `controller`, or those of all one after another, as JSON Lines.
///
/// # Errors
/// What kept it from coming to its end.
pub async fn export(
    storage: &Storage,
    county: &CountyId,
    controller: Option<&ControllerId>,
    period: Period,
    out: &mut (impl Write + Send),
) -> Result<(), ExportError> {
    let controllers: Vec<ControllerId> = storage
        .log
        .names(county)
        .await?
        .into_iter()
        .filter_map(|name| match name {
            LogName::Access(found) => Some(found),
            LogName::Journal | LogName::Calls => None,
        })
        .filter(|found| controller.is_none_or(|wanted| wanted == found))
        .collect();
    if let (Some(controller), true) = (controller, controllers.is_empty()) {
        return Err(ExportError::NoLog(controller.clone()));
    }
    for controller in controllers {
        let log = LogId::access(county.clone(), controller);
        export_log(storage, &log, period, out).await?;
    }
    out.flush()?;
    Ok(())
}

async fn export_log(
    storage: &Storage,
    log: &LogId,
    period: Period,
    out: &mut (impl Write + Send),
) -> Result<(), ExportError> {
    let name = log.name.to_string();
    let incarnation = storage.log.head(log).await?.incarnation.to_string();
    let mut at = START;
    let mut before = START;
    loop {
        let records = storage.log.read(log, at.0, PAGE).await?;
        for record in &records {
            if period.to.is_some_and(|to| record.at >= to) {
                return end(out, &name, &incarnation, before, at);
            }
            at = (record.seq, next_hash(&at.1, &record.bytes));
            if period.from.is_some_and(|from| record.at < from) {
                before = at;
            } else {
                write(out, &entry(&name, record, at.1.to_string())?)?;
            }
        }
        if records.len() < PAGE {
            return end(out, &name, &incarnation, before, at);
        }
    }
}

fn entry(log: &str, record: &Record, hash: String) -> Result<EntryLine, ExportError> {
    let damaged = || ExportError::Damaged {
        log: log.to_owned(),
        seq: record.seq,
    };
    let text = std::str::from_utf8(&record.bytes).map_err(|_not_text| damaged())?;
    let entry = RawValue::from_string(text.to_owned()).map_err(|_no_json| damaged())?;
    Ok(EntryLine {
        log: log.to_owned(),
        seq: record.seq,
        hash,
        entry,
    })
}

fn end(
    out: &mut impl Write,
    log: &str,
    incarnation: &str,
    before: (u64, crate::storage::Hash),
    last: (u64, crate::storage::Hash),
) -> Result<(), ExportError> {
    let head = HeadOf {
        log: log.to_owned(),
        after: before.0,
        after_hash: before.1.to_string(),
        seq: last.0,
        hash: last.1.to_string(),
        incarnation: incarnation.to_owned(),
    };
    write(out, &HeadLine { head })
}

fn write(out: &mut impl Write, line: &impl Serialize) -> Result<(), ExportError> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
