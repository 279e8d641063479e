// Shapes at the edge. Only what the client decides by is checked; the rest is the server's
// word, and fields that are new to this client are let through.
import * as v from "valibot";
import type {
  Between,
  ConsultContent,
  ConsultCreated,
  ConsultRow,
  ConsultState,
  Centre,
  Duty,
  ErrorCode,
  LiveFigures,
  Me,
  Outcome,
  SocketTicket,
  StaffRef,
} from "../protocol";

/** A checked part of a generated type: what passes is taken to be the whole of it. */
export function as<T>(check: v.GenericSchema): v.GenericSchema<unknown, T> {
  return check as v.GenericSchema<unknown, T>;
}

export const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const time = v.pipe(v.string(), v.check((value) => !Number.isNaN(Date.parse(value))));
const maybe = <S extends v.GenericSchema>(schema: S) => v.nullish(schema);

export const level = v.picklist(["P1", "P2", "P3", "P4"]);
/** Every state, so that a new one of the server's cannot be forgotten here. */
const STATES: Record<ConsultState, true> = {
  queued: true,
  parked: true,
  awaiting_nurse: true,
  need_more: true,
  claimed: true,
  in_call: true,
  answered: true,
  read_back: true,
  acknowledged: true,
  closed: true,
  withdrawn: true,
  void: true,
};
export const state = v.picklist(Object.keys(STATES) as ConsultState[]);
export const staff = v.looseObject({ id: text, name: text });

export const problem = v.looseObject({
  code: as<ErrorCode>(text),
  detail: maybe(text),
  field: maybe(text),
  retry_after_ms: maybe(count),
  now: maybe(state),
  what: maybe(as<Between>(text)),
  by: maybe(as<StaffRef>(staff)),
  at: maybe(text),
});

export const row = as<ConsultRow>(
  v.looseObject({
    id: text,
    rev: count,
    state,
    level,
    reason: text,
    signals: v.array(text),
    centre: text,
    marks: v.array(text),
    queued_at: time,
    due_at: time,
    position: maybe(count),
    told: v.nullable(v.looseObject({ doctors: count, coordinator: v.boolean() })),
    taken_over_from: v.nullable(staff),
    has_orders: v.boolean(),
    interrupted: v.nullable(v.looseObject({ doctor: staff, at: time, talked_seconds: count, must_go: v.boolean() })),
    wanted_by: v.nullable(staff),
    may_peek: v.boolean(),
    handover: v.nullable(v.looseObject({ by: staff, at: time })),
    gaps: v.array(v.looseObject({ kind: text, owner: v.picklist(["doctor", "nurse"]), due_at: time, late: v.boolean() })),
    next_steps: v.array(v.looseObject({ at: time, what: text })),
  }),
);

export const centre = as<Centre>(
  v.looseObject({ id: text, name: text, reachable: count, phone: text, on_call: maybe(v.looseObject({ name: text, phone: text })), own: v.boolean(), signals: v.array(v.looseObject({ id: text, reason: text })) }),
);

export const liveFigures = as<LiveFigures>(
  v.looseObject({ in_queue: v.array(v.looseObject({ level, n: count })), reachable: count, urgent_without_contact: count, centres: v.array(v.looseObject({ centre: text })), overdue: v.array(v.looseObject({ id: text })), gaps: v.array(v.looseObject({ id: text, due_at: time, side: v.picklist(["doctor", "nurse"]), owner: v.nullable(staff) })), slots: v.array(v.looseObject({ centre: text, from: time, until: time })) }),
);

export const duty = as<Duty>(v.looseObject({ state: v.picklist(["on", "paused", "off"]), centres: v.array(text), levels: v.array(level), reachable: v.boolean() }));
export const me = as<Me>(v.looseObject({ id: text, name: text, role: text, unit: text, centres: v.array(text), may: v.array(text), locked: v.boolean(), session_ends_at: time, modules: v.looseObject({ news2: v.boolean(), journal_copy: v.boolean(), peek: v.boolean() }) }));
export const socketTicket = as<SocketTicket>(v.looseObject({ ticket: text }));
export const outcome = as<Outcome>(v.looseObject({ state, rev: count, seq: count }));
export const created = as<ConsultCreated>(v.looseObject({ id: text, state, due_at: time, phone: text, reachable: count }));
export const content = as<ConsultContent>(
  v.looseObject({ consult: row, disclosed: v.boolean(), peeked: v.boolean(), vitals: v.array(v.looseObject({ taken_at: time })), news2: v.array(v.looseObject({ outcome: text, parts: v.array(v.looseObject({ parameter: text })) })), images: v.array(v.looseObject({ id: text, at: time })), supplements: v.array(v.looseObject({ at: time })), earlier_answers: v.array(v.looseObject({ at: time })), addenda: v.array(v.looseObject({ at: time, text })), read_backs: v.array(v.looseObject({ at: time, text })), diary: v.array(v.looseObject({ at: time, what: text })), onward: v.array(v.looseObject({ id: text, name: text, own: v.boolean() })) }),
);
