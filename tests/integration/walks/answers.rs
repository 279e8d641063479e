//! What is answered, and what it asks of both sides.

use serde_json::{Value, json};

use super::row_of;
use crate::support::{TestApp, answer_with_order, answer_without_order, planned, ready};

/// A taper of seven steps. He says fifteen, she writes fifty: nothing is given before he has
/// heard it right.
#[tokio::test]
async fn taper_that_is_read_back_wrongly_is_not_given() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let days = ["22", "23", "24", "25", "26", "27", "28"];
    let doses = ["15", "15", "12,5", "10", "7,5", "5", "2,5"];
    let steps = days.iter().zip(doses);
    let taper: Vec<Value> = steps
        .map(
            |(day, dose)| json!({ "date": format!("2026-11-{day}"), "dose": format!("{dose} mg") }),
        )
        .collect();
    let mut answer = answer_with_order();
    answer["orders"] = json!([{ "kind": "medicine", "what": "Prednisolon", "form": "tablett", "strength": "5 mg", "dose": "15 mg", "route": "via munnen", "when": "kl. 08", "why": "skov", "taper": taper }]);
    david.does(&consult, "answer", &answer).await.done();

    let read = anna.reads(&consult).await;
    let order = &read["answer"]["answer"]["orders"][0];
    assert_eq!(order["taper"].as_array().unwrap().len(), 7);
    assert_eq!(order["taper"][2]["dose"], "12,5 mg");
    let wrong = json!({ "read_back": "Prednisolon 50 mg, nedtrappning i sju steg" });
    assert_eq!(
        anna.does(&consult, "acknowledge", &wrong).await.done()["state"],
        "read_back"
    );
    anna.does(&consult, "close", &json!({ "participation": "present" }))
        .await
        .refused(409, "read_back_missing");
    let no = json!({ "matches": false });
    let back = david.does(&consult, "confirm_read_back", &no).await.done();
    assert_eq!(back["state"], "answered");
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert!(
        row["marks"]
            .as_array()
            .unwrap()
            .contains(&json!("read_back_rejected"))
    );

    let right = json!({ "read_back": "Prednisolon 15 mg, nedtrappning i sju steg" });
    anna.does(&consult, "acknowledge", &right).await.done();
    let yes = json!({ "matches": true });
    let agreed = david.does(&consult, "confirm_read_back", &yes).await.done();
    assert_eq!(agreed["state"], "acknowledged");
    let said = anna.reads(&consult).await["read_backs"].clone();
    assert_eq!(said[0]["matches"], false);
    assert_eq!(
        said[1]["matches"], true,
        "what was read wrongly stays on record"
    );
    app.stop().await;
}

/// Friday, ten past three, no drugs for the night. "Before the weekend" stands before what can
/// wait, and what was decided about care stands where the doctor looks first.
#[tokio::test]
async fn palliative_question_is_decided_before_the_weekend() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut other = planned("alvens");
    other["level"] = json!("P3");
    let other = anna.asks(&other).await;
    let mut palliative = planned("alvens");
    palliative["level"] = json!("P3");
    palliative["reason"] = json!("palliative");
    palliative["decide_by"] = json!("2026-11-21T10:00:00Z");
    palliative["care_limits"] = json!({
        "kinds": ["no_cpr", "no_hospital", "palliative"], "decided_by": "Dr Berg",
        "decided_on": "2026-11-02",
    });
    let consult = anna.asks(&palliative).await;

    let queue = david.get("/queue").await.done();
    let order: Vec<&Value> = queue["consults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["id"])
        .collect();
    assert_eq!(
        order,
        [&json!(consult), &json!(other)],
        "what must be decided first stands first"
    );
    assert_eq!(
        queue["consults"][0]["decide_by"],
        "2026-11-21T10:00:00.000Z"
    );
    david.claims(&consult).await.done();
    let limits = david.reads(&consult).await["care_limits"].clone();
    assert_eq!(
        limits["kinds"],
        json!(["no_cpr", "no_hospital", "palliative"])
    );
    assert_eq!(limits["decided_by"], "Dr Berg");
    app.stop().await;
}

/// She says no: to the hospital, to the picture, to being named. Each no has a word, and none
/// of them ends the help.
#[tokio::test]
async fn patient_who_refuses_is_helped_as_far_as_she_lets_herself() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut asked = planned("alvens");
    asked["stance"] = json!("declines_video");
    let consult = anna.asks(&asked).await;
    david.claims(&consult).await.done();
    assert_eq!(david.reads(&consult).await["stance"], "declines_video");
    let mut answer = answer_without_order();
    answer["stance"] = json!("declines_care");
    answer["level_of_care"] = json!("centre_visit");
    answer.as_object_mut().unwrap().remove("contingency");
    let refused = david.does(&consult, "answer", &answer).await;
    assert_eq!(
        refused.refused(422, "missing_field")["field"],
        "contingency"
    );
    answer["contingency"] = json!("Ring igen om andningen blir tyngre.");
    david.does(&consult, "answer", &answer).await.done();

    // Who she is stays unsaid: a general question, on which nothing can be ordered.
    let mut nameless = planned("alvens");
    nameless["patient"] = json!({ "id_type": "withheld" });
    let consult = anna.asks(&nameless).await;
    david.claims(&consult).await.done();
    let refused = david.does(&consult, "answer", &answer_with_order()).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "orders");
    david
        .does(&consult, "answer", &answer_without_order())
        .await
        .done();
    app.stop().await;
}
