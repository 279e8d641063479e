//! A link to the server that can be told to lose things.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What the proxy does with the server's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::storage) enum Fault {
    /// Hands them on.
    None,
    /// Ends the connection instead of handing the next ones on.
    LoseReply,
    /// Swallows them and keeps the connection.
    Silence,
    /// Swallows those of subscribers.
    LoseHints,
    /// Says that the server is of an older version than it is.
    Older,
}

/// A proxy on a free port. Dropping it ends its connections.
pub(in crate::storage) struct Proxy {
    port: u16,
    fault: Arc<AtomicU8>,
    _tasks: JoinSet<()>,
}

impl Proxy {
    pub(in crate::storage) async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let fault = Arc::new(AtomicU8::new(Fault::None as u8));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, server, fault.clone()));
        Self {
            port,
            fault,
            _tasks: tasks,
        }
    }

    pub(in crate::storage) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(in crate::storage) fn set(&self, fault: Fault) {
        self.fault.store(fault as u8, Ordering::SeqCst);
    }
}

fn make_older(said: &mut [u8]) {
    let told = b"redis_version:";
    if let Some(at) = said.windows(told.len()).position(|it| it == told) {
        said[at + told.len()] = b'6';
    }
}

async fn accept(listener: TcpListener, server: u16, fault: Arc<AtomicU8>) {
    let mut links = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let server = TcpStream::connect(("127.0.0.1", server)).await;
        if let Ok(server) = server {
            links.spawn(link(client, server, fault.clone()));
        }
    }
}

async fn link(mut client: TcpStream, mut server: TcpStream, fault: Arc<AtomicU8>) {
    let (mut asked, mut said) = (vec![0; 65_536], vec![0; 65_536]);
    let mut subscriber = false;
    loop {
        tokio::select! {
            read = client.read(&mut asked) => match read {
                Ok(count) if count > 0 => {
                    let bytes = &asked[..count];
                    subscriber |= bytes.windows(10).any(|it| it == b"PSUBSCRIBE");
                    if server.write_all(bytes).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
            read = server.read(&mut said) => match read {
                Ok(count) if count > 0 => {
                    let fault = fault.load(Ordering::SeqCst);
                    if fault == Fault::LoseReply as u8 && !subscriber {
                        return;
                    }
                    let swallow = fault == Fault::Silence as u8
                        || (fault == Fault::LoseHints as u8 && subscriber);
                    if fault == Fault::Older as u8 {
                        make_older(&mut said[..count]);
                    }
                    if !swallow && client.write_all(&said[..count]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
        }
    }
}
