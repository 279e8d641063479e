//! What somebody has written in a form and not sent.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Person, TestApp, phoned as phone_contact, planned, ready};

const AN_HOUR: u64 = 60 * 60;

#[tokio::test]
async fn what_was_written_is_found_on_another_machine_by_its_writer_alone() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let before = anna.reads(&consult).await["consult"]["rev"].clone();
    writes(&anna, &consult, "supplement", "Andas tyngre").await;
    writes(&anna, &consult, "supplement", "Andas tyngre nu").await;

    let at_another = app.nurse("anna-alm").await;
    assert_eq!(
        found(&at_another, &consult, "supplement").await,
        "Andas tyngre nu"
    );
    assert_eq!(found(&at_another, &consult, "triage").await, Value::Null);
    let nils = app.nurse("nils-nord").await;
    for other in [&nils.0, &david.0] {
        assert_eq!(found(other, &consult, "supplement").await, Value::Null);
    }
    writes(&nils, &consult, "supplement", "Nils egna ord").await;
    assert_eq!(
        found(&anna, &consult, "supplement").await,
        "Andas tyngre nu"
    );
    let after = anna.reads(&consult).await["consult"]["rev"].clone();
    assert_eq!(after, before, "the case has not changed");

    let eva = app.nurse("eva-ek").await;
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    let draft = json!({ "fields": "x" });
    for (who, form, status, code) in [
        (&eva.0, "supplement", 404, "not_found"),
        (&anna.0, "answer", 403, "forbidden"),
        (&david.0, "supplement", 403, "forbidden"),
        (&berit.0, "answer", 409, "already_taken"),
        (&anna.0, "call_text", 404, "not_found"),
    ] {
        let refused = who.put(&path(&consult, form), &draft).await;
        refused.refused(status, code);
    }
    eva.get(&path(&consult, "supplement"))
        .await
        .refused(404, "not_found");
    app.stop().await;
}

#[tokio::test]
async fn draft_is_gone_once_its_form_is_sent() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    writes(&anna, &consult, "supplement", "Andas tyngre").await;
    writes(&anna, &consult, "triage", "Sämre").await;
    let (note, key) = (json!({ "note": "Andas tyngre" }), Uuid::new_v4());
    let sends = format!("/consults/{consult}/supplement");
    anna.post_keyed(&sends, &note, key).await.done();
    assert_eq!(found(&anna, &consult, "supplement").await, Value::Null);
    assert_eq!(found(&anna, &consult, "triage").await, "Sämre");
    // What comes again under the same key has sent nothing of what is written since.
    writes(&anna, &consult, "supplement", "Nu lugnare").await;
    anna.post_keyed(&sends, &note, key).await.done();
    assert_eq!(found(&anna, &consult, "supplement").await, "Nu lugnare");
    // What was refused stays.
    let refused = anna
        .does(&consult, "supplement", &json!({ "note": "" }))
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(found(&anna, &consult, "supplement").await, "Nu lugnare");
    writes(&anna, &consult, "supplement", "").await;
    assert_eq!(found(&anna, &consult, "supplement").await, Value::Null);
    david.claims(&consult).await.done();
    writes(&david, &consult, "answer", "Sviktar").await;
    david.answers(&consult).await;
    assert_eq!(found(&david, &consult, "answer").await, Value::Null);
    app.stop().await;
}

#[tokio::test]
async fn next_doctor_reads_what_the_one_before_her_had_written_of_the_answer() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let draft = json!({ "fields": "{\"assessment\":\"Sviktar\"}", "text": "Sviktar" });
    let answer = path(&consult, "answer");
    assert_eq!(david.put(&answer, &draft).await.status, 204);
    david.does(&consult, "release", &json!({})).await.done();
    assert_eq!(
        found(&david, &consult, "answer").await,
        draft["fields"],
        "hers to copy, though the case is not"
    );
    david.put(&answer, &draft).await.refused(409, "wrong_state");

    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    berit
        .goes_on_duty("alvens", "2026-11-21T09:00:00.000Z")
        .await;
    assert_eq!(berit.reads(&consult).await["reasons"], json!([]));
    berit.claims(&consult).await.done();
    let left = berit.reads(&consult).await["reasons"][0].clone();
    assert_eq!(left["of"], "draft");
    assert_eq!(left["text"], "Sviktar");
    assert_eq!(left["by"]["id"], "david-dahl");
    assert_eq!(found(&berit, &consult, "answer").await, Value::Null);
    assert_eq!(anna.reads(&consult).await["reasons"], json!([]));
    // What a doctor who must go hands on in the same words stands there once.
    berit.does(&consult, "must_go", &json!({})).await.done();
    app.pass(11 * 60);
    david.claims(&consult).await.done();
    assert_eq!(found(&david, &consult, "answer").await, draft["fields"]);
    let draft = json!({ "draft": "Sviktar" });
    david.does(&consult, "must_go", &draft).await.done();
    app.pass(11 * 60);
    berit.claims(&consult).await.done();
    let reasons = berit.reads(&consult).await["reasons"].clone();
    let drafts = reasons.as_array().unwrap().iter();
    assert_eq!(drafts.filter(|given| given["of"] == "draft").count(), 1);
    app.stop().await;
}

