//! Waiting times with what they mean, and who may count what.

use std::collections::BTreeSet;

use signaling::wire::error::{ErrorCode, Problem};
use signaling::wire::http::{AcuteMissed, Definition, IndicatorRow, Indicators};
use signaling::wire::vocabulary as wire;

use super::names::Names;
use super::words::ToWire as _;
use super::{problem, time};
use crate::domain::access::Role;
use crate::domain::directory::ControllerKind;
use crate::domain::ids::{CentreId, ConsultId, ControllerId, MunicipalityId, UnitId};
use crate::domain::indicators::{self as domain, Contact, GroupBy, Key, Row, Share, Shown};
use crate::domain::time::Timestamp;
use crate::domain::waiting_room::Viewer;

/// A period and a grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// From when.
    pub from: Timestamp,
    /// Until before when.
    pub to: Timestamp,
    /// What a row stands for.
    pub by: GroupBy,
}

/// Reads `from`, `to` and `by` from a query.
///
/// # Errors
/// The first name that is unknown, missing or has a value that cannot be.
pub fn asked(query: &[(String, String)]) -> Result<Asked, Problem> {
    const NAMES: [&str; 3] = ["from", "to", "by"];
    if let Some((name, _)) = query
        .iter()
        .find(|(name, _)| !NAMES.contains(&name.as_str()))
    {
        let detail = "Leave it out: figures are asked for by from, to and by.";
        let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
        return Err(Problem::new(ErrorCode::UnknownField, detail).at(name));
    }
    let one = |wanted: &str| {
        let mut values = query.iter().filter(|(name, _)| name == wanted);
        let (_, value) = values.next().ok_or_else(|| problem::missing(wanted))?;
        match values.next() {
            None => Ok(value.as_str()),
            Some(_) => Err(problem::invalid_value(wanted)),
        }
    };
    let moment = |name: &str| {
        Timestamp::parse_rfc3339(one(name)?).ok_or_else(|| problem::invalid_time(name))
    };
    let (from, to) = (moment("from")?, moment("to")?);
    let by = grouping(one("by")?).ok_or_else(|| problem::invalid_value("by"))?;
    if to <= from {
        return Err(problem::invalid_value("to"));
    }
    Ok(Asked { from, to, by })
}

fn grouping(word: &str) -> Option<GroupBy> {
    let wire = wire::GroupBy::ALL.iter().find(|by| by.as_str() == word)?;
    Some(match wire {
        wire::GroupBy::Centre => GroupBy::Centre,
        wire::GroupBy::Municipality => GroupBy::Municipality,
        wire::GroupBy::Level => GroupBy::Level,
        wire::GroupBy::Hour => GroupBy::Hour,
    })
}

const fn grouped(by: GroupBy) -> wire::GroupBy {
    match by {
        GroupBy::Centre => wire::GroupBy::Centre,
        GroupBy::Municipality => wire::GroupBy::Municipality,
        GroupBy::Level => wire::GroupBy::Level,
        GroupBy::Hour => wire::GroupBy::Hour,
    }
}

/// Whose requests somebody counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// The whole county's.
    County,
    /// Those of these municipalities' units and those asked of these centres.
    Some {
        /// The municipalities.
        municipalities: Vec<MunicipalityId>,
        /// The centres.
        centres: Vec<CentreId>,
    },
}

impl Sight {
    /// How far the viewer counts: the region and its coordinator everything, a municipality
    /// and a provider their own half, a head and a chief nurse what they answer for.
    #[must_use]
    pub fn of(viewer: &Viewer, names: Names<'_>) -> Self {
        let directory = names.directory();
        let at = names.at();
        let nothing = Self::Some {
            municipalities: Vec::new(),
            centres: Vec::new(),
        };
        let Some(row) = directory.commission(&viewer.commission, at) else {
            return nothing;
        };
        let kind = directory
            .controller(&row.controller, at)
            .map(|controller| controller.kind);
        match row.role {
            Role::Coordinator => Self::County,
            Role::Administrator if kind == Some(ControllerKind::Region) => Self::County,
            Role::Administrator => Self::Some {
                municipalities: directory
                    .municipalities(at)
                    .filter(|found| found.controller == row.controller)
                    .map(|found| found.id.clone())
                    .collect(),
                centres: directory
                    .centres(at)
                    .filter(|found| found.controller == row.controller)
                    .map(|found| found.id.clone())
                    .collect(),
            },
            Role::ChiefNurse | Role::HeadOfUnit => {
                let unit = row.unit.as_ref().and_then(|unit| directory.unit(unit, at));
                Self::Some {
                    municipalities: row
                        .municipality
                        .iter()
                        .chain(unit.map(|unit| &unit.municipality))
                        .cloned()
                        .collect(),
                    centres: row.centres.iter().cloned().collect(),
                }
            }
            Role::Nurse | Role::Doctor | Role::Reviewer | Role::Operator => nothing,
        }
    }

