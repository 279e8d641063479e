//! The socket: what is shown without asking, and how a client comes back to it.

use serde_json::{Value, json};

use crate::support::{Ended, Setup, TestApp, acute, planned, ready};

#[tokio::test]
async fn every_log_position_is_one_frame() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut screen = david.socket().await;
    let welcome = screen.until("welcome").await;
    let snapshot = screen.until("snapshot").await;
    assert_eq!(
        (&snapshot["complete"], &snapshot["seq"]),
        (&json!(true), &welcome["seq"])
    );
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    let last = anna.reads_back(&consult, "x").await["seq"]
        .as_u64()
        .unwrap();
    let mut expected = welcome["seq"].as_u64().unwrap() + 1;
    while expected <= last {
        let frame = screen.next().await.unwrap();
        assert_eq!(
            (&frame["type"], &frame["seq"]),
            (&json!("changes"), &json!(expected)),
            "{frame}"
        );
        expected += 1;
    }
    app.stop().await;
}

#[tokio::test]
async fn resume_inside_the_window_sends_changes_and_never_a_snapshot() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut screen = david.socket().await;
    let start = screen.until("welcome").await["seq"].as_u64().unwrap();
    drop(screen);
    let mut consults = Vec::new();
    for _ in 0..100 {
        consults.push(anna.asks(&acute("alvens")).await);
    }
    for consult in &consults[1..] {
        anna.does(consult, "withdraw", &json!({ "reason": "mistake" }))
            .await
            .done();
    }
    let mut back = david.socket_from(Some(start)).await;
    let welcome = back.until("welcome").await;
    let frame = back.next().await.unwrap();
    assert_eq!(
        (&frame["type"], &frame["seq"]),
        (&json!("changes"), &welcome["seq"]),
        "{frame}"
    );
    let rows: Vec<&Value> = frame["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["type"] == "consult_changed")
        .collect();
    assert!(
        rows.iter()
            .any(|item| item["consult"]["id"] == consults[0].as_str())
    );
    david.claims(&consults[0]).await.done();
    let next = back.next().await.unwrap();
    assert_eq!(
        next["type"], "changes",
        "no snapshot comes later either: {next}"
    );
    app.stop().await;
}

#[tokio::test]
async fn resume_beyond_the_end_or_from_nothing_sends_a_whole_snapshot_in_parts() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    for _ in 0..60 {
        anna.asks(&acute("alvens")).await;
    }
    for resume in [None, Some(9_999_999)] {
        let mut screen = david.socket_from(resume).await;
        let seq = screen.until("welcome").await["seq"].clone();
        let mut rows = 0;
        let mut parts = 0;
        loop {
            let part = screen.next().await.unwrap();
            assert_eq!((&part["type"], &part["seq"]), (&json!("snapshot"), &seq));
            assert!(
                part.to_string().len() <= 32 * 1024,
                "{}",
                part.to_string().len()
            );
            let items = part["items"].as_array().unwrap();
            rows += items
                .iter()
                .filter(|item| item["type"] == "consult_changed")
                .count();
            parts += 1;
            if part["complete"] == true {
                break;
            }
        }
        assert_eq!(rows, 60);
        assert!(parts > 1, "one part cannot hold it");
    }
    app.stop().await;
}

#[tokio::test]
async fn nothing_about_a_patient_travels_on_a_socket() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut screen = david.socket().await;
    screen.until("snapshot").await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    let mut seen = String::new();
    loop {
        let frame = screen.next().await.unwrap();
        seen.push_str(&frame.to_string());
        if seen.contains("\"answered\"") {
            break;
        }
    }
    for word in [
        "Tolvan",
        "1212",
        "Feber",
        "KOL",
        "Amoxicillin",
        "Pneumoni",
        "031-390 06 99",
        "38.6",
    ] {
        assert!(!seen.contains(word), "{word}");
    }
    app.stop().await;
}

#[tokio::test]
async fn client_that_does_not_read_is_cut_off_and_comes_back_to_everything() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut asleep = david.socket().await;
    let start = asleep.until("welcome").await["seq"].as_u64().unwrap();
    let mut consults = Vec::new();
    for _ in 0..450 {
        consults.push(anna.asks(&acute("alvens")).await);
    }
    // What was on its way is read; then it ends, with the code if there was time to say it.
    let ended = asleep.ended().await;
    assert!(
        [Ended::Code(4430), Ended::Silently].contains(&ended),
        "{ended:?}"
    );
    let mut back = david.socket_from(Some(start)).await;
    let frame = back.until("changes").await;
    let rows = frame["items"].as_array().unwrap().iter();
    let rows = rows.filter(|item| item["type"] == "consult_changed");
    assert_eq!(rows.count(), consults.len());
    app.stop().await;
}

#[tokio::test]
async fn silent_client_is_asked_and_then_left() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let mut screen = anna.socket().await;
    screen.until("snapshot").await;
    app.pass(10);
    assert_eq!(
        screen.until("tick").await["server_time"],
        "2026-11-21T09:00:10.000Z"
    );
    screen.say(&json!({ "type": "tock" })).await;
    // The tock is heard once something said after it is answered.
    screen.say(&json!({ "type": "call_leave" })).await;
    screen.until("error").await;
    app.pass(15);
    screen.until("tick").await;
    app.pass(10);
    assert_eq!(screen.ended().await, Ended::Code(1001));
    app.stop().await;
}

