//! The HTTP door: accept loop, extractors, one file for each resource.
//!
//! No rule of the waiting room is decided here. A handler reads who is calling and what is
//! wanted, calls the service, and writes down what it said.

pub mod accept;
pub mod gate;

mod afterwards;
mod body;
mod calls;
mod centres;
mod client;
mod commands;
mod compress;
mod consults;
mod content;
mod demo;
mod drafts;
mod duty;
mod error;
mod figures;
mod guard;
mod health;
mod images;
mod incidents;
mod journal;
mod key;
mod me;
mod openapi;
mod path;
mod phone_contacts;
mod phones;
mod phrases;
mod routes;
mod session;
mod waits;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{MethodRouter, any, get};

pub use self::accept::{Peer, serve};
pub use self::error::Refused;
pub use self::gate::{AddressTest, Gate};
pub use self::routes::{Operation, ROUTES, Route, Verb};
use signaling::wire::call::IceServer;

use crate::clock::Clock;
use crate::present::{Names, Viewer};
use crate::service::{Service, Session};

/// What the operator decided about this door.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Origins of our own page; none means the host asked.
    pub origins: Vec<String>,
    /// Whether "sign in as" is offered.
    pub demo: bool,
    /// Servers that help two browsers find each other.
    pub ice_servers: Vec<IceServer>,
}

/// Everything a handler needs. Clones share it.
#[derive(Debug, Clone)]
pub struct Doors {
    /// The use cases.
    pub service: Service,
    /// The time.
    pub clock: Clock,
    /// Who may try to sign in.
    pub gate: Gate,
    /// What the operator decided.
    pub rules: Arc<Rules>,
}

impl Doors {
    fn viewer(session: &Session) -> Viewer {
        Viewer::from(&session.actor)
    }

    /// Calls `look` with the directory's names as they are now.
    fn with_names<R>(&self, look: impl FnOnce(Names<'_>) -> R) -> R {
        let directory = self.service.waiting.directory();
        look(Names::new(&directory, self.clock.now()))
    }
}

/// All that clients are served; `socket` answers `GET /api/v1/socket`.
pub fn router(doors: Doors, socket: MethodRouter) -> Router {
    let demo = doors.rules.demo;
    let api = Router::new()
        .route(
            "/openapi.json",
            get(async move || openapi::document(demo)).layer(compress::compression()),
        )
        .route(
            "/socket.schema.json",
            get(async || openapi::socket_schema()).layer(compress::compression()),
        )
        .nest("/v1", routes::router(demo, socket))
        .fallback(routes::unknown)
        .method_not_allowed_fallback(routes::wrong_method);
    Router::new()
        .nest("/api", api)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/telefon", get(phones::page).layer(compress::compression()))
        .route("/telefon.css", get(phones::style))
        // Operators read it on a listener of their own; here it is no page either.
        .route("/metrics", any(routes::unknown))
        .method_not_allowed_fallback(routes::wrong_method)
        .fallback_service(client::router().layer(compress::compression()))
        .layer(middleware::from_fn(guard::guard))
        .with_state(doors)
}
