//! A doctor's answer, both ways.

use signaling::wire::error::Problem;
use signaling::wire::http as wire;

use super::request::moment;
use super::words::{ToDomain as _, ToWire as _};
use super::{death, problem, time};
use crate::domain::clinical::{
    Answer, AnswerDraft, DeathAnswer, FollowUpDraft, FreeText, Level, OrderDraft, OrderRow,
};
use crate::domain::ids::{ConsultId, Redacted};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{AnswerCodes, Command, FollowUp};

/// An answer to `consult`, which has `level`, in codes and in content.
///
/// # Errors
/// The first field that is missing or cannot be taken.
pub fn answer(
    body: wire::Answer,
    consult: ConsultId,
    level: Level,
) -> Result<(Command, Answer), Problem> {
    let draft = AnswerDraft {
        mode: body.mode.to_domain(),
        assessed_by: body.assessed_by.to_domain(),
        assessment: Redacted::new(body.assessment),
        level_of_care: body.level_of_care.to_domain(),
        transport_by: body.transport_by.map(|word| word.to_domain()),
        report_by: body.report_by.map(|word| word.to_domain()),
        orders: body.orders.into_iter().map(order).collect(),
        order_entered: body.order_entered.map(|word| word.to_domain()),
        order_entered_until: moment("order_entered_until", body.order_entered_until.as_ref())?,
        contingency: body.contingency.map(Redacted::new),
        follow_up: body.follow_up.map(follow_up).transpose()?,
        information_given: body.information_given.map(Redacted::new),
        self_care: body.self_care.map(Redacted::new),
        stance: body.stance.map(|word| word.to_domain()),
        participation: body.participation.map(|word| word.to_domain()),
        death: body.death.map(death::said).transpose()?,
    };
    let answer = Answer::new(draft, level).map_err(|invalid| problem::invalid(&invalid))?;
    let command = Command::Answer(Box::new(codes(consult, &answer)));
    Ok((command, answer))
}

fn codes(consult: ConsultId, answer: &Answer) -> AnswerCodes {
    AnswerCodes {
        consult,
        mode: answer.mode,
        assessed_by: answer.assessed_by,
        level_of_care: answer.level_of_care,
        transport_by: answer.transport_by,
        report_by: answer.report_by,
        has_orders: !answer.orders.is_empty(),
        care_only: answer.orders_are_care(),
        order_entered: answer.order_entered,
        order_entered_until: answer.order_entered_until,
        contingency: answer.contingency.is_some(),
        follow_up: answer.follow_up.as_ref().map(|follow_up| FollowUp {
            due: follow_up.when,
            owner: follow_up.owner,
        }),
        stance: answer.stance,
        participation: answer.participation,
        death: answer.death.as_ref().map(DeathAnswer::codes),
    }
}

fn follow_up(body: wire::FollowUp) -> Result<FollowUpDraft, Problem> {
    Ok(FollowUpDraft {
        what: Redacted::new(body.what),
        when: Timestamp::parse_rfc3339(&body.when.0)
            .ok_or_else(|| problem::invalid_time("follow_up.when"))?,
        owner: body.owner.to_domain(),
    })
}

fn order(body: wire::OrderRow) -> OrderDraft {
    OrderDraft {
        kind: body.kind.map(|word| word.to_domain()),
        what: Redacted::new(body.what),
        form: body.form.map(Redacted::new),
        strength: body.strength.map(Redacted::new),
        dose: body.dose.map(Redacted::new),
        route: body.route.map(Redacted::new),
        when: body.when.map(Redacted::new),
        start: body.start.map(Redacted::new),
        stop: body.stop.map(Redacted::new),
        max_per_day: body.max_per_day.map(Redacted::new),
        why: body.why.map(Redacted::new),
        from_list: body.from_list.unwrap_or(false),
        taper: body
            .taper
            .unwrap_or_default()
            .into_iter()
            .map(|step| (step.date, Redacted::new(step.dose)))
            .collect(),
    }
}

/// The answer for one who may read it.
#[must_use]
pub fn shown(answer: &Answer) -> wire::Answer {
    wire::Answer {
        mode: answer.mode.to_wire(),
        assessed_by: answer.assessed_by.to_wire(),
        assessment: answer.assessment.reveal().clone(),
        level_of_care: answer.level_of_care.to_wire(),
        transport_by: answer.transport_by.map(|word| word.to_wire()),
        report_by: answer.report_by.map(|word| word.to_wire()),
        orders: answer.orders.iter().map(shown_order).collect(),
        order_entered: answer.order_entered.map(|word| word.to_wire()),
        order_entered_until: answer.order_entered_until.map(time),
        contingency: text(answer.contingency.as_ref()),
        follow_up: answer.follow_up.as_ref().map(|found| wire::FollowUp {
            what: found.what.reveal().clone(),
            when: time(found.when),
            owner: found.owner.to_wire(),
        }),
        information_given: text(answer.information_given.as_ref()),
        self_care: text(answer.self_care.as_ref()),
        stance: answer.stance.map(|word| word.to_wire()),
        participation: answer.participation.map(|word| word.to_wire()),
        death: answer.death.as_ref().map(death::shown_answer),
    }
}

fn shown_order(row: &OrderRow) -> wire::OrderRow {
    let taper = row.taper.iter().map(|step| wire::TaperStep {
        date: step.date.to_string(),
        dose: step.dose.reveal().clone(),
    });
    let taper: Vec<_> = taper.collect();
    wire::OrderRow {
        kind: row.kind.map(|word| word.to_wire()),
        what: row.what.reveal().clone(),
        form: text(row.form.as_ref()),
        strength: text(row.strength.as_ref()),
        dose: text(row.dose.as_ref()),
        route: text(row.route.as_ref()),
        when: text(row.when.as_ref()),
        start: text(row.start.as_ref()),
        stop: text(row.stop.as_ref()),
        max_per_day: text(row.max_per_day.as_ref()),
        why: text(row.why.as_ref()),
        from_list: row.from_list.then_some(true),
        taper: (!taper.is_empty()).then_some(taper),
    }
}

/// The text for one who may read it.
pub(super) fn text(text: Option<&FreeText>) -> Option<String> {
    text.map(|text| text.reveal().clone())
}
