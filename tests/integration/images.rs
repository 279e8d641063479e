//! A photograph on its way from a nurse's telephone to the doctor who answers.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::photo::{PLANTED, photo, planted_png};
use crate::support::{Answer, Person, TestApp, acute, captured, planned, ready};

const A_DAY: u64 = 24 * 60 * 60;

#[tokio::test]
async fn photo_comes_with_the_request_and_another_is_added() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let (first, second) = (brings(&anna).await, brings(&anna).await);
    let mut request = planned("alvens");
    request["images"] = json!([first]);
    let consult = anna.asks(&request).await;
    let mut screen = david.socket().await;
    let queue = screen.until("snapshot").await.to_string();
    assert!(
        queue.contains("has_images") && !queue.contains(&first),
        "{queue}"
    );

    david.claims(&consult).await.done();
    let added = json!({ "images": [second] });
    anna.does(&consult, "supplement", &added).await.done();
    let content = david.reads(&consult).await;
    let images = content["images"].as_array().unwrap();
    assert_eq!(images.len(), 2);
    for (image, id, with) in [
        (&images[0], &first, "request"),
        (&images[1], &second, "supplement"),
    ] {
        assert_eq!(image["id"], id.as_str());
        assert_eq!(image["with"], with);
        assert_eq!(image["at"], "2026-11-21T09:00:00.000Z");
        let shown = david.get(&path(&consult, id)).await;
        assert_eq!(shown.status, 200);
        assert_eq!(shown.header("content-type"), Some("image/jpeg"));
        assert_eq!(shown.header("content-disposition"), Some("inline"));
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
        // It was held on its side, and is shown upright.
        let pixels = image::load_from_memory(&shown.body).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (48, 64));
    }
    let nils = app.nurse("nils-nord").await;
    assert_eq!(nils.get(&path(&consult, &first)).await.status, 200);
    app.stop().await;
}

#[tokio::test]
async fn picture_that_is_not_hers_to_see_is_the_same_as_none() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let image = brings(&anna).await;
    let mut request = planned("alvens");
    request["images"] = json!([image]);
    let consult = anna.asks(&request).await;
    let other = anna.asks(&planned("alvens")).await;
    let waiting = brings(&anna).await;
    let eva = app.nurse("eva-ek").await;
    let lars = app.doctor("lars-lund", "dr-lund-kustens").await;
    let berit = app.doctor("berit-berg", "dr-berg-kliniken").await;
    let none = Uuid::from_u128(7).to_string();
    let mut bytes = BTreeSet::new();
    for (who, case, picture) in [
        // Another controller's, another centre's, one that nobody has taken yet.
        (&eva.0, &consult, &image),
        (&berit.0, &consult, &image),
        (&lars.0, &consult, &image),
        (&david.0, &consult, &image),
        // Her own unit's: none there, of another case, not named by any, no id at all.
        (&anna.0, &consult, &none),
        (&anna.0, &other, &image),
        (&anna.0, &consult, &waiting),
        (&anna.0, &none, &image),
        (&anna.0, &consult, &"no-uuid".to_owned()),
    ] {
        let answer = who.get(&path(case, picture)).await;
        answer.refused(404, "not_found");
        bytes.insert(answer.body);
    }
    assert_eq!(bytes.len(), 1, "the answers differ");
    app.stop().await;
}

#[tokio::test]
async fn picture_waits_a_day_for_the_nurse_who_brought_it() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let nils = app.nurse("nils-nord").await;
    let image = brings(&anna).await;
    let mut request = acute("alvens");
    for (who, images, field) in [
        (&nils.0, json!([image]), "images.0"),
        (&anna.0, json!([image, Uuid::from_u128(7)]), "images.1"),
        (&anna.0, json!([image, image]), "images.1"),
        (&anna.0, json!(["no-uuid"]), "images.0"),
        (&anna.0, json!([image, 1]), "images.1"),
        (&anna.0, json!(vec![image.clone(); 5]), "images"),
    ] {
        request["images"] = images;
        let problem = who.post("/consults", &request).await;
        let problem = problem.refused(422, "invalid_value");
        assert_eq!(problem["field"], field, "{problem}");
    }
    assert_eq!(anna.get("/consults").await.done()["consults"], json!([]));

    app.pass(A_DAY);
    let anna = app.nurse("anna-alm").await;
    request["images"] = json!([image]);
    let late = anna.post("/consults", &request).await;
    late.refused(422, "invalid_value");
    app.stop().await;
}

