//! Puts the house together: what a process serves, and in which order it ends.
//!
//! [`App::builder`] is what both the program and the tests begin with.

mod admin;
mod command;
mod open;
mod simulation;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use signaling::wire::call::IceServer;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub use self::command::run;
pub use self::open::Failed;
use crate::calls::{Calls, StoredCallLog};
use crate::clock::Clock;
use crate::config::Network;
use crate::domain::directory::Directory;
use crate::domain::time::Timestamp;
use crate::http::{self, AddressTest, Doors, Gate, Peer, Rules};
use crate::service::{CountyKey, FirstStart, Opening, Reach, Service, StartError, TraceReach};
use crate::socket::{self, Caller, Gatekeeper, Sockets};
use crate::storage::Storage;
use crate::telemetry::Metrics;

/// What a process is made of, before it is put together.
#[derive(Debug)]
pub struct Builder {
    storage: Storage,
    county: Arc<Directory>,
    clock: Clock,
    key: CountyKey,
    first: FirstStart,
    demo: bool,
    origins: Vec<String>,
    trusted_proxies: Vec<Network>,
    shared_addresses: Vec<Network>,
    ice_servers: Vec<IceServer>,
    reach: Arc<dyn Reach>,
}

impl Builder {
    /// Takes the time from `clock`.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Seals content under `key`.
    #[must_use]
    pub fn key(mut self, key: CountyKey) -> Self {
        self.key = key;
        self
    }

    /// What to do with a store that has no such county.
    #[must_use]
    pub const fn first_start(mut self, first: FirstStart) -> Self {
        self.first = first;
        self
    }

    /// Whether "sign in as" is offered.
    #[must_use]
    pub const fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// Origins of our own page; none means the host asked.
    #[must_use]
    pub fn origins(mut self, origins: Vec<String>) -> Self {
        self.origins = origins;
        self
    }

    /// Proxies whose word on the client's address is believed.
    #[must_use]
    pub fn trusted_proxies(mut self, proxies: Vec<Network>) -> Self {
        self.trusted_proxies = proxies;
        self
    }

    /// Addresses behind which many people sit.
    #[must_use]
    pub fn shared_addresses(mut self, addresses: Vec<Network>) -> Self {
        self.shared_addresses = addresses;
        self
    }

    /// Alerts leave the house through `reach`.
    #[must_use]
    pub fn reach(mut self, reach: Arc<dyn Reach>) -> Self {
        self.reach = reach;
        self
    }

    /// Opens the county and puts everything together.
    ///
    /// # Errors
    /// Why the county cannot be opened.
    pub async fn build(self) -> Result<App, StartError> {
        let Self {
            storage,
            county,
            clock,
            key,
            first,
            demo,
            origins,
            trusted_proxies,
            shared_addresses,
            ice_servers,
            reach,
        } = self;
        let log = StoredCallLog::new(Arc::clone(&storage.log), county.id().clone());
        let (calls, news) = Calls::start(clock.clone(), Arc::new(log), ice_servers.clone());
        let service = Service::open(Opening {
            storage: storage.clone(),
            clock: clock.clone(),
            key,
            directory: county,
            first,
            calls: (calls.clone(), news),
            reach,
        })
        .await?;
        let sockets = Sockets::new(service.clone(), calls, clock.clone(), origins.clone());
        let gate = Gate::new(any_of(shared_addresses));
        let doors = Doors {
            service: service.clone(),
            clock,
            gate: gate.clone(),
            rules: Arc::new(Rules {
                origins,
                demo,
                ice_servers,
            }),
        };
        Ok(App {
            storage,
            service,
            sockets,
            gate,
            proxies: any_of(trusted_proxies),
            doors,
            metrics: Arc::default(),
        })
    }
}

/// One county, served.
pub struct App {
    storage: Storage,
    service: Service,
    sockets: Sockets,
    gate: Gate,
    proxies: AddressTest,
    doors: Doors,
    metrics: Arc<Metrics>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    /// A process that keeps `county` in `storage`: on the machine's clock, under a key of
    /// its own, beginning a county that is not there, without demo.
    #[must_use]
    pub fn builder(storage: Storage, county: Arc<Directory>) -> Builder {
        Builder {
            storage,
            county,
            clock: Clock::machine(),
            key: CountyKey::random(),
            first: FirstStart::Create,
            demo: false,
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            shared_addresses: Vec::new(),
            ice_servers: Vec::new(),
            reach: Arc::new(TraceReach),
        }
    }

    /// The use cases, for whoever is in the same process.
    #[must_use]
    pub const fn service(&self) -> &Service {
        &self.service
    }

    /// Serves clients on `listener` and metrics on `admin` until `shutdown`, then ends:
    /// clients are told to come back, what is under way is answered, the store is closed
    /// last.
    pub async fn run(self, listener: TcpListener, admin: TcpListener, shutdown: CancellationToken) {
        let router = self.router();
        let metrics = admin::router(
            Arc::clone(&self.metrics),
            self.sockets.clone(),
            self.service.clone(),
            Some(self.doors.clock.clone())
                .filter(|clock| self.doors.rules.demo && clock.can_be_advanced()),
        );
        let nobody: AddressTest = Arc::new(|_| false);
        let clients = http::serve(
            listener,
            router,
            self.gate.clone(),
            self.proxies.clone(),
            self.doors.clock.clone(),
            shutdown.clone(),
        );
        let own_gate = Gate::new(AddressTest::clone(&nobody));
        let operators = http::serve(
            admin,
            metrics,
            own_gate,
            nobody,
            self.doors.clock.clone(),
            shutdown.clone(),
        );
        let farewell = async {
            shutdown.cancelled().await;
            self.sockets.shutdown().await;
        };
        tokio::join!(clients, operators, farewell);
        self.service.shutdown().await;
        self.storage.close().await;
    }

    /// All that clients are served, measured.
    fn router(&self) -> Router {
        let socket = socket::route(self.sockets.clone()).layer(middleware::from_fn(introduce));
        let metrics = Arc::clone(&self.metrics);
        let clock = self.doors.clock.clone();
        http::router(self.doors.clone(), socket).layer(middleware::from_fn(
            move |request: Request, next: Next| {
                admin::measured(Arc::clone(&metrics), clock.clone(), request, next)
            },
        ))
    }
}

/// Tells the socket's door who is at the other end, in that door's own terms.
async fn introduce(mut request: Request, next: Next) -> Response {
    if let Some(peer) = request.extensions().get::<Peer>().cloned() {
        request.extensions_mut().insert(Caller(Arc::new(peer)));
    }
    next.run(request).await
}

impl Gatekeeper for Peer {
    fn vouch(&self) {
        Self::vouch(self);
    }

    fn failed(&self, now: Timestamp) {
        self.gate().failed(self.address(), now);
    }

    fn must_wait(&self, now: Timestamp) -> Option<Duration> {
        self.gate().must_wait(self.address(), now)
    }
}

fn any_of(networks: Vec<Network>) -> AddressTest {
    Arc::new(move |address: IpAddr| networks.iter().any(|network| network.contains(address)))
}
