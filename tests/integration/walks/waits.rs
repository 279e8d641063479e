//! Waiting, talking, and what comes between: from the first question to the first answer.

use serde_json::json;

use super::{marks, row_of};
use crate::support::{TestApp, acute, answer_without_order, planned, ready};

/// Nobody has a page open. The one on call is woken, then the one behind her, then the
/// coordinator; and the nurse has a number that answers from the first second.
#[tokio::test]
async fn acute_request_with_nobody_at_a_screen_wakes_who_is_on_call_until_a_doctor_has_it() {
    const JOUR: &str = "031-390 06 30";
    const BACK: &str = "031-390 06 31";
    const COUNTY: &str = "031-390 06 00";
    let app = TestApp::start().await;
    let shift = app.phones.rung(2).await;
    assert!(shift.iter().all(|(_, text)| text.contains("provlarm")));

    let anna = app.nurse("anna-alm").await;
    let created = anna.post("/consults", &acute("alvens")).await.done();
    assert_eq!(
        (&created["reachable"], &created["phone"]),
        (&json!(0), &json!(JOUR))
    );
    let consult = created["id"].as_str().unwrap().to_owned();
    let rung = app.phones.rung(3).await;
    assert_eq!(rung[2].0, JOUR);
    assert_eq!(
        rung[2].1,
        "Väntrum: Akut fråga från Norrby väntar på läkare. Logga in."
    );
    let mut count = 3;
    for (seconds, numbers) in [
        (120, &[BACK, JOUR][..]),
        (120, &[BACK, JOUR]),
        (60, &[COUNTY]),
        (60, &[BACK, JOUR]),
    ] {
        app.pass(seconds);
        let rung = app.phones.rung(count + numbers.len()).await;
        let now: Vec<_> = rung[count..].iter().map(|(number, _)| number).collect();
        assert_eq!(now, numbers, "after {seconds} s more");
        count = rung.len();
    }

    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    david.goes_on_duty("alvens", "2026-11-21T09:06:00Z").await;
    david.claims(&consult).await.done();
    app.pass(59);
    // One more request shows that the telephones are silent: it is the next they hear of.
    anna.asks(&acute("alvens")).await;
    let rung = app.phones.rung(count + 1).await;
    assert_eq!(rung.len(), count + 1, "{rung:?}");
    assert_eq!(rung[count].0, JOUR);
    app.stop().await;
}

/// Minute four, an arrest in the corridor. She runs; what was said and written is not lost.
#[tokio::test]
async fn doctor_must_go_in_the_middle_and_the_next_one_goes_on_where_she_was() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    berit.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    let other = anna.asks(&planned("alvens")).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();

    let draft = json!({ "draft": "Trolig pneumoni.\nAmoxicillin, 500 mg" });
    let gone = david.does(&consult, "must_go", &draft).await.done();
    assert_eq!(gone["state"], "queued");
    david.claims(&other).await.done();
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert_eq!(row["position"], 1, "first on its level");
    assert_eq!(row["interrupted"]["doctor"]["name"], "David Dahl");
    assert_eq!(row["interrupted"]["must_go"], true);
    assert!(marks(&row).contains(&json!("interrupted")));

    // What was ordered by word of mouth stands nowhere yet; she alone can say so.
    anna.does(&consult, "supplement", &json!({ "oral_order": true }))
        .await
        .done();
    let row = row_of(&berit.get("/queue").await.done(), &consult);
    assert!(marks(&row).contains(&json!("oral_order")));

    berit.claims(&consult).await.done();
    let content = berit.reads(&consult).await;
    let left = content["reasons"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&left["of"], &left["text"], &left["by"]["name"]),
        (&json!("draft"), &draft["draft"], &json!("David Dahl"))
    );
    berit
        .does(&consult, "answer", &answer_without_order())
        .await
        .done();
    app.stop().await;
}

