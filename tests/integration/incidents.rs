//! Something went wrong: said on every case, read by the owners' reviewers alone.

use serde_json::{Value, json};
use vantrum::service::audit::{self, Period};
use vantrum::storage::embedded;

use crate::support::{
    ADMINISTRATOR, Person, Setup, TestApp, acute, answer_with_order, planned, ready,
};

const WHAT: &str = "Ingen svarade på fyra minuter, jag ringde 112.";

/// A reviewer of the region, and one of a municipality that has no part in it.
const REVIEWERS: &str = r#"
[[person]]
id = "rut-rask"
name = "Rut Rask"
hsa_id = "SE2321000131-R901"
valid_from = 2026-01-01

[[commission]]
id = "granskare-region"
person = "rut-rask"
role = "reviewer"
purpose = "log_review"
controller = "region"
valid_from = 2026-01-01

[[person]]
id = "sten-syn"
name = "Sten Syn"
hsa_id = "SE2120000002-R902"
valid_from = 2026-01-01

[[commission]]
id = "granskare-soderby"
person = "sten-syn"
role = "reviewer"
purpose = "log_review"
controller = "soderby-kommun"
valid_from = 2026-01-01
"#;

async fn served() -> TestApp {
    TestApp::with(Setup {
        county: REVIEWERS,
        ..Setup::default()
    })
    .await
}

async fn reports(person: &Person, consult: &str) -> Value {
    let body = json!({ "text": WHAT });
    person.does(consult, "report_incident", &body).await.done()
}

async fn dossier(reviewer: &Person, consult: &str) -> Value {
    let path = format!("/logs/consults/{consult}");
    reviewer.get(&path).await.done()
}

#[tokio::test]
async fn reviewer_reads_what_happened_in_order_with_times() {
    let app = served().await;
    let (anna, david) = ready(&app).await;
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    berit.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    let mut annas = anna.socket().await;
    let mut davids = david.socket().await;
    let mut berits = berit.socket().await;
    for screen in [&mut annas, &mut davids, &mut berits] {
        screen.until("snapshot").await;
    }
    let screens = &mut [&mut annas, &mut davids, &mut berits];
    app.pass_with(60, screens).await;
    let consult = anna.asks(&planned("alvens")).await;
    app.pass_with(90, screens).await;
    david.claims(&consult).await.done();
    app.pass_with(30, screens).await;
    david
        .does(&consult, "must_go", &json!({ "draft": "Trolig pneumoni." }))
        .await
        .done();
    app.pass_with(20, screens).await;
    berit.claims(&consult).await.done();
    app.pass_with(40, screens).await;
    berit
        .does(&consult, "answer", &answer_with_order())
        .await
        .done();
    app.pass_with(10, screens).await;
    assert_eq!(reports(&anna, &consult).await["state"], "answered");

    let gun = app.sign_in("gun-gran", None).await;
    let list = gun.get("/logs/incidents").await.done();
    let row = &list["incidents"][0];
    assert_eq!(row["id"], consult.as_str());
    assert_eq!(row["state"], "answered");
    assert_eq!(row["level"], "P2");
    assert_eq!(row["reason"], "infection_fever");
    assert_eq!(row["reports"][0]["by"]["name"], "Anna Alm");
    assert_eq!(row["reports"][0]["by"]["role"], "nurse");
    assert_eq!(row["reports"][0]["by"]["unit"], "Hemsjukvården Norrby");

    let read = dossier(&gun, &consult).await;
    assert_eq!(read["incident"], *row);
    assert_eq!(read["texts"], json!([WHAT]));
    let happened: Vec<_> = read["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let at = line["at"].as_str().unwrap().get(11..19).unwrap().to_owned();
            let what = line["what"].as_str().unwrap().to_owned();
            (
                at,
                what,
                line["by"]["name"].as_str().unwrap_or("").to_owned(),
            )
        })
        .collect();
    let expected = [
        ("09:01:00", "queued", "Anna Alm"),
        ("09:02:30", "claimed", "David Dahl"),
        ("09:03:00", "released", "David Dahl"),
        ("09:03:20", "claimed", "Berit Berg"),
        ("09:04:00", "answered", "Berit Berg"),
        ("09:04:10", "incident_reported", "Anna Alm"),
    ]
    .map(|(at, what, by)| (at.to_owned(), what.to_owned(), by.to_owned()));
    assert_eq!(happened, expected, "{read}");
    assert_eq!(read["timeline"][2]["cause"], "must_go");
    assert_eq!(read["timeline"][0]["centre_name"], "Älvens hälsocentral");
    let states: Vec<_> = read["states"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stood| (stood["state"].clone(), stood["seconds"].clone()))
        .collect();
    assert_eq!(
        states,
        [
            (json!("queued"), json!(90)),
            (json!("claimed"), json!(30)),
            (json!("queued"), json!(20)),
            (json!("claimed"), json!(40)),
            (json!("answered"), json!(10)),
        ]
    );
    assert_eq!(read["failures"][0]["what"], "doctor_left");
    assert_eq!(read["failures"][0]["person"]["name"], "David Dahl");
    let on_duty: Vec<_> = read["on_duty"].as_array().unwrap().iter().collect();
    for name in ["David Dahl", "Berit Berg"] {
        let there = on_duty.iter().find(|span| span["name"] == name);
        let there = there.unwrap_or_else(|| panic!("{name}: {read}"));
        assert_eq!(there["presence"], "reachable", "{there}");
        assert_eq!(there["from"], "2026-11-21T09:01:00.000Z", "{there}");
    }
    app.stop().await;
}

