import { expect, test } from "vitest";
import { endsKept, keepsSession } from "./kept_session";

test("a session is asked for only where the browser says that it keeps one", () => {
  for (const [cookies, kept] of [
    ["", false],
    ["__Host-vantrum-kept=1", true],
    ["a=1; __Host-vantrum-kept=1; b=2", true],
    ["__Host-vantrum-kept=", false],
    ["other__Host-vantrum-kept=1", false],
  ] as const) {
    expect(keepsSession(cookies), cookies).toBe(kept);
  }
});

test("an end told twice, or to a window with a secret of its own, takes nobody's mark", () => {
  expect(endsKept(false, false)).toBe(true);
  expect(endsKept(true, false)).toBe(false);
  expect(endsKept(false, true)).toBe(false);
});
