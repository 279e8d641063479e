import { afterEach, expect, it, vi } from "vitest";
import { steadyNow } from "./clock";

afterEach(() => vi.useRealTimers());

it.each([["back ten minutes", -600_000], ["forward twenty minutes", 1_200_000]])("goes on as before when the device's clock is set %s", (_how, step) => {
  vi.useFakeTimers();
  const before = steadyNow();
  vi.setSystemTime(before + step);
  vi.advanceTimersByTime(5_000);
  expect(steadyNow() - before).toBe(5_000);
});
