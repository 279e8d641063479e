//! One county, served on ports of its own until the test ends it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vantrum::app::App;
use vantrum::clock::Clock;
use vantrum::config::county;
use vantrum::domain::time::Timestamp;
use vantrum::service::CountyKey;
use vantrum::storage::embedded;

use super::logs;
use super::people::{Answer, Doctor, Nurse, Person};
use super::phones::Phones;
use super::socket::TestSocket;

/// A served county.
pub struct TestApp {
    pub address: SocketAddr,
    pub admin: SocketAddr,
    pub clock: Clock,
    pub phones: Phones,
    dir: TempDir,
    shutdown: CancellationToken,
    running: JoinHandle<()>,
}

/// What a test wants otherwise than usual.
pub struct Setup {
    /// More doctors at the centre `alvens`.
    pub doctors: usize,
    /// Whether "sign in as" is offered.
    pub demo: bool,
    /// Origins of the page.
    pub origins: Vec<String>,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<String>,
    /// What the county file says besides.
    pub county: &'static str,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            doctors: 0,
            demo: true,
            origins: Vec::new(),
            trusted_proxies: Vec::new(),
            county: "",
        }
    }
}

impl TestApp {
    /// The small county on a Saturday morning.
    pub async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    pub async fn with(setup: Setup) -> Self {
        let start = Timestamp::parse_rfc3339("2026-11-21T09:00:00Z").unwrap();
        let dir = tempfile::tempdir().unwrap();
        Self::serve(dir, Clock::by_hand(start), setup).await
    }

    /// The same county after a restart, on the same data and clock.
    pub async fn restart(self) -> Self {
        let clock = self.clock.clone();
        let dir = self.stop().await;
        Self::serve(dir, clock, Setup::default()).await
    }

    async fn serve(dir: TempDir, clock: Clock, setup: Setup) -> Self {
        logs::keep();
        let text = crate::county::county_with_doctors(setup.doctors) + setup.county;
        let directory = county::load(&text, "county.toml").unwrap();
        let phones = Phones::default();
        let storage = embedded::open(&dir.path().join("data"), clock.clone()).unwrap();
        let networks = setup.trusted_proxies.iter();
        let app = App::builder(storage, Arc::new(directory))
            .clock(clock.clone())
            .key(CountyKey::new([7; 32]))
            .demo(setup.demo)
            .reach(Arc::new(phones.clone()))
            .origins(setup.origins)
            .trusted_proxies(networks.map(|text| text.parse().unwrap()).collect())
            .build()
            .await
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let admin = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let admin_address = admin.local_addr().unwrap();
        let shutdown = CancellationToken::new();
        let running = tokio::spawn(app.run(listener, admin, shutdown.clone()));
        Self {
            address,
            admin: admin_address,
            clock,
            phones,
            dir,
            shutdown,
            running,
        }
    }

    /// Where the data is, in `data`, and what a test puts beside it.
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Lets time pass while the sockets show that somebody is there.
    pub async fn pass_with(&self, seconds: u64, screens: &mut [&mut TestSocket]) {
        for _ in 0..seconds.div_ceil(5) {
            self.pass(5);
            for screen in screens.iter_mut() {
                screen.stay().await;
            }
        }
    }

    /// Begins to end the server, which tells its sockets.
    pub fn begin_to_stop(&self) {
        self.shutdown.cancel();
    }

    /// Ends the server and waits for it; the data stays.
    pub async fn stop(self) -> TempDir {
        self.shutdown.cancel();
        self.running.await.unwrap();
        self.dir
    }

    pub async fn nurse(&self, person: &str) -> Nurse {
        Nurse(self.sign_in(person, None).await)
    }

    pub async fn doctor(&self, person: &str, commission: &str) -> Doctor {
        Doctor(self.sign_in(person, Some(commission)).await)
    }

    pub async fn sign_in(&self, person: &str, commission: Option<&str>) -> Person {
        Person::sign_in(self.address, person, commission).await
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Person {
        Person::stranger(self.address)
    }

    /// A socket on which nothing was said yet.
    pub async fn socket(&self) -> TestSocket {
        TestSocket::open(self.address, &[]).await.unwrap()
    }

    /// What operators read.
    pub async fn metrics(&self) -> String {
        let answer = Person::stranger(self.admin).get_raw("/metrics").await;
        assert_eq!(answer.status, 200);
        answer.text()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.stranger().get_raw(path).await
    }
}
