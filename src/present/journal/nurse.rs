//! The nurse's text: what she reported, what she was answered, what both agreed on.

use super::text::{Text, moment, unparted};
use super::{
    Journal, Names, addenda, afterwards, course, findings, judgement, orders, patient, signed,
    suggestion, warn, words,
};
use crate::domain::waiting_room::Stage;

pub(super) fn compose(journal: &Journal<'_>, names: Names<'_>) -> String {
    let mut text = Text::default();
    warn(&mut text, journal);
    text.line("Konsultation med läkare");
    patient(&mut text, journal);
    let consult = journal.consult;
    text.field("Kontaktorsak", words::reason(consult.reason));
    text.field("Angelägenhetsgrad", words::level(consult.level));
    course(&mut text, journal, names);
    report(&mut text, journal, names);
    for answered in &journal.answers {
        let (at, by) = (moment(answered.at), signed(answered.by, names));
        text.heading(&format!("LÄKARENS SVAR {at}, {by}"));
        judgement(&mut text, answered.answer);
        afterwards(&mut text, answered.answer);
        orders(&mut text, journal, answered, names);
    }
    read_backs(&mut text, journal, names);
    addenda(&mut text, journal, names);
    taken_part(&mut text, journal);
    suggestion(&mut text, journal);
    text.done()
}

fn report(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    text.heading("RAPPORT TILL LÄKAREN");
    if let Some(sbar) = journal.sbar {
        let parts = [
            ("Situation", &sbar.situation),
            ("Bakgrund", &sbar.background),
            ("Aktuellt tillstånd och bedömning", &sbar.assessment),
        ];
        for (label, part) in parts {
            text.field(label, &words::said(part.as_ref()).unwrap_or_default());
        }
        text.field("Rekommendation", &words::wish(sbar));
    }
    findings(text, journal, names);
}

fn read_backs(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    if journal.read_backs.is_empty() {
        return;
    }
    text.heading("UPPLÄST ORDINATION");
    for (read, matches) in &journal.read_backs {
        let verdict = match matches {
            Some(true) => "läkaren bekräftade",
            Some(false) => "stämde inte",
            None => "läkaren har inte bekräftat",
        };
        let by = names.person(&read.by.person);
        let label = format!(
            "{} {}, {by} ({verdict})",
            words::written(read.kind),
            moment(read.at)
        );
        text.field(&label, &unparted(read.text.reveal()));
    }
}

fn taken_part(text: &mut Text, journal: &Journal<'_>) {
    let consult = journal.consult;
    let last = journal.answers.last().map(|answered| answered.answer);
    let mut participation = last.and_then(|answer| answer.participation);
    let mut exception = None;
    if let Stage::Closed {
        participation: closing,
        exception: why,
        ..
    } = &consult.stage
    {
        participation = closing.or(participation);
        exception = *why;
    }
    let stance = last
        .and_then(|answer| answer.stance)
        .or(consult.codes.stance);
    if participation.is_none() && stance.is_none() && exception.is_none() {
        return;
    }
    text.heading("PATIENTEN");
    if let Some(part) = participation {
        text.field("Patientens delaktighet", words::participation(part));
    }
    if let Some(stance) = stance {
        text.field("Inställning", words::stance(stance));
    }
    if let Some(why) = exception {
        text.field("Avslutat utan bekräftelse", words::exception(why));
    }
}
