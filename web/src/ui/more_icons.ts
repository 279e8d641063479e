// The line drawings that the first page does without: fetched with every other page.
import { paths } from "./icons";

const more = {
  check: "m5 12.5 4.5 4.5L19 7.5",
  back: "m15 5-7 7 7 7",
  download: "M12 4v11m-5-5 5 5 5-5M5 20h14",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
  mic: "M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 1 0-7 0v5A3.5 3.5 0 0 0 12 15ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5",
  mic_off: "M3 3l18 18M8.5 8.5v3a3.5 3.5 0 0 0 5.5 2.9M15.5 11V6.5a3.5 3.5 0 0 0-6.7-1.4M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18.5 11.5c0 .9-.2 1.7-.5 2.5M12 18v3.5",
  camera_off: "M3 3l18 18M6 6H4.5A1.5 1.5 0 0 0 3 7.5v9A1.5 1.5 0 0 0 4.5 18h9a1.5 1.5 0 0 0 1.5-1.5V15M10 6h3.5A1.5 1.5 0 0 1 15 7.5V11l6-4v10",
  flip: "M4 11a8 8 0 0 1 14-4.5L20 9M20 4v5h-5M20 13a8 8 0 0 1-14 4.5L4 15M4 20v-5h5",
  hang_up: "M3 14.5c0-1 .5-2 1.4-2.6 4.7-3 10.5-3 15.2 0 .9.6 1.4 1.6 1.4 2.6v1.3c0 .7-.7 1.2-1.4 1l-3-.9a1.5 1.5 0 0 1-1-1.4v-1.7a11 11 0 0 0-7.2 0v1.7a1.5 1.5 0 0 1-1 1.4l-3 .9c-.7.2-1.4-.3-1.4-1v-1.3Z",
  bell: "M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15l1.5-2ZM10 21h4",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5",
  forward: "M4 12h15m-6-6 6 6-6 6",
  pause: "M8 5v14M16 5v14",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.6-3.7 3.2-5.5 6.5-5.5s5.9 1.8 6.5 5.5M16 4.3a3.5 3.5 0 0 1 0 6.4M17.5 14.8c2.2.8 3.6 2.5 4 5.2",
  photo: "M4 7.5h3.5L9 5h6l1.5 2.5H20v12H4v-12ZM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
  copy: "M9 8h11v13H9V8ZM15 8V3H4v13h5",
  lamp: "M8 3h8v4l-2 3v11h-4V10L8 7V3ZM8 6.5h8M12 13v2",
} as const;
export type MoreIcons = keyof typeof more;

Object.assign(paths, more);
