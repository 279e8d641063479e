//! The small county that tests use, with as many more doctors as a test needs.

/// The county file: two municipalities, three centres, one person of each role.
pub const COUNTY: &str = include_str!("county.toml");

/// The county file with `doctors` more doctors at the centre `alvens`: people
/// `doctor-1`, `doctor-2`, … with commissions `doctor-1-alvens`, `doctor-2-alvens`, …
pub fn county_with_doctors(doctors: usize) -> String {
    let mut text = COUNTY.to_owned();
    for number in 1..=doctors {
        text.push_str(&format!(
            r#"
[[person]]
id = "doctor-{number}"
name = "Läkare {number}"
hsa_id = "SE2321000131-D{number}"
licence = "doctor"
valid_from = 2026-01-01

[[commission]]
id = "doctor-{number}-alvens"
person = "doctor-{number}"
role = "doctor"
purpose = "care"
controller = "region"
centres = ["alvens"]
valid_from = 2026-01-01
"#
        ));
    }
    text
}