#[tokio::test]
async fn file_that_is_no_picture_to_be_kept_is_refused_with_its_reason() {
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    let david = app.doctor("david-dahl", "dr-dahl-alvens").await;
    let jpeg = "image/jpeg";
    let large = vec![0; 2 * 1024 * 1024 + 1];
    for (kind, bytes, status, code) in [
        ("image/png", photo(1), 422, "invalid_value"),
        (jpeg, planted_png(), 422, "invalid_value"),
        (jpeg, Vec::new(), 422, "invalid_value"),
        (
            jpeg,
            b"<script>alert(1)</script>".to_vec(),
            422,
            "invalid_value",
        ),
        ("image/gif", photo(1), 415, "unsupported_media_type"),
        (
            "application/json",
            b"{}".to_vec(),
            415,
            "unsupported_media_type",
        ),
        (jpeg, large, 413, "too_large"),
    ] {
        posts(&anna, kind, bytes).await.refused(status, code);
    }
    let without = anna.request(Method::POST, "/images").body(photo(1));
    Person::send(without)
        .await
        .refused(415, "unsupported_media_type");
    posts(&david, jpeg, photo(1))
        .await
        .refused(403, "forbidden");
    posts(&app.stranger(), jpeg, photo(1))
        .await
        .refused(401, "unauthenticated");
    app.stop().await;
}

#[tokio::test]
async fn what_a_camera_wrote_is_in_no_log_metric_or_stored_byte() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let png = posts(&anna, "image/png", planted_png()).await.done();
    let mut request = planned("alvens");
    request["images"] = json!([brings(&anna).await, png["image"]]);
    let consult = anna.asks(&request).await;
    david.claims(&consult).await.done();
    let mut places = Vec::new();
    for image in request["images"].as_array().unwrap() {
        let shown = david.get(&path(&consult, image.as_str().unwrap())).await;
        assert_eq!(shown.status, 200);
        places.push(("shown".to_owned(), shown.body));
    }
    // What is refused may not be written down either.
    posts(&anna, "image/png", photo(1))
        .await
        .refused(422, "invalid_value");
    places.push(("metrics".to_owned(), app.metrics().await.into_bytes()));
    let dir = app.stop().await;
    places.push(("log".to_owned(), captured().into_bytes()));
    collect(dir.path(), &mut places);
    assert!(places.len() > 4, "no stored file was found");
    for (place, bytes) in places {
        let mut windows = bytes.windows(PLANTED.len());
        let found = windows.any(|window| window == PLANTED.as_bytes());
        assert!(!found, "{PLANTED} stands in {place}");
    }
}

#[tokio::test]
async fn picture_is_there_after_a_restart() {
    let app = TestApp::start().await;
    let (anna, _david) = ready(&app).await;
    let image = brings(&anna).await;
    let mut request = planned("alvens");
    request["images"] = json!([image]);
    let consult = anna.asks(&request).await;
    let app = app.restart().await;
    app.pass(3 * A_DAY);
    let anna = app.nurse("anna-alm").await;
    assert_eq!(anna.get(&path(&consult, &image)).await.status, 200);
    app.stop().await;
}

pub(crate) async fn brings(person: &Person) -> String {
    let created = posts(person, "image/jpeg", photo(6)).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let created: Value = created.json();
    created["image"].as_str().unwrap().to_owned()
}

async fn posts(person: &Person, kind: &str, bytes: Vec<u8>) -> Answer {
    let request = person.request(Method::POST, "/images");
    Person::send(request.header("content-type", kind).body(bytes)).await
}

fn path(consult: &str, image: &str) -> String {
    format!("/consults/{consult}/images/{image}")
}

fn collect(dir: &Path, places: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, places);
        } else {
            places.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
