//! Ways in: into a call, and into the socket that carries it.

use axum::Json;
use axum::extract::State;
use signaling::wire::call::{MediaMode, RoomId};
use signaling::wire::http::{CallTicket, JoinCall, SocketTicket};

use super::Doors;
use super::body::{self, Nothing};
use super::error::Refused;
use super::path::Named;
use super::session::Known;

/// How long a socket ticket is good, in seconds.
const SOCKET_TICKET_SECONDS: u64 = 30;

/// `POST /consults/{id}/call`
pub(super) async fn ticket(
    Known { session, .. }: Known,
    Named(consult): Named,
    State(doors): State<Doors>,
    body: body::Json<JoinCall>,
) -> Result<Json<CallTicket>, Refused> {
    let waiting = &doors.service.waiting;
    let pass = if body.value.instead == Some(true) {
        waiting.call_pass_instead(&session, consult).await?
    } else {
        waiting.call_pass(&session, consult)?
    };
    Ok(Json(CallTicket {
        room: RoomId(pass.room.0).to_string(),
        ticket: pass.ticket.secret,
        ice_servers: doors.rules.ice_servers.clone(),
        mode: MediaMode::P2p,
    }))
}

/// `POST /socket/tickets`
pub(super) async fn socket_ticket(
    Known { session, .. }: Known,
    State(doors): State<Doors>,
    Nothing: Nothing,
) -> Result<Json<SocketTicket>, Refused> {
    let ticket = doors.service.sessions.socket_ticket(&session).await?;
    Ok(Json(SocketTicket {
        ticket: ticket.reveal(),
        expires_in_seconds: SOCKET_TICKET_SECONDS,
    }))
}
