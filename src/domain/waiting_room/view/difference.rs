//! What changed between two views of one person, and how to follow it.

use std::collections::BTreeMap;

use super::{CentreView, ConsultRowView, DutyView, EndedClaimView, FiguresView, NoticeView, View};
use crate::domain::ids::{CentreId, ConsultId};

/// One change of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A consult is new or has changed.
    Consult(Box<ConsultRowView>),
    /// A consult is no longer hers to see.
    ConsultGone(ConsultId),
    /// A queue is new or has another order.
    Queue(CentreId, Vec<ConsultId>),
    /// A queue is no longer hers to see.
    QueueGone(CentreId),
    /// A centre is new or has changed.
    Centre(CentreId, CentreView),
    /// A centre is no longer hers to see.
    CentreGone(CentreId),
    /// Her duty.
    Duty(Option<DutyView>),
    /// What is going on.
    Figures(Option<Box<FiguresView>>),
    /// An alarm is raised.
    Notice(ConsultId, NoticeView),
    /// An alarm no longer stands.
    NoticeGone(ConsultId),
    /// She holds a case no more.
    ClaimEnded(ConsultId, EndedClaimView),
    /// That is told no longer: she holds it again, or it is long over.
    ClaimEndedGone(ConsultId),
}

/// What leads from `before` to `after`, in an order in which each change can be applied.
#[must_use]
pub fn diff(before: &View, after: &View) -> Vec<Change> {
    let mut changes = Vec::new();
    changed(&before.consults, &after.consults, &mut changes, |_, row| {
        Change::Consult(Box::new(row.clone()))
    });
    changed(
        &before.queues,
        &after.queues,
        &mut changes,
        |centre, order| Change::Queue(centre.clone(), order.clone()),
    );
    changed(
        &before.centres,
        &after.centres,
        &mut changes,
        |centre, row| Change::Centre(centre.clone(), row.clone()),
    );
    changed(
        &before.notices,
        &after.notices,
        &mut changes,
        |consult, notice| Change::Notice(*consult, notice.clone()),
    );
    changed(
        &before.ended_claims,
        &after.ended_claims,
        &mut changes,
        |consult, ended| Change::ClaimEnded(*consult, ended.clone()),
    );
    gone(
        &before.ended_claims,
        &after.ended_claims,
        &mut changes,
        |id| Change::ClaimEndedGone(*id),
    );
    gone(&before.notices, &after.notices, &mut changes, |id| {
        Change::NoticeGone(*id)
    });
    gone(&before.queues, &after.queues, &mut changes, |id| {
        Change::QueueGone(id.clone())
    });
    gone(&before.centres, &after.centres, &mut changes, |id| {
        Change::CentreGone(id.clone())
    });
    gone(&before.consults, &after.consults, &mut changes, |id| {
        Change::ConsultGone(*id)
    });
    if before.duty != after.duty {
        changes.push(Change::Duty(after.duty.clone()));
    }
    if before.figures != after.figures {
        changes.push(Change::Figures(after.figures.clone().map(Box::new)));
    }
    changes
}

fn changed<K: Ord, V: PartialEq>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
    changes: &mut Vec<Change>,
    change: impl Fn(&K, &V) -> Change,
) {
    let new = after
        .iter()
        .filter(|(key, value)| before.get(key) != Some(value));
    changes.extend(new.map(|(key, value)| change(key, value)));
}

fn gone<K: Ord, V>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
    changes: &mut Vec<Change>,
    change: impl Fn(&K) -> Change,
) {
    let gone = before.keys().filter(|key| !after.contains_key(key));
    changes.extend(gone.map(change));
}

/// Follows `changes`: a view that had `before` has `after` then.
pub fn apply(view: &mut View, changes: &[Change]) {
    for change in changes {
        match change.clone() {
            Change::Consult(row) => {
                view.consults.insert(row.id, *row);
            }
            Change::ConsultGone(id) => {
                view.consults.remove(&id);
            }
            Change::Queue(centre, order) => {
                view.queues.insert(centre, order);
            }
            Change::QueueGone(centre) => {
                view.queues.remove(&centre);
            }
            Change::Centre(centre, row) => {
                view.centres.insert(centre, row);
            }
            Change::CentreGone(centre) => {
                view.centres.remove(&centre);
            }
            Change::Duty(duty) => view.duty = duty,
            Change::Figures(figures) => view.figures = figures.map(|figures| *figures),
            Change::Notice(consult, notice) => {
                view.notices.insert(consult, notice);
            }
            Change::NoticeGone(consult) => {
                view.notices.remove(&consult);
            }
            Change::ClaimEnded(consult, ended) => {
                view.ended_claims.insert(consult, ended);
            }
            Change::ClaimEndedGone(consult) => {
                view.ended_claims.remove(&consult);
            }
        }
    }
}
