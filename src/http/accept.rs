//! The accept loop: silent, slow and too many connections end here.
//!
//! HTTP/1.1 alone, with a timer: without one a connection that never finishes its header
//! would stay open for ever.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::gate::{AddressTest, Gate, Slot};
use crate::clock::{Clock, patience};

/// How long a client may take to send a request's header.
pub const HEADER_TIME: Duration = Duration::from_secs(10);

/// How long connections are waited for after the listener is closed.
pub const DRAIN_TIME: Duration = Duration::from_secs(10);

/// Longest header of a request, start line included.
const HEADER_BYTES_MAX: usize = 16 * 1024;

/// How long to wait after the system would not give a connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Who is at the other end of a connection.
#[derive(Debug, Clone)]
pub struct Peer {
    address: IpAddr,
    slot: Option<Slot>,
    gate: Gate,
}

impl Peer {
    /// The gate through which the connection came.
    #[must_use]
    pub const fn gate(&self) -> &Gate {
        &self.gate
    }

    /// The client's address.
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// Somebody on this connection is signed in.
    pub fn vouch(&self) {
        if let Some(slot) = &self.slot {
            slot.vouch();
        }
    }
}

/// Serves `router` on `listener` until `shutdown`, then lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    gate: Gate,
    proxies: AddressTest,
    clock: Clock,
    shutdown: CancellationToken,
) {
    let connections = TaskTracker::new();
    while let Some(accepted) = next(&listener, &shutdown).await {
        match accepted {
            Ok((stream, from)) => {
                let Some(arrival) = admitted(&gate, &proxies, from) else {
                    tracing::debug!("Turned a connection away: too many strangers");
                    continue;
                };
                let router = router.clone();
                let shutdown = shutdown.clone();
                connections.spawn(connection(stream, arrival, router, shutdown));
            }
            Err(error) => {
                tracing::warn!(%error, "No connection could be accepted");
                clock.sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    connections.close();
    if patience(DRAIN_TIME, connections.wait()).await.is_none() {
        tracing::warn!(
            left = connections.len(),
            "Left connections that would not end"
        );
    }
}

async fn next(
    listener: &TcpListener,
    shutdown: &CancellationToken,
) -> Option<io::Result<(TcpStream, SocketAddr)>> {
    tokio::select! {
        biased;
        () = shutdown.cancelled() => None,
        accepted = listener.accept() => Some(accepted),
    }
}

/// How a connection came in: from a client, or from a proxy that names the client itself.
#[derive(Clone)]
enum Arrival {
    Direct(Peer),
    Proxied {
        proxy: IpAddr,
        gate: Gate,
        proxies: AddressTest,
    },
}

fn admitted(gate: &Gate, proxies: &AddressTest, from: SocketAddr) -> Option<Arrival> {
    let address = from.ip().to_canonical();
    if proxies(address) {
        return Some(Arrival::Proxied {
            proxy: address,
            gate: gate.clone(),
            proxies: AddressTest::clone(proxies),
        });
    }
    let slot = Some(gate.admit(address)?);
    let gate = gate.clone();
    Some(Arrival::Direct(Peer {
        address,
        slot,
        gate,
    }))
}

impl Arrival {
    /// The client of one request, or nobody if too many strangers wait behind its address.
    fn client(&self, headers: &HeaderMap) -> Option<Peer> {
        match self {
            Self::Direct(peer) => Some(peer.clone()),
            Self::Proxied {
                proxy,
                gate,
                proxies,
            } => {
                let address = last_untrusted(headers, proxies).unwrap_or(*proxy);
                let slot = Some(gate.admit(address)?);
                Some(Peer {
                    address,
                    slot,
                    gate: gate.clone(),
                })
            }
        }
    }
}

/// The last hop of `X-Forwarded-For` that is not a proxy of ours. What stands before it
/// was written by that hop and proves nothing.
fn last_untrusted(headers: &HeaderMap, proxies: &AddressTest) -> Option<IpAddr> {
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|line| line.to_str().unwrap_or(""))
        .collect();
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let address: IpAddr = hop.trim().parse().ok()?;
        if !proxies(address.to_canonical()) {
            return Some(address.to_canonical());
        }
    }
    None
}

async fn connection(
    stream: TcpStream,
    arrival: Arrival,
    router: Router,
    shutdown: CancellationToken,
) {
    // A small answer must not wait for the next one.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let client = arrival.client(request.headers());
        let router = router.clone();
        async move {
            let mut request = request.map(Body::new);
            match client {
                Some(peer) => {
                    request.extensions_mut().insert(peer);
                    router.oneshot(request).await
                }
                None => Ok(super::error::too_many_strangers()),
            }
        }
    });
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_header_size(HEADER_BYTES_MAX);
    let mut connection = pin!(
        server
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades()
    );
    let ended = tokio::select! {
        biased;
        ended = connection.as_mut() => ended,
        () = shutdown.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "A connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn client_behind_two_proxies_is_the_last_hop_that_is_not_ours() {
        let mut headers = HeaderMap::new();
        headers.append(
            "x-forwarded-for",
            HeaderValue::from_static("203.0.113.9, 198.51.100.4"),
        );
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.2"));
        let ours: AddressTest = Arc::new(|address| address.to_string().starts_with("10."));
        assert_eq!(
            last_untrusted(&headers, &ours),
            Some("198.51.100.4".parse().unwrap())
        );
    }

    #[test]
    fn forwarded_text_that_is_no_address_names_nobody() {
        let mut headers = HeaderMap::new();
        headers.append(
            "x-forwarded-for",
            HeaderValue::from_static("203.0.113.9, unknown"),
        );
        assert_eq!(
            last_untrusted(&headers, &(Arc::new(|_| false) as AddressTest)),
            None
        );
    }
}
