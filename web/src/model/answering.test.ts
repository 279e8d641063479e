import { describe, expect, it } from "vitest";
import { NOW } from "./desk.fixture";
import {
  addOrder,
  addStep,
  answerBegun,
  answerFaults,
  answerFieldOf,
  draftText,
  mayOrder,
  modeOf,
  needsContingency,
  newAnswer,
  ordersMedicine,
  ORDERS_MOST,
  removeOrder,
  removeStep,
  toAnswer,
  type AnswerDraft,
} from "./answering";
import type { Text } from "./text";

it("an answer is worth asking about before the page goes as soon as it is begun", () => {
  expect(answerBegun(newAnswer())).toBe(false);
  expect(answerBegun({ ...newAnswer(), assessment: "Stabil" })).toBe(true);
});

it("what is written goes along in plain lines when the doctor must leave", () => {
  const words: Readonly<Record<string, string>> = { "answer.row.medicine": "Läkemedel", "answer.row.care": "Åtgärd", "answer.row.dose": "Dos", "answer.row.when": "När", "answer.order_n": "Ordination" };
  const say = ({ key, params }: Text) => [words[key] ?? key, ...Object.values(params ?? {})].join(" ");
  expect(draftText(newAnswer(), say)).toBe("");
  const draft = { ...newAnswer(), assessment: " Trolig UVI ", contingency: "Ring igen" };
  const order = addOrder(draft, "medicine");
  Object.assign(order ?? {}, { what: "Pivmecillinam", dose: "400 mg" });
  expect(draftText(draft, say)).toBe("Trolig UVI\nLäkemedel: Pivmecillinam\nDos: 400 mg\nRing igen");
  Object.assign(addOrder(draft, "care") ?? {}, { what: "Kontroll av vikt", when: "varje morgon" });
  expect(draftText(draft, say)).toBe("Trolig UVI\nOrdination 1\nLäkemedel: Pivmecillinam\nDos: 400 mg\nOrdination 2\nÅtgärd: Kontroll av vikt\nNär: varje morgon\nRing igen");
  // No amount is cut in two.
  draft.assessment = "x".repeat(3_980);
  const cut = draftText(draft, say);
  expect(cut.length).toBeLessThanOrEqual(4_000);
  expect(cut.split("\n").at(-1)).toBe("Ordination 1");
});

it("orders nothing for a patient who is not named", () => {
  const patient = { id_type: "withheld", id: null, name: null, protected_identity: false, age_years: null } as const;
  expect(mayOrder({ patient })).toBe(false);
  expect(mayOrder({ patient: { ...patient, id_type: "unknown" } })).toBe(true);
  expect(mayOrder({ patient: null })).toBe(true);
  expect(mayOrder(null)).toBe(true);
});

