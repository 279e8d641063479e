//! Where a doctor can send a case on.

use serde_json::json;

use crate::support::{TestApp, planned, ready};

#[tokio::test]
async fn doctor_sends_it_wherever_the_unit_may_ask_and_nowhere_else() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    assert_eq!(david.reads(&consult).await["onward"], json!([]));
    david.claims(&consult).await.done();
    let onward = david.reads(&consult).await["onward"].clone();
    let centres = onward.as_array().unwrap();
    assert_eq!(centres.len(), 1, "{onward}");
    assert_eq!(
        (&centres[0]["id"], &centres[0]["own"]),
        (&json!("kliniken"), &json!(false))
    );
    assert_eq!(centres[0]["municipality_name"], "Norrby");
    assert!(centres[0]["answer_owner"].is_string());
    assert_eq!(anna.reads(&consult).await["onward"], json!([]));

    // His own other centre has no agreement with her unit.
    let to = |centre: &str| json!({ "centre": centre, "reason": "Patienten är listad där." });
    let refused = david.does(&consult, "redirect", &to("kustens")).await;
    refused.refused(403, "not_eligible");
    let done = david.does(&consult, "redirect", &to("kliniken")).await;
    assert_eq!(done.done()["state"], "queued");
    let told = anna.reads(&consult).await;
    assert_eq!(told["consult"]["centre"], "kliniken");
    assert_eq!(told["reasons"][0]["text"], "Patienten är listad där.");
    david
        .get(&format!("/consults/{consult}"))
        .await
        .refused(404, "not_found");
    app.stop().await;
}
