//! The store in one Redis server.
//!
//! One connection writes, one reads, one hears hints; none waits for another. A write whose
//! reply does not come has an unknown outcome, never a failed one. An acknowledged write is
//! worth what the server's own settings make it worth, and [`open`] reads them first.

mod blobs;
#[cfg(test)]
mod contract;
mod keys;
mod leases;
mod link;
mod logs;
mod reply;
mod scripts;
mod settings;
mod wake;

use std::sync::{Arc, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use redis::io::tcp::TcpSettings;
use redis::{Client, Cmd, IntoConnectionInfo, Value, cmd};
use tokio::sync::{Mutex, broadcast};
use tokio::task::JoinSet;

use self::link::{Failure, Link};
use self::reply::Reply;
use self::wake::{Known, Wake};
use super::topic::HINTS_MAX;
use super::{Hint, Hints, LogId, OpenError, Owner, Storage, StoreError, Topic, Version};
use crate::clock::{Clock, random};
use crate::domain::ids::CountyId;

/// Opens the store in the server at `url` (`redis://[user:password@]host:port/db`).
///
/// # Errors
/// [`OpenError::Configuration`] if the server is too old or set up to forget, or `url` is no
/// such address; [`OpenError::Unavailable`] if nobody answers there.
pub async fn open(url: &str, clock: Clock) -> Result<Storage, OpenError> {
    let client = client(url)?;
    let write = Link::new(client.clone());
    settings::version(&write).await?;
    let promise = settings::promise(&write).await?;
    let read = Arc::new(Link::new(client.clone()));
    let known = Arc::new(Known::default());
    let hints = broadcast::Sender::new(HINTS_MAX);
    let wake = Arc::new(Wake::new(
        client,
        read.clone(),
        known.clone(),
        hints.clone(),
        clock.clone(),
    ));
    let mut tasks = JoinSet::new();
    let listener = wake.clone();
    tasks.spawn(async move { listener.listen().await });
    tasks.spawn(async move { wake.sweep().await });
    let store = Arc::new(Redis {
        write,
        read,
        known,
        hints: std::sync::Mutex::new(Some(hints)),
        clock,
        tasks: Mutex::new(tasks),
    });
    Ok(Storage {
        log: store.clone(),
        blob: store.clone(),
        lease: store.clone(),
        topic: store.clone(),
        promise,
        owner: store,
    })
}

fn client(url: &str) -> Result<Client, OpenError> {
    // The address may hold a password, so no error repeats it.
    let invalid = |_error| OpenError::Configuration {
        what: "the Redis address is not understood".to_owned(),
        remedy: "write it as redis://[user:password@]host:port/db".to_owned(),
    };
    let address = url
        .into_connection_info()
        .map_err(invalid)?
        .set_tcp_settings(TcpSettings::default().set_nodelay(true));
    Client::open(address).map_err(invalid)
}

/// The adapter. Dropping it ends its tasks; [`Storage::close`] waits for them.
#[derive(Debug)]
struct Redis {
    write: Link,
    read: Arc<Link>,
    known: Arc<Known>,
    hints: std::sync::Mutex<Option<broadcast::Sender<Hint>>>,
    clock: Clock,
    tasks: Mutex<JoinSet<()>>,
}

impl Redis {
    /// A command that only reads: asked once more if its connection turns out dead.
    async fn look(&self, command: &Cmd) -> Result<Value, StoreError> {
        match self.read.call(command).await {
            Err(Failure::Lost(_)) => self.read.call(command).await.map_err(Failure::of_read),
            ended => ended.map_err(Failure::of_read),
        }
    }

    /// Begins an epoch on a server that is not the one of the last epoch, if it may be
    /// trusted with what comes.
    async fn reopen(&self, county: &CountyId) -> Result<(), StoreError> {
        settings::promise(&self.write).await.map_err(|error| {
            tracing::error!(%error, "Redis came back with settings that may lose requests");
            StoreError::Unavailable(error.to_string())
        })?;
        let keys = [keys::epoch(county)];
        let value = self.write.run(&scripts::REOPEN, &keys, &[]).await;
        // Whether this began the epoch or another node did is all the same.
        let reply = Reply::read(value.map_err(Failure::of_read)?)?;
        match reply.word.as_str() {
            "ok" => {
                tracing::info!(%county, "Began a new epoch after the store restarted");
                Ok(())
            }
            _ => Err(reply.refusal()),
        }
    }
}

/// A version that no other writing has.
fn fresh() -> Version {
    Version(u64::from_le_bytes(random()))
}

impl Owner for Redis {
    fn close(&self) -> BoxFuture<'_, ()> {
        async {
            self.tasks.lock().await.shutdown().await;
            self.write.close().await;
            self.read.close().await;
            let hints = self.hints.lock();
            drop(hints.unwrap_or_else(PoisonError::into_inner).take());
        }
        .boxed()
    }
}

impl Topic for Redis {
    fn publish<'a>(&'a self, log: &'a LogId, seq: u64) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut command = cmd("PUBLISH");
            command
                .arg(keys::channel(&log.county))
                .arg(format!("{} {seq}", log.name));
            self.write
                .call(&command)
                .await
                .map(|_heard_by| ())
                .map_err(Failure::of_write)
        }
        .boxed()
    }

    fn subscribe(&self) -> Hints {
        let hints = self.hints.lock().unwrap_or_else(PoisonError::into_inner);
        Hints::of(hints.as_ref())
    }
}
