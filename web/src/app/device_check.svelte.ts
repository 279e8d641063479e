// Camera and microphone tried before a call. It owns what it opens: after `close()` no track is live.
import { mediaDevices } from "../media/features";
import { Held } from "../media/held";
import { followLevel } from "../media/level";
import { newDeviceCheck, reduceDeviceCheck, type DeviceCheck, type DeviceCheckEvent } from "../model/device_check";

export class TriedDevices {
  check = $state.raw<DeviceCheck>(newDeviceCheck());
  /** Our own picture. */
  own = $state.raw<MediaStream | null>(null);
  /** Whether the picture is turned as in a mirror: that of the camera which faces us. */
  mirrored = $state(true);

  readonly #held: Held;
  #deaf: () => void = () => undefined;

  constructor(devices: () => Pick<MediaDevices, "getUserMedia"> | undefined = mediaDevices) {
    this.#held = new Held({
      devices,
      changed: (kind, track) => {
        if (kind === "video") this.own = track === null ? null : new MediaStream([track]);
        else this.#listen(track);
      },
      ended: (kind) => this.#tell({ type: "ended", kind: kind === "audio" ? "mic" : "camera" }),
    });
  }

  /** Opens both, or what there is of them; also once more after something failed. */
  async open(): Promise<void> {
    this.#tell({ type: "asked" });
    const opened = await this.#held.open(true);
    if (opened !== null) this.#tell({ type: "opened", ...opened });
  }

  /** The camera on the other side; where it does not open, the one that worked is back. */
  async flip(): Promise<void> {
    const seen = await this.#held.flip();
    if (seen === null) return;
    this.mirrored = this.#held.facing === "user";
    this.#tell({ type: "camera", stands: { on: seen.on, cause: seen.cause } });
  }

  /** Gives both back. */
  close(): void {
    this.#held.release();
    this.#listen(null);
  }

  #listen(track: MediaStreamTrack | null): void {
    this.#deaf();
    this.#deaf = track === null ? () => undefined : followLevel(track, (level) => this.#tell({ type: "level", level }));
  }

  #tell(event: DeviceCheckEvent): void {
    this.check = reduceDeviceCheck(this.check, event);
  }
}
