//! A doctor's own phrases and order templates.

use serde_json::{Value, json};

use crate::support::{Person, TestApp};

const PATH: &str = "/me/phrases";

#[tokio::test]
async fn phrases_are_hers_on_every_machine_and_after_a_restart() {
    let app = TestApp::start().await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let none = david.get(PATH).await.done();
    let empty = json!({ "rev": 0, "at": null, "phrases": [], "orders": [] });
    assert_eq!(none, empty);
    let kept = david.put(PATH, &phrases(0, "Väg dagligen.")).await.done();
    assert_eq!(kept["rev"], 1);
    assert_eq!(kept["orders"], phrases(0, "")["orders"]);
    assert!(kept["at"].is_string());

    let app = app.restart().await;
    let elsewhere = app.doctor("david-dahl", "dr-dahl-alvens").await;
    assert_eq!(elsewhere.get(PATH).await.done(), kept);
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    assert_eq!(berit.get(PATH).await.done(), empty);
    app.stop().await;
}

#[tokio::test]
async fn second_machine_learns_that_the_first_has_changed_them() {
    let app = TestApp::start().await;
    let one = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let other = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let first = one.put(PATH, &phrases(0, "Väg dagligen.")).await.done();
    let late = other.put(PATH, &phrases(0, "Väg varje dag.")).await;
    let late = late.refused(409, "changed_elsewhere");
    assert_eq!(late["at"], first["at"]);
    assert_eq!(other.get(PATH).await.done(), first);
    // An answer that was lost on the way is no second change.
    let again = one.put(PATH, &phrases(0, "Väg dagligen.")).await.done();
    assert_eq!(again, first);
    let second = other.put(PATH, &phrases(1, "Väg varje dag.")).await.done();
    assert_eq!(second["rev"], 2);
    app.stop().await;
}

#[tokio::test]
async fn two_machines_that_keep_at_once_do_not_both_win() {
    let app = TestApp::start().await;
    let one = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let other = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let (ours, theirs) = (phrases(0, "En."), phrases(0, "Två."));
    let (one, other) = tokio::join!(one.put(PATH, &ours), other.put(PATH, &theirs));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    app.stop().await;
}

#[tokio::test]
async fn nothing_of_a_patient_is_kept_among_them() {
    let app = TestApp::start().await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let number = "Elsa 19121212-1212";
    let mut why = phrases(0, "x");
    why["orders"][0]["why"] = json!(number);
    let mut unitless = phrases(0, "x");
    unitless["orders"][0]["dose"] = json!("40");
    for (body, field) in [
        (phrases(0, number), "phrases.0.text"),
        (why, "orders.0.why"),
        (unitless, "orders.0.dose"),
    ] {
        let refused = david.put(PATH, &body).await;
        assert_eq!(refused.refused(422, "invalid_value")["field"], field);
        assert!(!refused.text().contains("1212"), "{}", refused.text());
    }
    assert_eq!(david.get(PATH).await.done()["rev"], 0);
    app.stop().await;
}

#[tokio::test]
async fn who_answers_nothing_keeps_no_phrases() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let karin = app.sign_in(crate::support::ADMINISTRATOR, None).await;
    let all: [&Person; 2] = [&anna.0, &karin];
    for who in all {
        who.get(PATH).await.refused(403, "forbidden");
        let refused = who.put(PATH, &phrases(0, "x")).await;
        refused.refused(403, "forbidden");
    }
    app.stop().await;
}

fn phrases(rev: u64, text: &str) -> Value {
    json!({
        "rev": rev,
        "phrases": [{ "title": "Svikt", "text": text }],
        "orders": [{
            "title": "Furosemid", "kind": "medicine", "what": "Furosemid", "dose": "40 mg",
            "from_list": true, "taper": [{ "dose": "40 mg" }, { "dose": "20 mg" }],
        }],
    })
}
