import { describe, expect, it } from "vitest";
import { addedAt, beside, lastTurn, leftBehind, since, turns, wanted } from "./report";
import type { ConsultContent, DiaryEntry, ReasonContent, SupplementContent } from "../protocol";

const NURSE = { id: "sara", name: "Sara Lindgren", unit: "hemsjukvarden" };
const DOCTOR = { id: "maria", name: "Maria Ek", unit: "alvens" };

describe("the report with what was added", () => {
  const sent = { situation: "Andfådd sedan i natt" };
  const filled = added(5, { sbar: { background: "Hjärtsvikt" } });
  const again = added(9, { sbar: { background: "Även njursvikt" }, note: "Blekare" });

  it("says when a part was filled in afterwards", () => {
    const content = { sbar: { ...sent, background: "Hjärtsvikt" }, supplements: [filled, again] };
    expect(addedAt("background", content)).toBe(at(5));
    expect(addedAt("situation", content)).toBeNull();
  });

  it("says nothing twice", () => {
    const content = { sbar: { ...sent, background: "Hjärtsvikt" }, supplements: [filled, again] };
    expect(beside(content).map(({ at: when, parts, note }) => ({ when, parts, note }))).toEqual([{ when: at(9), parts: ["background"], note: "Blekare" }]);
  });

  it("keeps what was added to a part that was there already", () => {
    const content = { sbar: sent, supplements: [added(5, { sbar: { situation: "Nu även bröstsmärta" } })] };
    expect(beside(content)[0]?.parts).toEqual(["situation"]);
    expect(addedAt("situation", content)).toBeNull();
  });

  it("keeps a wish and a named patient", () => {
    const wish = { kind: "order" } as const;
    const content = { sbar: { ...sent, recommendation: wish }, supplements: [added(2, { sbar: { recommendation: wish } }), added(3, { patient_named: true })] };
    expect(addedAt("recommendation", content)).toBe(at(2));
    expect(beside(content).map((one) => one.at)).toEqual([at(3)]);
  });
});

describe("decisions on the way", () => {
  const diary: DiaryEntry[] = [
    { at: at(0), what: "queued", by: NURSE },
    { at: at(4), what: "triaged", by: NURSE },
    { at: at(6), what: "claimed", by: DOCTOR },
    { at: at(8), what: "released", by: DOCTOR },
  ];
  const reasons: ReasonContent[] = [
    { at: at(4), by: NURSE, of: "triaged", text: "Andas fortare" },
    { at: at(8), by: DOCTOR, of: "released", text: "Behöver barnläkare" },
  ];

  it("carry their reasons", () => {
    expect(turns({ diary, reasons }).map(({ what, by, why }) => [what, by?.name, why])).toEqual([
      ["triaged", "Sara Lindgren", "Andas fortare"],
      ["released", "Maria Ek", "Behöver barnläkare"],
    ]);
  });

  it("keep what a doctor who had to leave had written apart from the reason", () => {
    const left: ReasonContent[] = [{ at: at(8), by: DOCTOR, of: "draft", text: "Trolig UVI" }];
    expect(turns({ diary, reasons: left }).at(-1)).toMatchObject({ what: "released", why: null });
    expect(leftBehind({ reasons: left })).toMatchObject({ by: DOCTOR, text: "Trolig UVI" });
    expect(leftBehind({ reasons })).toBeNull();
  });

  it("name what the doctor must know, as she last said it", () => {
    const asked: ReasonContent[] = [
      { at: at(8), by: DOCTOR, of: "more_needed", text: "Kreatinin?" },
      { at: at(9), by: DOCTOR, of: "more_needed", text: "Vikt?" },
    ];
    expect(wanted({ reasons: asked })).toBe("Vikt?");
    expect(wanted({ reasons })).toBeNull();
  });

  it("are news to whoever did not make them", () => {
    expect(lastTurn({ diary, reasons }, "sara")).toMatchObject({ what: "released", why: "Behöver barnläkare" });
    expect(lastTurn({ diary: diary.slice(0, 2), reasons }, "sara")).toBeNull();
    expect(lastTurn({ diary: diary.slice(0, 2), reasons }, "maria")).toMatchObject({ what: "triaged" });
  });

  it("are no news when a doctor has taken the case again", () => {
    expect(lastTurn({ diary: [...diary, { at: at(9), what: "claimed", by: DOCTOR }], reasons }, "sara")).toBeNull();
  });

  it("may be the system's, without a reason", () => {
    const late: DiaryEntry[] = [...diary.slice(0, 3), { at: at(7), what: "released", by: null }];
    expect(lastTurn({ diary: late, reasons }, "sara")).toEqual({ what: "released", at: at(7), by: null, why: null });
  });
});

function at(minutes: number): string {
  return new Date(Date.parse("2026-11-23T09:00:00.000Z") + minutes * 60_000).toISOString();
}

function added(minutes: number, part: Partial<SupplementContent>): ConsultContent["supplements"][number] {
  return { at: at(minutes), sbar: null, vitals: null, news2: null, note: null, patient_named: false, ...part };
}

describe("what was said since the answer", () => {
  const by = { id: "sara", name: "Sara Lindgren", unit: "hemsjukvarden" };
  it("stands in the order in which it came, each with its kind", () => {
    const lines = since({
      earlier_answers: [],
      addenda: [{ at: "2026-11-23T10:05:00.000Z", by, of: "addendum", text: "Dottern vet" }],
      reasons: [
        { at: "2026-11-23T10:01:00.000Z", by, of: "released", text: "Nej" },
        { at: "2026-11-23T10:03:00.000Z", by, of: "asked_back", text: "Även natten?" },
      ],
    });
    expect(lines.map(({ what, text }) => [what, text])).toEqual([
      ["asked_back", "Även natten?"],
      ["addendum", "Dottern vet"],
    ]);
  });
});
