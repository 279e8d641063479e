//! What the server says on its own account.

use signaling::wire::error::Problem;
use signaling::wire::socket::{Restart, ServerMessage, SocketError};

use crate::socket::feed::written;
use crate::socket::outbox::{Outbox, Slow};

/// When a client is to come back after a restart. Clients add chance of their own.
const RECONNECT_MS: u64 = 500;

pub(super) const fn restart() -> ServerMessage {
    ServerMessage::Restart(Restart {
        reconnect_in_ms: RECONNECT_MS,
    })
}

pub(super) fn error(problem: Problem, of: Option<&str>) -> ServerMessage {
    ServerMessage::Error(SocketError {
        code: problem.code,
        detail: Some(match problem.field {
            Some(field) => format!("{field}: {}", problem.detail),
            None => problem.detail,
        }),
        retry_after_ms: problem.retry_after_ms,
        of: of.map(str::to_owned),
    })
}

pub(super) fn say(outbox: &mut Outbox, message: &ServerMessage) -> Result<(), Slow> {
    outbox.push(written(message))
}
