// Figures, which only who follows up asks for.
import * as v from "valibot";
import type { GroupBy, Indicators, LiveFigures } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, liveFigures as live, text } from "./shapes";

const rows = as<Indicators>(v.looseObject({ rows: v.array(v.looseObject({ key: text, suppressed: v.boolean(), withheld: v.boolean() })), definitions: v.array(v.looseObject({ code: text })) }));

export function indicators(api: Api, from: string, to: string, by: GroupBy): Promise<Result<Indicators>> {
  const query = new URLSearchParams({ from, to, by }).toString();
  return api.call({ method: "GET", path: `/indicators?${query}` }, rows);
}

export function liveFigures(api: Api): Promise<Result<LiveFigures>> {
  return api.call({ method: "GET", path: "/indicators/live" }, live);
}
