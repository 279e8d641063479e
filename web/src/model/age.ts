// Ages as the queue has them: in bands, so that a row points to nobody.
import { text, type Text } from "./text";

/** `80-89` or `90+`, taken apart; `null` for what is neither. */
function ends(band: string): { from: string; to: string | null } | null {
  const found = /^(\d+)(?:-(\d+)|\+)$/u.exec(band);
  return found?.[1] === undefined ? null : { from: found[1], to: found[2] ?? null };
}

/** As it is said in a sentence: `80–89 år`, `90 år eller äldre`. */
export function ageWords(band: string): Text {
  const known = ends(band);
  if (known === null) return text("age.band", { band });
  return known.to === null ? text("age.band.over", { from: known.from }) : text("age.band", { band: `${known.from}–${known.to}` });
}

/** As it stands in a column of ages: `80–89`, `90+`. */
export function ageShort(band: string): string {
  const known = ends(band);
  return known?.to == null ? band : `${known.from}–${known.to}`;
}
