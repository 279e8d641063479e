import { describe, expect, it } from "vitest";
import { afterSending, begun, faults, fieldOf, newDraft, toRequest, toggleCareLimit, toggleSignal, type Draft } from "./draft";
import { fromLocal, localClock, nextClock } from "./local_time";
import { numberKind } from "./person_number";
import { measured, toVitals, wrongMeasures } from "./vitals";

it("a request is worth asking about before the page goes as soon as anything is chosen, and not before", () => {
  const opened = newDraft("urgent", NOON, KNOWN);
  expect(begun({ ...opened, centre: "alvens" })).toBe(false);
  expect(begun({ ...opened, reason: "breathing" })).toBe(true);
});

describe("what becomes of a request at once", () => {
  const said = (path: Draft["path"], reachable: number, peek: boolean, change: Partial<Draft> = {}) =>
    afterSending({ ...newDraft(path, 0, { phone: "1", basis: "consent" }), ...change }, reachable, peek).map((line) => line.key);
  it("names an alarm only where somebody hears it, and the reading beforehand only where the county has it", () => {
    expect(said("urgent", 2, false)).toEqual(["draft.after.urgent", "draft.after"]);
    expect(said("urgent", 0, false)).toEqual(["draft.after"]);
    expect(said("urgent", 2, false, { exercise: true })).toEqual(["draft.after"]);
    expect(said("ordinary", 2, true)).toEqual(["draft.after", "draft.after.peek"]);
    expect(said("ordinary", 2, true, { patient: { how: "number", number: "", name: "", protectedIdentity: true } })).toEqual(["draft.after"]);
  });
});

describe("an urgent request", () => {
  it("needs a reason and nothing else that the page cannot fill in", () => {
    expect(fields(urgent())).toEqual(["reason"]);
    expect(fields(urgent({ reason: "breathing" }))).toEqual([]);
  });
  it("carries the level, the number to phone and no invented clinical value", () => {
    const sent = toRequest(urgent({ reason: "breathing" }), NOON);
    expect(sent).toMatchObject({ centre: "hc", level: "P1", reason: "breathing", callback_phone: "070-174 06 52", nurse_with_patient: true });
    for (const clinical of ["patient", "sbar", "vitals", "care_limits", "flags", "signals", "exercise"]) expect(sent).not.toHaveProperty(clinical);
  });
  it("takes a patient's number, but not a wrong one", () => {
    const how = { how: "number", name: "", protectedIdentity: false } as const;
    expect(fields(urgent({ reason: "pain", patient: { ...how, number: "19380412-9828" } }))).toEqual(["patient-number"]);
    expect(fields(urgent({ reason: "pain", patient: { ...how, number: "" } }))).toEqual([]);
  });
});

describe("an ordinary request", () => {
  it("names every required field in the order of the form", () => {
    expect(fields(newDraft("ordinary", NOON, UNKNOWN))).toEqual([
      "level", "centre", "reason", "patient-number", "situation", "assessment", "background", "care-limits",
      "recommendation", "takes-part", "basis", "phone",
    ]);
  });
  it("proposes what her unit has said, and is not begun by it", () => {
    const opened = newDraft("ordinary", NOON, KNOWN);
    expect(opened).toMatchObject({ nurseWithPatient: true, basis: "consent", phone: KNOWN.phone });
    expect(begun(opened)).toBe(false);
    expect(fields(opened)).not.toContain("basis");
  });
  it("proposes no ground to disclose who is protected", () => {
    const patient = { how: "number", number: "19121212-1212", name: "", protectedIdentity: true } as const;
    expect(fields(ordinary({ patient }))).toEqual(["basis"]);
    expect(fields(ordinary({ patient, basisChosen: true }))).toEqual([]);
  });
  it("says what the patient says to the contact, and takes no consent from who declines", () => {
    expect(toRequest(ordinary({ stance: "declines_video" }), NOON).stance).toBe("declines_video");
    expect(toRequest(ordinary({}), NOON)).not.toHaveProperty("stance");
    expect(fields(ordinary({ stance: "declines_disclosure" }))).toEqual(["basis"]);
    expect(fields(ordinary({ stance: "declines_disclosure", basis: "harm_test" }))).toEqual([]);
    expect(fields(ordinary({ stance: "declines_disclosure", patient: { how: "withheld", number: "", name: "", protectedIdentity: false } }))).toEqual([]);
  });
  it("sends what was written, trimmed, with times as points in time", () => {
    const draft = ordinary({ mustLeaveAt: "14:20", background: "", nothingRelevant: true });
    expect(faults(draft, NOON)).toEqual([]);
    expect(toRequest(draft, NOON)).toMatchObject({
      level: "P2",
      patient: { id_type: "personnummer", id: "19121212-1212", name: "Tolvan Tolvansson" },
      sbar: { situation: "Andfådd sedan i går.", background: "Inget relevant.", assessment: "Rassel.", recommendation: { kind: "order" } },
      care_limits: { kinds: ["none_known"] },
      must_leave_at: "2026-11-21T13:20:00.000Z",
    });
  });
  it("refuses a decision time that has passed", () => {
    expect(fields(ordinary({ decideByDay: "2026-11-20", decideByClock: "10:00" }))).toEqual(["decide-by"]);
  });
  it("counts the situation by what is written, not by blanks", () => {
    expect(fields(ordinary({ situation: "   kort   " }))).toEqual(["situation"]);
  });
});

