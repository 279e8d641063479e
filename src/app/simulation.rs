//! A county's days on a virtual clock, told in numbers.

use serde::Serialize;

use super::open::{self, Failed};
use crate::clock::Clock;
use crate::config::{Exit, Format, SimulateArgs};
use crate::domain::indicators::{GroupBy, Key, Row, Shown, WaitingTimes, rows};
use crate::domain::simulation::{Days, Listener, Loudness, simulate};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::{DirectoryHash, WaitingRoom};

/// What the days were like.
#[derive(Debug, Serialize)]
struct Told {
    days: u32,
    seed: u64,
    levels: Vec<LevelTold>,
    alerts: Loudness,
    /// In hundredths.
    alerts_per_hundred_answered: Option<u64>,
}

#[derive(Debug, Serialize)]
struct LevelTold {
    level: String,
    /// Nothing where they are too few to show, as in a county's own figures.
    n: Option<u64>,
    wait_median_seconds: Option<u64>,
    wait_p90_seconds: Option<u64>,
    in_target: Option<u64>,
    of: Option<u64>,
}

/// Lets the days pass and says what they were like.
///
/// # Errors
/// If the county file cannot be read.
pub(super) fn run(args: &SimulateArgs) -> Result<String, Failed> {
    let now = Clock::machine().now();
    let directory = open::directory(args.county.as_deref(), now)?;
    let days = Days {
        count: args.days,
        before: now,
        seed: args.seed,
    };
    let mut room = WaitingRoom::new();
    let mut times = WaitingTimes::default();
    let mut listener = Listener::default();
    let hash = DirectoryHash([0; 32]);
    simulate(&mut room, &directory, hash, days, &mut |entry| {
        for event in &entry.events {
            times.fold(entry.at, event);
        }
        listener.hear(&directory, &entry);
    });
    let always = times.between(Timestamp::from_millis(0), now);
    let found = rows(always, [].into_iter(), GroupBy::Level);
    let told = Told {
        days: args.days,
        seed: args.seed,
        levels: found.iter().filter_map(level).collect(),
        alerts: listener.heard(),
        alerts_per_hundred_answered: listener.heard().per_answer(),
    };
    match args.format {
        Format::Table => Ok(table(&told)),
        Format::Json => serde_json::to_string_pretty(&told)
            .map_err(|error| Failed::new(Exit::Unavailable, error.to_string())),
    }
}

fn level(row: &Row) -> Option<LevelTold> {
    let Key::Level(level) = &row.key else {
        return None;
    };
    let whole = |count| (row.shown == Shown::Whole).then_some(count);
    Some(LevelTold {
        level: level.to_string(),
        n: whole(row.n),
        wait_median_seconds: row.wait_median_seconds,
        wait_p90_seconds: row.wait_p90_seconds,
        in_target: whole(row.contact_in_target.part),
        of: whole(row.contact_in_target.whole),
    })
}

fn table(told: &Told) -> String {
    let minutes = |seconds: Option<u64>| {
        seconds.map_or_else(|| "-".to_owned(), |seconds| (seconds / 60).to_string())
    };
    let count = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let alerts = told.alerts;
    let share = told.alerts_per_hundred_answered;
    let share = share.map_or_else(
        || "-".to_owned(),
        |share| format!("{}.{:02}", share / 100, share % 100),
    );
    let head = [
        format!("{} days, seed {}", told.days, told.seed),
        String::new(),
        "level     n  median  90%  in target".to_owned(),
    ];
    let levels = told.levels.iter().map(|row| {
        format!(
            "{:<5} {:>5} {:>7} {:>4}  {}/{}",
            row.level,
            count(row.n),
            minutes(row.wait_median_seconds),
            minutes(row.wait_p90_seconds),
            count(row.in_target),
            count(row.of)
        )
    });
    let tail = [
        "(minutes from asking to contact)".to_owned(),
        String::new(),
        format!("answered             {:>7}", alerts.answered),
        format!("sounds at screens    {:>7}", alerts.screen_alerts),
        format!("rings of telephones  {:>7}", alerts.telephone_alerts),
        format!("alerts per answered  {share:>7}"),
    ];
    let lines: Vec<String> = head.into_iter().chain(levels).chain(tail).collect();
    lines.join("\n")
}
