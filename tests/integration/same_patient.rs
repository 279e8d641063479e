//! One patient, asked about twice: whoever asks again is told before she sends.

use serde_json::{Value, json};

use crate::support::{Person, Setup, TestApp, acute, answer_without_order, planned, ready};

/// A care home of the same municipality, with a nurse of its own.
const CARE_HOME: &str = r#"
[[unit]]
id = "norrgarden"
name = "Norrgården"
municipality = "norrby"
controller = "norrby-kommun"
living_forms = ["care_home"]
default_centre = "alvens"
phone = "031-390 06 23"
valid_from = 2026-01-01

[[person]]
id = "greta-gran"
name = "Greta Gran"
hsa_id = "SE2120000001-1009"
licence = "nurse"
valid_from = 2026-01-01

[[commission]]
id = "greta-norrgarden"
person = "greta-gran"
role = "nurse"
purpose = "care"
controller = "norrby-kommun"
unit = "norrgarden"
valid_from = 2026-01-01
"#;

#[tokio::test]
async fn nurse_is_told_of_an_open_case_about_the_same_patient_before_she_asks_again() {
    let app = TestApp::with(Setup {
        county: CARE_HOME,
        ..Setup::default()
    })
    .await;
    let (anna, david) = ready(&app).await;
    assert_eq!(about(&anna, "19121212-1212").await, json!([]));
    let consult = anna.asks(&planned("alvens")).await;

    let nils = app.nurse("nils-nord").await;
    let told = about(&nils, "191212121212").await;
    assert_eq!(
        told,
        json!([{
            "id": consult, "queued_at": "2026-11-21T09:00:00.000Z",
            "nurse": { "id": "anna-alm", "name": "Anna Alm", "unit": "Hemsjukvården Norrby" },
        }])
    );
    let greta = app.nurse("greta-gran").await;
    let told = about(&greta, "19121212-1212").await;
    assert_eq!(told[0]["nurse"]["name"], "Anna Alm");
    assert_eq!(
        told[0]["id"],
        Value::Null,
        "another unit's is not hers to open"
    );
    let eva = app.nurse("eva-ek").await;
    assert_eq!(
        about(&eva, "19121212-1212").await,
        json!([]),
        "another care provider is told nothing"
    );
    assert_eq!(about(&greta, "19500907-2553").await, json!([]));

    // It is told until the case has ended.
    david.claims(&consult).await.done();
    let answer = answer_without_order();
    david.does(&consult, "answer", &answer).await.done();
    assert_eq!(
        about(&greta, "19121212-1212")
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    anna.does(&consult, "acknowledge", &json!({ "seen": true }))
        .await
        .done();
    anna.closes(&consult).await;
    assert_eq!(about(&greta, "19121212-1212").await, json!([]));
    app.stop().await;
}

#[tokio::test]
async fn nobody_but_a_nurse_looks_for_a_patient_and_a_case_about_nobody_is_not_found() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    anna.asks(&acute("alvens")).await;
    for id_type in ["unknown", "withheld"] {
        let body = json!({ "patient": { "id_type": id_type } });
        let told = anna.post("/consults/same_patient", &body).await.done();
        assert_eq!(told["consults"], json!([]), "{id_type}");
    }
    let mut practice = planned("alvens");
    practice["exercise"] = json!(true);
    anna.asks(&practice).await;
    assert_eq!(about(&anna, "19121212-1212").await, json!([]));
    let body = json!({ "patient": { "id_type": "personnummer", "id": "19121212-1213" } });
    let wrong = anna.post("/consults/same_patient", &body).await;
    assert_eq!(
        wrong.refused(422, "invalid_identifier")["field"],
        "patient.id"
    );
    let body = json!({ "patient": { "id_type": "personnummer", "id": "19121212-1212" } });
    david
        .post("/consults/same_patient", &body)
        .await
        .refused(403, "forbidden");
    app.stop().await;
}

async fn about(person: &Person, number: &str) -> Value {
    let body = json!({ "patient": { "id_type": "personnummer", "id": number } });
    let told = person.post("/consults/same_patient", &body).await.done();
    told["consults"].clone()
}
