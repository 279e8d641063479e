import { describe, expect, it } from "vitest";
import type { Death } from "../protocol";
import { answerFaults, answerFieldOf, newAnswer, toAnswer, type AnswerDraft } from "./answering";
import { toClose } from "./answer";
import { basesFor, establishedLines, foundText, isToldWhole, newDeath, newDeathAnswer, past, SIGNS, toldLines } from "./death";
import { faults, fieldOf, mustChooseBasis, newDraft, toRequest, type DeathDraft, type Draft } from "./draft";
import { newSupplement, supplementFaults, toSupplement } from "./supplement";

describe("a request about a death", () => {
  it("asks what was examined, and nothing that is asked of the living", () => {
    expect(fields(newDraftOf(newDeath("Anna Berg")))).toEqual([
      "situation", "death-expected", "death-no_pulse", "death-no_heart_sounds", "death-no_breathing", "death-fixed_pupils", "death-examined_at", "death-implant", "death-relatives_told",
    ]);
    expect(fields(request())).toEqual([]);
    expect(fields(request({ takesPart: null, careLimits: [], recommendation: null, assessment: "", background: "" }))).toEqual([]);
  });
  it("sends what was told, and none of what was filled in before the reason was changed", () => {
    const draft = request({ vitals: { ...request().vitals, pulse: "96" }, recommendation: "advice", careLimits: ["no_cpr"], takesPart: true, stance: "agrees" });
    const sent = toRequest(draft, NOW);
    for (const living of ["vitals", "care_limits", "patient_takes_part", "stance"]) expect(sent).not.toHaveProperty(living);
    expect(sent.sbar).toEqual({ situation: "Avled stilla i sin säng." });
    expect(sent.death).toEqual(TOLD);
    expect(toRequest({ ...draft, reason: "palliative" }, NOW)).not.toHaveProperty("death");
  });
  it("names who decided and on which day, where the death was expected", () => {
    expect(fields(request({ death: { ...death(), decidedBy: " ", decidedOn: "2026-11-24" } }))).toEqual(["death-decided_by", "death-decided_on"]);
    const unknown = request({ death: { ...death(), expected: "unknown" } });
    expect(fields(unknown)).toEqual([]);
    expect(toRequest(unknown, NOW).death?.expected).toEqual({ decision: "unknown" });
  });
  it("proposes no consent of one who has died", () => {
    expect(mustChooseBasis(request({ basis: "consent", basisChosen: false }))).toBe(true);
    expect(mustChooseBasis(request({ basis: "harm_test", basisChosen: false }))).toBe(false);
  });
  it("needs no more than the reason when it is urgent, and takes the rest in pieces", () => {
    const urgent: Draft = { ...newDraft("urgent", NOW, { phone: "070-174 06 52", basis: null }), centre: "hc", reason: "death", death: newDeath("Anna Berg") };
    expect(fields(urgent)).toEqual([]);
    expect(toRequest(urgent, NOW)).not.toHaveProperty("death");
    const added = { ...newSupplement(), death: { ...newDeath(""), implant: "yes" as const } };
    expect(supplementFaults(added, NOW)).toEqual([]);
    expect(toSupplement(added, NOW)).toEqual({ death: { implant: "yes" } });
    const half = { ...newSupplement(), death: { ...newDeath(""), signs: { ...newDeath("").signs, no_pulse: "found" as const } } };
    expect(supplementFaults(half, NOW).map((fault) => fault.field)).toEqual(["death-no_heart_sounds", "death-no_breathing", "death-fixed_pupils"]);
  });
  it("is told whole once nothing is left that a doctor judges by", () => {
    expect([null, { implant: "no" } as const, TOLD].map(isToldWhole)).toEqual([false, false, true]);
  });
  it("finds the field of the server's path", () => {
    expect(fieldOf("death.expected.decided_on")).toBe("death-decided_on");
    expect(fieldOf("death.expected.decision")).toBe("death-expected");
    expect(fieldOf("death.signs.no_breathing")).toBe("death-no_breathing");
    expect(fieldOf("death.examined_by")).toBe("death-examined_by");
  });
});

describe("a time that has been", () => {
  it("is the last time the clock showed it, or that of a day", () => {
    expect(past({ day: "", clock: "22:30" }, NOW)).toBe(Date.parse("2026-11-21T21:30:00Z"));
    expect(past({ day: "", clock: "23:30" }, NOW)).toBe(Date.parse("2026-11-20T22:30:00Z"));
    expect(past({ day: "2026-11-20", clock: "12:00" }, NOW)).toBe(Date.parse("2026-11-20T11:00:00Z"));
    expect(past({ day: "2026-11-22", clock: "12:00" }, NOW)).toBeNull();
    expect(past({ day: "2026-11-20", clock: "" }, NOW)).toBeNull();
  });
});

