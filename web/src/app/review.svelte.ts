// What a reviewer reads: fetched when she opens it, and let go of with the page.
import type { Dossier, IncidentList } from "../protocol";
import type { Text } from "../model/text";
import type { Result } from "../transport/result";
import { dossierOf, incidents } from "../transport/incidents";
import { failureText, type App } from "./app.svelte";

/** One thing that is read. Each reading is logged, so it is fetched once and when asked again. */
class Reading<T> {
  read = $state.raw<T | null>(null);
  failed = $state.raw<Text | null>(null);
  readonly #fetch: () => Promise<Result<T>>;
  #gone = false;

  constructor(fetch: () => Promise<Result<T>>) {
    this.#fetch = fetch;
  }

  async load(): Promise<void> {
    const result = await this.#fetch();
    if (this.#gone) return;
    this.failed = result.ok ? null : failureText(result);
    if (result.ok) this.read = result.value;
  }

  clear(): void {
    this.#gone = true;
    this.read = null;
  }
}

export function incidentsReading(app: App): Reading<IncidentList> {
  return new Reading(() => incidents(app.api));
}

export function dossierReading(app: App, id: string): Reading<Dossier> {
  return new Reading(() => dossierOf(app.api, id));
}
