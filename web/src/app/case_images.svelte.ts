// The pictures of one case while it is shown: fetched with the session, held as long as somebody
// looks, and let go with the page.
import type { App } from "./app.svelte";
import { fetchImage } from "../transport/images";

/** `null` as long as it is on its way. */
export type Shown = { url: string } | { url: null; failed: boolean };

export class CaseImages {
  shown = $state.raw<Readonly<Record<string, Shown>>>({});
  readonly #app: App;
  readonly #consult: string;
  #gone = false;

  constructor(app: App, consult: string) {
    this.#app = app;
    this.#consult = consult;
  }

  /** Fetches those that are not there yet. The server logs each disclosure before it answers. */
  want(images: readonly string[]): void {
    for (const image of images) if (!(image in this.shown)) void this.load(image);
  }

  async load(image: string): Promise<void> {
    this.#set(image, { url: null, failed: false });
    const result = await fetchImage(this.#app.api, this.#consult, image);
    if (this.#gone) return;
    this.#set(image, result.ok ? { url: URL.createObjectURL(result.value) } : { url: null, failed: true });
  }

  /** Lets go of every picture. */
  clear(): void {
    this.#gone = true;
    for (const { url } of Object.values(this.shown)) if (url !== null) URL.revokeObjectURL(url);
    this.shown = {};
  }

  #set(image: string, shown: Shown): void {
    this.shown = { ...this.shown, [image]: shown };
  }
}
