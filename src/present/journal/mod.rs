//! The text that staff copy into their own journals, so that nothing is written twice.
//!
//! Swedish plain text, one for each side: each answers for what she did herself, with when
//! and with whom (PDL 3:3, 3:6). Whether an order holds is said wherever there is one, and a
//! code of care measures (KVÅ) is a suggestion, called one. Nothing here is a diagnosis.

mod death;
mod doctor;
mod nurse;
mod text;
mod words;

use std::collections::BTreeSet;

use self::text::Text;
use super::names::Names;
use crate::domain::clinical::{
    Answer, AnswerMode, AssessedBy, CareLimits, Death, Flag, FreeText, Patient, Sbar, Vitals,
};
use crate::domain::directory::{Licence, Role};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{Actor, Consult, Stage};

/// Whose journal the text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Whoever asked.
    Nurse,
    /// Whoever answered.
    Doctor,
}

/// All that is said in a case, unsealed for one who may read it.
#[derive(Debug)]
pub struct Journal<'a> {
    /// The case in codes and times.
    pub consult: &'a Consult,
    /// Who asked.
    pub asked_by: Option<&'a Actor>,
    /// Who it is about.
    pub patient: Option<&'a Patient>,
    /// The report.
    pub sbar: Option<&'a Sbar>,
    /// Measured values, oldest first, and who brought them.
    pub vitals: Vec<(&'a Vitals, Option<&'a Actor>)>,
    /// Decided limits of care.
    pub care_limits: Option<&'a CareLimits>,
    /// What is worth knowing.
    pub flags: &'a BTreeSet<Flag>,
    /// What was written beside the request, oldest first.
    pub added: Vec<Written<'a>>,
    /// Answers after which the nurse asked once more, and then the one that stands.
    pub answers: Vec<Answered<'a>>,
    /// What was added after the answer, oldest first.
    pub addenda: Vec<Written<'a>>,
    /// The read-backs, oldest first, and what the doctor said to each.
    pub read_backs: Vec<(Written<'a>, Option<bool>)>,
    /// How many pictures the case has.
    pub images: usize,
    /// What is told of a death.
    pub death: Option<&'a Death>,
}

/// Something that somebody wrote at one time.
#[derive(Debug)]
pub struct Written<'a> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: &'a Actor,
    /// As what.
    pub kind: WrittenAs,
    /// What.
    pub text: &'a FreeText,
}

/// As what somebody wrote something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenAs {
    /// The nurse added it to her request, or either side to the answered case.
    Added,
    /// Why the level was judged anew.
    Triaged,
    /// What the doctor must know.
    Wanted,
    /// What a doctor who had to leave had noted so far.
    Draft,
    /// What the nurse asked once more.
    AskedBack,
    /// An order in the nurse's words.
    ReadBack,
}

/// One answer, and who gave it when.
#[derive(Debug)]
pub struct Answered<'a> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: &'a Actor,
    /// What was decided.
    pub answer: &'a Answer,
}

/// The text of `journal` for one side.
#[must_use]
pub fn compose(journal: &Journal<'_>, side: Side, names: Names<'_>) -> String {
    match side {
        Side::Nurse => nurse::compose(journal, names),
        Side::Doctor => doctor::compose(journal, names),
    }
}

/// What stands above everything else: nobody may take such a text for another.
fn warn(text: &mut Text, journal: &Journal<'_>) {
    if journal.consult.exercise {
        text.line("ÖVNING. Ingen patient. Ska inte journalföras.");
    }
    if matches!(journal.consult.stage, Stage::Void { .. }) {
        text.line("FEL PATIENT. Svaret gäller en annan patient och får inte följas.");
    }
}

fn patient(text: &mut Text, journal: &Journal<'_>) {
    text.field("Patient", &words::patient(journal.patient));
}

/// When what happened, and between whom.
fn course(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    let consult = journal.consult;
    text.heading("TIDER OCH NAMN");
    let asked_by = journal.asked_by.map_or_else(
        || {
            format!(
                "{}, {}",
                names.person(&consult.nurse),
                names.unit(&consult.unit)
            )
        },
        |actor| signed(actor, names),
    );
    text.field(
        "Frågan skickad",
        &format!("{}, {asked_by}", text::moment(consult.queued_at)),
    );
    if let Some(at) = consult.emergency_called_at {
        text.field("112 larmat", &text::moment(at));
    }
    if let Some(at) = consult.first_contact_at {
        text.field("Första kontakt", &text::moment(at));
    }
    for answered in &journal.answers {
        let by = signed(answered.by, names);
        text.field("Svar", &format!("{}, {by}", text::moment(answered.at)));
    }
    if let Some(at) = consult.stage.ended_at() {
        let word = words::ended(&consult.stage);
        text.field(word, &text::moment(at));
    }
}

/// What was written beside the request.
fn added(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    for written in &journal.added {
        let (word, by) = (
            words::written(written.kind),
            names.person(&written.by.person),
        );
        let label = format!("{word} {}, {by}", text::moment(written.at));
        text.field(&label, written.text.reveal());
    }
}

/// What was added to the answered case.
fn addenda(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    for written in &journal.addenda {
        let (at, by) = (text::moment(written.at), signed(written.by, names));
        text.heading(&format!("TILLÄGG {at}, {by}"));
        text.quote(written.text.reveal());
    }
}