/// The doctor cannot answer before she knows more; nobody is left waiting on her meanwhile.
#[tokio::test]
async fn nurse_finds_out_what_the_doctor_must_know_and_keeps_her_place() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let queued_at = row_of(&anna.get("/consults").await.done(), &consult)["queued_at"].clone();
    david.claims(&consult).await.done();
    for (body, status, code) in [
        (json!({ "what": "Kreatinin?" }), 422, "missing_field"),
        (
            json!({ "what": "", "until": "2026-11-21T12:00:00Z" }),
            422,
            "missing_field",
        ),
        (
            json!({ "what": "Kreatinin?", "until": "2026-11-21T08:00:00Z" }),
            422,
            "invalid_value",
        ),
    ] {
        let answer = david.does(&consult, "need_more", &body).await;
        answer.refused(status, code);
    }
    let body = json!({ "what": "Kreatinin?", "until": "2026-11-21T12:00:00Z" });
    let asked = david.does(&consult, "need_more", &body).await.done();
    assert_eq!(asked["state"], "need_more");
    assert_eq!(david.reads(&consult).await["disclosed"], false);

    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert_eq!(row["wanted_by"]["name"], "David Dahl");
    assert_eq!(row["wanted_until"], "2026-11-21T12:00:00.000Z");
    let content = anna.reads(&consult).await;
    assert_eq!(content["reasons"][0]["of"], "more_needed");
    assert_eq!(content["reasons"][0]["text"], "Kreatinin?");

    let note = json!({ "note": "Kreatinin 98 i tisdags" });
    anna.does(&consult, "supplement", &note).await.done();
    let back = anna.does(&consult, "resume", &json!({})).await.done();
    assert_eq!(back["state"], "queued");
    let row = row_of(&anna.get("/consults").await.done(), &consult);
    assert_eq!(
        (&row["queued_at"], &row["position"]),
        (&queued_at, &json!(1))
    );
    app.stop().await;
}

/// Alone with a patient on the floor: 112 and the telephone keep the place, they end nothing.
#[tokio::test]
async fn nurse_who_calls_112_and_phones_keeps_her_place() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let called = anna.does(&consult, "emergency_called", &json!({})).await;
    assert_eq!(called.done()["state"], "queued");
    anna.does(&consult, "phoning", &json!({})).await.done();
    let row = row_of(&david.get("/queue").await.done(), &consult);
    assert_eq!(row["level"], "P1");
    assert_eq!(row["emergency_called_at"], "2026-11-21T09:00:00.000Z");
    for mark in ["emergency_called", "phoning"] {
        assert!(marks(&row).contains(&json!(mark)), "{row}");
    }
    let lower = json!({ "level": "P3", "reason": "Bättre" });
    let refused = anna.does(&consult, "triage", &lower).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "level");
    app.stop().await;
}

/// A tablet on a trolley: the doctor rings twice, and nobody comes.
#[tokio::test]
async fn doctor_rings_twice_and_the_nurse_finds_her_place_kept() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let early = david.does(&consult, "awaiting_nurse", &json!({})).await;
    early.refused(409, "wrong_state");
    app.pass_with(60, &mut []).await;
    let awaited = david.does(&consult, "awaiting_nurse", &json!({})).await;
    assert_eq!(awaited.done()["state"], "awaiting_nurse");

    let parked = anna.does(&consult, "park", &json!({})).await;
    parked.refused(409, "wrong_state");
    let back = anna.does(&consult, "resume", &json!({})).await.done();
    assert_eq!(back["state"], "queued");
    app.stop().await;
}

/// The acute doctor phones the nurse: her claim does not go back after a minute.
#[tokio::test]
async fn claim_of_a_doctor_who_phones_outlives_the_minute() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut screen = anna.socket().await;
    let consult = anna.asks(&acute("alvens")).await;
    david.claims(&consult).await.done();
    david.does(&consult, "phoning", &json!({})).await.done();
    app.pass_with(120, &mut [&mut screen]).await;
    let mut answer = answer_without_order();
    answer["mode"] = json!("phone");
    david.does(&consult, "answer", &answer).await.done();
    let seen = anna
        .does(&consult, "acknowledge", &json!({ "seen": true }))
        .await;
    assert_eq!(seen.done()["state"], "acknowledged");
    app.stop().await;
}

