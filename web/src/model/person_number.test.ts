import { expect, it } from "vitest";
import { shownNumber } from "./person_number";

it.each([
  ["191212121212", "19121212-1212"],
  ["1212121212", "121212-1212"],
  ["19121212-1212", "19121212-1212"],
  ["R-2026-0001", "R-2026-0001"],
])("shows the number %s as %s", (stored, shown) => {
  expect(shownNumber(stored)).toBe(shown);
});
