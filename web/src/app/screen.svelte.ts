// Keeps the screen lit while a page that waits for something is shown. A browser cannot wake
// a locked phone, so the page says whether it could.

import { wakeLock } from "../media/features";

/** Call while a component is being set up; it lets go when the component goes away. */
export function keepScreenOn(): { readonly on: boolean } {
  let on = $state(false);
  $effect(() => {
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    const ask = async () => {
      const wake = wakeLock();
      if (document.visibilityState !== "visible" || wake === null) return;
      try {
        const got = await wake.request("screen");
        if (gone) {
          await got.release();
          return;
        }
        lock = got;
        on = true;
        got.addEventListener("release", () => {
          on = false;
        });
      } catch {
        on = false;
      }
    };
    const again = () => void ask();
    again();
    document.addEventListener("visibilitychange", again);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    };
  });
  return {
    get on() {
      return on;
    },
  };
}
