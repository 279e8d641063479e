// Camera and microphone, asked for in sizes that a tablet on 4G can send.

export type Facing = "user" | "environment";
export type DeviceProblem = "denied" | "no_microphone" | "no_camera" | "other";
export type Opened = { audio: MediaStreamTrack | null; video: MediaStreamTrack | null; problem: DeviceProblem | null };
type Devices = Pick<MediaDevices, "getUserMedia">;

function picture(facing: Facing): MediaTrackConstraints {
  return { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 30 }, facingMode: facing };
}
const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Opens both, or sound alone where there is no camera; a call goes on with what there is. */
export async function openDevices(devices: Devices | undefined, wanted: { picture: boolean; facing: Facing }): Promise<Opened> {
  if (devices === undefined) return { audio: null, video: null, problem: "other" };
  try {
    const stream = await devices.getUserMedia({ audio: SOUND, video: wanted.picture ? picture(wanted.facing) : false });
    return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null, problem: null };
  } catch (first) {
    if (!wanted.picture) return { audio: null, video: null, problem: nameOf(first) };
    try {
      const stream = await devices.getUserMedia({ audio: SOUND });
      return { audio: stream.getAudioTracks()[0] ?? null, video: null, problem: "no_camera" };
    } catch (second) {
      return { audio: null, video: null, problem: nameOf(second) };
    }
  }
}

/** The camera alone: switched on during a call, or the one on the other side of the tablet. */
export async function openCamera(devices: Devices | undefined, facing: Facing): Promise<MediaStreamTrack | null> {
  try {
    const stream = await devices?.getUserMedia({ video: picture(facing) });
    return stream?.getVideoTracks()[0] ?? null;
  } catch {
    return null;
  }
}

function nameOf(error: unknown): DeviceProblem {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" ? "no_microphone" : "other";
}
