// What is being written, in whatever form of whatever case, or of none yet. One draft per case and
// form: it outlives the form on the page, calls, other pages and the lock, and the server keeps it
// sealed for her. A form takes its fields from here and says when they are sent; nothing is kept in
// the browser.
import { onDestroy } from "svelte";
import { AT_LEAST_EACH_MS, asKept, isBegun, isDue, restored, together, type Changed, type Rows } from "../model/kept_draft";
import type { DraftForm, DraftFound, DraftSet, OwnDraftForm } from "../protocol";
import type { AnyForm } from "../transport/drafts";
import { backoff } from "../transport/backoff";
import { mayHelpToRepeat, type Result } from "../transport/result";
import { steadyNow } from "./clock";

/** The server, as far as drafts need it. */
export type DraftPorts = {
  find: (consult: string | null, form: AnyForm) => Promise<Result<DraftFound>>;
  keep: (consult: string | null, form: AnyForm, draft: DraftSet) => Promise<Result<unknown>>;
};

/** How a form is made: its fields when nothing is written, and what else its draft needs. */
export type FormOf<T extends object> = {
  fresh: () => T;
  rows?: Rows;
  /** The fields in plain lines, where somebody else may go on with them. */
  lines?: (fields: T) => string;
  /** Whether she has written anything, where the form fills in something itself. */
  begun?: (fields: T) => boolean;
};

export class KeptDraft<T extends object> {
  /** What the form holds. It stays the same object as long as the draft is kept. */
  readonly fields: T;
  /** When something was typed last, on the device's clock. */
  touchedAt = 0;
  /** When what was found had been written, until the form is emptied. */
  foundAt = $state<string | null>(null);
  /** `null` before there is a case. */
  readonly consult: string | null;
  readonly form: AnyForm;
  readonly #ports: DraftPorts;
  readonly #of: FormOf<T>;
  readonly #fresh: T;
  /** In how many places the form stands on the page. */
  #shown = 0;
  /** What the server has: `null` until it has said so. */
  #saved = $state<string | null>(null);
  #looked: string;
  #changed: Changed | null = null;
  /** What the server would not take: only something else is worth another try. */
  #refused: string | null = null;
  #busy: Promise<void> | null = null;
  #tries = 0;
  #notBefore = 0;
  #followAt: number | null = null;
  #sentMeanwhile = false;

  constructor(ports: DraftPorts, consult: string | null, form: AnyForm, of: FormOf<T>) {
    this.#ports = ports;
    this.consult = consult;
    this.form = form;
    this.#of = of;
    this.#fresh = of.fresh();
    this.#looked = JSON.stringify(this.#fresh);
    this.fields = $state(of.fresh());
    this.#work(() => this.#find());
  }

  get begun(): boolean {
    return this.#of.begun?.(this.fields) ?? isBegun(this.fields, this.#fresh);
  }

