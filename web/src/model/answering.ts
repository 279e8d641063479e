// The doctor's answer while it is written: what is asked, what is missing, what is sent.
// Nothing is chosen beforehand, and amounts stay as they were typed: nothing is calculated.
import type {
  Answer,
  AnswerMode,
  AssessedBy,
  ConsultContent,
  DoneBy,
  Level,
  LevelOfCare,
  OrderEntered,
  OrderKind,
  OrderRow,
  Participation,
  Stance,
} from "../protocol";
import { amount } from "./amount";
import { deathAnswerFaults, newDeathAnswer, toDeathAnswer, type DeathAnswerDraft } from "./death";
import { fromLocal, nextClock } from "./local_time";
import { orderRows } from "./orders";
import { text, type Text } from "./text";

export const MODES: readonly AnswerMode[] = ["video", "audio", "phone", "text"];
export const ASSESSED: readonly AssessedBy[] = ["saw_patient", "heard_patient", "via_nurse"];
export const CARE: readonly LevelOfCare[] = [
  "stay_home",
  "doctor_home_visit",
  "mobile_team",
  "centre_visit",
  "emergency_department",
  "direct_admission",
  "ambulance",
  "palliative_home",
  "other",
];
export const ENTERED: readonly OrderEntered[] = ["by_me", "by_nurse", "no"];
export const STANCES: readonly Stance[] = ["agrees", "declines_video", "declines_disclosure", "declines_care", "cannot_express"];
export const PARTICIPATION: readonly Participation[] = ["present", "informed", "not_possible"];

export const ORDERS_MOST = 12;
export const STEPS_MOST = 31;
const MOST = { assessment: 4_000, draft: 4_000, what: 200, part: 200, step: 100, contingency: 2_000, follow_up: 500, information: 2_000 } as const;

/** A time of a day: `YYYY-MM-DD` (nothing for the next time the clock shows it) and `HH:MM`. */
export type When = { day: string; clock: string };

export type StepDraft = { key: number; date: string; dose: string };

/** The free parts of an order row beside what is ordered. */
export const PARTS = ["form", "strength", "dose", "route", "when", "start", "stop", "max_per_day", "why"] as const;
export type Part = (typeof PARTS)[number];
/** What is sent of each kind of order, and what of that must be there. */
const SENT: Readonly<Record<OrderKind, readonly Part[]>> = { medicine: PARTS, care: ["when", "start", "stop", "why"] };
const NEEDED: Readonly<Record<OrderKind, readonly NeededPart[]>> = { medicine: ["form", "strength", "dose", "route", "when", "why"], care: ["when"] };
type NeededPart = "form" | "strength" | "dose" | "route" | "when" | "why";
/** Amounts: a number among them is nothing without its unit. A dose is a number. */
const AMOUNTS = ["strength", "dose", "max_per_day"] as const;

export type OrderDraft = Record<Part, string> & {
  key: number;
  kind: OrderKind;
  what: string;
  /** Form and strength are those of the medication list. */
  fromList: boolean;
  steps: StepDraft[];
};

export type AnswerDraft = {
  mode: AnswerMode | null;
  assessedBy: AssessedBy | null;
  assessment: string;
  care: LevelOfCare | null;
  transportBy: DoneBy | null;
  reportBy: DoneBy | null;
  orders: OrderDraft[];
  entered: OrderEntered | null;
  enteredUntil: When;
  contingency: string;
  followUp: "none" | "some" | null;
  followUpWhat: string;
  followUpWhen: When;
  followUpOwner: DoneBy | null;
  information: string;
  selfCare: string;
  stance: Stance | null;
  participation: Participation | null;
  /** Asked where the case is about a death. */
  death: DeathAnswerDraft;
  /** The next row's key: rows keep theirs when others are taken away. */
  nextKey: number;
};

export function newAnswer(): AnswerDraft {
  const never: When = { day: "", clock: "" };
  return {
    mode: null,
    assessedBy: null,
    assessment: "",
    care: null,
    transportBy: null,
    reportBy: null,
    orders: [],
    entered: null,
    enteredUntil: { ...never },
    contingency: "",
    followUp: null,
    followUpWhat: "",
    followUpWhen: { ...never },
    followUpOwner: null,
    information: "",
    selfCare: "",
    stance: null,
    participation: null,
    death: newDeathAnswer(),
    nextKey: 1,
  };
}

/** Whether anything may be ordered: an order is for a patient who is named. */
export function mayOrder(content: Pick<ConsultContent, "patient"> | null): boolean {
  return content?.patient?.id_type !== "withheld";
}

/** Whether anything has been written that would be lost with the page. */
export function answerBegun(draft: AnswerDraft): boolean {
  return JSON.stringify(draft) !== JSON.stringify(newAnswer());
}

