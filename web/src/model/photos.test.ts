import { describe, expect, it } from "vitest";
import { fitted, holdsBack, imagesOf, PHOTOS_MOST, reducePhotos, type Photo, type PhotoEvent } from "./photos";

describe("pictures on their way", () => {
  it("keep the order in which they were chosen, whichever arrives first", () => {
    const photos = after({ type: "chosen", id: 1 }, { type: "chosen", id: 2 }, { type: "arrived", id: 2, image: "b" }, { type: "arrived", id: 1, image: "a" });
    expect(imagesOf(photos)).toEqual(["a", "b"]);
    expect(holdsBack(photos)).toBeNull();
  });

  it("are at most four", () => {
    const photos = after(...[1, 2, 3, 4, 5].map((id) => ({ type: "chosen", id }) as const));
    expect(photos.map((photo) => photo.id)).toEqual([1, 2, 3, 4]);
    expect(photos).toHaveLength(PHOTOS_MOST);
  });

  it("hold a request back until the last is there", () => {
    expect(holdsBack(after({ type: "chosen", id: 1 }))).toBe("waiting");
    expect(holdsBack(after({ type: "chosen", id: 1 }, { type: "prepared", id: 1, url: "blob:1" }))).toBe("waiting");
  });

  it("that did not arrive stay, and may be sent again or left out", () => {
    const chosen: PhotoEvent[] = [{ type: "chosen", id: 1 }, { type: "prepared", id: 1, url: "blob:1" }];
    const failed = after(...chosen, { type: "lost", id: 1, mayRepeat: true });
    expect(failed[0]).toMatchObject({ stage: "failed", url: "blob:1" });
    expect(holdsBack(failed)).toBe("failed");
    expect(reducePhotos(failed, { type: "sending", id: 1 })[0]).toMatchObject({ stage: "sending" });
    expect(reducePhotos(failed, { type: "removed", id: 1 })).toEqual([]);
    expect(after(...chosen, { type: "lost", id: 1, mayRepeat: false })[0]?.stage).toBe("refused");
    expect(holdsBack(after({ type: "chosen", id: 1 }, { type: "unreadable", id: 1 }))).toBe("failed");
  });

  it("are sent anew when the server knows them no longer", () => {
    const there = after({ type: "chosen", id: 1 }, { type: "arrived", id: 1, image: "a" }, { type: "spent" });
    expect(there[0]).toMatchObject({ stage: "failed", image: null });
  });

  it("say nothing once they are removed", () => {
    expect(after({ type: "chosen", id: 1 }, { type: "removed", id: 1 }, { type: "arrived", id: 1, image: "a" })).toEqual([]);
  });
});

describe("a picture's size", () => {
  it("is no more than what goes over a thin link, in the same shape", () => {
    expect(fitted(4032, 3024, 2000)).toEqual({ width: 2000, height: 1500 });
    expect(fitted(3024, 4032, 2000)).toEqual({ width: 1500, height: 2000 });
    expect(fitted(640, 360, 2000)).toEqual({ width: 640, height: 360 });
    expect(fitted(20_000, 3, 2000)).toEqual({ width: 2000, height: 1 });
  });
});

function after(...events: PhotoEvent[]): readonly Photo[] {
  return events.reduce<readonly Photo[]>(reducePhotos, []);
}
