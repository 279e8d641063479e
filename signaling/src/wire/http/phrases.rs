//! A doctor's own phrases and order templates.

use serde::{Deserialize, Serialize};

use crate::wire::WireTime;
use crate::wire::vocabulary::OrderKind;

/// The caller's phrases and order templates, as they are kept. They are hers alone and of no
/// patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
pub struct Phrases {
    /// How many times they were kept; 0 if never.
    pub rev: u64,
    /// When, last; `null` if never.
    pub at: Option<WireTime>,
    /// Her phrases, in her order.
    pub phrases: Vec<Phrase>,
    /// Her order templates, in her order.
    pub orders: Vec<OrderTemplate>,
}

/// All of them, in the place of what was kept before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PhrasesSet {
    /// The `rev` that she changed: refused with `changed_elsewhere` if it is not the last.
    pub rev: u64,
    /// Up to 30 phrases.
    pub phrases: Vec<Phrase>,
    /// Up to 30 order templates.
    pub orders: Vec<OrderTemplate>,
}

/// Words to put into a text. A person number in them is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// What she calls it (up to 60 characters); no other phrase has the same.
    pub title: String,
    /// The words (up to 1,000 characters).
    pub text: String,
}

/// An order with parts left open, to be filled in when she orders. What is there is judged as an
/// order's is; a person number in it is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[cfg_attr(feature = "schema", ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub struct OrderTemplate {
    /// What she calls it (up to 60 characters); no other template has the same.
    pub title: String,
    /// Of which kind it is.
    pub kind: OrderKind,
    /// The medicine or measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// The form of the medicine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Strength with unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    /// Dose: number and unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    /// Way of giving.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// How often and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// From when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
    /// Most in a day, with unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_per_day: Option<String>,
    /// The reason for the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether form and strength are those of the patient's medication list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_list: Option<bool>,
    /// Steps of a taper (up to 31). Their days are those of a patient, so there are none here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taper: Option<Vec<TemplateStep>>,
}

/// One step of a template's taper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(ts_rs::TS, utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateStep {
    /// The dose with unit.
    pub dose: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::testing::pinned;

    #[test]
    fn template_says_what_is_always_the_same_and_nothing_else() {
        let order = OrderTemplate {
            title: "Prednisolon nedtrappning".to_owned(),
            kind: OrderKind::Medicine,
            what: Some("Prednisolon".to_owned()),
            form: None,
            strength: None,
            dose: None,
            route: Some("via munnen".to_owned()),
            when: None,
            start: None,
            stop: None,
            max_per_day: None,
            why: None,
            from_list: Some(true),
            taper: Some(vec![TemplateStep {
                dose: "20 mg".to_owned(),
            }]),
        };
        pinned(
            &PhrasesSet {
                rev: 2,
                phrases: vec![Phrase {
                    title: "Svikt".to_owned(),
                    text: "Väg dagligen.".to_owned(),
                }],
                orders: vec![order],
            },
            &json!({
                "rev": 2,
                "phrases": [{ "title": "Svikt", "text": "Väg dagligen." }],
                "orders": [{
                    "title": "Prednisolon nedtrappning", "kind": "medicine", "what": "Prednisolon",
                    "route": "via munnen", "from_list": true, "taper": [{ "dose": "20 mg" }],
                }],
            }),
        );
        pinned(
            &Phrases {
                rev: 0,
                at: None,
                phrases: Vec::new(),
                orders: Vec::new(),
            },
            &json!({ "rev": 0, "at": null, "phrases": [], "orders": [] }),
        );
    }
}
