// Nothing is pressed that was not aimed at. A row that the system moves, or lets appear, under a finger or a pointer is
// not what she aimed at: for as long as a person needs to see it, a press on it does nothing.

/** How long after a move a press was still meant for what stood there before: a person sees and reacts in about this time. */
export const AIM_MS = 300;

/** How long after her own press what moves is her own doing: a row she opened pushes the next ones down. */
const OWN_MS = 50;

/** Less than this nobody can mistake for another place, in CSS pixels. */
const NEAR = 4;

/** Where a control stands: in the page, and in the window. Scrolling changes the second alone, what scrolls along by itself the first alone. */
export type Place = { page: readonly [x: number, y: number]; seen: readonly [x: number, y: number] };

/** What stands where, and when each was last moved by the system. */
export type Standing<K> = { places: ReadonlyMap<K, Place>; movedAt: ReadonlyMap<K, number> };

/** The first look. What a page is opened with has not moved; what appears on an open page at `appeared` has. */
export function firstLook<K>(places: ReadonlyMap<K, Place>, appeared: number | null = null): Standing<K> {
  return { places, movedAt: appeared === null ? new Map() : new Map([...places.keys()].map((control) => [control, appeared])) };
}

/**
 * Looks again at `now`, milliseconds of a clock that never steps back. `pressedAt`: her last press or key here, after
 * which what moves is hers.
 */
export function lookAgain<K>(before: Standing<K>, places: ReadonlyMap<K, Place>, now: number, pressedAt: number): Standing<K> {
  const hers = now - pressedAt <= OWN_MS;
  const movedAt = new Map<K, number>();
  for (const [control, place] of places) {
    const was = before.places.get(control);
    const moved = was === undefined || (far(was.page, place.page) && far(was.seen, place.seen));
    const at = moved && !hers ? now : before.movedAt.get(control);
    if (at !== undefined) movedAt.set(control, at);
  }
  return { places, movedAt };
}

/** Whether a press at `now` on `control` was meant for something else. */
export function isAmiss<K>(standing: Standing<K>, control: K, now: number): boolean {
  const movedAt = standing.movedAt.get(control);
  return movedAt !== undefined && now - movedAt < AIM_MS;
}

/** How long until everything has stood still for long enough, in milliseconds; none where it has. */
export function restless<K>(standing: Standing<K>, now: number): number {
  const last = Math.max(Number.NEGATIVE_INFINITY, ...standing.movedAt.values());
  return Math.max(0, last + AIM_MS - now);
}

function far(one: readonly [number, number], other: readonly [number, number]): boolean {
  return Math.abs(one[0] - other[0]) >= NEAR || Math.abs(one[1] - other[1]) >= NEAR;
}

/** What one of several stands for: what a key or a button takes that names none, and since when it has been that one. */
export type Aim = { id: string | null; since: number };

/** Aims anew: at the same the aim is as old as it was. */
export function aimAt(before: Aim, id: string | null, now: number): Aim {
  return before.id === id ? before : { id, since: now };
}

/** Whether a press at `now` was meant for what was aimed at before. */
export function isNewAim(aim: Aim, now: number): boolean {
  return now - aim.since < AIM_MS;
}
