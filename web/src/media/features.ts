// What a browser may lack, each asked for before it is used: a feature that is missing takes
// nothing else down with it. Elsewhere these names are forbidden (eslint.config.js).

/** Shakes the device, where it can be shaken. */
export function vibrate(pattern: readonly number[]): void {
  const able = navigator as { vibrate?: (pattern: number[]) => boolean };
  able.vibrate?.([...pattern]);
}

/** What keeps the screen lit. */
export function wakeLock(): WakeLock | null {
  return (navigator as { wakeLock?: WakeLock }).wakeLock ?? null;
}

/** Camera and microphone; not there on a page that is not secure. */
export function mediaDevices(): MediaDevices | undefined {
  return (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
}

/** Where text can be put for other programs. */
export function clipboard(): Clipboard | undefined {
  return (navigator as { clipboard?: Clipboard }).clipboard;
}

/** What answers for a page that has no link; not there in a private window of some browsers. */
export function serviceWorkers(): ServiceWorkerContainer | null {
  return (navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker ?? null;
}

/** The loudspeaker, silent until somebody has touched the page; `null` where there is none. */
export function audioContext(): AudioContext | null {
  const { AudioContext: Context } = window as { AudioContext?: typeof AudioContext };
  return Context === undefined ? null : new Context();
}

/** Calls back for each picture that a video shows; the returned function ends it. */
export function onEachPicture(video: HTMLVideoElement, shown: () => void): () => void {
  if (!("requestVideoFrameCallback" in video)) return () => undefined;
  let ended = false;
  const next = () => {
    shown();
    if (!ended) handle = video.requestVideoFrameCallback(next);
  };
  let handle = video.requestVideoFrameCallback(next);
  return () => {
    ended = true;
    video.cancelVideoFrameCallback(handle);
  };
}
