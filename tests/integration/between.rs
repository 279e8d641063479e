//! Who was about to go on learns what came between, by whom and when; nobody's words are lost.

use serde_json::{Value, json};

use crate::support::{
    Doctor, Nurse, Setup, TestApp, acute, answer_with_order, answer_without_order, planned, ready,
};

/// A case that David has answered: its nurse, her colleague, David, and its id.
async fn answered(app: &TestApp, answer: &Value) -> (Nurse, Nurse, Doctor, String) {
    let (anna, david) = ready(app).await;
    let nils = app.nurse("nils-nord").await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.does(&consult, "answer", answer).await.done();
    (anna, nils, david, consult)
}

#[tokio::test]
async fn answer_that_comes_after_the_withdrawal_is_told_who_withdrew_and_when() {
    let app = TestApp::with(Setup {
        doctors: 1,
        ..Setup::default()
    })
    .await;
    let (anna, david) = ready(&app).await;
    let nils = app.nurse("nils-nord").await;
    let lisa = app.doctor("doctor-1", "doctor-1-alvens").await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let mut davids = david.socket().await;
    davids.until("snapshot").await;
    app.pass(5);
    let solved = json!({ "reason": "solved" });
    nils.does(&consult, "withdraw", &solved).await.done();

    let ended = davids.item("claim_ended").await;
    assert_eq!(ended["consult"], consult, "her page is told at once");
    assert_eq!(ended["what"], "withdrawn");
    assert_eq!(ended["by"]["name"], "Nils Nord");
    let late = david
        .does(&consult, "answer", &answer_without_order())
        .await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"], &told["by"], &told["at"]),
        (
            &json!("withdrawn"),
            &json!("withdrawn"),
            &ended["by"],
            &ended["at"]
        )
    );
    let other = lisa.does(&consult, "release", &json!({})).await;
    let plain = other.refused(410, "consult_over");
    for field in ["now", "what", "by", "at"] {
        assert!(
            plain.get(field).is_none(),
            "everybody else as ever: {plain}"
        );
    }
    app.stop().await;
}

#[tokio::test]
async fn doctor_whose_case_was_sent_on_is_told_although_it_is_no_longer_hers_to_see() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let elsewhere = other_centre(&anna.get("/centres").await.done());
    let body = json!({ "centre": elsewhere, "reason": "Patienten är listad där." });
    anna.does(&consult, "redirect", &body).await.done();
    let late = david
        .does(&consult, "answer", &answer_without_order())
        .await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"], &told["by"]["name"]),
        (&json!("queued"), &json!("redirected"), &json!("Anna Alm"))
    );
    app.stop().await;
}

#[tokio::test]
async fn claim_that_ran_out_is_told_as_that() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&acute("alvens")).await;
    david.claims(&consult).await.done();
    app.pass(61);
    let late = david
        .does(&consult, "answer", &answer_without_order())
        .await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"]),
        (&json!("queued"), &json!("contact_due"))
    );
    assert!(told.get("by").is_none(), "nobody did: {told}");
    let again = david.claims(&consult).await.done();
    assert_eq!(again["state"], "claimed");
    david
        .does(&consult, "answer", &answer_without_order())
        .await
        .done();
    app.stop().await;
}

#[tokio::test]
async fn where_text_is_enough_the_doctor_has_her_time_to_write() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut request = planned("alvens");
    request["reply"] = json!("text_ok");
    let consult = anna.asks(&request).await;
    david.claims(&consult).await.done();
    let mut screen = david.socket().await;
    screen.until("snapshot").await;
    app.pass_with(15 * 60, &mut [&mut screen]).await;
    david
        .does(&consult, "answer", &answer_without_order())
        .await
        .done();
    app.stop().await;
}

#[tokio::test]
async fn answer_being_written_holds_the_claim_and_lapses_with_its_true_reason() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let mut screen = david.socket().await;
    screen.until("snapshot").await;
    let form = format!("/consults/{consult}/drafts/answer");
    let write = |text: String| json!({ "fields": text });
    // Three minutes for a call, and ten that writing holds: twenty seconds before that.
    for word in 0..38 {
        app.pass_with(20, &mut [&mut screen]).await;
        let kept = david.put(&form, &write(format!("ord {word}"))).await;
        assert_eq!(kept.status, 204, "{word}: {}", kept.text());
    }
    app.pass_with(30, &mut [&mut screen]).await;
    let late = david.put(&form, &write("för sent".to_owned())).await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(told["what"], "contact_due", "{told}");
    app.stop().await;
}

