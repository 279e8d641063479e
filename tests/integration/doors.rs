//! What is open to anybody, what is described, and what is not there.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use vantrum::http::ROUTES;

use crate::support::{Person, Setup, TestApp};

#[tokio::test]
async fn described_routes_are_the_routes_that_exist() {
    let app = TestApp::start().await;
    let document = app.get("/api/openapi.json").await.done();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let described: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, verbs)| {
            verbs
                .as_object()
                .unwrap()
                .keys()
                .map(|verb| (path.clone(), verb.to_uppercase()))
        })
        .collect();
    let table: BTreeSet<(String, String)> = ROUTES
        .iter()
        .map(|route| {
            (
                format!("/api/v1{}", route.path),
                route.verb.as_str().to_owned(),
            )
        })
        .collect();
    assert_eq!(described, table);
    let stranger = app.stranger();
    for (path, verb) in &described {
        let nil = "00000000-0000-0000-0000-000000000000";
        let path = path.replace("{id}", nil).replace("{image}", nil);
        let path = path.replace("{form}", "answer");
        let method = Method::from_bytes(verb.as_bytes()).unwrap();
        let status = Person::send(stranger.raw(method, &path)).await.status;
        assert!(![404, 405].contains(&status), "{verb} {path}: {status}");
        let wrong = Person::send(stranger.raw(Method::PATCH, &path)).await;
        wrong.refused(405, "method_not_allowed");
        assert!(wrong.header("allow").unwrap().contains(verb), "{wrong:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn what_is_not_built_is_not_there() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let id = "00000000-0000-0000-0000-000000000000";
    let later = ["guests", "decline"];
    for path in later.iter().map(|name| format!("/consults/{id}/{name}")) {
        anna.post(&path, &Value::Null)
            .await
            .refused(404, "not_found");
    }
    for path in ["/guest/sessions", "/meetings", "/logs/access", "/", ""] {
        anna.get(path).await.refused(404, "not_found");
    }
    app.get("/api/nothing").await.refused(404, "not_found");
    let text = app.get("/api/openapi.json").await.text();
    for name in later {
        assert!(!text.contains(&format!("/{name}\"")), "{name}");
    }
    app.stop().await;
}

#[tokio::test]
async fn sign_in_as_exists_in_the_demo_alone() {
    let app = TestApp::with(Setup {
        demo: false,
        ..Setup::default()
    })
    .await;
    app.get("/api/v1/demo/people")
        .await
        .refused(404, "not_found");
    let sign_in = serde_json::json!({ "person": "anna-alm" });
    app.stranger()
        .post("/demo/sessions", &sign_in)
        .await
        .refused(404, "not_found");
    assert!(!app.get("/api/openapi.json").await.text().contains("/demo/"));
    app.stop().await;
    let app = TestApp::start().await;
    let people = app.get("/api/v1/demo/people").await.done();
    let names: Vec<_> = people["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["id"].as_str().unwrap())
        .collect();
    assert_eq!(names[0], "anna-alm", "nurses come first");
    assert!(names.contains(&"berit-berg"));
    app.stop().await;
}

#[tokio::test]
async fn socket_schema_describes_every_message() {
    let app = TestApp::start().await;
    let schema = app.get("/api/socket.schema.json").await.done();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    for name in [
        "ClientMessage",
        "ServerMessage",
        "Hello",
        "Changes",
        "CallSignal",
        "ErrorCode",
    ] {
        assert!(schema["$defs"].get(name).is_some(), "{name}");
    }
    app.stop().await;
}

#[tokio::test]
async fn descriptions_spell_each_word_as_it_is_sent() {
    let app = TestApp::start().await;
    for place in ["/api/openapi.json", "/api/socket.schema.json"] {
        let document = app.get(place).await.done();
        let defs = document
            .pointer("/components/schemas")
            .unwrap_or(&document["$defs"]);
        for (name, schema) in defs.as_object().unwrap() {
            let words = schema["enum"].as_array().into_iter().flatten();
            for word in words.filter_map(Value::as_str) {
                let mixed =
                    word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase);
                assert!(!mixed, "{place}: {name} has {word}");
            }
        }
        let codes = &defs["ErrorCode"]["enum"];
        assert!(
            codes.as_array().unwrap().contains(&json!("not_found")),
            "{codes}"
        );
    }
    app.stop().await;
}

#[tokio::test]
async fn server_says_whether_it_lives_and_what_its_store_promises() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/healthz").await.status, 200);
    let ready = app.get("/readyz").await.done();
    assert_eq!(ready["ready"], true);
    assert_eq!(ready["promise"], "an acknowledged command is on disk");
    app.get("/metrics").await.refused(404, "not_found");
    let metrics = app.metrics().await;
    assert!(metrics.contains("vantrum_http_answers_total"), "{metrics}");
    assert!(metrics.contains("route=\"/readyz\""), "{metrics}");
    app.stop().await;
}

