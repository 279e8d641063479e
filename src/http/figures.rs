//! Waiting times, and what is going on right now.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use signaling::wire::http::{Indicators, LiveFigures};

use super::Doors;
use super::error::Refused;
use super::session::SignedIn;
use crate::present::indicators::{self, AcuteList, Sight};
use crate::present::{Action, figures, problem};

/// `GET /indicators/live`
pub(super) async fn live(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
) -> Result<Json<LiveFigures>, Refused> {
    problem::allowed(session.role, Action::ViewLive)?;
    let (seq, view) = doors.service.waiting.view_now(&Doors::viewer(&session));
    let found = view.figures.as_ref().ok_or_else(Refused::not_found)?;
    Ok(Json(
        doors.with_names(|names| figures::live(found, seq, names)),
    ))
}

/// `GET /indicators?from&to&by`
pub(super) async fn waiting_times(
    SignedIn { session }: SignedIn,
    State(doors): State<Doors>,
    query: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Json<Indicators>, Refused> {
    problem::allowed(session.role, Action::ViewIndicators)?;
    let Ok(Query(query)) = query else {
        return Err(problem::invalid_value("query").into());
    };
    let asked = indicators::asked(&query)?;
    let viewer = Doors::viewer(&session);
    Ok(Json(doors.with_names(|names| {
        let sight = Sight::of(&viewer, names);
        let waiting = &doors.service.waiting;
        let (_seq, rows) = waiting.figures(asked.from, asked.to, asked.by, |contact| {
            sight.counts(contact)
        });
        let list = AcuteList::of(&viewer, names);
        let missed = list.as_ref().map(|list| {
            waiting.acute_missed(asked.from, asked.to, |id, missed| {
                list.line(id, missed, names)
            })
        });
        indicators::figures(asked, &rows, missed, names)
    })))
}
