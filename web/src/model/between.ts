// What came between a person and what she was about to do: by whom, what and when, never only
// that it did.
import type { Between, StaffRef } from "../protocol";
import { text, type Text } from "./text";

/** What came between, by nobody if the system did it. */
export type Came = { what: Between; by: StaffRef | null };

/** Who did what, with `time` on the clock of whoever reads it. `me`: hers from another window. */
export function betweenText({ what, by }: Came, me: string, time: string): Text {
  if (by === null) {
    switch (what) {
      case "contact_due":
        return text("between.contact_due", { time });
      case "link_lost":
        return text("between.link_lost", { time });
      case "withdrawn":
      case "redirected":
      case "taken_over":
      case "released":
      case "must_go":
      case "more_needed":
      case "nurse_awaited":
      case "real_first":
      case "read_back":
      case "read_back_rejected":
      case "taken":
      case "answered":
      case "acknowledged":
      case "asked_back":
      case "voided":
      case "closed":
        return text("between.somebody", { time });
    }
  }
  if (by.id === me) return text("between.yourself", { time });
  switch (what) {
    case "withdrawn":
      return text("between.withdrawn", { name: by.name, time });
    case "redirected":
      return text("between.redirected", { name: by.name, time });
    case "taken_over":
      return text("between.taken_over", { name: by.name, time });
    case "read_back":
      return text("between.read_back", { name: by.name, time });
    case "read_back_rejected":
    case "taken":
    case "answered":
    case "acknowledged":
    case "asked_back":
    case "voided":
    case "closed":
      return text(`between.${what}`, { name: by.name, time });
    case "contact_due":
    case "link_lost":
    case "released":
    case "must_go":
    case "more_needed":
    case "nurse_awaited":
    case "real_first":
      return text("between.by", { name: by.name, time });
  }
}