#[tokio::test]
async fn dossier_says_neither_who_it_is_about_nor_what_was_said_of_her() {
    let app = served().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    reports(&anna, &consult).await;
    let gun = app.sign_in("gun-gran", None).await;
    let text = dossier(&gun, &consult).await.to_string();
    for planted in [
        "Tolvan",
        "19121212",
        "Feber sedan",
        "KOL",
        "Pneumoni",
        "Amoxicillin",
        "Ring 112 vid",
        "390 06 99",
    ] {
        assert!(!text.contains(planted), "{planted}: {text}");
    }
    app.stop().await;
}

#[tokio::test]
async fn reviewers_of_both_owners_read_it() {
    let app = served().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    reports(&anna, &consult).await;
    reports(&david, &consult).await;
    for reviewer in ["gun-gran", "rut-rask"] {
        let reviewer = app.sign_in(reviewer, None).await;
        let read = dossier(&reviewer, &consult).await;
        assert_eq!(read["texts"], json!([WHAT, WHAT]));
        assert_eq!(read["incident"]["reports"][1]["by"]["role"], "doctor");
    }
    app.stop().await;
}

#[tokio::test]
async fn home_of_a_protected_patient_is_not_told_to_the_other_providers_reviewer() {
    let app = served().await;
    let (anna, david) = ready(&app).await;
    let mut request = planned("alvens");
    request["patient"]["protected_identity"] = json!(true);
    let consult = anna.asks(&request).await;
    david.claims(&consult).await.done();
    reports(&anna, &consult).await;
    let maja = app.sign_in("maja-malm", None).await;
    reports(&maja, &consult).await;
    for (reviewer, told) in [("gun-gran", true), ("rut-rask", false)] {
        let reviewer = app.sign_in(reviewer, None).await;
        let list = reviewer.get("/logs/incidents").await.done();
        let row = &list["incidents"][0];
        assert_eq!(row["unit_name"] != "", told, "{row}");
        assert_eq!(row["reports"][0]["by"]["name"], "Anna Alm");
        let read = dossier(&reviewer, &consult).await;
        assert_eq!(read["incident"], *row);
        assert_eq!(read["request_owner_name"] != "", told);
        assert_ne!(read["answer_owner_name"], "");
        for text in [list.to_string(), read.to_string()] {
            for place in ["Hemsjukvården Norrby", "Norrby"] {
                assert_eq!(text.contains(place), told, "{place}: {text}");
            }
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn reviewer_of_another_controller_does_not_know_the_case() {
    let app = served().await;
    let (anna, _david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    reports(&anna, &consult).await;
    let sten = app.sign_in("sten-syn", None).await;
    let known = sten.get(&format!("/logs/consults/{consult}")).await;
    known.refused(404, "not_found");
    let unknown = "00000000-0000-7000-8000-000000000009";
    let unknown = sten.get(&format!("/logs/consults/{unknown}")).await;
    unknown.refused(404, "not_found");
    assert_eq!(known.body, unknown.body);
    let list = sten.get("/logs/incidents").await.done();
    assert_eq!(list["incidents"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn nobody_but_a_reviewer_reads_it_and_she_reads_no_other_case() {
    let app = served().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let calm = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    reports(&anna, &consult).await;
    let karin = app.sign_in(ADMINISTRATOR, None).await;
    let maja = app.sign_in("maja-malm", None).await;
    for person in [&anna.0, &david.0, &karin, &maja] {
        let read = person.get(&format!("/logs/consults/{consult}")).await;
        read.refused(403, "forbidden");
        let list = person.get("/logs/incidents").await;
        list.refused(403, "forbidden");
    }
    let gun = app.sign_in("gun-gran", None).await;
    gun.get(&format!("/logs/consults/{calm}"))
        .await
        .refused(404, "not_found");
    gun.get(&format!("/consults/{consult}"))
        .await
        .refused(403, "forbidden");
    app.stop().await;
}

#[tokio::test]
async fn whoever_watches_over_a_case_reports_it_too_and_both_sides_see_a_mark() {
    let app = served().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&acute("alvens")).await;
    let quiet = anna.get("/consults").await.done();
    assert_eq!(quiet["consults"][0]["marks"], json!([]));
    let karin = app.sign_in(ADMINISTRATOR, None).await;
    let maja = app.sign_in("maja-malm", None).await;
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    for person in [&karin, &maja, &berit.0] {
        assert_eq!(reports(person, &consult).await["state"], "queued");
    }
    for list in [
        anna.get("/consults").await.done(),
        david.get("/queue").await.done(),
    ] {
        let row = &list["consults"][0];
        assert_eq!(row["marks"], json!(["incident"]), "{row}");
        assert!(!list.to_string().contains(WHAT));
    }
    let read = anna.reads(&consult).await.to_string();
    assert!(!read.contains(WHAT) && !read.contains("Karin"), "{read}");
    let kim = app.sign_in("kim-kvist", None).await;
    let body = json!({ "text": WHAT });
    let refused = kim.does(&consult, "report_incident", &body).await;
    assert!([403, 404].contains(&refused.status), "{refused:?}");
    app.stop().await;
}

#[tokio::test]
async fn report_needs_words_enough_to_be_looked_into() {
    let app = served().await;
    let (anna, _david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    for (body, code) in [
        (json!({}), "missing_field"),
        (json!({ "text": "   " }), "missing_field"),
        (json!({ "text": "Fel." }), "invalid_value"),
        (json!({ "text": "å".repeat(2_001) }), "invalid_value"),
        (json!({ "text": 7 }), "invalid_value"),
        (json!({ "text": WHAT, "who": "hen" }), "unknown_field"),
    ] {
        let refused = anna.does(&consult, "report_incident", &body).await;
        refused.refused(422, code);
    }
    let row = &anna.get("/consults").await.done()["consults"][0];
    assert_eq!(row["marks"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn incident_can_be_read_after_the_case_has_gone() {
    let app = served().await;
    let (anna, _david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let withdrawn = json!({ "reason": "phoned" });
    anna.does(&consult, "withdraw", &withdrawn).await.done();
    assert_eq!(reports(&anna, &consult).await["state"], "withdrawn");
    app.pass(25 * 3_600);
    let anna = app.nurse("anna-alm").await;
    anna.asks(&acute("alvens")).await;
    anna.get(&format!("/consults/{consult}"))
        .await
        .refused(404, "not_found");
    let body = json!({ "text": WHAT });
    let late = anna.does(&consult, "report_incident", &body).await;
    late.refused(404, "not_found");
    let gun = app.sign_in("gun-gran", None).await;
    let list = gun.get("/logs/incidents").await.done();
    assert_eq!(list["incidents"][0]["state"], "withdrawn");
    let read = dossier(&gun, &consult).await;
    assert_eq!(read["texts"], json!([WHAT]));
    assert_eq!(read["states"][1]["state"], "withdrawn");
    assert_eq!(read["states"][1]["seconds"], Value::Null);
    app.stop().await;
}

#[tokio::test]
async fn reading_a_dossier_stands_in_the_access_log_before_it_is_shown() {
    let app = served().await;
    let (anna, _david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    reports(&anna, &consult).await;
    let rut = app.sign_in("rut-rask", None).await;
    rut.get("/logs/incidents").await.done();
    dossier(&rut, &consult).await;
    let clock = app.clock.clone();
    let dir = app.stop().await;
    let storage = embedded::open(&dir.path().join("data"), clock).unwrap();
    let mut out = Vec::new();
    let county = "testlanet".parse().unwrap();
    audit::export(&storage, &county, None, Period::default(), &mut out)
        .await
        .unwrap();
    let lines: Vec<Value> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |controller: &str, action: &str, object: &str| {
        lines
            .iter()
            .filter(|line| {
                let entry = &line["entry"];
                line["log"] == format!("access:{controller}")
                    && entry["action"] == action
                    && entry["object"]["type"] == object
                    && entry["actor"]["person"] == "rut-rask"
            })
            .count()
    };
    assert_eq!(of("region", "list", "incident_list"), 1);
    for controller in ["region", "norrby-kommun"] {
        assert_eq!(of(controller, "open", "incident"), 1, "{controller}");
    }
}
