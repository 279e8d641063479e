import { describe, expect, it } from "vitest";
import { at, duty, NOW } from "./desk.fixture";
import { dutyDraft, dutyFaults, reach, toDuty } from "./duty";

describe("being reached", () => {
  it("needs duty, a link, a sound that was heard here, and the server's word", () => {
    expect(reach(duty({}), "heard", true)).toMatchObject({ kind: "reached", testedAt: at(-138) });
    expect(reach(null, "heard", true).kind).toBe("off");
    expect(reach(duty({ state: "paused" }), "heard", true).kind).toBe("paused");
    expect(reach(duty({}), "heard", false)).toMatchObject({ why: { key: "desk.reach.no_link" } });
    expect(reach(duty({}), "blocked", true)).toMatchObject({ why: { key: "desk.reach.sound_off" } });
    expect(reach(duty({}), "untested", true)).toMatchObject({ why: { key: "desk.reach.untested" } });
    expect(reach(duty({ sound_tested_at: null }), "heard", true)).toMatchObject({ why: { key: "desk.reach.untested" } });
    expect(reach(duty({ reachable: false }), "heard", true)).toMatchObject({ why: { key: "desk.reach.not_yet" } });
  });
});

describe("setting duty", () => {
  it("sends levels in order, the end as a time and the test of the sound", () => {
    const draft = { centres: ["alven"], levels: ["P2" as const, "P1" as const], until: "12:00", practice: true };
    expect(toDuty("on", draft, NOW, NOW)).toEqual({
      state: "on",
      centres: ["alven"],
      mode: "pick",
      levels: ["P1", "P2"],
      until: "2026-11-23T11:00:00.000Z",
      sound_tested_at: at(0),
      practice: true,
    });
    expect(toDuty("on", { ...draft, practice: false }, NOW, NOW)).not.toHaveProperty("practice");
    expect(toDuty("off", draft, NOW, NOW)).toEqual({ state: "off" });
  });

  it("begins with what was chosen last, else with all centres and levels", () => {
    expect(dutyDraft(null, ["a", "b"])).toEqual({ centres: ["a", "b"], levels: ["P1", "P2", "P3", "P4"], until: "", practice: false });
    expect(dutyDraft(duty({ levels: ["P1"], until: "2026-11-23T11:00:00.000Z", practice: true }), ["a"])).toEqual({ centres: ["alven"], levels: ["P1"], until: "12:00", practice: true });
  });

  it("names what is missing", () => {
    expect(dutyFaults({ centres: [], levels: [], until: "25:99", practice: false }, NOW).map((fault) => fault.field)).toEqual(["duty-centres", "duty-levels", "duty-until"]);
    expect(dutyFaults({ centres: ["a"], levels: ["P1"], until: "", practice: false }, NOW)).toEqual([]);
  });
});
