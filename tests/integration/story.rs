//! The main job from end to end, as nurse and doctor live it.

use serde_json::json;

use crate::support::{TestApp, answer_without_order, planned, ready};

#[tokio::test]
async fn nurse_asks_doctor_answers_order_is_read_back_until_it_is_right() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut annas_screen = anna.socket().await;
    annas_screen.until("snapshot").await;
    let mut davids_screen = david.socket().await;
    davids_screen.until("snapshot").await;

    let consult = anna.asks(&planned("alvens")).await;
    let (_, row) = davids_screen.until_state(&consult, "queued").await;
    assert_eq!(row["unit_name"], "Hemsjukvården Norrby");
    assert!(
        row["nurse"].is_null(),
        "who asked is not shown before the claim"
    );
    let before = david.reads(&consult).await;
    assert_eq!(
        (before["disclosed"].as_bool(), &before["patient"]),
        (Some(false), &json!(null))
    );

    app.pass_with(60, &mut [&mut annas_screen, &mut davids_screen])
        .await;
    david.claims(&consult).await.done();
    let (_, row) = annas_screen.until_state(&consult, "claimed").await;
    assert_eq!(row["doctor"]["name"], "David Dahl");
    let content = david.reads(&consult).await;
    assert_eq!(content["patient"]["name"], "Tolvan Tolvansson");
    assert_eq!(
        content["sbar"]["assessment"],
        "Misstänker lunginflammation."
    );
    assert_eq!(content["vitals"][0]["temperature"], 38.6);

    david.answers(&consult).await;
    annas_screen.until_state(&consult, "answered").await;
    let answer = &anna.reads(&consult).await["answer"];
    assert_eq!(answer["answer"]["orders"][0]["what"], "Amoxicillin");
    assert_eq!(answer["by"]["name"], "David Dahl");

    let read_back = anna.reads_back(&consult, "Amoxicillin 250 mg, 1 x 3").await;
    assert_eq!(read_back["state"], "read_back");
    let shown = david.reads(&consult).await;
    assert_eq!(shown["read_backs"][0]["text"], "Amoxicillin 250 mg, 1 x 3");
    assert_eq!(david.confirms(&consult, false).await["state"], "answered");
    annas_screen.until_state(&consult, "read_back").await;
    let (_, row) = annas_screen.until_state(&consult, "answered").await;
    let marks = row["marks"].as_array().unwrap();
    assert!(marks.contains(&json!("read_back_rejected")), "{row}");
    let early = json!({ "participation": "present" });
    anna.does(&consult, "close", &early)
        .await
        .refused(409, "read_back_missing");

    anna.reads_back(&consult, "Amoxicillin 500 mg, 1 x 3 i 7 dagar")
        .await;
    assert_eq!(
        david.confirms(&consult, true).await["state"],
        "acknowledged"
    );
    assert_eq!(anna.closes(&consult).await["state"], "closed");
    davids_screen.until_state(&consult, "closed").await;

    let diary = anna.reads(&consult).await["diary"].clone();
    let what: Vec<_> = diary
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["what"].as_str().unwrap())
        .collect();
    for step in [
        "queued",
        "claimed",
        "answered",
        "answer_opened",
        "read_back",
        "read_back_rejected",
        "acknowledged",
        "closed",
    ] {
        assert!(what.contains(&step), "{step} in {what:?}");
    }
    anna.does(&consult, "supplement", &json!({ "note": "mer" }))
        .await
        .refused(410, "consult_over");
    app.stop().await;
}

