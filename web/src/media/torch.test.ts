import { describe, expect, it } from "vitest";
import { hasTorch, setTorch } from "./torch";

describe("the lamp beside a camera", () => {
  it("is offered where the camera says that it has one, and nowhere else", () => {
    expect(hasTorch(camera({ torch: true }))).toBe(true);
    expect(hasTorch(camera({ torch: false }))).toBe(false);
    expect(hasTorch(camera({}))).toBe(false);
    expect(hasTorch({} as MediaStreamTrack)).toBe(false);
    expect(hasTorch(null)).toBe(false);
  });

  it("is lit without asking the camera for another picture", async () => {
    const asked: unknown[] = [];
    const track = camera({ torch: true }, async (constraints) => void asked.push(constraints));
    expect(await setTorch(track, true)).toBe(true);
    expect(asked).toEqual([{ width: 640, advanced: [{ torch: true }] }]);
  });

  it("stays as it is where the camera refuses", async () => {
    const track = camera({ torch: true }, () => Promise.reject(new Error("busy")));
    expect(await setTorch(track, true)).toBe(false);
  });
});

function camera(capabilities: object, applyConstraints: (constraints: unknown) => Promise<void> = () => Promise.resolve()): MediaStreamTrack {
  return { getCapabilities: () => capabilities, getConstraints: () => ({ width: 640 }), applyConstraints } as unknown as MediaStreamTrack;
}
