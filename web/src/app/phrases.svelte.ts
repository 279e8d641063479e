// A doctor's own phrases and order templates, as the server keeps them and as she changes them.
// What is changed and not kept lives on the page, and guards its end.
import { isBegun } from "../model/kept_draft";
import { editable, phrasesFaults, toPhrases, type PhrasesDraft } from "../model/phrases";
import { text, type Text } from "../model/text";
import type { Phrases, PhrasesSet } from "../protocol";
import { keepPhrases, readPhrases } from "../transport/phrases";
import type { Refused, Result } from "../transport/result";
import { failureText, type App } from "./app.svelte";

/** The server and the page, as far as phrases need them. */
export type PhrasePorts = {
  read: () => Promise<Result<Phrases>>;
  keep: (phrases: PhrasesSet) => Promise<Result<Phrases>>;
  /** The page is not to go unasked once this is begun. */
  hold: (page: PageDraft<PhrasesDraft>) => void;
};

const NONE: Phrases = { rev: 0, at: null, phrases: [], orders: [] };

/**
 * What she changes of something that the server keeps whole, until she has it kept. Two machines may
 * change it, so it is kept by her word alone and lives on the page until then.
 */
export class PageDraft<T extends object> {
  readonly fields: T;
  readonly #fresh: () => T;

  constructor(fresh: () => T) {
    this.#fresh = fresh;
    this.fields = $state(fresh());
  }

  get begun(): boolean {
    return isBegun(this.fields, this.#fresh());
  }

  sent(): void {
    Object.assign(this.fields, this.#fresh());
  }
}

export class PhraseBook {
  /** What the server keeps; nothing until it has said so. */
  kept = $state.raw<Phrases | null>(null);
  /** Why it has not said so. */
  failed = $state.raw<Text | null>(null);
  /** Why the last change was not kept. */
  refused = $state.raw<Refused | null>(null);
  /** That no answer came to it. */
  unknown = $state.raw<Text | null>(null);
  /** What was kept from another machine while she changed hers: she chooses which stands. */
  elsewhere = $state.raw<Phrases | null>(null);
  keeping = $state(false);
  /** Whether the last change is kept. */
  saved = $state(false);
  /** What she changes: what is kept, until she does. */
  readonly editing: PageDraft<PhrasesDraft>;
  readonly #ports: PhrasePorts;
  #reading: Promise<void> | null = null;

  constructor(ports: PhrasePorts) {
    this.#ports = ports;
    this.editing = new PageDraft(() => editable(this.kept ?? NONE));
    ports.hold(this.editing);
  }

  static of(app: App): PhraseBook {
    return new PhraseBook({
      read: () => readPhrases(app.api),
      keep: (phrases) => keepPhrases(app.api, phrases),
      hold: (page) => void app.drafts.others.push(page),
    });
  }

  /** Asks for them where they are not known yet. */
  async load(): Promise<void> {
    if (this.kept !== null) return;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
  }

  /** Keeps what she has changed, unless something in it cannot be. */
  async keep(): Promise<void> {
    const { kept, editing } = this;
    if (kept === null || this.keeping || phrasesFaults(editing.fields).length > 0) return;
    this.keeping = true;
    this.saved = false;
    this.refused = null;
    this.unknown = null;
    const result = await this.#ports.keep(toPhrases(editing.fields, kept.rev));
    this.keeping = false;
    if (result.ok) {
      this.#stands(result.value);
      this.saved = true;
    } else if (result.failure.kind === "refused" && result.failure.code === "changed_elsewhere") {
      await this.#meanwhile();
    } else if (result.failure.kind === "refused") {
      this.refused = result.failure;
    } else {
      this.unknown = failureText(result);
    }
  }

  /** She takes what was kept elsewhere; hers goes. */
  takeElsewhere(): void {
    if (this.elsewhere !== null) this.#stands(this.elsewhere);
  }

  /** Hers stands in its place. */
  async keepMine(): Promise<void> {
    const { elsewhere, editing } = this;
    if (elsewhere === null) return;
    const mine = JSON.stringify(editing.fields);
    this.kept = elsewhere;
    this.elsewhere = null;
    Object.assign(editing.fields, JSON.parse(mine));
    await this.keep();
  }

  #stands(kept: Phrases): void {
    const { editing } = this;
    this.kept = kept;
    this.elsewhere = null;
    editing.sent();
  }

  async #read(): Promise<void> {
    const result = await this.#ports.read();
    this.failed = result.ok ? null : failureText(result);
    if (result.ok && this.kept === null) this.#stands(result.value);
  }

  async #meanwhile(): Promise<void> {
    const result = await this.#ports.read();
    if (result.ok) this.elsewhere = result.value;
    else this.unknown = text("error.changed_elsewhere");
  }
}
