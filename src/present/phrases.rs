//! A doctor's own phrases and order templates, both ways.

use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::http as wire;

use super::answer::text;
use super::words::{ToDomain as _, ToWire as _};
use super::{problem, time};
use crate::domain::clinical::{
    OrderDraft, OrderTemplate, Phrase, Phrases, PhrasesDraft, TemplateDraft,
};
use crate::domain::ids::Redacted;
use crate::domain::time::Timestamp;

/// Phrases and templates that are to be kept.
///
/// # Errors
/// The first field that cannot be taken.
pub fn written(
    phrases: Vec<wire::Phrase>,
    orders: Vec<wire::OrderTemplate>,
) -> Result<Phrases, Problem> {
    let phrases = phrases.into_iter();
    let draft = PhrasesDraft {
        phrases: phrases
            .map(|phrase| (Redacted::new(phrase.title), Redacted::new(phrase.text)))
            .collect(),
        orders: orders.into_iter().map(template).collect(),
    };
    Phrases::new(draft).map_err(|invalid| problem::invalid(&invalid))
}

fn template(body: wire::OrderTemplate) -> TemplateDraft {
    let taper = body.taper.unwrap_or_default().into_iter();
    TemplateDraft {
        title: Redacted::new(body.title),
        order: OrderDraft {
            kind: Some(body.kind.to_domain()),
            what: Redacted::new(body.what.unwrap_or_default()),
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
            taper: Vec::new(),
        },
        taper: taper.map(|step| Redacted::new(step.dose)).collect(),
    }
}

/// What is kept, for her who keeps it: as it was kept for the `rev`th time, at `at`.
#[must_use]
pub fn kept(rev: u64, at: Option<Timestamp>, phrases: &Phrases) -> wire::Phrases {
    wire::Phrases {
        rev,
        at: at.map(time),
        phrases: phrases.phrases.iter().map(shown).collect(),
        orders: phrases.orders.iter().map(shown_template).collect(),
    }
}

/// Others were kept at `at`, since she read hers.
#[must_use]
pub fn changed_elsewhere(at: Timestamp) -> Problem {
    Problem {
        at: Some(Box::new(time(at))),
        ..Problem::new(
            ErrorCode::ChangedElsewhere,
            "Read what is kept now, then change that.",
        )
    }
}

fn shown(phrase: &Phrase) -> wire::Phrase {
    wire::Phrase {
        title: phrase.title.reveal().clone(),
        text: phrase.text.reveal().clone(),
    }
}

fn shown_template(template: &OrderTemplate) -> wire::OrderTemplate {
    let order = &template.order;
    let steps = template.taper.iter().map(|dose| wire::TemplateStep {
        dose: dose.reveal().clone(),
    });
    let steps: Vec<_> = steps.collect();
    wire::OrderTemplate {
        title: template.title.reveal().clone(),
        kind: order.kind.to_wire(),
        what: text(order.what.as_ref()),
        form: text(order.form.as_ref()),
        strength: text(order.strength.as_ref()),
        dose: text(order.dose.as_ref()),
        route: text(order.route.as_ref()),
        when: text(order.when.as_ref()),
        start: text(order.start.as_ref()),
        stop: text(order.stop.as_ref()),
        max_per_day: text(order.max_per_day.as_ref()),
        why: text(order.why.as_ref()),
        from_list: order.from_list.then_some(true),
        taper: (!steps.is_empty()).then_some(steps),
    }
}
