//! Calls: whom they ring, who is told who sits there, and what ends them.

use serde_json::{Value, json};

use crate::support::{Person, TestApp, TestSocket, planned, ready};

#[tokio::test]
async fn ring_follows_the_room_that_was_joined() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let (nils, eva) = (app.nurse("nils-nord").await, app.nurse("eva-ek").await);
    let mut screens = [anna.socket().await, nils.socket().await, eva.socket().await];
    // One case asked back after its answer, one answered, one claimed: all three are hers.
    let annas = anna.asks(&planned("alvens")).await;
    david.claims(&annas).await.done();
    david.answers(&annas).await;
    anna.does(
        &annas,
        "ask_back",
        &json!({ "text": "Även vid njursvikt?" }),
    )
    .await
    .done();
    let evas = eva.asks(&planned("alvens")).await;
    david.claims(&evas).await.done();
    david.answers(&evas).await;
    let nilss = nils.asks(&planned("alvens")).await;
    david.claims(&nilss).await.done();

    let mut hers = david.socket().await;
    let cases = [annas, nilss, evas];
    for (own, case) in cases.iter().enumerate().chain(cases.iter().enumerate()) {
        sits(&david, case, &mut hers).await;
        assert_eq!(screens[own].until("ring").await["consult"], case.as_str());
        for screen in &mut screens {
            screen.stay().await;
            assert!(screen.take("ring").is_empty(), "{case}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn both_sides_know_who_sits_in_the_call_after_the_answer_too() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    anna.reads_back(&consult, "Amoxicillin 50 mg").await;
    david.confirms(&consult, false).await;

    // The process may be another than the one in which the case was claimed.
    let app = app.restart().await;
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let (nils, eva) = (app.nurse("nils-nord").await, app.nurse("eva-ek").await);
    let (mut annas, mut nilss, mut evas) =
        (anna.socket().await, nils.socket().await, eva.socket().await);
    let mut davids = david.socket().await;
    sits(&david, &consult, &mut davids).await;
    let there = seated(&consult, &[DAVID], false);
    annas.until_is("call_seats", &there).await;
    nilss.until_is("call_seats", &there).await;
    assert_eq!(annas.until("ring").await["consult"], consult.as_str());
    evas.stay().await;
    assert!(evas.take("call_seats").is_empty(), "another unit's case");

    let not_now = json!({ "type": "ring_declined", "consult": consult });
    nilss.say(&not_now).await;
    annas.say(&not_now).await;
    davids
        .until_is("call_seats", &seated(&consult, &[DAVID], true))
        .await;
    let mut later = anna.socket().await;
    later.stay().await;
    assert!(
        later.take("ring").is_empty(),
        "she has said that she cannot"
    );
    assert_eq!(
        later.take("call_seats").len(),
        1,
        "and may join all the same"
    );

    sits(&anna, &consult, &mut annas).await;
    let both = seated(&consult, &[DAVID, ANNA], true);
    davids.until_is("call_seats", &both).await;
    davids.say(&json!({ "type": "call_leave" })).await;
    annas
        .until_is("call_seats", &seated(&consult, &[ANNA], false))
        .await;
    drop(annas);
    davids
        .until_is("call_seats", &seated(&consult, &[], false))
        .await;
    app.stop().await;
}

#[tokio::test]
async fn what_both_agree_on_ends_no_call_and_the_end_of_the_case_does() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let (mut annas, mut davids) = (anna.socket().await, david.socket().await);
    sits(&david, &consult, &mut davids).await;
    sits(&anna, &consult, &mut annas).await;
    david.answers(&consult).await;
    anna.reads(&consult).await;
    anna.reads_back(&consult, "Amoxicillin 500 mg").await;
    david.confirms(&consult, true).await;
    annas.until_state(&consult, "acknowledged").await;
    annas
        .say(&json!({ "type": "call_text", "text": "Tack" }))
        .await;
    davids.until("call_text").await;
    // Who hung up may come back for as long as the case goes on.
    davids.say(&json!({ "type": "call_leave" })).await;
    annas.until("call_peer_left").await;
    sits(&david, &consult, &mut davids).await;
    for screen in [&mut annas, &mut davids] {
        screen.stay().await;
        assert!(screen.take("call_ended").is_empty());
    }
    anna.closes(&consult).await;
    for screen in [&mut annas, &mut davids] {
        assert_eq!(screen.until("call_ended").await["reason"], "over");
    }
    app.stop().await;
}

#[tokio::test]
async fn question_asked_once_more_in_a_call_does_not_end_it() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let (mut annas, mut davids) = (anna.socket().await, david.socket().await);
    sits(&david, &consult, &mut davids).await;
    sits(&anna, &consult, &mut annas).await;
    david.answers(&consult).await;
    anna.does(
        &consult,
        "ask_back",
        &json!({ "text": "Även vid njursvikt?" }),
    )
    .await
    .done();
    annas.until_state(&consult, "claimed").await;
    annas
        .say(&json!({ "type": "call_text", "text": "Hallå" }))
        .await;
    davids.until("call_text").await;
    app.stop().await;
}

