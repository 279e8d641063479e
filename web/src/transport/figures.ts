// Figures, which only who follows up asks for.
import * as v from "valibot";
import type { GroupBy, Indicators, LiveFigures } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, liveFigures as live, text, time } from "./shapes";

const rows = as<Indicators>(v.looseObject({ rows: v.array(v.looseObject({ key: text, suppressed: v.boolean(), withheld: v.boolean() })), definitions: v.array(v.looseObject({ code: text })), acute_missed: v.nullable(v.array(v.looseObject({ id: text, queued_at: time, due_at: time }))) }));

export function indicators(api: Api, from: string, to: string, by: GroupBy): Promise<Result<Indicators>> {
  const query = new URLSearchParams({ from, to, by }).toString();
  return api.call({ method: "GET", path: `/indicators?${query}` }, rows);
}

export function liveFigures(api: Api): Promise<Result<LiveFigures>> {
  return api.call({ method: "GET", path: "/indicators/live" }, live);
}
