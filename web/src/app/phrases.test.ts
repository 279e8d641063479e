import { describe, expect, it } from "vitest";
import { addPhrase } from "../model/phrases";
import type { Phrases, PhrasesSet } from "../protocol";
import { UNKNOWN, type Result } from "../transport/result";
import { PhraseBook } from "./phrases.svelte";

describe("a doctor's own phrases", () => {
  it("are what the server keeps, until she changes them; kept, they are so again", async () => {
    const { book, server } = desk();
    await book.load();
    expect(book.editing.begun).toBe(false);
    writes(book, "Svikt", "Väg dagligen.");
    expect(book.editing.begun).toBe(true);
    await book.keep();
    expect(server.kept).toMatchObject({ rev: 1, phrases: [{ title: "Svikt", text: "Väg dagligen." }] });
    expect([book.saved, book.editing.begun, book.kept?.rev]).toEqual([true, false, 1]);
  });

  it("that cannot be kept are not sent, and stay", async () => {
    const { book, server } = desk();
    await book.load();
    writes(book, "Svikt", "Elsa 19121212-1212");
    await book.keep();
    expect(server.puts).toBe(0);
    expect(book.editing.fields.phrases[0]?.text).toBe("Elsa 19121212-1212");
  });

  it("changed on two machines: she is told, and chooses hers", async () => {
    const { book, server } = desk();
    await book.load();
    server.kept = { rev: 1, at: AT, phrases: [{ title: "Annan", text: "Från den andra." }], orders: [] };
    writes(book, "Svikt", "Väg dagligen.");
    await book.keep();
    expect([book.saved, book.elsewhere?.at, book.editing.fields.phrases[0]?.title]).toEqual([false, AT, "Svikt"]);
    await book.keepMine();
    expect(server.kept).toMatchObject({ rev: 2, phrases: [{ title: "Svikt" }] });
    expect(book.elsewhere).toBeNull();
  });

  it("changed on two machines: she is told, and chooses the other's", async () => {
    const { book, server } = desk();
    await book.load();
    server.kept = { rev: 1, at: AT, phrases: [{ title: "Annan", text: "Från den andra." }], orders: [] };
    writes(book, "Svikt", "Väg dagligen.");
    await book.keep();
    book.takeElsewhere();
    expect(book.editing.fields.phrases.map((row) => row.title)).toEqual(["Annan"]);
    expect(server.kept.rev).toBe(1);
  });

  it("that got no answer are said not to be kept, and stay", async () => {
    const { book, server } = desk();
    await book.load();
    server.silent = true;
    writes(book, "Svikt", "Väg dagligen.");
    await book.keep();
    expect([book.unknown?.key, book.saved, book.editing.begun]).toEqual(["error.unknown_outcome", false, true]);
    server.silent = false;
    await book.keep();
    expect([book.unknown, book.saved]).toEqual([null, true]);
  });

  it("that could not be fetched are asked for again", async () => {
    const { book, server } = desk();
    server.silent = true;
    await book.load();
    expect([book.kept, book.failed?.key]).toEqual([null, "error.unknown_outcome"]);
    server.silent = false;
    await book.load();
    expect([book.kept?.rev, book.failed]).toEqual([0, null]);
  });
});

const AT = "2026-11-21T12:00:00.000Z";

function writes(book: PhraseBook, title: string, text: string): void {
  Object.assign(addPhrase(book.editing.fields) ?? {}, { title, text });
}

/** A server that keeps one person's phrases. */
function desk() {
  const server = { kept: { rev: 0, at: null, phrases: [], orders: [] } as Phrases, puts: 0, silent: false };
  const keep = ({ rev, phrases, orders }: PhrasesSet): Result<Phrases> => {
    if (server.silent) return UNKNOWN;
    server.puts += 1;
    if (rev !== server.kept.rev) {
      return { ok: false, failure: { kind: "refused", code: "changed_elsewhere", status: 409, detail: "", field: null, retryAfterMs: null, between: null } };
    }
    server.kept = { rev: rev + 1, at: AT, phrases, orders };
    return { ok: true, value: server.kept };
  };
  const book = new PhraseBook({
    read: () => Promise.resolve(server.silent ? UNKNOWN : { ok: true, value: server.kept }),
    keep: (phrases) => Promise.resolve(keep(phrases)),
    hold: () => undefined,
  });
  return { book, server };
}