export function newOrder(key: number, kind: OrderKind): OrderDraft {
  return { key, kind, fromList: false, what: "", form: "", strength: "", dose: "", route: "", when: "", start: "", stop: "", max_per_day: "", why: "", steps: [] };
}

/** An empty row of each list in an answer, for a draft that is found again. */
export const ANSWER_ROWS = { orders: newOrder(0, "medicine"), steps: { key: 0, date: "", dose: "" } };

/** One more order, unless there are as many as an answer may hold. */
export function addOrder(draft: AnswerDraft, kind: OrderKind): OrderDraft | null {
  if (draft.orders.length >= ORDERS_MOST) return null;
  const row = newOrder(draft.nextKey, kind);
  draft.nextKey += 1;
  draft.orders.push(row);
  return row;
}

export function removeOrder(draft: AnswerDraft, key: number): void {
  draft.orders = draft.orders.filter((order) => order.key !== key);
  if (!ordersMedicine(draft)) draft.entered = null;
}

/** Whether a medicine is among the orders: only that stands in a medication list. */
export function ordersMedicine(draft: Pick<AnswerDraft, "orders">): boolean {
  return draft.orders.some((order) => order.kind === "medicine");
}

/** Whether a part must be written: the medication list may stand for form and strength. */
export function isNeeded(order: Pick<OrderDraft, "kind" | "fromList">, part: Part): boolean {
  if (order.fromList && (part === "form" || part === "strength")) return false;
  return (NEEDED[order.kind] as readonly Part[]).includes(part);
}

export function addStep(draft: { nextKey: number }, order: OrderDraft): void {
  if (order.steps.length >= STEPS_MOST) return;
  order.steps.push({ key: draft.nextKey, date: "", dose: "" });
  draft.nextKey += 1;
}

export function removeStep(order: OrderDraft, key: number): void {
  order.steps = order.steps.filter((step) => step.key !== key);
}

/** Whether somebody else receives the patient, so that transport and report need an owner each. */
export function needsTransport(care: LevelOfCare | null): boolean {
  return care === "emergency_department" || care === "direct_admission" || care === "ambulance";
}

/** Whether the answer must say what to do if it gets worse. */
export function needsContingency(draft: Pick<AnswerDraft, "care" | "stance">, level: Level): boolean {
  return (draft.care === "stay_home" && (level === "P1" || level === "P2")) || draft.stance === "declines_care";
}

/**
 * By which means the two met, as far as the page knows: what the doctor chose, else how the call
 * went, else in writing.
 */
export function modeOf(draft: Pick<AnswerDraft, "mode">, met: { call: "video" | "audio" | null; phoned: boolean }): AnswerMode {
  return draft.mode ?? met.call ?? (met.phoned ? "phone" : "text");
}

/** Whether there has been a call, going by the diary: for a page that was reloaded after it. */
export function callInDiary(content: Pick<ConsultContent, "diary">): boolean {
  return content.diary.some((entry) => entry.what === "call_began");
}

export type AnswerFault = { field: string; text: Text };

/** The first control of each part of an order row, by the row's key. */
export function orderField(key: number, part: Part | "what" | "taper" | "from_list"): string {
  return `order-${key}-${part}`;
}
export function stepField(key: number, part: "date" | "dose"): string {
  return `step-${key}-${part}`;
}

/** Everything that stands in the way of sending, in the order of the form. `died`: of an answer about a death. */
export function answerFaults(draft: AnswerDraft, level: Level, now: number, died = false): AnswerFault[] {
  const found: AnswerFault[] = [];
  const need = (missing: boolean, field: string, fault: Text) => {
    if (missing) found.push({ field, text: fault });
  };
  const tooLong = (typed: string, field: string, most: number) => need(typed.trim().length > most, field, text("answering.error.too_long", { most }));

  if (died) found.push(...deathAnswerFaults(draft.death, now));
  else need(draft.assessedBy === null, "assessed-by", text("answering.error.assessed_by"));
  need(draft.assessment.trim() === "", "assessment", text("answering.error.assessment"));
  tooLong(draft.assessment, "assessment", MOST.assessment);
  if (!died) found.push(...careFaults(draft, level, now));
  tooLong(draft.contingency, "contingency", MOST.contingency);
  const open = died && draft.death.established === false;
  need(draft.followUp === null || (open && draft.followUp === "none"), "follow-up", text(open ? "death.error.follow_up" : "answering.error.follow_up"));
  if (draft.followUp === "some") {
    need(draft.followUpWhat.trim() === "", "follow-up-what", text("answering.error.follow_up_what"));
    tooLong(draft.followUpWhat, "follow-up-what", MOST.follow_up);
    need(future(draft.followUpWhen, now) === null, "follow-up-when", text("answering.error.follow_up_when"));
    need(draft.followUpOwner === null, "follow-up-owner", text("answering.error.follow_up_owner"));
  }
  tooLong(draft.information, "information", MOST.information);
  tooLong(draft.selfCare, "self-care", MOST.information);
  return found;
}