  get #asKept(): string {
    return asKept(this.fields, this.begun);
  }

  /** The fields as they are now, apart from the form. */
  get plain(): T {
    return JSON.parse(JSON.stringify(this.fields)) as T;
  }

  /** Whether something would be lost with this page. */
  get unsaved(): boolean {
    return (this.#saved === null && this.begun) || (this.#saved !== null && this.#asKept !== this.#saved);
  }

  get shown(): boolean {
    return this.#shown > 0;
  }

  enter(): void {
    this.#shown += 1;
  }

  leave(): void {
    this.#shown -= 1;
  }

  /** The form was sent: nothing is left to keep. */
  sent(): void {
    this.#empty();
    this.#saved = "";
    // What is on its way would bring back what was just sent.
    this.#sentMeanwhile = this.#busy !== null;
  }

  /** She throws it away. */
  discard(): void {
    this.#empty();
  }

  /** Looks at what has been typed, and keeps it when it is time. */
  look(now: number): void {
    const json = JSON.stringify(this.fields);
    if (json !== this.#looked) {
      this.#looked = json;
      this.touchedAt = now;
      this.#changed = { first: this.#changed?.first ?? now, last: now };
    }
    if (this.#busy !== null || now < this.#notBefore) return;
    if (this.#saved === null) this.#work(() => this.#find());
    else if (this.#changed !== null && isDue(this.#changed, now)) this.#keepNow();
    else if (this.#followAt !== null && now >= this.#followAt) {
      this.#followAt = null;
      if (this.begun && !this.unsaved) this.#work(() => this.#follow());
    }
  }

  /** The case has changed, perhaps by what she sent on another machine: what rests here follows what that one keeps, once it has had time to. */
  lookAgain(now: number): void {
    this.#followAt = now + AT_LEAST_EACH_MS;
  }

  /** Keeps at once what is not kept yet. */
  async flush(): Promise<void> {
    await this.#busy;
    this.#keepNow();
    await this.#busy;
  }

  #empty(): void {
    this.#take(this.#of.fresh());
    this.#changed = { first: 0, last: 0 };
    this.foundAt = null;
  }

  /** The form holds this, and nothing besides. */
  #take(fields: T): void {
    for (const key of Object.keys(this.fields)) if (!(key in fields)) Reflect.deleteProperty(this.fields, key);
    Object.assign(this.fields, fields);
    this.#looked = JSON.stringify(this.fields);
  }

  #keepNow(): void {
    const wanted = this.#asKept;
    this.#changed = null;
    if (this.#saved === null || wanted === this.#saved || wanted === this.#refused) return;
    this.#work(() => this.#keep(wanted));
  }

  #work(what: () => Promise<void>): void {
    this.#busy = what().finally(() => {
      this.#busy = null;
    });
  }

  async #find(): Promise<void> {
    const found = await this.#ports.find(this.consult, this.form);
    if (!found.ok && mayHelpToRepeat(found.failure)) {
      this.#later();
      return;
    }
    this.#tries = 0;
    const kept = found.ok ? (found.value.draft?.fields ?? "") : "";
    this.#saved = this.#sentMeanwhile ? "" : kept;
    if (kept === "" || this.#sentMeanwhile) {
      this.#sentMeanwhile = false;
      return;
    }
    this.foundAt = found.ok ? (found.value.draft?.at ?? null) : null;
    const typed = this.plain;
    Object.assign(this.fields, together(typed, restored(kept, this.#of.fresh(), this.#of.rows), this.#of.fresh()));
    if (JSON.stringify(typed) === JSON.stringify(this.#fresh)) this.#looked = JSON.stringify(this.fields);
  }

  async #follow(): Promise<void> {
    const found = await this.#ports.find(this.consult, this.form);
    // What she has typed meanwhile is newer than what was kept.
    if (!found.ok || this.#sentMeanwhile || this.unsaved) {
      this.#sentMeanwhile = false;
      return;
    }
    const kept = found.value.draft?.fields ?? "";
    if (kept === this.#saved) return;
    this.#take(kept === "" ? this.#of.fresh() : restored(kept, this.#of.fresh(), this.#of.rows));
    this.#saved = kept;
  }

  async #keep(wanted: string): Promise<void> {
    const lines = wanted === "" ? "" : (this.#of.lines?.(this.plain) ?? "");
    const kept = await this.#ports.keep(this.consult, this.form, { fields: wanted, ...(lines === "" ? {} : { text: lines }) });
    if (this.#sentMeanwhile) {
      this.#sentMeanwhile = false;
      await this.#ports.keep(this.consult, this.form, { fields: "" });
      return;
    }
    if (kept.ok) {
      this.#saved = wanted;
      this.#refused = null;
      this.#tries = 0;
    } else if (mayHelpToRepeat(kept.failure)) {
      this.#changed ??= { first: 0, last: 0 };
      this.#later();
    } else {
      this.#refused = wanted;
    }
  }

  #later(): void {
    this.#tries += 1;
    this.#notBefore = steadyNow() + Math.max(1_000, backoff(this.#tries, Math.random));
  }
}

/** All drafts of the one who is signed in. */
export class Drafts {
  readonly #ports: DraftPorts;
  #kept: KeptDraft<object>[] = [];
  /** What else of hers would be lost with the page once it is begun. */
  others: { readonly begun: boolean }[] = [];

  constructor(ports: DraftPorts) {
    this.#ports = ports;
  }

  /** The draft of a form: the same one wherever the form is shown. */
  open<T extends object>(consult: string | null, form: AnyForm, of: FormOf<T>): KeptDraft<T> {
    const known = this.#find(consult, form);
    if (known !== undefined) return known as unknown as KeptDraft<T>;
    const draft = new KeptDraft(this.#ports, consult, form, of);
    this.#kept = [...this.#kept, draft as unknown as KeptDraft<object>];
    return draft;
  }

  /** What has been written there on this page, if anything has. */
  written<T extends object>(consult: string, form: DraftForm, of: FormOf<T>): T | null {
    const known = this.#find(consult, form);
    return known?.begun === true ? restored(JSON.stringify(known.fields), of.fresh(), of.rows) : null;
  }

  /** Whether the browser has to ask before the page goes: she is writing, or something is not kept yet. */
  get holdsPage(): boolean {
    return this.#kept.some((draft) => draft.unsaved || (draft.shown && draft.begun)) || this.others.some((draft) => draft.begun);
  }

  look(now: number): void {
    for (const draft of this.#kept) draft.look(now);
  }

  /** Follows what is kept of the cases that have changed. */
  lookAgain(hasChanged: (consult: string) => boolean): void {
    for (const draft of this.#kept) if (draft.consult !== null && hasChanged(draft.consult)) draft.lookAgain(steadyNow());
  }

  async flush(): Promise<void> {
    await Promise.all(this.#kept.map((draft) => draft.flush()));
  }

  /** Lets go of what the server keeps and the page does not show, of cases that do not stay. */
  letGo(stays: (consult: string) => boolean): void {
    this.#kept = this.#kept.filter((draft) => draft.consult === null || stays(draft.consult) || draft.shown || draft.unsaved);
  }

  /** Nothing of hers stays with the page. The server has what it was given. */
  forget(): void {
    this.#kept = [];
    this.others = [];
  }

  #find(consult: string | null, form: AnyForm): KeptDraft<object> | undefined {
    return this.#kept.find((draft) => draft.consult === consult && draft.form === form);
  }
}

/** The draft of the form that a view shows, for as long as it shows it. */
export function formDraft<T extends object>(drafts: Drafts, consult: string, form: DraftForm, of: FormOf<T>): KeptDraft<T> {
  return shown(drafts.open(consult, form, of));
}

/** The same of a form that begins something. */
export function ownDraft<T extends object>(drafts: Drafts, form: OwnDraftForm, of: FormOf<T>): KeptDraft<T> {
  return shown(drafts.open(null, form, of));
}

function shown<T extends object>(draft: KeptDraft<T>): KeptDraft<T> {
  draft.enter();
  onDestroy(() => draft.leave());
  return draft;
}
