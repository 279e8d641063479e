import { expect, it } from "vitest";
import type { OnwardCentre } from "../protocol";
import { onwardChoices } from "./onward";
import { centre } from "./testing";

it("a case can be sent to others' centres as well as her own, and nobody is said to be reached where that is not known", () => {
  const one = (id: string, own: boolean): OnwardCentre => ({ id, name: id, municipality_name: "Kramfors", own, answer_owner: "Region" });
  const { own, others } = onwardChoices([one("alvens", true), one("kustens", false), one("skogsbyns", false)], { alvens: centre({ id: "alvens", reachable: 2 }) });
  expect(own.map(({ id, reachable }) => [id, reachable])).toEqual([["alvens", 2]]);
  expect(others.map(({ id, reachable }) => [id, reachable])).toEqual([["kustens", null], ["skogsbyns", null]]);
});
