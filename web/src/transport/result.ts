// What came of talking to the server: a value, a clear no, or not knowing.
import type { Between, ErrorCode, StaffRef } from "../protocol";

/** What came between a person and what she was about to do: by nobody if the system did it. */
export type CameBetween = { what: Between; by: StaffRef | null; at: string };

/** The server said no. Nothing was done. */
export type Refused = {
  kind: "refused";
  code: ErrorCode;
  status: number;
  /** The server's own sentence, for reports; people are shown the text of the code. */
  detail: string;
  /** The field to blame, as a dotted path. */
  field: string | null;
  /** When trying again may help, in milliseconds. */
  retryAfterMs: number | null;
  /** What came between, where the server says. */
  between: CameBetween | null;
};

/**
 * No answer came. For a read nothing is lost; a command may or may not have been carried
 * out, so it is sent again under the same key.
 */
export type Unknown = { kind: "unknown" };

export type Failure = Refused | Unknown;
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export const UNKNOWN: { ok: false; failure: Unknown } = { ok: false, failure: { kind: "unknown" } };

/** Whether the very same command may succeed later without anyone changing it. */
export function mayHelpToRepeat(failure: Failure): boolean {
  if (failure.kind === "unknown") return true;
  // What was sent from a page whose screen was locked meanwhile goes out when it is opened.
  if (failure.code === "session_locked") return true;
  return failure.status === 503 || failure.status === 429 || failure.status === 408;
}
