// What somebody has written in a form and not sent, kept by the server: of a case, or hers alone before there is one.
import * as v from "valibot";
import type { DraftForm, DraftFound, DraftSet, OwnDraftForm } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text, time } from "./shapes";

/** A form of a case, or one that begins something. */
export type AnyForm = DraftForm | OwnDraftForm;

const found = as<DraftFound>(v.looseObject({ draft: v.nullable(v.looseObject({ at: time, fields: text })) }));

const path = (consult: string | null, form: AnyForm) => (consult === null ? `/me/drafts/${form}` : `/consults/${encodeURIComponent(consult)}/drafts/${form}`);

/** What she has written there. The server logs that she reads it before it answers. */
export function findDraft(api: Api, consult: string | null, form: AnyForm): Promise<Result<DraftFound>> {
  return api.call({ method: "GET", path: path(consult, form) }, found);
}

/** Keeps it in the place of what was kept before. The last one to arrive stays. */
export function keepDraft(api: Api, consult: string | null, form: AnyForm, draft: DraftSet): Promise<Result<unknown>> {
  return api.call({ method: "PUT", path: path(consult, form), body: draft }, v.unknown());
}
