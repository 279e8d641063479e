// Reads what arrives on the socket. A message or change of an unknown type, or of a wrong
// shape, is dropped and counted, so that an older page survives a newer server.
import * as v from "valibot";
import type { Change, ServerMessage } from "../protocol";
import * as shape from "./shapes";

const text = v.string();
const seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const peer = v.looseObject({ seat: text, role: text, name: text, polite: v.boolean(), generation: seq });

const messages: Record<ServerMessage["type"], v.GenericSchema> = {
  welcome: v.looseObject({ session: text, server_time: text, seq }),
  snapshot: v.looseObject({ seq, items: v.array(v.unknown()), complete: v.boolean() }),
  changes: v.looseObject({ seq, items: v.array(v.unknown()) }),
  ring: v.looseObject({ consult: text, from: text }),
  call_seats: v.looseObject({ consult: text, seated: v.array(v.looseObject({ role: text, person: text, name: text })), declined: v.boolean() }),
  tick: v.looseObject({ server_time: text }),
  session_ended: v.looseObject({ reason: text }),
  restart: v.looseObject({ reconnect_in_ms: seq }),
  error: v.looseObject({ code: text }),
  call_joined: v.looseObject({ you: peer, peers: v.array(peer), ice_servers: v.array(v.unknown()) }),
  call_peer_joined: v.looseObject({ peer }),
  call_peer_changed: v.looseObject({ peer }),
  call_peer_left: v.looseObject({ seat: text, reason: text }),
  call_signal: v.looseObject({ from: text }),
  call_mode: v.looseObject({ mode: text }),
  call_text: v.looseObject({ from: text, text }),
  call_ended: v.looseObject({ reason: text }),
};

const changes: Record<Change["type"], v.GenericSchema> = {
  consult_changed: v.looseObject({ consult: shape.row }),
  consult_gone: v.looseObject({ id: text }),
  queue_changed: v.looseObject({ centre: text, order: v.array(text) }),
  centre_changed: v.looseObject({ centre: shape.centre }),
  centre_gone: v.looseObject({ id: text }),
  duty_changed: v.looseObject({ duty: v.nullish(shape.duty) }),
  live_figures: v.looseObject({ figures: shape.liveFigures }),
  notice: v.looseObject({ kind: text, consult: text, level: shape.level, phone: text, at: text }),
  notice_ended: v.looseObject({ consult: text }),
  claim_ended: v.looseObject({ consult: text, what: text, by: v.nullish(shape.staff), at: text }),
  claim_ended_gone: v.looseObject({ consult: text }),
};

/** One message, or `null` where the text is none; `dropped` counts what was left out. */
export function readFrame(raw: string): { message: ServerMessage | null; dropped: number } {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return { message: null, dropped: 1 };
  }
  if (!fits(messages, json)) return { message: null, dropped: 1 };
  const message = json as ServerMessage;
  if (message.type !== "changes" && message.type !== "snapshot") return { message, dropped: 0 };
  const items = message.items.filter((item) => fits(changes, item));
  return { message: { ...message, items }, dropped: message.items.length - items.length };
}

function fits(schemas: Record<string, v.GenericSchema>, json: unknown): boolean {
  if (typeof json !== "object" || json === null || !("type" in json) || typeof json.type !== "string") return false;
  const schema = Object.hasOwn(schemas, json.type) ? schemas[json.type] : undefined;
  return schema !== undefined && v.is(schema, json);
}
