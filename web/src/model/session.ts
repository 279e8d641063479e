// Who is signed in in this window.
import type { Me } from "../protocol";
import type { Text } from "./text";

export type Session =
  /** A secret of an earlier visit is being tried. */
  | { stage: "restoring"; unreachable: boolean }
  | { stage: "signed_out"; why: Text | null }
  | { stage: "signed_in"; me: Me };

/** The home page of a role. */
export type Workplace = "nurse" | "doctor" | "figures" | "review" | "none";

export function workplace(me: Me): Workplace {
  switch (me.role) {
    case "nurse":
      return "nurse";
    case "doctor":
      return "doctor";
    case "administrator":
    case "coordinator":
    case "chief_nurse":
    case "head_of_unit":
      return "figures";
    case "reviewer":
      return "review";
    case "operator":
      return "none";
  }
}
