//! The Swedish words of codes, as they stand on the screen.

use super::WrittenAs;
use super::text::{comma, moment, unparted};
use crate::domain::clinical::{
    Answer, AnswerMode, AssessedBy, CareLimitKind, CareLimits, CloseException, Consciousness,
    DoneBy, Flag, FreeText, IdType, Level, LevelOfCare, OrderEntered, OrderKind, OrderRow,
    Participation, Patient, Reason, RecommendationKind, Sbar, Spo2Scale, Stance, Vitals,
};
use crate::domain::directory::Role;
use crate::domain::waiting_room::Stage;

pub(super) const fn role(role: Role) -> Option<&'static str> {
    match role {
        Role::Nurse => Some("sjuksköterska"),
        Role::Doctor => Some("läkare"),
        Role::ChiefNurse => Some("MAS"),
        Role::HeadOfUnit => Some("enhetschef"),
        Role::Administrator | Role::Coordinator | Role::Reviewer | Role::Operator => None,
    }
}

pub(super) fn patient(patient: Option<&Patient>) -> String {
    let Some(patient) = patient else {
        return "inte angiven".to_owned();
    };
    let number = match patient.id.id_type() {
        IdType::Withheld => return "allmän fråga, ingen namngiven patient".to_owned(),
        IdType::Unknown => Some("okänd".to_owned()),
        IdType::Reserve => said(patient.id.number()).map(|number| format!("reservnummer {number}")),
        IdType::Personnummer | IdType::Samordningsnummer => {
            said(patient.id.number()).map(|number| hyphenated(&number))
        }
    };
    let name = patient.name.as_ref().map(|name| name.reveal().clone());
    let protected = patient.protected_identity;
    let protected = protected.then(|| "skyddade personuppgifter".to_owned());
    joined([name, number, protected])
}

/// A person's number as it is written: eight digits, a hyphen, four digits.
fn hyphenated(number: &str) -> String {
    match number.split_at_checked(8) {
        Some((day, rest)) if rest.len() == 4 => format!("{day}-{rest}"),
        Some(_) | None => number.to_owned(),
    }
}

pub(super) const fn level(level: Level) -> &'static str {
    match level {
        Level::P1 => "Akut",
        Level::P2 => "Brådskande",
        Level::P3 => "Idag",
        Level::P4 => "Planerad",
    }
}

pub(super) const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Breathing => "Andning",
        Reason::ChestHeart => "Bröst/hjärta",
        Reason::NeuroStroke => "Stroketecken/neurologi",
        Reason::InfectionFever => "Infektion/feber",
        Reason::Pain => "Smärta",
        Reason::FallInjury => "Fall/skada",
        Reason::AbdomenUrinary => "Buk/urin",
        Reason::WoundSkin => "Sår/hud",
        Reason::ConfusionBehaviour => "Förvirring",
        Reason::MentalHealth => "Psykisk ohälsa",
        Reason::Medication => "Läkemedel",
        Reason::Diabetes => "Diabetes",
        Reason::NutritionFluid => "Näring/vätska",
        Reason::Palliative => "Palliativ vård",
        Reason::TestResult => "Provsvar",
        Reason::CertificateAid => "Intyg/hjälpmedel",
        Reason::Death => "Dödsfall",
        Reason::CarePlanning => "Vårdplanering",
        Reason::Other => "Annat",
    }
}

pub(super) fn wish(sbar: &Sbar) -> String {
    let Some(wish) = &sbar.recommendation else {
        return String::new();
    };
    let kind = match wish.kind {
        RecommendationKind::Advice => "Råd",
        RecommendationKind::Order => "Ordination",
        RecommendationKind::HomeVisit => "Hembesök",
        RecommendationKind::OnSite => "Bedömning på plats",
        RecommendationKind::Transport => "Transport",
        RecommendationKind::Other => "Annat",
    };
    joined([Some(kind.to_owned()), said(wish.text.as_ref())])
}

pub(super) fn limits(limits: &CareLimits) -> String {
    let kinds = limits.kinds.iter().map(|kind| match kind {
        CareLimitKind::NoneKnown => "Inga kända",
        CareLimitKind::NoCpr => "Ej HLR",
        CareLimitKind::NoHospital => "Ej sjukhus",
        CareLimitKind::NoIcu => "Ej IVA",
        CareLimitKind::Palliative => "Palliativ vård",
        CareLimitKind::Unknown => "Vet inte",
    });
    let kinds: Vec<&str> = kinds.collect();
    let by = said(limits.decided_by.as_ref()).map(|by| format!("beslutat av {by}"));
    let on = limits.decided_on.map(|day| day.to_string());
    joined([Some(kinds.join(", ")), by, on])
}

