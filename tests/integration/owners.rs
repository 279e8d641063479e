//! Another owner's case and one that does not exist are the same to a caller.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use vantrum::http::{Operation, ROUTES, Verb};

use crate::support::{Answer, Person, TestApp, acute, answer_with_order, phoned, planned, ready};

/// A body that would be taken. A new route does not compile without one.
fn body(operation: Operation) -> Value {
    match operation {
        Operation::CreateConsult => acute("alvens"),
        Operation::Supplement => json!({ "note": "mer" }),
        Operation::Claim
        | Operation::Call
        | Operation::SocketTicket
        | Operation::LockSession
        | Operation::Park
        | Operation::Resume
        | Operation::AwaitNurse
        | Operation::MustGo
        | Operation::Peek
        | Operation::Handover
        | Operation::AcceptHandover
        | Operation::Phone
        | Operation::CallEmergency
        | Operation::ExportJournal => json!({}),
        Operation::AskBack | Operation::Addend => json!({ "text": "x" }),
        Operation::CorrectPatient => json!({
            "patient": { "id_type": "personnummer", "id": "19121212-1212" }, "reason": "x",
        }),
        Operation::SamePatient => json!({
            "patient": { "id_type": "personnummer", "id": "19121212-1212" },
        }),
        Operation::ReportIncident => json!({ "text": "Ingen svarade." }),
        Operation::TaskDone => json!({ "task": "journal" }),
        Operation::Void => json!({ "reason": "wrong_patient" }),
        Operation::KeepDraft | Operation::KeepOwnDraft => json!({ "fields": "x" }),
        Operation::KeepPhrases => json!({ "rev": 0, "phrases": [], "orders": [] }),
        Operation::NeedMore => json!({ "what": "x", "until": "2026-11-21T12:00:00.000Z" }),
        Operation::Release => json!({ "reason": "x" }),
        Operation::Answer => answer_with_order(),
        Operation::Acknowledge => json!({ "seen": true }),
        Operation::ConfirmReadBack => json!({ "matches": true }),
        Operation::Close => json!({ "participation": "present" }),
        Operation::Withdraw => json!({ "reason": "mistake" }),
        Operation::Redirect => json!({ "centre": "kustens", "reason": "x" }),
        Operation::Triage => json!({ "level": "P1", "reason": "x" }),
        Operation::SetDuty => json!({ "state": "off" }),
        Operation::RegisterPhoneContact => phoned(),
        Operation::DemoSession | Operation::DemoUnlock => json!({ "person": "anna-alm" }),
        // It is refused for who calls before it is read.
        Operation::UploadImage => json!({}),
        Operation::Me
        | Operation::Centres
        | Operation::ListConsults
        | Operation::GetConsult
        | Operation::GetImage
        | Operation::GetDraft
        | Operation::GetOwnDraft
        | Operation::GetPhrases
        | Operation::ListPhoneContacts
        | Operation::GetPhoneContact
        | Operation::ListIncidents
        | Operation::GetDossier
        | Operation::Queue
        | Operation::Indicators
        | Operation::LiveIndicators
        | Operation::Socket
        | Operation::EndSession
        | Operation::DemoPeople => Value::Null,
    }
}

async fn call(person: &Person, verb: Verb, path: &str, body: &Value) -> Answer {
    let method = Method::from_bytes(verb.as_str().as_bytes()).unwrap();
    let request = person
        .request(method, path)
        .header("idempotency-key", Uuid::new_v4().to_string());
    Person::send(if body.is_null() {
        request
    } else {
        request.json(body)
    })
    .await
}

#[tokio::test]
async fn stranger_gets_the_same_bytes_for_a_real_case_and_for_none() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let waiting = anna.asks(&planned("alvens")).await;
    let answered = anna.asks(&planned("alvens")).await;
    david.claims(&answered).await.done();
    david.answers(&answered).await;
    let eva = app.nurse("eva-ek").await;
    let berit = app.doctor("berit-berg", "dr-berg-kliniken").await;
    let mut bytes = BTreeSet::new();
    for route in ROUTES.iter().filter(|route| route.path.contains("{id}")) {
        for stranger in [&eva.0, &berit.0] {
            for id in [
                &waiting,
                &answered,
                &Uuid::from_u128(7).to_string(),
                "no-uuid",
                "%00",
            ] {
                let path = route.path.replace("{id}", id).replace("{image}", id);
                let path = path.replace("{form}", "answer");
                let answer = call(stranger, route.verb, &path, &body(route.operation)).await;
                answer.refused(404, "not_found");
                bytes.insert(answer.body);
            }
        }
    }
    assert_eq!(bytes.len(), 1, "the answers differ");
    assert_eq!(
        anna.get("/consults").await.done()["consults"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(eva.get("/consults").await.done()["consults"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn colleague_of_another_centre_finds_nothing_to_act_on() {
    let app = TestApp::start().await;
    let (anna, _david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let lars = app.doctor("lars-lund", "dr-lund-kustens").await;
    let claim = lars.does(&consult, "claim", &json!({})).await;
    claim.refused(403, "not_eligible");
    let answer = lars.does(&consult, "answer", &answer_with_order()).await;
    answer.refused(404, "not_found");
    lars.get(&format!("/consults/{consult}"))
        .await
        .refused(404, "not_found");
    app.stop().await;
}

#[tokio::test]
async fn nobody_gets_anything_without_a_session() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let consult = anna.asks(&planned("alvens")).await;
    let open = [
        Operation::DemoPeople,
        Operation::DemoSession,
        Operation::Socket,
    ];
    for route in ROUTES
        .iter()
        .filter(|route| !open.contains(&route.operation))
    {
        let path = route.path.replace("{id}", &consult);
        let path = path
            .replace("{image}", &consult)
            .replace("{form}", "answer");
        let answer = call(&app.stranger(), route.verb, &path, &body(route.operation)).await;
        answer.refused(401, "unauthenticated");
    }
    app.stop().await;
}

#[tokio::test]
async fn role_without_an_action_is_told_so() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    for path in [
        "/queue",
        "/indicators/live",
        "/indicators?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&by=centre",
    ] {
        anna.get(path).await.refused(403, "forbidden");
    }
    anna.put("/duty", &json!({ "state": "off" }))
        .await
        .refused(403, "forbidden");
    david
        .post("/consults", &acute("alvens"))
        .await
        .refused(403, "forbidden");
    app.stop().await;
}

#[tokio::test]
async fn nurse_of_the_same_unit_carries_on() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let nils = app.nurse("nils-nord").await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    assert_eq!(
        nils.reads(&consult).await["patient"]["name"],
        "Tolvan Tolvansson"
    );
    nils.reads_back(&consult, "Amoxicillin 500 mg").await;
    app.stop().await;
}
