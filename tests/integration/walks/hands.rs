//! From hand to hand: who reads first, who takes over, and what is left to be done.

use serde_json::{Value, json};

use super::row_of;
use crate::support::{Setup, TestApp, answer_without_order, planned, ready};

/// The question is readable before she answers: what it is about, and never who.
#[tokio::test]
async fn doctor_reads_before_she_takes_and_learns_no_name() {
    let app = TestApp::with(reading_first()).await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    assert_eq!(
        david.reads(&consult).await["peeked"],
        false,
        "not before she says so"
    );
    let seen = david.does(&consult, "peek", &json!({})).await.done();
    assert_eq!(seen["state"], "queued");

    let content = david.reads(&consult).await;
    assert_eq!(
        (&content["peeked"], &content["disclosed"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        content["sbar"]["situation"],
        "Feber sedan i går, allt tröttare."
    );
    assert_eq!(content["vitals"][0]["temperature"], 38.6);
    let text = content.to_string();
    for hidden in [
        "Tolvan",
        "19121212",
        "KOL",
        "Antibiotika",
        "031-390 06 99",
        "Anna Alm",
    ] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert_eq!(row["seen_at"], "2026-11-21T09:00:00.000Z");

    // Once a colleague has it, it is hers alone.
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    berit.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    berit.claims(&consult).await.done();
    assert_eq!(
        david.get(&format!("/consults/{consult}")).await.done()["peeked"],
        false
    );
    app.stop().await;
}

/// Protected: where she is and what has happened may say who she is.
#[tokio::test]
async fn nobody_reads_of_a_protected_patient_before_she_takes_the_case() {
    let app = TestApp::with(reading_first()).await;
    let (anna, david) = ready(&app).await;
    let mut request = planned("alvens");
    request["patient"]["protected_identity"] = json!(true);
    let consult = anna.asks(&request).await;
    let row = row_of(&david.get("/queue").await.done(), &consult);
    assert_eq!(
        (&row["may_peek"], &row["unit_name"]),
        (&json!(false), &json!(""))
    );
    david
        .does(&consult, "peek", &json!({}))
        .await
        .refused(403, "forbidden");
    let content = david.reads(&consult).await;
    assert_eq!(content["sbar"], Value::Null);
    david.claims(&consult).await.done();
    assert_eq!(david.reads(&consult).await["disclosed"], true);
    app.stop().await;
}

/// Three o'clock, the shift changes; five past three comes the answer.
#[tokio::test]
async fn answer_reaches_the_night_nurse_who_took_over_by_name() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    anna.does(&consult, "handover", &json!({})).await.done();
    let nils = app.nurse("nils-nord").await;
    let row = row_of(&nils.get("/consults").await.done(), &consult);
    assert_eq!(row["handover"]["by"]["name"], "Anna Alm");
    assert_eq!(
        row["nurse"]["name"], "Anna Alm",
        "until then the ring is hers"
    );
    nils.does(&consult, "accept_handover", &json!({}))
        .await
        .done();
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert_eq!(row["nurse"]["name"], "Nils Nord");
    assert_eq!(row["taken_over_at"], "2026-11-21T09:00:00.000Z");

    david.claims(&consult).await.done();
    assert_eq!(
        row_of(&david.get("/consults").await.done(), &consult)["nurse"]["name"],
        "Nils Nord"
    );
    david.answers(&consult).await;
    let read_back =
        json!({ "read_back": "Amoxicillin 500 mg, 1 tablett 3 gånger dagligen i 7 dagar" });
    nils.does(&consult, "acknowledge", &read_back).await.done();
    app.stop().await;
}

/// Nobody may assume that the other does it, and nothing ordered is forgotten.
#[tokio::test]
async fn ambulance_is_open_until_somebody_says_that_it_is_ordered() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let mut answer = answer_without_order();
    answer["level_of_care"] = json!("ambulance");
    answer["transport_by"] = json!("nurse");
    answer["report_by"] = json!("doctor");
    david.does(&consult, "answer", &answer).await.done();
    let gap = |row: &Value, kind: &str| {
        let gaps = row["gaps"].as_array().unwrap();
        gaps.iter().find(|gap| gap["kind"] == kind).cloned()
    };
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    let transport = gap(&row, "transport").unwrap();
    assert_eq!(transport["due_at"], "2026-11-21T09:10:00.000Z");
    assert_eq!(transport["owner"], "nurse");

    let mut davids = david.socket().await;
    davids.until("snapshot").await;
    app.pass_with(600, &mut [&mut davids]).await;
    let late = loop {
        let (_, row) = davids.until_state(&consult, "answered").await;
        if gap(&row, "transport").is_some_and(|gap| gap["late"] == true) {
            break row;
        }
    };
    assert_eq!(
        gap(&late, "transport").unwrap()["late"],
        true,
        "both are told"
    );
    let head = app.sign_in("hugo-holm", None).await;
    let figures = head.get("/indicators/live").await.done();
    let open = figures["gaps"].as_array().unwrap();
    assert!(
        open.iter()
            .any(|line| line["kind"] == "transport" && line["owner"]["name"] == "Anna Alm")
    );

    for (body, status, code, field) in [
        (json!({}), 422, "missing_field", "task"),
        (json!({ "task": "lunch" }), 422, "invalid_value", "task"),
        (
            json!({ "task": "order_entered" }),
            422,
            "invalid_value",
            "task",
        ),
    ] {
        let refused = anna.does(&consult, "task_done", &body).await;
        assert_eq!(refused.refused(status, code)["field"], field);
    }
    anna.does(&consult, "task_done", &json!({ "task": "transport" }))
        .await
        .done();
    let row = row_of(&david.get("/consults").await.done(), &consult);
    assert_eq!(gap(&row, "transport"), None);
    anna.does(&consult, "task_done", &json!({ "task": "journal" }))
        .await
        .done();
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert_eq!(gap(&row, "journal"), None);
    app.stop().await;
}

/// A county that lets its doctors read a request before they take it.
fn reading_first() -> Setup {
    Setup {
        county: "\n[modules]\npeek = true\n",
        ..Setup::default()
    }
}
