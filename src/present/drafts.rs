//! What somebody has written and not sent.

use signaling::wire::error::Problem;
use signaling::wire::http as wire;

use super::{problem, time};
use crate::domain::clinical::{FreeText, limits, optional_text};
use crate::domain::drafts::Form;
use crate::domain::ids::Redacted;
use crate::domain::time::Timestamp;

/// Most bytes of the fields of a form: an answer with as many orders as it may hold, each filled
/// in, is well below.
pub const FIELDS_BYTES_MAX: usize = 32 * 1024;

/// What is written in `form` now; nothing where it was emptied.
///
/// # Errors
/// If it is too long, or has plain lines that nobody is to read.
pub fn written(body: wire::DraftSet, form: Form) -> Result<Option<Written>, Problem> {
    let text = optional_text("text", body.text.as_deref(), limits::DRAFT)
        .map_err(|invalid| problem::invalid(&invalid))?;
    let fields = fields(body.fields)?;
    if text.is_some() && form != Form::Answer {
        return Err(problem::invalid_value("text"));
    }
    Ok(fields.map(|fields| Written { fields, text }))
}

/// What is written now in a form that begins something; nothing where it was emptied.
///
/// # Errors
/// If it is too long, or has plain lines: nobody else is to read it.
pub fn own_written(body: wire::DraftSet) -> Result<Option<FreeText>, Problem> {
    if body.text.is_some() {
        return Err(problem::invalid_value("text"));
    }
    fields(body.fields)
}

fn fields(fields: String) -> Result<Option<FreeText>, Problem> {
    if fields.len() > FIELDS_BYTES_MAX {
        return Err(problem::invalid_value("fields"));
    }
    Ok((!fields.is_empty()).then(|| Redacted::new(fields)))
}

/// What is written in a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Its fields as the client holds them.
    pub fields: FreeText,
    /// The same in plain lines, of an answer.
    pub text: Option<FreeText>,
}

/// What was found: the fields, and when they were written last.
#[must_use]
pub fn found(draft: Option<(Timestamp, FreeText)>) -> wire::DraftFound {
    wire::DraftFound {
        draft: draft.map(|(at, fields)| wire::DraftContent {
            at: time(at),
            fields: fields.into_inner(),
        }),
    }
}
