//! Why not, in the words of a client: one code, one sentence, one remedy.

use signaling::wire::error::{ErrorCode, Problem};

use super::names::Names;
use super::time;
use super::words::ToWire as _;
use crate::domain::access::{Action, Denied, Relation, Role, may};
use crate::domain::clinical::{Invalid, Why};
use crate::domain::waiting_room::{CameBetween, ConsultState, Refusal};

/// There is no such thing. The same bytes whether it does not exist, belongs to another
/// owner of data, or is no id at all: nobody learns what exists.
#[must_use]
pub fn not_found() -> Problem {
    Problem::new(
        ErrorCode::NotFound,
        "It does not exist, or it is not yours to see.",
    )
}

/// The caller's role does not include it.
#[must_use]
pub fn forbidden() -> Problem {
    Problem::new(
        ErrorCode::Forbidden,
        "Your commission does not include this. Sign in under another one.",
    )
}

/// What the waiting room refused.
#[must_use]
pub fn refusal(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NotFound => not_found(),
        Refusal::Forbidden => forbidden(),
        Refusal::NotEligible => Problem::new(
            ErrorCode::NotEligible,
            "No agreement joins the unit and the centre. Choose a centre from the list.",
        ),
        Refusal::WrongState { now } => wrong_state(*now),
        Refusal::CameBetween(between) => came_between(between, None),
        Refusal::AlreadyTaken => Problem::new(
            ErrorCode::AlreadyTaken,
            "Another doctor has taken it. Take the next one in the queue.",
        ),
        Refusal::AlreadyHolding => Problem::new(
            ErrorCode::AlreadyHolding,
            "Answer the case you hold, or give it back, before you take another.",
        ),
        Refusal::NotOnDuty => Problem::new(
            ErrorCode::NotOnDuty,
            "Go on duty for this centre, then take the case.",
        ),
        Refusal::ReadBackMissing => Problem::new(
            ErrorCode::ReadBackMissing,
            "Read the order back; the doctor confirms it before it holds.",
        ),
        Refusal::ConsultOver => Problem::new(
            ErrorCode::ConsultOver,
            "The case has ended. Send a new request if something is needed.",
        ),
        Refusal::KeyReused => Problem::new(
            ErrorCode::IdempotencyKeyReused,
            "Make a new key for another request; repeat the same body with the same key.",
        ),
        Refusal::MissingField { field } => Problem::new(
            ErrorCode::MissingField,
            "Give the field: it is needed here.",
        )
        .at(*field),
        Refusal::InvalidValue { field, why } => Problem::new(
            ErrorCode::InvalidValue,
            format!("The value is not allowed: {why}."),
        )
        .at(*field),
    }
}

fn wrong_state(now: ConsultState) -> Problem {
    let detail = format!(
        "The case is {}. Read it again to see what can be done now.",
        now.to_wire()
    );
    Problem::new(ErrorCode::WrongState, detail)
}

/// What came between, and when; by whom, where there are names.
#[must_use]
pub fn came_between(between: &CameBetween, names: Option<Names<'_>>) -> Problem {
    let by = between.by.as_ref();
    Problem {
        now: Some(between.now.to_wire()),
        what: Some(between.what.to_wire()),
        by: by
            .zip(names)
            .map(|(staff, names)| Box::new(names.staff(staff))),
        at: Some(Box::new(time(between.at))),
        ..wrong_state(between.now)
    }
}

/// A field that a nurse or doctor filled in wrongly.
#[must_use]
pub fn invalid(invalid: &Invalid) -> Problem {
    let (code, detail) = match invalid.why {
        Why::MissingField => (
            ErrorCode::MissingField,
            "Give the field: it is needed here.",
        ),
        Why::InvalidValue => (
            ErrorCode::InvalidValue,
            "The value is out of range or does not fit another field.",
        ),
        Why::InvalidIdentifier => (
            ErrorCode::InvalidIdentifier,
            "Check the digits, or choose that the patient is not known.",
        ),
        Why::InvalidName => (
            ErrorCode::InvalidName,
            "Write the name with letters, without signs that hide or turn text.",
        ),
        Why::PersonNumber => (
            ErrorCode::InvalidValue,
            "It holds what looks like a person's number. Nothing of a patient may stand here.",
        ),
    };
    let problem = Problem::new(code, detail);
    if invalid.field.is_empty() {
        problem
    } else {
        problem.at(invalid.field.clone())
    }
}

/// Text that is no id where one is needed in a body.
#[must_use]
pub fn invalid_id(field: &str) -> Problem {
    Problem::new(ErrorCode::InvalidValue, "This names nothing.").at(field)
}

/// A value that cannot be, or that does not fit another field.
#[must_use]
pub fn invalid_value(field: &str) -> Problem {
    invalid(&Invalid::value(field))
}

/// A field that is needed and absent.
#[must_use]
pub fn missing(field: &str) -> Problem {
    invalid(&Invalid::missing(field))
}

/// Text that is no time where one is needed.
#[must_use]
pub fn invalid_time(field: &str) -> Problem {
    let detail = "Write the time as RFC 3339, such as 2026-11-21T10:00:00.000Z.";
    Problem::new(ErrorCode::InvalidValue, detail).at(field)
}

/// Whether `role` has `action` at all, for what belongs to no case.
///
/// # Errors
/// The problem to answer with.
pub fn allowed(role: Role, action: Action) -> Result<(), Problem> {
    may(role, action, Relation::Oneself).map_err(|denied| match denied {
        Denied::NotFound => not_found(),
        Denied::Forbidden | Denied::NotHolding => forbidden(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_own_code_and_a_remedy() {
        for (said, code) in [
            (Refusal::NotFound, ErrorCode::NotFound),
            (Refusal::Forbidden, ErrorCode::Forbidden),
            (Refusal::NotEligible, ErrorCode::NotEligible),
            (
                Refusal::WrongState {
                    now: ConsultState::Closed,
                },
                ErrorCode::WrongState,
            ),
            (Refusal::AlreadyTaken, ErrorCode::AlreadyTaken),
            (Refusal::AlreadyHolding, ErrorCode::AlreadyHolding),
            (Refusal::NotOnDuty, ErrorCode::NotOnDuty),
            (Refusal::ReadBackMissing, ErrorCode::ReadBackMissing),
            (Refusal::ConsultOver, ErrorCode::ConsultOver),
            (Refusal::KeyReused, ErrorCode::IdempotencyKeyReused),
        ] {
            let problem = refusal(&said);
            assert_eq!(problem.code, code);
            assert!(problem.detail.ends_with('.'), "{}", problem.detail);
        }
    }

    #[test]
    fn refused_claim_does_not_name_the_winner() {
        let problem = refusal(&Refusal::AlreadyTaken);
        assert!(problem.field.is_none());
        assert!(problem.detail.starts_with("Another doctor has taken it."));
    }

    #[test]
    fn field_to_blame_is_named_by_its_path() {
        let problem = invalid(&Invalid::missing("sbar.situation"));
        assert_eq!(problem.code, ErrorCode::MissingField);
        assert_eq!(problem.field.as_deref(), Some("sbar.situation"));
        assert_eq!(invalid(&Invalid::missing("")).field, None);
    }
}