#[tokio::test]
async fn colleague_of_the_unit_answers_in_her_place_and_it_is_on_record() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let (nils, eva) = (app.nurse("nils-nord").await, app.nurse("eva-ek").await);
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let (mut davids, mut nilss) = (david.socket().await, nils.socket().await);
    let mut annas = anna.socket().await;
    sits(&david, &consult, &mut davids).await;
    let call = format!("/consults/{consult}/call");
    nils.post(&call, &json!({})).await.refused(403, "forbidden");
    let instead = json!({ "instead": true });
    eva.post(&call, &instead).await.refused(404, "not_found");
    david.post(&call, &instead).await.refused(403, "forbidden");

    takes_seat(&mut nilss, &nils.post(&call, &instead).await.done()).await;
    nilss.until("call_joined").await;
    let peer = davids.until("call_peer_joined").await["peer"].clone();
    assert_eq!(
        (&peer["role"], &peer["name"]),
        (&json!("nurse"), &json!("Nils Nord"))
    );
    let nils_there = ("nurse", "nils-nord", "Nils Nord");
    let seats = seated(&consult, &[DAVID, nils_there], false);
    annas.until_is("call_seats", &seats).await;

    // Whose case it is takes no seat in which her colleague sits; afterwards it is hers.
    let ticket = anna.post(&call, &json!({})).await.done();
    let mut join = join(&ticket);
    join["takeover"] = json!(true);
    annas.say(&join).await;
    assert_eq!(annas.until("error").await["code"], "seat_taken");
    nilss.say(&json!({ "type": "call_leave" })).await;
    davids.until("call_peer_left").await;
    sits(&anna, &consult, &mut annas).await;
    let peer = davids.until("call_peer_joined").await["peer"].clone();
    assert_eq!(peer["name"], "Anna Alm");

    // Asked for again it is the same answer, and the case is still Anna's.
    nils.post(&call, &instead).await.done();
    let read = anna.reads(&consult).await;
    let diary = read["diary"].as_array().unwrap().iter();
    let answered: Vec<_> = diary
        .filter(|line| line["what"] == "answered_instead")
        .collect();
    assert_eq!(answered.len(), 1, "{read}");
    assert_eq!(answered[0]["by"]["id"], "nils-nord");
    assert_eq!(read["consult"]["nurse"]["id"], "anna-alm");
    app.stop().await;
}

const DAVID: (&str, &str, &str) = ("doctor", "david-dahl", "David Dahl");
const ANNA: (&str, &str, &str) = ("nurse", "anna-alm", "Anna Alm");

fn seated(consult: &str, who: &[(&str, &str, &str)], declined: bool) -> Value {
    let seated: Vec<_> = who
        .iter()
        .map(|(role, person, name)| json!({ "role": role, "person": person, "name": name }))
        .collect();
    json!({ "type": "call_seats", "consult": consult, "seated": seated, "declined": declined })
}

/// Takes her seat in the call of `consult`.
async fn sits(person: &Person, consult: &str, screen: &mut TestSocket) {
    let path = format!("/consults/{consult}/call");
    let ticket = person.post(&path, &json!({})).await.done();
    takes_seat(screen, &ticket).await;
    screen.until("call_joined").await;
}

async fn takes_seat(screen: &mut TestSocket, ticket: &Value) {
    screen.say(&join(ticket)).await;
}

fn join(ticket: &Value) -> Value {
    json!({ "type": "call_join", "room": ticket["room"], "ticket": ticket["ticket"] })
}