#[tokio::test]
async fn two_nurses_who_read_back_at_once_are_both_heard() {
    let app = TestApp::start().await;
    let (anna, nils, david, consult) = answered(&app, &answer_with_order()).await;
    let read = |text: &str, rev: &Value| json!({ "read_back": text, "rev": rev });
    let rev = anna.reads(&consult).await["consult"]["rev"].clone();
    let hers = read("Amoxicillin 500 mg, 1 tablett x 3", &rev);
    anna.does(&consult, "acknowledge", &hers).await.done();
    let his = read("Amoxicillin 500 mg, 2 tabletter x 3", &rev);
    let late = nils.does(&consult, "acknowledge", &his).await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"], &told["by"]["name"]),
        (&json!("read_back"), &json!("read_back"), &json!("Anna Alm"))
    );

    let looked_at = david.reads(&consult).await["consult"]["rev"].clone();
    app.pass(1);
    nils.reads_back(&consult, "Amoxicillin 500 mg, 2 tabletter x 3")
        .await;
    let confirm = |rev: &Value| json!({ "matches": true, "rev": rev });
    let unseen = david
        .does(&consult, "confirm_read_back", &confirm(&looked_at))
        .await;
    let told = unseen.refused(409, "wrong_state");
    assert_eq!(told["by"]["name"], "Nils Nord");

    let seen = david.reads(&consult).await;
    let shown: Vec<_> = seen["read_backs"].as_array().unwrap().iter().collect();
    assert_eq!(shown.len(), 2, "beside each other");
    assert_eq!(shown[0]["by"]["name"], "Anna Alm");
    assert_eq!(shown[1]["by"]["name"], "Nils Nord");
    assert!(shown.iter().all(|read| read["matches"].is_null()));
    let wrong = json!({ "matches": false, "rev": seen["consult"]["rev"] });
    david
        .does(&consult, "confirm_read_back", &wrong)
        .await
        .done();
    let after = anna.reads(&consult).await;
    let judged = after["read_backs"].as_array().unwrap();
    assert!(judged.iter().all(|read| read["matches"] == json!(false)));
    app.stop().await;
}

#[tokio::test]
async fn nurse_who_closes_second_is_told_who_closed_and_when() {
    let app = TestApp::start().await;
    let (anna, nils, _, consult) = answered(&app, &answer_without_order()).await;
    let seen = json!({ "seen": true });
    anna.does(&consult, "acknowledge", &seen).await.done();
    let ends = json!({ "participation": "present" });
    let (hers, his) = tokio::join!(
        anna.does(&consult, "close", &ends),
        nils.does(&consult, "close", &ends)
    );
    let (late, first) = if hers.status == 200 {
        (his, "Anna Alm")
    } else {
        (hers, "Nils Nord")
    };
    let told = late.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"], &told["by"]["name"]),
        (&json!("closed"), &json!("closed"), &json!(first))
    );
    assert!(told["at"].is_string());
    app.stop().await;
}

#[tokio::test]
async fn nurse_who_asks_back_second_is_told_who_asked_and_keeps_her_words() {
    let app = TestApp::start().await;
    let (anna, nils, _, consult) = answered(&app, &answer_without_order()).await;
    let draft = format!("/consults/{consult}/drafts/ask_back");
    let kept = nils.put(&draft, &json!({ "fields": "Hur länge?" })).await;
    assert_eq!(kept.status, 204);
    let asks = |text: &str| json!({ "text": text });
    let hers = asks("I vilken dos?");
    anna.does(&consult, "ask_back", &hers).await.done();
    let late = nils.does(&consult, "ask_back", &asks("Hur länge?")).await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(
        (&told["now"], &told["what"], &told["by"]["name"]),
        (&json!("claimed"), &json!("asked_back"), &json!("Anna Alm"))
    );
    let found = nils.get(&draft).await.done();
    assert_eq!(found["draft"]["fields"], "Hur länge?");
    app.stop().await;
}

#[tokio::test]
async fn two_who_add_or_take_over_at_once_are_both_on_record_by_name() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let nils = app.nurse("nils-nord").await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let note = |text: &str| json!({ "note": text });
    let (hers, his) = (note("Andas tyngre"), note("Har fått frossa"));
    let (one, other) = tokio::join!(
        anna.does(&consult, "supplement", &hers),
        nils.does(&consult, "supplement", &his)
    );
    assert_eq!((one.status, other.status), (200, 200));
    let read = david.reads(&consult).await;
    let text = read["supplements"].to_string();
    assert!(text.contains("Andas tyngre") && text.contains("Har fått frossa"));

    anna.does(&consult, "handover", &json!({})).await.done();
    let nothing = json!({});
    let (one, other) = tokio::join!(
        nils.does(&consult, "accept_handover", &nothing),
        anna.does(&consult, "accept_handover", &nothing)
    );
    assert_eq!((one.status, other.status), (200, 200));
    let row = anna.reads(&consult).await["consult"].clone();
    // Whoever came last has it, and reads from whom.
    let (nurse, from) = (&row["nurse"]["name"], &row["taken_over_from"]["name"]);
    assert!(
        (nurse == "Nils Nord" && from == "Anna Alm")
            || (nurse == "Anna Alm" && from == "Nils Nord"),
        "{row}"
    );
    app.stop().await;
}

fn other_centre(list: &Value) -> String {
    let centres = list["centres"].as_array().unwrap();
    let other = centres.iter().find(|centre| centre["id"] != "alvens");
    other.unwrap()["id"].as_str().unwrap().to_owned()
}
