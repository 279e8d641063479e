// Addresses inside the page. They stand in the fragment, which no server or proxy sees.

/** The pages that are about no case, and what each is called in an address. */
const PLAIN = { home: "", urgent: "akut", request: "ny", board: "tavla", phoned: "telefonkontakt", phrases: "fraser" } as const;
type Plain = keyof typeof PLAIN;

export type Route = { [P in Plain]: { page: P } }[Plain] | { page: "case"; id: string } | { page: "call"; id: string };

const ID = /^[0-9a-f-]{36}$/u;

export function parseRoute(hash: string): Route {
  const [first, id, last] = hash.replace(/^#?\/?/u, "").split("/");
  if (first === "arende" && id !== undefined && ID.test(id)) {
    return { page: last === "samtal" ? "call" : "case", id };
  }
  return { page: (Object.keys(PLAIN) as Plain[]).find((page) => PLAIN[page] === first) ?? "home" };
}

export function href(route: Route): string {
  if (!("id" in route)) return `#/${PLAIN[route.page]}`;
  return `#/arende/${route.id}${route.page === "call" ? "/samtal" : ""}`;
}
