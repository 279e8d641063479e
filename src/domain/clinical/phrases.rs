//! A doctor's own phrases and order templates: words that she uses again and again.
//!
//! They belong to her and to no patient, so nothing in them may say who one is. A template is
//! an order with parts left open: she fills them in when she orders, and only then is it judged
//! whether it says all that an order must say.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::invalid::{Invalid, Why};
use super::limits::{self, Range};
use super::order::{OrderDraft, OrderParts};
use super::person_number::holds_person_number;
use super::text::{FreeText, required_line, required_text};
use crate::domain::ids::Redacted;

/// Phrases and templates, as typed.
#[derive(Debug, Clone, Default)]
pub struct PhrasesDraft {
    /// Titles and texts of phrases.
    pub phrases: Vec<(Redacted<String>, Redacted<String>)>,
    /// Order templates.
    pub orders: Vec<TemplateDraft>,
}

/// An order template, as typed.
#[derive(Debug, Clone, Default)]
pub struct TemplateDraft {
    /// What she calls it.
    pub title: Redacted<String>,
    /// What is written of the order; a template's taper has doses and no days.
    pub order: OrderDraft,
    /// The doses of a taper, in order.
    pub taper: Vec<Redacted<String>>,
}

/// All phrases and order templates of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrases {
    /// Phrases, in her order.
    pub phrases: Vec<Phrase>,
    /// Order templates, in her order.
    pub orders: Vec<OrderTemplate>,
}

/// Words to put into a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// What she calls it.
    pub title: FreeText,
    /// The words.
    pub text: FreeText,
}

/// An order with parts left open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTemplate {
    /// What she calls it.
    pub title: FreeText,
    /// What of the order is always the same.
    pub order: OrderParts,
    /// The doses of a taper, in order. Its days are those of a patient.
    pub taper: Vec<FreeText>,
}

impl Phrases {
    /// Checks phrases and templates.
    ///
    /// # Errors
    /// The first field that cannot be taken, among them one that holds what looks like a
    /// person's number.
    pub fn new(draft: PhrasesDraft) -> Result<Self, Invalid> {
        let phrases = each("phrases", limits::PHRASES, draft.phrases, phrase)?;
        let orders = each("orders", limits::ORDER_TEMPLATES, draft.orders, template)?;
        told_apart("phrases", phrases.iter().map(|phrase| &phrase.title))?;
        told_apart("orders", orders.iter().map(|template| &template.title))?;
        Ok(Self { phrases, orders })
    }
}

fn each<D, T>(
    list: &str,
    most: Range,
    drafts: Vec<D>,
    check: fn(D) -> Result<T, Invalid>,
) -> Result<Vec<T>, Invalid> {
    if !most.holds_len(drafts.len()) {
        return Err(Invalid::value(list));
    }
    let rows = drafts.into_iter().enumerate();
    rows.map(|(row, draft)| {
        check(draft).map_err(|invalid| invalid.under(&row.to_string()).under(list))
    })
    .collect()
}

/// Two of one name could not be told apart where one is chosen.
fn told_apart<'a>(list: &str, titles: impl Iterator<Item = &'a FreeText>) -> Result<(), Invalid> {
    let mut seen = BTreeSet::new();
    for (row, title) in titles.enumerate() {
        if !seen.insert(title.reveal().to_lowercase()) {
            return Err(Invalid::value(format!("{list}.{row}.title")));
        }
    }
    Ok(())
}

fn phrase((title, text): (Redacted<String>, Redacted<String>)) -> Result<Phrase, Invalid> {
    let phrase = Phrase {
        title: required_line("title", title.reveal(), limits::PHRASE_TITLE)?,
        text: required_text("text", text.reveal(), limits::PHRASE_TEXT)?,
    };
    of_nobody([("title", &phrase.title), ("text", &phrase.text)])?;
    Ok(phrase)
}

fn template(draft: TemplateDraft) -> Result<OrderTemplate, Invalid> {
    let kind = draft.order.kind.ok_or_else(|| Invalid::missing("kind"))?;
    let title = required_line("title", draft.title.reveal(), limits::PHRASE_TITLE)?;
    let taper = doses(&draft.taper)?;
    let order = OrderParts::new(&draft.order, kind, taper.iter())?;
    of_nobody(std::iter::once(("title", &title)).chain(order.texts()))?;
    for (step, dose) in taper.iter().enumerate() {
        of_nobody([("dose", dose)])
            .map_err(|invalid| invalid.under(&step.to_string()).under("taper"))?;
    }
    Ok(OrderTemplate {
        title,
        order,
        taper,
    })
}

fn doses(drafts: &[Redacted<String>]) -> Result<Vec<FreeText>, Invalid> {
    if !limits::TAPER.holds_len(drafts.len()) {
        return Err(Invalid::value("taper"));
    }
    let steps = drafts.iter().enumerate();
    steps
        .map(|(step, dose)| {
            let field = format!("taper.{step}.dose");
            required_line(&field, dose.reveal(), limits::TAPER_DOSE)
        })
        .collect()
}

