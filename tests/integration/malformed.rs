//! Every way in which a body can be wrong has its status, its code and its field.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    Answer, Person, TestApp, acute, answer_with_order, death, established, planned, ready,
};

async fn raw(person: &Person, body: Vec<u8>, kind: Option<&str>) -> Answer {
    let request = person
        .request(Method::POST, "/consults")
        .header("idempotency-key", Uuid::new_v4().to_string())
        .body(body);
    let request = match kind {
        Some(kind) => request.header("content-type", kind),
        None => request,
    };
    Person::send(request).await
}

#[tokio::test]
async fn body_that_is_no_json_is_malformed() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let json = Some("application/json");
    for bytes in [
        b"".as_slice(),
        b"{",
        b"nope",
        b"{}{}",
        b"\xff\xfe",
        b"{\"centre\":\"\xff\"}",
        b"{'centre':1}",
    ] {
        raw(&anna, bytes.to_vec(), json)
            .await
            .refused(400, "malformed_json");
    }
    app.stop().await;
}

#[tokio::test]
async fn body_of_another_kind_is_not_read() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let body = acute("alvens").to_string().into_bytes();
    for kind in [
        None,
        Some("text/plain"),
        Some("application/json-patch+json"),
        Some("application/json; charset=latin1"),
    ] {
        raw(&anna, body.clone(), kind)
            .await
            .refused(415, "unsupported_media_type");
    }
    let utf8 = raw(&anna, body, Some("application/json; charset=UTF-8")).await;
    assert_eq!(utf8.status, 201);
    app.stop().await;
}

#[tokio::test]
async fn body_over_64_kib_is_too_large_and_deep_one_too_deep() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let json = Some("application/json");
    let fits = format!("{{\"x\":\"{}\"}}", "a".repeat(64 * 1024 - 8));
    assert_eq!(fits.len(), 64 * 1024);
    raw(&anna, fits.into_bytes(), json)
        .await
        .refused(422, "unknown_field");
    raw(&anna, vec![b' '; 64 * 1024 + 1], json)
        .await
        .refused(413, "too_large");
    let deep = format!("{}{}", "[".repeat(33), "]".repeat(33));
    raw(&anna, deep.into_bytes(), json)
        .await
        .refused(422, "too_deep");
    raw(&anna, "{\"a\":".repeat(5_000).into_bytes(), json)
        .await
        .refused(422, "too_deep");
    app.stop().await;
}

#[tokio::test]
async fn nothing_is_ordered_in_answer_to_a_general_question() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let mut question = planned("alvens");
    question["patient"] = json!({ "id_type": "withheld" });
    let consult = anna.asks(&question).await;
    david.claims(&consult).await.done();
    let order = david.does(&consult, "answer", &answer_with_order()).await;
    let problem = order.refused(422, "invalid_value");
    assert_eq!(problem["field"], "orders");
    let mut advice = answer_with_order();
    advice["orders"] = json!([]);
    advice.as_object_mut().unwrap().remove("order_entered");
    david.does(&consult, "answer", &advice).await.done();
    let read = anna.reads(&consult).await;
    assert_eq!(read["answer"]["answer"]["orders"], json!([]), "{read}");
    app.stop().await;
}

