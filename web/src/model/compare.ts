// The comparison of what was sent with what was read back. Nothing is compared for her; but nothing is confirmed of which
// a part has not been in front of her eyes.

import type { Key } from "../i18n/runtime";
import type { OrderRow, ReadBackContent } from "../protocol";

/** A part of something, from its beginning (0) to its end (1). */
export type Span = readonly [from: number, to: number];

/** Which parts of each thing have been in sight, by a key that changes with what it says. */
export type Sight = Readonly<Record<string, readonly Span[]>>;

/** Less than this is the width of a border. */
const SLACK = 0.02;

/** Adds a part that is in sight; the same object where it adds nothing. */
export function seeing(sight: Sight, key: string, part: Span): Sight {
  const before = sight[key] ?? [];
  if (before.some(([from, to]) => from <= part[0] && part[1] <= to)) return sight;
  const joined: Span[] = [];
  for (const next of [...before, part].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && next[0] <= last[1] + SLACK) joined[joined.length - 1] = [last[0], Math.max(last[1], next[1])];
    else joined.push(next);
  }
  return { ...sight, [key]: joined };
}

/** Which of `keys` have not been in sight from their beginning to their end, all at once or in turn. */
export function unseen(sight: Sight, keys: readonly string[]): string[] {
  return keys.filter((key) => !(sight[key] ?? []).some(([from, to]) => from <= SLACK && to >= 1 - SLACK));
}

/** One row of an order as it is compared: what it is called, and what it says. */
export type ComparedRow = { label: Key; value: string };

/** An order in rows, each thing in one of its own. */
export function comparedRows(order: OrderRow): ComparedRow[] {
  const rows: { label: Key; value: string | undefined }[] = [
    { label: "answer.row.what", value: order.what },
    { label: "answer.row.strength", value: order.strength },
    { label: "answer.row.dose", value: order.dose },
    { label: "answer.row.route", value: order.route },
    { label: "answer.row.when", value: order.when },
    { label: "answer.row.start", value: order.start },
    { label: "answer.row.stop", value: order.stop },
    { label: "answer.row.max", value: order.max_per_day },
    { label: "answer.row.why", value: order.why },
    { label: "answer.row.taper", value: order.taper?.map((step) => `${step.date}: ${step.dose}`).join("\n") },
  ];
  return rows.flatMap(({ label, value }) => (value === undefined || value === "" ? [] : [{ label, value }]));
}

/** Read-backs that the doctor has not answered, oldest first: there may be more than one. */
export function pendingOf(readBacks: readonly ReadBackContent[]): ReadBackContent[] {
  return readBacks.filter((one) => one.matches === null);
}
