// The way into a call.
import * as v from "valibot";
import type { CallTicket } from "../protocol";
import type { Api } from "./api";
import type { Result } from "./result";
import { as, text } from "./shapes";

const ticket = as<CallTicket>(v.looseObject({ room: text, ticket: text, ice_servers: v.array(v.looseObject({ urls: v.array(text) })) }));

export function callTicket(api: Api, id: string, instead: boolean, key: string): Promise<Result<CallTicket>> {
  return api.call({ method: "POST", path: `/consults/${encodeURIComponent(id)}/call`, body: instead ? { instead } : {}, key }, ticket);
}