#[tokio::test]
async fn restarting_server_says_when_to_come_back() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let mut screen = anna.socket().await;
    screen.until("snapshot").await;
    let mut silent = app.socket().await;
    app.begin_to_stop();
    assert!(
        screen.until("restart").await["reconnect_in_ms"]
            .as_u64()
            .is_some()
    );
    assert_eq!(screen.ended().await, Ended::Code(1012));
    silent.until("restart").await;
    assert_eq!(silent.ended().await, Ended::Code(1012));
    app.stop().await;
}

#[tokio::test]
async fn nurse_is_rung_when_her_doctor_sits_in_the_call_and_both_meet() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let call = format!("/consults/{consult}/call");
    anna.post(&call, &json!({}))
        .await
        .refused(409, "wrong_state");
    david.claims(&consult).await.done();
    let mut annas = anna.socket().await;
    let mut davids = david.socket().await;
    annas.until("snapshot").await;
    davids.until("snapshot").await;
    let join = |ticket: &Value| json!({ "type": "call_join", "room": ticket["room"], "ticket": ticket["ticket"] });

    let ticket = david.post(&call, &json!({})).await.done();
    assert_eq!(ticket["mode"], "p2p");
    davids.say(&join(&ticket)).await;
    davids.until("call_joined").await;
    let ring = annas.until("ring").await;
    assert_eq!(
        (&ring["consult"], &ring["from"]),
        (&json!(consult), &json!("David Dahl"))
    );

    let mut again = anna.socket().await;
    assert_eq!(
        again.until("ring").await["consult"],
        consult.as_str(),
        "who comes late is rung too"
    );

    let ticket = anna.post(&call, &json!({})).await.done();
    annas.say(&join(&ticket)).await;
    let joined = annas.until("call_joined").await;
    let peer = &joined["peers"][0];
    davids.until("call_peer_joined").await;
    annas.say(&json!({ "type": "call_signal", "to": peer["seat"], "generation": peer["generation"], "description": { "type": "offer", "sdp": OFFER } })).await;
    let signal = davids.until("call_signal").await;
    assert_eq!(signal["description"]["sdp"], OFFER);
    annas.say(&join(&ticket)).await;
    assert_eq!(annas.until("error").await["code"], "ticket_used");
    app.stop().await;
}

#[tokio::test]
async fn call_ends_with_its_case_and_its_tickets_open_nothing() {
    let app = TestApp::with(Setup {
        doctors: 1,
        ..Setup::default()
    })
    .await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let call = format!("/consults/{consult}/call");
    david.claims(&consult).await.done();
    let mut annas = anna.socket().await;
    annas.until("snapshot").await;
    let join = |ticket: &Value| json!({ "type": "call_join", "room": ticket["room"], "ticket": ticket["ticket"] });
    // A colleague at the centre has no seat, and is told so as of a case that is taken.
    let lisa = app.doctor("doctor-1", "doctor-1-alvens").await;
    let hers = lisa.post(&call, &json!({})).await;
    hers.refused(409, "already_taken");
    let kept = david.post(&call, &json!({})).await.done();
    let ticket = anna.post(&call, &json!({})).await.done();
    annas.say(&join(&ticket)).await;
    annas.until("call_joined").await;

    let body = json!({ "reason": "solved" });
    anna.does(&consult, "withdraw", &body).await.done();
    assert_eq!(annas.until("call_ended").await["reason"], "over");
    for person in [&anna.0, &david.0] {
        let late = person.post(&call, &json!({})).await;
        late.refused(410, "consult_over");
    }
    let mut davids = david.socket().await;
    davids.say(&join(&kept)).await;
    let refused = davids.until("error").await;
    assert_eq!(refused["of"], "call_join", "{refused}");
    assert!(
        ["not_found", "consult_over"].contains(&refused["code"].as_str().unwrap()),
        "{refused}"
    );
    app.stop().await;
}

#[tokio::test]
async fn alarm_reaches_doctor_and_coordinator_and_ends_with_the_case() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut doctors = david.socket().await;
    doctors.until("snapshot").await;
    let mut coordinators = app.sign_in("kim-kvist", None).await.socket().await;
    coordinators.until("snapshot").await;
    let consult = anna.asks(&acute("alvens")).await;
    doctors.until_state(&consult, "queued").await;
    app.pass_with(5 * 60, &mut [&mut doctors, &mut coordinators])
        .await;
    for screen in [&mut doctors, &mut coordinators] {
        let notice = screen.item("notice").await;
        assert_eq!(
            (&notice["consult"], &notice["phone"]),
            (&json!(consult), &json!("031-390 06 30"))
        );
    }
    anna.does(&consult, "withdraw", &json!({ "reason": "phoned" }))
        .await
        .done();
    for screen in [&mut doctors, &mut coordinators] {
        assert_eq!(
            screen.item("notice_ended").await["consult"],
            consult.as_str()
        );
    }
    app.stop().await;
}

/// As little of an offer as names the connection it is for.
const OFFER: &str = "v=0\r\na=ice-ufrag:abcd\r\n";
