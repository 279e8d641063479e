// What a screen reader is told by itself: each thing once, when it is new, and never because a number beside it moves.

/** One thing to say, by an id that stays the same as long as it is the same thing. */
export type Saying = { id: string; words: string };

/** What of `said` is new to who knows `known`, in one sentence after the other, and what is known then. What is over may come again. */
export function newlySaid(known: readonly string[], said: readonly Saying[]): { known: readonly string[]; words: string | null } {
  const fresh = said.filter(({ id }) => !known.includes(id));
  return { known: said.map(({ id }) => id), words: fresh.length === 0 ? null : fresh.map(({ words }) => words).join(" ") };
}

/** Whether something has come since. The first time all is as it was found. */
export function hasCome(known: readonly string[] | null, now: readonly string[]): boolean {
  return known !== null && now.some((id) => !known.includes(id));
}
