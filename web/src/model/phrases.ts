// A doctor's own phrases and order templates: what is typed, what cannot be kept, what is put into
// an answer. They belong to no patient, so nothing in them may look like a person's number.
import type { OrderKind, OrderTemplate, Phrases, PhrasesSet } from "../protocol";
import { addOrder, newOrder, orderFaults, orderField, partsOf, PARTS, stepField, type AnswerDraft, type OrderDraft } from "./answering";
import { holdsPersonNumber } from "./person_number";
import { text, type Text } from "./text";

export const PHRASES_MOST = 30;
const MOST = { title: 60, text: 1_000 } as const;

export type PhraseRow = { key: number; title: string; text: string };
export type TemplateRow = { key: number; title: string; order: OrderDraft };
export type PhrasesDraft = {
  phrases: PhraseRow[];
  orders: TemplateRow[];
  /** The next row's key: rows keep theirs when others are taken away. */
  nextKey: number;
};

/** What is kept, as it is changed. */
export function editable(kept: Phrases): PhrasesDraft {
  const draft: PhrasesDraft = { phrases: [], orders: [], nextKey: 1 };
  for (const { title, text: words } of kept.phrases) Object.assign(addPhrase(draft) ?? {}, { title, text: words });
  for (const template of kept.orders) {
    const row = addTemplate(draft, template.kind);
    if (row === null) break;
    row.title = template.title;
    fill(row.order, template, () => takeKey(draft));
  }
  return draft;
}

export function addPhrase(draft: PhrasesDraft): PhraseRow | null {
  if (draft.phrases.length >= PHRASES_MOST) return null;
  const row = { key: takeKey(draft), title: "", text: "" };
  draft.phrases.push(row);
  return draft.phrases.at(-1) ?? null;
}

export function addTemplate(draft: PhrasesDraft, kind: OrderKind): TemplateRow | null {
  if (draft.orders.length >= PHRASES_MOST) return null;
  const key = takeKey(draft);
  draft.orders.push({ key, title: "", order: newOrder(key, kind) });
  return draft.orders.at(-1) ?? null;
}

function takeKey(draft: { nextKey: number }): number {
  const key = draft.nextKey;
  draft.nextKey += 1;
  return key;
}

export function phraseField(key: number, part: "title" | "text"): string {
  return `phrase-${String(key)}-${part}`;
}
export function templateField(key: number): string {
  return `template-${String(key)}-title`;
}

export type PhraseFault = { field: string; text: Text };

/** Everything that stands in the way of keeping, in the order of the page. */
export function phrasesFaults(draft: PhrasesDraft): PhraseFault[] {
  const found: PhraseFault[] = [];
  const need = (wrong: boolean, field: string, fault: Text) => {
    if (wrong && !found.some((one) => one.field === field)) found.push({ field, text: fault });
  };
  const line = (typed: string, field: string, most: number, missing: Text) => {
    need(typed.trim() === "", field, missing);
    need(typed.trim().length > most, field, text("answering.error.too_long", { most }));
    need(holdsPersonNumber(typed), field, text("phrases.error.number"));
  };
  for (const [place, { key, title, text: words }] of draft.phrases.entries()) {
    line(title, phraseField(key, "title"), MOST.title, text("phrases.error.title"));
    need(isTwice(draft.phrases, place), phraseField(key, "title"), text("phrases.error.twice"));
    line(words, phraseField(key, "text"), MOST.text, text("phrases.error.text"));
  }
  for (const [place, { key, title, order }] of draft.orders.entries()) {
    line(title, templateField(key), MOST.title, text("phrases.error.title"));
    need(isTwice(draft.orders, place), templateField(key), text("phrases.error.twice"));
    for (const fault of orderFaults(order, place + 1, "template")) need(true, fault.field, fault.text.key === "answering.error.too_long" ? fault.text : text("phrases.error.unit", { number: place + 1 }));
    need(holdsPersonNumber(order.what), orderField(order.key, "what"), text("phrases.error.number"));
    for (const part of PARTS) need(holdsPersonNumber(order[part]), orderField(order.key, part), text("phrases.error.number"));
    for (const step of order.steps) need(holdsPersonNumber(step.dose), stepField(step.key, "dose"), text("phrases.error.number"));
  }
  return found;
}

/** Two of one title could not be told apart where one is chosen. */
function isTwice(rows: readonly { title: string }[], place: number): boolean {
  const name = (row: { title: string } | undefined) => row?.title.trim().toLowerCase();
  return name(rows[place]) !== "" && rows.slice(0, place).some((row) => name(row) === name(rows[place]));
}

/** All of it as the server takes it. Only a draft without faults may be sent. */
export function toPhrases(draft: PhrasesDraft, rev: number): PhrasesSet {
  return {
    rev,
    phrases: draft.phrases.map(({ title, text: words }) => ({ title: title.trim(), text: words.trim() })),
    orders: draft.orders.map(({ title, order }) => toTemplate(title, order)),
  };
}

function toTemplate(title: string, order: OrderDraft): OrderTemplate {
  const template: OrderTemplate = { title: title.trim(), kind: order.kind, ...partsOf(order) };
  if (order.what.trim() !== "") template.what = order.what.trim();
  if (order.kind === "care") return template;
  if (order.fromList) template.from_list = true;
  if (order.steps.length > 0) template.taper = order.steps.map((step) => ({ dose: step.dose.trim() }));
  return template;
}

/** The control that a field of the server's problem document belongs to. */
export function phraseFieldOf(path: string | null, draft: PhrasesDraft): string | null {
  const [list = "", place = "", part = "", step = ""] = (path ?? "").split(".");
  if (list === "phrases") {
    const row = draft.phrases[Number(place)];
    return row === undefined ? null : phraseField(row.key, part === "title" ? "title" : "text");
  }
  const row = list === "orders" ? draft.orders[Number(place)] : undefined;
  if (row === undefined) return null;
  if (part === "title") return templateField(row.key);
  const dose = part === "taper" ? row.order.steps[Number(step)] : undefined;
  if (dose !== undefined) return stepField(dose.key, "dose");
  return orderField(row.order.key, PARTS.find((known) => known === part) ?? "what");
}

/** One more order, with what the template says; the rest is hers to fill in. Nothing where there are as many as may be. */
export function orderFrom(draft: AnswerDraft, template: OrderTemplate): OrderDraft | null {
  const order = addOrder(draft, template.kind);
  if (order !== null) fill(order, template, () => takeKey(draft));
  return order;
}

function fill(order: OrderDraft, template: OrderTemplate, nextKey: () => number): void {
  order.what = template.what ?? "";
  order.fromList = template.from_list ?? false;
  for (const part of PARTS) order[part] = template[part] ?? "";
  order.steps = (template.taper ?? []).map(({ dose }) => ({ key: nextKey(), date: "", dose }));
}

/** The text with a phrase in the place of what is selected, and where the writing goes on. Words stay apart. */
export function inserted(typed: string, selected: { from: number; to: number }, phrase: string): { text: string; caret: number } {
  const before = typed.slice(0, selected.from);
  const after = typed.slice(selected.to);
  const lead = before === "" || /\s$/u.test(before) ? "" : " ";
  const trail = after === "" || /^[\s.,;:!?)]/u.test(after) ? "" : " ";
  const upTo = before + lead + phrase;
  return { text: upTo + trail + after, caret: upTo.length };
}
