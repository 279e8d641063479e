// The language of this window. Swedish is always there; others are fetched when chosen, and
// so are the texts of the desk and the figures, which a nurse never needs.
import { translate, type Dictionary, type Key, type Params } from "./runtime";
import sv from "./sv.json";

export type { Key, Params } from "./runtime";
export type Language = "sv" | "en";
export const LANGUAGES: readonly Language[] = ["sv", "en"];
const STORED = "vantrum.language";

let current = $state<Language>("sv");
let dictionary = $state.raw<Dictionary>(sv);
let swedish: Dictionary = sv;
let desk = false;

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

/** Fetches the texts of the desk and the figures too. */
export async function withDeskTexts(): Promise<void> {
  if (desk) return;
  desk = true;
  swedish = await fetchTexts("sv");
  dictionary = await fetchTexts(current);
}

async function fetchTexts(which: Language): Promise<Dictionary> {
  if (which === "sv") return desk ? { ...sv, ...(await import("./desk/sv.json")).default } : sv;
  const base = (await import("./en.json")).default;
  return desk ? { ...base, ...(await import("./desk/en.json")).default } : base;
}
