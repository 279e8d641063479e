import { describe, expect, it } from "vitest";
import { seeing, unseen, type Sight, type Span } from "./compare";

const seen = (...parts: [string, Span][]): Sight => parts.reduce<Sight>((sight, [key, part]) => seeing(sight, key, part), {});

describe("the comparison", () => {
  it("waits until every row has been in sight, together or in turn", () => {
    const keys = ["dose 5 mg", "when now", "read"];
    const some = seen(["dose 5 mg", [0, 1]], ["read", [0, 1]]);
    expect(unseen(some, keys)).toEqual(["when now"]);
    expect(unseen(seeing(some, "when now", [0, 1]), keys)).toEqual([]);
  });

  it("wants a text higher than the window seen from its beginning to its end", () => {
    const both = seen(["read", [0, 0.6]], ["read", [0.7, 1]]);
    expect(unseen(both, ["read"])).toEqual(["read"]);
    expect(unseen(seeing(both, "read", [0.5, 0.8]), ["read"])).toEqual([]);
  });

  it("does not take half of a row for the row", () => {
    expect(unseen(seen(["dose", [0.5, 1]]), ["dose"])).toEqual(["dose"]);
  });

  it("begins anew with what has changed", () => {
    expect(unseen(seen(["read: 5 mg", [0, 1]]), ["read: 50 mg"])).toEqual(["read: 50 mg"]);
  });

  it("is not touched by what adds nothing", () => {
    const sight = seen(["a", [0, 1]]);
    expect(seeing(sight, "a", [0.2, 0.4])).toBe(sight);
  });
});
