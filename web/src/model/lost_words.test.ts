import { expect, test } from "vitest";

import { writtenOf } from "./lost_words";

test("doctor has her answer, and what she wrote elsewhere under the name of its form", () => {
  const asked = { name: "Kräver mer underlag", said: " Vilken dos i dag? " };
  const unwritten = { name: "Lägg tillbaka ärendet", said: " " };
  expect(writtenOf("Bedömning: Svikt", [asked, unwritten])).toBe("Bedömning: Svikt\nKräver mer underlag: Vilken dos i dag?");
  expect(writtenOf("", [asked])).toBe("Kräver mer underlag: Vilken dos i dag?");
  expect(writtenOf("", [unwritten])).toBe("");
});