describe("an answer", () => {
  it("begins with nothing chosen", () => {
    expect(fields(newAnswer())).toEqual(["assessed-by", "assessment", "level-of-care", "follow-up"]);
  });

  it("takes five inputs when nothing is ordered", () => {
    expect(fields(whole())).toEqual([]);
    expect(toAnswer(whole(), "text", NOW)).toEqual({
      mode: "text",
      assessed_by: "via_nurse",
      assessment: "Försämrad hjärtsvikt.",
      level_of_care: "centre_visit",
      orders: [],
      follow_up: null,
    });
  });

  it("needs an owner of the transport and one of the report when somebody else receives the patient", () => {
    for (const care of ["emergency_department", "direct_admission", "ambulance"] as const) {
      expect(fields({ ...whole(), care })).toEqual(["transport-by", "report-by"]);
    }
    const sent = toAnswer({ ...whole(), care: "ambulance", transportBy: "nurse", reportBy: "doctor" }, "video", NOW);
    expect(sent).toMatchObject({ transport_by: "nurse", report_by: "doctor" });
    expect(toAnswer({ ...whole(), transportBy: "nurse" }, "video", NOW)).not.toHaveProperty("transport_by");
  });

  it("says what to do if it gets worse: at home with P1 and P2, and when care is declined", () => {
    expect(needsContingency({ care: "stay_home", stance: null }, "P2")).toBe(true);
    expect(needsContingency({ care: "stay_home", stance: null }, "P3")).toBe(false);
    expect(needsContingency({ care: "ambulance", stance: "declines_care" }, "P4")).toBe(true);
    expect(fields({ ...whole(), care: "stay_home" }, "P1")).toEqual(["contingency"]);
    expect(fields({ ...whole(), care: "stay_home", contingency: "Vid andnöd i vila: 112." }, "P1")).toEqual([]);
  });

  it("follows up with what, when and who, or says that nothing is followed up", () => {
    expect(fields({ ...whole(), followUp: "some" })).toEqual(["follow-up-what", "follow-up-when", "follow-up-owner"]);
    const draft: AnswerDraft = { ...whole(), followUp: "some", followUpWhat: "Vikt, puls", followUpWhen: { day: "", clock: "16:00" }, followUpOwner: "nurse" };
    expect(fields(draft)).toEqual([]);
    expect(toAnswer(draft, "video", NOW).follow_up).toEqual({ what: "Vikt, puls", when: "2026-11-23T15:00:00.000Z", owner: "nurse" });
    expect(fields({ ...draft, followUpWhen: { day: "2026-11-22", clock: "16:00" } })).toEqual(["follow-up-when"]);
  });
});

describe("orders", () => {
  it("keep the comma and the words as typed, and leave out what is empty", () => {
    const draft = withOrder({ dose: " 0,5 tablett " });
    draft.entered = "by_me";
    expect(fields(draft)).toEqual([]);
    expect(toAnswer(draft, "video", NOW).orders).toEqual([{ kind: "medicine", what: "Furosemid", form: "tablett", strength: "40 mg", dose: "0,5 tablett", route: "via munnen", when: "kl. 08", why: "svikt" }]);
  });

  it("of a medicine say what, form, strength, dose, way, when and why", () => {
    const draft = whole();
    addOrder(draft, "medicine");
    draft.entered = "no";
    expect(fields(draft)).toEqual(["order-1-what", "order-1-form", "order-1-strength", "order-1-dose", "order-1-route", "order-1-when", "order-1-why"]);
  });

  it("leave form and strength to the medication list, and nothing else", () => {
    const draft = withOrder({ form: "", strength: "", dose: "", fromList: true });
    draft.entered = "by_me";
    expect(fields(draft)).toEqual(["order-1-dose"]);
    expect(toAnswer(draft, "video", NOW).orders[0]).toEqual({ kind: "medicine", what: "Furosemid", route: "via munnen", when: "kl. 08", why: "svikt", from_list: true });
  });

  it("of care say what and when, and stand in no medication list", () => {
    const draft = whole();
    Object.assign(addOrder(draft, "care")!, { what: "Kontroll av vikt", dose: "40 mg" });
    draft.entered = "by_me";
    expect(fields(draft)).toEqual(["order-1-when"]);
    Object.assign(draft.orders[0]!, { when: "varje morgon" });
    expect(fields(draft)).toEqual([]);
    const sent = toAnswer(draft, "video", NOW);
    expect(sent.orders).toEqual([{ kind: "care", what: "Kontroll av vikt", when: "varje morgon" }]);
    expect(sent).not.toHaveProperty("order_entered");
  });

  it("need a unit with every amount, and a number in the dose", () => {
    const draft = withOrder({ strength: "40", dose: "1", max_per_day: "3" });
    draft.entered = "no";
    expect(fields(draft)).toEqual(["order-1-strength", "order-1-dose", "order-1-max_per_day"]);
    Object.assign(draft.orders[0]!, { strength: "40 mg", dose: "en halv", max_per_day: "en hel" });
    expect(fields(draft)).toEqual(["order-1-dose"]);
  });

  it("must say how they get into the medication list, and until when if the nurse documents them", () => {
    const draft = withOrder({});
    expect(fields(draft)).toEqual(["order-entered"]);
    draft.entered = "by_nurse";
    expect(fields(draft)).toEqual(["entered-until"]);
    draft.enteredUntil.clock = "12:00";
    expect(toAnswer(draft, "video", NOW)).toMatchObject({ order_entered: "by_nurse", order_entered_until: "2026-11-23T11:00:00.000Z" });
  });

  it("are at most twelve, and each keeps its name when another is taken away", () => {
    const draft = whole();
    for (let n = 0; n < ORDERS_MOST; n += 1) addOrder(draft, "medicine");
    expect(addOrder(draft, "care")).toBeNull();
    removeOrder(draft, 1);
    expect(draft.orders.map((order) => order.key).slice(0, 2)).toEqual([2, 3]);
    draft.entered = "no";
    for (const order of [...draft.orders]) removeOrder(draft, order.key);
    expect(ordersMedicine(draft)).toBe(false);
    expect(draft.entered).toBeNull();
  });

  it("taper by day and dose with unit", () => {
    const draft = withOrder({ what: "Prednisolon" });
    draft.entered = "by_me";
    const order = draft.orders[0]!;
    addStep(draft, order);
    addStep(draft, order);
    removeStep(order, order.steps[1]!.key);
    expect(fields(draft)).toEqual(["step-2-date", "step-2-dose"]);
    Object.assign(order.steps[0]!, { date: "2026-11-24", dose: "15" });
    expect(fields(draft)).toEqual(["step-2-dose"]);
    Object.assign(order.steps[0]!, { dose: "15 mg" });
    expect(toAnswer(draft, "text", NOW).orders[0]?.taper).toEqual([{ date: "2026-11-24", dose: "15 mg" }]);
  });
});

