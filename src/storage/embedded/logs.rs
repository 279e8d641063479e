//! Logs and snapshots as rows. Every function runs inside its caller's transaction.

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::ids::CountyId;
use crate::domain::time::Timestamp;
use crate::storage::chain::{Hash, checked, missing};
use crate::storage::{
    AppendError, Batch, Head, Incarnation, LogId, LogName, Record, Snapshot, SnapshotPut,
    StoreError,
};

/// Where a log lies, and where it ends.
pub(super) struct Place {
    id: i64,
    pub(super) head: Head,
}

pub(super) fn create(
    connection: &Connection,
    log: &LogId,
    incarnation: Incarnation,
    ep: u64,
) -> rusqlite::Result<Result<Head, StoreError>> {
    let county = log.county.as_str();
    let found: Option<[u8; 16]> = connection
        .prepare_cached("SELECT incarnation FROM counties WHERE county = ?1")?
        .query_row([county], |row| row.get(0))
        .optional()?;
    match found.map(Incarnation) {
        Some(found) if found != incarnation => {
            return Ok(Err(StoreError::Incarnation { found }));
        }
        Some(_) => {}
        None => {
            connection.execute(
                "INSERT INTO counties VALUES (?1, ?2)",
                params![county, incarnation.0],
            )?;
        }
    }
    connection.execute(
        "INSERT INTO logs (county, name, seq, hash, at) VALUES (?1, ?2, 0, ?3, 0)
         ON CONFLICT (county, name) DO NOTHING",
        params![county, log.name.to_string(), Hash::GENESIS.0],
    )?;
    Ok(find(connection, log, ep)?
        .map(|place| place.head)
        .ok_or(StoreError::Missing))
}

pub(super) fn names(connection: &Connection, county: &CountyId) -> rusqlite::Result<Vec<LogName>> {
    let mut names = connection
        .prepare_cached("SELECT name FROM logs WHERE county = ?1")?
        .query_map([county.as_str()], |row| row.get::<_, String>(0))?
        .filter_map(|name| name.map(|name| name.parse().ok()).transpose())
        .collect::<rusqlite::Result<Vec<LogName>>>()?;
    names.sort();
    Ok(names)
}

pub(super) fn find(
    connection: &Connection,
    log: &LogId,
    ep: u64,
) -> rusqlite::Result<Option<Place>> {
    connection
        .prepare_cached(
            "SELECT id, incarnation, seq, hash, at FROM logs JOIN counties USING (county)
             WHERE county = ?1 AND name = ?2",
        )?
        .query_row([log.county.as_str(), &log.name.to_string()], |row| {
            Ok(Place {
                id: row.get(0)?,
                head: Head {
                    incarnation: Incarnation(row.get(1)?),
                    ep,
                    seq: row.get(2)?,
                    hash: Hash(row.get(3)?),
                    at: Timestamp::from_millis(row.get(4)?),
                },
            })
        })
        .optional()
}

