//! What an alert says. It goes through networks that are not the county's, so it holds no word
//! of a patient, and nothing by which a case could be found.

use super::{About, Alert, Callee};
use crate::domain::clinical::Level;
use crate::domain::waiting_room::GapKind;

pub(super) fn text(alert: &Alert) -> String {
    match &alert.about {
        About::Waiting {
            level,
            municipality,
            ..
        } => {
            let from = municipality
                .as_ref()
                .map_or_else(String::new, |name| format!(" från {name}"));
            let level = word(*level);
            match alert.to {
                Callee::Slot(_) => {
                    format!("Väntrum: {level} fråga{from} väntar på läkare. Logga in.")
                }
                Callee::Coordinator | Callee::Unit(_) | Callee::Centre(_) => format!(
                    "Väntrum: {level} fråga{from} väntar, ingen läkare har svarat. Logga in."
                ),
            }
        }
        About::Late { kind, .. } => {
            format!("Väntrum: {} i tid. Logga in.", undone(*kind))
        }
        About::Shift => format!(
            "Väntrum: provlarm. {} nås på det här numret. Du behöver inte svara.",
            alert.name
        ),
    }
}

const fn undone(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Unopened => "ett läkarsvar har inte öppnats",
        GapKind::Unconfirmed => "en ordination har inte bekräftats",
        GapKind::Transport => "en transport har inte beställts",
        GapKind::Report => "en rapport har inte lämnats",
        GapKind::OrderEntered => "en ordination har inte införts",
        GapKind::FollowUp => "en uppföljning har inte gjorts",
        GapKind::Journal => "en kontakt har inte journalförts",
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
