//! Practice cases: everything works as with a real one, and no figure knows of it.

use serde_json::{Value, json};

use crate::support::{Person, TestApp, acute, answer_without_order, planned, ready};

#[tokio::test]
async fn practice_case_goes_all_the_way_and_counts_nowhere() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let karin = app.sign_in("karin-krok", Some("admin-region")).await;
    let before = figures(&karin).await;
    // As many as would be shown if they counted.
    for _ in 0..6 {
        let mut request = planned("alvens");
        request["exercise"] = json!(true);
        let id = anna.asks(&request).await;
        let queue = david.get("/queue").await.done();
        let row = &queue["consults"][0];
        assert_eq!(row["id"], json!(id));
        assert!(
            row["marks"]
                .as_array()
                .unwrap()
                .contains(&json!("exercise")),
            "{row}"
        );
        assert_eq!(figures(&karin).await, before, "none of them waits");
        david.claims(&id).await.done();
        david
            .does(&id, "answer", &answer_without_order())
            .await
            .done();
        anna.reads(&id).await;
        let seen = json!({ "seen": true });
        anna.does(&id, "acknowledge", &seen).await.done();
        anna.closes(&id).await;
    }
    assert_eq!(figures(&karin).await, before);
    app.stop().await;
}

/// How many wait in the county, and every row of its waiting times.
async fn figures(administrator: &Person) -> Vec<Value> {
    let live = administrator.get("/indicators/live").await.done();
    let path = "/indicators?from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z&by=level";
    let times = administrator.get(path).await.done();
    vec![live["in_queue"].clone(), times["rows"].clone()]
}

#[tokio::test]
async fn exercise_sent_first_stands_behind_a_real_request_and_makes_way_for_it() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let exercise = {
        let mut request = acute("alvens");
        request["exercise"] = json!(true);
        anna.asks(&request).await
    };
    david.claims(&exercise).await.done();
    let waits = anna.asks(&planned("alvens")).await;
    let acute = anna.asks(&acute("alvens")).await;
    let taken = david.claims(&acute).await.done();
    assert_eq!(taken["state"], "claimed");
    let queue = david.get("/queue").await.done();
    let order: Vec<_> = queue["consults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(order, [waits.as_str(), exercise.as_str()]);
    let seen = anna.reads(&exercise).await;
    assert_eq!(seen["consult"]["position"], 2);
    david.claims(&waits).await.refused(409, "already_holding");
    app.stop().await;
}

#[tokio::test]
async fn who_takes_part_in_exercises_says_so_with_her_duty() {
    let app = TestApp::start().await;
    let (_anna, david) = ready(&app).await;
    let mut body = json!({ "state": "on", "centres": ["alvens"], "practice": true });
    let on = david.put("/duty", &body).await.done();
    assert_eq!(on["practice"], true);
    body["practice"] = json!(false);
    assert_eq!(david.put("/duty", &body).await.done()["practice"], false);
    let silent = json!({ "state": "on", "centres": ["alvens"] });
    assert_eq!(david.put("/duty", &silent).await.done()["practice"], false);
    app.stop().await;
}
