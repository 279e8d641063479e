//! Orders: what a doctor wants given or done. Nothing is calculated and nothing prescribed: an
//! order is text that two people read.
//!
//! What must be said of a medicine is what HSLF-FS 2017:37 asks of an order: its name, form and
//! strength, how much is given, how and when, and why. A list that both can look into may stand
//! for form and strength.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::amount::{Amount, amount};
use super::invalid::Invalid;
use super::limits;
use super::text::{FreeText, day, optional_line, required_line};
use super::words::OrderKind;
use crate::domain::ids::Redacted;

/// An order, as typed.
#[derive(Debug, Clone, Default)]
pub struct OrderDraft {
    /// Of which kind it is; needed.
    pub kind: Option<OrderKind>,
    /// What is ordered.
    pub what: Redacted<String>,
    /// The form of the medicine.
    pub form: Option<Redacted<String>>,
    /// Its strength, with unit.
    pub strength: Option<Redacted<String>>,
    /// The dose, with unit.
    pub dose: Option<Redacted<String>>,
    /// How it is given.
    pub route: Option<Redacted<String>>,
    /// When it is given or done.
    pub when: Option<Redacted<String>>,
    /// From when on.
    pub start: Option<Redacted<String>>,
    /// Until when.
    pub stop: Option<Redacted<String>>,
    /// How much at most in a day, with unit.
    pub max_per_day: Option<Redacted<String>>,
    /// For what.
    pub why: Option<Redacted<String>>,
    /// Whether form and strength are those of the patient's medication list.
    pub from_list: bool,
    /// Steps of a taper: day (`YYYY-MM-DD`) and dose.
    pub taper: Vec<(String, Redacted<String>)>,
}

/// One order. Amounts are text with their unit, as the doctor wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Of which kind it is; nothing in what was sealed before there were kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrderKind>,
    /// What is ordered.
    pub what: FreeText,
    /// The form of the medicine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FreeText>,
    /// Its strength, with unit.
    pub strength: Option<FreeText>,
    /// The dose, with unit.
    pub dose: Option<FreeText>,
    /// How it is given.
    pub route: Option<FreeText>,
    /// When it is given or done.
    pub when: Option<FreeText>,
    /// From when on.
    pub start: Option<FreeText>,
    /// Until when.
    pub stop: Option<FreeText>,
    /// How much at most in a day, with unit.
    pub max_per_day: Option<FreeText>,
    /// For what.
    pub why: Option<FreeText>,
    /// Whether form and strength are those of the patient's medication list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_list: bool,
    /// Steps of a taper (nedtrappning), each later than the one before.
    pub taper: Vec<TaperStep>,
}

/// One step of a taper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaperStep {
    /// The first day of the step.
    pub date: Date,
    /// The dose, with unit.
    pub dose: FreeText,
}

/// Checks the orders of one answer.
pub(super) fn orders(drafts: Vec<OrderDraft>) -> Result<Vec<OrderRow>, Invalid> {
    if !limits::ORDERS.holds_len(drafts.len()) {
        return Err(Invalid::value("orders"));
    }
    drafts
        .into_iter()
        .enumerate()
        .map(|(row, draft)| {
            order(draft).map_err(|invalid| invalid.under(&row.to_string()).under("orders"))
        })
        .collect()
}

fn order(draft: OrderDraft) -> Result<OrderRow, Invalid> {
    let kind = draft.kind.ok_or_else(|| Invalid::missing("kind"))?;
    let taper = taper(&draft.taper)?;
    let parts = OrderParts::new(&draft, kind, taper.iter().map(|step| &step.dose))?;
    if let Some(field) = parts.unsaid() {
        return Err(Invalid::missing(field));
    }
    let OrderParts {
        kind: _,
        what,
        form,
        strength,
        dose,
        route,
        when,
        start,
        stop,
        max_per_day,
        why,
        from_list,
    } = parts;
    Ok(OrderRow {
        kind: Some(kind),
        what: what.ok_or_else(|| Invalid::missing("what"))?,
        form,
        strength,
        dose,
        route,
        when,
        start,
        stop,
        max_per_day,
        why,
        from_list,
        taper,
    })
}

