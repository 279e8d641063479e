// What this person may see of the waiting room: a snapshot, then one frame per log position.
import type { Centre, Change, Changes, ClaimEnded, ConsultGone, ConsultRow, Duty, GoneTo, LiveFigures, Notice, Snapshot, StaffRef } from "../protocol";
import { assertNever, text, type Text } from "./text";

export type WaitingRoom = {
  /** Whether a whole view has arrived. */
  loaded: boolean;
  /** The log position shown. */
  seq: number;
  consults: Readonly<Record<string, ConsultRow>>;
  centres: Readonly<Record<string, Centre>>;
  /** The order of each queue. */
  queues: Readonly<Record<string, readonly string[]>>;
  duty: Duty | null;
  live: LiveFigures | null;
  /** Alarms, newest last. */
  notices: readonly Notice[];
  /** How this doctor lost hold of cases that she had not answered: by consult. */
  endedClaims: Readonly<Record<string, ClaimEnded>>;
  /** What changed for a waiting request, worth a sentence: by consult. */
  news: Readonly<Record<string, Text>>;
  /** Where requests went that were in this doctor's queue, the newest last. */
  gone: readonly Gone[];
  /** Parts of a snapshot that is still arriving. */
  arriving: readonly Change[] | null;
};

export const EMPTY_ROOM: WaitingRoom = {
  loaded: false,
  seq: 0,
  consults: {},
  centres: {},
  queues: {},
  duty: null,
  live: null,
  notices: [],
  endedClaims: {},
  news: {},
  gone: [],
  arriving: null,
};

/**
 * Whether a case that rings has been answered: both sit in the call now. In the window that
 * answered nothing rings any more; in her other windows it must stop too.
 */
export function answered(before: ConsultRow | undefined, after: ConsultRow | undefined): boolean {
  return before?.state === "claimed" && after?.state === "in_call";
}

/** Where a request went: taken by whom, sent on, put aside or taken back. */
export type Gone = { id: string; to: GoneTo; by: StaffRef | null };

/** Those kept: rows stand on a screen for some seconds after they have gone. */
const GONE_KEPT = 50;

function went(gone: readonly Gone[], item: ConsultGone): readonly Gone[] {
  if (item.to === undefined) return gone;
  return [...gone.filter((one) => one.id !== item.id), { id: item.id, to: item.to, by: item.by ?? null }].slice(-GONE_KEPT);
}

/** Alarms kept; older ones stand in the live figures. */
const NOTICES_KEPT = 20;

export function applySnapshot(room: WaitingRoom, part: Snapshot): WaitingRoom {
  const items = [...(room.arriving ?? []), ...part.items];
  if (!part.complete) return { ...room, arriving: items };
  // The old view stays on screen until the new one is whole; what was told once stays told.
  const fresh: WaitingRoom = { ...EMPTY_ROOM, notices: room.notices, news: room.news, gone: room.gone };
  return { ...items.reduce(change, fresh), loaded: true, seq: part.seq };
}

export function applyChanges(room: WaitingRoom, frame: Changes): WaitingRoom {
  return { ...frame.items.reduce(change, room), seq: frame.seq, arriving: null };
}

function change(room: WaitingRoom, item: Change): WaitingRoom {
  switch (item.type) {
    case "consult_changed": {
      const row = item.consult;
      const before = room.consults[row.id];
      if (before !== undefined && before.rev > row.rev) return room;
      return { ...room, consults: { ...room.consults, [row.id]: row }, news: newsOf(room.news, before, row), gone: room.gone.filter((one) => one.id !== row.id) };
    }
    case "consult_gone":
      return { ...room, consults: without(room.consults, item.id), news: without(room.news, item.id), gone: went(room.gone, item) };
    case "queue_changed":
      return { ...room, queues: { ...room.queues, [item.centre]: item.order } };
    case "centre_changed":
      return { ...room, centres: { ...room.centres, [item.centre.id]: item.centre } };
    case "centre_gone":
      return { ...room, centres: without(room.centres, item.id), queues: without(room.queues, item.id) };
    case "duty_changed":
      return { ...room, duty: item.duty };
    case "live_figures":
      return { ...room, live: item.figures };
    case "notice":
      return { ...room, notices: [...room.notices, item].slice(-NOTICES_KEPT) };
    case "notice_ended":
      return { ...room, notices: room.notices.filter((notice) => notice.consult !== item.consult) };
    case "claim_ended":
      return { ...room, endedClaims: { ...room.endedClaims, [item.consult]: item } };
    case "claim_ended_gone":
      return { ...room, endedClaims: without(room.endedClaims, item.consult) };
    default:
      return assertNever(item);
  }
}

/** A place that grew: the nurse is told why, not only that. */
function newsOf(news: WaitingRoom["news"], before: ConsultRow | undefined, after: ConsultRow): WaitingRoom["news"] {
  if (after.state !== "queued") return without(news, after.id);
  if (before === undefined) return news;
  // Why a claim came back stands in the case itself.
  if (before.state !== "queued") return without(news, after.id);
  if (before.centre !== after.centre || before.level !== after.level) return without(news, after.id);
  if (before.position !== null && after.position !== null && after.position > before.position) {
    return { ...news, [after.id]: text("waiting.news.overtaken", { place: after.position }) };
  }
  if (before.position !== after.position) return without(news, after.id);
  return news;
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  if (!(id in record)) return record;
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== id));
}

/** How a centre's doctors are reached now. */
export function reachOf(centre: Centre): Text {
  if (centre.reachable > 0) return text("home.reach.count", { count: centre.reachable });
  return centre.on_call === null ? text("home.reach.none") : text("home.reach.on_call", { name: centre.on_call.name });
}

/** Centres, the unit's own first, then by name. */
export function centresInOrder(room: WaitingRoom): Centre[] {
  return Object.values(room.centres).sort((a, b) => Number(b.own) - Number(a.own) || a.name.localeCompare(b.name, "sv"));
}
