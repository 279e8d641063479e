import { readFileSync } from "node:fs";

/** A language the client speaks. */
export type Language = "sv" | "en";
type Params = Readonly<Record<string, string | number>>;

const texts = (language: Language): Record<string, string> =>
  Object.assign(
    {},
    ...["", "signin/", "case/", "desk/", "review/"].map(
      (part) => JSON.parse(readFileSync(new URL(`../../../web/src/i18n/${part}${language}.json`, import.meta.url), "utf8")) as Record<string, string>,
    ),
  ) as Record<string, string>;

/** What the screen says, by the key of the text: page objects work in every language. */
export class Words {
  readonly #texts: Record<string, string>;

  constructor(readonly language: Language) {
    this.#texts = texts(language);
  }

  /** Every text, as it stands before anything is filled in. */
  get all(): Readonly<Record<string, string>> {
    return this.#texts;
  }

  /** The text of `key`. */
  say(key: string, params: Params = {}): string {
    return this.#template(key, params).replace(/\{\{(\w+)\}\}/gu, (hole, name: string) => String(params[name] ?? hole));
  }

  /** The text of `key`, whatever the screen fills in; `params` only choose between one and several. */
  like(key: string, params: Params = {}): RegExp {
    const said = this.#template(key, params).split(/\{\{\w+\}\}/u);
    return new RegExp(said.map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&")).join(".+"), "u");
  }

  #template(key: string, params: Params): string {
    const { count } = params;
    const plural = typeof count === "number" ? this.#texts[`${key}_${new Intl.PluralRules(this.language).select(count)}`] : undefined;
    const text = plural ?? this.#texts[key];
    if (text === undefined) throw new Error(`the client has no text ${key} in ${this.language}`);
    return text;
  }
}