/// What is written of an order so far. No part of it can be wrong, yet some may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderParts {
    /// Of which kind it is.
    pub kind: OrderKind,
    /// What is ordered.
    pub what: Option<FreeText>,
    /// The form of the medicine.
    pub form: Option<FreeText>,
    /// Its strength, with unit.
    pub strength: Option<FreeText>,
    /// The dose, with unit.
    pub dose: Option<FreeText>,
    /// How it is given.
    pub route: Option<FreeText>,
    /// When it is given or done.
    pub when: Option<FreeText>,
    /// From when on.
    pub start: Option<FreeText>,
    /// Until when.
    pub stop: Option<FreeText>,
    /// How much at most in a day, with unit.
    pub max_per_day: Option<FreeText>,
    /// For what.
    pub why: Option<FreeText>,
    /// Whether form and strength are those of the patient's medication list.
    pub from_list: bool,
}

impl OrderParts {
    /// Reads what is written, with the doses of a taper.
    pub(super) fn new<'a>(
        draft: &OrderDraft,
        kind: OrderKind,
        doses: impl ExactSizeIterator<Item = &'a FreeText>,
    ) -> Result<Self, Invalid> {
        let part = |field: &str, text: Option<&Redacted<String>>| {
            let text = text.map(|text| text.reveal().as_str());
            optional_line(field, text, limits::ORDER_PART)
        };
        let what = draft.what.reveal().as_str();
        let parts = Self {
            kind,
            what: optional_line("what", Some(what), limits::ORDER_WHAT)?,
            form: part("form", draft.form.as_ref())?,
            strength: part("strength", draft.strength.as_ref())?,
            dose: part("dose", draft.dose.as_ref())?,
            route: part("route", draft.route.as_ref())?,
            when: part("when", draft.when.as_ref())?,
            start: part("start", draft.start.as_ref())?,
            stop: part("stop", draft.stop.as_ref())?,
            max_per_day: part("max_per_day", draft.max_per_day.as_ref())?,
            why: part("why", draft.why.as_ref())?,
            from_list: draft.from_list,
        };
        match kind {
            OrderKind::Medicine => parts.has_units(doses)?,
            OrderKind::Care => parts.is_no_medicine(doses.len() > 0)?,
        }
        Ok(parts)
    }

    /// The first thing that an order must say and this does not. A medicine is ordered whole;
    /// what is done for the patient has a time.
    fn unsaid(&self) -> Option<&'static str> {
        let needed: &[(&str, bool)] = match self.kind {
            OrderKind::Medicine => &[
                ("what", self.what.is_some()),
                ("form", self.form.is_some() || self.from_list),
                ("strength", self.strength.is_some() || self.from_list),
                ("dose", self.dose.is_some()),
                ("route", self.route.is_some()),
                ("when", self.when.is_some()),
                ("why", self.why.is_some()),
            ],
            OrderKind::Care => &[("what", self.what.is_some()), ("when", self.when.is_some())],
        };
        let unsaid = needed.iter().find(|(_, said)| !said);
        unsaid.map(|(field, _)| *field)
    }

    /// No number in a medicine's order stands without its unit.
    fn has_units<'a>(&self, mut doses: impl Iterator<Item = &'a FreeText>) -> Result<(), Invalid> {
        let sound = |text: Option<&FreeText>, bare_words: bool| {
            text.is_none_or(|text| match amount(text.reveal()) {
                Amount::WithUnit => true,
                Amount::NoNumber => bare_words,
                Amount::NoUnit => false,
            })
        };
        let amounts = [
            ("strength", sound(self.strength.as_ref(), true)),
            ("dose", sound(self.dose.as_ref(), false)),
            ("max_per_day", sound(self.max_per_day.as_ref(), true)),
        ];
        if let Some((field, _)) = amounts.into_iter().find(|(_, sound)| !sound) {
            return Err(Invalid::value(field));
        }
        match doses.position(|dose| !sound(Some(dose), false)) {
            Some(step) => Err(Invalid::value(format!("taper.{step}.dose"))),
            None => Ok(()),
        }
    }

    /// Care has nothing that only a medicine has: else one could be ordered as care, without
    /// what an order of it must say.
    fn is_no_medicine(&self, tapers: bool) -> Result<(), Invalid> {
        let of_a_medicine = [
            ("form", self.form.is_some()),
            ("strength", self.strength.is_some()),
            ("dose", self.dose.is_some()),
            ("route", self.route.is_some()),
            ("max_per_day", self.max_per_day.is_some()),
            ("from_list", self.from_list),
            ("taper", tapers),
        ];
        match of_a_medicine.into_iter().find(|(_, said)| *said) {
            Some((field, _)) => Err(Invalid::value(field)),
            None => Ok(()),
        }
    }

    /// Every text in it, with its field.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'static str, &FreeText)> {
        let parts = [
            ("what", self.what.as_ref()),
            ("form", self.form.as_ref()),
            ("strength", self.strength.as_ref()),
            ("dose", self.dose.as_ref()),
            ("route", self.route.as_ref()),
            ("when", self.when.as_ref()),
            ("start", self.start.as_ref()),
            ("stop", self.stop.as_ref()),
            ("max_per_day", self.max_per_day.as_ref()),
            ("why", self.why.as_ref()),
        ];
        let written = |(field, text): (_, Option<_>)| text.map(|text| (field, text));
        parts.into_iter().filter_map(written)
    }
}

