// The sounds of the desk, made by the browser itself: no file to fetch, none to fail.

export type Sounding = "rising" | "single" | "test";

/** One tone: when it begins, in seconds from now, and its pitch in hertz. */
type Note = { at: number; hertz: number; seconds: number };

const NOTES: Readonly<Record<Sounding, readonly Note[]>> = {
  rising: [
    { at: 0, hertz: 587, seconds: 0.28 },
    { at: 0.32, hertz: 880, seconds: 0.45 },
  ],
  single: [{ at: 0, hertz: 659, seconds: 0.5 }],
  test: [
    { at: 0, hertz: 587, seconds: 0.28 },
    { at: 0.32, hertz: 880, seconds: 0.45 },
  ],
};

/** Loud enough to turn a head, short of hurting an ear with a headset. */
const LOUDNESS = 0.35;
/** How slowly a tone begins and ends, so that the loudspeaker does not click. */
const SOFT_SECONDS = 0.02;
/** How long a browser may take to say that sound may be made. */
const WAKE_MS = 800;

/** What this file needs of the browser's audio. */
export type Audio = Pick<AudioContext, "state" | "resume" | "close" | "currentTime" | "createOscillator" | "createGain" | "destination">;

export class Tones {
  readonly #make: () => Audio | null;
  #audio: Audio | null = null;

  constructor(make: () => Audio | null) {
    this.#make = make;
  }

  /** Whether a tone would be heard, as far as the browser knows. */
  get awake(): boolean {
    return this.#audio?.state === "running";
  }

  /** Asks the browser to let sound through. It says no until somebody has touched the page. */
  async wake(): Promise<boolean> {
    this.#audio ??= this.#make();
    if (this.#audio === null) return false;
    // A refusal may also be silence: the promise then stays open until the first touch.
    await Promise.race([this.#audio.resume().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, WAKE_MS))]);
    return this.awake;
  }

  /** Makes a sound. `false`: it could not be made. */
  play(sounding: Sounding): boolean {
    const audio = this.#audio;
    if (audio?.state !== "running") return false;
    for (const note of NOTES[sounding]) {
      const begin = audio.currentTime + note.at;
      const end = begin + note.seconds;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = note.hertz;
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(LOUDNESS, begin + SOFT_SECONDS);
      gain.gain.setValueAtTime(LOUDNESS, end - SOFT_SECONDS);
      gain.gain.linearRampToValueAtTime(0, end);
      tone.connect(gain);
      gain.connect(audio.destination);
      tone.start(begin);
      tone.stop(end);
    }
    return true;
  }

  /** Gives the loudspeaker back. */
  close(): void {
    const audio = this.#audio;
    this.#audio = null;
    // Closing what is closed already is no fault.
    void audio?.close().catch(() => undefined);
  }
}
