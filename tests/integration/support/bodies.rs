//! What people write.

use serde_json::{Value, json};

use super::TestApp;
use super::people::{Doctor, Nurse};

/// An acute request: four fields.
pub fn acute(centre: &str) -> Value {
    json!({ "centre": centre, "level": "P1", "reason": "breathing", "callback_phone": "031-390 06 99" })
}

/// A request with all that an ordinary one needs.
pub fn planned(centre: &str) -> Value {
    json!({
        "centre": centre, "level": "P2", "reason": "infection_fever",
        "patient": { "id_type": "personnummer", "id": "19121212-1212", "name": "Tolvan Tolvansson" },
        "sbar": {
            "situation": "Feber sedan i går, allt tröttare.",
            "background": "KOL, hjärtsvikt.",
            "assessment": "Misstänker lunginflammation.",
            "recommendation": { "kind": "order", "text": "Antibiotika?" },
        },
        "vitals": { "taken_at": "2026-11-21T08:50:00Z", "respiratory_rate": 24, "spo2": 91,
            "oxygen": false, "systolic_bp": 118, "pulse": 102, "consciousness": "A", "temperature": 38.6 },
        "care_limits": { "kinds": ["none_known"] },
        "disclosure_basis": "consent", "nurse_with_patient": true, "patient_takes_part": true,
        "callback_phone": "031-390 06 99",
    })
}

/// An expected death, examined at half past ten in the evening.
pub fn death(centre: &str) -> Value {
    json!({
        "centre": centre, "level": "P3", "reason": "death",
        "patient": { "id_type": "personnummer", "id": "19121212-1212", "name": "Tolvan Tolvansson" },
        "sbar": { "situation": "Avled stilla i sin säng, dottern är här." },
        "death": {
            "expected": { "decision": "yes", "decided_by": "Dr Hall", "decided_on": "2026-11-10" },
            "last_seen_alive_at": "2026-11-21T20:00:00.000Z",
            "signs": { "no_pulse": "found", "no_heart_sounds": "found", "no_breathing": "found",
                "fixed_pupils": "found" },
            "examined_at": "2026-11-21T21:30:00.000Z", "examined_by": "Anna Alm",
            "implant": "no", "relatives_told": "yes",
        },
        "disclosure_basis": "harm_test", "nurse_with_patient": true,
        "callback_phone": "031-390 06 99",
    })
}

/// That death as a doctor establishes it who relies on the nurse.
pub fn established() -> Value {
    json!({
        "mode": "text", "assessed_by": "via_nurse",
        "assessment": "Väntat dödsfall, ingen misstanke om onaturlig död.",
        "level_of_care": "other", "follow_up": null,
        "death": {
            "established": { "at": "2026-11-21T21:35:00.000Z", "by": "David Dahl",
                "basis": "nurse_examination" },
            "certificate_by": "David Dahl", "cause_certificate_by": "Dr Hall", "police": false,
        },
    })
}

/// A contact by telephone: four inputs.
pub fn phoned() -> Value {
    json!({
        "patient": { "id_type": "personnummer", "id": "19121212-1212", "name": "Tolvan Tolvansson" },
        "level": "P2", "doctor": "David Dahl", "answer": "Avvakta, ny kontroll i kväll.",
    })
}

pub fn answer_with_order() -> Value {
    json!({
        "mode": "text", "assessed_by": "via_nurse", "assessment": "Pneumoni, behandlas hemma.",
        "level_of_care": "stay_home", "contingency": "Ring 112 vid andnöd.",
        "orders": [{ "kind": "medicine", "what": "Amoxicillin", "form": "tablett", "strength": "500 mg", "dose": "1 tablett", "route": "via munnen",
            "when": "3 gånger dagligen", "stop": "28 november", "why": "pneumoni" }],
        "order_entered": "by_me",
        "follow_up": { "what": "Ny kontroll", "when": "2026-11-21T14:00:00Z", "owner": "nurse" },
    })
}

pub fn answer_without_order() -> Value {
    json!({
        "mode": "text", "assessed_by": "via_nurse", "assessment": "Avvakta.",
        "level_of_care": "stay_home", "contingency": "Hör av er vid försämring.", "follow_up": null,
    })
}

/// A nurse in Norrby and a doctor on duty at the centre she asks.
pub async fn ready(app: &TestApp) -> (Nurse, Doctor) {
    let nurse = app.nurse("anna-alm").await;
    let doctor = app.doctor("david-dahl", "dr-dahl-alvens").await;
    doctor.goes_on_duty("alvens", "2026-11-21T08:59:00Z").await;
    (nurse, doctor)
}
