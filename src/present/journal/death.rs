//! A death in the text of a journal: what was examined and told, what was established.

use super::text::{Text, moment};
use super::words::said;
use crate::domain::clinical::{
    Answer, Death, DeathAnswer, DeathBasis, ExpectedDeath, Implant, RelativesTold, SignFound,
};

/// What the nurse examined and told.
pub(super) fn told(text: &mut Text, death: &Death) {
    if let Some(expected) = &death.expected {
        let value = match expected {
            ExpectedDeath::Decided { by, on } => format!("ja, beslutat av {} {on}", by.reveal()),
            ExpectedDeath::No => "nej".to_owned(),
            ExpectedDeath::Unknown => "vet inte".to_owned(),
        };
        text.field("Förväntat dödsfall", &value);
    }
    if let Some(at) = death.last_seen_alive_at {
        text.field("Senast sedd i livet", &moment(at));
    }
    if let Some(signs) = death.signs {
        for (sign, found, [there, not_there]) in [
            ("Puls", signs.no_pulse, ["känns inte", "känns"]),
            ("Hjärtljud", signs.no_heart_sounds, ["hörs inte", "hörs"]),
            ("Spontanandning", signs.no_breathing, ["saknas", "finns"]),
            (
                "Pupiller",
                signs.fixed_pupils,
                ["ljusstela, oftast vida", "reagerar på ljus"],
            ),
        ] {
            let word = match found {
                SignFound::Found => there,
                SignFound::NotFound => not_there,
                SignFound::NotExamined => "ej undersökt",
            };
            text.field(sign, word);
        }
    }
    let at = death.examined_at.map(moment);
    let parts: Vec<String> = [at, said(death.examined_by.as_ref())]
        .into_iter()
        .flatten()
        .collect();
    text.field("Undersökt", &parts.join(", "));
    if let Some(implant) = death.implant {
        text.field(
            "Explosivt implantat (pacemaker, ICD)",
            implant_word(implant),
        );
    }
    if let Some(told) = death.relatives_told {
        text.field("Närstående underrättade", told_word(told));
    }
}

/// What the doctor judged and established.
pub(super) fn judged(text: &mut Text, answer: &Answer, death: &DeathAnswer) {
    text.field("Bedömning", answer.assessment.reveal());
    match death {
        DeathAnswer::NotYet => text.field("Dödsfallet", "inte fastställt än"),
        DeathAnswer::Established {
            at,
            by,
            basis,
            certificate_by,
            cause_certificate_by,
            police,
        } => {
            let when = format!("{}, {}", moment(*at), by.reveal());
            text.field("Dödsfallet fastställt", &when);
            text.field("Grund", basis_word(*basis));
            text.field("Dödsbevis skrivs av", certificate_by.reveal());
            text.field("Dödsorsaksintyg skrivs av", cause_certificate_by.reveal());
            text.field("Polisanmälan", if *police { "ja" } else { "nej" });
        }
    }
}

const fn implant_word(implant: Implant) -> &'static str {
    match implant {
        Implant::Yes => "ja",
        Implant::No => "nej",
        Implant::Unknown => "vet inte",
    }
}

const fn told_word(told: RelativesTold) -> &'static str {
    match told {
        RelativesTold::Yes => "ja",
        RelativesTold::No => "nej, inte än",
        RelativesTold::NoRelatives => "inga närstående",
    }
}

const fn basis_word(basis: DeathBasis) -> &'static str {
    match basis {
        DeathBasis::OwnExamination => "läkarens egen undersökning",
        DeathBasis::NurseExamination => "sjuksköterskans undersökning vid förväntat dödsfall",
        DeathBasis::ObviousSigns => "uppenbara dödstecken, enligt sjuksköterskans undersökning",
    }
}
