//! Clients that mean harm, or are broken.

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::support::{Ended, TestApp, TestSocket};

async fn signed_in(app: &TestApp) -> TestSocket {
    let anna = app.nurse("anna-alm").await;
    let mut screen = anna.socket().await;
    screen.until("snapshot").await;
    screen
}

#[tokio::test]
async fn socket_without_hello_is_closed_after_two_seconds() {
    let app = TestApp::start().await;
    let mut silent = app.socket().await;
    let waits = tokio::spawn(async move { silent.ended().await });
    while !waits.is_finished() {
        app.pass(1);
        tokio::task::yield_now().await;
    }
    assert_eq!(waits.await.unwrap(), Ended::Code(4408));
    app.stop().await;
}

#[tokio::test]
async fn first_message_other_than_hello_or_with_a_bad_secret_is_unauthenticated() {
    let app = TestApp::start().await;
    for (hello, code) in [
        (json!({ "type": "tock" }), "unauthenticated"),
        (json!({ "type": "hello" }), "missing_field"),
        (
            json!({ "type": "hello", "token": "guess" }),
            "unauthenticated",
        ),
        (
            json!({ "type": "hello", "ticket": "guess" }),
            "unauthenticated",
        ),
        (
            json!({ "type": "hello", "token": "a", "role": "doctor" }),
            "unknown_field",
        ),
    ] {
        let mut socket = app.socket().await;
        socket.say(&hello).await;
        assert_eq!(socket.until("error").await["code"], code, "{hello}");
        assert_eq!(socket.ended().await, Ended::Code(4401), "{hello}");
    }
    app.stop().await;
}

#[tokio::test]
async fn text_that_is_not_utf8_closes_with_1007() {
    let app = TestApp::start().await;
    let mut screen = signed_in(&app).await;
    let frame = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    screen.send(Message::Frame(frame)).await;
    assert_eq!(screen.ended().await, Ended::Code(1007));
    app.stop().await;
}

#[tokio::test]
async fn message_over_64_kib_closes_with_1009_and_deep_one_with_1008() {
    let app = TestApp::start().await;
    let mut screen = signed_in(&app).await;
    screen.send(Message::text("a".repeat(64 * 1024 + 1))).await;
    assert_eq!(screen.ended().await, Ended::Code(1009));
    let mut screen = signed_in(&app).await;
    screen
        .send(Message::text(format!(
            "{}{}",
            "[".repeat(33),
            "]".repeat(33)
        )))
        .await;
    assert_eq!(screen.until("error").await["code"], "too_deep");
    assert_eq!(screen.ended().await, Ended::Code(1008));
    app.stop().await;
}

#[tokio::test]
async fn ten_bad_messages_in_a_minute_close_with_1008() {
    let app = TestApp::start().await;
    let mut screen = signed_in(&app).await;
    for (bad, code) in [
        ("nope", "malformed_json"),
        ("{}", "unknown_message"),
        (r#"{"type":"dance"}"#, "unknown_message"),
        (r#"{"type":"tock","x":1}"#, "unknown_field"),
        (r#"{"type":"call_text"}"#, "missing_field"),
        (r#"{"type":"call_text","text":1}"#, "invalid_value"),
        (
            r#"{"type":"call_join","room":"x","ticket":"y"}"#,
            "invalid_value",
        ),
        (r#"{"type":"claim","consult":"x"}"#, "unknown_message"),
        (r#"["tock"]"#, "unknown_message"),
        (r#"{"type":"tock","type":"tock"}"#, "invalid_value"),
    ] {
        screen.send(Message::text(bad)).await;
        let error = screen.until("error").await;
        assert_eq!(error["code"], code, "{bad}: {error}");
    }
    assert_eq!(screen.ended().await, Ended::Code(1008));
    app.stop().await;
}

#[tokio::test]
async fn flooding_client_is_warned_and_then_cut_off_while_others_are_served() {
    let app = TestApp::start().await;
    let mut flood = signed_in(&app).await;
    let mut calm = signed_in(&app).await;
    for _ in 0..81 {
        flood.send(Message::text(r#"{"type":"tock"}"#)).await;
    }
    let warned = flood.until("error").await;
    assert_eq!(warned["code"], "rate_limited");
    assert!(warned["retry_after_ms"].as_u64().unwrap() <= 50);
    assert_eq!(flood.ended().await, Ended::Code(4429));
    calm.say(&json!({ "type": "call_leave" })).await;
    assert_eq!(calm.until("error").await["code"], "wrong_state");
    app.stop().await;
}

#[tokio::test]
async fn flood_of_pings_is_a_flood() {
    let app = TestApp::start().await;
    let mut flood = signed_in(&app).await;
    for _ in 0..200 {
        flood.send(Message::Ping(b"x".to_vec().into())).await;
    }
    assert_eq!(flood.ended().await, Ended::Code(4429));
    app.stop().await;
}

#[tokio::test]
async fn body_that_does_not_arrive_is_given_up_after_ten_seconds() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let head = format!(
        "POST /api/v1/consults HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         idempotency-key: {}\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{{",
        anna.token,
        uuid::Uuid::new_v4()
    );
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = tokio::spawn(async move {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    });
    while !answer.is_finished() {
        app.pass(1);
        tokio::task::yield_now().await;
    }
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"request_timeout\""), "{answer}");
    app.stop().await;
}

#[tokio::test]
async fn header_that_does_not_arrive_is_given_up() {
    let app = TestApp::start().await;
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nhost")
        .await
        .unwrap();
    // And one that asks once and then says nothing more.
    let mut silent = TcpStream::connect(app.address).await.unwrap();
    silent
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let patience = std::time::Duration::from_secs(20);
    let (mut rest, mut answer) = (Vec::new(), Vec::new());
    let closed = async {
        tokio::join!(
            stream.read_to_end(&mut rest),
            silent.read_to_end(&mut answer)
        )
    };
    let (one, other) = tokio::time::timeout(patience, closed)
        .await
        .expect("both are closed");
    drop((one, other));
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
    app.stop().await;
}

#[tokio::test]
async fn sixty_fifth_silent_connection_of_an_address_is_closed_at_once() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    anna.get("/me").await.done();
    let mut silent = Vec::new();
    let turned_away = loop {
        let mut stream = TcpStream::connect(app.address).await.unwrap();
        // A connection that was let in answers; one that was not is closed.
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap_or_default();
        let mut byte = [0; 1];
        match stream.read(&mut byte).await {
            Ok(1) => silent.push(stream),
            Ok(_) | Err(_) => break silent.len(),
        }
        assert!(silent.len() <= 70);
    };
    assert!((60..=64).contains(&turned_away), "{turned_away}");
    anna.get("/me").await.done();
    app.stop().await;
}
