// The design system's theme declares a token for every colour, size and tone there is; the client uses a part of them.
// What nothing reads is left out of the style that every first page waits for.
import type { Plugin } from "vite";

const NAME = /--[a-z_][\w-]*/giu;
const DECLARED = /(?<=[{;\s])(--[a-z_][\w-]*):[^;{}]*;?/giu;

/** Leaves out declarations of custom properties that no style and no script names. */
export function withoutUnused(css: string, elsewhere: string): string {
  const outside = new Set(elsewhere.match(NAME));
  for (let before = ""; before !== css; ) {
    before = css;
    // What is only declared is named nowhere but there; what that alone was made of goes in the next round.
    const read = new Set(before.replace(DECLARED, (declaration, name: string) => declaration.slice(name.length)).match(NAME));
    css = before.replace(DECLARED, (declaration, name: string) => (read.has(name) || outside.has(name) ? declaration : ""));
  }
  return css;
}

/** Does so in every style of the build. */
export function unusedTokens(): Plugin {
  return {
    name: "unused-tokens",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const text = (file: (typeof files)[number]): string => (file.type === "chunk" ? file.code : typeof file.source === "string" ? file.source : "");
      for (const style of files) {
        if (style.type !== "asset" || typeof style.source !== "string" || !style.fileName.endsWith(".css")) continue;
        const elsewhere = files.filter((other) => other !== style && /\.(?:css|js)$/u.test(other.fileName));
        style.source = withoutUnused(style.source, elsewhere.map(text).join("\n"));
      }
    },
  };
}
