// Whether a patient is asked about already, which only the form of a request asks.
import * as v from "valibot";
import type { NewPatient, OpenConsults } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text, time } from "./shapes";

const open = as<OpenConsults>(v.looseObject({ consults: v.array(v.looseObject({ id: v.nullable(text), queued_at: time, nurse: v.looseObject({ name: text }) })) }));

/** The server logs that she is told of a case before it answers. */
export function samePatient(api: Api, patient: NewPatient): Promise<Result<OpenConsults>> {
  return api.call({ method: "POST", path: "/consults/same_patient", body: { patient } }, open);
}
