import { describe, expect, it } from "vitest";
import type { JournalText } from "../protocol";
import { JournalCopy } from "./journal_copy.svelte";

const TEXT: JournalText = { state: "closed", rev: 7, seq: 9, text: "Patient: Tolvan" };
const fetches = () => Promise.resolve({ ok: true, value: TEXT } as const);

describe("the journal text", () => {
  it("is put on the clipboard, and the page says when", async () => {
    const said: string[] = [];
    const copying = new JournalCopy(fetches, { writeText: (text) => Promise.resolve(void said.push(text)) });
    await copying.copy("c", () => 5);
    expect([copying.stage, copying.copiedAt, copying.text]).toEqual(["copied", 5, ""]);
    expect(said).toEqual([TEXT.text]);
  });

  it("is there to be copied by hand where the browser refuses", async () => {
    for (const clipboard of [undefined, { writeText: () => Promise.reject(new Error("denied")) }]) {
      const copying = new JournalCopy(fetches, clipboard);
      await copying.copy("c", () => 5);
      expect([copying.stage, copying.text]).toEqual(["by_hand", TEXT.text]);
    }
  });

  it("that could not be fetched is asked for again", async () => {
    let answers = 0;
    const journalText = () => {
      answers += 1;
      return Promise.resolve(answers === 1 ? ({ ok: false, failure: { kind: "unknown" } } as const) : ({ ok: true, value: TEXT } as const));
    };
    const copying = new JournalCopy(journalText, { writeText: () => Promise.resolve() });
    await copying.copy("c", () => 5);
    expect([copying.stage, copying.failed?.key]).toEqual(["failed", "error.unknown_outcome"]);
    await copying.copy("c", () => 6);
    expect(copying.stage).toBe("copied");
  });
});
