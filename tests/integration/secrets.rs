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
    assert_eq!(david.reads(&consult).await["patient"]["name"], NAME);
    let mut answer = crate::support::answer_with_order();
    answer["assessment"] = json!(TEXT);
    david.does(&consult, "answer", &answer).await.done();
    anna.reads_back(&consult, TEXT).await;
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
