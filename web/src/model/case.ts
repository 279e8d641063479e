// One case in words that its pages share.
import type { ConsultContent } from "../protocol";
import { text, type Text } from "./text";

/** What the patient is called at the head of a page. */
export function patientName(content: ConsultContent): Text {
  const patient = content.patient;
  if (patient === null) return text("case.patient.none");
  if (patient.name !== null && patient.name !== "") return text("case.title_named", { name: patient.name });
  if (patient.id !== null) return text("case.title_named", { name: patient.id });
  return text(patient.id_type === "withheld" ? "case.patient.withheld" : "case.patient.unknown");
}
