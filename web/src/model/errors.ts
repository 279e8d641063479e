// What a refusal is called on screen. Each text says the fact and one way on.
import type { ErrorCode } from "../protocol";
import type { Key } from "../i18n/runtime";
import { betweenText, type Came } from "./between";
import { text, type Text } from "./text";

const SAID: Partial<Record<ErrorCode, Key>> = {
  unauthenticated: "signin.session_over",
  session_revoked: "signin.session_over",
  forbidden: "error.forbidden",
  not_eligible: "error.not_eligible",
  not_found: "error.not_found",
  wrong_state: "error.wrong_state",
  already_taken: "error.already_taken",
  already_holding: "error.already_holding",
  not_on_duty: "error.not_on_duty",
  not_admitted: "error.not_admitted",
  read_back_missing: "error.read_back_missing",
  consult_over: "error.consult_over",
  invalid_identifier: "draft.error.number",
  invalid_name: "error.invalid_name",
  invalid_value: "error.invalid_value",
  missing_field: "error.missing_field",
  too_large: "error.too_large",
  rate_limited: "error.rate_limited",
  content_missing: "error.content_missing",
  store_unavailable: "error.store",
  store_full: "error.store",
  busy: "error.busy",
  draining: "error.busy",
  overloaded: "error.busy",
  seat_taken: "error.seat_taken",
};

export function codeText(code: string): Text {
  return text(SAID[code as ErrorCode] ?? "error.other");
}

/** Why not, and where somebody or something came between, who and what and when. `clock`: a time as it is read. */
export function refusalText(refusal: { code: ErrorCode; between: (Came & { at: string }) | null }, me: string, clock: (time: string) => string): Text {
  const { between, code } = refusal;
  return between === null ? codeText(code) : betweenText(between, me, clock(between.at));
}
