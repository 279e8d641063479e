//! NEWS2 where the county has it on: beside the values, and nowhere else.

use serde_json::{Value, json};
use vantrum::clock::Clock;
use vantrum::storage::{LogId, embedded};

use crate::support::{Setup, TestApp, acute, planned, ready};

const ON: &str = "\n[modules]\nnews2 = true\n";

#[tokio::test]
async fn score_stands_beside_each_set_of_values_where_the_county_has_it_on() {
    let app = county_with(ON).await;
    let (anna, david) = ready(&app).await;
    assert_eq!(anna.get("/me").await.done()["modules"]["news2"], true);
    let consult = anna.asks(&planned("alvens")).await;
    let more =
        json!({ "vitals": { "taken_at": "2026-11-21T08:55:00Z", "spo2": 88, "pulse": 118 } });
    anna.does(&consult, "supplement", &more).await.done();
    let worse = json!({ "level": "P1", "reason": "Andas sämre.", "vitals": { "taken_at": "2026-11-21T09:00:00Z", "respiratory_rate": 26 } });
    anna.does(&consult, "triage", &worse).await.done();

    david.claims(&consult).await.done();
    let content = david.reads(&consult).await;
    assert_eq!(content["vitals"].as_array().unwrap().len(), 3);
    let scores = content["news2"].as_array().unwrap();
    assert_eq!(scores.len(), 3);
    assert_eq!(
        scores[0],
        json!({
            "version": "NEWS2-2017", "outcome": "complete",
            "parts": parts([2, 3, 0, 0, 1, 0, 1].map(Some)),
            "total": 7, "risk": "high", "missing": [],
        })
    );
    assert_eq!(scores[1]["outcome"], "incomplete");
    assert_eq!(
        (&scores[1]["total"], &scores[1]["risk"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(
        scores[1]["parts"],
        parts([None, Some(3), None, None, Some(2), None, None])
    );
    assert_eq!(content["supplements"][0]["news2"], scores[1]);
    assert_eq!(scores[2]["missing"].as_array().unwrap().len(), 6);
    assert_eq!(anna.reads(&consult).await["news2"], content["news2"]);
    app.stop().await;
}

#[tokio::test]
async fn county_that_has_not_turned_it_on_shows_values_without_a_score() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    assert_eq!(anna.get("/me").await.done()["modules"]["news2"], false);
    let consult = anna.asks(&planned("alvens")).await;
    let more = json!({ "vitals": { "taken_at": "2026-11-21T08:55:00Z", "spo2": 88 } });
    anna.does(&consult, "supplement", &more).await.done();
    david.claims(&consult).await.done();
    let content = david.reads(&consult).await;
    assert_eq!(content["vitals"].as_array().unwrap().len(), 2);
    assert_eq!(content["news2"], json!([]));
    assert_eq!(content["supplements"][0]["news2"], json!(null));
    app.stop().await;
}

#[tokio::test]
async fn patient_whose_age_nobody_knows_is_not_scored_until_she_is_named() {
    let app = county_with(ON).await;
    let anna = app.nurse("anna-alm").await;
    let mut urgent = acute("alvens");
    urgent["vitals"] = planned("alvens")["vitals"].clone();
    let consult = anna.asks(&urgent).await;
    let outcome = |content: &Value| content["news2"][0]["outcome"].clone();
    assert_eq!(outcome(&anna.reads(&consult).await), "age_unknown");
    let named = json!({ "patient": { "id_type": "personnummer", "id": "191212121212" } });
    anna.does(&consult, "supplement", &named).await.done();
    assert_eq!(outcome(&anna.reads(&consult).await), "complete");
    app.stop().await;
}

#[tokio::test]
async fn score_moves_nobody_in_the_queue_and_is_written_down_nowhere() {
    let app = county_with(ON).await;
    let (anna, david) = ready(&app).await;
    let mut well = planned("alvens");
    well["vitals"] = json!({ "taken_at": "2026-11-21T08:50:00Z", "respiratory_rate": 16, "spo2": 97,
        "oxygen": false, "systolic_bp": 125, "pulse": 72, "consciousness": "A", "temperature": 36.8 });
    let first = anna.asks(&well).await;
    let mut ill = planned("alvens");
    ill["vitals"] = json!({ "taken_at": "2026-11-21T08:50:00Z", "respiratory_rate": 30, "spo2": 80,
        "oxygen": true, "systolic_bp": 80, "pulse": 140, "consciousness": "C", "temperature": 34.5 });
    let second = anna.asks(&ill).await;

    let queue = david.get("/queue").await.done();
    let rows = queue["consults"].as_array().unwrap();
    assert_eq!(
        (&rows[0]["id"], &rows[1]["id"]),
        (&json!(first), &json!(second))
    );
    assert!(rows.iter().all(|row| row["level"] == "P2"));
    let mut screen = david.socket().await;
    let snapshot = screen.until("snapshot").await;
    david.claims(&second).await.done();
    assert_eq!(david.reads(&second).await["news2"][0]["total"], 20);
    let list = anna.get("/consults").await.done();
    for shown in [queue, snapshot, list] {
        assert!(!names_a_score(&shown.to_string()), "{shown}");
    }

    let clock = app.clock.clone();
    let dir = app.stop().await;
    let records = journal(&dir.path().join("data"), clock).await;
    assert!(records.len() > 3, "the journal was not found");
    for record in records {
        assert!(!names_a_score(&record), "{record}");
    }
}

async fn county_with(county: &'static str) -> TestApp {
    TestApp::with(Setup {
        county,
        ..Setup::default()
    })
    .await
}

/// Points in the order of the chart.
fn parts(points: [Option<u8>; 7]) -> Value {
    let chart = [
        "respiratory_rate",
        "spo2",
        "oxygen",
        "systolic_bp",
        "pulse",
        "consciousness",
        "temperature",
    ];
    let parts = chart.iter().zip(points);
    parts
        .map(|(parameter, points)| json!({ "parameter": parameter, "points": points }))
        .collect()
}

fn names_a_score(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("news2") || text.contains("\"risk\"")
}

async fn journal(data: &std::path::Path, clock: Clock) -> Vec<String> {
    let storage = embedded::open(data, clock).unwrap();
    let log = LogId::journal("testlanet".parse().unwrap());
    let records = storage.log.read(&log, 0, 256).await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let records = records.iter().map(|it| text(&it.bytes)).collect();
    storage.close().await;
    records
}
