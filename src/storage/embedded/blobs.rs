//! Values by name, as rows. Every function runs inside its caller's transaction.

use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::time::Timestamp;
use crate::storage::{BlobId, Expected, LogId, NewBlob, Stored, Version};

pub(super) fn get(
    connection: &Connection,
    id: &BlobId,
    now: Timestamp,
) -> rusqlite::Result<Option<Stored>> {
    connection
        .prepare_cached(
            "SELECT bytes, version, expires FROM blobs WHERE county = ?1 AND name = ?2
             AND (expires IS NULL OR expires > ?3)",
        )?
        .query_row(
            params![id.county.as_str(), id.name, now.as_millis()],
            |row| {
                Ok(Stored {
                    bytes: Bytes::from(row.get::<_, Vec<u8>>(0)?),
                    version: Version(row.get::<_, i64>(1)?.cast_unsigned()),
                    expires: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_millis),
                })
            },
        )
        .optional()
}

pub(super) fn put_if(
    connection: &Connection,
    id: &BlobId,
    expected: Expected,
    (version, bytes, expires): (Version, &Bytes, Option<Timestamp>),
    now: Timestamp,
) -> rusqlite::Result<Option<Version>> {
    let fits = match (expected, get(connection, id, now)?) {
        (Expected::Absent, None) => true,
        (Expected::At(version), Some(stored)) => stored.version == version,
        (Expected::Absent, Some(_)) | (Expected::At(_), None) => false,
    };
    if !fits {
        return Ok(None);
    }
    write(connection, id, version, bytes, expires)?;
    if expires.is_some() {
        forget(connection, now)?;
    }
    Ok(Some(version))
}

pub(super) fn put_new(
    connection: &Connection,
    log: &LogId,
    blob: &NewBlob,
    version: Version,
) -> rusqlite::Result<()> {
    write(connection, &blob.id(log), version, &blob.bytes, None)
}

/// Takes away the time at which a value would cease to exist.
pub(super) fn keep(
    connection: &Connection,
    log: &LogId,
    name: &str,
    now: Timestamp,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE blobs SET expires = NULL WHERE county = ?1 AND name = ?2 AND expires > ?3",
        )?
        .execute(params![log.county.as_str(), name, now.as_millis()])?;
    Ok(())
}

fn write(
    connection: &Connection,
    id: &BlobId,
    version: Version,
    bytes: &Bytes,
    expires: Option<Timestamp>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO blobs (county, name, version, expires, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            id.county.as_str(),
            id.name,
            version.0.cast_signed(),
            expires.map(Timestamp::as_millis),
            bytes.as_ref()
        ])?;
    Ok(())
}

pub(super) fn delete_if(
    connection: &Connection,
    id: &BlobId,
    version: Version,
    now: Timestamp,
) -> rusqlite::Result<bool> {
    let deleted = connection
        .prepare_cached(
            "DELETE FROM blobs WHERE county = ?1 AND name = ?2 AND version = ?3
             AND (expires IS NULL OR expires > ?4)",
        )?
        .execute(params![
            id.county.as_str(),
            id.name,
            version.0.cast_signed(),
            now.as_millis()
        ])?;
    Ok(deleted > 0)
}

/// Deletes what has expired.
pub(super) fn forget(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM blobs WHERE expires <= ?1")?
        .execute([now.as_millis()])?;
    Ok(())
}
