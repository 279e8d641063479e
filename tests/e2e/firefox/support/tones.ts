/** What the loudspeaker has been given: how many tones were begun, and how many have sounded to their end. */
export type Tones = { begun: number; heard: number };

declare global {
  interface Window {
    tones: Tones;
    ahead: (ms: number) => void;
  }
}

/** Runs in the page before its own scripts: counts the tones, which end only where sound really runs. */
export function countTones(): void {
  window.tones = { begun: 0, heard: 0 };
  const begin = AudioScheduledSourceNode.prototype.start;
  AudioScheduledSourceNode.prototype.start = function (this: AudioScheduledSourceNode, when?: number) {
    window.tones.begun += 1;
    this.addEventListener("ended", () => {
      window.tones.heard += 1;
    });
    begin.call(this, when);
  };
}

/** Runs in the page before its own scripts: lets its steady clock be put forward. */
export function steerClock(): void {
  let ahead = 0;
  const now = performance.now.bind(performance);
  performance.now = () => now() + ahead;
  window.ahead = (ms) => {
    ahead += ms;
  };
}
