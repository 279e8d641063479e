//! What a nurse sends, parsed into what the waiting room trusts.

use signaling::wire::WireTime;
use signaling::wire::error::Problem;
use signaling::wire::http as wire;

use super::death;
use super::problem;
use super::words::{ToDomain as _, ToWire as _};
use crate::domain::clinical::{
    CareLimitsDraft, Content, FreeText, Patient, PatientCodes, PatientDraft, Reason, Request,
    RequestCodes, RequestDraft, Said, SbarDraft, Supplement, Vitals, VitalsDraft,
};
use crate::domain::ids::{CaseId, ConsultId, ImageId, Redacted, SignalId};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{self, Ask, Command};

/// What a request and what is added to it both say, as typed.
macro_rules! said {
    ($body:ident) => {
        Said {
            signals: signals($body.signals)?,
            patient: $body.patient.map(patient),
            sbar: $body.sbar.map(sbar),
            vitals: $body.vitals.map(|vitals| measured(&vitals)).transpose()?,
            care_limits: $body.care_limits.map(care_limits),
            flags: inside($body.flags.unwrap_or_default()),
            codes: RequestCodes {
                reply: $body.reply.map(|word| word.to_domain()),
                ready: $body.ready.map(|word| word.to_domain()),
                must_leave_at: moment("must_leave_at", $body.must_leave_at.as_ref())?,
                decide_by: moment("decide_by", $body.decide_by.as_ref())?,
                nurse_with_patient: $body.nurse_with_patient,
                patient_takes_part: $body.patient_takes_part,
                disclosure_basis: $body.disclosure_basis.map(|word| word.to_domain()),
                living_form: $body.living_form.map(|word| word.to_domain()),
                stance: $body.stance.map(|word| word.to_domain()),
                ..RequestCodes::default()
            },
            images: images($body.images)?,
            death: $body.death.map(death::told).transpose()?,
            ..Said::default()
        }
    };
}

/// A request that arrived at `now`, in codes and in content. It becomes `consult`.
///
/// # Errors
/// The first field that is missing or cannot be taken.
pub fn ask(
    body: wire::NewConsult,
    consult: ConsultId,
    now: Timestamp,
) -> Result<(Command, Content), Problem> {
    let draft = RequestDraft {
        centre: body
            .centre
            .parse()
            .map_err(|_not_an_id| problem::invalid_id("centre"))?,
        level: body.level.to_domain(),
        reason: body.reason.to_domain(),
        draft_opened_at: moment("draft_opened_at", body.draft_opened_at.as_ref())?,
        exercise: body.exercise.unwrap_or(false),
        said: Said {
            callback_phone: Some(body.callback_phone),
            ..said!(body)
        },
    };
    let request = Request::new(draft, now).map_err(|invalid| problem::invalid(&invalid))?;
    let ask = Ask {
        consult,
        // Until follow-up questions exist, each request is a case of its own.
        case: CaseId(consult.0),
        centre: request.centre,
        level: request.level,
        reason: request.reason,
        codes: request.codes,
        draft_opened_at: request.draft_opened_at,
        exercise: request.exercise,
        has: request.content.has(),
        death: request.content.death_codes(),
    };
    Ok((Command::Ask(Box::new(ask)), request.content))
}

/// What was added to `consult`, which is about `reason`, at `now`, in codes and in content.
///
/// # Errors
/// The first field that cannot be taken, or that nothing was said at all.
pub fn supplement(
    body: wire::Supplement,
    consult: ConsultId,
    reason: Reason,
    now: Timestamp,
) -> Result<(Command, Content), Problem> {
    let mut said = Said {
        callback_phone: body.callback_phone,
        note: body.note.map(Redacted::new),
        ..said!(body)
    };
    said.codes.would_otherwise = body.would_otherwise.map(|word| word.to_domain());
    said.codes.oral_order = body.oral_order;
    let Supplement { codes, content } =
        Supplement::new(said, reason, now).map_err(|invalid| problem::invalid(&invalid))?;
    let command = waiting_room::Supplement {
        consult,
        codes,
        has: content.has(),
        death: content.death_codes(),
    };
    Ok((Command::Supplement(Box::new(command)), content))
}

/// Another patient than was named at first in `consult`, at `now`, and how that came about.
///
/// # Errors
/// The first field that cannot be taken.
pub fn correct_patient(
    body: wire::CorrectPatient,
    consult: ConsultId,
    now: Timestamp,
) -> Result<(Command, Patient, FreeText), Problem> {
    let reason = super::command::why(&body.reason)?;
    let (codes, named) = named_patient(body.patient, now)?;
    let command = Command::CorrectPatient {
        consult,
        patient: codes,
    };
    Ok((command, named, reason))
}

