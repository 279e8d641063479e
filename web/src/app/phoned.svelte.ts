// The contacts by telephone of the caller's unit or centres, and what was said in those she opens.
import type { NewPhoneContact, PhoneContactContent, PhoneContactCreated, PhoneContactList } from "../protocol";
import { phoneContact, phoneContacts, registerPhoneContact } from "../transport/contacts";
import type { App } from "./app.svelte";
import type { Sending } from "./sending.svelte";

export class Phoned {
  list = $state.raw<PhoneContactList | null>(null);
  failed = $state(false);
  /** What was said, by contact; `null` while it is fetched or after it could not be. */
  opened = $state.raw<Readonly<Record<string, PhoneContactContent | null>>>({});
  readonly #app: App;
  #gone = false;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    const result = await phoneContacts(this.#app.api);
    if (this.#gone) return;
    this.failed = !result.ok;
    if (result.ok) this.list = result.value;
  }

  /** Registers one, again until the server has said yes or no. */
  register(contact: NewPhoneContact): Sending<PhoneContactCreated> {
    return this.#app.sendOnce(["phoned", contact], (key) => registerPhoneContact(this.#app.api, contact, key));
  }

  /** Fetches what was said. The server logs the disclosure before it answers. */
  async open(id: string): Promise<void> {
    this.opened = { ...this.opened, [id]: null };
    const result = await phoneContact(this.#app.api, id);
    if (this.#gone) return;
    if (result.ok) this.opened = { ...this.opened, [id]: result.value };
    else this.opened = Object.fromEntries(Object.entries(this.opened).filter(([key]) => key !== id));
  }

  /** Lets go of everything with the page. */
  clear(): void {
    this.#gone = true;
    this.opened = {};
  }
}
