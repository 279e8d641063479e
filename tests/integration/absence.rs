//! Who is gone for a while, or for good, and what that moves and does not move.

use serde_json::{Value, json};
use vantrum::domain::time::Timestamp;

use crate::support::{
    Doctor, Ended, Nurse, Person, Setup, TestApp, TestSocket, acute, planned, ready,
};

#[tokio::test]
async fn nurse_whose_tablet_sleeps_for_an_hour_has_her_place_and_her_clock() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut annas = anna.socket().await;
    annas.until("snapshot").await;
    let mut davids = david.socket().await;
    davids.until("snapshot").await;
    let consult = anna.asks(&planned("alvens")).await;
    let (seen_to, before) = annas.until_state(&consult, "queued").await;
    // Somebody asks after her.
    let nils = app.nurse("nils-nord").await;
    nils.asks(&planned("alvens")).await;

    // The tablet says nothing any more, though nobody has closed its socket.
    app.pass_with(60, &mut [&mut davids]).await;
    let away = marked(&mut davids, &consult, "away").await;
    for _ in 0..59 {
        app.pass_with(60, &mut [&mut davids]).await;
        // A store that is slow by the machine's time has kept up with the hour by hand: its
        // writes come one after another.
        david.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    }
    assert_eq!(annas.ended().await, Ended::Code(1001));
    let queue = david.get("/queue").await.done();
    let first = &queue["consults"][0];
    for row in [&away, first] {
        assert_eq!(row["id"], consult.as_str());
        assert_eq!(row["position"], 1);
        for same in ["state", "level", "queued_at", "due_at"] {
            assert_eq!(row[same], before[same], "{same}");
        }
    }

    // It wakes: what it missed comes as changes, and the mark goes.
    let mut annas = anna.socket_from(Some(seen_to)).await;
    let (_, back) = annas.until_state(&consult, "queued").await;
    assert_eq!(back["position"], 1);
    unmarked(&mut davids, &consult, "away").await;
    app.stop().await;
}

#[tokio::test]
async fn doctor_whose_browser_crashes_in_a_call_gives_the_case_back_where_it_was() {
    let app = TestApp::with(Setup {
        doctors: 1,
        ..Setup::default()
    })
    .await;
    let (anna, david) = ready(&app).await;
    let other = app.doctor("doctor-1", "doctor-1-alvens").await;
    other.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    let mut others = other.socket().await;
    others.until("snapshot").await;
    let consult = anna.asks(&planned("alvens")).await;
    let (_, before) = others.until_state(&consult, "queued").await;
    let nils = app.nurse("nils-nord").await;
    app.pass(1);
    let later = nils.asks(&planned("alvens")).await;
    let (mut annas, davids) = talking(&anna, &david, &consult).await;

    // Her picture goes on being sent into nothing; from her comes nothing.
    drop(davids);
    let crashed = app.clock.now();
    let told = annas.until("call_peer_changed").await;
    assert_eq!(
        told["peer"]["connected"], false,
        "the nurse is told at once"
    );
    app.pass_with(50, &mut [&mut annas, &mut others]).await;
    let meanwhile = other.claims(&consult).await;
    meanwhile.refused(409, "already_taken");
    app.pass_with(15, &mut [&mut annas, &mut others]).await;

    let (_, back) = others.until_state(&consult, "queued").await;
    assert_eq!(back["position"], 1, "before who asked later");
    assert_eq!(back["queued_at"], before["queued_at"]);
    assert!(has(&back, "released"), "{back}");
    assert_eq!(annas.until("call_ended").await["reason"], "returned");
    let read = anna.reads(&consult).await;
    let returned = happened(&read, "released");
    let after = returned.since(crashed).as_secs();
    assert!((60..=65).contains(&after), "after {after} s");
    assert_eq!(row_of(&other, &later).await["position"], 2);

    other.claims(&consult).await.done();
    let late = david.does(&consult, "release", &json!({})).await;
    let told = late.refused(409, "wrong_state");
    assert_eq!(told["what"], "link_lost", "{told}");
    app.stop().await;
}