    /// Whether the request is one of them.
    #[must_use]
    pub fn counts(&self, contact: &Contact) -> bool {
        match self {
            Self::County => true,
            Self::Some {
                municipalities,
                centres,
            } => {
                municipalities.contains(&contact.municipality) || centres.contains(&contact.centre)
            }
        }
    }
}

/// Whose acute requests without contact in time somebody is told one by one: a share may hide
/// them, and that is what must never vanish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcuteList {
    controller: ControllerId,
    municipality: Option<MunicipalityId>,
    unit: Option<UnitId>,
    centres: BTreeSet<CentreId>,
}

impl AcuteList {
    /// A chief nurse's municipality, and the unit or centres of their head; nobody else's.
    #[must_use]
    pub fn of(viewer: &Viewer, names: Names<'_>) -> Option<Self> {
        let own = names.directory().commission(&viewer.commission, names.at());
        let own = own.filter(|own| own.person == viewer.person)?;
        match own.role {
            Role::ChiefNurse | Role::HeadOfUnit => Some(Self {
                controller: own.controller.clone(),
                municipality: own.municipality.clone(),
                unit: own.unit.clone(),
                centres: own.centres.iter().cloned().collect(),
            }),
            Role::Administrator
            | Role::Coordinator
            | Role::Nurse
            | Role::Doctor
            | Role::Reviewer
            | Role::Operator => None,
        }
    }

    /// The request as a line, if it is hers to see.
    #[must_use]
    pub fn line(
        &self,
        id: ConsultId,
        missed: domain::AcuteMissed<'_>,
        names: Names<'_>,
    ) -> Option<AcuteMissed> {
        let contact = missed.contact;
        let asks = contact.request_owner == self.controller
            && (self.municipality.as_ref() == Some(&contact.municipality)
                || self.unit.as_ref() == Some(&contact.unit));
        let answers =
            contact.answer_owner == self.controller && self.centres.contains(&contact.centre);
        let shown = !contact.protected || contact.request_owner == self.controller;
        (asks || answers).then(|| AcuteMissed {
            id: id.to_string(),
            centre_name: names.centre(&contact.centre),
            unit_name: if shown {
                names.unit(&contact.unit)
            } else {
                String::new()
            },
            municipality_name: if shown {
                names.municipality(&contact.municipality)
            } else {
                String::new()
            },
            queued_at: time(contact.queued_at),
            due_at: time(missed.due_at),
            first_contact_at: contact.first_contact_at.map(time),
            withdrawn_at: contact.withdrawn.map(|(at, _)| time(at)),
        })
    }
}

/// The figures with their names and meanings. A group too small to show shows nothing.
#[must_use]
pub fn figures(
    asked: Asked,
    rows: &[Row],
    acute_missed: Option<Vec<AcuteMissed>>,
    names: Names<'_>,
) -> Indicators {
    Indicators {
        from: time(asked.from),
        to: time(asked.to),
        by: grouped(asked.by),
        rows: rows.iter().map(|found| row(found, names)).collect(),
        definitions: definitions(),
        acute_missed,
    }
}

fn row(row: &Row, names: Names<'_>) -> IndicatorRow {
    let (key, name) = match &row.key {
        Key::Centre(id) => (id.to_string(), names.centre(id)),
        Key::Municipality(id) => (id.to_string(), names.municipality(id)),
        Key::Level(level) => (level.to_string(), level.to_string()),
        Key::Hour(hour) => (format!("{hour:02}"), format!("{hour:02}–{:02}", hour + 1)),
    };
    let counts = row.shown == Shown::Whole;
    let waits = row.shown != Shown::Nothing;
    IndicatorRow {
        key,
        name,
        level: row.level.map(|level| level.to_wire()),
        n: counts.then_some(row.n),
        suppressed: !waits,
        withheld: row.shown == Shown::Waits,
        target_seconds: row.target_seconds.filter(|_| waits),
        wait_median_seconds: row.wait_median_seconds.filter(|_| waits),
        wait_p90_seconds: row.wait_p90_seconds.filter(|_| waits),
        take_median_seconds: row.take_median_seconds.filter(|_| waits),
        contact_in_target: share(row.contact_in_target).filter(|_| counts),
        abandoned: share(row.abandoned).filter(|_| counts),
        phone_contacts: row.phone_contacts,
        downtime_contacts: row.downtime_contacts,
    }
}

/// The share, to a tenth of a per cent; nothing of nothing is no share.
fn share(share: Share) -> Option<f64> {
    let permille = share.part.saturating_mul(1_000).checked_div(share.whole)?;
    u32::try_from(permille)
        .ok()
        .map(|permille| f64::from(permille) / 1_000.0)
}

