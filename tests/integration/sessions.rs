//! Who is calling, and for how long.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::support::{Ended, Person, TestApp, acute};

#[tokio::test]
async fn ended_session_opens_nothing_and_its_socket_is_told() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let mut screen = anna.socket().await;
    screen.until("snapshot").await;
    let ticket = anna.post("/socket/tickets", &json!({})).await.done();
    let goodbye = anna.delete("/session").await;
    assert_eq!(
        (goodbye.status, goodbye.header("clear-site-data")),
        (204, Some("\"cache\""))
    );
    anna.get("/me").await.refused(401, "session_revoked");
    anna.post("/consults", &acute("alvens"))
        .await
        .refused(401, "session_revoked");
    assert_eq!(screen.until("session_ended").await["reason"], "signed_out");
    assert_eq!(screen.ended().await, Ended::Code(4401));
    let mut late = app.socket().await;
    late.say(&json!({ "type": "hello", "ticket": ticket["ticket"] }))
        .await;
    assert_eq!(late.until("error").await["code"], "session_revoked");
    assert_eq!(late.ended().await, Ended::Code(4401));
    app.stop().await;
}

#[tokio::test]
async fn two_windows_are_two_people() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let me = anna.get("/me").await.done();
    assert_eq!(
        (&me["name"], &me["role"], &me["unit"]),
        (
            &json!("Anna Alm"),
            &json!("nurse"),
            &json!("hemsjukvarden-norrby")
        )
    );
    assert_eq!(me["demo"], true);
    assert_eq!(david.get("/me").await.done()["role"], "doctor");
    anna.delete("/session").await;
    david.get("/me").await.done();
    app.stop().await;
}

#[tokio::test]
async fn locked_screen_waits_and_is_rung_and_opens_no_case() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let id = anna.asks(&acute("alvens")).await;
    let case = format!("/consults/{id}");
    let mut screen = anna.socket().await;
    screen.until("snapshot").await;
    assert_eq!(anna.get("/me").await.done()["locked"], false);

    assert_eq!(anna.post("/session/lock", &json!({})).await.status, 204);
    let me = anna.get("/me").await.done();
    assert_eq!(
        (&me["locked"], &me["name"]),
        (&json!(true), &json!("Anna Alm"))
    );
    for path in [case.as_str(), "/consults", "/queue", "/centres"] {
        anna.get(path).await.refused(403, "session_locked");
    }
    anna.post(&format!("{case}/supplement"), &json!({ "reply": "call" }))
        .await
        .refused(403, "session_locked");
    anna.post(&format!("{case}/export_journal"), &json!({}))
        .await
        .refused(403, "session_locked");

    // What a locked screen goes on with: it hears who takes the case, and gets into the call.
    david.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    david.claims(&id).await.done();
    screen.until_state(&id, "claimed").await;
    anna.post(&format!("{case}/call"), &json!({})).await.done();
    anna.post("/socket/tickets", &json!({})).await.done();

    let opened = anna
        .post("/demo/unlock", &json!({ "person": "david-dahl" }))
        .await;
    opened.refused(403, "forbidden");
    anna.get(&case).await.refused(403, "session_locked");
    let opened = anna
        .post("/demo/unlock", &json!({ "person": "anna-alm" }))
        .await;
    assert_eq!(opened.status, 204);
    assert_eq!(anna.get("/me").await.done()["locked"], false);
    anna.get(&case).await.done();
    app.stop().await;
}

#[tokio::test]
async fn nurse_is_told_on_which_ground_her_unit_discloses() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let me = anna.get("/me").await.done();
    assert_eq!(me["disclosure_basis"], "harm_test");
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let me = david.get("/me").await.done();
    assert_eq!(me["disclosure_basis"], json!(null), "a doctor has no unit");
    app.stop().await;
}

