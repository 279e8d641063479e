//! A case as text for the reader's own journal, after the access logs have it as an export.

use axum::Json;
use axum::extract::State;
use signaling::wire::error::ErrorCode;
use signaling::wire::http::JournalText;

use super::Doors;
use super::body::Nothing;
use super::error::Refused;
use super::path::Named;
use super::session::SignedIn;
use crate::present::ToWire as _;
use crate::present::journal::{Answered, Journal, Written, WrittenAs, compose, side};
use crate::service::{Disclosed, GivenAnswer, GivenReason, GivenSupplement, ReasonOf};

/// `POST /consults/{id}/export_journal`
pub(super) async fn export(
    SignedIn { session }: SignedIn,
    Named(consult): Named,
    State(doors): State<Doors>,
    Nothing: Nothing,
) -> Result<Json<JournalText>, Refused> {
    if !doors.service.waiting.directory().modules().journal_copy {
        let detail = "The county has turned off copying to other journals.";
        return Err(Refused::new(ErrorCode::Forbidden, detail));
    }
    let disclosed = doors.service.waiting.export(&session, consult).await?;
    let journal = journal(&disclosed);
    let text = doors.with_names(|names| compose(&journal, side(session.role), names));
    Ok(Json(JournalText {
        state: disclosed.consult.state().to_wire(),
        rev: disclosed.consult.rev,
        seq: disclosed.seq,
        text,
    }))
}

fn journal(disclosed: &Disclosed) -> Journal<'_> {
    let merged = &disclosed.merged;
    let mut added: Vec<Written<'_>> = disclosed
        .supplements
        .iter()
        .flat_map(|given| supplement(given, disclosed))
        .chain(disclosed.reasons.iter().filter_map(reason))
        .collect();
    added.sort_by_key(|written| written.at);
    Journal {
        consult: &disclosed.consult,
        asked_by: disclosed.asked_by.as_ref(),
        patient: merged.patient.as_ref(),
        sbar: merged.sbar.as_ref(),
        vitals: disclosed
            .measured
            .iter()
            .map(|(vitals, by)| (vitals, Some(by)))
            .collect(),
        care_limits: merged.care_limits.as_ref(),
        flags: &merged.flags,
        added,
        answers: disclosed
            .earlier_answers
            .iter()
            .chain(&disclosed.answer)
            .map(answered)
            .collect(),
        addenda: disclosed
            .addenda
            .iter()
            .map(|given| written(given, WrittenAs::Added))
            .collect(),
        read_backs: disclosed
            .read_backs
            .iter()
            .map(|given| {
                let read = Written {
                    at: given.at,
                    by: &given.by,
                    kind: WrittenAs::ReadBack,
                    text: &given.text,
                };
                (read, given.matches)
            })
            .collect(),
        images: disclosed.images.len(),
        death: merged.death.as_ref(),
    }
}

const fn answered(given: &GivenAnswer) -> Answered<'_> {
    Answered {
        at: given.at,
        by: &given.by,
        answer: &given.answer,
    }
}

/// What a supplement says in words, except where the report already says the same.
fn supplement<'a>(
    given: &'a GivenSupplement,
    disclosed: &'a Disclosed,
) -> impl Iterator<Item = Written<'a>> {
    let (report, said) = (disclosed.merged.sbar.as_ref(), given.content.sbar.as_ref());
    let later = [
        said.and_then(|said| said.situation.as_ref())
            .filter(|text| report.and_then(|report| report.situation.as_ref()) != Some(text)),
        said.and_then(|said| said.background.as_ref())
            .filter(|text| report.and_then(|report| report.background.as_ref()) != Some(text)),
        said.and_then(|said| said.assessment.as_ref())
            .filter(|text| report.and_then(|report| report.assessment.as_ref()) != Some(text)),
        given.content.note.as_ref(),
    ];
    later.into_iter().flatten().map(|text| Written {
        at: given.at,
        by: &given.by,
        kind: WrittenAs::Added,
        text,
    })
}

/// Why somebody did something, where it is about the patient.
const fn reason(given: &GivenReason) -> Option<Written<'_>> {
    let kind = match given.of {
        ReasonOf::Triaged => WrittenAs::Triaged,
        ReasonOf::MoreNeeded => WrittenAs::Wanted,
        ReasonOf::Draft => WrittenAs::Draft,
        ReasonOf::AskedBack => WrittenAs::AskedBack,
        ReasonOf::Redirected
        | ReasonOf::Released
        | ReasonOf::PatientCorrected
        | ReasonOf::Voided
        | ReasonOf::Addendum => return None,
    };
    Some(written(given, kind))
}

const fn written(given: &GivenReason, kind: WrittenAs) -> Written<'_> {
    Written {
        at: given.at,
        by: &given.by,
        kind,
        text: &given.text,
    }
}
