// Whether the browser keeps a session in a cookie that no script sees: the server says so in one beside it.

const MARK = "__Host-vantrum-kept";

/** Whether there is a session to ask for. */
export function keepsSession(cookies: string): boolean {
  return cookies.split("; ").includes(`${MARK}=1`);
}

/**
 * Whether an end that a window hears of ends what the mark tells of. Other windows may live on a cookie while this one has
 * a secret of its own, or is out already: an end told a second time must not take the mark of the next session.
 */
export function endsKept(out: boolean, ownSecret: boolean): boolean {
  return !out && !ownSecret;
}

/** The mark's end: the session it told of is over. */
export const KEPT_NO_LONGER = `${MARK}=; Path=/; Secure; SameSite=Strict; Max-Age=0`;
