// A case on its way to somebody's own journal system: fetched when she asks for it, and put on the
// clipboard. Where the browser refuses that, the text is hers to copy by hand.
import type { Api } from "../transport/api";
import type { Text } from "../model/text";
import { failureText } from "./app.svelte";

export class JournalCopy {
  stage = $state<"idle" | "fetching" | "copied" | "by_hand" | "failed">("idle");
  /** What could not be put on the clipboard. */
  text = $state("");
  /** When it was put there. */
  copiedAt = $state(0);
  failed = $state.raw<Text | null>(null);
  readonly #api: Pick<Api, "journalText">;
  /** Absent where the page is not served safely. */
  readonly #clipboard: Pick<Clipboard, "writeText"> | undefined;

  constructor(api: Pick<Api, "journalText">, clipboard: Pick<Clipboard, "writeText"> | undefined) {
    this.#api = api;
    this.#clipboard = clipboard;
  }

  /** Fetches the text anew, for the case may have moved on, and copies it. */
  async copy(id: string, now: () => number): Promise<void> {
    if (this.stage === "fetching") return;
    this.stage = "fetching";
    this.text = "";
    const result = await this.#api.journalText(id);
    if (!result.ok) {
      this.failed = failureText(result);
      this.stage = "failed";
      return;
    }
    try {
      if (this.#clipboard === undefined) throw new Error("no clipboard");
      await this.#clipboard.writeText(result.value.text);
      this.copiedAt = now();
      this.stage = "copied";
    } catch {
      this.text = result.value.text;
      this.stage = "by_hand";
    }
  }
}