/// Extends the log, or says how its end differs from `expected`.
pub(super) fn append(
    connection: &Connection,
    log: &LogId,
    expected: &Head,
    batch: &Batch,
    (after, hashes): &(Head, Vec<Hash>),
    (ep, now_max): (u64, Timestamp),
) -> rusqlite::Result<Result<Head, AppendError>> {
    let Some(Place { id, head }) = find(connection, log, ep)? else {
        return Ok(Err(StoreError::Missing.into()));
    };
    if let Some(error) = differs(connection, id, &head, expected)? {
        return Ok(Err(error));
    }
    if after.seq > head.seq && after.at > now_max {
        return Ok(Err(StoreError::ClockAhead.into()));
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO entries (log, seq, at, hash, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (record, hash) in batch.records.iter().zip(hashes) {
        insert.execute(params![
            id,
            record.seq,
            record.at.as_millis(),
            hash.0,
            record.bytes.as_ref()
        ])?;
    }
    if !batch.records.is_empty() {
        connection
            .prepare_cached("UPDATE logs SET seq = ?2, hash = ?3, at = ?4 WHERE id = ?1")?
            .execute(params![id, after.seq, after.hash.0, after.at.as_millis()])?;
    }
    Ok(Ok(Head { ep, ..*after }))
}

/// How the log's end differs from what the caller took it to be, if it does.
fn differs(
    connection: &Connection,
    id: i64,
    head: &Head,
    expected: &Head,
) -> rusqlite::Result<Option<AppendError>> {
    let head = *head;
    if head.incarnation != expected.incarnation {
        let found = head.incarnation;
        return Ok(Some(StoreError::Incarnation { found }.into()));
    }
    if expected.seq > head.seq {
        return Ok(Some(AppendError::Behind { head }));
    }
    match hash_at(connection, id, &head, expected.seq)? {
        Some(hash) if hash == expected.hash => {}
        Some(_) => return Ok(Some(AppendError::Fork { head })),
        None => return Ok(Some(missing(expected.seq).into())),
    }
    if expected.seq == head.seq && expected.ep == head.ep {
        return Ok(None);
    }
    Ok(Some(
        match rows(connection, id, expected.seq, usize::MAX)? {
            rows if starts_after(&rows, expected.seq) => AppendError::Conflict {
                head,
                tail: rows.into_iter().map(|(record, _)| record).collect(),
            },
            _ => missing(expected.seq.saturating_add(1)).into(),
        },
    ))
}

fn starts_after(rows: &[(Record, Hash)], seq: u64) -> bool {
    rows.first()
        .is_none_or(|(record, _)| record.seq == seq.saturating_add(1))
}

fn hash_at(
    connection: &Connection,
    id: i64,
    head: &Head,
    seq: u64,
) -> rusqlite::Result<Option<Hash>> {
    if seq == 0 {
        return Ok(Some(Hash::GENESIS));
    }
    if seq == head.seq {
        return Ok(Some(head.hash));
    }
    connection
        .prepare_cached("SELECT hash FROM entries WHERE log = ?1 AND seq = ?2")?
        .query_row(params![id, seq], |row| row.get(0).map(Hash))
        .optional()
}

/// Records after `after`, each compared with the hash that was stored for it.
pub(super) fn read(
    connection: &Connection,
    log: &LogId,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Result<Vec<Record>, StoreError>> {
    let Some(Place { id, head }) = find(connection, log, 0)? else {
        return Ok(Err(StoreError::Missing));
    };
    if after >= head.seq {
        return Ok(Ok(Vec::new()));
    }
    let Some(hash) = hash_at(connection, id, &head, after)? else {
        return Ok(Err(missing(after)));
    };
    Ok(checked(after, hash, rows(connection, id, after, limit)?))
}

fn rows(
    connection: &Connection,
    id: i64,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Vec<(Record, Hash)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "SELECT seq, at, bytes, hash FROM entries WHERE log = ?1 AND seq > ?2
             ORDER BY seq LIMIT ?3",
        )?
        .query_map(params![id, after, limit], record)?
        .collect()
}

fn record(row: &Row<'_>) -> rusqlite::Result<(Record, Hash)> {
    let record = Record {
        seq: row.get(0)?,
        at: Timestamp::from_millis(row.get(1)?),
        bytes: Bytes::from(row.get::<_, Vec<u8>>(2)?),
    };
    Ok((record, Hash(row.get(3)?)))
}

pub(super) fn snapshot_put(
    connection: &Connection,
    log: &LogId,
    snapshot: &Snapshot,
) -> rusqlite::Result<Result<SnapshotPut, StoreError>> {
    let Some(Place { id, head }) = find(connection, log, 0)? else {
        return Ok(Err(StoreError::Missing));
    };
    if head.incarnation != snapshot.incarnation {
        let found = head.incarnation;
        return Ok(Err(StoreError::Incarnation { found }));
    }
    if snapshot.seq > head.seq
        || hash_at(connection, id, &head, snapshot.seq)? != Some(snapshot.hash)
    {
        return Ok(Ok(SnapshotPut::Foreign));
    }
    if let Some(stored) = stored(connection, id, &head)?
        && (stored.seq, stored.schema) >= (snapshot.seq, snapshot.schema)
    {
        return Ok(Ok(SnapshotPut::Older));
    }
    connection
        .prepare_cached("INSERT OR REPLACE INTO snapshots VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            id,
            snapshot.seq,
            snapshot.hash.0,
            snapshot.schema,
            snapshot.bytes.as_ref()
        ])?;
    Ok(Ok(SnapshotPut::Stored))
}

pub(super) fn snapshot_get(
    connection: &Connection,
    log: &LogId,
) -> rusqlite::Result<Result<Option<Snapshot>, StoreError>> {
    match find(connection, log, 0)? {
        Some(Place { id, head }) => stored(connection, id, &head).map(Ok),
        None => Ok(Err(StoreError::Missing)),
    }
}

/// The stored snapshot, if the log has its record.
fn stored(connection: &Connection, id: i64, head: &Head) -> rusqlite::Result<Option<Snapshot>> {
    let snapshot = connection
        .prepare_cached("SELECT seq, hash, schema, bytes FROM snapshots WHERE log = ?1")?
        .query_row([id], |row| {
            Ok(Snapshot {
                incarnation: head.incarnation,
                seq: row.get(0)?,
                hash: Hash(row.get(1)?),
                schema: row.get(2)?,
                bytes: Bytes::from(row.get::<_, Vec<u8>>(3)?),
            })
        })
        .optional()?;
    match snapshot {
        Some(snapshot) if hash_at(connection, id, head, snapshot.seq)? == Some(snapshot.hash) => {
            Ok(Some(snapshot))
        }
        Some(_) | None => Ok(None),
    }
}
