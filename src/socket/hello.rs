//! The first message: who is there.

use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::socket::{ClientMessage, Hello};

use super::{Caller, Sockets};
use crate::present::reading;
use crate::service::{Session, Unauthenticated};

/// Somebody who is signed in, and where she stopped reading.
#[derive(Debug)]
pub(super) struct Greeted {
    pub(super) session: Session,
    pub(super) resume: Option<u64>,
}

/// Reads the first message.
///
/// # Errors
/// What is wrong with it, to be said before the socket closes.
pub(super) async fn greet(
    text: &str,
    sockets: &Sockets,
    caller: &Caller,
) -> Result<Greeted, Problem> {
    let message: ClientMessage = reading::text(text)?;
    let ClientMessage::Hello(hello) = message else {
        return Err(nobody("Say hello first."));
    };
    let resume = hello.resume.map(|resume| resume.seq);
    let session = match known(&hello, sockets).await {
        Ok(session) => session,
        Err(problem) => return Err(noted(problem, sockets, caller)),
    };
    caller.0.vouch();
    Ok(Greeted { session, resume })
}

async fn known(hello: &Hello, sockets: &Sockets) -> Result<Session, Problem> {
    let sessions = &sockets.service.sessions;
    let found = match (&hello.ticket, &hello.token) {
        (Some(ticket), None) => sessions.redeem(ticket).await,
        (None, Some(token)) => sessions.authenticate(token).await,
        (None, None) => {
            let detail = "Give the ticket of POST /socket/tickets, or the session's secret.";
            return Err(Problem::new(ErrorCode::MissingField, detail).at("ticket"));
        }
        (Some(_), Some(_)) => {
            let detail = "Give a ticket or the session's secret, not both.";
            return Err(Problem::new(ErrorCode::InvalidValue, detail).at("token"));
        }
    };
    found.map_err(|why| match why {
        Unauthenticated::Unknown => nobody("Sign in, then ask for a new ticket."),
        Unauthenticated::Revoked => Problem::new(
            ErrorCode::SessionRevoked,
            "The session has been ended. Sign in again.",
        ),
        Unauthenticated::TicketUsed => Problem::new(
            ErrorCode::TicketUsed,
            "A ticket opens one socket, within thirty seconds. Ask for a new one.",
        ),
        Unauthenticated::Failed(_) => Problem::new(
            ErrorCode::StoreUnavailable,
            "The store cannot be asked who you are. Try again.",
        )
        .retry_after_ms(1_000),
    })
}

fn nobody(detail: &str) -> Problem {
    Problem::new(ErrorCode::Unauthenticated, detail)
}

/// Counts a secret that opens nothing, and says to wait after too many.
fn noted(problem: Problem, sockets: &Sockets, caller: &Caller) -> Problem {
    if problem.code != ErrorCode::Unauthenticated {
        return problem;
    }
    let now = sockets.clock.now();
    match caller.0.must_wait(now) {
        None => {
            caller.0.failed(now);
            problem
        }
        Some(wait) => {
            let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            let detail = "Signing in failed too often from your address. Wait, then try again.";
            Problem::new(ErrorCode::RateLimited, detail).retry_after_ms(millis)
        }
    }
}
