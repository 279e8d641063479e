import { describe, expect, it } from "vitest";
import type { DossierLine, DossierWait } from "../protocol";
import { caseNumber, detailsOf, tookTooLong } from "./dossier";

const wait = (seconds: number, within: number | null): DossierWait => ({ what: "met", from: "2026-11-21T10:00:00.000Z", until: null, open: false, seconds, within_seconds: within });
const line: DossierLine = { at: "2026-11-21T10:00:00.000Z", what: "released", by: null, about: null, level: null, centre_name: null, cause: null, task: null, gap: null };

describe("a case in a dossier", () => {
  it("has a number short enough to be said", () => {
    expect(caseNumber("01a1fd56-64e0-7000-babc-737a9ca8eddc")).toBe("9CA8EDDC");
  });
  it("says what took longer than was promised, and nothing where nothing was", () => {
    expect([wait(181, 180), wait(180, 180), wait(9_999, null)].map(tookTooLong)).toEqual([true, false, false]);
  });
  it("says why a claim went back and which level was set", () => {
    expect(detailsOf({ ...line, cause: "must_go" })).toEqual([{ key: "review.cause.must_go" }]);
    expect(detailsOf({ ...line, what: "queued", level: "P1" })).toEqual([{ key: "review.level", params: { level: "P1" } }]);
    expect(detailsOf(line)).toEqual([]);
  });
});