#[tokio::test]
async fn doctor_who_comes_back_in_time_still_has_her_case() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&acute("alvens")).await;
    let (mut annas, davids) = talking(&anna, &david, &consult).await;
    drop(davids);
    annas.until("call_peer_changed").await;
    app.pass_with(50, &mut [&mut annas]).await;
    let mut davids = david.socket().await;
    let snapshot = davids.until("snapshot").await;
    assert!(snapshot.to_string().contains(&consult), "{snapshot}");
    joins(&david, &mut davids, &consult).await;
    for frames in 5..15 {
        said_to_see(&mut davids, frames * 100).await;
        said_to_see(&mut annas, frames * 100).await;
        app.pass_with(10, &mut [&mut annas, &mut davids]).await;
    }
    assert_eq!(anna.reads(&consult).await["consult"]["state"], "in_call");
    app.stop().await;
}

#[tokio::test]
async fn tab_that_was_duplicated_sees_the_same_and_takes_nothing_by_itself() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&acute("alvens")).await;
    let (mut annas, _davids) = talking(&anna, &david, &consult).await;

    // The same session on a second socket: it is shown everything and rung by nothing.
    let mut copy = anna.socket().await;
    let snapshot = copy.until("snapshot").await;
    assert!(snapshot.to_string().contains(&consult), "{snapshot}");
    let ticket = anna.post(&call_of(&consult), &json!({})).await.done();
    let join = json!({ "type": "call_join", "room": ticket["room"], "ticket": ticket["ticket"] });
    copy.say(&join).await;
    assert_eq!(copy.until("error").await["code"], "seat_taken");
    annas.stay().await;

    // Only if she says so does the call move, and the first is told.
    let ticket = anna.post(&call_of(&consult), &json!({})).await.done();
    let join = json!({ "type": "call_join", "room": ticket["room"], "ticket": ticket["ticket"], "takeover": true });
    copy.say(&join).await;
    copy.until("call_joined").await;
    assert_eq!(annas.until("call_ended").await["reason"], "superseded");
    assert_eq!(annas.ended().await, Ended::Code(4409));
    copy.stay().await;
    app.stop().await;
}

fn call_of(consult: &str) -> String {
    format!("/consults/{consult}/call")
}

/// Both sit in the call, and each hears and sees the other.
async fn talking(anna: &Nurse, david: &Doctor, consult: &str) -> (TestSocket, TestSocket) {
    david.claims(consult).await.done();
    let mut davids = david.socket().await;
    davids.until("snapshot").await;
    let mut annas = anna.socket().await;
    annas.until("snapshot").await;
    joins(david, &mut davids, consult).await;
    joins(anna, &mut annas, consult).await;
    said_to_see(&mut annas, 100).await;
    said_to_see(&mut davids, 100).await;
    annas.until_state(consult, "in_call").await;
    (annas, davids)
}

async fn joins(person: &Person, screen: &mut TestSocket, consult: &str) {
    let ticket = person.post(&call_of(consult), &json!({})).await.done();
    screen
        .say(&json!({ "type": "call_join", "room": ticket["room"], "ticket": ticket["ticket"] }))
        .await;
    screen.until("call_joined").await;
}

/// Her page has decoded so many pictures of the other.
async fn said_to_see(screen: &mut TestSocket, frames: u32) {
    screen
        .say(&json!({
            "type": "call_stats", "ice": "connected", "pair": "host", "protocol": "udp",
            "rtt_ms": 30, "loss_permille": 0, "fps": 20, "concealed_permille": 0,
            "frames_decoded": frames, "audio_packets": frames,
        }))
        .await;
}

fn has(row: &Value, mark: &str) -> bool {
    row["marks"]
        .as_array()
        .unwrap()
        .iter()
        .any(|one| one == mark)
}

async fn marked(screen: &mut TestSocket, consult: &str, mark: &str) -> Value {
    loop {
        let (_, row) = screen.until_state(consult, "queued").await;
        if has(&row, mark) {
            return row;
        }
    }
}

async fn unmarked(screen: &mut TestSocket, consult: &str, mark: &str) {
    loop {
        let (_, row) = screen.until_state(consult, "queued").await;
        if !has(&row, mark) {
            return;
        }
    }
}

async fn row_of(doctor: &Doctor, consult: &str) -> Value {
    let queue = doctor.get("/queue").await.done();
    let rows = queue["consults"].as_array().unwrap();
    let found = rows.iter().find(|row| row["id"] == consult);
    found.expect("it waits").clone()
}

/// When something last happened to a consult, by its diary.
fn happened(read: &Value, what: &str) -> Timestamp {
    let diary = read["diary"].as_array().unwrap();
    let line = diary.iter().rev().find(|line| line["what"] == what);
    let at = line.expect("it happened")["at"].as_str().unwrap();
    Timestamp::parse_rfc3339(at).unwrap()
}
