import { beforeEach, describe, expect, it } from "vitest";
import { Held, type Kind } from "./held";

describe("the devices of a call", () => {
  it("leave no track live after the end, however quickly the camera was turned", async () => {
    await opened();
    const flips = [held.flip(), held.flip(), held.flip()];
    await turn();
    held.release();
    answerAll();
    await Promise.all(flips);
    expect(live()).toEqual([]);
  });
  it("stop what a browser hands over after the end", async () => {
    const opening = held.open(true);
    await turn();
    held.release();
    answerAll();
    expect(await opening).toBeNull();
    expect([live(), made.length]).toEqual([[], 2]);
  });
  it("are given back at a takeover, and opened anew afterwards, though the first question still hangs", async () => {
    const hangs = held.open(true);
    await turn();
    held.release();
    const again = held.open(false);
    await turn();
    answerAll();
    expect([await hangs, await again]).toEqual([null, { mic: { on: true, cause: null }, camera: { on: false, cause: null } }]);
    expect(live().map((track) => track.kind)).toEqual(["audio"]);
  });
  it("keep one camera open at a time, and end on the side of the last turn", async () => {
    await opened();
    const flips = [held.flip(), held.flip(), held.flip()];
    for (let asked = 0; asked < 3; asked++) {
      await turn();
      answerAll();
    }
    await Promise.all(flips);
    expect(live().map((track) => track.facing)).toEqual([undefined, "environment"]);
    expect(held.facing).toBe("environment");
  });
  it("go back to the camera that worked where the other does not open", async () => {
    await opened();
    fails = (wanted) => facingOf(wanted) === "environment";
    const flip = held.flip();
    await turn();
    answerAll();
    await turn();
    answerAll();
    expect(await flip).toEqual({ on: true, cause: null, flipped: false });
    expect(live().map((track) => track.facing)).toEqual([undefined, "user"]);
    fails = () => false;
    const off = held.camera(false);
    const on = held.camera(true);
    await turn();
    answerAll();
    await Promise.all([off, on]);
    expect(held.video).toMatchObject({ facing: "user" });
  });
  it("tell when one ends by itself, and open it again", async () => {
    await opened();
    (held.audio as unknown as Track).end();
    expect([ended, held.audio]).toEqual([["audio"], null]);
    const again = held.mic(true);
    await turn();
    answerAll();
    expect([await again, held.audio?.readyState]).toEqual([{ on: true, cause: null }, "live"]);
  });
});

let held: Held;
let made: Track[];
let ended: Kind[];
let questions: (() => void)[];
let fails: (wanted: MediaStreamConstraints | undefined) => boolean;

beforeEach(() => {
  made = [];
  ended = [];
  questions = [];
  fails = () => false;
  const getUserMedia = (wanted?: MediaStreamConstraints) =>
    new Promise<MediaStream>((resolve, reject) => {
      questions.push(() => {
        if (fails(wanted)) {
          reject(Object.assign(new Error("busy"), { name: "NotReadableError" }));
          return;
        }
        const tracks = [...(wanted?.audio === undefined || wanted.audio === false ? [] : [new Track("audio")]), ...(wanted?.video === undefined || wanted.video === false ? [] : [new Track("video", facingOf(wanted))])];
        made.push(...tracks);
        const of = (kind: Kind) => tracks.filter((track) => track.kind === kind);
        resolve({ getAudioTracks: () => of("audio"), getVideoTracks: () => of("video") } as unknown as MediaStream);
      });
    });
  held = new Held({ devices: () => ({ getUserMedia }), changed: () => undefined, ended: (kind) => ended.push(kind) });
});

class Track {
  readyState: "live" | "ended" = "live";
  enabled = true;
  readonly kind: Kind;
  readonly facing: unknown;
  #onended: (() => void) | null = null;
  constructor(kind: Kind, facing?: unknown) {
    this.kind = kind;
    this.facing = facing;
  }
  addEventListener(_name: string, heard: () => void): void {
    this.#onended = heard;
  }
  stop(): void {
    this.readyState = "ended";
  }
  /** Pulled out, or taken by another program. */
  end(): void {
    this.readyState = "ended";
    this.#onended?.();
  }
}

function facingOf(wanted: MediaStreamConstraints | undefined): unknown {
  return typeof wanted?.video === "object" ? wanted.video.facingMode : undefined;
}
function live(): Track[] {
  return made.filter((track) => track.readyState === "live");
}
function answerAll(): void {
  for (const answer of questions.splice(0)) answer();
}
async function turn(): Promise<void> {
  for (let step = 0; step < 20; step++) await Promise.resolve();
}
async function opened(): Promise<void> {
  const opening = held.open(true);
  await turn();
  answerAll();
  await opening;
}
