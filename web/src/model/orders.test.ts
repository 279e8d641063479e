import { expect, it } from "vitest";
import { orderRows } from "./orders";

const furix = { kind: "medicine", what: "Furix", form: "injektionsvätska", strength: "10 mg/ml", dose: "40 mg", route: "i.v.", when: "nu", stop: "28 november", max_per_day: "80 mg", why: "lungödem" } as const;

it("an order is read row by row, the medicine and the dose above all", () => {
  expect(orderRows(furix)).toEqual([
    { label: "answer.row.medicine", value: "Furix", strong: "what" },
    { label: "answer.row.form", value: "injektionsvätska", strong: null },
    { label: "answer.row.strength", value: "10 mg/ml", strong: null },
    { label: "answer.row.dose", value: "40 mg", strong: "dose" },
    { label: "answer.row.route", value: "i.v.", strong: null },
    { label: "answer.row.when", value: "nu", strong: null },
    { label: "answer.row.length", value: { key: "answer.length.stop", params: { stop: "28 november" } }, strong: null },
    { label: "answer.row.max", value: "80 mg", strong: null },
    { label: "answer.row.why", value: "lungödem", strong: null },
  ]);
});

it("what stands in the medication list is said where it would have stood", () => {
  const listed = orderRows({ kind: "medicine", what: "Furix", dose: "1 tablett", route: "po", when: "08", why: "svikt", from_list: true });
  expect(listed.slice(1, 3)).toEqual([
    { label: "answer.row.form", value: { key: "answer.row.from_list" }, strong: null },
    { label: "answer.row.strength", value: { key: "answer.row.from_list" }, strong: null },
  ]);
});

it("each step of a taper is a row of its own", () => {
  const taper = [{ date: "2026-11-24", dose: "15 mg" }, { date: "2026-11-28", dose: "10 mg" }];
  expect(orderRows({ ...furix, taper }).slice(-2).map((row) => row.value)).toEqual(["2026-11-24: 15 mg", "2026-11-28: 10 mg"]);
});

it("care is a measure, and an old order is neither", () => {
  expect(orderRows({ kind: "care", what: "Vikt", when: "varje morgon", start: "i morgon" }).map((row) => row.label)).toEqual(["answer.row.care", "answer.row.when", "answer.row.length"]);
  expect(orderRows({ what: "Alvedon", dose: "1 g" }).map((row) => row.label)).toEqual(["answer.order", "answer.row.dose"]);
});
