// Who has seen what to do first: remembered by this browser for each workplace, and nothing about anybody.
import type { Workplace } from "../model/session";

const key = (place: Workplace) => `vantrum.hint.${place}`;
let changes = $state(0);

/** Whether the first steps of a workplace are to be shown. */
export function hintWanted(place: Workplace): boolean {
  return changes >= 0 && localStorage.getItem(key(place)) === null;
}

/** Puts the first steps away, or takes them out again. */
export function wantHint(place: Workplace, wanted: boolean): void {
  if (wanted) localStorage.removeItem(key(place));
  else localStorage.setItem(key(place), "seen");
  changes += 1;
}