/// What was measured and what is to be known: the same for both sides.
fn findings(text: &mut Text, journal: &Journal<'_>, names: Names<'_>) {
    if let Some(told) = journal.death {
        death::told(text, told);
    }
    for (vitals, by) in &journal.vitals {
        let source = by.map_or_else(String::new, |by| format!(", {}", names.person(&by.person)));
        let label = format!("Mätvärden {}{source}", text::moment(vitals.taken_at));
        text.field(&label, &words::vitals(vitals));
    }
    if let Some(limits) = journal.care_limits {
        text.field("Behandlingsbegränsning", &words::limits(limits));
    }
    let flags = journal.flags.iter().map(|flag| words::flag(*flag));
    let flags: Vec<&str> = flags.collect();
    text.field("Viktigt att veta", &flags.join(", "));
    if journal.images > 0 {
        text.field("Bilder i ärendet", &journal.images.to_string());
    }
    added(text, journal, names);
}

/// What the doctor judged and where the patient is cared for.
fn judgement(text: &mut Text, answer: &Answer) {
    text.field("Kontaktsätt", words::mode(answer.mode));
    if let Some(said) = &answer.death {
        death::judged(text, answer, said);
        return;
    }
    text.field("Bedömt", words::assessed(answer.assessed_by));
    text.field("Bedömning", answer.assessment.reveal());
    text.field("Vårdnivå", words::care(answer.level_of_care));
    if let Some(by) = answer.transport_by {
        text.field("Transport beställs av", words::done_by(by));
    }
    if let Some(by) = answer.report_by {
        text.field("Rapporteras av", words::done_by(by));
    }
}

/// What was said to the patient, what holds if it gets worse, what is followed up.
fn afterwards(text: &mut Text, answer: &Answer) {
    let parts = [
        ("Information", &answer.information_given),
        ("Egenvårdsråd", &answer.self_care),
        ("Om det blir sämre", &answer.contingency),
    ];
    for (label, part) in parts {
        text.field(label, &words::said(part.as_ref()).unwrap_or_default());
    }
    text.field("Uppföljning", &words::follow_up(answer));
}

/// The orders of an answer as rows, and whether they hold.
fn orders(text: &mut Text, journal: &Journal<'_>, answered: &Answered<'_>, names: Names<'_>) {
    if answered.answer.orders.is_empty() {
        return;
    }
    text.heading("ORDINATION");
    for (nth, row) in (1..).zip(&answered.answer.orders) {
        text.rows(nth, &words::order(row));
    }
    if !answered.answer.orders_are_care() {
        let entered = words::entered(answered.answer, &names.person(&answered.by.person));
        text.field("Läkemedelslistan", &entered);
    }
    match confirmed(journal, answered) {
        Some(at) => {
            let by = names.person(&answered.by.person);
            text.field(
                "Ordinationen bekräftad",
                &format!("{}, {by}", text::moment(at)),
            );
        }
        None => text.line("Ordination ej bekräftad."),
    }
}

/// When the doctor confirmed the orders of `answered`, which must be the answer that stands.
fn confirmed(journal: &Journal<'_>, answered: &Answered<'_>) -> Option<Timestamp> {
    let stands = journal.consult.stage.answered()?;
    if stands.at == answered.at {
        stands.acknowledged_at
    } else {
        None
    }
}

/// A code of the classification of care measures where one plainly fits: care at a distance
/// by information and communication technology.
fn suggestion(text: &mut Text, journal: &Journal<'_>) {
    let met = |answer: &Answer| {
        let at_a_distance = match answer.mode {
            AnswerMode::Video | AnswerMode::Audio => true,
            AnswerMode::Text | AnswerMode::Phone => false,
        };
        let patient = match answer.assessed_by {
            AssessedBy::SawPatient | AssessedBy::HeardPatient => true,
            AssessedBy::ViaNurse => false,
        };
        at_a_distance && patient && answer.death.is_none()
    };
    if journal.answers.iter().any(|answered| met(answered.answer)) {
        text.gap();
        text.line(
            "Förslag KVÅ: ZV051 (vård på distans med hjälp av IKT). Kontrollera innan du registrerar.",
        );
    }
}

/// Name, licence or role, and place.
fn signed(actor: &Actor, names: Names<'_>) -> String {
    let staff = names.actor(actor);
    let directory = names.directory();
    let person = directory.person(&actor.person, names.at());
    let licence = person
        .and_then(|row| row.licence)
        .map(|licence| match licence {
            Licence::Nurse => "leg. sjuksköterska",
            Licence::Doctor => "leg. läkare",
        });
    let role = || {
        let commission = directory.commission(&actor.commission, names.at())?;
        words::role(commission.role)
    };
    let title = licence.or_else(role);
    let parts = [Some(staff.name.as_str()), title, Some(staff.unit.as_str())];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

/// On which side somebody in `role` stands.
#[must_use]
pub const fn side(role: Role) -> Side {
    match role {
        Role::Doctor => Side::Doctor,
        Role::Nurse
        | Role::Administrator
        | Role::ChiefNurse
        | Role::HeadOfUnit
        | Role::Coordinator
        | Role::Reviewer
        | Role::Operator => Side::Nurse,
    }
}
