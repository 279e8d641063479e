// A draft of one form of one case: its fields as they are kept, and how what was kept and what is
// typed come together again.

/** Whether anything stands in the form that an empty one does not hold. */
export function isBegun<T extends object>(fields: T, fresh: T): boolean {
  return JSON.stringify(fields) !== JSON.stringify(fresh);
}

/** The fields as they are kept: nothing where nothing is begun. */
export function asKept(fields: object, begun: boolean): string {
  return begun ? JSON.stringify(fields) : "";
}

/** An empty row of each list of a form, by the list's name, wherever in the form it stands; and an empty one of each part that a form need not have. */
export type Rows = Readonly<Record<string, object | null>>;

/**
 * What was kept, in the shape that the form has now. It may have been written by an older page: a
 * part of another shape is left out, and what is new is empty.
 */
export function restored<T extends object>(kept: string, fresh: T, rows: Rows = {}): T {
  let read: unknown = null;
  try {
    read = JSON.parse(kept);
  } catch {
    return fresh;
  }
  return shaped(read, fresh, rows, "") as T;
}

/** What was typed while the kept draft was on its way stays, field by field. */
export function together<T extends object>(typed: T, kept: T, fresh: T): T {
  const untouched = (key: string) => JSON.stringify(part(typed, key)) === JSON.stringify(part(fresh, key));
  return Object.fromEntries(Object.keys({ ...fresh, ...kept }).map((key) => [key, part(untouched(key) ? kept : typed, key)])) as T;
}

function shaped(read: unknown, fresh: unknown, rows: Rows, name: string): unknown {
  if (Array.isArray(fresh)) {
    if (!Array.isArray(read)) return fresh;
    const row = rows[name];
    return row === undefined ? read.filter((item) => typeof item !== "object") : read.map((item) => shaped(item, row, rows, ""));
  }
  if (fresh !== null && typeof fresh === "object") {
    const here = Object.keys(fresh).map((key) => [key, shaped(part(read, key), part(fresh, key), rows, key)]);
    const besides = Object.keys(rows).filter((key) => name === "" && !(key in fresh) && part(read, key) !== undefined && !Array.isArray(part(read, key)));
    return Object.fromEntries([...here, ...besides.map((key) => [key, shaped(part(read, key), rows[key], rows, key)])]);
  }
  // A choice that has not been made is `null`; made, it is a word.
  if (fresh === null) return read !== undefined && typeof read !== "object" ? read : null;
  return typeof read === typeof fresh ? read : fresh;
}

function part(of: unknown, key: string): unknown {
  return of !== null && typeof of === "object" ? (of as Record<string, unknown>)[key] : undefined;
}

/** How long the form has to rest before it is kept, and how long that may be put off by typing on. */
export const REST_MS = 1_000;
export const AT_LEAST_EACH_MS = 5_000;

/** When what is in a form was changed: first since it was kept, and last. */
export type Changed = { first: number; last: number };

/** Whether it is time to keep it. */
export function isDue(changed: Changed, now: number): boolean {
  return now - changed.last >= REST_MS || now - changed.first >= AT_LEAST_EACH_MS;
}
