//! What is going on right now, in numbers.

use signaling::wire::http::{
    CentreFigures, GapLine, LevelCount, LiveFigures, OverdueCase, SlotGap,
};

use super::names::Names;
use super::people::LEVELS;
use super::time;
use super::words::ToWire as _;
use crate::domain::ids::{MunicipalityId, UnitId};
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
        phone: names.phone_now(id, centre.on_call.as_ref()),
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
        urgent_without_contact: found.urgent_without_contact,
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
        side: gap.side.to_wire(),
        owner: gap.owner.as_ref().map(|owner| names.staff(owner)),
        level: gap.level.to_wire(),
        centre_name: names.centre(&gap.centre),
        unit_name: unit(gap.unit.as_ref(), names),
        municipality_name: municipality(gap.municipality.as_ref(), names),
        due_at: time(gap.due_at),
    }
}

/// Nothing where it is hidden.
fn unit(unit: Option<&UnitId>, names: Names<'_>) -> String {
    unit.map_or_else(String::new, |unit| names.unit(unit))
}

fn municipality(lies: Option<&MunicipalityId>, names: Names<'_>) -> String {
    lies.map_or_else(String::new, |lies| names.municipality(lies))
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
        unit_name: unit(case.unit.as_ref(), names),
        municipality_name: municipality(case.municipality.as_ref(), names),
        queued_at: time(case.queued_at),
        due_at: time(case.due_at),
        taken: case.taken,
        phone: names.phone_now(&case.centre, case.on_call.as_ref()),
    }
}
