import { afterEach, beforeEach, expect, it, vi } from "vitest";

let tones: number;
let shakes: unknown[];

beforeEach(() => {
  vi.resetModules();
  tones = 0;
  shakes = [];
  vi.stubGlobal("window", { AudioContext: FakeAudio });
});
afterEach(() => vi.unstubAllGlobals());

it("rings in a browser that cannot shake the device", async () => {
  vi.stubGlobal("navigator", {});
  await rings(true);
  expect(tones).toBe(2);
});

it("shakes and does not sound where the call is quiet", async () => {
  vi.stubGlobal("navigator", { vibrate: (pattern: unknown) => shakes.push(pattern) });
  await rings(false);
  expect([tones, shakes.length]).toEqual([0, 1]);
});

it("is only shown in a browser without sound", async () => {
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("window", {});
  await rings(true);
  expect(tones).toBe(0);
});

async function rings(loud: boolean): Promise<void> {
  const { ring, RISING } = await import("./sound");
  const stop = ring(loud ? RISING : null, 60_000);
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  stop();
}

class FakeAudio {
  state = "running";
  currentTime = 0;
  destination = {};
  createOscillator() {
    return { frequency: { value: 0 }, connect: (next: unknown) => next, start: () => (tones += 1), stop: () => undefined };
  }
  createGain() {
    const gain = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
    return { gain, connect: (next: unknown) => next };
  }
}
