//! From a request to a socket. Cookies are never read: another site's page could send them.

use axum::Json;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use signaling::wire::SUBPROTOCOL;
use signaling::wire::error::{ErrorCode, Problem};

use super::{Caller, MESSAGE_BYTES_MAX, Sockets, link, session};
use crate::present::origin;

/// Bytes that are read of a message that is too large, so that its sender hears so before
/// the connection ends. Beyond that it ends at once.
const READ_BYTES_MAX: usize = 4 * MESSAGE_BYTES_MAX;

/// Answers `GET /socket`.
pub fn route(sockets: Sockets) -> MethodRouter {
    get(upgrade).with_state(sockets)
}

async fn upgrade(
    State(sockets): State<Sockets>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if !from_our_page(&headers, &sockets.origins) {
        let detail = "Only our own page may open a socket.";
        return refused(Problem::new(ErrorCode::BadOrigin, detail));
    }
    let Ok(upgrade) = upgrade else {
        let detail = "Open it as a WebSocket.";
        return refused(Problem::new(ErrorCode::InvalidValue, detail).at("upgrade"));
    };
    if sockets.closing.is_cancelled() {
        let detail = "The server is being restarted. Try again.";
        return refused(Problem::new(ErrorCode::Draining, detail).retry_after_ms(1_000));
    }
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(16 * 1024)
        .max_message_size(READ_BYTES_MAX)
        .max_frame_size(READ_BYTES_MAX)
        // Frames wait in the outbox, which is bounded, and nowhere else.
        .write_buffer_size(0);
    if upgrade.requested_protocols().next().is_some() && upgrade.selected_protocol().is_none() {
        let detail = format!("This server speaks {SUBPROTOCOL}.");
        let field = "sec-websocket-protocol";
        return refused(Problem::new(ErrorCode::InvalidValue, detail).at(field));
    }
    let task = sockets.tasks.token();
    upgrade.on_upgrade(move |socket| async move {
        run(socket, sockets, caller).await;
        drop(task);
    })
}

async fn run(socket: WebSocket, sockets: Sockets, caller: Caller) {
    let (ear, mouth) = link::split(socket);
    session::run(ear, mouth, &sockets, &caller).await;
}

/// Whether the request comes from our own page, or from no page at all. A browser names the
/// origin always; with a cookie and no origin it is something else that carries a browser's
/// cookies.
fn from_our_page(headers: &HeaderMap, ours: &[String]) -> bool {
    let text = |name| {
        let value: Option<&HeaderValue> = headers.get(name);
        value.map(|value| value.to_str().unwrap_or_default())
    };
    match text(header::ORIGIN) {
        Some(origin) => origin::is_ours(origin, text(header::HOST), ours),
        None => !headers.contains_key(header::COOKIE),
    }
}

fn refused(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST);
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, Json(problem)).into_response()
}
