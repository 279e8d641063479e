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
