// Figures in the reader's language.
import { number } from "../../i18n/format";
import { language, t } from "../../i18n/index.svelte";
import { amount } from "../../model/figures";
import type { Level } from "../../protocol";

/** `34 min`, `5,4 tim`, `2,1 dygn`. */
export function waitWords(minutes: number): string {
  const { value, decimals, unit } = amount(minutes);
  return t(`figure.${unit}`, { n: number(value, language(), decimals) }).replaceAll(" ", "\u00a0");
}

/** `P2 Brådskande`. */
export function levelWords(level: Level): string {
  return `${level} ${t(`level.${level}`)}`;
}
