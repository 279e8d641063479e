// The one voice of the page, for what stands nowhere on it: words said again are heard again, and none is said twice.
import { tick } from "svelte";

/** Something to be heard in a place; `null` where there is none yet. By `n` the same words are new. */
type Said = { n: number; words: string; urgent: boolean; place: symbol | null };

/** So many stay, that a second does not take the first out of a screen reader's mouth. */
const KEPT = 3;

class Voice {
  said = $state.raw<readonly Said[]>([]);
  #n = 0;
  #places: readonly symbol[] = [];

  /** A place where it is heard: the page, or a dialog before it, beside which nothing is. */
  async opens(place: symbol): Promise<void> {
    this.#places = [...this.#places, place];
    // A screen reader has to know a place before the words come there.
    await tick();
    this.said = this.said.map((one) => (one.place === null ? { ...one, place } : one));
  }

  closes(place: symbol): void {
    this.#places = this.#places.filter((one) => one !== place);
    this.said = this.said.filter((one) => one.place !== place);
  }

  /** Says something when there is time, or at once where it is urgent. */
  async say(words: string, urgent = false): Promise<void> {
    // A dialog that is closed in the same turn would take it along.
    await tick();
    const place = this.#places.at(-1) ?? null;
    this.said = [...this.said, { n: ++this.#n, words, urgent, place }].slice(-KEPT);
  }

  /** Forgets what nobody has heard. */
  hush(): void {
    this.said = this.said.filter((one) => one.place !== null);
  }
}

export const voice = new Voice();