describe("how the two met", () => {
  it("is what the doctor says, else the call, else the telephone, else in writing", () => {
    expect(modeOf({ mode: "phone" }, { call: "video", phoned: false })).toBe("phone");
    expect(modeOf({ mode: null }, { call: "audio", phoned: true })).toBe("audio");
    expect(modeOf({ mode: null }, { call: null, phoned: true })).toBe("phone");
    expect(modeOf({ mode: null }, { call: null, phoned: false })).toBe("text");
  });
});

describe("a refusal of the server", () => {
  it("leads to the control it is about", () => {
    const draft = withOrder({ what: "Prednisolon" });
    addStep(draft, draft.orders[0]!);
    expect(answerFieldOf("level_of_care", draft)).toBe("level-of-care");
    expect(answerFieldOf("follow_up.when", draft)).toBe("follow-up-when");
    expect(answerFieldOf("orders.0.dose", draft)).toBe("order-1-dose");
    expect(answerFieldOf("orders[0].taper[0].dose", draft)).toBe("step-2-dose");
    expect(answerFieldOf("orders.7.dose", draft)).toBeNull();
    expect(answerFieldOf("unheard_of", draft)).toBeNull();
    expect(answerFieldOf(null, draft)).toBeNull();
  });
});

function whole(): AnswerDraft {
  return { ...newAnswer(), assessedBy: "via_nurse", assessment: "Försämrad hjärtsvikt.", care: "centre_visit", followUp: "none" };
}

function withOrder(part: Partial<AnswerDraft["orders"][number]>): AnswerDraft {
  const draft = whole();
  Object.assign(addOrder(draft, "medicine")!, { what: "Furosemid", form: "tablett", strength: "40 mg", dose: "1 tablett", route: "via munnen", when: "kl. 08", why: "svikt", ...part });
  return draft;
}

function fields(draft: AnswerDraft, level: "P1" | "P2" | "P3" = "P3"): string[] {
  return answerFaults(draft, level, NOW).map((fault) => fault.field);
}
