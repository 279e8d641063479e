// An order as rows, each with its word. Amounts stay as they were written: nothing is calculated.
import type { Key } from "../i18n/runtime";
import type { OrderRow } from "../protocol";
import { text, type Text } from "./text";

/** One row of an order. `strong`: what is ordered and how much, which nobody may misread. */
export type OrderLine = { label: Key; value: string | Text; strong: "what" | "dose" | null };

/** An order row by row: what, how much, how, when, for how long, and why. */
export function orderRows(order: OrderRow): OrderLine[] {
  const listed = order.from_list === true ? text("answer.row.from_list") : undefined;
  const lines: { label: Key; value: string | Text | undefined; strong?: "what" | "dose" }[] = [
    { label: whatLabel(order), value: order.what, strong: "what" },
    { label: "answer.row.form", value: order.form ?? listed },
    { label: "answer.row.strength", value: order.strength ?? listed },
    { label: "answer.row.dose", value: order.dose, strong: "dose" },
    { label: "answer.row.route", value: order.route },
    { label: "answer.row.when", value: order.when },
    { label: "answer.row.length", value: lengthOf(order) },
    { label: "answer.row.max", value: order.max_per_day },
    { label: "answer.row.why", value: order.why },
    ...(order.taper ?? []).map((step) => ({ label: "answer.row.taper" as const, value: `${step.date}: ${step.dose}` })),
  ];
  return lines.flatMap(({ label, value, strong }) => (value === undefined || value === "" ? [] : [{ label, value, strong: strong ?? null }]));
}

/** An order from before there were kinds may be either. */
function whatLabel({ kind }: OrderRow): Key {
  return kind === undefined ? "answer.order" : `answer.row.${kind}`;
}

function lengthOf({ start, stop }: OrderRow): Text | undefined {
  if (start !== undefined && stop !== undefined) return text("answer.length.both", { start, stop });
  if (start !== undefined) return text("answer.length.start", { start });
  return stop === undefined ? undefined : text("answer.length.stop", { stop });
}
