import { expect, it } from "vitest";
import { betweenText } from "./between";

const NURSE = { id: "sara", name: "Sara Lindgren", unit: "Hemsjukvården Kramfors" };

it("says who, what and when, and of the system what ran out", () => {
  expect(betweenText({ what: "withdrawn", by: NURSE }, "me", "14:03")).toEqual({ key: "between.withdrawn", params: { name: "Sara Lindgren", time: "14:03" } });
  expect(betweenText({ what: "redirected", by: NURSE }, "me", "14:03").key).toBe("between.redirected");
  expect(betweenText({ what: "taken_over", by: NURSE }, "me", "14:03").key).toBe("between.taken_over");
  expect(betweenText({ what: "read_back", by: NURSE }, "me", "14:03").key).toBe("between.read_back");
  expect(betweenText({ what: "contact_due", by: null }, "me", "14:03")).toEqual({ key: "between.contact_due", params: { time: "14:03" } });
  expect(betweenText({ what: "link_lost", by: null }, "me", "14:03").key).toBe("between.link_lost");
});

it("names nobody where the reader did it herself in another window", () => {
  expect(betweenText({ what: "released", by: NURSE }, "sara", "14:03")).toEqual({ key: "between.yourself", params: { time: "14:03" } });
});
