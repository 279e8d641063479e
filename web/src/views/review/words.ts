// A member of staff in a reviewer's words.
import { t } from "../../i18n/index.svelte";
import type { IncidentPerson } from "../../protocol";

export function person(who: IncidentPerson): string {
  return who.role === null ? `${who.name}, ${who.unit}` : t("review.person", { name: who.name, role: t(`role.${who.role}`), unit: who.unit });
}
