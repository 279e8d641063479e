import { describe, expect, it, vi } from "vitest";
import { Sending } from "./sending.svelte";
import { UNKNOWN, type Result } from "../transport/result";

describe("a command on its way", () => {
  it("goes out again under the same key until the server has said yes", async () => {
    vi.useFakeTimers();
    const keys: string[] = [];
    const answers: Result<string>[] = [UNKNOWN, { ok: true, value: "done" }];
    const sending = new Sending((key) => {
      keys.push(key);
      return Promise.resolve(answers.shift() ?? UNKNOWN);
    });
    await vi.runAllTimersAsync();
    expect(await sending.finished).toEqual({ ok: true, value: "done" });
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    vi.useRealTimers();
  });

  it("goes out no more once it is stopped, whatever the answer was", async () => {
    vi.useFakeTimers();
    const attempt = vi.fn(() => Promise.resolve(UNKNOWN));
    const sending = new Sending(attempt);
    await vi.advanceTimersByTimeAsync(1);
    expect(sending.stage).toBe("unknown");
    sending.stop();
    await vi.runAllTimersAsync();
    expect(attempt).toHaveBeenCalledTimes(1);
    expect([sending.open, await sending.finished]).toEqual([false, UNKNOWN]);
    vi.useRealTimers();
  });

  it("does nothing with an answer that comes after it was stopped", async () => {
    let answer: (result: Result<string>) => void = () => undefined;
    const sending = new Sending(() => new Promise<Result<string>>((resolve) => (answer = resolve)));
    sending.stop();
    answer({ ok: true, value: "late" });
    expect(await sending.finished).toEqual(UNKNOWN);
    expect(sending.stage).toBe("stopped");
  });
});
