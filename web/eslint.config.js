// Lints of the client. The import rules are the arrows of the house:
// views → app → model → protocol, transport → protocol, media → protocol.
import globals from "globals";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

/** Forbids a folder to import from others, each time with the reason. */
function mayNotImport(files, folders, message) {
  return {
    files,
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: folders.map((folder) => `**/${folder}/**`), message }] },
      ],
    },
  };
}

const LACKS = "A browser may lack it: ask src/media/features.ts, which asks the browser first.";
/** What is not in every browser, by what has it. */
const MAY_LACK = [
  ["navigator", "vibrate|wakeLock|clipboard|mediaDevices|permissions|serviceWorker|getBattery|connection|share"],
].map(([of, what]) => ({ selector: `MemberExpression[object.name='${of}'][property.name=/^(${what})$/]`, message: LACKS }));
MAY_LACK.push({ selector: "MemberExpression[property.name='requestVideoFrameCallback']", message: LACKS });

const STEADY = "A device's clock is set back and forward: measure with steadyNow(), show App.now.";
/** Reading the device's own clock. */
const OWN_CLOCK = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: STEADY },
  { selector: "CallExpression[callee.object.name='performance'][callee.property.name='now']", message: STEADY },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: STEADY },
];

export default ts.config(
  { ignores: ["dist", "node_modules", "src/protocol", "scripts", "public"] },
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "svelte.config.js", "vite.config.ts"] }, extraFileExtensions: [".svelte"] },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-console": "error",
      "no-restricted-syntax": ["error", ...MAY_LACK, ...OWN_CLOCK],
      "no-restricted-globals": ["error", { name: "AudioContext", message: LACKS }, { name: "ImageCapture", message: LACKS }, { name: "Notification", message: LACKS }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // The linter cannot infer what a generic component hands back; svelte-check can, and does.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "svelte/no-inline-styles": "error",
      "svelte/no-at-html-tags": "error",
      "svelte/button-has-type": "error",
    },
  },
  mayNotImport(["src/model/**"], ["transport", "media", "views", "ui", "app"], "A model is pure: it knows the protocol and texts by key, nothing else."),
  mayNotImport(["src/transport/**"], ["model", "media", "views", "ui", "app", "i18n"], "Transport knows the protocol only."),
  mayNotImport(["src/media/**"], ["transport", "views", "ui", "app", "i18n"], "Media talks through the ports it is given."),
  mayNotImport(["src/i18n/**"], ["transport", "media", "views", "ui", "app", "model"], "Texts know nothing of the rest."),
  mayNotImport(["src/ui/**"], ["transport", "media", "views", "app", "model"], "Parts of the design system know texts and protocol words only."),
  mayNotImport(["src/views/**"], ["transport", "media"], "A view never fetches and never opens a socket: it asks the app."),
  mayNotImport(["src/app/**"], ["views", "ui"], "The app does not know its views."),
  { files: ["src/media/features.ts"], rules: { "no-restricted-syntax": ["error", ...OWN_CLOCK], "no-restricted-globals": "off" } },
  { files: ["src/app/clock.ts"], rules: { "no-restricted-syntax": ["error", ...MAY_LACK] } },
  { files: ["**/*.js"], ...ts.configs.disableTypeChecked },
  { files: ["**/*.test.ts"], rules: { "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/require-await": "off" } },
);
