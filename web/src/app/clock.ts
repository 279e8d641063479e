// The one clock of the page. A device's own clock may be set back or forward under our hands, so
// nothing is measured with it: it is read once, and from then on time only goes forward.
// What is shown as a time is the server's (`App.now`).

const BEGAN = Date.now() - performance.now();

/** Milliseconds since 1970 by a clock that nobody sets, to measure how long something lasts. */
export function steadyNow(): number {
  return BEGAN + performance.now();
}

/** When something happened to the page, by the same clock. */
export function steadyAt(event: Event): number {
  return BEGAN + event.timeStamp;
}