#[tokio::test]
async fn draft_outlives_the_end_of_its_case_by_a_day() {
    let app = TestApp::start().await;
    let (anna, _david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    writes(&anna, &consult, "supplement", "Andas tyngre").await;
    app.pass(10 * AN_HOUR);
    let anna = app.nurse("anna-alm").await;
    let withdrawn = json!({ "reason": "solved" });
    anna.does(&consult, "withdraw", &withdrawn).await.done();
    app.pass(23 * AN_HOUR);
    let anna = app.nurse("anna-alm").await;
    assert_eq!(found(&anna, &consult, "supplement").await, "Andas tyngre");
    app.pass(2 * AN_HOUR);
    let anna = app.nurse("anna-alm").await;
    let gone = anna.get(&path(&consult, "supplement")).await;
    let gone = gone.status == 404 || gone.done()["draft"].is_null();
    assert!(gone);
    let draft = json!({ "fields": "x" });
    let late = anna.put(&path(&consult, "incident"), &draft).await;
    assert!([404, 410].contains(&late.status));
    app.stop().await;
}

#[tokio::test]
async fn draft_has_a_size_and_plain_lines_are_for_answers() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let long = |bytes: usize| "x".repeat(bytes);
    for (who, form, draft, field) in [
        (
            &anna.0,
            "supplement",
            json!({ "fields": long(32 * 1024 + 1) }),
            "fields",
        ),
        (
            &anna.0,
            "supplement",
            json!({ "fields": "x", "text": "x" }),
            "text",
        ),
        (
            &david.0,
            "answer",
            json!({ "fields": "x", "text": long(4_001) }),
            "text",
        ),
    ] {
        let refused = who.put(&path(&consult, form), &draft).await;
        assert_eq!(refused.refused(422, "invalid_value")["field"], field);
    }
    writes(&anna, &consult, "supplement", &long(32 * 1024)).await;
    let unknown = json!({ "fields": "x", "note": "x" });
    let unknown = anna.put(&path(&consult, "supplement"), &unknown).await;
    unknown.refused(422, "unknown_field");
    app.stop().await;
}

#[tokio::test]
async fn what_begins_something_is_kept_for_its_writer_for_a_day_before_there_is_a_case() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let phoned = "/me/drafts/phone_contact";
    let kept = |words: &str| json!({ "fields": words });
    for who in [&anna.0, &david.0] {
        assert_eq!(who.get(phoned).await.done()["draft"], Value::Null);
    }
    assert_eq!(anna.put(phoned, &kept("Avvakta")).await.status, 204);
    let at_another = app.nurse("anna-alm").await;
    let found = at_another.get(phoned).await.done();
    assert_eq!(found["draft"]["fields"], "Avvakta");
    let nils = app.nurse("nils-nord").await;
    for other in [&nils.0, &david.0] {
        assert_eq!(other.get(phoned).await.done()["draft"], Value::Null);
    }
    // A doctor asks for no doctor, and nobody begins what there is no form for.
    let request = "/me/drafts/request";
    david
        .put(request, &kept("x"))
        .await
        .refused(403, "forbidden");
    david.get(request).await.refused(403, "forbidden");
    anna.put("/me/drafts/answer", &kept("x"))
        .await
        .refused(404, "not_found");
    let told = json!({ "fields": "x", "text": "x" });
    anna.put(phoned, &told).await.refused(422, "invalid_value");
    let long = kept(&"x".repeat(32 * 1024 + 1));
    anna.put(phoned, &long).await.refused(422, "invalid_value");

    assert_eq!(anna.put(phoned, &kept("Avvakta igen")).await.status, 204);
    let registered = anna.post("/phone-contacts", &phone_contact()).await;
    assert_eq!(registered.status, 201);
    assert_eq!(anna.get(phoned).await.done()["draft"], Value::Null);
    assert_eq!(anna.put(request, &kept("Yrsel")).await.status, 204);
    assert_eq!(anna.put(phoned, &kept("")).await.status, 204);
    assert_eq!(anna.get(phoned).await.done()["draft"], Value::Null);
    app.pass(23 * AN_HOUR);
    let anna = app.nurse("anna-alm").await;
    assert_eq!(anna.get(request).await.done()["draft"]["fields"], "Yrsel");
    app.pass(2 * AN_HOUR);
    let anna = app.nurse("anna-alm").await;
    assert_eq!(anna.get(request).await.done()["draft"], Value::Null);
    app.stop().await;
}

fn path(consult: &str, form: &str) -> String {
    format!("/consults/{consult}/drafts/{form}")
}

async fn writes(who: &Person, consult: &str, form: &str, fields: &str) {
    let kept = who
        .put(&path(consult, form), &json!({ "fields": fields }))
        .await;
    assert_eq!(kept.status, 204, "{}", kept.text());
}

async fn found(who: &Person, consult: &str, form: &str) -> Value {
    let found = who.get(&path(consult, form)).await.done();
    found["draft"]["fields"].clone()
}