/// Who something is about, in codes and by name, as said at `now`.
///
/// # Errors
/// The first field that cannot be taken, under `patient`.
pub fn named_patient(
    body: wire::NewPatient,
    now: Timestamp,
) -> Result<(PatientCodes, Patient), Problem> {
    let said = Said {
        patient: Some(patient(body)),
        ..Said::default()
    };
    let Supplement { codes, content } =
        Supplement::new(said, Reason::Other, now).map_err(|invalid| problem::invalid(&invalid))?;
    let named = codes.patient.zip(content.patient);
    named.ok_or_else(|| problem::missing("patient"))
}

/// Values that arrived at `now` beside something else.
///
/// # Errors
/// The first field that cannot be taken, under `vitals`.
pub fn vitals(body: &wire::Vitals, now: Timestamp) -> Result<Vitals, Problem> {
    Vitals::new(measured(body)?, now).map_err(|invalid| problem::invalid(&invalid.under("vitals")))
}

/// A point in time as a client writes it.
///
/// # Errors
/// `invalid_value` for `field` if the text is no time.
pub fn moment(field: &str, text: Option<&WireTime>) -> Result<Option<Timestamp>, Problem> {
    match text {
        None => Ok(None),
        Some(WireTime(text)) => match Timestamp::parse_rfc3339(text) {
            Some(at) => Ok(Some(at)),
            None => Err(problem::invalid_time(field)),
        },
    }
}

/// The codes of a request for one who may read its content.
#[must_use]
pub fn shown_codes(codes: &RequestCodes) -> wire::ToldCodes {
    wire::ToldCodes {
        disclosure_basis: codes.disclosure_basis.map(|word| word.to_wire()),
        nurse_with_patient: codes.nurse_with_patient,
        patient_takes_part: codes.patient_takes_part,
        living_form: codes.living_form.map(|word| word.to_wire()),
        would_otherwise: codes.would_otherwise.map(|word| word.to_wire()),
    }
}

fn signals(texts: Option<Vec<String>>) -> Result<Vec<SignalId>, Problem> {
    texts
        .unwrap_or_default()
        .iter()
        .enumerate()
        .map(|(place, text)| {
            text.parse()
                .map_err(|_not_an_id| problem::invalid_id(&format!("signals.{place}")))
        })
        .collect()
}

fn images(texts: Option<Vec<String>>) -> Result<Vec<ImageId>, Problem> {
    texts
        .unwrap_or_default()
        .iter()
        .enumerate()
        .map(|(place, text)| {
            text.parse()
                .map_err(|_not_an_id| problem::invalid_id(&format!("images.{place}")))
        })
        .collect()
}

fn inside<W: super::words::ToDomain>(words: Vec<W>) -> Vec<W::Domain> {
    words.into_iter().map(W::to_domain).collect()
}

fn patient(body: wire::NewPatient) -> PatientDraft {
    PatientDraft {
        id_type: body.id_type.to_domain(),
        id: body.id.map(Redacted::new),
        name: body.name.map(Redacted::new),
        protected_identity: body.protected_identity.unwrap_or(false),
    }
}

fn sbar(body: wire::Sbar) -> SbarDraft {
    SbarDraft {
        situation: body.situation.map(Redacted::new),
        background: body.background.map(Redacted::new),
        assessment: body.assessment.map(Redacted::new),
        recommendation: body
            .recommendation
            .map(|wish| (wish.kind.to_domain(), wish.text.map(Redacted::new))),
    }
}

fn care_limits(body: wire::CareLimits) -> CareLimitsDraft {
    CareLimitsDraft {
        kinds: inside(body.kinds),
        decided_by: body.decided_by,
        decided_on: body.decided_on,
    }
}

fn measured(body: &wire::Vitals) -> Result<VitalsDraft, Problem> {
    let WireTime(taken_at) = &body.taken_at;
    Ok(VitalsDraft {
        taken_at: Timestamp::parse_rfc3339(taken_at)
            .ok_or_else(|| problem::invalid_time("vitals.taken_at"))?,
        respiratory_rate: body.respiratory_rate.map(u32::from),
        spo2: body.spo2.map(u32::from),
        spo2_scale: body.spo2_scale.map(u32::from),
        scale2_order: body
            .scale2_order
            .as_ref()
            .map(|order| (order.by.clone(), order.at.clone())),
        oxygen: body.oxygen,
        systolic_bp: body.systolic_bp.map(u32::from),
        pulse: body.pulse.map(u32::from),
        consciousness: body.consciousness.map(|word| word.to_domain()),
        temperature: body.temperature,
    })
}
