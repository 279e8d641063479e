// The figures of a period, fetched when the period is chosen and again each minute.
import type { GroupBy, Indicators, LiveFigures } from "../protocol";
import { range, type Period } from "../model/figures";
import type { Text } from "../model/text";
import { failureText, type App } from "./app.svelte";
import { indicators, liveFigures } from "../transport/figures";

const AGAIN_MS = 60_000;
const GROUPS: readonly GroupBy[] = ["level", "centre", "municipality", "hour"];

export class Figures {
  period = $state<Period>("week");
  groups = $state.raw<Readonly<Partial<Record<GroupBy, Indicators>>>>({});
  loading = $state(false);
  failed = $state.raw<Text | null>(null);
  /** When the figures were fetched, by the server's clock. */
  fetchedAt = $state<number | null>(null);
  #live = $state.raw<LiveFigures | null>(null);

  readonly #app: App;
  #round = 0;

  constructor(app: App) {
    this.#app = app;
  }

  /** What is going on now: from the socket, or as fetched once before it has spoken. */
  get live(): LiveFigures | null {
    return this.#app.room.live ?? this.#live;
  }

  start(): () => void {
    void this.load();
    void liveFigures(this.#app.api).then((result) => {
      if (result.ok) this.#live = result.value;
    });
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") void this.load();
    }, AGAIN_MS);
    return () => window.clearInterval(timer);
  }

  choose(period: Period): void {
    this.period = period;
    this.groups = {};
    void this.load();
  }

  /** Fetches all groups. An answer to an earlier question is thrown away. */
  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.loading = true;
    const { from, to } = range(this.period, this.#app.now);
    const results = await Promise.all(GROUPS.map((by) => indicators(this.#app.api, from, to, by)));
    if (round !== this.#round) return;
    this.loading = false;
    const groups: Partial<Record<GroupBy, Indicators>> = { ...this.groups };
    this.failed = null;
    for (const result of results) {
      if (result.ok) groups[result.value.by] = result.value;
      else this.failed = failureText(result);
    }
    this.groups = groups;
    if (this.failed === null) this.fetchedAt = this.#app.now;
  }
}
