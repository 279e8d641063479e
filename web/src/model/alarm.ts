// When the desk sounds and when it is silent. Too many sounds dull the ear, so only what is
// urgent sounds: P1 until anybody takes it, P2 twice, P3 is a number, P4 is silent.
import type { ConsultRow, Duty, Level, Notice } from "../protocol";
import { lateOf } from "./gaps";
import { concerns, isExercise } from "./practice";
import { text, type Text } from "./text";

/** `rising`: two tones, the second higher. `single`: one tone. */
export type Tone = "rising" | "single";

/** The pause between two sounds of the same request. */
export const REPEAT_MS = 20_000;

/** How often a waiting request of each level sounds. */
const TIMES: Readonly<Record<Level, number>> = { P1: Number.POSITIVE_INFINITY, P2: 2, P3: 0, P4: 0 };

/** A request or notice that may sound, by an id of its own. */
export type Calling = { id: string; level: Level };

type Heard = { level: Level; times: number; lastAt: number };

/** What has sounded already, and what this doctor wants to hear no more of. */
export type Alarm = {
  heard: Readonly<Record<string, Heard>>;
  /** At which level each request was muted. It stays so when it is taken and put back. */
  muted: Readonly<Record<string, Level>>;
};

export const SILENCE: Alarm = { heard: {}, muted: {} };

/** So many are remembered as muted, the newest: more than a shift has. */
const MUTED_KEPT = 200;

export type Decision = {
  alarm: Alarm;
  /** The sound to make now. */
  tone: Tone | null;
  /** When to ask again, even if nothing changes. */
  nextAt: number | null;
};

/** Decides what sounds at `now`. `calling` holds what nobody has taken; everything else is forgotten. */
export function decide(alarm: Alarm, calling: readonly Calling[], now: number): Decision {
  const heard: Record<string, Heard> = {};
  let tone: Tone | null = null;
  let nextAt: number | null = null;
  for (const { id, level } of calling) {
    const known = alarm.heard[id];
    // A request that was judged anew sounds as a new one.
    const before = known?.level === level ? known : { level, times: 0, lastAt: Number.NEGATIVE_INFINITY };
    const wants = before.times < TIMES[level] && !isMuted(alarm, { id, level });
    const due = wants && now - before.lastAt >= REPEAT_MS;
    const after = due ? { level, times: before.times + 1, lastAt: now } : before;
    if (due && tone !== "rising") tone = level === "P1" ? "rising" : "single";
    heard[id] = after;
    if (wants && after.times < TIMES[level]) nextAt = Math.min(nextAt ?? Number.POSITIVE_INFINITY, after.lastAt + REPEAT_MS);
  }
  return { alarm: { heard, muted: alarm.muted }, tone, nextAt };
}

/** This doctor has heard enough of a request at its level; colleagues go on hearing it. */
export function mute(alarm: Alarm, { id, level }: Calling): Alarm {
  const others = Object.entries(alarm.muted).filter(([known]) => known !== id);
  return { ...alarm, muted: Object.fromEntries<Level>([...others, [id, level] as const].slice(-MUTED_KEPT)) };
}

/** Whether a request makes no sound for this doctor: a request that was judged anew does. */
export function isMuted(alarm: Alarm, { id, level }: Calling): boolean {
  return alarm.muted[id] === level;
}

/**
 * What may sound for this doctor: on duty, without a real case in hand, and only the chosen levels;
 * exercises only for who takes part in them. A request past its longest time sounds once more,
 * wherever in the county it waits.
 */
export function calling(waiting: readonly ConsultRow[], notices: readonly Notice[], duty: Duty | null, holding: ConsultRow | null, mine: readonly ConsultRow[] = []): Calling[] {
  if (duty?.state !== "on" || (holding !== null && !isExercise(holding))) return [];
  const hers = (row: ConsultRow) => concerns(row, duty) && (holding === null || !isExercise(row));
  const chosen = (level: Level) => duty.levels.includes(level);
  return [
    ...waiting.filter((row) => row.state === "queued" && chosen(row.level) && hers(row)).map(({ id, level }) => ({ id, level })),
    ...notices
      .filter((notice) => chosen(notice.level) && (notice.level === "P1" || notice.level === "P2") && !waiting.some((row) => row.id === notice.consult))
      // One tone twice, also for P1: it is not in this doctor's queue to be taken.
      .map((notice) => ({ id: `notice:${notice.consult}`, level: "P2" as const })),
    // What this doctor answered and nobody has opened, confirmed or done in time.
    ...mine.filter(hers).flatMap((row) => lateOf(row, "doctor").map((gap) => ({ id: `gap:${row.id}:${gap.kind}`, level: "P2" as const }))),
  ];
}

/** What the window is called, so that a hidden tab can be read. */
export function title(all: readonly ConsultRow[], duty: Duty | null): Text {
  const waiting = all.filter((row) => concerns(row, duty));
  const urgent = waiting.filter((row) => row.level === "P1").length;
  if (urgent > 0) return text("desk.title.urgent", { count: urgent });
  return waiting.length > 0 ? text("desk.title.waiting", { count: waiting.length }) : text("desk.title.empty");
}
