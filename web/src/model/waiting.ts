// The waiting page, which is never silent: the place, what happens at which clock time, and
// the telephone from the first second.
import type { Key } from "../i18n/runtime";
import type { Centre, ConsultRow, DiaryEntry, Level } from "../protocol";
import { open } from "./cases";
import { isExercise } from "./practice";
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
  const held = row.state === "claimed" || row.state === "in_call";
  const answered = row.answered_at;
  const after = !held && answered !== null;
  // A call with a doctor who has left again is no step of this doctor's.
  const taken = diary.findLastIndex((entry) => entry.what === "claimed");
  const called = held || after ? (diary.slice(taken + 1).findLast((entry) => entry.what === "call_began")?.at ?? null) : null;
  const call: Stage = { key: "in_call", at: called, reached: row.state === "in_call" || called !== null };
  return [
    { key: "sent", at: row.queued_at, reached: true },
    { key: "taken", at: held || after ? (diary[taken]?.at ?? null) : null, reached: held || after },
    // An answer in writing has no call behind it.
    ...(after && !call.reached ? [] : [call]),
    { key: "answered", at: answered, reached: answered !== null },
  ];
}

/** What is true now, in one sentence. */
export function nowLine(row: ConsultRow, centre: Centre | null): Text {
  const doctor = row.doctor?.name ?? "";
  if (row.state === "claimed") {
    const unit = row.doctor?.unit ?? centre?.name ?? "";
    if (row.marks.includes("asked_back")) return text("waiting.now.asked_back", { doctor });
    return text(row.marks.includes("doctor_phoning") ? "waiting.now.phoning" : "waiting.now.claimed", { doctor, unit });
  }
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

/** To whose screens the alarm went that the longest time has passed, as the log has it; nothing where it has not. */
export function toldLines(row: ConsultRow): Text[] {
  if (row.told === null) return [];
  const doctors = row.told.doctors > 0 ? text("waiting.told.doctors", { count: row.told.doctors }) : text("waiting.told.nobody");
  return [doctors, ...(row.told.coordinator ? [text("waiting.told.coordinator")] : [])];
}

/** Whether 112 stays in reach: as long as the case is acute and goes on, also when a doctor has it. */
export function keeps112(row: ConsultRow): boolean {
  return row.level === "P1" && open(row);
}

/** Whether the case waits for the nurse herself, before there is an answer. */
export function isAside(row: ConsultRow): boolean {
  return row.state === "parked" || row.state === "awaiting_nurse" || row.state === "need_more";
}

/** What became of a call that was broken off, while she waits again. */
export function brokenOff(row: ConsultRow, phone: string): Text | null {
  const interrupted = row.interrupted;
  if (row.state !== "queued" || interrupted === null) return null;
  const doctor = interrupted.doctor.name;
  if (!interrupted.must_go) return text("waiting.broken_off", { doctor });
  const place = row.position ?? 1;
  return place === 1 ? text("waiting.left.first", { doctor, phone }) : text("waiting.left", { doctor, place, phone });
}

/** Whether an order may have been given by word of mouth that nobody has written: the two had talked, or she has said so. */
export function mayHaveOralOrder(row: ConsultRow): boolean {
  return row.marks.includes("oral_order") || (row.state === "queued" && (row.interrupted?.talked_seconds ?? 0) > 0);
}

/** That a doctor has read it without taking it. That nobody has taken it since is said only where the diary shows it. */
export function seenLine(row: ConsultRow, diary: readonly DiaryEntry[] | null): Text | null {
  if (row.seen_at === null || !(row.state === "queued" || isAside(row))) return null;
  const untaken = diary !== null && !diary.some((entry) => entry.what === "claimed");
  return text(untaken ? "waiting.seen.untaken" : "waiting.seen");
}

/** What a dark screen means for the case, and whether the doctor has the number. Nothing while it waits for the nurse herself: then nobody can take it. */
export function screenLine(row: ConsultRow, phone: string | null, keptOn: boolean): Text | null {
  if (phone === null || isAside(row)) return null;
  if (row.state !== "queued") return text("waiting.screen_held", { phone });
  return text(keptOn ? "waiting.screen" : "waiting.screen_plain", { phone });
}

/** Who sees what she added, and when: a doctor who reads the question before taking it sees no additions. */
export function addedLine(row: ConsultRow): Text {
  if (isAside(row)) return text("supplement.saved.aside");
  return row.doctor === null || row.state === "queued" ? text("supplement.saved") : text("supplement.saved.held", { doctor: row.doctor.name });
}

/** Steps that lie ahead, soonest first. */
export function stepsAhead(row: ConsultRow, now: number): { at: string; text: Text }[] {
  return row.next_steps
    .filter((step) => Date.parse(step.at) >= now)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((step) => ({ at: step.at, text: text(step.what === "target_missed" ? missedKey(row) : `step.${step.what}`) }));
}

/** Whom the alarm goes to, and that the number grows: it does so only while the case waits. */
function missedKey(row: ConsultRow): Key {
  if (isExercise(row)) return "step.target_missed.exercise";
  return row.state === "queued" ? "step.target_missed" : "step.target_missed.held";
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

/** What is said of a place that has changed. Why somebody came before her, and that a doctor had to go, stand on the page and name the place themselves. */
export function placeTold(before: number | null, row: ConsultRow, news: Text | null): Text | null {
  const place = row.position;
  const named = news !== null || row.interrupted?.must_go === true;
  if (before === null || place === null || place === before || named) return null;
  return text("waiting.announce", { place });
}
