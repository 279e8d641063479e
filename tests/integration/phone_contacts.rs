//! What was said on the telephone stands beside what went through the system.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ADMINISTRATOR, Person, TestApp, phoned};

#[tokio::test]
async fn nurse_registers_a_contact_with_four_inputs_and_her_unit_reads_it() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    app.pass(60);
    let id = registers(&anna, &phoned()).await;
    let list = anna.get("/phone-contacts").await.done();
    let row = json!({
        "id": id, "at": "2026-11-21T09:01:00.000Z", "registered_at": "2026-11-21T09:01:00.000Z",
        "registered_by": { "id": "anna-alm", "name": "Anna Alm", "unit": "Hemsjukvården Norrby" },
        "level": "P2", "unit": "hemsjukvarden-norrby", "unit_name": "Hemsjukvården Norrby",
        "centre": "alvens", "centre_name": "Älvens hälsocentral", "because": null,
    });
    assert_eq!(list["contacts"], json!([row]));
    let own = json!([{ "id": "hemsjukvarden-norrby", "name": "Hemsjukvården Norrby" }]);
    assert_eq!(list["units"], own);
    assert!(!list.to_string().contains("Tolvan"), "{list}");
    let nils = app.nurse("nils-nord").await;
    let read = nils.get(&one(&id)).await.done();
    assert_eq!(read["contact"], row);
    assert_eq!(read["disclosed"], true);
    assert_eq!(read["patient"]["name"], "Tolvan Tolvansson");
    assert_eq!(read["doctor"], "David Dahl");
    assert_eq!(read["answer"], "Avvakta, ny kontroll i kväll.");
    app.stop().await;
}

#[tokio::test]
async fn doctor_registers_hers_and_another_of_the_centre_sees_no_patient() {
    let app = TestApp::start().await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let mut body = phoned();
    body.as_object_mut().unwrap().remove("doctor");
    let missing = david.post("/phone-contacts", &body).await;
    assert_eq!(missing.refused(422, "missing_field")["field"], "unit");
    body["unit"] = json!("hemsjukvarden-norrby");
    body["because"] = json!("downtime");
    let id = registers(&david, &body).await;
    let own = david.get(&one(&id)).await.done();
    assert_eq!(
        (&own["disclosed"], &own["doctor"]),
        (&json!(true), &json!("David Dahl"))
    );
    assert_eq!(own["contact"]["because"], "downtime");
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    let list = berit.get("/phone-contacts").await.done();
    assert_eq!(list["contacts"][0]["id"], id.as_str());
    let other = berit.get(&one(&id)).await.done();
    assert_eq!(other["disclosed"], false);
    for field in ["patient", "doctor", "answer"] {
        assert_eq!(other[field], json!(null), "{field}");
    }
    app.stop().await;
}

#[tokio::test]
async fn doctor_whom_the_nurse_names_by_id_reads_what_she_is_said_to_have_answered() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let mut body = phoned();
    body["doctor"] = json!("david-dahl");
    let id = registers(&anna, &body).await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let read = david.get(&one(&id)).await.done();
    assert_eq!(
        (&read["disclosed"], &read["doctor"]),
        (&json!(true), &json!("David Dahl"))
    );
    body["doctor"] = json!("lars-lund");
    let elsewhere = anna.post("/phone-contacts", &body).await;
    assert_eq!(elsewhere.refused(422, "invalid_value")["field"], "doctor");
    app.stop().await;
}

#[tokio::test]
async fn anothers_contact_and_none_are_the_same() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let id = registers(&anna, &phoned()).await;
    let mut bytes = std::collections::BTreeSet::new();
    for (person, commission) in [
        ("eva-ek", None),
        ("lars-lund", Some("dr-lund-kustens")),
        ("berit-berg", Some("dr-berg-kliniken")),
    ] {
        let stranger = app.sign_in(person, commission).await;
        assert_eq!(
            stranger.get("/phone-contacts").await.done()["contacts"],
            json!([])
        );
        for id in [
            id.clone(),
            Uuid::from_u128(7).to_string(),
            "no-uuid".to_owned(),
        ] {
            let answer = stranger.get(&one(&id)).await;
            answer.refused(404, "not_found");
            bytes.insert(answer.body);
        }
    }
    assert_eq!(bytes.len(), 1, "the answers differ");
    let administrator = app.sign_in(ADMINISTRATOR, None).await;
    administrator
        .get("/phone-contacts")
        .await
        .refused(403, "forbidden");
    administrator
        .post("/phone-contacts", &phoned())
        .await
        .refused(403, "forbidden");
    app.stop().await;
}

