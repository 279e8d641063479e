// The lamp beside a camera, where there is one: the types of the browser do not know it yet.
type WithTorch = { torch?: boolean };

/** Whether the camera has a lamp that can be lit. */
export function hasTorch(track: MediaStreamTrack | null): boolean {
  // Some browsers know no capabilities at all.
  const capabilities = (track as Partial<MediaStreamTrack> | null)?.getCapabilities?.call(track) as WithTorch | undefined;
  return capabilities?.torch === true;
}

/** Lights the lamp, or puts it out; answers whether it did. */
export async function setTorch(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  try {
    await track.applyConstraints({ ...track.getConstraints(), advanced: [{ torch: on } as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}
