// The doctor's queue as it is shown: without identity, in the server's order, and never
// moving under the pointer.
import type { Centre, ClaimEnded, ConsultRow, Duty, ErrorCode, Interrupted, Level, NeedMore, Notice } from "../protocol";
import { fromLocal, nextClock } from "./local_time";
import { concerns, isExercise } from "./practice";
import { text, type Text } from "./text";
import type { Gone, WaitingRoom } from "./waiting_room";

/** How long the pointer must rest before rows may move. */
export const REST_MS = 2_000;

const RANK: Readonly<Record<Level, number>> = { P1: 1, P2: 2, P3: 3, P4: 4 };

/**
 * Waiting requests of all the queues this doctor sees, real ones before exercises. Each queue keeps
 * the server's order; between queues the head that is most urgent, then due first, goes before.
 */
export function queueOf(room: WaitingRoom): ConsultRow[] {
  const queues = Object.values(room.queues).map((order) => order.map((id) => room.consults[id]).filter((row) => row?.state === "queued"));
  const merged: ConsultRow[] = [];
  for (;;) {
    const fullest = queues.filter((queue) => queue.length > 0);
    const [first, ...others] = fullest;
    if (first === undefined) return merged;
    const next = others.reduce((best, queue) => (goesBefore(queue[0], best[0]) ? queue : best), first);
    const head = next.shift();
    if (head !== undefined && !merged.some((row) => row.id === head.id)) merged.push(head);
  }
}

