//! A patient's name and number stand nowhere in clear but where they are asked for.

use std::path::Path;

use serde_json::json;

use crate::support::{TestApp, captured, planned, ready};

const NAME: &str = "Zebulon Kanariefågel";
const TEXT: &str = "Kanariefågeln hostar sedan i tisdags";

/// The planted number in every form in which it could have been written down.
const NUMBERS: [&str; 4] = ["191212121212", "19121212-1212", "121212-1212", "1212121212"];

#[tokio::test]
async fn planted_patient_is_in_no_log_metric_or_stored_byte() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut request = planned("alvens");
    request["patient"]["name"] = json!(NAME);
    request["sbar"]["situation"] = json!(TEXT);
    let consult = anna.asks(&request).await;
    anna.does(&consult, "supplement", &json!({ "note": TEXT }))
        .await
        .done();
    let mut screen = david.socket().await;
    screen.until("snapshot").await;
    david.claims(&consult).await.done();
    let draft = json!({ "fields": format!("{NAME} {TEXT}"), "text": TEXT });
    let path = format!("/consults/{consult}/drafts/answer");
    assert_eq!(david.put(&path, &draft).await.status, 204);
    assert_eq!(
        david.get(&path).await.done()["draft"]["fields"],
        draft["fields"]
    );
    assert_eq!(david.reads(&consult).await["patient"]["name"], NAME);
    let own = json!({ "fields": format!("{NAME} {TEXT}") });
    assert_eq!(anna.put("/me/drafts/phone_contact", &own).await.status, 204);
    let mut answer = crate::support::answer_with_order();
    answer["assessment"] = json!(TEXT);
    david.does(&consult, "answer", &answer).await.done();
    anna.reads_back(&consult, TEXT).await;
    anna.does(&consult, "report_incident", &json!({ "text": TEXT }))
        .await
        .done();
    let gun = app.sign_in("gun-gran", None).await;
    let read = gun.get(&format!("/logs/consults/{consult}")).await.done();
    assert_eq!(read["texts"], json!([TEXT]));
    // What is refused may not be written down either.
    let mut wrong = request.clone();
    wrong["patient"]["id_type"] = json!(NAME);
    anna.post("/consults", &wrong)
        .await
        .refused(422, "invalid_value");
    wrong["patient"] = json!({ "id_type": "personnummer", "id": "191212121213", "name": NAME });
    anna.post("/consults", &wrong)
        .await
        .refused(422, "invalid_identifier");
    let metrics = app.metrics().await;
    let dir = app.stop().await;

    let mut places = vec![
        ("log".to_owned(), captured().into_bytes()),
        ("metrics".to_owned(), metrics.into_bytes()),
    ];
    collect(dir.path(), &mut places);
    assert!(places.len() > 2, "no stored file was found");
    for (place, bytes) in places {
        for planted in [NAME, "Kanariefågel", "Kanarief\\u00e5gel", TEXT]
            .iter()
            .chain(&NUMBERS)
        {
            let found = bytes
                .windows(planted.len())
                .any(|window| window == planted.as_bytes());
            assert!(!found, "{planted} stands in {place}");
        }
    }
}

#[tokio::test]
async fn what_opens_something_is_written_down_nowhere() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let socket = anna.post("/socket/tickets", &json!({})).await.done();
    let path = format!("/consults/{consult}/call");
    let call = david.post(&path, &json!({})).await.done();
    let ticket = |answer: &serde_json::Value| answer["ticket"].as_str().unwrap().to_owned();
    let secrets = [anna.token.clone(), ticket(&socket), ticket(&call)];
    for secret in &secrets {
        // Also where it does not belong, and where it opens nothing.
        let in_the_url = anna.get(&format!("/me?token={secret}")).await;
        in_the_url.refused(400, "token_in_url");
        let stranger = app.stranger().carrying(&format!("{secret}x"));
        stranger.get("/me").await.refused(401, "unauthenticated");
        let mut wrong = app.socket().await;
        wrong
            .say(&json!({ "type": "hello", "ticket": format!("{secret}x") }))
            .await;
        wrong.ended().await;
    }
    let metrics = app.metrics().await;
    let dir = app.stop().await;
    let mut places = vec![
        ("log".to_owned(), captured().into_bytes()),
        ("metrics".to_owned(), metrics.into_bytes()),
    ];
    collect(dir.path(), &mut places);
    for (place, bytes) in places {
        for secret in &secrets {
            // Before the point stands an id, which is none.
            let (_, kept) = secret.split_once('.').unwrap_or(("", secret));
            let mut windows = bytes.windows(kept.len());
            assert!(
                !windows.any(|window| window == kept.as_bytes()),
                "a secret stands in {place}"
            );
        }
    }
}

fn collect(dir: &Path, places: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, places);
        } else {
            places.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
