// The language of this window. Swedish is always there; others are fetched when chosen.
import { translate, type Dictionary, type Key, type Params } from "./runtime";
import sv from "./sv.json";

export type { Key, Params } from "./runtime";
export type Language = "sv" | "en";
export const LANGUAGES: readonly Language[] = ["sv", "en"];
const STORED = "vantrum.language";

let current = $state<Language>("sv");
let dictionary = $state.raw<Dictionary>(sv);

/** The text of `key` in the chosen language. */
export function t(key: Key, params?: Params): string {
  return translate(dictionary, sv, current, key, params);
}

/** The chosen language. */
export function language(): Language {
  return current;
}

/** Changes language, for this window and the next visit. */
export async function speak(next: Language): Promise<void> {
  dictionary = next === "en" ? (await import("./en.json")).default : sv;
  current = next;
  document.documentElement.lang = next;
  localStorage.setItem(STORED, next);
}

/** Takes up the language of the last visit. */
export async function speakAsBefore(): Promise<void> {
  if (localStorage.getItem(STORED) === "en") await speak("en");
}