describe("choices", () => {
  it("let no limit of care stand beside 'none known'", () => {
    expect(toggleCareLimit(["no_cpr", "no_icu"], "none_known")).toEqual(["none_known"]);
    expect(toggleCareLimit(["unknown"], "no_cpr")).toEqual(["no_cpr"]);
  });
  it("stop at three signs", () => {
    expect(toggleSignal(["a", "b", "c"], "d")).toEqual(["a", "b", "c"]);
    expect(toggleSignal(["a", "b", "c"], "b")).toEqual(["a", "c"]);
  });
  it("are found from the server's path", () => {
    expect(fieldOf("patient.id")).toBe("patient-number");
    expect(fieldOf("sbar.recommendation.kind")).toBe("recommendation");
    expect(fieldOf("vitals.spo2")).toBe("vitals-spo2");
    expect(fieldOf("elsewhere")).toBeNull();
  });
});

describe("numbers", () => {
  it.each([
    ["19121212-1212", "personnummer"],
    ["121212+1212", "personnummer"],
    ["197010632391", "samordningsnummer"],
    ["19121212-1213", null],
    ["19121312-1212", null],
    ["12", null],
  ])("%s is %s", (typed, kind) => {
    expect(numberKind(typed)).toBe(kind);
  });
});

describe("measured values", () => {
  it("keep the Swedish comma and refuse slips of the finger", () => {
    expect(measured("temperature", "38,6")).toBe(38.6);
    expect(measured("spo2", "920")).toBe("wrong");
    expect(measured("pulse", "96.5")).toBe("wrong");
    expect(measured("pulse", " ")).toBeNull();
  });
  it("are sent only when something was measured, at the last time the clock showed that", () => {
    const blank = newDraft("ordinary", NOON, UNKNOWN).vitals;
    expect(toVitals(blank, NOON)).toBeNull();
    expect(toVitals({ ...blank, pulse: "96", takenAt: "12:05" }, NOON)).toEqual({ taken_at: "2026-11-21T11:05:00.000Z", pulse: 96 });
    expect(toVitals({ ...blank, oxygen: false }, NOON)).toEqual({ taken_at: "2026-11-21T12:00:00.000Z", oxygen: false });
  });
  it("are judged on the second saturation scale only with its order", () => {
    const blank = { ...newDraft("ordinary", NOON, UNKNOWN).vitals, spo2: "90" };
    const order = { ordered: true, by: " dr Wall ", on: "2026-03-01" };
    expect(toVitals({ ...blank, scale2: order }, NOON)).toMatchObject({ spo2: 90, spo2_scale: 2, scale2_order: { by: "dr Wall", at: "2026-03-01" } });
    expect(wrongMeasures({ ...blank, scale2: order })).toEqual([]);
    for (const half of [{ ...order, by: " " }, { ...order, on: "" }]) {
      expect(toVitals({ ...blank, scale2: half }, NOON)).not.toHaveProperty("spo2_scale");
      expect(wrongMeasures({ ...blank, scale2: half })).toEqual(["scale2_order"]);
    }
    expect(toVitals({ ...blank, scale2: { ...order, ordered: false } }, NOON)).not.toHaveProperty("spo2_scale");
    expect(fieldOf("vitals.scale2_order.at")).toBe("vitals-scale2_order");
  });
});

describe("the county's clock", () => {
  it("is Stockholm's in winter and summer", () => {
    expect(fromLocal("2026-11-21", "13:00")).toBe(NOON);
    expect(fromLocal("2026-07-01", "14:00")).toBe(Date.parse("2026-07-01T12:00:00Z"));
    expect(localClock(NOON)).toBe("13:00");
  });
  it("means tomorrow for a time that has passed", () => {
    expect(nextClock("12:59", NOON)).toBe(NOON - 60_000 + 24 * 3_600_000);
    expect(nextClock("25:00", NOON)).toBeNull();
  });
});

const KNOWN = { phone: "070-174 06 52", basis: "consent" } as const;
const UNKNOWN = { phone: "", basis: null };
const NOON = Date.parse("2026-11-21T12:00:00.000Z");

function fields(draft: Draft): string[] {
  return faults(draft, NOON).map((fault) => fault.field);
}
function urgent(change: Partial<Draft> = {}): Draft {
  return { ...newDraft("urgent", NOON, KNOWN), centre: "hc", ...change };
}
function ordinary(change: Partial<Draft> = {}): Draft {
  return {
    ...newDraft("ordinary", NOON, KNOWN),
    level: "P2",
    centre: "hc",
    reason: "breathing",
    patient: { how: "number", number: "19121212-1212", name: " Tolvan Tolvansson ", protectedIdentity: false },
    situation: " Andfådd sedan i går. ",
    assessment: "Rassel.",
    background: "Hjärtsvikt",
    careLimits: ["none_known"],
    recommendation: "order",
    nurseWithPatient: true,
    takesPart: true,
    basis: "consent",
    ...change,
  };
}