#[tokio::test]
async fn each_wrong_field_is_named_by_its_path() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let without = |field: &str| {
        let mut body = planned("alvens");
        let (outer, inner) = field.split_once('.').unwrap_or(("", field));
        let object = if outer.is_empty() {
            &mut body
        } else {
            &mut body[outer]
        };
        object.as_object_mut().unwrap().remove(inner);
        body
    };
    let with = |pointer: &str, value: Value| {
        let mut body = planned("alvens");
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[key] = value;
        body
    };
    let mut cases: Vec<(Value, &str, &str)> = [
        "centre",
        "level",
        "reason",
        "callback_phone",
        "patient",
        "sbar",
        "sbar.situation",
        "sbar.background",
        "sbar.assessment",
        "sbar.recommendation",
        "care_limits",
        "disclosure_basis",
        "nurse_with_patient",
        "patient_takes_part",
        "patient.id_type",
        "patient.id",
        "vitals.taken_at",
    ]
    .map(|field| (without(field), "missing_field", field))
    .into();
    cases.extend([
        (with("/role", json!("doctor")), "unknown_field", "role"),
        (with("/priority", json!(1)), "unknown_field", "priority"),
        (
            with("/patient/controller", json!("region")),
            "unknown_field",
            "patient.controller",
        ),
        (
            with("/sbar/recommendation/dose", json!("1")),
            "unknown_field",
            "sbar.recommendation.dose",
        ),
        (with("/level", json!("P9")), "invalid_value", "level"),
        (with("/level", json!(1)), "invalid_value", "level"),
        (with("/centre", json!("Ä")), "invalid_value", "centre"),
        (
            with("/nurse_with_patient", json!("yes")),
            "invalid_value",
            "nurse_with_patient",
        ),
        (
            with("/vitals/spo2", json!(-1)),
            "invalid_value",
            "vitals.spo2",
        ),
        (
            with("/vitals/spo2", json!(101)),
            "invalid_value",
            "vitals.spo2",
        ),
        (
            with("/vitals/spo2", json!(91.5)),
            "invalid_value",
            "vitals.spo2",
        ),
        (
            with("/vitals/temperature", json!(38.65)),
            "invalid_value",
            "vitals.temperature",
        ),
        (
            with("/vitals/taken_at", json!("yesterday")),
            "invalid_value",
            "vitals.taken_at",
        ),
        (
            with("/vitals/taken_at", json!("2027-01-01T00:00:00Z")),
            "invalid_value",
            "vitals.taken_at",
        ),
        (
            with("/vitals/spo2_scale", json!(2)),
            "missing_field",
            "vitals.scale2_order",
        ),
        (with("/sbar", json!(["a", "b"])), "invalid_value", "sbar"),
        (
            with("/sbar/situation", json!("kort")),
            "invalid_value",
            "sbar.situation",
        ),
        (
            with("/sbar/situation", json!("å".repeat(2_001))),
            "invalid_value",
            "sbar.situation",
        ),
        (
            with("/sbar/background", json!("a\u{7}b")),
            "invalid_value",
            "sbar.background",
        ),
        (
            with("/care_limits/kinds", json!(["none_known", "no_cpr"])),
            "invalid_value",
            "care_limits.kinds",
        ),
        (
            with("/care_limits/kinds", json!(["no_cpr", "dance"])),
            "invalid_value",
            "care_limits.kinds.1",
        ),
        (
            with("/signals", json!(["a1", "b2", "c3", "d4"])),
            "invalid_value",
            "signals",
        ),
        (
            with("/callback_phone", json!("ring me")),
            "invalid_value",
            "callback_phone",
        ),
        (
            with("/patient/id", json!("19121212-1213")),
            "invalid_identifier",
            "patient.id",
        ),
        (
            with("/patient/name", json!("Tolvan\u{202e}nossnavloT")),
            "invalid_name",
            "patient.name",
        ),
        (
            with("/must_leave_at", json!("14:20")),
            "invalid_value",
            "must_leave_at",
        ),
    ]);
    for (body, code, field) in cases {
        let problem = anna.post("/consults", &body).await.refused(422, code);
        assert_eq!(problem["field"], field, "{problem}");
        let text = problem.to_string();
        assert!(
            !text.contains("Tolvan") && !text.contains("1912"),
            "what was written came back: {text}"
        );
    }
    let doubled = r#"{"centre":"alvens","centre":"kustens"}"#;
    let problem = raw(&anna, doubled.into(), Some("application/json"))
        .await
        .refused(422, "invalid_value");
    assert_eq!(problem["field"], "centre");
    app.stop().await;
}