#[tokio::test]
async fn telephone_page_needs_no_sign_in_and_no_script() {
    let app = TestApp::start().await;
    let page = app.get("/telefon").await;
    assert_eq!(page.status, 200);
    assert!(page.header("cache-control").unwrap().contains("max-age"));
    let text = page.text();
    for part in [
        "lang=\"sv\"",
        "lang=\"en\"",
        "Norrby",
        "Söderby",
        "Älvens hälsocentral",
        "tel:0313900610",
        "031-390 06 02",
        "<th scope=\"row\"><span>Vardagar 08:00–17:00</span></th>",
        "<th scope=\"row\">Övrig tid</th>",
        "tel:112",
        "Väntrum</a>",
        "class=\"demo\"",
    ] {
        assert!(text.contains(part), "{part}");
    }
    // In each municipality and at each hour: 112, who is on call, who is rung after her, and
    // the county's coordinator last.
    for night in text.split("Övrig tid").skip(1) {
        let order: Vec<_> = [
            "tel:112",
            "tel:0313900630",
            "tel:0313900631",
            "tel:0313900600",
        ]
        .iter()
        .map(|number| night.find(number).unwrap())
        .collect();
        assert!(order.is_sorted(), "{night}");
    }
    // What a script adds is no part of it, and none stands in the page.
    assert_eq!(text.matches("<script").count(), 1);
    assert!(text.contains("<script src=\"/telefon.js\" defer></script>"));
    assert!(!text.contains("style=") && !text.contains("<style"));
    assert!(text.contains("<tr data-week=\"480-1020,"));
    let style = app.get("/telefon.css").await;
    assert!(
        style
            .header("content-type")
            .unwrap()
            .starts_with("text/css")
    );
    assert!(style.text().contains("@media print"));
    let worker = app.get("/telefon-worker.js").await;
    assert!(
        worker
            .header("content-type")
            .unwrap()
            .contains("javascript")
    );
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    app.stop().await;
}

#[tokio::test]
async fn every_answer_carries_the_browsers_protections() {
    let app = TestApp::start().await;
    for path in [
        "/",
        "/telefon",
        "/api/v1/me",
        "/api/openapi.json",
        "/anywhere/at/all",
    ] {
        let answer = app.get(path).await;
        let policy = answer.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            "frame-ancestors 'none'",
            "trusted-types",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{path}"
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert!(
            answer
                .header("permissions-policy")
                .unwrap()
                .contains("camera=(self)"),
            "{path}"
        );
        let store = answer.header("cache-control").unwrap_or_default() == "no-store";
        assert_eq!(
            store,
            path.starts_with("/api/"),
            "{path}: {:?}",
            answer.header("cache-control")
        );
    }
    app.stop().await;
}

#[tokio::test]
async fn client_is_served_on_every_page_and_a_missing_file_is_missing() {
    let app = TestApp::start().await;
    for path in ["/", "/arende/7", "/logga-in"] {
        let page = app.get(path).await;
        assert_eq!(
            (page.status, page.header("cache-control")),
            (200, Some("no-cache")),
            "{path}"
        );
        assert!(page.text().contains("<html"), "{path}");
    }
    let page = app.get("/").await.text();
    let script = page.split('"').find(|part| part.ends_with(".js")).unwrap();
    let script = app.get(script).await;
    assert!(
        script
            .header("cache-control")
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(
        app.get("/icon.svg").await.header("cache-control"),
        Some("no-cache")
    );
    app.get("/assets/nothing.js")
        .await
        .refused(404, "not_found");
    let post = Person::send(app.stranger().raw(Method::POST, "/arende/7")).await;
    post.refused(405, "method_not_allowed");
    app.stop().await;
}

/// What the server says to whoever can read `encodings`.
async fn encoded(request: reqwest::RequestBuilder, encodings: &str) -> Option<String> {
    let answer = Person::send(request.header("accept-encoding", encodings)).await;
    assert!((200..300).contains(&answer.status), "{answer:?}");
    answer.header("content-encoding").map(str::to_owned)
}

#[tokio::test]
async fn long_lists_are_sent_compressed_and_secrets_as_they_are() {
    let app = TestApp::with(Setup {
        doctors: 40,
        ..Setup::default()
    })
    .await;
    let anna = app.nurse("anna-alm").await;
    let case = anna.asks(&crate::support::acute("alvens")).await;
    for (known, chosen) in [("gzip", "gzip"), ("br", "br"), ("gzip, br", "br")] {
        let said = encoded(anna.request(Method::GET, "/demo/people"), known).await;
        assert_eq!(said.as_deref(), Some(chosen), "{known}");
    }
    assert_eq!(
        encoded(anna.request(Method::GET, "/demo/people"), "identity").await,
        None
    );
    let session = json!({ "person": "anna-alm", "commission": null });
    for request in [
        anna.request(Method::GET, &format!("/consults/{case}")),
        anna.request(Method::POST, "/socket/tickets")
            .json(&json!({})),
        anna.request(Method::POST, "/demo/sessions").json(&session),
        anna.request(Method::GET, "/me"),
    ] {
        assert_eq!(encoded(request, "gzip, br").await, None);
    }
    app.stop().await;
}

#[tokio::test]
async fn only_a_demos_clock_is_put_forward_and_not_so_far_that_anybody_seems_gone() {
    let app = TestApp::start().await;
    let forward = |seconds: u64| {
        let operator = Person::stranger(app.admin);
        async move {
            let request = operator.raw(Method::POST, "/demo/clock");
            Person::send(request.json(&json!({ "seconds": seconds }))).await
        }
    };
    let before = app.clock.now();
    assert_eq!(forward(5).await.status, 204);
    assert_eq!(
        app.clock.now(),
        before.plus(std::time::Duration::from_secs(5))
    );
    assert_eq!(forward(6).await.status, 422);
    assert_eq!(
        app.clock.now(),
        before.plus(std::time::Duration::from_secs(5))
    );
    app.stop().await;

    let real = TestApp::with(Setup {
        demo: false,
        ..Setup::default()
    })
    .await;
    let request = Person::stranger(real.admin).raw(Method::POST, "/demo/clock");
    let answer = Person::send(request.json(&json!({ "seconds": 5 }))).await;
    assert_eq!(answer.status, 404);
    real.stop().await;
}
