// Short tones, made on the spot: no file to fetch. Every sound also stands as text on screen.

import { audioContext, vibrate } from "../media/features";

export type Tone = { hz: number; ms: number; pauseMs: number };

/** Two rising tones. */
export const RISING: readonly Tone[] = [{ hz: 660, ms: 220, pauseMs: 60 }, { hz: 880, ms: 320, pauseMs: 0 }];
/** One tone. */
export const SINGLE: readonly Tone[] = [{ hz: 740, ms: 300, pauseMs: 0 }];

let context: AudioContext | null = null;

/** Plays the tones; says whether the browser let them be heard. */
export async function play(tones: readonly Tone[]): Promise<boolean> {
  context ??= audioContext();
  if (context === null) return false;
  if (context.state !== "running") {
    // Without a touch or a key press on the page this never settles.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
  }
  if (context.state !== "running") return false;
  let at = context.currentTime + 0.02;
  for (const tone of tones) {
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    const ends = at + tone.ms / 1_000;
    oscillator.frequency.value = tone.hz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
    volume.gain.setValueAtTime(0.25, ends - 0.04);
    volume.gain.linearRampToValueAtTime(0, ends);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(ends);
    at = ends + tone.pauseMs / 1_000;
  }
  return true;
}

/** How a telephone shakes in a pocket, in milliseconds on, off, on. */
const SHAKE: readonly number[] = [400, 200, 400];

/** Rings until told to stop: shakes the device once, and repeats the tones unless it is to be quiet. */
export function ring(tones: readonly Tone[] | null, everyMs: number): () => void {
  vibrate(SHAKE);
  if (tones === null) return () => undefined;
  void play(tones);
  const timer = setInterval(() => void play(tones), everyMs);
  return () => clearInterval(timer);
}
