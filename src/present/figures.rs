//! What is going on right now, in numbers.

use signaling::wire::http::{
    CentreFigures, GapLine, LevelCount, LiveFigures, OverdueCase, SlotGap,
};

use super::names::Names;
use super::people::LEVELS;
use super::time;
use super::words::ToWire as _;
use crate::domain::waiting_room::{FiguresView, GapLineView, OverdueView, UncoveredView};

/// The figures of a view at log position `seq`.
#[must_use]
pub fn live(found: &FiguresView, seq: u64, names: Names<'_>) -> LiveFigures {
    let centres = found.centres.iter().map(|(id, centre)| CentreFigures {
        centre: id.to_string(),
        name: names.centre(id),
        municipality_name: names.municipality_of(id),
        in_queue: centre.in_queue,
        oldest_queued_at: centre.oldest_queued_at.map(time),
        reachable: centre.reachable,
        overdue: centre.overdue,
        phone: names.centre_phone(id),
    });
    let in_queue = LEVELS.iter().map(|level| LevelCount {
        level: level.to_wire(),
        n: found.in_queue.get(level).copied().unwrap_or(0),
    });
    LiveFigures {
        seq,
        in_queue: in_queue.collect(),
        oldest_queued_at: found.oldest_queued_at.map(time),
        reachable: found.reachable,
        centres: centres.collect(),
        overdue: found
            .overdue
            .iter()
            .map(|case| overdue(case, names))
            .collect(),
        gaps: found.gaps.iter().map(|gap| open(gap, names)).collect(),
        slots: found.uncovered.iter().map(|gap| slot(gap, names)).collect(),
    }
}

fn open(gap: &GapLineView, names: Names<'_>) -> GapLine {
    GapLine {
        id: gap.id.to_string(),
        kind: gap.kind.to_wire(),
        owner: names.staff(&gap.owner),
        level: gap.level.to_wire(),
        centre_name: names.centre(&gap.centre),
        unit_name: names.unit(&gap.unit),
        municipality_name: names.municipality(&gap.municipality),
        due_at: time(gap.due_at),
    }
}

fn slot(gap: &UncoveredView, names: Names<'_>) -> SlotGap {
    SlotGap {
        centre: gap.centre.to_string(),
        centre_name: names.centre(&gap.centre),
        municipality_name: names.municipality_of(&gap.centre),
        from: time(gap.from),
        until: time(gap.until),
    }
}

fn overdue(case: &OverdueView, names: Names<'_>) -> OverdueCase {
    OverdueCase {
        id: case.id.to_string(),
        level: case.level.to_wire(),
        centre: case.centre.to_string(),
        centre_name: names.centre(&case.centre),
        unit_name: names.unit(&case.unit),
        municipality_name: names.municipality(&case.municipality),
        queued_at: time(case.queued_at),
        due_at: time(case.due_at),
        taken: case.taken,
        phone: names.centre_phone(&case.centre),
    }
}
