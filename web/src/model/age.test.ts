import { expect, it } from "vitest";
import { ageShort, ageWords } from "./age";
import { inSentence } from "./text";

it("an age band is said as people say it, and is short in a column", () => {
  expect(ageWords("80-89")).toEqual({ key: "age.band", params: { band: "80–89" } });
  expect(ageWords("90+")).toEqual({ key: "age.band.over", params: { from: "90" } });
  expect(["0-17", "80-89", "90+"].map(ageShort)).toEqual(["0–17", "80–89", "90+"]);
});

it("a sign in the middle of a sentence begins small, unless it is an abbreviation", () => {
  expect(["Andfådd i vila", "SpO₂ sjunker", "EKG-förändring", "Örat värker", ""].map(inSentence)).toEqual(["andfådd i vila", "SpO₂ sjunker", "EKG-förändring", "örat värker", ""]);
});
