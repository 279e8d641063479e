// Where a doctor can send a case on: her own centres and others, as the server says. Whom one can
// reach is known of her own alone, so nothing is said of it elsewhere.
import type { Centre, OnwardCentre } from "../protocol";

export type OnwardChoice = OnwardCentre & {
  /** How many doctors can be reached there now; `null` where that is not told. */
  reachable: number | null;
};

/** The choices as they are shown: hers, then the others, in the server's order. */
export function onwardChoices(onward: readonly OnwardCentre[], centres: Readonly<Record<string, Centre>>): { own: OnwardChoice[]; others: OnwardChoice[] } {
  const choices = onward.map((one) => ({ ...one, reachable: centres[one.id]?.reachable ?? null }));
  return { own: choices.filter((one) => one.own), others: choices.filter((one) => !one.own) };
}
