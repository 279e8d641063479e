import { expect, test } from "vitest";
import { keepsSession } from "./kept_session";

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
