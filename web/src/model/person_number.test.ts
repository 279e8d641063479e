import { expect, it } from "vitest";
import { holdsPersonNumber, shownNumber } from "./person_number";

it.each([
  ["191212121212", "19121212-1212"],
  ["1212121212", "121212-1212"],
  ["19121212-1212", "19121212-1212"],
  ["R-2026-0001", "R-2026-0001"],
])("shows the number %s as %s", (stored, shown) => {
  expect(shownNumber(stored)).toBe(shown);
});

it.each([
  "191212121212",
  "Elsa 19121212-1212, ring dottern",
  "121212-1212",
  "121212+1212",
  "121212 1212",
  "1912 12 12-1212",
  "1912-12-12-1212",
  "1212121212",
  "(191212121212)",
  "pnr:121212\u{2013}1212.",
  "1: 191212121212",
  "2 tabletter 121212-1212",
  "191212721212",
  "199000721212",
  "19121212-1213",
])("finds the person in %s", (typed) => {
  expect(holdsPersonNumber(typed)).toBe(true);
});

it.each([
  "",
  "40 mg 1 x 2, högst 160 mg",
  "Ring 070-123 45 67 vid försämring",
  "0612-123 45",
  "+46701234567",
  "2026-11-21 kl. 10.00",
  "2026-11-21 10.00-12.00",
  "500 mg 1+1+1 i 7 dagar",
  "19121312-1212",
  "121212-12123",
  "1212121213",
  "1177",
])("takes %s for no person", (typed) => {
  expect(holdsPersonNumber(typed)).toBe(false);
});