describe("an answer about a death", () => {
  it("offers the nurse's examination only where the death was expected and all signs are there", () => {
    const relies = (told: Death | null) => basesFor({ death: told }).includes("nurse_examination");
    expect(relies(TOLD)).toBe(true);
    expect(relies({ ...TOLD, expected: { decision: "no" } })).toBe(false);
    expect(relies({ ...TOLD, expected: { decision: "unknown" } })).toBe(false);
    for (const sign of SIGNS) expect(relies({ ...TOLD, signs: { ...signs(), [sign]: "not_examined" } })).toBe(false);
    expect(relies(null)).toBe(false);
  });
  it("asks who established it, on what, who writes and about the police, and not where she is cared for", () => {
    expect(of(newAnswer())).toEqual(["death-established", "assessment", "follow-up"]);
    expect(of({ ...newAnswer(), death: { ...newDeathAnswer(), established: true } })).toEqual([
      "death-at", "death-by", "death-basis", "death-certificate", "death-cause", "death-police", "assessment", "follow-up",
    ]);
    expect(of(whole())).toEqual([]);
    expect(of({ ...whole(), death: { ...whole().death, causeName: " " } })).toEqual(["death-cause-name"]);
  });
  it("is sent with the doctor's own name where she says herself", () => {
    expect(toAnswer({ ...whole(), care: "stay_home", participation: "present", stance: "agrees" }, "text", NOW, "David Dahl")).toEqual({
      mode: "text", assessed_by: "via_nurse", assessment: "Väntat.", level_of_care: "other", orders: [], follow_up: null,
      death: { established: { at: "2026-11-21T21:35:00.000Z", by: "David Dahl", basis: "nurse_examination" }, certificate_by: "David Dahl", cause_certificate_by: "Dr Hall", police: false },
    });
    const own = { ...whole(), death: { ...whole().death, basis: "own_examination" as const } };
    expect(toAnswer(own, "phone", NOW, "David Dahl").assessed_by).toBe("saw_patient");
  });
  it("follows up a death that nobody has established", () => {
    const open: AnswerDraft = { ...whole(), death: { ...newDeathAnswer(), established: false } };
    expect(of(open)).toEqual(["follow-up"]);
    const comes: AnswerDraft = { ...open, followUp: "some", followUpWhat: "Läkaren kommer", followUpWhen: { day: "", clock: "23:45" }, followUpOwner: "doctor" };
    expect(of(comes)).toEqual([]);
    expect(toAnswer(comes, "phone", NOW, "David Dahl")).toMatchObject({ death: {}, follow_up: { what: "Läkaren kommer", owner: "doctor" } });
  });
  it("finds the field of the server's path", () => {
    expect(answerFieldOf("death.established.basis", newAnswer())).toBe("death-basis");
    expect(answerFieldOf("death", newAnswer())).toBe("death-established");
  });
  it("is closed without a word about the patient's part", () => {
    expect(toClose(null, null, true)).toEqual({});
    expect(toClose(null, null)).toBeNull();
  });
});

describe("what is known of a death", () => {
  it("says first whether it was expected, and stresses what is missing", () => {
    const lines = toldLines({ ...TOLD, signs: { ...signs(), no_pulse: "not_examined" } }, (at) => at.slice(11, 16));
    expect(lines[0]).toEqual({ label: { key: "death.expected" }, value: { key: "death.decided", params: { by: "Dr Hall", on: "2026\u201111\u201110" } }, strong: true });
    expect(lines.filter((line) => line.strong === true).map((line) => line.label.key)).toEqual(["death.expected", "death.sign.no_pulse"]);
    expect(lines.find((line) => line.label.key === "death.examined")?.value).toBe("21:30, Anna Berg");
  });
  it("is said in the words of the sign", () => {
    const said = [foundText("no_pulse", "found"), foundText("no_pulse", "not_found"), foundText("fixed_pupils", "not_examined")].map((one) => one.key);
    expect(said).toEqual(["death.found.no_pulse.found", "death.found.no_pulse.not_found", "death.found.not_examined"]);
  });
  it("says that nobody has established it", () => {
    expect(establishedLines({}, String)).toEqual([{ label: { key: "death.established" }, value: { key: "death.established.no" }, strong: true }]);
  });
});

/** Twenty to eleven in the evening. */
const NOW = Date.parse("2026-11-21T21:40:00.000Z");

function signs() {
  return { no_pulse: "found", no_heart_sounds: "found", no_breathing: "found", fixed_pupils: "found" } as const;
}

const TOLD: Death = {
  expected: { decision: "yes", decided_by: "Dr Hall", decided_on: "2026-11-10" },
  last_seen_alive_at: "2026-11-21T20:00:00.000Z",
  signs: signs(),
  examined_at: "2026-11-21T21:30:00.000Z",
  examined_by: "Anna Berg",
  implant: "no",
  relatives_told: "yes",
};

function death(): DeathDraft {
  return {
    expected: "yes", decidedBy: "Dr Hall", decidedOn: "2026-11-10", seenAlive: { day: "", clock: "21:00" }, signs: signs(),
    examinedAt: { day: "", clock: "22:30" }, examinedBy: "Anna Berg", implant: "no", relativesTold: "yes",
  };
}

function newDraftOf(told: DeathDraft): Draft {
  return {
    ...newDraft("ordinary", NOW, { phone: "070-174 06 52", basis: "harm_test" }),
    level: "P3", centre: "hc", reason: "death", patient: { how: "number", number: "19121212-1212", name: "", protectedIdentity: false }, death: told,
  };
}

function request(change: Partial<Draft> = {}): Draft {
  return { ...newDraftOf(death()), situation: "Avled stilla i sin säng.", ...change };
}

function fields(draft: Draft): string[] {
  return faults(draft, NOW).map((fault) => fault.field);
}

function whole(): AnswerDraft {
  return {
    ...newAnswer(),
    assessment: "Väntat.",
    followUp: "none",
    death: { established: true, at: { day: "", clock: "22:35" }, by: "me", byName: "", basis: "nurse_examination", certificateBy: "me", certificateName: "", causeBy: "other", causeName: "Dr Hall", police: false },
  };
}

function of(draft: AnswerDraft): string[] {
  return answerFaults(draft, "P3", NOW, true).map((fault) => fault.field);
}
