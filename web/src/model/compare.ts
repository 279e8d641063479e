// The comparison of what was sent with what was read back. Nothing is compared for her; but nothing is confirmed of which
// a part has not been in front of her eyes.

import type { ReadBackContent } from "../protocol";

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

/** Read-backs that the doctor has not answered, oldest first: there may be more than one. */
export function pendingOf(readBacks: readonly ReadBackContent[]): ReadBackContent[] {
  return readBacks.filter((one) => one.matches === null);
}
