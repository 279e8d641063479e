//! Fifty doctors want the same request.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::support::{Setup, TestApp, acute};

const DOCTORS: usize = 50;

/// How often they race; more in a benchmark.
fn rounds() -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "a benchmark asks for more rounds"
    )]
    let asked = std::env::var("RACE_ROUNDS").ok();
    asked.map_or(20, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_doctors_claim_at_once_and_one_wins() {
    let app = TestApp::with(Setup {
        doctors: DOCTORS,
        ..Setup::default()
    })
    .await;
    let anna = app.nurse("anna-alm").await;
    let mut doctors = Vec::new();
    for number in 1..=DOCTORS {
        let name = format!("doctor-{number}");
        let doctor = app.doctor(&name, &format!("{name}-alvens")).await;
        doctor.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
        let mut screen = doctor.socket().await;
        screen.until("snapshot").await;
        doctors.push((doctor, screen));
    }
    for round in 0..rounds() {
        let consult = anna.asks(&acute("alvens")).await;
        let gun = Arc::new(Barrier::new(DOCTORS));
        let mut race = JoinSet::new();
        for (place, (doctor, mut screen)) in doctors.drain(..).enumerate() {
            let (consult, gun) = (consult.clone(), Arc::clone(&gun));
            race.spawn(async move {
                screen.until_state(&consult, "queued").await;
                gun.wait().await;
                let answer = doctor.claims(&consult).await;
                screen.until_taken(&consult).await;
                (place, doctor, screen, answer)
            });
        }
        let mut back: Vec<_> = race.join_all().await;
        back.sort_by_key(|(place, ..)| *place);
        let won: Vec<_> = back
            .iter()
            .filter(|(.., answer)| answer.status == 200)
            .map(|(place, ..)| *place)
            .collect();
        assert_eq!(won.len(), 1, "round {round}");
        for (.., answer) in back.iter().filter(|(place, ..)| !won.contains(place)) {
            let problem = answer.refused(409, "already_taken");
            assert!(
                !problem.to_string().contains("Läkare"),
                "the winner is named: {problem}"
            );
        }
        doctors = back
            .into_iter()
            .map(|(_, doctor, screen, _)| (doctor, screen))
            .collect();
        let (winner, _) = &doctors[won[0]];
        winner.does(&consult, "release", &json!({})).await.done();
        anna.does(&consult, "withdraw", &json!({ "reason": "mistake" }))
            .await
            .done();
    }
    app.stop().await;
}
