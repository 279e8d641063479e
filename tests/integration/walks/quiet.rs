//! What is asked quietly: a death at night, with the family in the room.

use serde_json::{Value, json};

use crate::support::{Nurse, TestApp, answer_without_order, death, established, planned, ready};

/// Twenty to eleven, a death that was expected. The nurse has examined and the doctor relies on
/// it; nobody is asked what she measured, where the patient is cared for or whether she took
/// part.
#[tokio::test]
async fn death_that_was_expected_is_established_on_the_nurses_examination() {
    let app = TestApp::start().await;
    app.pass(THIRTEEN_HOURS);
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    david.goes_on_duty("alvens", "2026-11-21T21:40:00Z").await;
    let consult = anna.asks(&death("alvens")).await;
    let row = super::row_of(&david.get("/queue").await.done(), &consult);
    assert_eq!(row["reason"], "death");
    assert!(!row.to_string().contains("Hall"), "{row}");
    let hidden = david.reads(&consult).await;
    assert_eq!(hidden["death"], Value::Null, "nothing before it is taken");

    david.claims(&consult).await.done();
    let read = david.reads(&consult).await;
    assert_eq!(read["death"], death("alvens")["death"]);
    assert_eq!(read["news2"], json!([]));
    david.does(&consult, "answer", &established()).await.done();
    let answer = anna.reads(&consult).await["answer"]["answer"].clone();
    assert_eq!(answer["death"], established()["death"]);
    anna.does(&consult, "acknowledge", &json!({ "seen": true }))
        .await
        .done();
    let asked = json!({ "participation": "not_possible" });
    let refused = anna.does(&consult, "close", &asked).await;
    assert_eq!(
        refused.refused(422, "invalid_value")["field"],
        "participation"
    );
    let closed = anna.does(&consult, "close", &json!({})).await.done();
    assert_eq!(closed["state"], "closed");

    let text = copied(&anna, &consult).await;
    assert!(text.contains(TOLD), "{text}");
    assert!(text.contains(ESTABLISHED), "{text}");
    let copy = david.does(&consult, "export_journal", &json!({})).await;
    let text = copy.done()["text"].as_str().unwrap().to_owned();
    assert!(text.contains(TOLD) && text.contains(ESTABLISHED), "{text}");
    for unasked in ["Vårdnivå", "Delaktighet", "Mätvärden", "KVÅ"] {
        assert!(!text.contains(unasked), "{text}");
    }
    app.stop().await;
}

/// Nobody had expected it, so no examination but a doctor's own is enough: she answers that it
/// is not established, that she comes, and the case has somebody who goes on with it.
#[tokio::test]
async fn death_that_nobody_expected_waits_for_the_doctor_who_comes() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut asked = death("alvens");
    asked["death"]["expected"] = json!({ "decision": "no" });
    asked["death"]["examined_at"] = json!("2026-11-21T08:50:00Z");
    asked["death"]["last_seen_alive_at"] = json!("2026-11-21T05:00:00Z");
    let consult = anna.asks(&asked).await;
    david.claims(&consult).await.done();
    let mut answer = established();
    answer["death"]["established"]["at"] = json!("2026-11-21T09:00:00Z");
    let refused = david.does(&consult, "answer", &answer).await;
    assert_eq!(
        refused.refused(422, "invalid_value")["field"],
        "death.established.basis"
    );
    answer["death"] = json!({});
    let refused = david.does(&consult, "answer", &answer).await;
    assert_eq!(refused.refused(422, "missing_field")["field"], "follow_up");
    let comes =
        json!({ "what": "Läkaren kommer", "when": "2026-11-21T11:00:00Z", "owner": "doctor" });
    answer["follow_up"] = comes;
    david.does(&consult, "answer", &answer).await.done();
    let text = copied(&anna, &consult).await;
    assert!(text.contains("Förväntat dödsfall: nej"), "{text}");
    assert!(text.contains("Dödsfallet: inte fastställt än"), "{text}");
    app.stop().await;
}

