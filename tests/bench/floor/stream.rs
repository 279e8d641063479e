//! The floor under the Redis store: callers that each add one record to a stream and wait,
//! all on one connection, without condition, chain or content.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, cmd};
use tokio::task::JoinSet;

use super::Written;
use crate::cpu::Cpu;
use crate::rounds::{Round, Watch, now};

/// One connection to the server that the store uses too.
#[derive(Debug, Clone)]
pub(crate) struct RawStream(MultiplexedConnection);

impl RawStream {
    pub(crate) async fn connect(url: &str) -> Self {
        let config = AsyncConnectionConfig::new()
            .set_response_timeout(None)
            .set_pipeline_buffer_size(256);
        let client = Client::open(url).unwrap();
        let connection = client.get_multiplexed_async_connection_with_config(&config);
        Self(connection.await.unwrap())
    }

    pub(crate) const fn connection(&self) -> &MultiplexedConnection {
        &self.0
    }

    /// `callers` add the very same records, each waiting for its answer before the next.
    pub(crate) async fn round(&self, batches: &[Written], callers: usize) -> Round {
        let records: Arc<[_]> = batches.iter().flat_map(|it| it.records.clone()).collect();
        let next = Arc::new(AtomicUsize::new(0));
        let spent = Cpu::so_far(Some(&self.0)).await;
        let begun = now();
        let mut tasks = JoinSet::new();
        for _ in 0..callers {
            let (mut connection, records) = (self.0.clone(), Arc::clone(&records));
            let next = Arc::clone(&next);
            tasks.spawn(async move {
                let mut watch = Watch::default();
                while let Some(record) = records.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut add = cmd("XADD");
                    add.arg("floor").arg("*").arg("e").arg(record.as_ref());
                    let id: String = watch.time(add.query_async(&mut connection)).await.unwrap();
                    assert!(!id.is_empty());
                }
                watch.waits()
            });
        }
        let waits = tasks.join_all().await.concat();
        let round = Round {
            took: begun.elapsed(),
            waits,
            cpu: Cpu::so_far(Some(&self.0)).await.since(spent),
        };
        self.empty().await;
        round
    }

    /// Empties the server for the next round.
    pub(crate) async fn empty(&self) {
        let mut connection = self.0.clone();
        let flush = cmd("FLUSHALL");
        flush.exec_async(&mut connection).await.unwrap();
    }
}
