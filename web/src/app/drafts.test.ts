import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DraftSet } from "../protocol";
import type { AnyForm } from "../transport/drafts";
import type { Result } from "../transport/result";
import { UNKNOWN } from "../transport/result";
import { steadyNow } from "./clock";
import { Drafts, type FormOf } from "./drafts.svelte";

type Note = { note: string; level: string | null };
const NOTE: FormOf<Note> = { fresh: () => ({ note: "", level: null }) };

describe("what is being written", () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => vi.useRealTimers());

  it("reaches the server once she rests, and is then safe from a reload", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "supplement", NOTE);
    await passes(drafts, 1);
    draft.fields.note = "Andas tyngre";
    expect(drafts.holdsPage).toBe(true);
    await passes(drafts, 2);
    expect(server.puts).toEqual([{ fields: JSON.stringify({ note: "Andas tyngre", level: null }) }]);
    expect(drafts.holdsPage).toBe(false);
    const after = new Drafts(server.ports).open("c", "supplement", NOTE);
    await vi.advanceTimersByTimeAsync(0);
    expect(after.fields).toEqual({ note: "Andas tyngre", level: null });
  });

  it("is the same wherever the form is shown, and stays when the form leaves the page", async () => {
    const { drafts } = desk();
    const draft = drafts.open("c", "ask_back", NOTE);
    draft.enter();
    draft.fields.note = "Hur länge?";
    draft.leave();
    await passes(drafts, 3);
    drafts.letGo((id) => id === "c");
    expect(drafts.open("c", "ask_back", NOTE)).toBe(draft);
    expect(drafts.written("c", "ask_back", NOTE)?.note).toBe("Hur länge?");
    expect(drafts.open("d", "ask_back", NOTE).fields.note).toBe("");
  });

  it("is not let go of before the server has it", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "answer", NOTE);
    await passes(drafts, 1);
    server.answer = UNKNOWN;
    draft.fields.note = "Sviktar";
    await passes(drafts, 2);
    drafts.letGo(() => false);
    expect(drafts.open("c", "answer", NOTE)).toBe(draft);
    server.answer = { ok: true, value: null };
    await passes(drafts, 60);
    expect(server.kept["c/answer"]).toContain("Sviktar");
    drafts.letGo(() => false);
    expect(drafts.open("c", "answer", NOTE)).not.toBe(draft);
  });

  it("keeps what was typed before the kept draft came", async () => {
    const { drafts, server } = desk();
    server.kept["c/supplement"] = JSON.stringify({ note: "Kvar", level: "P2" });
    const draft = drafts.open("c", "supplement", NOTE);
    draft.fields.note = "Nytt";
    await passes(drafts, 3);
    expect(draft.fields).toEqual({ note: "Nytt", level: "P2" });
    expect(JSON.parse(server.kept["c/supplement"] ?? "")).toEqual({ note: "Nytt", level: "P2" });
  });

  it("is gone when it is sent, also where the last words were still on their way", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "release", NOTE);
    await passes(drafts, 1);
    draft.fields.note = "Fel läkare";
    server.holds = true;
    await passes(drafts, 2);
    // The server has carried out the command and dropped the draft; the words come after it.
    draft.sent();
    server.letGo();
    await passes(drafts, 2);
    expect(server.kept["c/release"]).toBe("");
    expect([draft.fields.note, drafts.holdsPage]).toEqual(["", false]);
  });

  it("follows what she sent or wrote on another machine, where nothing was typed since", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "supplement", NOTE);
    await passes(drafts, 1);
    draft.fields.note = "Andas";
    await passes(drafts, 2);
    const changes = async (kept: string) => {
      server.kept["c/supplement"] = kept;
      drafts.lookAgain((id) => id === "c");
      await passes(drafts, 6);
      return draft.fields.note;
    };
    expect(await changes(JSON.stringify({ note: "Andas tyngre", level: null }))).toBe("Andas tyngre");
    drafts.lookAgain(() => true);
    server.kept["c/supplement"] = "";
    await passes(drafts, 4);
    draft.fields.note = "Andas tyngre nu";
    await passes(drafts, 3);
    expect(draft.fields.note).toBe("Andas tyngre nu");
    expect(server.kept["c/supplement"]).toContain("Andas tyngre nu");
    expect(await changes("")).toBe("");
    expect([draft.begun, drafts.holdsPage]).toEqual([false, false]);
  });

  it("keeps what she has where the kept draft cannot be read", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "answer", NOTE);
    await passes(drafts, 1);
    draft.fields.note = "Sviktar";
    await passes(drafts, 2);
    server.finds = { ok: false, failure: { kind: "refused", code: "not_found", status: 404, detail: "", field: null, retryAfterMs: null, between: null } };
    drafts.lookAgain(() => true);
    await passes(drafts, 6);
    expect(draft.fields.note).toBe("Sviktar");
  });

  it("stays on the page where the server takes it no more, and is not sent again and again", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "answer", NOTE);
    await passes(drafts, 1);
    server.answer = { ok: false, failure: { kind: "refused", code: "wrong_state", status: 409, detail: "", field: null, retryAfterMs: null, between: null } };
    draft.fields.note = "Sviktar";
    await passes(drafts, 30);
    expect(server.puts).toHaveLength(1);
    expect([draft.fields.note, drafts.holdsPage]).toEqual(["Sviktar", true]);
  });

  it("tells the next doctor in plain lines what the answer says so far", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open("c", "answer", { ...NOTE, lines: ({ note }) => `Bedömning: ${note}` });
    await passes(drafts, 1);
    draft.fields.note = "Sviktar";
    await passes(drafts, 2);
    expect(server.puts.at(-1)?.text).toBe("Bedömning: Sviktar");
  });

  it("of a form without a case is kept as hers, and told when it was begun", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open(null, "phone_contact", NOTE);
    draft.enter();
    await passes(drafts, 1);
    draft.fields.note = "Avvakta";
    expect([drafts.holdsPage, draft.foundAt]).toEqual([true, null]);
    await passes(drafts, 2);
    drafts.letGo(() => false);
    expect([drafts.open(null, "phone_contact", NOTE), draft.unsaved]).toEqual([draft, false]);
    const after = new Drafts(server.ports).open(null, "phone_contact", NOTE);
    await vi.advanceTimersByTimeAsync(0);
    expect([after.fields.note, after.foundAt]).toEqual(["Avvakta", "2026-11-21T12:00:00.000Z"]);
    Object.assign(after.fields, { stance: "declines_care" });
    after.discard();
    expect([after.begun, after.fields.note, after.foundAt]).toEqual([false, "", null]);
  });

  it("is nothing where the form alone has filled something in", async () => {
    const { drafts, server } = desk();
    const draft = drafts.open(null, "request", { ...NOTE, begun: ({ note }) => note !== "" });
    await passes(drafts, 1);
    draft.fields.level = "P2";
    await passes(drafts, 3);
    expect([server.puts, draft.unsaved]).toEqual([[], false]);
    draft.fields.note = "Yrsel";
    await passes(drafts, 2);
    expect(server.puts).toHaveLength(1);
  });
});

/** A second at a time, as the page looks. */
async function passes(drafts: Drafts, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    drafts.look(steadyNow());
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

function desk() {
  let release: () => void = () => undefined;
  const server = {
    kept: {} as Record<string, string>,
    puts: [] as DraftSet[],
    finds: null as Result<never> | null,
    answer: { ok: true, value: null } as Result<unknown>,
    holds: false,
    letGo: () => {
      server.holds = false;
      release();
    },
    ports: {
      find: (consult: string | null, form: AnyForm) => {
        const fields = server.kept[`${consult ?? "me"}/${form}`] ?? "";
        if (server.finds !== null) return Promise.resolve(server.finds);
        return Promise.resolve({ ok: true as const, value: { draft: fields === "" ? null : { at: "2026-11-21T12:00:00.000Z", fields } } });
      },
      keep: async (consult: string | null, form: AnyForm, draft: DraftSet) => {
        server.puts.push(draft);
        if (server.holds) await new Promise<void>((resolve) => (release = resolve));
        if (server.answer.ok) server.kept[`${consult ?? "me"}/${form}`] = draft.fields;
        return server.answer;
      },
    },
  };
  return { drafts: new Drafts(server.ports), server };
}
