// Pictures that a nurse attaches: prepared on the device, sent one by one, shown meanwhile. They
// live in memory alone and are let go with what they belong to.
import { ofFile } from "../media/still";
import { holdsBack, imagesOf, reducePhotos, type Photo, type PhotoEvent } from "../model/photos";
import { mayHelpToRepeat } from "../transport/result";
import type { App } from "./app.svelte";
import type { Draft } from "../model/draft";
import { uploadImage } from "../transport/images";

export class Photos {
  list = $state.raw<readonly Photo[]>([]);

  readonly #app: App;
  /** The prepared pictures, for another attempt. */
  #bytes: readonly { id: number; picture: Blob }[] = [];
  /** One goes out at a time: on a thin link two would both be too late. */
  #before: Promise<void> = Promise.resolve();
  #next = 1;

  constructor(app: App) {
    this.#app = app;
  }

  /** What stands in the way of sending what they belong to. */
  get holdsBack(): "waiting" | "failed" | null {
    return holdsBack(this.list);
  }

  /** What the server calls those that it has. */
  get images(): string[] {
    return imagesOf(this.list);
  }

  /** Takes files in, as many as there is room for. */
  add(files: readonly Blob[]): void {
    for (const file of files) this.#take(file, ofFile);
  }

  /** Takes in what was painted on this device already. */
  addPainted(picture: Blob): void {
    this.#take(picture, async (painted) => Promise.resolve(painted));
  }

  retry(id: number): void {
    this.#tell({ type: "sending", id });
    void this.#send(id);
  }

  remove(id: number): void {
    const url = this.list.find((photo) => photo.id === id)?.url ?? null;
    if (url !== null) URL.revokeObjectURL(url);
    this.#bytes = this.#bytes.filter((one) => one.id !== id);
    this.#tell({ type: "removed", id });
  }

  /** Resolves when no picture is on its way. */
  async settled(): Promise<void> {
    while (this.list.some((photo) => photo.stage === "preparing" || photo.stage === "sending")) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The server said that it has these no longer: they are to be sent anew. */
  spent(): void {
    this.#tell({ type: "spent" });
  }

  clear(): void {
    for (const photo of this.list) this.remove(photo.id);
  }

  #take(file: Blob, prepare: (file: Blob) => Promise<Blob | null>): void {
    const id = this.#next++;
    this.#tell({ type: "chosen", id });
    if (this.#has(id)) void this.#prepare(id, prepare(file));
  }

  async #prepare(id: number, prepared: Promise<Blob | null>): Promise<void> {
    const picture = await prepared;
    if (!this.#has(id)) return;
    if (picture === null) {
      this.#tell({ type: "unreadable", id });
      return;
    }
    this.#bytes = [...this.#bytes, { id, picture }];
    this.#tell({ type: "prepared", id, url: URL.createObjectURL(picture) });
    await this.#send(id);
  }

  #send(id: number): Promise<void> {
    this.#before = this.#before.then(() => this.#upload(id));
    return this.#before;
  }

  async #upload(id: number): Promise<void> {
    const prepared = this.#bytes.find((one) => one.id === id);
    if (prepared === undefined) return;
    const result = await uploadImage(this.#app.api, prepared.picture);
    if (result.ok) this.#tell({ type: "arrived", id, image: result.value.image });
    else this.#tell({ type: "lost", id, mayRepeat: mayHelpToRepeat(result.failure) });
  }

  #has(id: number): boolean {
    return this.list.some((photo) => photo.id === id);
  }

  #waiting: (() => void)[] = [];

  #tell(event: PhotoEvent): void {
    this.list = reducePhotos(this.list, event);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** The pictures of the request that is being written: they stay as long as its draft does. */
let begun: { draft: Draft; photos: Photos } | null = null;

export function photosOf(app: App, draft: Draft): Photos {
  if (begun?.draft === draft) return begun.photos;
  const photos = new Photos(app);
  begun = { draft, photos };
  const stop = $effect.root(() => {
    $effect(() => {
      if (app.draft === draft) return;
      photos.clear();
      if (begun?.draft === draft) begun = null;
      // Not from within itself.
      queueMicrotask(stop);
    });
  });
  return photos;
}
