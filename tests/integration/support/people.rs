//! People, and what they do in one call each.

use std::net::SocketAddr;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::bodies;
use super::socket::TestSocket;

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The answer's JSON, which must say yes.
    #[track_caller]
    pub fn done(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{}: {}",
            self.status,
            self.text()
        );
        self.json()
    }

    /// That the answer is this no, as a problem document.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{text}"
        );
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert_eq!(problem["type"], format!("about:blank#{code}"), "{problem}");
        for sentence in ["title", "detail"] {
            assert!(
                problem[sentence]
                    .as_str()
                    .is_some_and(|text| text.ends_with('.')),
                "{problem}"
            );
        }
        problem
    }
}

/// Somebody with a browser of her own.
#[derive(Clone)]
pub struct Person {
    address: SocketAddr,
    client: Client,
    pub token: String,
}

impl Person {
    pub fn stranger(address: SocketAddr) -> Self {
        Self {
            address,
            client: Client::builder().no_proxy().build().unwrap(),
            token: String::new(),
        }
    }

    /// The same with another secret.
    pub fn carrying(mut self, token: &str) -> Self {
        self.token = token.to_owned();
        self
    }

    pub async fn sign_in(address: SocketAddr, person: &str, commission: Option<&str>) -> Self {
        let mut somebody = Self::stranger(address);
        let body = json!({ "person": person, "commission": commission });
        let session = somebody.post("/demo/sessions", &body).await.done();
        assert_eq!(session["person"], person);
        somebody.token = session["token"].as_str().unwrap().to_owned();
        somebody
    }

    /// A request to a path below `/api/v1`, signed if she is signed in.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.raw(method, &format!("/api/v1{path}"));
        if self.token.is_empty() {
            request
        } else {
            request.bearer_auth(&self.token)
        }
    }

    pub fn raw(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("http://{}{path}", self.address))
    }

    pub async fn send(request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        }
    }

    pub async fn get_raw(&self, path: &str) -> Answer {
        Self::send(self.raw(Method::GET, path)).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        Self::send(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Self::send(self.request(Method::DELETE, path)).await
    }

    /// Posts with a new key.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_keyed(path, body, Uuid::new_v4()).await
    }

    pub async fn post_keyed(&self, path: &str, body: &Value, key: Uuid) -> Answer {
        let request = self.request(Method::POST, path).json(body);
        Self::send(request.header("idempotency-key", key.to_string())).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::PUT, path).json(body);
        Self::send(request.header("idempotency-key", Uuid::new_v4().to_string())).await
    }

    /// Opens a socket and says hello with a ticket.
    pub async fn socket(&self) -> TestSocket {
        self.socket_from(None).await
    }

    /// The same, from where she stopped reading.
    pub async fn socket_from(&self, resume: Option<u64>) -> TestSocket {
        let ticket = self.post("/socket/tickets", &json!({})).await.done();
        assert_eq!(ticket["expires_in_seconds"], 30);
        let mut socket = TestSocket::open(self.address, &[]).await.unwrap();
        let mut hello = json!({ "type": "hello", "ticket": ticket["ticket"] });
        if let Some(seq) = resume {
            hello["resume"] = json!({ "seq": seq });
        }
        socket.say(&hello).await;
        socket
    }

    pub async fn reads(&self, consult: &str) -> Value {
        self.get(&format!("/consults/{consult}")).await.done()
    }

    /// Does something to a consult.
    pub async fn does(&self, consult: &str, what: &str, body: &Value) -> Answer {
        self.post(&format!("/consults/{consult}/{what}"), body)
            .await
    }
}

/// A municipal nurse.
#[derive(Clone)]
pub struct Nurse(pub Person);

impl std::ops::Deref for Nurse {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl Nurse {
    /// Sends a request and returns its id.
    pub async fn asks(&self, request: &Value) -> String {
        let created = self.post("/consults", request).await;
        assert_eq!(created.status, 201, "{}", created.text());
        created.json()["id"].as_str().unwrap().to_owned()
    }

    pub async fn reads_back(&self, consult: &str, text: &str) -> Value {
        let body = json!({ "read_back": text });
        self.does(consult, "acknowledge", &body).await.done()
    }

    pub async fn closes(&self, consult: &str) -> Value {
        let body = json!({ "participation": "present", "stance": "agrees" });
        self.does(consult, "close", &body).await.done()
    }
}

/// A doctor at a health centre.
#[derive(Clone)]
pub struct Doctor(pub Person);

impl std::ops::Deref for Doctor {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.0
    }
}

impl Doctor {
    pub async fn goes_on_duty(&self, centre: &str, now: &str) -> Value {
        let body = json!({ "state": "on", "centres": [centre], "sound_tested_at": now });
        self.put("/duty", &body).await.done()
    }

    pub async fn claims(&self, consult: &str) -> Answer {
        self.does(consult, "claim", &json!({})).await
    }

    pub async fn answers(&self, consult: &str) -> Value {
        self.does(consult, "answer", &bodies::answer_with_order())
            .await
            .done()
    }

    pub async fn confirms(&self, consult: &str, matches: bool) -> Value {
        let body = json!({ "matches": matches });
        self.does(consult, "confirm_read_back", &body).await.done()
    }
}