#[tokio::test]
async fn sent_request_tells_place_deadline_and_phone() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let first = anna.post("/consults", &planned("alvens")).await;
    assert_eq!(first.status, 201);
    let first = first.json();
    assert_eq!(
        (&first["state"], &first["position"], &first["wait"]),
        (&json!("queued"), &json!(1), &json!(null))
    );
    assert_eq!(first["reachable"], 0);
    // On a Saturday the centre is closed, and somebody is on call by telephone.
    assert_eq!(first["phone"], "031-390 06 30");
    let centres = anna.get("/centres").await.done();
    assert_eq!(centres["centres"][0]["phone"], first["phone"]);
    assert_eq!(
        centres["centres"][0]["on_call"],
        json!({ "name": "Jourläkare Testlänet", "phone": "031-390 06 30", "channel": "both" })
    );
    assert_eq!(first["due_at"], "2026-11-21T09:30:00.000Z");
    assert_eq!(first["next_steps"][0]["what"], "target_missed");
    let second = anna.post("/consults", &planned("alvens")).await.done();
    assert_eq!(second["position"], 2);
    let list = anna.get("/consults").await.done();
    assert_eq!(list["consults"][0]["id"], first["id"]);
    assert_eq!(list["consults"][1]["id"], second["id"]);
    assert_eq!(list["consults"][0]["marks"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn answer_without_orders_is_seen_and_closed() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david
        .does(&consult, "answer", &answer_without_order())
        .await
        .done();
    let both = json!({ "seen": true, "read_back": "x" });
    anna.does(&consult, "acknowledge", &both)
        .await
        .refused(422, "invalid_value");
    let seen = anna
        .does(&consult, "acknowledge", &json!({ "seen": true }))
        .await
        .done();
    assert_eq!(seen["state"], "acknowledged");
    anna.closes(&consult).await;
    app.stop().await;
}

#[tokio::test]
async fn request_is_given_back_sent_on_judged_anew_and_withdrawn() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let queued_at = anna.reads(&consult).await["consult"]["queued_at"].clone();
    david.claims(&consult).await.done();
    let given_back = david
        .does(
            &consult,
            "release",
            &json!({ "reason": "Akut på mottagningen." }),
        )
        .await
        .done();
    assert_eq!(given_back["state"], "queued");
    let worse = json!({ "level": "P1", "reason": "Andas sämre.", "vitals": { "taken_at": "2026-11-21T09:00:00Z", "spo2": 86 } });
    anna.does(&consult, "triage", &worse).await.done();
    anna.does(
        &consult,
        "supplement",
        &json!({ "note": "Dottern är på väg." }),
    )
    .await
    .done();
    let content = anna.reads(&consult).await;
    assert_eq!(content["consult"]["level"], "P1");
    assert_eq!(content["consult"]["queued_at"], queued_at);
    assert_eq!(content["supplements"][0]["note"], "Dottern är på väg.");
    let reasons: Vec<_> = content["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["text"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["Akut på mottagningen.", "Andas sämre."]);
    let on = json!({ "centre": "kustens", "reason": "Fel hälsocentral." });
    anna.does(&consult, "redirect", &on)
        .await
        .refused(403, "not_eligible");
    let gone = anna
        .does(&consult, "withdraw", &json!({ "reason": "phoned" }))
        .await
        .done();
    assert_eq!(gone["state"], "withdrawn");
    app.stop().await;
}

#[tokio::test]
async fn doctor_takes_one_at_a_time_and_only_on_duty() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let first = anna.asks(&planned("alvens")).await;
    let second = anna.asks(&planned("alvens")).await;
    david.claims(&first).await.refused(409, "not_on_duty");
    david.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    david.claims(&first).await.done();
    david.claims(&second).await.refused(409, "already_holding");
    anna.does(&first, "claim", &json!({}))
        .await
        .refused(403, "forbidden");
    let queue = david.get("/queue").await.done();
    assert_eq!(queue["consults"][0]["id"], second);
    app.stop().await;
}

#[tokio::test]
async fn restarted_server_has_the_same_queue_with_the_same_clocks() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    for _ in 0..3 {
        anna.asks(&planned("alvens")).await;
        app.pass(30);
    }
    let before = anna.get("/consults").await.done();
    let app = app.restart().await;
    // The session outlives the process too.
    let again = app.stranger().carrying(&anna.token);
    let after = again.get("/consults").await.done();
    let clocks = |list: &serde_json::Value| -> Vec<_> {
        let rows = list["consults"].as_array().unwrap();
        rows.iter()
            .map(|row| {
                (
                    row["id"].clone(),
                    row["queued_at"].clone(),
                    row["due_at"].clone(),
                    row["position"].clone(),
                )
            })
            .collect()
    };
    assert_eq!(clocks(&before), clocks(&after));
    app.stop().await;
}
