import { describe, expect, it } from "vitest";
import type { OrderTemplate, Phrases } from "../protocol";
import { answerFaults, newAnswer, ORDERS_MOST } from "./answering";
import { NOW } from "./desk.fixture";
import { addPhrase, addTemplate, editable, inserted, orderFrom, phraseFieldOf, phrasesFaults, PHRASES_MOST, toPhrases, type PhrasesDraft } from "./phrases";

const FURIX: OrderTemplate = { title: "Furix", kind: "medicine", what: "Furosemid", dose: "40 mg", route: "via munnen", from_list: true, taper: [{ dose: "40 mg" }, { dose: "20 mg" }] };
const KEPT: Phrases = { rev: 3, at: "2026-11-21T12:00:00.000Z", phrases: [{ title: "Svikt", text: "Väg dagligen." }], orders: [FURIX, { title: "Vikt", kind: "care", what: "Kontroll av vikt", when: "varje morgon" }] };
const NONE: Phrases = { rev: 0, at: null, phrases: [], orders: [] };

describe("own phrases and templates", () => {
  it("are kept as they were, with the revision that was changed", () => {
    const { rev, phrases, orders } = KEPT;
    expect(toPhrases(editable(KEPT), rev)).toEqual({ rev, phrases, orders });
  });

  it("need a title each, that no other has, and a phrase its words", () => {
    const draft = editable(NONE);
    addPhrase(draft);
    addTemplate(draft, "care");
    expect(fields(draft)).toEqual(["phrase-1-title", "phrase-1-text", "template-2-title"]);
    Object.assign(draft.phrases[0]!, { title: "Svikt", text: "Väg dagligen." });
    draft.orders[0]!.title = "Svikt";
    expect(fields(draft)).toEqual([]);
    Object.assign(addPhrase(draft)!, { title: " svikt", text: "x" });
    expect(fields(draft)).toEqual(["phrase-3-title"]);
  });

  it("leave open in a template what an order must say, but no number without its unit", () => {
    const draft = editable(KEPT);
    const order = draft.orders[0]!.order;
    Object.assign(order, { what: "", dose: "40", route: "" });
    order.steps[1]!.dose = "20";
    expect(fields(draft)).toEqual([`order-${String(order.key)}-dose`, `step-${String(order.steps[1]!.key)}-dose`]);
  });

  it("say nothing of a patient, in whatever field", () => {
    const draft = editable(KEPT);
    draft.phrases[0]!.text = "Elsa 19121212-1212";
    draft.orders[1]!.order.why = "121212-1212";
    expect(phrasesFaults(draft)).toEqual([
      { field: "phrase-1-text", text: { key: "phrases.error.number" } },
      { field: `order-${String(draft.orders[1]!.order.key)}-why`, text: { key: "phrases.error.number" } },
    ]);
  });

  it("are no more than a list can show", () => {
    const draft = editable(NONE);
    for (let n = 0; n < PHRASES_MOST; n += 1) expect(addPhrase(draft)).not.toBeNull();
    expect(addPhrase(draft)).toBeNull();
  });

  it("are led to where the server found fault", () => {
    const draft = editable(KEPT);
    const order = draft.orders[0]!.order;
    expect(phraseFieldOf("phrases.0.text", draft)).toBe("phrase-1-text");
    expect(phraseFieldOf("orders.1.title", draft)).toBe(`template-${String(draft.orders[1]!.key)}-title`);
    expect(phraseFieldOf("orders.0.dose", draft)).toBe(`order-${String(order.key)}-dose`);
    expect(phraseFieldOf("orders.0.taper.1.dose", draft)).toBe(`step-${String(order.steps[1]!.key)}-dose`);
    expect([phraseFieldOf("orders.9.dose", draft), phraseFieldOf("rev", draft), phraseFieldOf(null, draft)]).toEqual([null, null, null]);
  });
});

describe("a template in an answer", () => {
  it("is an order like any other, and what it left open must be filled in", () => {
    const draft = { ...newAnswer(), assessedBy: "via_nurse" as const, assessment: "x", care: "stay_home" as const, followUp: "none" as const };
    const order = orderFrom(draft, FURIX)!;
    expect([order.what, order.dose, order.fromList, order.steps.map(({ date, dose }) => [date, dose])]).toEqual(["Furosemid", "40 mg", true, [["", "40 mg"], ["", "20 mg"]]]);
    const keys = order.steps.map((step) => `step-${String(step.key)}-date`);
    expect(answerFaults(draft, "P3", NOW).map((fault) => fault.field)).toEqual(["order-1-when", "order-1-why", ...keys, "order-entered"]);
    expect(new Set([order.key, ...order.steps.map((step) => step.key)]).size).toBe(3);
  });

  it("is one of at most twelve", () => {
    const draft = newAnswer();
    for (let n = 0; n < ORDERS_MOST; n += 1) orderFrom(draft, FURIX);
    expect(orderFrom(draft, FURIX)).toBeNull();
  });
});

describe("a phrase", () => {
  it.each([
    ["", 0, 0, "Väg dagligen.", "Väg dagligen.", 13],
    ["Svikt.", 6, 6, "Väg dagligen.", "Svikt. Väg dagligen.", 20],
    ["Svikt.\n", 7, 7, "Väg", "Svikt.\nVäg", 10],
    ["Svikt. Återbesök.", 7, 7, "Väg.", "Svikt. Väg. Återbesök.", 11],
    ["Svikt X.", 6, 7, "Väg", "Svikt Väg.", 9],
  ])("in %j from %d to %d stands where she was writing", (typed, from, to, phrase, whole, caret) => {
    expect(inserted(typed, { from, to }, phrase)).toEqual({ text: whole, caret });
  });
});

function fields(draft: PhrasesDraft): string[] {
  return phrasesFaults(draft).map((fault) => fault.field);
}
