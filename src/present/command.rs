//! Commands of one field or two.

use signaling::wire::error::Problem;
use signaling::wire::http as wire;

use super::problem;
use super::request::moment;
use super::words::ToDomain as _;
use crate::domain::clinical::{FreeText, limits, optional_text, required_text};
use crate::domain::ids::ConsultId;
use crate::domain::waiting_room::{Command, SetDuty};

/// A doctor takes `consult`.
#[must_use]
pub const fn claim(consult: ConsultId) -> Command {
    Command::Claim { consult }
}

/// A doctor gives `consult` back, with her words for it.
///
/// # Errors
/// If the reason is too long.
pub fn release(
    body: &wire::Release,
    consult: ConsultId,
) -> Result<(Command, Option<FreeText>), Problem> {
    let why = optional_text("reason", body.reason.as_deref(), limits::WHY)
        .map_err(|invalid| problem::invalid(&invalid))?;
    Ok((Command::Release { consult }, why))
}

macro_rules! without_words {
    ($($(#[$doc:meta])* $name:ident $command:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(consult: ConsultId) -> Command {
            Command::$command { consult }
        }
    )+};
}

without_words! {
    /// The nurse puts `consult` aside.
    park Park,
    /// The nurse is back for `consult`.
    resume Resume,
    /// Nobody answers the doctor who holds `consult`.
    await_nurse AwaitNurse,
    /// Nurse or doctor takes to the telephone about `consult`.
    phone Phone,
    /// 112 was called for the patient of `consult`.
    call_emergency CallEmergency,
    /// A doctor reads `consult` without taking it.
    peek Peek,
    /// A colleague takes `consult` over.
    accept_handover AcceptHandover,
}

/// The doctor wants to know more about `consult`, in her words.
///
/// # Errors
/// If the words are missing or too many, or the time is none.
pub fn need_more(
    body: &wire::NeedMore,
    consult: ConsultId,
) -> Result<(Command, FreeText), Problem> {
    let what = required_text("what", &body.what, limits::WHY)
        .map_err(|invalid| problem::invalid(&invalid))?;
    let until = moment("until", Some(&body.until))?.ok_or_else(|| problem::missing("until"))?;
    Ok((Command::NeedMore { consult, until }, what))
}

/// The doctor must leave `consult` at once, with what she had written so far.
///
/// # Errors
/// If that is too long.
pub fn must_go(
    body: &wire::MustGo,
    consult: ConsultId,
) -> Result<(Command, Option<FreeText>), Problem> {
    let draft = optional_text("draft", body.draft.as_deref(), limits::DRAFT)
        .map_err(|invalid| problem::invalid(&invalid))?;
    Ok((Command::MustGo { consult }, draft))
}

/// A colleague is wanted to take `consult` over, with what was written so far.
///
/// # Errors
/// If that is too long.
pub fn handover(
    body: &wire::Handover,
    consult: ConsultId,
) -> Result<(Command, Option<FreeText>), Problem> {
    let draft = optional_text("draft", body.draft.as_deref(), limits::DRAFT)
        .map_err(|invalid| problem::invalid(&invalid))?;
    let words = draft.is_some();
    Ok((Command::Handover { consult, words }, draft))
}

/// Something is done that the answer of `consult` left to be done.
#[must_use]
pub fn task_done(body: &wire::TaskDone, consult: ConsultId) -> Command {
    let task = body.task.to_domain();
    Command::TaskDone { consult, task }
}

/// The nurse asks the doctor who answered `consult` once more, in her words.
///
/// # Errors
/// If the words are missing or too many.
pub fn ask_back(body: &wire::AskBack, consult: ConsultId) -> Result<(Command, FreeText), Problem> {
    Ok((Command::AskBack { consult }, words(&body.text)?))
}

/// Something is added to the answered `consult`.
///
/// # Errors
/// If the words are missing or too many.
pub fn addend(body: &wire::Addendum, consult: ConsultId) -> Result<(Command, FreeText), Problem> {
    Ok((Command::Addend { consult }, words(&body.text)?))
}

/// The answer to `consult` is for another patient, with words on what happened.
///
/// # Errors
/// If the words are too many.
pub fn void(body: &wire::Void, consult: ConsultId) -> Result<(Command, Option<FreeText>), Problem> {
    let text = optional_text("text", body.text.as_deref(), limits::WHY)
        .map_err(|invalid| problem::invalid(&invalid))?;
    let reason = body.reason.to_domain();
    let words = text.is_some();
    let command = Command::Void {
        consult,
        reason,
        words,
    };
    Ok((command, text))
}

