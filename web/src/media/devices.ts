// Camera and microphone, asked for in sizes that a tablet on 4G can send.

export type Facing = "user" | "environment";
/**
 * Why a device gives nothing: somebody said no, there is none, another program has it, it was
 * taken away while it was used, or the browser does not say.
 */
export type Cause = "denied" | "missing" | "busy" | "ended" | "other";
export type Opened = {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  /** Why there is no sound of ours; `null` where there is, or none was wanted. */
  mic: Cause | null;
  /** Why there is no picture of ours; `null` where there is, or none was wanted. */
  camera: Cause | null;
};
export type Wanted = { sound: boolean; picture: boolean; facing: Facing };
export type Devices = Pick<MediaDevices, "getUserMedia">;

function picture(facing: Facing): MediaTrackConstraints {
  return { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 30 }, facingMode: facing };
}
const SOUND: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Opens what is wanted, or what there is of it: neither device is lost for the other's sake. */
export async function openDevices(devices: Devices | undefined, wanted: Wanted): Promise<Opened> {
  if (devices === undefined) return nothing(wanted, "other");
  try {
    const stream = await devices.getUserMedia({ audio: wanted.sound ? SOUND : false, video: wanted.picture ? picture(wanted.facing) : false });
    return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null, mic: null, camera: null };
  } catch (error) {
    const cause = causeOf(error);
    if (!wanted.sound || !wanted.picture) return nothing(wanted, cause);
    const heard = await openDevices(devices, { ...wanted, picture: false });
    // Who has said no is not asked once more for the other half.
    const seen = cause === "denied" ? nothing({ ...wanted, sound: false }, cause) : await openDevices(devices, { ...wanted, sound: false });
    return { audio: heard.audio, mic: heard.mic, video: seen.video, camera: seen.camera };
  }
}

function nothing(wanted: Wanted, cause: Cause): Opened {
  return { audio: null, video: null, mic: wanted.sound ? cause : null, camera: wanted.picture ? cause : null };
}

function causeOf(error: unknown): Cause {
  switch (error instanceof Error || error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    // Browsers differ in how they say that another program has it.
    case "NotReadableError":
    case "AbortError":
    case "TrackStartError":
      return "busy";
    default:
      return "other";
  }
}
