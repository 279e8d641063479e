import { describe, expect, it } from "vitest";
import { newPhoned, phonedFaults, refusedFault, toPhoned, type PhonedDraft } from "./phoned";

const NOW = Date.parse("2026-11-22T09:00:00Z");
const whole = (more: Partial<PhonedDraft> = {}): PhonedDraft => ({
  ...newPhoned(),
  patient: { how: "number", number: "19121212-1212", name: "", protectedIdentity: false },
  level: "P2",
  doctor: "David Dahl",
  answer: "Avvakta.",
  ...more,
});

describe("a contact by telephone", () => {
  it("needs exactly four things of either side", () => {
    const fields = (side: "nurse" | "doctor") => phonedFaults(newPhoned(), side, NOW).map((fault) => fault.field);
    expect(fields("nurse")).toEqual(["patient-number", "phoned-level", "phoned-doctor", "phoned-answer"]);
    expect(fields("doctor")).toEqual(["patient-number", "phoned-level", "phoned-unit", "phoned-answer"]);
  });

  it("is sent with those four and nothing that was not said", () => {
    expect(toPhoned(whole(), "nurse", NOW)).toEqual({ patient: { id_type: "personnummer", id: "19121212-1212" }, level: "P2", doctor: "David Dahl", answer: "Avvakta." });
    expect(toPhoned(whole({ unit: "u" }), "doctor", NOW)).toMatchObject({ unit: "u" });
    expect(toPhoned(whole({ answer: " " }), "nurse", NOW)).toBeNull();
  });

  it("took place within the last seven days, on the county's clock", () => {
    const at = (day: string, clock: string) => toPhoned(whole({ day, clock }), "nurse", NOW)?.at;
    expect(at("", "08:30")).toBe("2026-11-22T07:30:00.000Z");
    expect(at("2026-11-16", "08:30")).toBe("2026-11-16T07:30:00.000Z");
    for (const [day, clock] of [["", "23:00"], ["2026-11-14", "08:00"], ["2026-11-20", ""]] as const) expect(at(day, clock)).toBeUndefined();
  });

  it("shows what the server finds wrong at its field", () => {
    expect(refusedFault("patient.id")?.field).toBe("patient-number");
    expect(refusedFault("at")?.text.key).toBe("phoned.error.at");
    expect(refusedFault("nothing")).toBeNull();
  });
});