/// Something went wrong in `consult`, in the words of whoever says so.
///
/// # Errors
/// If the words are missing, too few or too many.
pub fn report_incident(
    body: &wire::ReportIncident,
    consult: ConsultId,
) -> Result<(Command, FreeText), Problem> {
    let text = required_text("text", &body.text, limits::INCIDENT)
        .map_err(|invalid| problem::invalid(&invalid))?;
    Ok((Command::ReportIncident { consult }, text))
}

fn words(text: &str) -> Result<FreeText, Problem> {
    required_text("text", text, limits::AFTERWARDS).map_err(|invalid| problem::invalid(&invalid))
}

/// The nurse has seen the answer to `consult`, or reads its orders back: exactly one of them.
///
/// # Errors
/// If neither or both are said, or the words are too many.
pub fn acknowledge(
    body: &wire::Acknowledge,
    consult: ConsultId,
) -> Result<(Command, Option<FreeText>), Problem> {
    let text = match (&body.read_back, body.seen) {
        (Some(text), None) => {
            let text = required_text("read_back", text, limits::READ_BACK)
                .map_err(|invalid| problem::invalid(&invalid))?;
            Some(text)
        }
        (None, Some(true)) => None,
        (None, Some(false)) | (Some(_), Some(_)) => return Err(problem::invalid_value("seen")),
        (None, None) => return Err(problem::missing("seen")),
    };
    let command = Command::Acknowledge {
        consult,
        read_back: text.is_some(),
        rev: body.rev,
    };
    Ok((command, text))
}

/// The doctor judges the read-back of `consult`.
#[must_use]
pub const fn confirm_read_back(body: wire::ConfirmReadBack, consult: ConsultId) -> Command {
    Command::ConfirmReadBack {
        consult,
        matches: body.matches,
        rev: body.rev,
    }
}

/// The nurse ends `consult`.
#[must_use]
pub fn close(body: wire::Close, consult: ConsultId) -> Command {
    Command::Close {
        consult,
        participation: body.participation.map(|word| word.to_domain()),
        stance: body.stance.map(|word| word.to_domain()),
        exception: body.exception.map(|word| word.to_domain()),
    }
}

/// The nurse takes `consult` back.
#[must_use]
pub fn withdraw(body: wire::Withdraw, consult: ConsultId) -> Command {
    Command::Withdraw {
        consult,
        reason: body.reason.to_domain(),
    }
}

/// `consult` goes to another centre, with the words for it.
///
/// # Errors
/// If the centre is no id or the reason is missing or too long.
pub fn redirect(body: &wire::Redirect, consult: ConsultId) -> Result<(Command, FreeText), Problem> {
    let centre = body
        .centre
        .parse()
        .map_err(|_not_an_id| problem::invalid_id("centre"))?;
    let why = why(&body.reason)?;
    Ok((Command::Redirect { consult, centre }, why))
}

/// The urgency of `consult` is judged anew, with the words for it.
///
/// # Errors
/// If the reason is missing or too long.
pub fn triage(body: &wire::Triage, consult: ConsultId) -> Result<(Command, FreeText), Problem> {
    let command = Command::Triage {
        consult,
        level: body.level.to_domain(),
    };
    Ok((command, why(&body.reason)?))
}

/// A doctor's duty as she wants it.
///
/// # Errors
/// If a centre is no id, a centre or level stands twice, or a time is none.
pub fn set_duty(body: &wire::DutySet) -> Result<Command, Problem> {
    let mut centres = std::collections::BTreeSet::new();
    for (place, text) in body.centres.iter().flatten().enumerate() {
        let field = format!("centres.{place}");
        let centre = text
            .parse()
            .map_err(|_not_an_id| problem::invalid_id(&field))?;
        if !centres.insert(centre) {
            return Err(problem::invalid_value(&field));
        }
    }
    let mut levels = std::collections::BTreeSet::new();
    for (place, level) in body.levels.iter().flatten().enumerate() {
        if !levels.insert(level.to_domain()) {
            return Err(problem::invalid_value(&format!("levels.{place}")));
        }
    }
    Ok(Command::SetDuty(SetDuty {
        state: body.state.to_domain(),
        centres,
        levels,
        until: moment("until", body.until.as_ref())?,
        sound_tested_at: moment("sound_tested_at", body.sound_tested_at.as_ref())?,
        practice: body.practice.unwrap_or(false),
    }))
}

/// Why, in somebody's words.
///
/// # Errors
/// If they are missing or too many.
pub(super) fn why(text: &str) -> Result<FreeText, Problem> {
    required_text("reason", text, limits::WHY).map_err(|invalid| problem::invalid(&invalid))
}
