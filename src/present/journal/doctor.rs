//! The doctor's text: why she was asked, what she was told, what she judged and ordered.

use super::text::{Text, moment};
use super::{
    Journal, Names, addenda, afterwards, course, findings, judgement, orders, patient, signed,
    suggestion, warn, words,
};

pub(super) fn compose(journal: &Journal<'_>, names: Names<'_>) -> String {
    let mut text = Text::default();
    warn(&mut text, journal);
    text.line("Konsultation från kommunal hälso- och sjukvård");
    patient(&mut text, journal);
    course(&mut text, journal, names);
    told(&mut text, journal, names);
    for answered in &journal.answers {
        let answer = answered.answer;
        text.heading(&format!("BEDÖMNING {}", moment(answered.at)));
        text.field("Läkare", &signed(answered.by, names));
        judgement(&mut text, answer);
        orders(&mut text, journal, answered, names);
        text.heading("INFORMATION OCH UPPFÖLJNING");
        afterwards(&mut text, answer);
        if let Some(part) = answer.participation {
            text.field("Patientens delaktighet", words::participation(part));
        }
        if let Some(stance) = answer.stance {
            text.field("Patientens inställning", words::stance(stance));
        }
    }
    addenda(&mut text, journal, names);
    suggestion(&mut text, journal);
    text.done()
}

fn told(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    let consult = journal.consult;
    text.heading("KONTAKTORSAK");
    let level = words::level(consult.level);
    text.line(&format!("{} ({level})", words::reason(consult.reason)));
    let mut found = None;
    if let Some(sbar) = journal.sbar {
        let situation = words::said(sbar.situation.as_ref());
        text.field("Situation", &situation.unwrap_or_default());
        text.field("Önskemål", &words::wish(sbar));
        if let Some(background) = words::said(sbar.background.as_ref()) {
            text.heading("BAKGRUND");
            text.quote(&background);
        }
        found = words::said(sbar.assessment.as_ref());
    }
    text.heading("STATUS ENLIGT SJUKSKÖTERSKAN");
    text.field("Tillstånd och bedömning", &found.unwrap_or_default());
    findings(text, journal, names);
}
