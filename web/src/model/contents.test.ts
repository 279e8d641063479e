import { expect, it } from "vitest";
import { notReplied, replied } from "./contents";
import { text } from "./text";
import { content } from "./testing";

const OLD = content({ rev: 4 });
const NEW = content({ rev: 7 });

it("an older reply that arrives later does not replace a newer one", () => {
  const shown = replied(undefined, NEW);
  expect(replied(shown, OLD).content).toBe(NEW);
});

it("a reply of the same or a later position is shown", () => {
  expect(replied(replied(undefined, OLD), NEW).content).toBe(NEW);
  const again = content({ rev: 7 });
  expect(replied(replied(undefined, NEW), again).content).toBe(again);
});

it("what failed leaves what was shown, and a reply takes the failure away", () => {
  const failed = notReplied(replied(undefined, NEW), text("error.store"));
  expect(failed).toEqual({ content: NEW, loading: false, failed: text("error.store") });
  expect(replied(failed, OLD)).toEqual({ content: NEW, loading: false, failed: null });
});
