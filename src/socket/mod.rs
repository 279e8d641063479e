//! The socket door: who is there, what changed for her, and the signalling of calls.
//!
//! One task per socket holds everything of it; nothing is locked across sockets. What a
//! client sees comes from confirmed log positions alone, one frame for each.

mod bell;
mod call;
mod feed;
mod hello;
mod link;
mod outbox;
mod pace;
mod session;
mod upgrade;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::bell::Bell;
pub use self::upgrade::route;
use crate::calls::Calls;
use crate::clock::Clock;
use crate::present::Timestamp;
use crate::service::Service;

/// Most bytes of one message.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// How long a client has for its first message.
pub const HELLO_TIME: Duration = Duration::from_secs(2);

/// After how much silence the server shows that it is there.
pub const TICK_TIME: Duration = Duration::from_secs(10);

/// After how much silence a client counts as gone.
pub const DEAD_TIME: Duration = Duration::from_secs(25);

/// Largest part of a snapshot, in bytes.
pub const SNAPSHOT_PART_BYTES: usize = 32 * 1024;

/// What the accept loop is told about the other end of a connection.
pub trait Gatekeeper: Send + Sync {
    /// Somebody is signed in there.
    fn vouch(&self);
    /// Somebody failed to sign in there at `now`.
    fn failed(&self, now: Timestamp);
    /// How long nobody may try to sign in there.
    fn must_wait(&self, now: Timestamp) -> Option<Duration>;
}

/// The other end of a connection, as an extension of its request.
#[derive(Clone)]
pub struct Caller(pub Arc<dyn Gatekeeper>);

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").finish_non_exhaustive()
    }
}

/// Everything that sockets share. Clones are the same.
#[derive(Debug, Clone)]
pub struct Sockets {
    service: Service,
    calls: Calls,
    clock: Clock,
    origins: Arc<Vec<String>>,
    bell: Bell,
    tasks: TaskTracker,
    closing: CancellationToken,
}

impl Sockets {
    /// No sockets yet. `origins` are those of our own page; none means the host asked.
    #[must_use]
    pub fn new(service: Service, calls: Calls, clock: Clock, origins: Vec<String>) -> Self {
        Self {
            service,
            calls,
            clock,
            origins: Arc::new(origins),
            bell: Bell::default(),
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
        }
    }

    /// How many sockets are open, signed in or not.
    #[must_use]
    pub fn open(&self) -> usize {
        self.tasks.len()
    }

    /// Tells every client that the server restarts, closes its socket and waits for it.
    pub async fn shutdown(&self) {
        self.closing.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}
