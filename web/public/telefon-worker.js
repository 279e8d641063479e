// Keeps the page of telephone numbers for the day when the server cannot be reached. It is
// registered for that page alone: nothing else of the client passes through here.
const KEPT = "telefon";
const FILES = ["/telefon", "/telefon.css", "/telefon.js"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method === "GET" && FILES.includes(pathname)) event.respondWith(newestOf(pathname));
});

/** How long the server may take to say it where an older answer is at hand, in milliseconds. */
const PATIENCE = 4000;

/** What the server says now, or what it said last: also when a proxy answers in its place. */
async function newestOf(path) {
  const kept = await caches.open(KEPT);
  const old = await kept.match(path);
  const signal = old === undefined ? undefined : AbortSignal.timeout(PATIENCE);
  try {
    const fresh = await fetch(path, { cache: "no-cache", signal });
    if (!fresh.ok) return old ?? fresh;
    await kept.put(path, fresh.clone());
    return fresh;
  } catch (unreachable) {
    if (old === undefined) throw unreachable;
    return old;
  }
}
