// Line drawings on a 24 by 24 grid, by the word they stand beside.
import type { MoreIcons } from "./more_icons";

/** Those of the first page. */
const first = {
  phone: "M15 3.5c2.8.6 4.9 2.7 5.5 5.5M15 7c1.2.4 1.6.8 2 2M21 16.5v2.6a2 2 0 0 1-2.2 2C10.4 20.3 3.7 13.6 2.9 5.2A2 2 0 0 1 4.9 3h2.6a1.5 1.5 0 0 1 1.5 1.3c.15 1 .4 1.9.75 2.8a1.5 1.5 0 0 1-.35 1.6L8.3 9.8a13 13 0 0 0 5.9 5.9l1.1-1.1a1.5 1.5 0 0 1 1.6-.35c.9.35 1.8.6 2.8.75A1.5 1.5 0 0 1 21 16.5Z",
  plus: "M12 5v14M5 12h14",
  chevron: "m9 5 7 7-7 7",
  close: "M6 6l12 12M18 6 6 18",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
  wifi: "M2.5 9.5c5.5-5 13.5-5 19 0M6 13.2c3.5-3.2 8.5-3.2 12 0M9.3 16.7c1.7-1.5 3.7-1.5 5.4 0M12 20h.01",
  no_wifi: "M3 3l18 18M2.5 9.5C4.2 8 6 7 8 6.4m5-.6c3.5.2 6.7 1.5 9.5 3.7M6 13.2a9 9 0 0 1 4-2.1m5 .8 3 1.3M9.3 16.7c1.7-1.5 3.7-1.5 5.4 0M12 20h.01",
  warning: "M12 4 2.5 20.5h19L12 4ZM12 10v5M12 17.8h.01",
  stop: "M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5ZM12 7.5v5.5M12 16.3h.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v6M12 7.5h.01",
  done: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8 12.5l2.7 2.7L16 9.7",
  camera: "M3 7.5A1.5 1.5 0 0 1 4.5 6h9A1.5 1.5 0 0 1 15 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 16.5v-9ZM15 10.5l6-3.5v10l-6-3.5",
  headphones: "M4 15v-2a8 8 0 0 1 16 0v2M4 15h3v5.5H5.5A1.5 1.5 0 0 1 4 19v-4ZM20 15h-3v5.5h1.5A1.5 1.5 0 0 0 20 19v-4Z",
  lock: "M6 11h12v9.5H6V11ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  retry: "M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 4v4.5h-4.5",
} as const;
/** All that have been fetched. */
export const paths: Record<string, string> = { ...first };
export type IconName = keyof typeof first | MoreIcons;
