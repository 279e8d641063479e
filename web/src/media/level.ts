// How loud our own microphone is, measured on the device. What is measured is never heard or sent.
import { loudness } from "../model/device_check";
import { audioContext } from "./features";

const LOOK_EVERY_MS = 100;
/** Samples of one look: longer than the time between two, so that no sound falls between them. */
const SAMPLES = 8_192;
/** So many looks a browser has to let its audio begin, before it is said that it cannot tell. */
const LOOKS_PATIENT = 10;

/** What this file needs of the browser's audio. */
export type Ear = Pick<AudioContext, "state" | "resume" | "close" | "createMediaStreamSource" | "createAnalyser">;

/**
 * Tells of `track`, ten times a second, how loud it is from 0 to 1; `null` where the browser cannot say. The
 * returned function ends it and gives the browser's audio back.
 */
export function followLevel(track: MediaStreamTrack, told: (level: number | null) => void, make: () => Ear | null = audioContext): () => void {
  const ear = make();
  if (ear === null) {
    told(null);
    return () => undefined;
  }
  const analyser = ear.createAnalyser();
  analyser.fftSize = SAMPLES;
  const source = ear.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  // A refusal is seen in `state`.
  void ear.resume().catch(() => undefined);
  const samples = new Float32Array(SAMPLES);
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    analyser.getFloatTimeDomainData(samples);
    if (ear.state === "running") told(loudness(samples));
    else if (looks > LOOKS_PATIENT) told(null);
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    source.disconnect();
    void ear.close().catch(() => undefined);
  };
}
