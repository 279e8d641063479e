// Texts by key, in the form of i18next's JSON v4: `{{name}}` is replaced, and a text that
// depends on a number has one entry for each plural category (`_one`, `_other`).
import type caseTexts from "./case/sv.json";
import type desk from "./desk/sv.json";
import type review from "./review/sv.json";
import type signIn from "./signin/sv.json";
import type sv from "./sv.json";

type Category = "zero" | "one" | "two" | "few" | "many" | "other";
type Base<K extends string> = K extends `${infer Stem}_${Category}` ? Stem : K;

/** Every text there is; a misspelt key does not compile. */
export type Key = Base<Extract<keyof typeof sv | keyof typeof signIn | keyof typeof caseTexts | keyof typeof desk | keyof typeof review, string>>;
export type Params = Readonly<Record<string, string | number>>;
export type Dictionary = Readonly<Record<string, string>>;

/** The text of `key`. Without one in this language, the fallback's; without any, the key. */
export function translate(dictionary: Dictionary, fallback: Dictionary, language: string, key: Key, params?: Params): string {
  const text = find(dictionary, language, key, params) ?? find(fallback, "sv", key, params) ?? key;
  return params === undefined
    ? text
    : text.replace(/\{\{(\w+)\}\}/gu, (hole, name: string) => {
        const value = params[name];
        if (value === undefined) return hole;
        return name === "phone" || name === "number" ? unbroken(String(value)) : String(value);
      });
}

/** A telephone number, kept on one line: neither its spaces nor its hyphen may break. */
export function unbroken(number: string): string {
  return number.replaceAll(" ", "\u00a0").replaceAll("-", "-\u2060");
}

function find(dictionary: Dictionary, language: string, key: string, params?: Params): string | undefined {
  const count = params?.["count"];
  if (typeof count === "number") {
    const plural = dictionary[`${key}_${new Intl.PluralRules(language).select(count)}`];
    if (plural !== undefined) return plural;
  }
  return dictionary[key];
}
