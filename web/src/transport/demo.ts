// The demo's way in, where saying who one is proves it.
import * as v from "valibot";
import type { DemoPeople, DemoSessionCreated } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text } from "./shapes";

const people = as<DemoPeople>(v.looseObject({ people: v.array(v.looseObject({ id: text, name: text, commissions: v.array(v.looseObject({ id: text, role: text })) })) }));
const session = as<DemoSessionCreated>(v.looseObject({ token: text, person: text, commission: text }));

export function demoPeople(api: Api): Promise<Result<DemoPeople>> {
  return api.call({ method: "GET", path: "/demo/people" }, people);
}

export function signInDemo(api: Api, person: string, commission: string): Promise<Result<DemoSessionCreated>> {
  return api.call({ method: "POST", path: "/demo/sessions", body: { person, commission } }, session);
}

/** Opens a locked screen, and begins the longest time of its session anew. */
export function unlockDemo(api: Api, person: string): Promise<Result<unknown>> {
  return api.call({ method: "POST", path: "/demo/unlock", body: { person } }, v.unknown());
}