function goesBefore(a: ConsultRow | undefined, b: ConsultRow | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return (compare(Number(isExercise(a)), Number(isExercise(b))) || compare(RANK[a.level], RANK[b.level]) || compare(a.due_at, b.due_at) || compare(a.queued_at, b.queued_at) || compare(a.id, b.id)) < 0;
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * How many doctors can be reached, at each centre by itself where there are several: somebody who
 * answers for two of them is counted at both, so that the numbers cannot be added.
 */
export function whoIsReached(centres: readonly Pick<Centre, "name" | "reachable">[]): Text {
  const [first, ...others] = centres;
  if (first === undefined || centres.every((centre) => centre.reachable === 0)) return text("home.reach.none");
  if (others.length === 0) return text("home.reach.count", { count: first.reachable });
  return text("desk.reach.centres", { centres: centres.map((centre) => `${centre.name} ${String(centre.reachable)}`).join(", ") });
}

/**
 * The order to show. While the pointer moves over the page the rows stand still: new ones wait, acute ones too, since the
 * bar names those at once, and taken ones keep their line. Where nothing stands nothing can move.
 */
export function settle(shown: readonly string[], wanted: readonly string[], resting: boolean): readonly string[] {
  return resting || shown.length === 0 ? wanted : shown;
}

/** What "the next" is among rows as they stand on the screen: the first real one, and an exercise only for who takes part in them. */
export function firstToTake(shown: readonly ConsultRow[], duty: Duty | null): ConsultRow | null {
  return shown.find((row) => !isExercise(row)) ?? shown.find((row) => concerns(row, duty)) ?? null;
}

/** Acute requests that nobody has taken and that concern this doctor, in the order in which they are to be taken. */
export function urgentOf(queue: readonly ConsultRow[], duty: Duty | null): ConsultRow[] {
  return queue.filter((row) => row.level === "P1" && concerns(row, duty));
}

/**
 * Requests past their longest time of which this doctor is told, the newest first: none that she has put away, and none
 * of which she can see that a doctor has been in contact or has answered.
 */
export function alarmsShown(room: Pick<WaitingRoom, "notices" | "consults">, dismissed: readonly string[]): Notice[] {
  const met = (row: ConsultRow | undefined) => row !== undefined && (row.first_contact_at !== null || row.answered_at !== null);
  return room.notices.filter((notice) => !dismissed.includes(notice.consult) && !met(room.consults[notice.consult])).reverse();
}

/** How long a refusal stands at least, so that it can be read. */
export const READ_MS = 8_000;

/** Why a request was not taken, and since when that is said. */
export type Missed = { id: string; code: ErrorCode; at: number };

/** Whether what a refusal says still is so: its row stands on the screen, or the case in hand is still in hand. */
export function missedStands(missed: Missed, now: number, is: { shown: boolean; holding: boolean }): boolean {
  if (now - missed.at < READ_MS) return true;
  return missed.code === "already_holding" ? is.holding : missed.code === "already_taken" && is.shown;
}

/** The row that she has open, if it has gone from the queue by somebody else's hand: she is told what became of it. */
export function goneWhileOpen(open: string | null, queue: readonly ConsultRow[], mine: readonly ConsultRow[]): string | null {
  return open === null || [...queue, ...mine].some((row) => row.id === open) ? null : open;
}

/**
 * The claim that has ended last and is news to who knows `known`, and what is known then. Nothing is news to whom nothing was
 * known (`null`), nor what she did herself.
 */
export function newlyEnded(known: readonly string[] | null, ended: readonly ClaimEnded[], me: string): { known: readonly string[]; ended: ClaimEnded | null } {
  const name = (one: ClaimEnded) => `${one.consult} ${one.at}`;
  const news = known === null ? [] : ended.filter((one) => one.by?.id !== me && !known.includes(name(one)));
  const last = news.sort((a, b) => compare(a.at, b.at)).at(-1) ?? null;
  return { known: ended.map(name), ended: last };
}

/** How many requests come before this one in the server's order. */
export function before(queue: readonly ConsultRow[], id: string): number {
  return Math.max(0, queue.findIndex((row) => row.id === id));
}

/** The case that this doctor has taken and not yet answered. */
export function inHand(room: WaitingRoom, me: string): ConsultRow | null {
  return Object.values(room.consults).find((row) => holds(row, me) && !row.marks.includes("asked_back")) ?? null;
}

/**
 * Whether this doctor holds the case: then, and only then, the server lets the doctor judge it anew, send it
 * on, give it back and answer it. Who has not taken it has not read it.
 */
export function holds(row: ConsultRow, me: string): boolean {
  return (row.state === "claimed" || row.state === "in_call") && row.doctor?.id === me;
}

/** What this doctor has taken or answered and nobody has closed, and what is left of it to do; what waits for the doctor first. */
export function openCases(room: WaitingRoom, me: string): ConsultRow[] {
  const turn = { in_call: 0, claimed: 0, read_back: 1, answered: 2, acknowledged: 3, closed: 4, queued: 9, parked: 9, awaiting_nurse: 9, need_more: 9, void: 9, withdrawn: 9 } as const;
  return Object.values(room.consults)
    .filter((row) => row.doctor?.id === me && turn[row.state] < 9 && (row.state !== "closed" || row.gaps.some((gap) => gap.owner === "doctor")))
    .sort((a, b) => turn[a.state] - turn[b.state] || compare(a.answered_at ?? "", b.answered_at ?? "") || compare(a.id, b.id));
}

/** What an open case waits for. */
export function need(row: ConsultRow): Text {
  switch (row.state) {
    case "claimed":
    case "in_call":
      return text(row.marks.includes("asked_back") ? "desk.mine.asked_back" : "desk.mine.answer");
    case "answered":
      if (!row.has_orders) return text("desk.mine.unseen");
      return row.marks.includes("read_back_rejected") ? text("desk.mine.again") : text("desk.mine.unread");
    case "read_back":
      return text("desk.mine.confirm");
    case "acknowledged":
      return text("desk.mine.close");
    case "queued":
    case "parked":
    case "awaiting_nurse":
    case "need_more":
    case "withdrawn":
    case "void":
      return text("desk.mine.nothing");
    case "closed":
      return text("desk.mine.todo");
  }
}

/** How long ago and how soon, in whole minutes as a person counts them. */
export function span(ms: number): Text {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 60) return text("desk.span.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return text("desk.span.days", { n: Math.floor(hours / 24) });
  return minutes % 60 === 0 ? text("desk.span.hours", { n: hours }) : text("desk.span.hours_minutes", { h: hours, m: minutes % 60 });
}

/** Minutes past the time at which a doctor should have been in contact, or `null` before it. */
export function overdueMs(row: ConsultRow, now: number): number | null {
  const over = now - Date.parse(row.due_at);
  return row.marks.includes("overdue") || over >= 0 ? Math.max(0, over) : null;
}

/** Marks that tell a doctor something; what each column already says is left out. */
export function marksOf(row: ConsultRow): Text[] {
  const said: Text[] = [];
  if (row.marks.includes("emergency_called")) said.push(text("mark.emergency_called"));
  if (row.marks.includes("oral_order")) said.push(text("mark.oral_order"));
  if (row.marks.includes("phoning")) said.push(text("mark.phoning"));
  if (row.interrupted !== null) said.push(interruptedText(row.interrupted));
  if (row.marks.includes("nobody_reachable")) said.push(text("mark.nobody_reachable"));
  if (row.marks.includes("promoted")) said.push(text("mark.promoted"));
  if (row.marks.includes("released") && row.interrupted === null) said.push(text("mark.released"));
  if (row.marks.includes("redirected")) said.push(text("mark.redirected"));
  if (row.marks.includes("has_images")) said.push(text("mark.has_images"));
  if (row.marks.includes("supplemented")) said.push(text("mark.supplemented"));
  if (row.marks.includes("away")) said.push(text("mark.away"));
  if (row.marks.includes("incident")) said.push(text("incident.reported"));
  if (row.reply === "text_ok" && row.ready !== "text_enough") said.push(text("reply.text_ok"));
  return said;
}

/** That a call was broken off, for how long the two had talked, and who it was. */
export function interruptedText(interrupted: Interrupted): Text {
  const name = interrupted.doctor.name;
  const minutes = Math.round(interrupted.talked_seconds / 60);
  if (interrupted.talked_seconds === 0) return text("desk.interrupted.left", { name });
  return minutes === 0 ? text("desk.interrupted.short", { name }) : text("desk.interrupted.minutes", { name, n: minutes });
}

/** Until when somebody else has the first right to take it up again, or `null`. */
export function keptForAnother(row: ConsultRow, me: string, now: number): string | null {
  const interrupted = row.interrupted;
  const until = interrupted?.first_right_until ?? null;
  if (interrupted === null || until === null || interrupted.doctor.id === me) return null;
  return Date.parse(until) > now ? until : null;
}

/** Acute requests whose nurse does not answer: nobody can take them now, and nobody may lose sight of them. */
export function unanswered(room: WaitingRoom): ConsultRow[] {
  return Object.values(room.consults).filter((row) => row.state === "awaiting_nurse" && row.level === "P1");
}

/** What colleagues want somebody to take over, the most urgent first. */
export function handedOver(room: WaitingRoom, me: string): ConsultRow[] {
  return Object.values(room.consults)
    .filter((row) => row.handover !== null && row.doctor !== null && row.doctor.id !== me)
    .sort((a, b) => RANK[a.level] - RANK[b.level] || compare(a.queued_at, b.queued_at));
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** What the doctor must know and until when, or which field says it wrongly. Without a day: when the clock shows it next. */
export function toNeedMore(draft: { what: string; day: string; clock: string }, now: number): { ok: true; body: NeedMore } | { ok: false; faults: ("what" | "until")[] } {
  const what = draft.what.trim();
  const until = draft.day === "" ? nextClock(draft.clock, now) : fromLocal(draft.day, draft.clock);
  if (until !== null && until > now && until <= now + WEEK_MS && what !== "") return { ok: true, body: { what, until: new Date(until).toISOString() } };
  return { ok: false, faults: [...(what === "" ? (["what"] as const) : []), ...(until === null || until <= now || until > now + WEEK_MS ? (["until"] as const) : [])] };
}

/** How long a call rings before nobody has answered it. */
const RINGS_MS = 60_000;

/**
 * Whether the doctor may say that nobody answers: two rings, and the two have not met under this
 * claim. Where text is enough no time runs out, so that only a first contact says that they have.
 */
export function mayAwait(row: ConsultRow, claimedAt: string | null, now: number): boolean {
  const textIsEnough = row.reply === "text_ok" || row.ready === "text_enough";
  const unmet = row.contact_due_at !== null || (textIsEnough && row.first_contact_at === null);
  return row.state === "claimed" && unmet && claimedAt !== null && now - Date.parse(claimedAt) >= RINGS_MS;
}

/** Coded signs in the words of the county. */
export function signalNames(row: ConsultRow, centre: Centre | undefined, language: "sv" | "en"): string[] {
  return row.signals.map((id) => centre?.signals.find((signal) => signal.id === id)?.[language] ?? id);
}

/** What became of a request, for the doctor who was second. */
export function wasFirst(gone: Gone | undefined): Text {
  if (gone === undefined) return text("desk.taken.somebody");
  if (gone.to === "taken") return gone.by === null ? text("desk.taken.somebody") : text("desk.taken.by", { name: gone.by.name });
  return text(`desk.taken.${gone.to}`);
}

/** What stands on a row whose request has gone from the queue. */
export function goneText(gone: Gone | undefined): Text {
  if (gone === undefined) return text("desk.row.taken");
  if (gone.to === "taken") return gone.by === null ? text("desk.row.taken") : text("desk.row.taken_by", { name: gone.by.name });
  return text(`desk.row.${gone.to}`);
}

/** What a key means in a case, under the same conditions as at the desk. */
export function caseKey(key: string, place: { typing: boolean; modifier: boolean; on: boolean }): "fill" | "queue" | "call" | null {
  if (!place.on || place.typing || place.modifier) return null;
  switch (key.toLowerCase()) {
    case "f":
      return "fill";
    case "k":
      return "queue";
    case "v":
      return "call";
    default:
      return null;
  }
}

export type DeskKey = "next" | "this" | "urgent";

/** What a key means at the desk. Letters belong to a field that has focus, and to the browser with a modifier. */
export function deskKey(key: string, place: { typing: boolean; modifier: boolean; on: boolean }): DeskKey | null {
  if (!place.on || place.typing || place.modifier) return null;
  switch (key.toLowerCase()) {
    case "n":
      return "next";
    case "t":
      return "this";
    case "1":
      return "urgent";
    default:
      return null;
  }
}