/** What is asked of care that goes on: where, with what, and what to do if it gets worse. */
function careFaults(draft: AnswerDraft, level: Level, now: number): AnswerFault[] {
  const found: AnswerFault[] = [];
  const need = (missing: boolean, field: string, fault: Text) => {
    if (missing) found.push({ field, text: fault });
  };
  need(draft.care === null, "level-of-care", text("answering.error.level_of_care"));
  if (needsTransport(draft.care)) {
    need(draft.transportBy === null, "transport-by", text("answering.error.transport_by"));
    need(draft.reportBy === null, "report-by", text("answering.error.report_by"));
  }
  draft.orders.forEach((order, index) => found.push(...orderFaults(order, index + 1)));
  if (ordersMedicine(draft)) {
    need(draft.entered === null, "order-entered", text("answering.error.entered"));
    if (draft.entered === "by_nurse") need(future(draft.enteredUntil, now) === null, "entered-until", text("answering.error.entered_until"));
  }
  need(needsContingency(draft, level) && draft.contingency.trim() === "", "contingency", text("answering.error.contingency"));
  return found;
}

/** What is wrong with an order, and what is missing; a template may leave open what an order must say. */
export function orderFaults(order: OrderDraft, number: number, of: "order" | "template" = "order"): AnswerFault[] {
  const found: AnswerFault[] = [];
  const whole = of === "order";
  if (whole && order.what.trim() === "") found.push({ field: orderField(order.key, "what"), text: text(`answering.error.order_what.${order.kind}`, { number }) });
  if (order.what.trim().length > MOST.what) found.push({ field: orderField(order.key, "what"), text: text("answering.error.too_long", { most: MOST.what }) });
  for (const part of SENT[order.kind]) {
    const typed = order[part].trim();
    const field = orderField(order.key, part);
    if (whole && typed === "" && isNeeded(order, part)) found.push({ field, text: text(`answering.error.order.${part as NeededPart}`, { number }) });
    if (typed.length > MOST.part) found.push({ field, text: text("answering.error.too_long", { most: MOST.part }) });
    const unit = AMOUNTS.find((one) => one === part);
    if (unit !== undefined && typed !== "" && lacksUnit(typed, unit)) found.push({ field, text: text(`answering.error.unit.${unit}`, { number }) });
  }
  for (const step of order.kind === "medicine" ? order.steps : []) {
    if (whole && !isDay(step.date)) found.push({ field: stepField(step.key, "date"), text: text("answering.error.step_date", { number }) });
    const dose = step.dose.trim();
    if (dose === "" || dose.length > MOST.step || lacksUnit(dose, "dose")) found.push({ field: stepField(step.key, "dose"), text: text("answering.error.step_dose", { number }) });
  }
  return found;
}

/** Whether a number stands without its unit, or a dose has no number. */
function lacksUnit(typed: string, of: (typeof AMOUNTS)[number]): boolean {
  const found = amount(typed);
  return found === "no_unit" || (found === "no_number" && of === "dose");
}

function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}

/** The point in time that was typed, or `null` where it is none or has passed. */
export function future(when: When, now: number): number | null {
  if (when.clock === "") return null;
  const at = when.day === "" ? nextClock(when.clock, now) : fromLocal(when.day, when.clock);
  return at === null || at <= now ? null : at;
}

/** The answer as the server takes it. Only a draft without faults may be sent. `died`: who answers about a death. */
export function toAnswer(draft: AnswerDraft, mode: AnswerMode, now: number, died: string | null = null): Answer {
  if (died !== null) return aboutDeath(draft, mode, now, died);
  const answer: Answer = {
    mode,
    assessed_by: draft.assessedBy ?? "via_nurse",
    assessment: draft.assessment.trim(),
    level_of_care: draft.care ?? "other",
    orders: draft.orders.map(toOrder),
    // The key is always sent: that nothing is followed up is said, never left out.
    follow_up: null,
  };
  if (needsTransport(draft.care)) {
    if (draft.transportBy !== null) answer.transport_by = draft.transportBy;
    if (draft.reportBy !== null) answer.report_by = draft.reportBy;
  }
  if (ordersMedicine(draft) && draft.entered !== null) {
    answer.order_entered = draft.entered;
    const until = draft.entered === "by_nurse" ? future(draft.enteredUntil, now) : null;
    if (until !== null) answer.order_entered_until = new Date(until).toISOString();
  }
  if (draft.contingency.trim() !== "") answer.contingency = draft.contingency.trim();
  answer.follow_up = followUpOf(draft, now);
  if (draft.information.trim() !== "") answer.information_given = draft.information.trim();
  if (draft.selfCare.trim() !== "") answer.self_care = draft.selfCare.trim();
  if (draft.stance !== null) answer.stance = draft.stance;
  if (draft.participation !== null) answer.participation = draft.participation;
  return answer;
}

