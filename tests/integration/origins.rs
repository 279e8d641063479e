//! Which pages may open a socket, and whose word on an address counts.

use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Error;

use crate::support::{Person, Setup, TestApp, TestSocket};

#[tokio::test]
async fn socket_is_opened_by_our_own_page_or_by_no_page() {
    let app = TestApp::start().await;
    let own = format!("http://{}", app.address);
    for (headers, opens) in [
        (vec![], true),
        (vec![("origin", own.as_str())], true),
        (vec![("origin", own.as_str()), ("cookie", "a=1")], true),
        (vec![("origin", "https://evil.example")], false),
        (vec![("origin", "null")], false),
        (vec![("cookie", "a=1")], false),
    ] {
        match TestSocket::open(app.address, &headers).await {
            Ok(_) => assert!(opens, "{headers:?}"),
            Err(error) => {
                let Error::Http(answer) = *error else {
                    panic!("{error}")
                };
                assert!(!opens, "{headers:?}");
                assert_eq!(answer.status(), 403);
                let body = answer.body().clone().unwrap();
                let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
                assert_eq!(problem["code"], "bad_origin");
            }
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn named_origin_is_ours_and_no_other() {
    let origins = vec!["https://vantrum.example.se".to_owned()];
    let app = TestApp::with(Setup {
        origins,
        ..Setup::default()
    })
    .await;
    let own = format!("http://{}", app.address);
    assert!(
        TestSocket::open(app.address, &[("origin", "https://vantrum.example.se")])
            .await
            .is_ok()
    );
    assert!(
        TestSocket::open(app.address, &[("origin", &own)])
            .await
            .is_err()
    );
    app.stop().await;
}

#[tokio::test]
async fn forwarded_address_counts_only_from_a_trusted_proxy() {
    let guess = |app: &TestApp, from: &'static str| {
        let request = app
            .stranger()
            .request(Method::POST, "/demo/sessions")
            .header("x-forwarded-for", from)
            .json(&json!({ "person": "nobody-here" }));
        Person::send(request)
    };
    let trusting = Setup {
        trusted_proxies: vec!["127.0.0.0/8".to_owned()],
        ..Setup::default()
    };
    for (setup, status) in [(trusting, 404), (Setup::default(), 429)] {
        let app = TestApp::with(setup).await;
        for _ in 0..10 {
            guess(&app, "198.51.100.1").await.refused(404, "not_found");
        }
        assert_eq!(guess(&app, "203.0.113.2").await.status, status);
        assert_eq!(guess(&app, "203.0.113.2, 198.51.100.1").await.status, 429);
        app.stop().await;
    }
}
