// The waiting page, which is never silent: the place, what happens at which clock time, and
// the telephone from the first second.
import type { Centre, ConsultRow, DiaryEntry, Level } from "../protocol";
import { text, type Text } from "./text";

/** How loud the telephone is. It never goes away. */
export type PhoneSize = "there" | "grown" | "full";

const P1_GROWS_AFTER_MS = 60_000;
const P1_FULL_AFTER_MS = 120_000;

/** For a P1 without a doctor the telephone grows at one minute and fills the screen at two. */
export function phoneSize(row: ConsultRow, now: number): PhoneSize {
  if (row.state !== "queued") return "there";
  const waited = now - Date.parse(row.queued_at);
  if (row.level === "P1" && waited >= P1_FULL_AFTER_MS) return "full";
  if (row.level === "P1" && waited >= P1_GROWS_AFTER_MS) return "grown";
  return row.marks.includes("overdue") ? "grown" : "there";
}

/** A step of a case's way, and when it was taken. */
export type Stage = { key: "sent" | "taken" | "in_call" | "answered"; at: string | null; reached: boolean };

export function stages(row: ConsultRow, diary: readonly DiaryEntry[]): Stage[] {
  const last = (what: DiaryEntry["what"]) => diary.findLast((entry) => entry.what === what)?.at ?? null;
  const held = row.state === "claimed" || row.state === "in_call";
  const after = !held && row.answered_at !== null;
  const answered = row.answered_at;
  return [
    { key: "sent", at: row.queued_at, reached: true },
    { key: "taken", at: held || after ? last("claimed") : null, reached: held || after },
    { key: "in_call", at: held || after ? (last("call_began") ?? row.first_contact_at) : null, reached: row.state === "in_call" || row.first_contact_at !== null },
    { key: "answered", at: answered, reached: answered !== null },
  ];
}

/** What is true now, in one sentence. */
export function nowLine(row: ConsultRow, centre: Centre | null): Text {
  const doctor = row.doctor?.name ?? "";
  if (row.state === "claimed") return text(row.marks.includes("asked_back") ? "waiting.now.asked_back" : "waiting.now.claimed", { doctor, unit: centre?.name ?? row.doctor?.unit ?? "" });
  if (row.state === "parked") return text("waiting.now.parked");
  if (row.state === "awaiting_nurse" || row.state === "need_more") return text("waiting.now.yours");
  if (row.state === "in_call") return text("waiting.now.in_call", { doctor });
  if (centre === null) return text(`state.${row.state}`);
  if (centre.reachable > 0) return text("waiting.now.reachable", { count: centre.reachable, centre: centre.name });
  const onCall = centre.on_call;
  return onCall === null
    ? text("waiting.now.nobody", { centre: centre.name, phone: centre.phone })
    : text("waiting.now.on_call", { name: onCall.name, phone: onCall.phone });
}

/** Whether the case waits for the nurse herself, before there is an answer. */
export function isAside(row: ConsultRow): boolean {
  return row.state === "parked" || row.state === "awaiting_nurse" || row.state === "need_more";
}

/** What became of a call that was broken off, while she waits again. */
export function brokenOff(row: ConsultRow, phone: string): Text | null {
  const interrupted = row.interrupted;
  if (row.state !== "queued" || interrupted === null) return null;
  if (!interrupted.must_go) return text("waiting.broken_off", { doctor: interrupted.doctor.name });
  const place = row.position ?? 1;
  return place === 1 ? text("waiting.left.first", { phone }) : text("waiting.left", { place, phone });
}

/** Steps that lie ahead, soonest first. */
export function stepsAhead(row: ConsultRow, now: number): { at: string; text: Text }[] {
  return row.next_steps
    .filter((step) => Date.parse(step.at) >= now)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((step) => ({ at: step.at, text: text(`step.${step.what}`) }));
}

const LEVELS: readonly Level[] = ["P1", "P2", "P3", "P4"];

/** The levels that a case can be raised to. None for P1: what helps then is the telephone. */
export function levelsAbove(level: Level): readonly Level[] {
  return LEVELS.slice(0, LEVELS.indexOf(level));
}

/** Whole minutes waited, from when she sent, whatever has happened since. */
export function minutesWaited(row: ConsultRow, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(row.queued_at)) / 60_000));
}

/** From when on the question whether anything has changed names the minutes. */
const ASK_AFTER_MINUTES = { P1: 1, P2: 5, P3: 30, P4: 240 } as const;

export function changedQuestion(row: ConsultRow, now: number): Text {
  const minutes = minutesWaited(row, now);
  return minutes >= ASK_AFTER_MINUTES[row.level] ? text("waiting.changed.minutes", { count: minutes }) : text("waiting.changed");
}
