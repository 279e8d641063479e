//! The program as an operator starts it: what it asks for, and how it ends.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use vantrum::clock::Clock;
use vantrum::storage::embedded;

use crate::support::{TestApp, planned, ready};

fn vantrum(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vantrum"))
        .args(arguments)
        .env_clear()
        .output()
        .unwrap()
}

/// That the program ends with `code` and says each of `words`.
#[track_caller]
fn ends(output: &Output, code: i32, words: &[&str]) {
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let said = said.join("\n");
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "{word} is not said: {said}");
    }
}

fn county_file(dir: &Path) -> String {
    let path = dir.join("county.toml");
    fs::write(&path, crate::county::COUNTY).unwrap();
    path.display().to_string()
}

#[test]
fn wrong_command_line_is_a_usage_error_and_help_is_none() {
    ends(&vantrum(&["dance"]), 64, &["dance"]);
    ends(&vantrum(&["serve", "--listne", "x"]), 64, &["--listne"]);
    ends(&vantrum(&["serve", "--listen", "here"]), 64, &["--listen"]);
    ends(&vantrum(&["--help"]), 0, &["serve", "audit", "check"]);
    let help = vantrum(&["serve", "--help"]);
    ends(&help, 0, &["--demo", "VANTRUM_KEY_FILE", "--county"]);
}

#[test]
fn simulated_day_says_how_long_people_waited_and_how_loud_it_was() {
    let day = ["simulate", "--days", "1", "--seed", "3"];
    ends(&vantrum(&day), 0, &["P1", "alerts per answered"]);
    let told = vantrum(&[&day[..], &["--format", "json"]].concat());
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told["levels"].as_array().unwrap().len(), 4, "{told}");
    let alerts = &told["alerts"];
    assert!(alerts["answered"].as_u64().unwrap() > 50, "{told}");
    assert!(alerts["screen_alerts"].as_u64().unwrap() > 0, "{told}");
    assert!(told["alerts_per_hundred_answered"].as_u64().is_some());
    ends(&vantrum(&["simulate", "--days", "0"]), 64, &["--days"]);
}

#[test]
fn missing_or_unsafe_setting_is_named_with_its_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let county = county_file(dir.path());
    let data = dir.path().join("data").display().to_string();
    ends(&vantrum(&["check"]), 78, &["county:", "--demo"]);
    let check = |more: &[&str]| {
        let common = ["check", "--county", &county, "--data-dir", &data];
        vantrum(&[&common, more].concat())
    };
    ends(&check(&[]), 78, &["key_file:", "--key-file FILE"]);
    let key = dir.path().join("key");
    fs::write(&key, [7; 32]).unwrap();
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    let key = key.display().to_string();
    ends(
        &check(&["--key-file", &key]),
        78,
        &["key_file:", "chmod 600"],
    );
    fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    let checked = check(&["--key-file", &key]);
    ends(
        &checked,
        0,
        &["testlanet", "an acknowledged command is on disk"],
    );
    let outside = ["serve", "--demo", "--listen", "0.0.0.0:0"];
    ends(
        &vantrum(&outside),
        78,
        &["listen:", "anybody may be anyone"],
    );
    let config = dir.path().join("vantrum.toml");
    fs::write(&config, "demo = true\nlisen = \"x\"\n").unwrap();
    let config = config.display().to_string();
    ends(
        &vantrum(&["check", "--config", &config]),
        78,
        &["vantrum.toml:2", "lisen"],
    );
}

#[test]
fn mistake_in_the_county_file_is_named_by_file_line_and_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("county.toml");
    let text = crate::county::COUNTY.replace("centres = [\"kliniken\"]", "centres = [\"klinken\"]");
    fs::write(&path, text).unwrap();
    let county = path.display().to_string();
    let data = dir.path().join("data").display().to_string();
    let output = vantrum(&["check", "--demo", "--county", &county, "--data-dir", &data]);
    ends(&output, 78, &["county.toml:", "klinken"]);
}

#[test]
fn directory_in_use_and_store_out_of_reach_have_codes_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let storage = embedded::open(&data, Clock::machine()).unwrap();
    let data = data.display().to_string();
    let output = vantrum(&["check", "--demo", "--data-dir", &data]);
    ends(&output, 73, &["in use by another process"]);
    runtime.block_on(storage.close());
    let nobody = "redis://127.0.0.1:1";
    ends(
        &vantrum(&["check", "--demo", "--redis-url", nobody]),
        69,
        &["store"],
    );
    let secret = "redis://:hemligt@127.0.0.1:1";
    let output = vantrum(&["check", "--demo", "--redis-url", secret]);
    ends(&output, 78, &["redis_url:", "redis_password_file"]);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("hemligt"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exported_access_log_is_intact_until_a_byte_of_it_changes() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    assert_eq!(david.reads(&consult).await["disclosed"], json!(true));
    // An operator exports while the server runs.
    let county = county_file(app.dir());
    let data = app.dir().join("data").display().to_string();
    let export = |more: &[&str]| {
        let common = ["audit", "export", "--county", &county, "--data-dir", &data];
        vantrum(&[&common, more].concat())
    };
    let all = export(&[]);
    ends(
        &all,
        0,
        &["access:region", "access:norrby-kommun", "david-dahl"],
    );
    let one = export(&["--controller", "norrby-kommun"]);
    ends(&one, 0, &["access:norrby-kommun"]);
    assert!(!String::from_utf8_lossy(&one.stdout).contains("access:region"));
    ends(&export(&["--controller", "nobody"]), 69, &["nobody"]);
    ends(&export(&["--from", "yesterday"]), 64, &["--from"]);

    let file = app.dir().join("export.jsonl");
    let path = file.display().to_string();
    fs::write(&file, &all.stdout).unwrap();
    ends(&vantrum(&["audit", "verify", &path]), 0, &["intact"]);
    let head = "1".repeat(64);
    let missing = vantrum(&["audit", "verify", &path, "--head", &head]);
    ends(&missing, 3, &["head missing"]);
    let text = String::from_utf8(all.stdout).unwrap();
    fs::write(&file, text.replacen("david-dahl", "david-dahI", 1)).unwrap();
    ends(
        &vantrum(&["audit", "verify", &path]),
        2,
        &["broken", "sequence"],
    );
    app.stop().await;
}
