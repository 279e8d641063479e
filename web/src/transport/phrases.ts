// A doctor's own phrases and order templates.
import * as v from "valibot";
import type { Phrases, PhrasesSet } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text, time } from "./shapes";

const kept = as<Phrases>(
  v.looseObject({
    rev: v.pipe(v.number(), v.integer(), v.minValue(0)),
    at: v.nullable(time),
    phrases: v.array(v.looseObject({ title: text, text })),
    orders: v.array(v.looseObject({ title: text, kind: v.picklist(["medicine", "care"]) })),
  }),
);

export function readPhrases(api: Api): Promise<Result<Phrases>> {
  return api.call({ method: "GET", path: "/me/phrases" }, kept);
}

/** Keeps them in the place of those of `rev`. Sent again after an answer that was lost, it is the same once. */
export function keepPhrases(api: Api, phrases: PhrasesSet): Promise<Result<Phrases>> {
  return api.call({ method: "PUT", path: "/me/phrases", body: phrases }, kept);
}