#[tokio::test]
async fn cookie_signs_a_write_of_our_own_page_alone() {
    let app = TestApp::start().await;
    let stranger = app.stranger();
    let host = format!("http://{}", app.address);
    let body = json!({ "person": "anna-alm", "cookie": true });
    let session = stranger.post("/demo/sessions", &body).await;
    let cookie = session.header("set-cookie").unwrap().to_owned();
    for part in [
        "__Host-vantrum=",
        "; Path=/",
        "; Secure",
        "; HttpOnly",
        "; SameSite=Strict",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let pair = cookie.split(';').next().unwrap().to_owned();
    let write = |headers: &[(&'static str, &str)]| {
        let mut request = stranger
            .request(Method::POST, "/consults")
            .header("cookie", &pair)
            .header("idempotency-key", Uuid::new_v4().to_string())
            .json(&acute("alvens"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Person::send(request)
    };
    let own = ("x-vantrum-request", "1");
    write(&[]).await.refused(403, "csrf");
    write(&[("x-vantrum-request", "yes")])
        .await
        .refused(403, "csrf");
    write(&[own, ("origin", "https://evil.example")])
        .await
        .refused(403, "bad_origin");
    write(&[own, ("origin", "null")])
        .await
        .refused(403, "bad_origin");
    write(&[own, ("sec-fetch-site", "cross-site")])
        .await
        .refused(403, "bad_origin");
    assert_eq!(
        write(&[own, ("origin", &host), ("sec-fetch-site", "same-origin")])
            .await
            .status,
        201
    );
    let read = stranger.request(Method::GET, "/me").header("cookie", &pair);
    assert_eq!(Person::send(read).await.done()["name"], "Anna Alm");
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let both = david.request(Method::GET, "/me").header("cookie", &pair);
    assert_eq!(
        Person::send(both).await.done()["name"],
        "David Dahl",
        "the bearer wins"
    );
    let goodbye = stranger
        .request(Method::DELETE, "/session")
        .header("cookie", &pair)
        .header("x-vantrum-request", "1");
    let goodbye = Person::send(goodbye).await;
    assert!(
        goodbye
            .header("clear-site-data")
            .unwrap()
            .contains("\"storage\"")
    );
    assert!(goodbye.header("set-cookie").unwrap().contains("Max-Age=0"));
    app.stop().await;
}

#[tokio::test]
async fn ticket_opens_one_socket_within_half_a_minute() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let ticket = anna.post("/socket/tickets", &json!({})).await.done()["ticket"].clone();
    let hello = json!({ "type": "hello", "ticket": ticket });
    let mut first = app.socket().await;
    first.say(&hello).await;
    first.until("welcome").await;
    let mut second = app.socket().await;
    second.say(&hello).await;
    assert_eq!(second.until("error").await["code"], "ticket_used");
    assert_eq!(second.ended().await, Ended::Code(4401));
    first.until("snapshot").await;
    let late = anna.post("/socket/tickets", &json!({})).await.done()["ticket"].clone();
    app.pass(31);
    let mut third = app.socket().await;
    third.say(&json!({ "type": "hello", "ticket": late })).await;
    assert_eq!(third.until("error").await["code"], "ticket_used");
    app.stop().await;
}

#[tokio::test]
async fn guesser_has_to_wait_and_those_signed_in_do_not() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    for _ in 0..10 {
        let body = json!({ "person": "nobody-here" });
        app.stranger()
            .post("/demo/sessions", &body)
            .await
            .refused(404, "not_found");
    }
    let problem = app
        .stranger()
        .post("/demo/sessions", &json!({ "person": "anna-alm" }))
        .await
        .refused(429, "rate_limited");
    assert!(problem["retry_after_ms"].as_u64().unwrap() > 0);
    let guess = app.stranger().carrying("guess");
    guess.get("/me").await.refused(429, "rate_limited");
    anna.get("/me").await.done();
    app.pass(31 * 60);
    app.stranger()
        .post("/demo/sessions", &json!({ "person": "anna-alm" }))
        .await
        .done();
    app.stop().await;
}

#[tokio::test]
async fn secret_in_the_url_is_refused() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    for name in ["token", "ticket", "access_token", "%74oken"] {
        let answer = anna.get(&format!("/me?{name}={}", anna.token)).await;
        answer.refused(400, "token_in_url");
        app.get(&format!("/api/v1/socket?{name}=x"))
            .await
            .refused(400, "token_in_url");
    }
    assert!(!crate::support::captured().contains(&anna.token));
    app.stop().await;
}