pub(super) const fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::Anticoagulant => "Blodförtunnande",
        Flag::Allergy => "Allergi",
        Flag::Insulin => "Insulin",
        Flag::Kidney => "Njursvikt",
        Flag::Infection => "Smittrisk",
        Flag::Interpreter => "Tolk",
        Flag::Hearing => "Hörselnedsättning",
    }
}

/// Measured values with their units; nothing of what was not measured.
pub(super) fn vitals(vitals: &Vitals) -> String {
    let scale = vitals.spo2_scale.as_ref().and_then(|scale| match scale {
        Spo2Scale::One => None,
        Spo2Scale::Two {
            ordered_by,
            ordered_on,
        } => Some(format!(
            "syremättnad på skala 2, ordinerad av {} {ordered_on}",
            ordered_by.reveal()
        )),
    });
    let temperature = vitals.temperature.map(|found| {
        let tenths = found.tenths();
        format!("temp {},{} °C", tenths / 10, tenths % 10)
    });
    joined([
        vitals
            .respiratory_rate
            .map(|it| format!("andning {it}/min")),
        vitals.spo2.map(|it| format!("SpO₂ {it} %")),
        vitals.oxygen.map(|given| {
            let word = if given { "med" } else { "utan" };
            format!("{word} syrgas")
        }),
        scale,
        vitals
            .systolic_bp
            .map(|it| format!("systoliskt blodtryck {it} mmHg")),
        vitals.pulse.map(|it| format!("puls {it}/min")),
        vitals.consciousness.map(|found| {
            let word = match found {
                Consciousness::A => "A, vaken",
                Consciousness::C => "C, nytillkommen förvirring",
                Consciousness::V => "V, reagerar på tilltal",
                Consciousness::P => "P, reagerar på smärta",
                Consciousness::U => "U, reagerar inte",
            };
            format!("medvetandegrad {word}")
        }),
        temperature,
    ])
}

/// One order in rows, each with its word: what first, then how much, how, when and why.
pub(super) fn order(row: &OrderRow) -> Vec<(&'static str, String)> {
    let amount = |text: &Option<FreeText>| {
        let text = text.as_ref()?;
        Some(unparted(&comma(text.reveal())))
    };
    let listed = |text: Option<String>| {
        let from_list = || row.from_list.then(|| "enligt läkemedelslistan".to_owned());
        text.or_else(from_list)
    };
    let what = match row.kind {
        Some(OrderKind::Medicine) => "Läkemedel",
        Some(OrderKind::Care) => "Åtgärd",
        None => "Ordination",
    };
    let length = match (said(row.start.as_ref()), said(row.stop.as_ref())) {
        (Some(start), Some(stop)) => Some(format!("från {start} till {stop}")),
        (Some(start), None) => Some(format!("från {start}")),
        (None, Some(stop)) => Some(format!("till {stop}")),
        (None, None) => None,
    };
    let steps = row.taper.iter().map(|step| {
        let dose = unparted(&comma(step.dose.reveal()));
        format!("{}: {dose}", step.date)
    });
    let steps: Vec<String> = steps.collect();
    let rows = [
        (what, Some(row.what.reveal().clone())),
        ("Form", listed(said(row.form.as_ref()))),
        ("Styrka", listed(amount(&row.strength))),
        ("Dos", amount(&row.dose)),
        ("Administreringssätt", said(row.route.as_ref())),
        ("När", said(row.when.as_ref())),
        ("Längd", length),
        ("Max per dygn", amount(&row.max_per_day)),
        ("Ordinationsorsak", said(row.why.as_ref())),
        (
            "Nedtrappning",
            (!steps.is_empty()).then(|| steps.join("; ")),
        ),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// Who sees to it that medicines stand in the medication list, and until when. A nurse does not
/// prescribe: she documents what a doctor has ordered by word of mouth.
pub(super) fn entered(answer: &Answer, doctor: &str) -> String {
    let until = answer.order_entered_until.map(moment);
    let until = until.map_or_else(String::new, |until| format!(", senast {until}"));
    match answer.order_entered {
        Some(OrderEntered::ByMe) => format!("införs av {doctor}{until}"),
        Some(OrderEntered::ByNurse) => {
            format!("läkarens muntliga ordination dokumenteras av sjuksköterskan{until}")
        }
        Some(OrderEntered::No) | None => {
            format!("muntlig ordination, ännu inte införd{until}")
        }
    }
}

pub(super) const fn care(level: LevelOfCare) -> &'static str {
    match level {
        LevelOfCare::StayHome => "Kvar hemma",
        LevelOfCare::DoctorHomeVisit => "Hembesök av läkare",
        LevelOfCare::MobileTeam => "Mobilt team",
        LevelOfCare::CentreVisit => "Besök på hälsocentralen",
        LevelOfCare::EmergencyDepartment => "Akutmottagning",
        LevelOfCare::DirectAdmission => "Direktinläggning",
        LevelOfCare::Ambulance => "Ambulans",
        LevelOfCare::PalliativeHome => "Palliativ vård hemma",
        LevelOfCare::Other => "Annat",
    }
}

pub(super) const fn mode(mode: AnswerMode) -> &'static str {
    match mode {
        AnswerMode::Video => "video",
        AnswerMode::Audio => "ljud",
        AnswerMode::Text => "skriftligt",
        AnswerMode::Phone => "telefon",
    }
}

