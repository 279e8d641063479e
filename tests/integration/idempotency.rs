//! The same command twice is one command.

use serde_json::json;
use uuid::Uuid;

use crate::support::{TestApp, acute, planned, ready};

#[tokio::test]
async fn repeated_request_is_the_first_one() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let key = Uuid::new_v4();
    let first = anna.post_keyed("/consults", &planned("alvens"), key).await;
    assert_eq!(
        (first.status, first.header("idempotency-replayed")),
        (201, None)
    );
    app.pass(25 * 60);
    let again = anna.post_keyed("/consults", &planned("alvens"), key).await;
    assert_eq!(
        (again.status, again.header("idempotency-replayed")),
        (201, Some("true"))
    );
    for field in ["id", "case", "rev", "seq", "state"] {
        assert_eq!(first.json()[field], again.json()[field], "{field}");
    }
    assert_eq!(
        anna.get("/consults").await.done()["consults"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let other = anna.post_keyed("/consults", &acute("alvens"), key).await;
    other.refused(422, "idempotency_key_reused");
    app.stop().await;
}

#[tokio::test]
async fn repeated_claim_has_the_first_outcome_even_after_the_answer() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let path = format!("/consults/{consult}/claim");
    let key = Uuid::new_v4();
    let first = david.post_keyed(&path, &json!({}), key).await;
    david.answers(&consult).await;
    let again = david.post_keyed(&path, &json!({}), key).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(first.done(), again.done());
    let elsewhere = format!("/consults/{consult}/release");
    david
        .post_keyed(&elsewhere, &json!({}), key)
        .await
        .refused(422, "idempotency_key_reused");
    app.stop().await;
}

#[tokio::test]
async fn same_key_of_another_person_is_another_command() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let nils = app.nurse("nils-nord").await;
    let key = Uuid::new_v4();
    let first = anna
        .post_keyed("/consults", &acute("alvens"), key)
        .await
        .done();
    let second = nils
        .post_keyed("/consults", &acute("alvens"), key)
        .await
        .done();
    assert_ne!(first["id"], second["id"]);
    app.stop().await;
}
