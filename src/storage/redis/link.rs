//! One connection to the server, made when needed and dropped at the first doubt.
//!
//! Every call has a deadline of its own: what takes longer has an unknown outcome, and the
//! connection it was sent on is not asked again.

use std::borrow::Cow;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, ErrorKind, RedisError, ServerErrorKind, Value};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::scripts::Script;
use crate::storage::StoreError;

/// How long a connection may take to come up.
pub(super) const CONNECT: Duration = Duration::from_secs(1);

/// How long a call may take: a healthy server answers in a millisecond, and a caller hears
/// within two seconds that it does not.
const CALL: Duration = Duration::from_millis(1_500);

/// Commands that wait together for one write to the socket.
const PIPELINE: usize = 256;

/// How a call failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nothing was sent.
    NotSent(String),
    /// The server refused the command before it had any effect.
    Refused(StoreError),
    /// It was sent, and no clear answer came.
    Lost(String),
}

impl Failure {
    /// For a call that only reads: nothing can be unknown.
    pub(super) fn of_read(self) -> StoreError {
        match self {
            Self::NotSent(what) | Self::Lost(what) => StoreError::Unavailable(what),
            Self::Refused(error) => error,
        }
    }

    /// For a call that writes.
    pub(super) fn of_write(self) -> StoreError {
        match self {
            Self::NotSent(what) => StoreError::Unavailable(what),
            Self::Refused(error) => error,
            Self::Lost(what) => {
                tracing::warn!(what, "Store did not answer a write");
                StoreError::Unknown
            }
        }
    }
}

/// A connection and the way to another one.
#[derive(Debug)]
pub(super) struct Link {
    client: Client,
    slot: Mutex<Slot>,
}

#[derive(Default)]
struct Slot {
    /// Counts connections, so that a late failure does not drop the next one.
    made: u64,
    connection: Option<MultiplexedConnection>,
    closed: bool,
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slot")
            .field("made", &self.made)
            .finish_non_exhaustive()
    }
}

impl Link {
    pub(super) fn new(client: Client) -> Self {
        let slot = Mutex::default();
        Self { client, slot }
    }

    /// The connection, or a new one. Those who wait while another caller makes it wait no
    /// longer than that caller would.
    async fn connection(&self) -> Result<(u64, MultiplexedConnection), Failure> {
        timeout(CONNECT, Box::pin(self.connect()))
            .await
            .unwrap_or_else(|_elapsed| {
                Err(Failure::NotSent(
                    "no connection within its deadline".to_owned(),
                ))
            })
    }

    async fn connect(&self) -> Result<(u64, MultiplexedConnection), Failure> {
        let mut slot = self.slot.lock().await;
        if slot.closed {
            return Err(Failure::NotSent("the store is closed".to_owned()));
        }
        if let Some(connection) = &slot.connection {
            return Ok((slot.made, connection.clone()));
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None)
            .set_pipeline_buffer_size(PIPELINE);
        let connection = self
            .client
            .get_multiplexed_async_connection_with_config(&config)
            .await
            .map_err(|error| Failure::NotSent(error.to_string()))?;
        slot.made = slot.made.wrapping_add(1);
        slot.connection = Some(connection.clone());
        Ok((slot.made, connection))
    }

    async fn drop_connection(&self, made: u64) {
        let mut slot = self.slot.lock().await;
        if slot.made == made {
            slot.connection = None;
        }
    }

    /// Forgets the connection and makes no other.
    pub(super) async fn close(&self) {
        let mut slot = self.slot.lock().await;
        slot.connection = None;
        slot.closed = true;
    }

    async fn send(&self, command: &Cmd) -> Result<Result<Value, RedisError>, Failure> {
        let (made, mut connection) = self.connection().await?;
        match timeout(CALL, connection.send_packed_command(command)).await {
            Ok(Ok(Value::ServerError(error))) => Ok(Err(error.into())),
            Ok(Ok(value)) => Ok(Ok(value)),
            Ok(Err(error)) if error.code().is_some() => Ok(Err(error)),
            Ok(Err(error)) => {
                self.drop_connection(made).await;
                Err(Failure::Lost(error.to_string()))
            }
            Err(_elapsed) => {
                self.drop_connection(made).await;
                Err(Failure::Lost("no answer within its deadline".to_owned()))
            }
        }
    }

    /// Sends one command.
    pub(super) async fn call(&self, command: &Cmd) -> Result<Value, Failure> {
        self.send(command).await?.map_err(|error| refused(&error))
    }

    /// Sends several commands at once, each answered on its own.
    pub(super) async fn call_all(&self, commands: &[Cmd]) -> Result<Vec<Value>, Failure> {
        let mut pipeline = redis::Pipeline::with_capacity(commands.len());
        for command in commands {
            pipeline.add_command(command.clone());
        }
        let (made, mut connection) = self.connection().await?;
        let sending = connection.send_packed_commands(&pipeline, 0, commands.len());
        match timeout(CALL, sending).await {
            Ok(Ok(values)) => Ok(values),
            Ok(Err(error)) => {
                self.drop_connection(made).await;
                Err(Failure::Lost(error.to_string()))
            }
            Err(_elapsed) => {
                self.drop_connection(made).await;
                Err(Failure::Lost("no answer within its deadline".to_owned()))
            }
        }
    }

    /// Runs a script, teaching it to a server that does not know it.
    pub(super) async fn run(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[Cow<'_, [u8]>],
    ) -> Result<Value, Failure> {
        let known = invocation("EVALSHA", script.hash.as_bytes(), keys, arguments);
        match self.send(&known).await? {
            Ok(value) => Ok(value),
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                let new = invocation("EVAL", script.source.as_bytes(), keys, arguments);
                self.call(&new).await
            }
            Err(error) => Err(refused(&error)),
        }
    }
}

fn invocation(how: &str, script: &[u8], keys: &[String], arguments: &[Cow<'_, [u8]>]) -> Cmd {
    let size = arguments.iter().map(|argument| argument.len()).sum();
    let mut command = Cmd::with_capacity(
        keys.len().saturating_add(arguments.len()).saturating_add(3),
        size,
    );
    command.arg(how).arg(script).arg(keys.len());
    for key in keys {
        command.arg(key);
    }
    for argument in arguments {
        command.arg(argument.as_ref());
    }
    command
}

/// What an error of the server means. A code that the server gives before it runs anything
/// is a refusal; any other leaves the outcome open.
fn refused(error: &RedisError) -> Failure {
    let text = error.to_string();
    match error.code() {
        Some("OOM") => Failure::Refused(StoreError::Full),
        Some(
            "LOADING" | "BUSY" | "READONLY" | "MISCONF" | "NOREPLICAS" | "MASTERDOWN"
            | "CLUSTERDOWN" | "TRYAGAIN" | "MOVED" | "ASK" | "NOPERM" | "NOAUTH" | "WRONGPASS"
            | "DENIED" | "NOSCRIPT",
        ) => Failure::Refused(StoreError::Unavailable(text)),
        Some(_) | None => Failure::Lost(text),
    }
}
