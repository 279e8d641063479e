import { expect, it } from "vitest";
import { ageYears, knownNumber, typedNumber } from "./patient_age";

const NOON = Date.parse("2026-11-21T12:00:00.000Z");

it.each([
  ["195009072553", 76],
  ["19500907-2553", 76],
  ["500907-2553", 76],
  ["5009072553", 76],
  ["030202-2389", 23],
  ["900202+9800", 136],
  ["900222-2397", 36],
  // A coordination number.
  ["701063-2391", 56],
  ["202611212380", 0],
])("a patient with the number %s is %i", (number, years) => {
  expect(ageYears(number, NOON)).toBe(years);
});

it("an age turns on the birthday of the county's calendar", () => {
  expect(ageYears("196101182803", Date.parse("2026-01-17T22:59:59.000Z"))).toBe(64);
  expect(ageYears("196101182803", Date.parse("2026-01-17T23:00:00.000Z"))).toBe(65);
});

it("a number that tells no age has none", () => {
  for (const number of ["", "R-2026-0001", "209501012380", "12"]) expect(ageYears(number, NOON)).toBeNull();
});

it("only a whole number that is checked is taken while it is typed", () => {
  const typed = (how: "number" | "reserve" | "later", number: string) => typedNumber({ how, number, name: "", protectedIdentity: false });
  expect(typed("number", "19500907-2553")).toBe("19500907-2553");
  expect(typed("number", "19500907-2554")).toBeNull();
  expect(typed("number", "19500907")).toBeNull();
  expect(typed("reserve", "195009072553")).toBeNull();
  expect(typed("later", "195009072553")).toBeNull();
});

it("a patient who is named already is known by a dated number alone", () => {
  const patient = { id_type: "personnummer", id: "195009072553", name: null, protected_identity: false, age_years: 76 } as const;
  expect(knownNumber(patient)).toBe("195009072553");
  expect(knownNumber({ ...patient, id_type: "reserve" })).toBeNull();
  expect(knownNumber({ ...patient, id_type: "unknown", id: null })).toBeNull();
  expect(knownNumber(null)).toBeNull();
});
