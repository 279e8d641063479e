// Whether the browser keeps a session in a cookie that no script sees: the server says so in one beside it.

const MARK = "__Host-vantrum-kept";

/** Whether there is a session to ask for. */
export function keepsSession(cookies: string): boolean {
  return cookies.split("; ").includes(`${MARK}=1`);
}

/** The mark's end: the session it told of is over. */
export const KEPT_NO_LONGER = `${MARK}=; Path=/; Secure; SameSite=Strict; Max-Age=0`;
