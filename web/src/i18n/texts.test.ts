import { describe, expect, it } from "vitest";
import { clockTime, number, stopwatch } from "./format";
import { translate, type Dictionary } from "./runtime";
import caseEn from "./case/en.json";
import caseSv from "./case/sv.json";
import deskEn from "./desk/en.json";
import deskSv from "./desk/sv.json";
import baseEn from "./en.json";
import reviewEn from "./review/en.json";
import reviewSv from "./review/sv.json";
import signInEn from "./signin/en.json";
import signInSv from "./signin/sv.json";
import baseSv from "./sv.json";

const sv = { ...baseSv, ...signInSv, ...caseSv, ...deskSv, ...reviewSv };
const en = { ...baseEn, ...signInEn, ...caseEn, ...deskEn, ...reviewEn };
const texts: Record<string, Dictionary> = { sv, en };

describe.each(Object.entries(texts))("the texts in %s", (language, dictionary) => {
  it("are the same as in Swedish, by key", () => {
    expect(Object.keys(dictionary).sort()).toEqual(Object.keys(sv).sort());
  });
  it("are never empty", () => {
    expect(Object.entries(dictionary).filter(([, said]) => said.trim() === "")).toEqual([]);
  });
  it("have the same places to fill in", () => {
    const holes = (said: string) => [...said.matchAll(/\{\{(\w+)\}\}/gu)].map((hole) => hole[1]).sort();
    for (const [key, said] of Object.entries(dictionary)) expect([key, holes(said)]).toEqual([key, holes((sv as Dictionary)[key] ?? "")]);
  });
  it("have every plural category of the language", () => {
    const stems = new Set(Object.keys(dictionary).filter((key) => key.endsWith("_other")).map((key) => key.slice(0, -"_other".length)));
    for (const stem of stems) {
      for (const category of new Intl.PluralRules(language).resolvedOptions().pluralCategories) expect(dictionary).toHaveProperty([`${stem}_${category}`]);
    }
  });
});

describe("a text", () => {
  it("is filled in and counted", () => {
    expect(translate(sv, sv, "sv", "home.reach.count", { count: 1 })).toBe("1 läkare kan nås");
    expect(translate(en, sv, "en", "home.reach.count", { count: 2 })).toBe("2 doctors can be reached");
    expect(translate({}, sv, "en", "phone.call_112")).toBe("Ring 112");
  });
});

describe("times and numbers", () => {
  it("are the county's, whatever the device believes", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(clockTime("2026-11-21T09:14:00Z", now, "sv")).toBe("10:14");
    expect(clockTime("2026-11-24T09:14:00Z", now, "sv")).toBe("tis 24 nov. 10:14");
  });
  it("have a decimal comma in Swedish", () => {
    expect(number(38.6, "sv", 1)).toBe("38,6");
    expect(number(38.6, "en", 1)).toBe("38.6");
  });
  it("count up without a leading hour", () => {
    expect([38_000, 372_000, 3_730_000].map(stopwatch)).toEqual(["0:38", "6:12", "1:02:10"]);
  });
});
