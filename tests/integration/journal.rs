//! Nothing is written twice: each side takes the case out as text for its own journal.

use serde_json::{Value, json};

use crate::support::{Person, Setup, TestApp, answer_without_order, planned, ready};

#[tokio::test]
async fn each_side_copies_what_it_answers_for() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    let more = json!({ "note": "Nu även frossa.", "flags": ["anticoagulant"],
        "vitals": { "taken_at": "2026-11-21T08:58:00Z", "temperature": 39.1 } });
    anna.does(&consult, "supplement", &more).await.done();
    david.claims(&consult).await.done();
    let answer = json!({
        "mode": "video", "assessed_by": "saw_patient", "assessment": "Pneumoni, behandlas hemma.",
        "level_of_care": "stay_home", "contingency": "Ring 112 vid andnöd.",
        "orders": [{ "kind": "medicine", "what": "Morfin", "form": "injektionsvätska", "strength": "10 mg/ml", "dose": "2.5 mg", "route": "s.c.", "when": "vid smärta", "max_per_day": "4 doser", "why": "smärta",
            "taper": [{ "date": "2026-11-22", "dose": "1.25 mg" }] }],
        "order_entered": "by_me", "information_given": "Patienten och dottern.",
        "follow_up": { "what": "Ny kontroll", "when": "2026-11-21T14:00:00Z", "owner": "nurse" },
    });
    david.does(&consult, "answer", &answer).await.done();
    anna.reads_back(&consult, "Morfin 2,5 mg s.c. vid smärta")
        .await;
    let early = export(&anna, &consult).await;
    assert_eq!(early["state"], "read_back");
    assert!(said(&early).contains("Ordination ej bekräftad."), "{early}");
    assert!(
        said(&early).contains("(läkaren har inte bekräftat)"),
        "{early}"
    );
    david.confirms(&consult, true).await;
    anna.closes(&consult).await;
    let late = json!({ "text": "Dottern har fått besked." });
    anna.does(&consult, "addendum", &late).await;

    let text = export(&anna, &consult).await;
    assert_eq!(text["state"], "closed");
    assert_eq!(said(&text), NURSE, "{}", said(&text));
    let text = export(&david, &consult).await;
    assert_eq!(said(&text), DOCTOR, "{}", said(&text));
    let nils = app.nurse("nils-nord").await;
    assert_eq!(said(&export(&nils, &consult).await), NURSE);
    app.stop().await;
}

const NURSE: &str = "\
Konsultation med läkare
Patient: Tolvan Tolvansson, 19121212-1212
Kontaktorsak: Infektion/feber
Angelägenhetsgrad: Brådskande

TIDER OCH NAMN
Frågan skickad: 2026-11-21 10:00, Anna Alm, leg. sjuksköterska, Hemsjukvården Norrby
Första kontakt: 2026-11-21 10:00
Svar: 2026-11-21 10:00, David Dahl, leg. läkare, Älvens hälsocentral
Avslutat: 2026-11-21 10:00

RAPPORT TILL LÄKAREN
Situation: Feber sedan i går, allt tröttare.
Bakgrund: KOL, hjärtsvikt.
Aktuellt tillstånd och bedömning: Misstänker lunginflammation.
Rekommendation: Ordination, Antibiotika?
Mätvärden 2026-11-21 09:50, Anna Alm: andning 24/min, SpO₂ 91 %, utan syrgas, systoliskt blodtryck 118 mmHg, puls 102/min, medvetandegrad A, vaken, temp 38,6 °C
Mätvärden 2026-11-21 09:58, Anna Alm: temp 39,1 °C
Behandlingsbegränsning: Inga kända
Viktigt att veta: Blodförtunnande
Tillagt 2026-11-21 10:00, Anna Alm: Nu även frossa.

LÄKARENS SVAR 2026-11-21 10:00, David Dahl, leg. läkare, Älvens hälsocentral
Kontaktsätt: video
Bedömt: läkaren såg patienten
Bedömning: Pneumoni, behandlas hemma.
Vårdnivå: Kvar hemma
Information: Patienten och dottern.
Om det blir sämre: Ring 112 vid andnöd.
Uppföljning: Ny kontroll, 2026-11-21 15:00, ansvarig: sjuksköterskan

ORDINATION
1. Läkemedel: Morfin
   Form: injektionsvätska
   Styrka: 10\u{a0}mg/ml
   Dos: 2,5\u{a0}mg
   Administreringssätt: s.c.
   När: vid smärta
   Max per dygn: 4\u{a0}doser
   Ordinationsorsak: smärta
   Nedtrappning: 2026-11-22: 1,25\u{a0}mg
Läkemedelslistan: införs av David Dahl
Ordinationen bekräftad: 2026-11-21 10:00, David Dahl

UPPLÄST ORDINATION
Uppläst 2026-11-21 10:00, Anna Alm (läkaren bekräftade): Morfin 2,5\u{a0}mg s.c. vid smärta

TILLÄGG 2026-11-21 10:00, Anna Alm, leg. sjuksköterska, Hemsjukvården Norrby
  Dottern har fått besked.

PATIENTEN
Patientens delaktighet: Var med

Förslag KVÅ: ZV051 (vård på distans med hjälp av IKT). Kontrollera innan du registrerar.
";

const DOCTOR: &str = "\
Konsultation från kommunal hälso- och sjukvård
Patient: Tolvan Tolvansson, 19121212-1212

