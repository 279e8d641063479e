// A text that a model has chosen and a view will show.
import type { Key, Params } from "../i18n/runtime";

export type Text = { key: Key; params?: Params };

export function text(key: Key, params?: Params): Text {
  return params === undefined ? { key } : { key, params };
}

/** For the branch that a closed list leaves no way into. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected: ${JSON.stringify(value)}`);
}

/** A word of its own as it stands inside a sentence; abbreviations keep their capitals. */
export function inSentence(words: string): string {
  return /^\p{Lu}\p{L}*\p{Lu}/u.test(words) ? words : words.charAt(0).toLocaleLowerCase("sv") + words.slice(1);
}