#[tokio::test]
async fn each_wrong_field_of_an_answer_is_named_by_its_path() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    let changed = |change: fn(&mut Value)| {
        let mut body = answer_with_order();
        change(&mut body);
        body
    };
    for (body, code, field) in [
        (
            changed(|body| drop(body.as_object_mut().unwrap().remove("follow_up"))),
            "missing_field",
            "follow_up",
        ),
        (
            changed(|body| drop(body.as_object_mut().unwrap().remove("contingency"))),
            "missing_field",
            "contingency",
        ),
        (
            changed(|body| body["level_of_care"] = json!("ambulance")),
            "missing_field",
            "transport_by",
        ),
        (
            changed(|body| body["orders"][0]["what"] = json!(" ")),
            "missing_field",
            "orders.0.what",
        ),
        (
            changed(|body| body["orders"] = json!(vec![json!({ "what": "x" }); 13])),
            "invalid_value",
            "orders",
        ),
        (
            changed(|body| body["orders"][0]["refill"] = json!(1)),
            "unknown_field",
            "orders.0.refill",
        ),
        (
            changed(|body| body["orders"][0]["taper"] = json!([{ "date": "soon", "dose": "1" }])),
            "invalid_value",
            "orders.0.taper.0.date",
        ),
        (
            changed(|body| drop(body["orders"][0].as_object_mut().unwrap().remove("kind"))),
            "missing_field",
            "orders.0.kind",
        ),
        (
            changed(|body| drop(body["orders"][0].as_object_mut().unwrap().remove("why"))),
            "missing_field",
            "orders.0.why",
        ),
        (
            changed(|body| body["orders"][0]["dose"] = json!("5")),
            "invalid_value",
            "orders.0.dose",
        ),
        (
            changed(|body| body["orders"][0]["dose"] = json!("\u{202e}gm 5 1")),
            "invalid_value",
            "orders.0.dose",
        ),
        (
            changed(|body| body["orders"] = json!([{ "kind": "care", "what": "Vikt" }])),
            "missing_field",
            "orders.0.when",
        ),
        (
            changed(|body| body["follow_up"]["what"] = json!("Vikt\nOrdination: Furix")),
            "invalid_value",
            "follow_up.what",
        ),
        (
            changed(|body| body["order_entered"] = json!("by_nurse")),
            "missing_field",
            "order_entered_until",
        ),
    ] {
        let problem = david
            .does(&consult, "answer", &body)
            .await
            .refused(422, code);
        assert_eq!(problem["field"], field, "{problem}");
    }
    david.answers(&consult).await;
    app.stop().await;
}

/// A body with one thing changed, removed where `value` is `null`.
fn spoilt(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    if value.is_null() {
        parent.remove(key).unwrap();
    } else {
        parent.insert(key.to_owned(), value);
    }
    body
}

#[tokio::test]
async fn each_wrong_field_of_a_death_is_named_by_its_path() {
    let app = TestApp::start().await;
    app.pass(14 * 3_600);
    let (anna, david) = ready(&app).await;
    for field in [
        "patient",
        "sbar",
        "sbar.situation",
        "death",
        "death.expected",
        "death.expected.decision",
        "death.expected.decided_by",
        "death.expected.decided_on",
        "death.signs",
        "death.signs.no_pulse",
        "death.signs.no_heart_sounds",
        "death.signs.no_breathing",
        "death.signs.fixed_pupils",
        "death.examined_at",
        "death.examined_by",
        "death.implant",
        "death.relatives_told",
        "disclosure_basis",
        "nurse_with_patient",
    ] {
        let pointer = format!("/{}", field.replace('.', "/"));
        let body = spoilt(death("alvens"), &pointer, Value::Null);
        let problem = anna.post("/consults", &body).await;
        let problem = problem.refused(422, "missing_field");
        assert_eq!(problem["field"], field, "{problem}");
        assert!(!problem.to_string().contains("Hall"), "{problem}");
    }
    for (pointer, value, code) in [
        ("/death/cause", json!("hjärtsvikt"), "unknown_field"),
        ("/death/expected/by", json!("Dr Hall"), "unknown_field"),
        ("/death/signs/no_reaction", json!("found"), "unknown_field"),
        ("/death/expected/decision", json!("maybe"), "invalid_value"),
        (
            "/death/expected/decided_on",
            json!("i går"),
            "invalid_value",
        ),
        (
            "/death/expected/decided_by",
            json!("å".repeat(121)),
            "invalid_value",
        ),
        ("/death/signs/no_pulse", json!(true), "invalid_value"),
        ("/death/signs/no_pulse", json!("gone"), "invalid_value"),
        ("/death/examined_at", json!("22:30"), "invalid_value"),
        (
            "/death/examined_at",
            json!("2027-01-01T00:00:00Z"),
            "invalid_value",
        ),
        ("/death/last_seen_alive_at", json!("21:00"), "invalid_value"),
        ("/death/examined_by", json!("a\u{7}b"), "invalid_value"),
        ("/death/implant", json!("maybe"), "invalid_value"),
        ("/death/relatives_told", json!(true), "invalid_value"),
        ("/patient_takes_part", json!(false), "invalid_value"),
        (
            "/sbar/recommendation",
            json!({ "kind": "advice" }),
            "invalid_value",
        ),
        (
            "/vitals",
            json!({ "taken_at": "2026-11-21T21:30:00Z" }),
            "invalid_value",
        ),
    ] {
        let body = spoilt(death("alvens"), pointer, value);
        let problem = anna.post("/consults", &body).await.refused(422, code);
        let field = pointer.trim_start_matches('/').replace('/', ".");
        assert_eq!(problem["field"], field, "{problem}");
        assert!(!problem.to_string().contains("Hall"), "{problem}");
    }
    let consult = anna.asks(&death("alvens")).await;
    david.claims(&consult).await.done();
    for (pointer, value, code) in [
        ("/death", Value::Null, "missing_field"),
        ("/death/established/at", Value::Null, "missing_field"),
        ("/death/established/by", Value::Null, "missing_field"),
        ("/death/established/basis", Value::Null, "missing_field"),
        ("/death/certificate_by", Value::Null, "missing_field"),
        ("/death/cause_certificate_by", Value::Null, "missing_field"),
        ("/death/police", Value::Null, "missing_field"),
        ("/death/place", json!("hemma"), "unknown_field"),
        ("/death/established/cause", json!("ålder"), "unknown_field"),
        ("/death/established/at", json!("22:35"), "invalid_value"),
        (
            "/death/established/at",
            json!("2027-01-01T00:00:00Z"),
            "invalid_value",
        ),
        (
            "/death/established/basis",
            json!("hearsay"),
            "invalid_value",
        ),
        ("/death/police", json!("no"), "invalid_value"),
        (
            "/death/certificate_by",
            json!("å".repeat(121)),
            "invalid_value",
        ),
        ("/level_of_care", json!("palliative_home"), "invalid_value"),
        ("/participation", json!("informed"), "invalid_value"),
        ("/stance", json!("agrees"), "invalid_value"),
        (
            "/orders",
            json!([{ "kind": "care", "what": "Svalka", "when": "nu" }]),
            "invalid_value",
        ),
    ] {
        let body = spoilt(established(), pointer, value);
        let refused = david.does(&consult, "answer", &body).await;
        let problem = refused.refused(422, code);
        let field = pointer.trim_start_matches('/').replace('/', ".");
        assert_eq!(problem["field"], field, "{problem}");
    }
    david.does(&consult, "answer", &established()).await.done();
    app.stop().await;
}

