//! The stores that are measured, each with its floor.

use std::time::Duration;

use tempfile::TempDir;
use vantrum::clock::Clock;
use vantrum::storage::{Storage, embedded, redis};

use crate::floor::{PlainFile, RawStream, Written};
use crate::redis_server::RedisServer;
use crate::rounds::Round;

/// How many callers wait for answers at the same time.
pub(crate) const CALLERS: usize = 16;

/// A store and the least that keeps the same bytes as safely.
#[derive(Debug)]
pub(crate) enum Store {
    Embedded {
        floor: PlainFile,
    },
    Redis {
        server: RedisServer,
        floor: RawStream,
        fsync: &'static str,
    },
}

impl Store {
    pub(crate) fn embedded() -> Self {
        Self::Embedded {
            floor: PlainFile::new(),
        }
    }

    /// A real server. Its append-only file is not rewritten in the middle of a round.
    pub(crate) async fn redis(fsync: &'static str) -> Self {
        let server = RedisServer::start_with(&[
            "--appendonly",
            "yes",
            "--appendfsync",
            fsync,
            "--auto-aof-rewrite-percentage",
            "0",
        ]);
        let floor = RawStream::connect(&server.url()).await;
        Self::Redis {
            server,
            floor,
            fsync,
        }
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Embedded { .. } => "embedded".to_owned(),
            Self::Redis { fsync, .. } => format!("redis-{fsync}"),
        }
    }

    /// What the floor is, in words.
    pub(crate) const fn floor(&self) -> &'static str {
        match self {
            Self::Embedded { .. } => "the same batches in a plain file, one fdatasync each",
            Self::Redis { .. } => "16 concurrent XADD of the same entries on one connection",
        }
    }

    /// The share of the floor's rate that is aimed at.
    pub(crate) const fn aim(&self) -> f64 {
        match self {
            Self::Embedded { .. } => 0.7,
            Self::Redis { .. } => 0.8,
        }
    }

    /// An empty store, and what goes away with it.
    pub(crate) async fn open(&self) -> (Storage, Option<TempDir>) {
        let clock = Clock::machine();
        match self {
            Self::Embedded { .. } => {
                let dir = tempfile::tempdir().unwrap();
                (embedded::open(dir.path(), clock).unwrap(), Some(dir))
            }
            Self::Redis { server, floor, .. } => {
                floor.empty().await;
                (redis::open(&server.url(), clock).await.unwrap(), None)
            }
        }
    }

    pub(crate) async fn cpu(&self) -> crate::cpu::Cpu {
        match self {
            Self::Embedded { .. } => crate::cpu::Cpu::so_far(None).await,
            Self::Redis { floor, .. } => crate::cpu::Cpu::so_far(Some(floor.connection())).await,
        }
    }

    /// A round of the floor.
    pub(crate) async fn floor_round(&self, written: &[Written]) -> Round {
        match self {
            Self::Embedded { floor } => floor.round(written).await,
            Self::Redis { floor, .. } => floor.round(written, CALLERS).await,
        }
    }
}

/// Lets the disk come to rest, so that one round does not pay for the one before.
pub(crate) async fn rest() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}