/// A death in the corridor: the reason alone is sent, and the rest while she waits.
#[tokio::test]
async fn acute_death_is_told_of_while_it_waits() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let bare = json!({
        "centre": "alvens", "level": "P1", "reason": "death", "callback_phone": "031-390 06 99",
    });
    let consult = anna.asks(&bare).await;
    let mut told = death("alvens")["death"].clone();
    told["examined_at"] = json!("2026-11-21T08:58:00Z");
    told["last_seen_alive_at"] = json!("2026-11-21T08:30:00Z");
    let added = json!({ "death": told });
    anna.does(&consult, "supplement", &added).await.done();
    let later = json!({ "death": { "implant": "yes" } });
    anna.does(&consult, "supplement", &later).await.done();
    for (field, unasked) in [
        ("would_otherwise", json!({ "would_otherwise": "ambulance" })),
        (
            "vitals",
            json!({ "vitals": { "taken_at": "2026-11-21T08:58:00Z", "pulse": 0 } }),
        ),
        (
            "sbar.recommendation",
            json!({ "sbar": { "recommendation": { "kind": "advice" } } }),
        ),
    ] {
        let refused = anna.does(&consult, "supplement", &unasked).await;
        assert_eq!(refused.refused(422, "invalid_value")["field"], field);
    }
    let triage = json!({ "level": "P3", "reason": "Lugnt nu",
        "vitals": { "taken_at": "2026-11-21T08:58:00Z", "pulse": 0 } });
    let refused = anna.does(&consult, "triage", &triage).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "vitals");
    david.claims(&consult).await.done();
    let read = david.reads(&consult).await["death"].clone();
    assert_eq!(read["implant"], "yes", "what is said last counts: {read}");
    assert_eq!(read["signs"]["no_pulse"], "found");
    app.stop().await;
}

/// What belongs to a death is said of nobody else.
#[tokio::test]
async fn death_is_neither_told_nor_established_of_one_who_lives() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut asked = planned("alvens");
    asked["death"] = death("alvens")["death"].clone();
    let refused = anna.post("/consults", &asked).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "death");
    let consult = anna.asks(&planned("alvens")).await;
    let added = json!({ "death": { "implant": "no" } });
    let refused = anna.does(&consult, "supplement", &added).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "death");
    david.claims(&consult).await.done();
    let mut answer = answer_without_order();
    answer["follow_up"] =
        json!({ "what": "Läkaren kommer", "when": "2026-11-21T11:00:00Z", "owner": "doctor" });
    answer["death"] = json!({});
    let refused = david.does(&consult, "answer", &answer).await;
    assert_eq!(refused.refused(422, "invalid_value")["field"], "death");
    app.stop().await;
}

const THIRTEEN_HOURS: u64 = 12 * 3_600 + 40 * 60;

const TOLD: &str = "\
Förväntat dödsfall: ja, beslutat av Dr Hall 2026-11-10
Senast sedd i livet: 2026-11-21 21:00
Puls: känns inte
Hjärtljud: hörs inte
Spontanandning: saknas
Pupiller: ljusstela, oftast vida
Undersökt: 2026-11-21 22:30, Anna Alm
Explosivt implantat (pacemaker, ICD): nej
Närstående underrättade: ja
";

const ESTABLISHED: &str = "\
Bedömning: Väntat dödsfall, ingen misstanke om onaturlig död.
Dödsfallet fastställt: 2026-11-21 22:35, David Dahl
Grund: sjuksköterskans undersökning vid förväntat dödsfall
Dödsbevis skrivs av: David Dahl
Dödsorsaksintyg skrivs av: Dr Hall
Polisanmälan: nej
";

async fn copied(anna: &Nurse, consult: &str) -> String {
    let copy = anna.does(consult, "export_journal", &json!({})).await;
    copy.done()["text"].as_str().unwrap().to_owned()
}
