//! What is said of a death, both ways.

use signaling::wire::error::Problem;
use signaling::wire::http as wire;

use super::answer::text;
use super::problem;
use super::request::moment;
use super::time;
use super::words::{ToDomain as _, ToWire as _};
use crate::domain::clinical::{
    Death, DeathAnswer, DeathAnswerDraft, DeathDraft, DeathSigns, EstablishedDraft, ExpectedDeath,
    ExpectedDraft,
};
use crate::domain::ids::Redacted;

/// What a nurse tells of a death, as typed.
///
/// # Errors
/// If a time is none.
pub(super) fn told(body: wire::Death) -> Result<DeathDraft, Problem> {
    Ok(DeathDraft {
        expected: body.expected.map(|said| ExpectedDraft {
            decision: said.decision.to_domain(),
            decided_by: said.decided_by.map(Redacted::new),
            decided_on: said.decided_on,
        }),
        last_seen_alive_at: moment("death.last_seen_alive_at", body.last_seen_alive_at.as_ref())?,
        signs: body.signs.map(|signs| DeathSigns {
            no_pulse: signs.no_pulse.to_domain(),
            no_heart_sounds: signs.no_heart_sounds.to_domain(),
            no_breathing: signs.no_breathing.to_domain(),
            fixed_pupils: signs.fixed_pupils.to_domain(),
        }),
        examined_at: moment("death.examined_at", body.examined_at.as_ref())?,
        examined_by: body.examined_by.map(Redacted::new),
        implant: body.implant.map(|word| word.to_domain()),
        relatives_told: body.relatives_told.map(|word| word.to_domain()),
    })
}

/// What a doctor says of a death, as typed.
///
/// # Errors
/// If a time is none.
pub(super) fn said(body: wire::DeathAnswer) -> Result<DeathAnswerDraft, Problem> {
    let established = match body.established {
        None => None,
        Some(said) => Some(EstablishedDraft {
            at: moment("death.established.at", Some(&said.at))?
                .ok_or_else(|| problem::missing("death.established.at"))?,
            by: Redacted::new(said.by),
            basis: said.basis.to_domain(),
        }),
    };
    Ok(DeathAnswerDraft {
        established,
        certificate_by: body.certificate_by.map(Redacted::new),
        cause_certificate_by: body.cause_certificate_by.map(Redacted::new),
        police: body.police,
    })
}

/// What a nurse told of a death, for one who may read it.
#[must_use]
pub fn shown(death: &Death) -> wire::Death {
    wire::Death {
        expected: death.expected.as_ref().map(expected),
        last_seen_alive_at: death.last_seen_alive_at.map(time),
        signs: death.signs.map(|signs| wire::DeathSigns {
            no_pulse: signs.no_pulse.to_wire(),
            no_heart_sounds: signs.no_heart_sounds.to_wire(),
            no_breathing: signs.no_breathing.to_wire(),
            fixed_pupils: signs.fixed_pupils.to_wire(),
        }),
        examined_at: death.examined_at.map(time),
        examined_by: text(death.examined_by.as_ref()),
        implant: death.implant.map(|word| word.to_wire()),
        relatives_told: death.relatives_told.map(|word| word.to_wire()),
    }
}

fn expected(said: &ExpectedDeath) -> wire::ExpectedDeath {
    let (decided_by, decided_on) = match said {
        ExpectedDeath::Decided { by, on } => (Some(by.reveal().clone()), Some(on.to_string())),
        ExpectedDeath::No | ExpectedDeath::Unknown => (None, None),
    };
    wire::ExpectedDeath {
        decision: said.word().to_wire(),
        decided_by,
        decided_on,
    }
}

/// What a doctor said of a death, for one who may read it.
#[must_use]
pub(super) fn shown_answer(said: &DeathAnswer) -> wire::DeathAnswer {
    match said {
        DeathAnswer::NotYet => wire::DeathAnswer::default(),
        DeathAnswer::Established {
            at,
            by,
            basis,
            certificate_by,
            cause_certificate_by,
            police,
        } => wire::DeathAnswer {
            established: Some(wire::DeathEstablished {
                at: time(*at),
                by: by.reveal().clone(),
                basis: basis.to_wire(),
            }),
            certificate_by: Some(certificate_by.reveal().clone()),
            cause_certificate_by: Some(cause_certificate_by.reveal().clone()),
            police: Some(*police),
        },
    }
}
