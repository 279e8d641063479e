// What somebody has written in a form of a case and not sent, kept by the server.
import * as v from "valibot";
import type { DraftForm, DraftFound, DraftSet } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text, time } from "./shapes";

const found = as<DraftFound>(v.looseObject({ draft: v.nullable(v.looseObject({ at: time, fields: text })) }));

const path = (consult: string, form: DraftForm) => `/consults/${encodeURIComponent(consult)}/drafts/${form}`;

/** What she has written there. The server logs that she reads it before it answers. */
export function findDraft(api: Api, consult: string, form: DraftForm): Promise<Result<DraftFound>> {
  return api.call({ method: "GET", path: path(consult, form) }, found);
}

/** Keeps it in the place of what was kept before. The last one to arrive stays. */
export function keepDraft(api: Api, consult: string, form: DraftForm, draft: DraftSet): Promise<Result<unknown>> {
  return api.call({ method: "PUT", path: path(consult, form), body: draft }, v.unknown());
}
