import { describe, expect, it } from "vitest";
import { row } from "./desk.fixture";
import { lostLines } from "./link";

const keys = (...said: Parameters<typeof lostLines>) => {
  const { title, why } = lostLines(...said);
  return [title.key, why.key];
};

describe("a link that is lost", () => {
  it("keeps the place of a nurse who waits, and promises it to nobody else", () => {
    expect(keys(row({ position: 2 }), true, "10:20:00")).toEqual(["link.lost.title", "link.lost.place"]);
    expect(keys(row({ position: 2 }), false, "10:20:00")).toEqual(["link.down", "link.lost.case"]);
    expect(keys(row({ state: "claimed", position: null }), true, "10:20:00")).toEqual(["link.down", "link.lost.case"]);
    expect(keys(row({ state: "withdrawn", position: null }), true, "10:20:00")).toEqual(["link.down", "link.lost.plain"]);
    expect(keys(null, false, "10:20:00")).toEqual(["link.down", "link.lost.plain"]);
  });
  it("sends to the telephone where nothing was ever heard", () => {
    expect(keys(row({ position: 2 }), true, null)).toEqual(["link.lost.title", "link.lost.never"]);
  });
});