/// What is kept for every patient says nothing of one.
fn of_nobody<'a>(
    texts: impl IntoIterator<Item = (&'static str, &'a FreeText)>,
) -> Result<(), Invalid> {
    let mut texts = texts.into_iter();
    match texts.find(|(_, text)| holds_person_number(text.reveal())) {
        Some((field, _)) => Err(Invalid::new(field, Why::PersonNumber)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clinical::words::OrderKind;

    #[test]
    fn phrase_has_a_title_on_one_line_and_a_text_of_several() {
        let kept = Phrases::new(phrases(&[("Svikt", "Väg dagligen.\nRing vid +2 kg.")]));
        let kept = kept.unwrap().phrases.remove(0);
        assert_eq!(kept.text.reveal(), "Väg dagligen.\nRing vid +2 kg.");
        for (title, text, refused) in [
            (" ", "x", Invalid::missing("phrases.0.title")),
            ("Två\nrader", "x", Invalid::value("phrases.0.title")),
            ("Svikt", " ", Invalid::missing("phrases.0.text")),
            ("Svikt", "a\u{202e}b", Invalid::value("phrases.0.text")),
            ("Svikt", &"a".repeat(1001), Invalid::value("phrases.0.text")),
        ] {
            assert_eq!(Phrases::new(phrases(&[(title, text)])), Err(refused));
        }
    }

    #[test]
    fn template_may_leave_open_what_an_order_must_say() {
        let draft = TemplateDraft {
            title: said("Furosemid"),
            order: OrderDraft {
                kind: Some(OrderKind::Medicine),
                what: said("Furosemid"),
                dose: Some(said("40 mg")),
                ..OrderDraft::default()
            },
            taper: vec![said("40 mg"), said("20 mg")],
        };
        let kept = of_orders(vec![draft]).unwrap().orders.remove(0);
        assert_eq!(kept.order.route, None);
        assert_eq!(kept.taper.len(), 2);
        let titled = TemplateDraft {
            order: kind(OrderKind::Care),
            ..TemplateDraft {
                title: said("Tom"),
                ..TemplateDraft::default()
            }
        };
        assert!(of_orders(vec![titled]).is_ok());
    }

    #[test]
    fn what_a_template_says_is_judged_as_an_order_is() {
        let medicine = || TemplateDraft {
            title: said("Mall"),
            order: kind(OrderKind::Medicine),
            taper: Vec::new(),
        };
        let mut unitless = medicine();
        unitless.order.dose = Some(said("40"));
        let mut untitled = medicine();
        untitled.title = said("");
        let mut kindless = medicine();
        kindless.order.kind = None;
        let mut hidden = medicine();
        hidden.order.kind = Some(OrderKind::Care);
        hidden.order.dose = Some(said("40 mg"));
        let mut tapered = medicine();
        tapered.taper = vec![said("40 mg"), said("20")];
        for (draft, refused) in [
            (unitless, Invalid::value("orders.0.dose")),
            (untitled, Invalid::missing("orders.0.title")),
            (kindless, Invalid::missing("orders.0.kind")),
            (hidden, Invalid::value("orders.0.dose")),
            (tapered, Invalid::value("orders.0.taper.1.dose")),
        ] {
            assert_eq!(of_orders(vec![draft]), Err(refused));
        }
    }

    #[test]
    fn nothing_that_is_kept_for_every_patient_holds_the_number_of_one() {
        let number = "Elsa 19121212-1212";
        for (title, text, field) in [
            ("Svikt", number, "phrases.0.text"),
            (number, "x", "phrases.0.title"),
        ] {
            let refused = Err(Invalid::new(field, Why::PersonNumber));
            assert_eq!(Phrases::new(phrases(&[(title, text)])), refused);
        }
        let blank = || TemplateDraft {
            title: said("Mall"),
            order: kind(OrderKind::Medicine),
            taper: Vec::new(),
        };
        let mut why = blank();
        why.order.why = Some(said(number));
        let mut step = blank();
        step.taper = vec![said("1 tablett"), said("19121212-1212 mg")];
        for (draft, field) in [(why, "orders.0.why"), (step, "orders.0.taper.1.dose")] {
            let refused = Err(Invalid::new(field, Why::PersonNumber));
            assert_eq!(of_orders(vec![draft]), refused);
        }
    }

    #[test]
    fn two_of_one_title_cannot_be_told_apart() {
        let twice = Phrases::new(phrases(&[("Svikt", "a"), ("svikt ", "b")]));
        assert_eq!(twice, Err(Invalid::value("phrases.1.title")));
    }

    #[test]
    fn there_are_no_more_than_a_list_can_show() {
        let many = |count: usize| PhrasesDraft {
            phrases: (0..count)
                .map(|n| (said(&n.to_string()), said("x")))
                .collect(),
            ..PhrasesDraft::default()
        };
        assert!(Phrases::new(many(30)).is_ok());
        assert_eq!(Phrases::new(many(31)), Err(Invalid::value("phrases")));
        let templates = (0..31).map(|n| TemplateDraft {
            title: said(&n.to_string()),
            order: kind(OrderKind::Care),
            taper: Vec::new(),
        });
        let refused = of_orders(templates.collect());
        assert_eq!(refused, Err(Invalid::value("orders")));
    }

    fn kind(kind: OrderKind) -> OrderDraft {
        OrderDraft {
            kind: Some(kind),
            ..OrderDraft::default()
        }
    }

    fn of_orders(orders: Vec<TemplateDraft>) -> Result<Phrases, Invalid> {
        Phrases::new(PhrasesDraft {
            orders,
            ..PhrasesDraft::default()
        })
    }

    fn phrases(phrases: &[(&str, &str)]) -> PhrasesDraft {
        let phrases = phrases.iter();
        PhrasesDraft {
            phrases: phrases
                .map(|(title, text)| (said(title), said(text)))
                .collect(),
            ..PhrasesDraft::default()
        }
    }

    fn said(text: &str) -> Redacted<String> {
        Redacted::new(text.to_owned())
    }
}
