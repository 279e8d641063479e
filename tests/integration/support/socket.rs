//! A client's end of the socket.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a socket ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// With a close code.
    Code(u16),
    /// Without a word.
    Silently,
}

pub struct TestSocket {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What came while something else was waited for.
    waiting: VecDeque<Value>,
}

impl TestSocket {
    /// Opens a socket with further headers.
    pub async fn open(
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Box<Error>> {
        let mut request = format!("ws://{address}/api/v1/socket")
            .into_client_request()
            .unwrap();
        let fields = request.headers_mut();
        fields.insert("sec-websocket-protocol", "vantrum.v1".parse().unwrap());
        for (name, value) in headers {
            fields.insert(*name, value.parse().unwrap());
        }
        let (socket, response) = connect_async(request).await.map_err(Box::new)?;
        assert_eq!(response.headers()["sec-websocket-protocol"], "vantrum.v1");
        Ok(Self {
            socket,
            waiting: VecDeque::new(),
        })
    }

    pub async fn say(&mut self, message: &Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    pub async fn send(&mut self, message: Message) {
        // The server may have closed meanwhile; what it said is still to be read.
        drop(self.socket.send(message).await);
    }

    /// Shows that somebody is there, and waits until the server has noticed.
    pub async fn stay(&mut self) {
        // A second greeting is answered and changes nothing, in a call or out of one.
        self.say(&json!({ "type": "hello", "ticket": "again" }))
            .await;
        loop {
            let message = self
                .received()
                .await
                .unwrap_or_else(|ended| panic!("{ended:?}"));
            if message["type"] == "error" && message["of"] == "hello" {
                return;
            }
            self.waiting.push_back(message);
        }
    }

    /// The next message, or how the socket ended.
    pub async fn next(&mut self) -> Result<Value, Ended> {
        match self.waiting.pop_front() {
            Some(message) => Ok(message),
            None => self.received().await,
        }
    }

    async fn received(&mut self) -> Result<Value, Ended> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next.expect("something comes") {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Err(Ended::Code(frame.code.into()));
                }
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Err(Ended::Silently),
                Some(Ok(
                    Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_),
                )) => {}
            }
        }
    }

    /// The next message of a type; what comes before is passed over.
    pub async fn until(&mut self, kind: &str) -> Value {
        loop {
            let message = self
                .next()
                .await
                .unwrap_or_else(|ended| panic!("no {kind}: {ended:?}"));
            if message["type"] == kind {
                return message;
            }
        }
    }

    /// Reads on until exactly `message` comes.
    pub async fn until_is(&mut self, kind: &str, message: &Value) {
        while self.until(kind).await != *message {}
    }

    /// Takes what has come of a kind and was not read yet.
    pub fn take(&mut self, kind: &str) -> Vec<Value> {
        let (taken, left) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition::<VecDeque<_>, _>(|message| message["type"] == kind);
        self.waiting = left;
        taken.into()
    }

    /// Reads on until the socket ends.
    pub async fn ended(&mut self) -> Ended {
        loop {
            if let Err(ended) = self.next().await {
                return ended;
            }
        }
    }

    /// The next item of a kind in any frame of changes.
    pub async fn item(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap();
            let items = frame["items"].as_array().cloned().unwrap_or_default();
            if let Some(found) = items.into_iter().find(|item| item["type"] == kind) {
                return found;
            }
        }
    }

    /// Waits until `consult` is no longer there to be taken.
    pub async fn until_taken(&mut self, consult: &str) {
        loop {
            let frame = self
                .next()
                .await
                .unwrap_or_else(|ended| panic!("not taken: {ended:?}"));
            let items = frame["items"].as_array().cloned().unwrap_or_default();
            let taken = |item: &Value| {
                let gone = item["type"] == "consult_gone" && item["id"] == consult;
                let row = &item["consult"];
                gone || (row["id"] == consult && row["state"] != "queued")
            };
            if items.iter().any(taken) {
                return;
            }
        }
    }

    /// Waits for the change that brings `consult` into `state`, and the position of it.
    pub async fn until_state(&mut self, consult: &str, state: &str) -> (u64, Value) {
        loop {
            let frame = self
                .next()
                .await
                .unwrap_or_else(|ended| panic!("not {state}: {ended:?}"));
            let rows = frame["items"].as_array().into_iter().flatten();
            let row = rows
                .filter(|item| item["type"] == "consult_changed")
                .map(|item| &item["consult"])
                .find(|row| row["id"] == consult && row["state"] == state);
            if let Some(row) = row {
                return (frame["seq"].as_u64().unwrap(), row.clone());
            }
        }
    }
}