#[tokio::test]
async fn empty_command_may_have_no_body_but_no_other_field() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let problem = david
        .does(&consult, "claim", &json!({ "as": "anna-alm" }))
        .await
        .refused(422, "unknown_field");
    assert_eq!(problem["field"], "as");
    david
        .does(&consult, "claim", &json!([]))
        .await
        .refused(422, "invalid_value");
    let bare = david
        .request(Method::POST, &format!("/consults/{consult}/claim"))
        .header("idempotency-key", Uuid::new_v4().to_string());
    assert_eq!(Person::send(bare).await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn change_without_a_key_is_not_made() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    for key in [None, Some("1"), Some("not-a-uuid")] {
        let request = anna
            .request(Method::POST, "/consults")
            .json(&acute("alvens"));
        let request = match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        };
        Person::send(request)
            .await
            .refused(400, "missing_idempotency_key");
    }
    assert_eq!(anna.get("/consults").await.done()["consults"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn query_of_figures_is_held_to_its_three_fields() {
    let app = TestApp::start().await;
    let administrator = app.sign_in(crate::support::ADMINISTRATOR, None).await;
    let period = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
    for (query, code, field) in [
        ("by=centre", "missing_field", "from"),
        (period, "missing_field", "by"),
        (&format!("{period}&by=doctor"), "invalid_value", "by"),
        (
            &format!("{period}&by=centre&by=level"),
            "invalid_value",
            "by",
        ),
        (
            &format!("{period}&by=centre&person=anna"),
            "unknown_field",
            "person",
        ),
        (
            "from=x&to=2026-11-21T00:00:00Z&by=centre",
            "invalid_value",
            "from",
        ),
        (
            "from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z&by=centre",
            "invalid_value",
            "to",
        ),
    ] {
        let problem = administrator
            .get(&format!("/indicators?{query}"))
            .await
            .refused(422, code);
        assert_eq!(problem["field"], field, "{query}");
    }
    administrator
        .get(&format!("/indicators?{period}&by=hour"))
        .await
        .done();
    app.stop().await;
}
