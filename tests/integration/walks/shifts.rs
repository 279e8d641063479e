//! Days that go otherwise than planned: a picture instead of a call, an acute question in the
//! middle of eight others, a daughter who disagrees, a locum whom nobody knows yet.

use serde_json::{Value, json};

use super::{marks, row_of};
use crate::images::brings;
use crate::support::{Doctor, Nurse, Setup, TestApp, acute, answer_without_order, planned, ready};

/// A picture goes with the question; the answer comes in writing, and nobody was rung.
#[tokio::test]
async fn wound_is_seen_in_a_picture_and_answered_in_writing() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut question = planned("alvens");
    question["reason"] = json!("wound_skin");
    question["reply"] = json!("text_ok");
    question["images"] = json!([brings(&anna).await]);
    let consult = anna.asks(&question).await;
    let row = row_of(&david.get("/queue").await.done(), &consult);
    assert!(marks(&row).contains(&json!("has_images")), "{row}");
    assert_eq!(row["reply"], "text_ok");

    david.claims(&consult).await.done();
    let images = david.reads(&consult).await["images"].clone();
    assert_eq!(images.as_array().unwrap().len(), 1);
    app.pass(40);
    let answer = answer_without_order();
    david.does(&consult, "answer", &answer).await.done();

    // Reading the answer is the contact that her wait is measured to.
    app.pass(20);
    let read = anna.reads(&consult).await;
    assert_eq!(read["answer"]["opened_at"], "2026-11-21T09:01:00.000Z");
    anna.does(&consult, "acknowledge", &json!({ "seen": true }))
        .await
        .done();
    let text = anna
        .does(&consult, "export_journal", &json!({}))
        .await
        .done();
    assert!(
        text["text"].as_str().unwrap().contains("Avvakta."),
        "{text}"
    );
    assert_eq!(anna.closes(&consult).await["state"], "closed");
    app.stop().await;
}

/// A round of eight. At the third an acute question comes; the round goes on afterwards where it
/// was, and each of the eight is closed with one thing to say.
#[tokio::test]
async fn eight_planned_questions_give_way_to_an_acute_one_and_go_on() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let nils = app.nurse("nils-nord").await;
    let mut round = Vec::new();
    for _ in 0..8 {
        let mut question = planned("alvens");
        question["level"] = json!("P4");
        round.push(anna.asks(&question).await);
        app.pass(1);
    }
    // What the round would have been without it is asked while she waits, not when she closes.
    let otherwise = json!({ "would_otherwise": "booked" });
    for consult in &round {
        anna.does(consult, "supplement", &otherwise).await.done();
    }
    for consult in &round[..2] {
        answers_and_closes(&anna, &david, consult).await;
    }

    let third = &round[2];
    david.claims(third).await.done();
    let urgent = nils.asks(&acute("alvens")).await;
    david.claims(&urgent).await.refused(409, "already_holding");
    let kept = json!({ "draft": "Trappa ned Furix om en vecka." });
    david.does(third, "must_go", &kept).await.done();
    david.claims(&urgent).await.done();
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    berit.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    let answer = answer_without_order();
    david.does(&urgent, "answer", &answer).await.done();

    // It lies first among the planned ones, and for ten minutes it is his to go on with.
    let row = row_of(&david.get("/queue").await.done(), third);
    assert_eq!(row["position"], 1, "{row}");
    assert_eq!(
        row["interrupted"]["first_right_until"],
        "2026-11-21T09:10:08.000Z"
    );
    berit.claims(third).await.refused(409, "already_taken");
    for consult in &round[2..] {
        answers_and_closes(&anna, &david, consult).await;
    }
    let open = anna.get("/consults").await.done();
    for consult in &round {
        assert_eq!(row_of(&open, consult)["state"], "closed");
    }
    app.stop().await;
}

