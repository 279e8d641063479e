//! What an alert says. It goes through networks that are not the county's, so it holds no word
//! of a patient, and nothing by which a case could be found.

use super::{About, Alert, Callee};
use crate::domain::clinical::Level;

pub(super) fn text(alert: &Alert) -> String {
    match &alert.about {
        About::Waiting {
            level,
            municipality,
            exercise,
            ..
        } => {
            let from = municipality
                .as_ref()
                .map_or_else(String::new, |name| format!(" från {name}"));
            let practice = if *exercise { "Övning. " } else { "" };
            let level = word(*level);
            match alert.to {
                Callee::Slot(_) => {
                    format!("Väntrum: {practice}{level} fråga{from} väntar på läkare. Logga in.")
                }
                Callee::Coordinator => format!(
                    "Väntrum: {practice}{level} fråga{from} väntar, ingen läkare har svarat. Logga in."
                ),
            }
        }
        About::Shift => format!(
            "Väntrum: provlarm. {} nås på det här numret. Du behöver inte svara.",
            alert.name
        ),
    }
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::P1 => "Akut",
        Level::P2 => "Brådskande",
        Level::P3 => "Dagens",
        Level::P4 => "Planerad",
    }
}
