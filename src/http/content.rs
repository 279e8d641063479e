//! One case with its content, after the access logs have it.

use signaling::wire::http as wire;

use crate::present::news2::Scorer;
use crate::present::{
    Names, Timestamp, ToWire as _, answer, content, death, people, request, rows, time,
};
use crate::service::{
    Disclosed, GivenAnswer, GivenImage, GivenReason, GivenSupplement, PartKind, ReasonOf,
};

/// What was disclosed, as a client reads it.
pub(super) fn shown(
    disclosed: &Disclosed,
    names: Names<'_>,
    now: Timestamp,
) -> wire::ConsultContent {
    let consult = &disclosed.consult;
    let merged = &disclosed.merged;
    let scorer = Scorer::new(names, disclosed.judged_as.as_ref(), consult.reason);
    wire::ConsultContent {
        consult: match &disclosed.row {
            Some(row) => rows::row(row, names),
            None => rows::bare(consult, names),
        },
        disclosed: disclosed.disclosed,
        peeked: disclosed.anonymous,
        patient: merged
            .patient
            .as_ref()
            .map(|patient| content::patient(patient, now)),
        sbar: merged.sbar.as_ref().map(content::sbar),
        vitals: merged.vitals.iter().map(content::vitals).collect(),
        news2: merged
            .vitals
            .iter()
            .filter_map(|it| scorer.score(it))
            .collect(),
        images: disclosed.images.iter().map(image).collect(),
        care_limits: merged.care_limits.as_ref().map(content::care_limits),
        flags: content::flags(&merged.flags),
        stance: merged.stance.map(|word| word.to_wire()),
        codes: if disclosed.disclosed {
            request::shown_codes(&consult.codes)
        } else {
            wire::ToldCodes::default()
        },
        callback_phone: merged
            .callback_phone
            .as_ref()
            .map(|phone| phone.reveal().to_string()),
        supplements: disclosed
            .supplements
            .iter()
            .map(|given| supplement(given, scorer))
            .collect(),
        answer: disclosed
            .answer
            .as_ref()
            .map(|given| answered(given, names)),
        earlier_answers: disclosed
            .earlier_answers
            .iter()
            .map(|given| answered(given, names))
            .collect(),
        addenda: disclosed
            .addenda
            .iter()
            .map(|given| reason(given, names))
            .collect(),
        read_backs: disclosed
            .read_backs
            .iter()
            .map(|given| wire::ReadBackContent {
                at: time(given.at),
                by: names.actor(&given.by),
                text: given.text.reveal().clone(),
                matches: given.matches,
            })
            .collect(),
        reasons: disclosed
            .reasons
            .iter()
            .map(|given| reason(given, names))
            .collect(),
        diary: disclosed
            .diary
            .iter()
            .filter_map(|line| {
                Some(wire::DiaryEntry {
                    at: time(line.at),
                    what: rows::diary(line.what)?,
                    by: line.by.as_ref().map(|by| names.actor(by)),
                })
            })
            .collect(),
        death: merged.death.as_ref().map(death::shown),
        onward: people::onward(&disclosed.onward, names),
    }
}

fn answered(given: &GivenAnswer, names: Names<'_>) -> wire::AnswerContent {
    wire::AnswerContent {
        at: time(given.at),
        by: names.actor(&given.by),
        opened_at: given.opened_at.map(time),
        answer: answer::shown(&given.answer),
    }
}

fn reason(given: &GivenReason, names: Names<'_>) -> wire::ReasonContent {
    wire::ReasonContent {
        at: time(given.at),
        by: names.actor(&given.by),
        of: reason_of(given.of),
        text: given.text.reveal().clone(),
    }
}

const fn reason_of(of: ReasonOf) -> wire::ReasonOf {
    match of {
        ReasonOf::Triaged => wire::ReasonOf::Triaged,
        ReasonOf::Redirected => wire::ReasonOf::Redirected,
        ReasonOf::Released => wire::ReasonOf::Released,
        ReasonOf::MoreNeeded => wire::ReasonOf::MoreNeeded,
        ReasonOf::Draft => wire::ReasonOf::Draft,
        ReasonOf::AskedBack => wire::ReasonOf::AskedBack,
        ReasonOf::PatientCorrected => wire::ReasonOf::PatientCorrected,
        ReasonOf::Voided => wire::ReasonOf::Voided,
        ReasonOf::Addendum => wire::ReasonOf::Addendum,
    }
}

fn image(given: &GivenImage) -> wire::ImageContent {
    wire::ImageContent {
        id: given.image.to_string(),
        at: time(given.at),
        with: if given.with == PartKind::Request {
            wire::ImageSource::Request
        } else {
            wire::ImageSource::Supplement
        },
    }
}

fn supplement(given: &GivenSupplement, scorer: Scorer<'_>) -> wire::SupplementContent {
    let said = &given.content;
    wire::SupplementContent {
        at: time(given.at),
        sbar: said.sbar.as_ref().map(content::sbar),
        vitals: said.vitals.as_ref().map(content::vitals),
        news2: said.vitals.as_ref().and_then(|it| scorer.score(it)),
        note: said.note.as_ref().map(|text| text.reveal().clone()),
        patient_named: said.patient.is_some(),
    }
}