fn definitions() -> Vec<Definition> {
    [
        (
            "n",
            "Antal frågor som köades i perioden, utan övningsärenden.",
            "Requests queued in the period, without practice cases.",
        ),
        (
            "target_seconds",
            "Den längsta tiden till första kontakt som gällde när frågorna köades.",
            "The longest time to first contact valid when the requests were queued.",
        ),
        (
            "wait_median_seconds",
            "Median av tiden från första köläggning till första kontakt.",
            "Median time from first queued to first contact.",
        ),
        (
            "wait_p90_seconds",
            "90:e percentilen av samma tid, närmaste rang.",
            "90th percentile of the same time, nearest rank.",
        ),
        (
            "take_median_seconds",
            "Median av tiden från första köläggning till att en läkare tog ärendet.",
            "Median time from first queued to a doctor taking the case.",
        ),
        (
            "contact_in_target",
            "Andel med kontakt inom den längsta tid som gällde när frågan köades.",
            "Share with contact within the longest time valid when the request was queued.",
        ),
        (
            "abandoned",
            "Andel som återtogs innan någon läkare svarade.",
            "Share withdrawn before a doctor answered.",
        ),
        (
            "phone_contacts",
            "Antal telefonkontakter i perioden, registrerade i efterhand. De ingår inte i antalet \
             frågor. Visas inte om de är 1–4, eller om ett sådant antal skulle gå att räkna ut.",
            "Contacts by telephone in the period, registered afterwards. They are not among the \
             requests. Not shown if there are 1 to 4, or if such a number could be worked out.",
        ),
        (
            "downtime_contacts",
            "De av telefonkontakterna som ersatte ett samtal som Väntrum inte kunde bära.",
            "Those of them that took the place of a call which the system could not carry.",
        ),
        (
            "suppressed",
            "Färre än 5 ärenden: ingenting visas.",
            "Fewer than 5 requests: nothing is shown.",
        ),
        (
            "withheld",
            "Minst 5 ärenden. Antal och andelar visas inte, för av dem skulle ett antal under 5 \
             gå att räkna ut.",
            "At least 5 requests. The number and the shares are not shown, since a number below \
             5 could be worked out from them.",
        ),
    ]
    .map(|(code, sv, en)| Definition {
        code: code.to_owned(),
        sv: sv.to_owned(),
        en: en.to_owned(),
    })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_is_told_to_a_tenth_of_a_per_cent() {
        assert_eq!(share(Share { part: 2, whole: 3 }), Some(0.666));
        assert_eq!(share(Share { part: 3, whole: 3 }), Some(1.0));
        assert_eq!(share(Share { part: 0, whole: 0 }), None);
    }

    #[test]
    fn withheld_group_tells_its_waits_and_small_one_nothing() {
        let directory = crate::config::county::demo().unwrap();
        let names = Names::new(&directory, Timestamp::from_millis(1_795_250_000_000));
        let told = |shown| {
            let group = Row {
                key: Key::Hour(9),
                level: None,
                shown,
                n: 6,
                target_seconds: Some(1_800),
                wait_median_seconds: Some(60),
                wait_p90_seconds: Some(90),
                take_median_seconds: Some(30),
                contact_in_target: Share { part: 5, whole: 6 },
                abandoned: Share { part: 0, whole: 6 },
                phone_contacts: Some(0),
                downtime_contacts: Some(0),
            };
            let row = row(&group, names);
            let counts = [row.contact_in_target, row.abandoned].map(|it| it.is_some());
            let waits = [
                row.wait_median_seconds,
                row.wait_p90_seconds,
                row.take_median_seconds,
            ];
            let waits = waits.map(|it| it.is_some());
            (row.suppressed, row.withheld, row.n.is_some(), counts, waits)
        };
        assert_eq!(
            told(Shown::Whole),
            (false, false, true, [true; 2], [true; 3])
        );
        assert_eq!(
            told(Shown::Waits),
            (false, true, false, [false; 2], [true; 3])
        );
        assert_eq!(
            told(Shown::Nothing),
            (true, false, false, [false; 2], [false; 3])
        );
    }

    #[test]
    fn every_figure_that_is_shown_is_defined() {
        let shown = serde_json::to_value(IndicatorRow {
            key: String::new(),
            name: String::new(),
            level: None,
            n: None,
            suppressed: true,
            withheld: false,
            target_seconds: None,
            wait_median_seconds: None,
            wait_p90_seconds: None,
            take_median_seconds: None,
            contact_in_target: None,
            abandoned: None,
            phone_contacts: None,
            downtime_contacts: None,
        })
        .unwrap();
        let defined = definitions();
        for field in shown.as_object().unwrap().keys() {
            let is_label = matches!(field.as_str(), "key" | "name" | "level");
            assert!(
                is_label || defined.iter().any(|it| it.code == *field),
                "{field}"
            );
        }
    }
}