fn taper(drafts: &[(String, Redacted<String>)]) -> Result<Vec<TaperStep>, Invalid> {
    if !limits::TAPER.holds_len(drafts.len()) {
        return Err(Invalid::value("taper"));
    }
    let mut steps: Vec<TaperStep> = Vec::with_capacity(drafts.len());
    for (place, (date, dose)) in drafts.iter().enumerate() {
        let field = |name: &str| format!("taper.{place}.{name}");
        let date = day(&field("date"), date)?;
        if steps.last().is_some_and(|before| date <= before.date) {
            return Err(Invalid::value(field("date")));
        }
        let dose = required_line(&field("dose"), dose.reveal(), limits::TAPER_DOSE)?;
        steps.push(TaperStep { date, dose });
    }
    Ok(steps)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    type Spoil = fn(&mut OrderDraft);
    type Write = fn(&mut OrderDraft, Redacted<String>);

    #[test]
    fn medicine_says_what_how_much_how_when_and_why() {
        assert_eq!(outcome(furosemide()), Ok(()));
        let cases: [(&str, Spoil); 8] = [
            ("kind", |order| order.kind = None),
            ("what", |order| order.what = text(" ")),
            ("form", |order| order.form = None),
            ("strength", |order| order.strength = Some(text(""))),
            ("dose", |order| order.dose = None),
            ("route", |order| order.route = None),
            ("when", |order| order.when = None),
            ("why", |order| order.why = Some(text(" "))),
        ];
        for (field, spoil) in cases {
            let mut order = furosemide();
            spoil(&mut order);
            let missing = Err(Invalid::missing(format!("orders.1.{field}")));
            assert_eq!(second(order), missing, "{field}");
        }
    }

    #[test]
    fn medication_list_may_stand_for_form_and_strength_but_not_for_the_dose() {
        let mut order = furosemide();
        order.form = None;
        order.strength = None;
        order.from_list = true;
        assert_eq!(outcome(order.clone()), Ok(()));
        order.dose = None;
        assert_eq!(outcome(order), Err(Invalid::missing("orders.0.dose")));
    }

    #[test]
    fn amount_without_its_unit_is_refused_where_it_stands() {
        let cases: [(&str, Spoil); 6] = [
            ("dose", |order| order.dose = Some(text("5"))),
            ("dose", |order| order.dose = Some(text("mg"))),
            ("dose", |order| order.dose = Some(text("mg 5"))),
            ("strength", |order| order.strength = Some(text("40"))),
            ("max_per_day", |order| order.max_per_day = Some(text("4"))),
            ("taper.1.dose", |order| {
                order.taper = vec![
                    ("2026-11-21".to_owned(), text("20 mg")),
                    ("2026-11-25".to_owned(), text("10")),
                ];
            }),
        ];
        for (field, spoil) in cases {
            let mut order = furosemide();
            spoil(&mut order);
            let wrong = Err(Invalid::value(format!("orders.1.{field}")));
            assert_eq!(second(order), wrong, "{field}");
        }
    }

    #[test]
    fn care_says_what_and_when_and_is_no_way_around_the_medicine() {
        assert_eq!(outcome(weighing()), Ok(()));
        let mut timeless = weighing();
        timeless.when = None;
        assert_eq!(outcome(timeless), Err(Invalid::missing("orders.0.when")));
        let cases: [(&str, Spoil); 7] = [
            ("form", |order| order.form = Some(text("tablett"))),
            ("strength", |order| order.strength = Some(text("40 mg"))),
            ("dose", |order| order.dose = Some(text("1 tablett"))),
            ("route", |order| order.route = Some(text("via munnen"))),
            ("max_per_day", |order| order.max_per_day = Some(text("4 g"))),
            ("from_list", |order| order.from_list = true),
            ("taper", |order| {
                order.taper = vec![("2026-11-21".to_owned(), text("20 mg"))];
            }),
        ];
        for (field, spoil) in cases {
            let mut order = weighing();
            spoil(&mut order);
            let wrong = Err(Invalid::value(format!("orders.1.{field}")));
            assert_eq!(second(order), wrong, "{field}");
        }
    }

    #[test]
    fn no_part_of_an_order_becomes_two_lines_in_a_journal() {
        let parts: [(&str, Write); 10] = [
            ("what", |order, text| order.what = text),
            ("form", |order, text| order.form = Some(text)),
            ("strength", |order, text| order.strength = Some(text)),
            ("dose", |order, text| order.dose = Some(text)),
            ("route", |order, text| order.route = Some(text)),
            ("when", |order, text| order.when = Some(text)),
            ("start", |order, text| order.start = Some(text)),
            ("stop", |order, text| order.stop = Some(text)),
            ("max_per_day", |order, text| order.max_per_day = Some(text)),
            ("why", |order, text| order.why = Some(text)),
        ];
        for (field, write) in parts {
            for sign in ['\n', '\t', '\u{2028}', '\u{202e}', '\u{2066}', '\u{200f}'] {
                let mut order = furosemide();
                write(&mut order, text(&format!("50 {sign}gm")));
                let wrong = Err(Invalid::value(format!("orders.0.{field}")));
                assert_eq!(outcome(order), wrong, "{field} {sign:?}");
            }
        }
    }

    #[test]
    fn thirteenth_order_is_refused() {
        assert_eq!(orders(vec![furosemide(); 12]).unwrap().len(), 12);
        let refused = orders(vec![furosemide(); 13]);
        assert_eq!(refused, Err(Invalid::value("orders")));
    }

    #[test]
    fn taper_goes_forward_in_time() {
        let with = |days: &[&str]| {
            let mut order = furosemide();
            let dose = || text("20 mg");
            order.taper = days.iter().map(|day| ((*day).to_owned(), dose())).collect();
            outcome(order)
        };
        assert_eq!(with(&["2026-11-21", "2026-11-25"]), Ok(()));
        for bad in ["2026-11-21", "2026-11-20", "25/11"] {
            assert_eq!(
                with(&["2026-11-21", bad]),
                Err(Invalid::value("orders.0.taper.1.date"))
            );
        }
    }

    #[test]
    fn order_that_was_sealed_before_there_were_kinds_is_read_as_it_was_written() {
        let stored = r#"{"what":"Furosemid","strength":"40 mg","dose":"1","route":null,"when":null,
            "start":null,"stop":null,"max_per_day":null,"why":null,"taper":[]}"#;
        let row: OrderRow = serde_json::from_str(stored).unwrap();
        assert_eq!((row.kind, row.from_list, row.form), (None, false, None));
        assert_eq!(row.dose.unwrap().reveal(), "1");
    }

    fn outcome(order: OrderDraft) -> Result<(), Invalid> {
        orders(vec![order]).map(|_| ())
    }

    /// The outcome of an order that is the second of its answer.
    fn second(order: OrderDraft) -> Result<(), Invalid> {
        orders(vec![weighing(), order]).map(|_| ())
    }

    fn text(text: &str) -> Redacted<String> {
        Redacted::new(text.to_owned())
    }

    pub(in crate::domain::clinical) fn furosemide() -> OrderDraft {
        OrderDraft {
            kind: Some(OrderKind::Medicine),
            what: text("Furosemid"),
            form: Some(text("tablett")),
            strength: Some(text("40 mg")),
            dose: Some(text("1 tablett")),
            route: Some(text("via munnen")),
            when: Some(text("kl. 08")),
            why: Some(text("vätskeretention")),
            ..OrderDraft::default()
        }
    }

    fn weighing() -> OrderDraft {
        OrderDraft {
            kind: Some(OrderKind::Care),
            what: text("Kontroll av vikt"),
            when: Some(text("varje morgon")),
            ..OrderDraft::default()
        }
    }
}
