//! A Redis server of a test's own: on a free port, in a directory that goes with it.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A running server. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct RedisServer {
    dir: TempDir,
    port: u16,
    settings: Vec<String>,
    child: Child,
}

impl RedisServer {
    /// A server that writes every command to disk, and never evicts.
    pub(crate) fn start() -> Self {
        Self::start_with(&["--appendonly", "yes", "--appendfsync", "always"])
    }

    /// A server with these settings after the defaults.
    pub(crate) fn start_with(settings: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let settings: Vec<String> = settings.iter().map(|&it| it.to_owned()).collect();
        // Between finding a free port and using it somebody else may take it.
        for _ in 0..10 {
            let port = free_port();
            if let Some(child) = run(&dir, port, &settings) {
                return Self {
                    dir,
                    port,
                    settings,
                    child,
                };
            }
        }
        panic!("redis-server does not start with {settings:?}");
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its port on the loopback address.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Ends it as a crash would (`kill -9`).
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again on what its disk holds.
    pub(crate) fn start_again(&mut self) {
        self.child = run(&self.dir, self.port, &self.settings).expect("redis-server comes back");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Starts a server and waits until it takes connections; nothing if it ends before that.
fn run(dir: &TempDir, port: u16, settings: &[String]) -> Option<Child> {
    let mut child = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
        .args(["--save", "", "--daemonize", "no", "--logfile", ""])
        .args(settings)
        .arg("--dir")
        .arg(dir.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect(
            "`redis-server` must be installed for these tests (Debian: apt install redis-server)",
        );
    if let Some(said) = child.stdout.take() {
        let ready = |line: &str| line.contains("Ready to accept connections");
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        if lines.any(|line| ready(&line)) {
            return Some(child);
        }
    }
    drop(child.wait());
    None
}
