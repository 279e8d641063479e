// What a reviewer reads. The server logs each reading before it answers.
import * as v from "valibot";
import type { Dossier, IncidentList } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, level, text, time } from "./shapes";

const person = v.looseObject({ name: text, unit: text });
const row = v.looseObject({ id: text, case: text, queued_at: time, level, reason: text, state: text, reports: v.array(v.looseObject({ at: time, by: person })) });
const list = as<IncidentList>(v.looseObject({ incidents: v.array(row) }));
const dossier = as<Dossier>(
  v.looseObject({
    incident: row,
    read_at: time,
    texts: v.array(v.nullable(text)),
    timeline: v.array(v.looseObject({ at: time, what: text })),
    states: v.array(v.looseObject({ state: text, from: time })),
    waits: v.array(v.looseObject({ what: text, from: time, open: v.boolean(), seconds: v.number() })),
    failures: v.array(v.looseObject({ what: text, at: time })),
    on_duty: v.array(v.looseObject({ name: text, presence: text, from: time })),
  }),
);

/** The cases of the caller's controller in which something went wrong. */
export function incidents(api: Api): Promise<Result<IncidentList>> {
  return api.call({ method: "GET", path: "/logs/incidents" }, list);
}

/** What happened in one of them. */
export function dossierOf(api: Api, id: string): Promise<Result<Dossier>> {
  return api.call({ method: "GET", path: `/logs/consults/${encodeURIComponent(id)}` }, dossier);
}
