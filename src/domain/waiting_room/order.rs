//! In which order waiting requests stand: a function of state alone, never of the time.
//!
//! - **Real** requests stand before every exercise. What follows is of real ones; exercises
//!   stand among themselves as natives do, promoted or not, and taking one counts for nothing.
//! - **Natives** (not promoted) stand by level; on a level those first whose doctor had to
//!   leave; then by `due_at`, then tags, then `queued_at`, then id. A request in a followed group comes first only where all before is equal: no
//!   group jumps a level.
//! - **Promoted** requests, those that waited for twice their longest time, stand among
//!   themselves by `due_at`, which follows the time of promotion.
//! - The two are **interleaved**: the next promoted request stands after as many natives as
//!   are missing to two takes since the last promoted one, the one after that two natives
//!   later, and so on. So at most one take in three is a promoted one, and each promoted
//!   request reaches the head after a bounded number of takes.
//! - A request that a person judged **P1** stands before every promoted one: while acute
//!   requests alone fill the doctors, nothing else is promised.
//!
//! Taking the first request leaves the others as they stood. Doctors see this order; they
//! may take another.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::consult::Consult;
use super::state::WaitingRoom;
use crate::domain::clinical::{Level, Tag};
use crate::domain::ids::{CentreId, ConsultId};

/// How many native takes must come between two promoted ones.
pub const NATIVES_BETWEEN_PROMOTED: u32 = 2;

impl WaitingRoom {
    /// The waiting requests of `centre`, first to be taken first.
    #[must_use]
    pub fn queue(&self, centre: &CentreId) -> Vec<ConsultId> {
        let ids = self.waiting.get(centre).into_iter().flatten();
        let waiting = ids.filter_map(|id| self.consult(*id));
        let (mut exercises, real): (Vec<_>, Vec<_>) = waiting.partition(|consult| consult.exercise);
        let (mut promoted, mut natives): (Vec<_>, Vec<_>) = real
            .into_iter()
            .partition(|consult| consult.promoted_at.is_some());
        natives.sort_by_key(|consult| as_native(consult));
        promoted.sort_by_key(|consult| among_equals(consult));
        exercises.sort_by_key(|consult| as_native(consult));
        let takes = self.native_takes.get(centre).copied().unwrap_or(0);
        let mut order = interleave(natives, promoted.into(), takes);
        order.extend(exercises.into_iter().map(|consult| consult.id));
        order
    }

    /// 1 + the requests that stand before `id` at the same centre; nothing unless it waits.
    /// Before a real one stand real ones alone, before an exercise all of them and exercises.
    #[must_use]
    pub fn position(&self, id: ConsultId) -> Option<u32> {
        let queue = self.queue(&self.consult(id)?.centre);
        let before = queue.iter().position(|waiting| *waiting == id)?;
        u32::try_from(before).ok()?.checked_add(1)
    }
}

fn as_native(consult: &Consult) -> impl Ord + use<> {
    (consult.level, !consult.was_left(), among_equals(consult))
}

fn among_equals(consult: &Consult) -> impl Ord + use<> {
    (
        consult.due_at,
        Reverse(tag_rank(consult)),
        consult.queued_at,
        consult.id,
    )
}

/// Followed groups stand before others, the first of the county's list first.
fn tag_rank(consult: &Consult) -> usize {
    let best = Tag::ALL
        .iter()
        .position(|tag| consult.codes.tags.contains(tag));
    best.map_or(0, |place| Tag::ALL.len().saturating_sub(place))
}

fn interleave(
    natives: Vec<&Consult>,
    mut promoted: VecDeque<&Consult>,
    takes: u32,
) -> Vec<ConsultId> {
    let mut shown = Vec::with_capacity(natives.len().saturating_add(promoted.len()));
    let mut takes = takes;
    for native in natives {
        if takes >= NATIVES_BETWEEN_PROMOTED
            && native.level != Level::P1
            && let Some(next) = promoted.pop_front()
        {
            shown.push(next.id);
            takes = 0;
        }
        shown.push(native.id);
        takes = takes.saturating_add(1);
    }
    shown.extend(promoted.into_iter().map(|consult| consult.id));
    shown
}
