// The language of this window. Swedish is always there; others are fetched when chosen, and
// so are the texts of signing in, of a case and of the desk, each with the first page that needs
// them.
import { translate, type Dictionary, type Key, type Params } from "./runtime";
import sv from "./sv.json";

export type { Key, Params } from "./runtime";
export type Language = "sv" | "en";
export const LANGUAGES: readonly Language[] = ["sv", "en"];
const STORED = "vantrum.language";

/** A part of the texts that is fetched when it is needed. */
type Part = "signin" | "case" | "desk" | "review";
const PARTS: Record<Part, Record<Language, () => Promise<{ default: Dictionary }>>> = {
  signin: { sv: () => import("./signin/sv.json"), en: () => import("./signin/en.json") },
  case: { sv: () => import("./case/sv.json"), en: () => import("./case/en.json") },
  desk: { sv: () => import("./desk/sv.json"), en: () => import("./desk/en.json") },
  review: { sv: () => import("./review/sv.json"), en: () => import("./review/en.json") },
};

let current = $state<Language>("sv");
let dictionary = $state.raw<Dictionary>(sv);
let swedish: Dictionary = sv;
const wanted: Part[] = [];

/** The text of `key` in the chosen language. */
export function t(key: Key, params?: Params): string {
  return translate(dictionary, swedish, current, key, params);
}

/** The chosen language. */
export function language(): Language {
  return current;
}

/** Changes language, for this window and the next visit. */
export async function speak(next: Language): Promise<void> {
  dictionary = await fetchTexts(next);
  current = next;
  document.documentElement.lang = next;
  localStorage.setItem(STORED, next);
}

/** Takes up the language of the last visit. */
export async function speakAsBefore(): Promise<void> {
  if (localStorage.getItem(STORED) === "en") await speak("en");
}

/** Fetches the texts of signing in. */
export async function withSignInTexts(): Promise<void> {
  await want("signin");
}

/** Fetches the texts of a case: asking, waiting, talking, answering. */
export async function withCaseTexts(): Promise<void> {
  await want("case");
}

/** Fetches the texts of the desk and the figures, and those of a case. */
export async function withDeskTexts(): Promise<void> {
  await want("case", "desk");
}

/** Fetches the texts of a reviewer, and those of a case. */
export async function withReviewTexts(): Promise<void> {
  await want("case", "review");
}

/** Texts on their way: whoever wants the same waits for the same. */
const coming: Partial<Record<Part, Promise<void> | undefined>> = {};
/** One part is taken up at a time, so that none is laid over another. */
let before: Promise<void> = Promise.resolve();

async function want(...parts: Part[]): Promise<void> {
  await Promise.all(parts.map((part) => (coming[part] ??= next(part))));
}

function next(part: Part): Promise<void> {
  const taken = before.then(() => take(part));
  before = taken.catch(() => undefined);
  return taken;
}

async function take(part: Part): Promise<void> {
  wanted.push(part);
  try {
    const [fallback, chosen] = await Promise.all([fetchTexts("sv"), fetchTexts(current)]);
    swedish = fallback;
    dictionary = chosen;
  } catch (error) {
    // The next who wants them asks again.
    wanted.splice(wanted.indexOf(part), 1);
    coming[part] = undefined;
    throw error;
  }
}

async function fetchTexts(which: Language): Promise<Dictionary> {
  const base: Dictionary = which === "sv" ? sv : (await import("./en.json")).default;
  const parts = await Promise.all(wanted.map(async (part) => (await PARTS[part][which]()).default));
  return Object.assign({}, base, ...parts) as Dictionary;
}
