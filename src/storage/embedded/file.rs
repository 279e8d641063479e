//! The directory and its file: one process at a time, nobody else's eyes, a known form.

use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::storage::OpenError;

/// The database's name in its directory.
const DATABASE: &str = "vantrum.sqlite";

/// The file whose lock says that a process has the directory.
const LOCK: &str = "vantrum.lock";

/// Marks the file as ours (`vntr`), so that a stock tool and a mistaken path are told apart.
const APPLICATION: i64 = 0x766e_7472;

/// The form of the tables below.
const FORM: i64 = 1;

/// How long to wait while another program, such as a backup, holds the file.
const BUSY: Duration = Duration::from_secs(5);

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('epoch', 0);
CREATE TABLE counties (county TEXT PRIMARY KEY, incarnation BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE logs (
    id INTEGER PRIMARY KEY, county TEXT NOT NULL REFERENCES counties, name TEXT NOT NULL,
    seq INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL, UNIQUE (county, name));
CREATE TABLE entries (
    log INTEGER NOT NULL REFERENCES logs, seq INTEGER NOT NULL, at INTEGER NOT NULL,
    hash BLOB NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (log, seq)) WITHOUT ROWID;
CREATE TABLE blobs (
    county TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, expires INTEGER,
    bytes BLOB NOT NULL, PRIMARY KEY (county, name)) WITHOUT ROWID;
CREATE INDEX blobs_that_expire ON blobs (expires) WHERE expires IS NOT NULL;
CREATE TABLE snapshots (
    log INTEGER PRIMARY KEY REFERENCES logs, seq INTEGER NOT NULL, hash BLOB NOT NULL,
    schema INTEGER NOT NULL, bytes BLOB NOT NULL);
";

/// Makes the directory if there is none, and takes it for this process.
pub(super) fn lock(dir: &Path) -> Result<File, OpenError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| unavailable(dir, &error))?;
    let path = dir.join(LOCK);
    let file = private()
        .open(&path)
        .map_err(|error| unavailable(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked {
            dir: dir.display().to_string(),
        }),
        Err(TryLockError::Error(error)) => Err(unavailable(&path, &error)),
    }
}

/// Opens the file to write, making or checking its tables, in a new epoch.
pub(super) fn open_to_write(dir: &Path) -> Result<(Connection, u64), OpenError> {
    let path = secure(dir)?;
    let connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let epoch = prepare(&connection).map_err(|error| unusable(&path, &error))?;
    check(&connection, &path)?;
    let epoch = epoch.ok_or_else(|| OpenError::Corrupt {
        what: format!("{} has tables of another version", path.display()),
    })?;
    Ok((connection, epoch))
}

/// Opens the file to read only.
pub(super) fn open_to_read(dir: &Path) -> Result<(Connection, u64), OpenError> {
    let path = dir.join(DATABASE);
    let connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let epoch = epoch(&connection).map_err(|error| unusable(&path, &error))?;
    Ok((connection, epoch))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(0o600);
    options
}

/// The file, readable by nobody else, and named in its directory for good.
fn secure(dir: &Path) -> Result<PathBuf, OpenError> {
    let path = dir.join(DATABASE);
    private()
        .open(&path)
        .and_then(|file| file.set_permissions(Permissions::from_mode(0o600)))
        .and_then(|()| File::open(dir)?.sync_all())
        .map_err(|error| unavailable(&path, &error))?;
    Ok(path)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, OpenError> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|error| unusable(path, &error))?;
    connection
        .busy_timeout(BUSY)
        .and_then(|()| connection.pragma_update(None, "cache_size", -16_000))
        // One plan for each statement: otherwise every new value has it compiled again.
        .and_then(|()| connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true))
        .map_err(|error| unusable(path, &error))?;
    Ok(connection)
}

/// Makes the tables or finds them, and counts one epoch on. Nothing if the form is unknown.
fn prepare(connection: &Connection) -> rusqlite::Result<Option<u64>> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
    )?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let form: i64 = pragma(connection, "user_version")?;
    if form == 0 && tables(connection)? == 0 {
        connection.execute_batch(TABLES)?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", FORM)?;
    } else if form != FORM || pragma(connection, "application_id")? != APPLICATION {
        connection.execute_batch("ROLLBACK")?;
        return Ok(None);
    }
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'epoch'", ())?;
    let epoch = epoch(connection)?;
    connection.execute_batch("COMMIT")?;
    Ok(Some(epoch))
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

fn tables(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))
}

fn epoch(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT value FROM meta WHERE key = 'epoch'", (), |row| {
        row.get(0)
    })
}

/// Every log ends where its head says.
fn check(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let broken: Option<String> = connection
        .query_row(
            "SELECT county || '/' || name || ' at sequence ' || logs.seq FROM logs
             LEFT JOIN entries ON entries.log = logs.id AND entries.seq = logs.seq
             WHERE logs.seq > 0 AND entries.hash IS NOT logs.hash
                OR EXISTS (SELECT 1 FROM entries WHERE log = logs.id AND seq > logs.seq)
             LIMIT 1",
            (),
            |row| row.get(0),
        )
        .optional()
        .map_err(|error| unusable(path, &error))?;
    match broken {
        None => Ok(()),
        Some(place) => Err(OpenError::Corrupt {
            what: format!("{place}: the last record is not the head's"),
        }),
    }
}

fn unavailable(path: &Path, error: &io::Error) -> OpenError {
    OpenError::Unavailable {
        what: format!("{}: {error}", path.display()),
    }
}

fn unusable(path: &Path, error: &rusqlite::Error) -> OpenError {
    let what = format!("{}: {error}", path.display());
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            OpenError::Corrupt { what }
        }
        Some(_) | None => OpenError::Unavailable { what },
    }
}