/// The patient agrees, the daughter does not. Both are on record, and she has no seat that nobody
/// gave her.
#[tokio::test]
async fn daughter_who_disagrees_is_on_record_and_the_patients_word_stands() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    for seat in [&anna.0, &david.0] {
        seat.does(&consult, "call", &json!({})).await.done();
    }
    let nils = app.nurse("nils-nord").await;
    nils.does(&consult, "call", &json!({}))
        .await
        .refused(403, "forbidden");

    let mut answer = answer_without_order();
    answer["stance"] = json!("agrees");
    answer["participation"] = json!("present");
    david.does(&consult, "answer", &answer).await.done();
    let said = json!({ "text": "Dottern vill att hon åker in. Patienten vill stanna hemma." });
    anna.does(&consult, "addendum", &said).await.done();
    let read = david.reads(&consult).await;
    assert_eq!(read["addenda"][0]["text"], said["text"]);
    assert_eq!(read["addenda"][0]["by"]["name"], "Anna Alm");
    assert_eq!(read["answer"]["answer"]["stance"], "agrees");
    anna.does(&consult, "acknowledge", &json!({ "seen": true }))
        .await
        .done();
    assert_eq!(anna.closes(&consult).await["state"], "closed");
    app.stop().await;
}

/// Five o'clock, a locum. Without a commission nobody gets in, and nobody is told that she can be
/// reached; with one she is not reached before she has heard the sound, and a night of fifteen
/// hours is not cut at the twelfth.
#[tokio::test]
async fn locum_is_reached_only_when_she_can_be_and_stays_through_the_night() {
    let app = TestApp::with(Setup {
        county: LOCUMS,
        ..Setup::default()
    })
    .await;
    let anna = app.nurse("anna-alm").await;
    let unknown = json!({ "person": "lena-ny" });
    app.stranger()
        .post("/demo/sessions", &unknown)
        .await
        .refused(404, "not_found");
    assert_eq!(reachable(&anna).await, 0);

    let locum = app.doctor("leif-lager", "dr-lager-alvens").await;
    let mut screen = locum.socket().await;
    screen.until("snapshot").await;
    let unheard = json!({ "state": "on", "centres": ["alvens"] });
    locum.put("/duty", &unheard).await.done();
    assert_eq!(reachable(&anna).await, 0, "he has not heard the sound");
    locum.goes_on_duty("alvens", "2026-11-21T09:00:00Z").await;
    assert_eq!(reachable(&anna).await, 1);
    drop(screen);

    let mut proved = false;
    for _ in 0..45 {
        app.pass(20 * 60);
        let me = locum.get("/me").await.done();
        let ends = app.clock.now().plus(std::time::Duration::from_mins(30));
        let soon = me["session_ends_at"].as_str().unwrap() <= ends.to_rfc3339().as_str();
        if soon {
            assert!(!proved, "once a night is enough");
            proved = true;
            let again = json!({ "person": "leif-lager" });
            assert_eq!(locum.post("/demo/unlock", &again).await.status, 204);
        }
    }
    assert!(proved);
    locum.get("/me").await.done();
    app.stop().await;
}

/// One locum whose commission begins next month, and one who is there.
const LOCUMS: &str = r#"
[[person]]
id = "lena-ny"
name = "Lena Ny"
hsa_id = "SE2321000131-2901"
licence = "doctor"
valid_from = 2026-01-01

[[commission]]
id = "dr-ny-alvens"
person = "lena-ny"
role = "doctor"
purpose = "care"
controller = "region"
centres = ["alvens"]
valid_from = 2026-12-01

[[person]]
id = "leif-lager"
name = "Leif Lager"
hsa_id = "SE2321000131-2902"
licence = "doctor"
valid_from = 2026-01-01

[[commission]]
id = "dr-lager-alvens"
person = "leif-lager"
role = "doctor"
purpose = "care"
controller = "region"
centres = ["alvens"]
valid_from = 2026-01-01
"#;

async fn reachable(nurse: &Nurse) -> u64 {
    let list = nurse.get("/centres").await.done();
    let centres = list["centres"].as_array().unwrap();
    let own = centres.iter().find(|centre| centre["id"] == "alvens");
    own.and_then(|centre| centre["reachable"].as_u64()).unwrap()
}

async fn answers_and_closes(nurse: &Nurse, doctor: &Doctor, consult: &str) -> Value {
    doctor.claims(consult).await.done();
    let answer = answer_without_order();
    doctor.does(consult, "answer", &answer).await.done();
    nurse
        .does(consult, "acknowledge", &json!({ "seen": true }))
        .await
        .done();
    let body = json!({ "participation": "informed" });
    nurse.does(consult, "close", &body).await.done()
}