#[tokio::test]
async fn each_wrong_field_of_a_contact_is_named() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let with = |field: &str, value: Value| {
        let mut body = phoned();
        body[field] = value;
        body
    };
    let without = |field: &str| {
        let mut body = phoned();
        body.as_object_mut().unwrap().remove(field);
        body
    };
    let wrong_number = json!({ "id_type": "personnummer", "id": "19121212-1213" });
    for (body, status, code, field) in [
        (without("patient"), 422, "missing_field", "patient"),
        (without("level"), 422, "missing_field", "level"),
        (without("doctor"), 422, "missing_field", "doctor"),
        (without("answer"), 422, "missing_field", "answer"),
        (
            with("patient", json!({})),
            422,
            "missing_field",
            "patient.id_type",
        ),
        (
            with("patient", wrong_number),
            422,
            "invalid_identifier",
            "patient.id",
        ),
        (with("level", json!("P5")), 422, "invalid_value", "level"),
        (with("doctor", json!(" ")), 422, "missing_field", "doctor"),
        (
            with("doctor", json!("x".repeat(201))),
            422,
            "invalid_value",
            "doctor",
        ),
        (with("answer", json!(" ")), 422, "missing_field", "answer"),
        (
            with("answer", json!("x".repeat(4_001))),
            422,
            "invalid_value",
            "answer",
        ),
        (with("centre", json!("Ä")), 422, "invalid_value", "centre"),
        (with("unit", json!("Ä")), 422, "invalid_value", "unit"),
        (with("at", json!("i går")), 422, "invalid_value", "at"),
        (
            with("at", json!("2026-11-21T09:00:01Z")),
            422,
            "invalid_value",
            "at",
        ),
        (
            with("at", json!("2026-11-14T08:59:59Z")),
            422,
            "invalid_value",
            "at",
        ),
        (
            with("because", json!("bored")),
            422,
            "invalid_value",
            "because",
        ),
        (with("phone", json!("1")), 422, "unknown_field", "phone"),
    ] {
        let problem = anna
            .post("/phone-contacts", &body)
            .await
            .refused(status, code);
        assert_eq!(problem["field"], field, "{problem}");
    }
    for field in ["centre", "unit"] {
        let elsewhere = with(
            field,
            json!(if field == "unit" {
                "solbacken"
            } else {
                "kustens"
            }),
        );
        let refused = anna.post("/phone-contacts", &elsewhere).await;
        refused.refused(403, "not_eligible");
    }
    assert_eq!(
        anna.get("/phone-contacts").await.done()["contacts"],
        json!([])
    );
    app.stop().await;
}

#[tokio::test]
async fn contact_sent_twice_is_one_and_is_there_after_a_restart() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let key = Uuid::from_u128(77);
    let first = anna
        .post_keyed("/phone-contacts", &phoned(), key)
        .await
        .done();
    app.pass(60);
    let again = anna.post_keyed("/phone-contacts", &phoned(), key).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.done(), first);
    let mut other = phoned();
    other["answer"] = json!("Något annat.");
    anna.post_keyed("/phone-contacts", &other, key)
        .await
        .refused(422, "idempotency_key_reused");
    let app = app.restart().await;
    // The key is forgotten after a day. What it brought is not replaced.
    app.pass(25 * 60 * 60);
    let anna = app.nurse("anna-alm").await;
    anna.post_keyed("/phone-contacts", &other, key)
        .await
        .refused(422, "idempotency_key_reused");
    let read = anna.get(&one(first["id"].as_str().unwrap())).await.done();
    assert_eq!(read["answer"], "Avvakta, ny kontroll i kväll.");
    app.pass(6 * 24 * 60 * 60);
    let anna = app.nurse("anna-alm").await;
    assert_eq!(
        anna.get("/phone-contacts").await.done()["contacts"],
        json!([])
    );
    app.stop().await;
}

#[tokio::test]
async fn figures_show_a_morning_that_went_by_telephone() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    for n in 0..6 {
        let mut body = phoned();
        body["at"] = json!("2026-11-21T08:00:00Z");
        if n > 0 {
            body["because"] = json!("downtime");
        }
        registers(&anna, &body).await;
    }
    let mut urgent = phoned();
    urgent["level"] = json!("P1");
    registers(&anna, &urgent).await;
    let administrator = app.sign_in(ADMINISTRATOR, None).await;
    let query = "from=2026-11-21T00:00:00Z&to=2026-11-22T00:00:00Z";
    let figures = |by: &'static str| {
        let administrator = administrator.clone();
        async move {
            let path = format!("/indicators?{query}&by={by}");
            administrator.get(&path).await.done()
        }
    };
    let levels = figures("level").await;
    let shown = |figures: &Value, key: &str| {
        let rows = figures["rows"].as_array().unwrap().clone();
        let row = rows
            .into_iter()
            .find(|row| row["key"] == key && row["level"].is_null());
        let row = row.unwrap();
        assert_eq!(
            (&row["n"], &row["suppressed"]),
            (&json!(null), &json!(true)),
            "{row}"
        );
        (
            row["phone_contacts"].clone(),
            row["downtime_contacts"].clone(),
        )
    };
    // Of the one beside them nothing is told, and not of the sixth that did not replace a call.
    assert_eq!(shown(&levels, "P1"), (json!(null), json!(null)));
    assert_eq!(shown(&levels, "P2").1, json!(null));
    assert_eq!(shown(&figures("centre").await, "alvens").0, json!(7));
    let codes: Vec<_> = levels["definitions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].clone())
        .collect();
    for code in ["phone_contacts", "downtime_contacts"] {
        assert!(codes.contains(&json!(code)), "{code}");
    }
    app.stop().await;
}

async fn registers(person: &Person, body: &Value) -> String {
    let created = person.post("/phone-contacts", body).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let created = created.json();
    assert!(created["seq"].is_u64());
    created["id"].as_str().unwrap().to_owned()
}

fn one(id: &str) -> String {
    format!("/phone-contacts/{id}")
}