/** An answer about a death: nobody is cared for any more, and on what it rests says who saw what. */
function aboutDeath(draft: AnswerDraft, mode: AnswerMode, now: number, me: string): Answer {
  const death = toDeathAnswer(draft.death, me, now);
  return {
    mode,
    assessed_by: death.established?.basis === "own_examination" ? "saw_patient" : "via_nurse",
    assessment: draft.assessment.trim(),
    level_of_care: "other",
    orders: [],
    follow_up: followUpOf(draft, now),
    ...(draft.information.trim() === "" ? {} : { information_given: draft.information.trim() }),
    death,
  };
}

function followUpOf(draft: AnswerDraft, now: number): Answer["follow_up"] {
  const when = future(draft.followUpWhen, now);
  if (draft.followUp !== "some" || when === null || draft.followUpOwner === null) return null;
  return { what: draft.followUpWhat.trim(), when: new Date(when).toISOString(), owner: draft.followUpOwner };
}

/** The parts of an order that are written, of those that its kind has. */
export function partsOf(order: OrderDraft): Partial<Record<Part, string>> {
  const written = SENT[order.kind].map((part) => [part, order[part].trim()] as const);
  return Object.fromEntries(written.filter(([, typed]) => typed !== ""));
}

function toOrder(order: OrderDraft): OrderRow {
  const row: OrderRow = { kind: order.kind, what: order.what.trim(), ...partsOf(order) };
  if (order.kind === "care") return row;
  if (order.fromList) row.from_list = true;
  if (order.steps.length > 0) row.taper = order.steps.map((step) => ({ date: step.date, dose: step.dose.trim() }));
  return row;
}

const DEATH_FIELDS: Readonly<Record<string, string>> = {
  "death.established.at": "death-at",
  "death.established.by": "death-by",
  "death.established.basis": "death-basis",
  "death.certificate_by": "death-certificate",
  "death.cause_certificate_by": "death-cause",
  "death.police": "death-police",
};

/** The control that a field of the server's problem document belongs to. */
export function answerFieldOf(path: string | null, draft: AnswerDraft): string | null {
  if (path === null) return null;
  const [first = "", second = "", third = "", fourth = ""] = path.replace(/\[(\d+)\]/gu, ".$1").split(".");
  const plain: Readonly<Record<string, string>> = {
    assessed_by: "assessed-by",
    assessment: "assessment",
    level_of_care: "level-of-care",
    transport_by: "transport-by",
    report_by: "report-by",
    order_entered: "order-entered",
    order_entered_until: "entered-until",
    contingency: "contingency",
    information_given: "information",
    self_care: "self-care",
    stance: "stance",
    participation: "participation",
    mode: "mode",
  };
  if (first === "death") return DEATH_FIELDS[path] ?? "death-established";
  if (first === "follow_up") return second === "" ? "follow-up" : `follow-up-${second}`;
  if (first !== "orders") return plain[first] ?? null;
  const order = draft.orders[Number(second)];
  if (order === undefined) return null;
  if (third === "taper") {
    const step = order.steps[Number(fourth)];
    return step === undefined ? orderField(order.key, "what") : stepField(step.key, path.endsWith("dose") ? "dose" : "date");
  }
  const part = third === "from_list" ? "from_list" : PARTS.find((known) => known === third);
  return orderField(order.key, part ?? "what");
}

/**
 * What has been written so far, in plain lines, for a doctor who goes on with it. Orders stand row by
 * row with their words, as everywhere; where it is too long it ends with a whole line.
 */
export function draftText(draft: AnswerDraft, say: (words: Text) => string): string {
  const orders = draft.orders.flatMap((order, place) => [
    ...(draft.orders.length > 1 ? [say(text("answer.order_n", { n: place + 1 }))] : []),
    ...orderRows(toOrder(order)).map(({ label, value }) => `${say(text(label))}: ${typeof value === "string" ? value : say(value)}`),
  ]);
  const written = [draft.assessment, ...orders, draft.contingency, draft.followUpWhat, draft.information, draft.selfCare];
  const lines = written.flatMap((part) => part.split("\n")).map((line) => line.trim());
  let whole = "";
  for (const line of lines.filter((one) => one !== "")) {
    const longer = whole === "" ? line : `${whole}\n${line}`;
    if (longer.length > MOST.draft) break;
    whole = longer;
  }
  return whole;
}