/// The answer is read, and there is one thing more. The same doctor answers it; the first answer
/// stays, and what is added afterwards stands beside it.
#[tokio::test]
async fn nurse_asks_the_doctor_once_more_and_both_add_to_the_record() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let first = answer_without_order();
    david.does(&consult, "answer", &first).await.done();
    anna.reads(&consult).await;
    let question = json!({ "text": "Gäller det även natten?" });
    let asked = anna.does(&consult, "ask_back", &question).await.done();
    assert_eq!(asked["state"], "claimed");

    let content = david.reads(&consult).await;
    assert!(content["answer"].is_null());
    assert_eq!(
        content["earlier_answers"][0]["answer"]["assessment"],
        first["assessment"]
    );
    let asked = content["reasons"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&asked["of"], &asked["text"]),
        (&json!("asked_back"), &question["text"])
    );
    let mut second = answer_without_order();
    second["assessment"] = json!("Ja, även natten.");
    david.does(&consult, "answer", &second).await.done();
    let added = json!({ "text": "Dottern är informerad." });
    anna.does(&consult, "addendum", &added).await.done();
    let content = anna.reads(&consult).await;
    assert_eq!(
        content["answer"]["answer"]["assessment"],
        "Ja, även natten."
    );
    assert_eq!(content["earlier_answers"].as_array().unwrap().len(), 1);
    assert_eq!(content["addenda"][0]["text"], added["text"]);
    assert_eq!(content["addenda"][0]["by"]["name"], "Anna Alm");
    app.stop().await;
}

/// Two nurses, one patient, one number wrong: found before the answer it is corrected, found
/// after it the answer is void, and nothing is deleted.
#[tokio::test]
async fn wrong_patient_is_corrected_before_the_answer_and_void_after_it() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let right = json!({
        "patient": { "id_type": "personnummer", "id": "19500907-2553", "name": "Rätt Rättsson" },
        "reason": "Grannens nummer",
    });
    anna.does(&consult, "correct_patient", &right).await.done();
    let content = david.reads(&consult).await;
    assert_eq!(content["patient"]["name"], "Rätt Rättsson");
    let reason = content["reasons"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&reason["of"], &reason["text"]),
        (&json!("patient_corrected"), &json!("Grannens nummer"))
    );
    let unnamed =
        json!({ "patient": { "id_type": "personnummer", "id": "19500907-2554" }, "reason": "x" });
    let refused = anna.does(&consult, "correct_patient", &unnamed).await;
    assert_eq!(
        refused.refused(422, "invalid_identifier")["field"],
        "patient.id"
    );

    david.answers(&consult).await;
    anna.does(&consult, "correct_patient", &right)
        .await
        .refused(409, "wrong_state");
    let void = json!({ "reason": "wrong_patient", "text": "Fel nummer ändå" });
    assert_eq!(
        david.does(&consult, "void", &void).await.done()["state"],
        "void"
    );
    let content = anna.reads(&consult).await;
    assert_eq!(content["consult"]["state"], "void");
    assert_eq!(
        content["answer"]["answer"]["orders"][0]["what"],
        "Amoxicillin"
    );
    let read_back = json!({ "read_back": "Amoxicillin" });
    let refused = anna.does(&consult, "acknowledge", &read_back).await;
    let told = refused.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"], &told["by"]["name"]),
        (&json!("void"), &json!("voided"), &json!("David Dahl"))
    );
    app.stop().await;
}

/// The patient has died before the order was read back: the case ends, and the doctor is told
/// that nobody confirmed it.
#[tokio::test]
async fn case_of_a_patient_who_died_ends_with_the_exception_on_record() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    let plain = json!({ "participation": "not_possible" });
    anna.does(&consult, "close", &plain)
        .await
        .refused(409, "read_back_missing");
    let early = json!({ "participation": "not_possible", "exception": "not_confirmed" });
    let refused = anna.does(&consult, "close", &early).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "exception");
    let died = json!({ "participation": "not_possible", "exception": "patient_died" });
    assert_eq!(
        anna.does(&consult, "close", &died).await.done()["state"],
        "closed"
    );
    let row = row_of(&david.get("/consults").await.done(), &consult);
    assert!(marks(&row).contains(&json!("not_confirmed")), "{row}");
    app.stop().await;
}
