// A case on its way to somebody's own journal system: fetched when she asks for it, and put on the
// clipboard. Where the browser refuses that, the text is hers to copy by hand.
import type { JournalText } from "../protocol";
import type { Result } from "../transport/result";
import type { Text } from "../model/text";
import { journalText } from "../transport/contacts";
import { failureText, type App } from "./app.svelte";

export class JournalCopy {
  stage = $state<"idle" | "fetching" | "copied" | "by_hand" | "failed">("idle");
  /** What could not be put on the clipboard. */
  text = $state("");
  /** When it was put there. */
  copiedAt = $state(0);
  failed = $state.raw<Text | null>(null);
  readonly #fetch: (id: string) => Promise<Result<JournalText>>;
  /** Absent where the page is not served safely. */
  readonly #clipboard: Pick<Clipboard, "writeText"> | undefined;

  constructor(fetch: (id: string) => Promise<Result<JournalText>>, clipboard: Pick<Clipboard, "writeText"> | undefined) {
    this.#fetch = fetch;
    this.#clipboard = clipboard;
  }

  static of(app: App, clipboard: Clipboard | undefined): JournalCopy {
    return new JournalCopy((id) => journalText(app.api, id), clipboard);
  }

  /** Fetches the text anew, for the case may have moved on, and copies it. */
  async copy(id: string, now: () => number): Promise<void> {
    if (this.stage === "fetching") return;
    this.stage = "fetching";
    this.text = "";
    const result = await this.#fetch(id);
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
