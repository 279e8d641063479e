// Words one after another, as the language joins them.
const formats = { sv: new Intl.ListFormat("sv-SE"), en: new Intl.ListFormat("en-GB") } as const;

/** `Akut, Brådskande och Idag`. */
export function listOf(words: readonly string[], language: "sv" | "en"): string {
  return formats[language].format(words);
}
