// Addresses inside the page. They stand in the fragment, which no server or proxy sees.

export type Route =
  | { page: "home" }
  | { page: "urgent" }
  | { page: "request" }
  | { page: "board" }
  | { page: "phoned" }
  | { page: "phrases" }
  | { page: "case"; id: string }
  | { page: "call"; id: string };

const ID = /^[0-9a-f-]{36}$/u;

export function parseRoute(hash: string): Route {
  const [first, id, last] = hash.replace(/^#?\/?/u, "").split("/");
  if (first === "akut") return { page: "urgent" };
  if (first === "ny") return { page: "request" };
  if (first === "tavla") return { page: "board" };
  if (first === "telefonkontakt") return { page: "phoned" };
  if (first === "fraser") return { page: "phrases" };
  if (first === "arende" && id !== undefined && ID.test(id)) {
    return last === "samtal" ? { page: "call", id } : { page: "case", id };
  }
  return { page: "home" };
}

export function href(route: Route): string {
  switch (route.page) {
    case "home":
      return "#/";
    case "urgent":
      return "#/akut";
    case "request":
      return "#/ny";
    case "board":
      return "#/tavla";
    case "phoned":
      return "#/telefonkontakt";
    case "phrases":
      return "#/fraser";
    case "case":
      return `#/arende/${route.id}`;
    case "call":
      return `#/arende/${route.id}/samtal`;
  }
}
