// Two nurses, one patient: whoever is about to ask is told of what her own care provider has open
// about the same patient. Where that cannot be told nothing is said, and nothing is held up.
import { untrack } from "svelte";
import type { PatientDraft } from "../model/draft";
import { numbered } from "../model/patient_age";
import type { NewPatient, OpenConsult, OpenConsults } from "../protocol";
import { samePatient } from "../transport/same_patient";
import type { Result } from "../transport/result";
import type { App } from "./app.svelte";

export class SamePatient {
  /** What is open about whom she has named, the oldest first. */
  open = $state.raw<readonly OpenConsult[]>([]);
  readonly #ask: (patient: NewPatient) => Promise<Result<OpenConsults>>;
  #asked: string | null = null;

  constructor(ask: (patient: NewPatient) => Promise<Result<OpenConsults>>) {
    this.#ask = ask;
  }

  static of(app: App): SamePatient {
    return new SamePatient((patient) => samePatient(app.api, patient));
  }

  /** Asks once about each patient whose number is whole. */
  look(patient: PatientDraft): void {
    const named = numbered(patient);
    const key = named === null ? null : JSON.stringify(named);
    untrack(() => {
      if (key === this.#asked) return;
      this.#asked = key;
      this.open = [];
      if (named === null) return;
      void this.#ask(named).then((result) => {
        if (this.#asked === key && result.ok) this.open = result.value.consults;
      });
    });
  }
}
