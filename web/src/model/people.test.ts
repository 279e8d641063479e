import { expect, test } from "vitest";
import type { DemoPerson, Role } from "../protocol";
import { findPeople } from "./people";

const somebody = (name: string, role: Role): DemoPerson => ({
  id: name,
  name,
  municipality_name: "Kramfors",
  commissions: [{ id: `${name}-${role}`, role, unit: "unit", unit_name: "Hemsjukvården Kramfors", purpose: "care" }],
});
const PEOPLE = [somebody("Sara", "nurse"), somebody("Maria", "doctor")];
const SAID = { sv: { nurse: "Sjuksköterska", doctor: "Läkare" }, en: { nurse: "Nurse", doctor: "Doctor" } } as const;
const named = (language: "sv" | "en") => (role: Role) => SAID[language][role as "nurse" | "doctor"];

test("a role is found by the word that the page shows for it", () => {
  const found = (search: string, language: "sv" | "en") => findPeople(PEOPLE, search, named(language)).map(({ person }) => person.name);
  expect(found("sjuksköterska", "sv")).toEqual(["Sara"]);
  expect(found("LÄKARE kramfors", "sv")).toEqual(["Maria"]);
  expect(found("nurse", "en")).toEqual(["Sara"]);
  expect(found("läkare", "en")).toEqual([]);
  expect(found("doctor", "sv")).toEqual([]);
});
