// Camera and microphone tried before somebody needs them: what each gives, why one gives nothing,
// and whether the microphone has taken up any sound. Nothing of it leaves the device.
import type { Cause, Stands } from "./call";
import { text, type Text } from "./text";

export type DeviceCheck = {
  /** The browser asks somebody, or opens the devices. */
  asking: boolean;
  mic: Stands;
  camera: Stands;
  /** How loud it is now, from 0 to 1; `null` once this browser has shown that it cannot tell. */
  level: number | null;
  /** In how many looks there was more than the sound of a quiet room. */
  sounds: number;
};

export type DeviceCheckEvent =
  | { type: "asked" }
  | { type: "opened"; mic: Stands; camera: Stands }
  | { type: "camera"; stands: Stands }
  | { type: "ended"; kind: "mic" | "camera" }
  | { type: "level"; level: number | null };

const NOTHING: Stands = { on: false, cause: null };
/** Louder than a quiet room, on the scale of `loudness`. */
const QUIET = 0.3;
/** So many looks make a sound of somebody's, and not a knock on the table. */
const LOOKS = 3;
/** What is softer than this is silence, in decibels below the loudest that there is. */
const SOFTEST_DB = -60;

export function newDeviceCheck(): DeviceCheck {
  return { asking: true, mic: NOTHING, camera: NOTHING, level: 0, sounds: 0 };
}

export function reduceDeviceCheck(check: DeviceCheck, event: DeviceCheckEvent): DeviceCheck {
  switch (event.type) {
    case "asked":
      return { ...check, asking: true };
    case "opened":
      return { ...check, asking: false, mic: event.mic, camera: event.camera, level: 0, sounds: 0 };
    case "camera":
      return { ...check, camera: event.stands };
    case "ended": {
      const gone: Stands = { on: false, cause: "ended" };
      return event.kind === "mic" ? { ...check, mic: gone, level: 0, sounds: 0 } : { ...check, camera: gone };
    }
    case "level":
      if (!check.mic.on) return check;
      return { ...check, level: event.level, sounds: check.sounds + (event.level !== null && event.level > QUIET ? 1 : 0) };
  }
}

/** How loud a stretch of sound is, from 0 (silence) to 1, as an ear counts: in steps of decibels. */
export function loudness(samples: Float32Array): number {
  let highest = 0;
  for (const sample of samples) highest = Math.max(highest, Math.abs(sample));
  const decibels = 20 * Math.log10(highest);
  return Math.min(1, Math.max(0, 1 - decibels / SOFTEST_DB));
}

/** Whether anything is to be tried again. */
export function lacks(check: DeviceCheck): boolean {
  return !check.asking && (!check.mic.on || !check.camera.on);
}

/** What is so of the microphone: said once it is known, and anew only when it has changed. */
export function micLine(check: DeviceCheck): Text | null {
  if (check.asking) return null;
  if (!check.mic.on) return causeLine("mic", check.mic.cause);
  if (check.level === null) return text("check.mic.unmeasured");
  return text(check.sounds >= LOOKS ? "check.mic.heard" : "check.mic.quiet");
}

/** What is so of the camera. */
export function cameraLine(check: DeviceCheck): Text | null {
  if (check.asking) return null;
  return check.camera.on ? text("check.camera.on") : causeLine("camera", check.camera.cause);
}

function causeLine(device: "mic" | "camera", cause: Cause | null): Text {
  return text(`check.${device}.${cause ?? "other"}`);
}
