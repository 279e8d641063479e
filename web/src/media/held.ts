// The microphone and the camera of one call: opened, switched and given back one at a time. After
// `release()` no track of ours is live, whatever a browser hands over late.
import { openDevices, type Cause, type Devices, type Facing, type Opened } from "./devices";

export type Kind = "audio" | "video";

export type HeldPorts = {
  devices: () => Devices | undefined;
  /** A track of ours is another now, or gone. */
  changed: (kind: Kind, track: MediaStreamTrack | null) => Promise<void> | void;
  /** A track ended by itself: somebody pulled it out, took it back or opened it elsewhere. */
  ended: (kind: Kind) => void;
};

/** How a device stands after it was asked for. */
export type Stands = { on: boolean; cause: Cause | null };

export class Held {
  readonly #ports: HeldPorts;
  #tracks: Record<Kind, MediaStreamTrack | null> = { audio: null, video: null };
  #facing: Facing = "user";
  /** Grows with each release: what was asked for before it is stopped when it comes. */
  #round = 0;
  #chain: Promise<unknown> = Promise.resolve();

  constructor(ports: HeldPorts) {
    this.#ports = ports;
  }

  get audio(): MediaStreamTrack | null {
    return this.#tracks.audio;
  }

  get video(): MediaStreamTrack | null {
    return this.#tracks.video;
  }

  get facing(): Facing {
    return this.#facing;
  }

  /** Opens the microphone, and the camera where a picture is wanted; `null` if released meanwhile. */
  open(picture: boolean): Promise<{ mic: Stands; camera: Stands } | null> {
    return this.#inTurn(async (here) => {
      const opened = await openDevices(this.#ports.devices(), { sound: true, picture, facing: this.#facing });
      if (!(await this.#keep(opened, here))) return null;
      return { mic: { on: this.audio !== null, cause: opened.mic }, camera: { on: this.video !== null, cause: opened.camera } };
    });
  }

  /** Switches the microphone; one that is gone is opened again. */
  mic(on: boolean): Promise<Stands | null> {
    return this.#inTurn(async (here) => {
      let cause: Cause | null = null;
      if (on && this.audio === null) {
        const opened = await openDevices(this.#ports.devices(), { sound: true, picture: false, facing: this.#facing });
        if (!(await this.#keep(opened, here))) return null;
        cause = opened.mic;
      }
      const track = this.audio;
      if (track !== null) track.enabled = on;
      return { on: on && track !== null, cause };
    });
  }

  /** Switches the camera. */
  camera(on: boolean): Promise<Stands | null> {
    return this.#inTurn(async (here) => {
      if (on) return this.#see(this.#facing, here);
      await this.#set("video", null);
      return { on: false, cause: null };
    });
  }

  /** The camera on the other side; where it does not open, the one that worked is back. */
  flip(): Promise<(Stands & { flipped: boolean }) | null> {
    return this.#inTurn(async (here) => {
      const before = this.#facing;
      const after = before === "user" ? "environment" : "user";
      const worked = this.video !== null;
      const seen = await this.#see(after, here);
      if (seen === null) return null;
      if (seen.on) {
        this.#facing = after;
        return { ...seen, flipped: true };
      }
      const back = worked ? await this.#see(before, here) : seen;
      return back === null ? null : { on: back.on, cause: back.on ? null : seen.cause, flipped: false };
    });
  }

  /** Gives both back, at once and for good or until they are opened anew. */
  release(): void {
    this.#round += 1;
    this.#chain = Promise.resolve();
    for (const kind of ["audio", "video"] as const) void this.#set(kind, null);
  }

  /** A telephone opens one camera at a time: the other is given back first. */
  async #see(facing: Facing, here: () => boolean): Promise<Stands | null> {
    await this.#set("video", null);
    const opened = await openDevices(this.#ports.devices(), { sound: false, picture: true, facing });
    if (!(await this.#keep(opened, here))) return null;
    return { on: this.video !== null, cause: opened.camera };
  }

  /** Keeps what was opened, or stops it if it comes too late. */
  async #keep(opened: Opened, here: () => boolean): Promise<boolean> {
    if (!here()) {
      opened.audio?.stop();
      opened.video?.stop();
      return false;
    }
    if (opened.audio !== null) await this.#set("audio", opened.audio);
    if (opened.video !== null) await this.#set("video", opened.video);
    return here();
  }

  async #set(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks[kind]?.stop();
    this.#tracks[kind] = track;
    track?.addEventListener("ended", () => {
      if (this.#tracks[kind] !== track) return;
      this.#tracks[kind] = null;
      void this.#ports.changed(kind, null);
      this.#ports.ended(kind);
    });
    await this.#ports.changed(kind, track);
  }

  #inTurn<T>(act: (here: () => boolean) => Promise<T | null>): Promise<T | null> {
    const round = this.#round;
    const here = () => round === this.#round;
    const turn = this.#chain.then(() => (here() ? act(here) : null));
    this.#chain = turn.catch(() => undefined);
    return turn;
  }
}
