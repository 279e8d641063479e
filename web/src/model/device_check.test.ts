import { describe, expect, it } from "vitest";
import { cameraLine, lacks, loudness, micLine, newDeviceCheck, reduceDeviceCheck, type DeviceCheck, type DeviceCheckEvent } from "./device_check";

const ON = { on: true, cause: null };

describe("camera and microphone before a call", () => {
  it("say nothing of themselves while the browser asks", () => {
    expect([micLine(newDeviceCheck()), cameraLine(newDeviceCheck()), lacks(newDeviceCheck())]).toEqual([null, null, false]);
  });
  it("name the cause of each, and what works is not lost for the other's sake", () => {
    const check = after({ type: "opened", mic: ON, camera: { on: false, cause: "busy" } }, { type: "level", level: 0 });
    expect([micLine(check)?.key, cameraLine(check)?.key, lacks(check)]).toEqual(["check.mic.quiet", "check.camera.busy", true]);
    const denied = after({ type: "opened", mic: { on: false, cause: "denied" }, camera: { on: false, cause: "missing" } });
    expect([micLine(denied)?.key, cameraLine(denied)?.key]).toEqual(["check.mic.denied", "check.camera.missing"]);
  });
  it("do not say that a knock was heard as a voice", () => {
    const knocked = after({ type: "opened", mic: ON, camera: ON }, { type: "level", level: 0.9 }, { type: "level", level: 0.1 });
    expect(micLine(knocked)?.key).toBe("check.mic.quiet");
    const spoken = [0.5, 0.6, 0.4].reduce((check, level) => reduceDeviceCheck(check, { type: "level", level }), knocked);
    expect([micLine(spoken)?.key, lacks(spoken)]).toEqual(["check.mic.heard", false]);
    expect(micLine(reduceDeviceCheck(spoken, { type: "level", level: 0 }))?.key, "once heard is heard").toBe("check.mic.heard");
  });
  it("never call it quiet where the browser cannot tell", () => {
    expect(micLine(after({ type: "opened", mic: ON, camera: ON }, { type: "level", level: null }))?.key).toBe("check.mic.unmeasured");
  });
  it("tell when one is taken away, and forget what it had heard", () => {
    const gone = after({ type: "opened", mic: ON, camera: ON }, ...[1, 1, 1].map((level) => ({ type: "level" as const, level })), { type: "ended", kind: "mic" }, { type: "level", level: 1 });
    expect([micLine(gone)?.key, cameraLine(gone)?.key, gone.level]).toEqual(["check.mic.ended", "check.camera.on", 0]);
  });
});

describe("loudness", () => {
  it("is nothing in silence, and grows as an ear counts", () => {
    const of = (...samples: number[]) => loudness(Float32Array.from(samples));
    expect([of(), of(0, 0), of(0.000_1), of(0, -1, 0.2), of(2)]).toEqual([0, 0, 0, 1, 1]);
    expect(of(0, -0.1)).toBeCloseTo(2 / 3);
    expect(of(0.01)).toBeLessThan(of(0.1));
  });
});

function after(...events: DeviceCheckEvent[]): DeviceCheck {
  return events.reduce(reduceDeviceCheck, newDeviceCheck());
}
