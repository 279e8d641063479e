import { describe, expect, it } from "vitest";
import { hasCome, newlySaid } from "./spoken";

const waits = (id: string, minutes: number) => ({ id, words: `${id} waits since ${String(minutes)} min.` });

describe("what is spoken by itself", () => {
  it("is said once, however often its words change", () => {
    const first = newlySaid([], [waits("a", 0)]);
    expect(first.words).toBe("a waits since 0 min.");
    expect(newlySaid(first.known, [waits("a", 1)]).words).toBeNull();
  });

  it("is only what is new, and all of it", () => {
    expect(newlySaid(["a"], [waits("b", 0), waits("a", 1), waits("c", 0)]).words).toBe("b waits since 0 min. c waits since 0 min.");
  });

  it("is said again where it was over meanwhile", () => {
    const over = newlySaid(["a"], []);
    expect(newlySaid(over.known, [waits("a", 5)]).words).not.toBeNull();
  });
});

describe("a list of which only what comes is told", () => {
  it("tells of nothing that is there from the first, stays or leaves", () => {
    expect([hasCome(null, ["a"]), hasCome(["a"], ["a"]), hasCome(["a"], [])]).toEqual([false, false, false]);
  });

  it("tells of one that comes as another leaves", () => {
    expect(hasCome(["a"], ["b"])).toBe(true);
  });
});
