// A member of staff in a reviewer's words.
import { t } from "../../i18n/index.svelte";
import type { IncidentPerson } from "../../protocol";

/** Her name, what she was, and for which unit; that is not told of who cares for a protected patient. */
export function person(who: IncidentPerson): string {
  return [who.name, ...(who.role === null ? [] : [t(`role.${who.role}`)]), ...(who.unit === "" ? [] : [who.unit])].join(", ");
}

/** The asking unit or its owner, or that it is not told to another care provider. */
export function place(name: string): string {
  return name === "" ? t("review.hidden") : name;
}
