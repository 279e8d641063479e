import { describe, expect, it } from "vitest";
import { AIM_MS, aimAt, firstLook, isAmiss, isNewAim, lookAgain, restless, type Place } from "./steady";

const LONG_AGO = -10_000;
const at = (page: number, seen = page): Place => ({ page: [0, page], seen: [0, seen] });
const places = (...all: [string, Place][]) => new Map(all);

describe("a press", () => {
  const before = firstLook(places(["a", at(100)], ["b", at(150)]));

  it("on a row that the system has just moved does nothing, until she can have seen it", () => {
    const after = lookAgain(before, places(["new", at(100)], ["a", at(150)], ["b", at(200)]), 1_000, LONG_AGO);
    expect([isAmiss(after, "a", 1_000), isAmiss(after, "b", 1_000 + AIM_MS - 1), isAmiss(after, "b", 1_000 + AIM_MS)]).toEqual([true, true, false]);
  });

  it("on what has just appeared was meant for what stood there", () => {
    const after = lookAgain(before, places(["new", at(100)], ["a", at(100)], ["b", at(150)]), 1_000, LONG_AGO);
    expect([isAmiss(after, "new", 1_100), isAmiss(after, "a", 1_100)]).toEqual([true, false]);
  });

  it("on a block that appears as a whole was meant for the page before it", () => {
    const block = firstLook(places(["yes", at(100)]), 1_000);
    expect([isAmiss(block, "yes", 1_100), isAmiss(block, "yes", 1_300)]).toEqual([true, false]);
  });

  it("that was made before the move and is heard after it was not meant for it either", () => {
    const after = lookAgain(before, places(["a", at(150)]), 1_000, LONG_AGO);
    expect(isAmiss(after, "a", 990)).toBe(true);
  });

  it("holds while she scrolls, and where the browser keeps the rows in their place under her eyes", () => {
    const scrolled = lookAgain(before, places(["a", at(100, 20)], ["b", at(150, 70)]), 1_000, LONG_AGO);
    const kept = lookAgain(before, places(["a", at(260, 100)], ["b", at(310, 150)]), 1_000, LONG_AGO);
    expect([isAmiss(scrolled, "a", 1_000), isAmiss(kept, "b", 1_000)]).toEqual([false, false]);
  });

  it("holds on what she has moved herself, by opening a row above it", () => {
    const opened = lookAgain(before, places(["a", at(100)], ["b", at(400)]), 1_010, 1_000);
    expect(isAmiss(opened, "b", 1_100)).toBe(false);
  });

  it("is not forgiven because something else was looked at meanwhile", () => {
    const moved = lookAgain(before, places(["a", at(150)], ["b", at(200)]), 1_000, LONG_AGO);
    const again = lookAgain(moved, places(["a", at(150)], ["b", at(200)]), 1_100, LONG_AGO);
    expect([isAmiss(again, "a", 1_200), restless(again, 1_200), restless(again, 1_300)]).toEqual([true, 100, 0]);
  });
});

describe("a key that takes the first", () => {
  it("takes the one she has seen there", () => {
    const first = aimAt({ id: null, since: 0 }, "a", 1_000);
    const same = aimAt(first, "a", 5_000);
    const other = aimAt(same, "p1", 5_000);
    expect([isNewAim(same, 5_000), isNewAim(other, 5_100), isNewAim(other, 5_000 + AIM_MS)]).toEqual([false, true, false]);
  });
});