pub(super) const fn assessed(by: AssessedBy) -> &'static str {
    match by {
        AssessedBy::SawPatient => "läkaren såg patienten",
        AssessedBy::HeardPatient => "läkaren talade med patienten",
        AssessedBy::ViaNurse => "via sjuksköterskan",
    }
}

pub(super) const fn done_by(by: DoneBy) -> &'static str {
    match by {
        DoneBy::Doctor => "läkaren",
        DoneBy::Nurse => "sjuksköterskan",
    }
}

pub(super) const fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Agrees => "Samtycker",
        Stance::DeclinesVideo => "Vill inte ha bild",
        Stance::DeclinesDisclosure => "Motsätter sig att uppgifter lämnas till läkaren",
        Stance::DeclinesCare => "Tackar nej till föreslagen vård",
        Stance::CannotExpress => "Kan inte uttrycka sin vilja",
    }
}

pub(super) const fn participation(part: Participation) -> &'static str {
    match part {
        Participation::Present => "Var med",
        Participation::Informed => "Har informerats",
        Participation::NotPossible => "Kunde inte delta",
    }
}

pub(super) const fn exception(why: CloseException) -> &'static str {
    match why {
        CloseException::PatientDied => "Patienten har avlidit",
        CloseException::NotConfirmed => "Ingen bekräftade inom ett dygn",
    }
}

/// What is followed up, when and by whom; or that nothing is.
pub(super) fn follow_up(answer: &Answer) -> String {
    answer.follow_up.as_ref().map_or_else(
        || "ingen".to_owned(),
        |plan| {
            let what = plan.what.reveal();
            let (when, owner) = (moment(plan.when), done_by(plan.owner));
            format!("{what}, {when}, ansvarig: {owner}")
        },
    )
}

pub(super) const fn written(kind: WrittenAs) -> &'static str {
    match kind {
        WrittenAs::Added => "Tillagt",
        WrittenAs::Triaged => "Ny nivå",
        WrittenAs::Wanted => "Läkaren ville veta",
        WrittenAs::Draft => "Antecknat före avbrott",
        WrittenAs::AskedBack => "Ny fråga",
        WrittenAs::ReadBack => "Uppläst",
    }
}

/// How a case ended.
pub(super) const fn ended(stage: &Stage) -> &'static str {
    match stage {
        Stage::Void { .. } => "Markerat som fel patient",
        Stage::Withdrawn { .. } => "Återkallat",
        Stage::Closed { .. }
        | Stage::Queued
        | Stage::Claimed(_)
        | Stage::InCall(_)
        | Stage::Answered(_)
        | Stage::ReadBack(_)
        | Stage::Acknowledged(_)
        | Stage::Parked { .. }
        | Stage::AwaitingNurse(_)
        | Stage::NeedMore { .. } => "Avslutat",
    }
}

/// What was said, for one who may read it.
pub(super) fn said(text: Option<&FreeText>) -> Option<String> {
    text.map(|text| text.reveal().clone())
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
