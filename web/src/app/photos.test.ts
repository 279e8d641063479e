import { describe, expect, it, vi } from "vitest";
import type { Result } from "../transport/result";
import type { ImageCreated } from "../protocol";
import type { App } from "./app.svelte";
import { Photos } from "./photos.svelte";

const PICTURE = new Blob(["pixels"], { type: "image/jpeg" });
const UNKNOWN = { ok: false, failure: { kind: "unknown" } } as const;

describe("pictures of a request", () => {
  it("go out one at a time, and the request waits for the last", async () => {
    const { photos, answer, asked } = desk();
    photos.addPainted(PICTURE);
    photos.addPainted(PICTURE);
    await vi.waitFor(() => expect(asked()).toBe(1));
    expect(photos.holdsBack).toBe("waiting");
    const settled = photos.settled().then(() => photos.images);
    answer({ ok: true, value: { image: "a" } });
    await vi.waitFor(() => expect(asked()).toBe(2));
    answer({ ok: true, value: { image: "b" } });
    expect(await settled).toEqual(["a", "b"]);
    expect(photos.holdsBack).toBeNull();
  });

  it("that did not arrive are still there, and arrive when they are sent again", async () => {
    const { photos, answer, asked } = desk();
    photos.addPainted(PICTURE);
    await vi.waitFor(() => expect(asked()).toBe(1));
    answer(UNKNOWN);
    await photos.settled();
    expect(photos.holdsBack).toBe("failed");
    expect(photos.list[0]?.url).toMatch(/^blob:/u);
    photos.retry(photos.list[0]?.id ?? 0);
    await vi.waitFor(() => expect(asked()).toBe(2));
    answer({ ok: true, value: { image: "a" } });
    await photos.settled();
    expect(photos.images).toEqual(["a"]);
  });

  it("that the server would never take are not offered again", async () => {
    const { photos, answer, asked } = desk();
    photos.addPainted(PICTURE);
    await vi.waitFor(() => expect(asked()).toBe(1));
    answer({ ok: false, failure: { kind: "refused", code: "invalid_value", status: 422, detail: "", field: null, retryAfterMs: null, between: null } });
    await photos.settled();
    expect(photos.list[0]?.stage).toBe("refused");
  });

  it("that this device cannot read say so", async () => {
    const { photos } = desk();
    photos.add([new Blob(["no picture"])]);
    await photos.settled();
    expect(photos.list[0]?.stage).toBe("unusable");
    expect(photos.holdsBack).toBe("failed");
  });

  it("leave memory with what they belong to, and late news brings none back", async () => {
    const { photos, answer, asked } = desk();
    const revoked = vi.spyOn(URL, "revokeObjectURL");
    photos.addPainted(PICTURE);
    await vi.waitFor(() => expect(asked()).toBe(1));
    const url = photos.list[0]?.url;
    photos.clear();
    expect(revoked).toHaveBeenCalledWith(url);
    answer({ ok: true, value: { image: "a" } });
    await photos.settled();
    expect(photos.list).toEqual([]);
  });
});

function desk() {
  const waiting: ((result: Result<ImageCreated>) => void)[] = [];
  let asked = 0;
  const call = () => {
    asked += 1;
    return new Promise<Result<ImageCreated>>((resolve) => waiting.push(resolve));
  };
  const photos = new Photos({ api: { call } } as unknown as App);
  return { photos, asked: () => asked, answer: (result: Result<ImageCreated>) => waiting.shift()?.(result) };
}