TIDER OCH NAMN
Frågan skickad: 2026-11-21 10:00, Anna Alm, leg. sjuksköterska, Hemsjukvården Norrby
Första kontakt: 2026-11-21 10:00
Svar: 2026-11-21 10:00, David Dahl, leg. läkare, Älvens hälsocentral
Avslutat: 2026-11-21 10:00

KONTAKTORSAK
Infektion/feber (Brådskande)
Situation: Feber sedan i går, allt tröttare.
Önskemål: Ordination, Antibiotika?

BAKGRUND
  KOL, hjärtsvikt.

STATUS ENLIGT SJUKSKÖTERSKAN
Tillstånd och bedömning: Misstänker lunginflammation.
Mätvärden 2026-11-21 09:50, Anna Alm: andning 24/min, SpO₂ 91 %, utan syrgas, systoliskt blodtryck 118 mmHg, puls 102/min, medvetandegrad A, vaken, temp 38,6 °C
Mätvärden 2026-11-21 09:58, Anna Alm: temp 39,1 °C
Behandlingsbegränsning: Inga kända
Viktigt att veta: Blodförtunnande
Tillagt 2026-11-21 10:00, Anna Alm: Nu även frossa.

BEDÖMNING 2026-11-21 10:00
Läkare: David Dahl, leg. läkare, Älvens hälsocentral
Kontaktsätt: video
Bedömt: läkaren såg patienten
Bedömning: Pneumoni, behandlas hemma.
Vårdnivå: Kvar hemma

ORDINATION
1. Läkemedel: Morfin
   Form: injektionsvätska
   Styrka: 10\u{a0}mg/ml
   Dos: 2,5\u{a0}mg
   Administreringssätt: s.c.
   När: vid smärta
   Max per dygn: 4\u{a0}doser
   Ordinationsorsak: smärta
   Nedtrappning: 2026-11-22: 1,25\u{a0}mg
Läkemedelslistan: införs av David Dahl
Ordinationen bekräftad: 2026-11-21 10:00, David Dahl

INFORMATION OCH UPPFÖLJNING
Information: Patienten och dottern.
Om det blir sämre: Ring 112 vid andnöd.
Uppföljning: Ny kontroll, 2026-11-21 15:00, ansvarig: sjuksköterskan

TILLÄGG 2026-11-21 10:00, Anna Alm, leg. sjuksköterska, Hemsjukvården Norrby
  Dottern har fått besked.

Förslag KVÅ: ZV051 (vård på distans med hjälp av IKT). Kontrollera innan du registrerar.
";

#[tokio::test]
async fn no_code_is_suggested_where_the_doctor_has_not_met_the_patient() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david
        .does(&consult, "answer", &answer_without_order())
        .await
        .done();
    for person in [&anna.0, &david.0] {
        let text = export(person, &consult).await;
        assert!(!said(&text).contains("KVÅ"), "{text}");
        assert!(!said(&text).contains("Ordination ej bekräftad"), "{text}");
    }
    app.stop().await;
}

#[tokio::test]
async fn answer_for_the_wrong_patient_says_so_first() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    david.claims(&consult).await.done();
    david.answers(&consult).await;
    let void = json!({ "reason": "wrong_patient" });
    anna.does(&consult, "void", &void).await.done();
    for person in [&anna.0, &david.0] {
        let text = export(person, &consult).await;
        assert!(said(&text).starts_with("FEL PATIENT."), "{text}");
        assert!(said(&text).contains("Ordination ej bekräftad."), "{text}");
    }
    app.stop().await;
}

#[tokio::test]
async fn only_those_who_take_part_take_a_case_out() {
    let app = TestApp::start().await;
    let (anna, david) = ready(&app).await;
    let consult = anna.asks(&planned("alvens")).await;
    take(&david, &consult).await.refused(409, "wrong_state");
    let berit = app.doctor("berit-berg", "dr-berg-alvens").await;
    david.claims(&consult).await.done();
    take(&berit, &consult).await.refused(409, "already_taken");
    for (person, commission) in [("eva-ek", None), ("lars-lund", Some("dr-lund-kustens"))] {
        let stranger = app.sign_in(person, commission).await;
        take(&stranger, &consult).await.refused(404, "not_found");
    }
    let administrator = app.sign_in("karin-krok", None).await;
    take(&administrator, &consult)
        .await
        .refused(403, "forbidden");
    app.stop().await;
}

#[tokio::test]
async fn county_with_shared_tablets_turns_it_off() {
    let app = TestApp::with(Setup {
        county: "\n[modules]\njournal_copy = false\n",
        ..Setup::default()
    })
    .await;
    let anna = app.nurse("anna-alm").await;
    assert_eq!(
        anna.get("/me").await.done()["modules"]["journal_copy"],
        false
    );
    let consult = anna.asks(&planned("alvens")).await;
    take(&anna, &consult).await.refused(403, "forbidden");
    app.stop().await;
    let app = TestApp::start().await;
    let anna = app.nurse("anna-alm").await;
    assert_eq!(
        anna.get("/me").await.done()["modules"]["journal_copy"],
        true
    );
    app.stop().await;
}

async fn take(person: &Person, consult: &str) -> crate::support::Answer {
    person.does(consult, "export_journal", &json!({})).await
}

async fn export(person: &Person, consult: &str) -> Value {
    take(person, consult).await.done()
}

fn said(exported: &Value) -> &str {
    exported["text"].as_str().unwrap()
}
