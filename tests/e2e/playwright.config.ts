import { defineConfig } from "@playwright/test";

const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const asRoot = process.getuid?.() === 0;

/**
 * Real Chromium with fake cameras. A story with a call (`@call`) has the machine to itself, for it judges frames; those
 * without run two at a time. `stories` is both, one after another: to run one story by hand. `firefox` starts a second
 * browser beside it, which Playwright does not drive: one side of each story sits there.
 */
export default defineConfig({
  projects: [
    { name: "pages", testDir: "stories", grepInvert: /@call/u, fullyParallel: true, workers: 2 },
    { name: "calls", testDir: "stories", grep: /@call/u, workers: 1 },
    { name: "stories", testDir: "stories", workers: 1 },
    { name: "pictures", testDir: "pictures", workers: 1 },
    { name: "firefox", testDir: "firefox", workers: 1 },
    { name: "bench", testDir: "bench", workers: 1 },
  ],
  outputDir: "../../test-results/e2e",
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    actionTimeout: 10_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    locale: "sv-SE",
    timezoneId: "Europe/Stockholm",
    permissions: ["camera", "microphone"],
    launchOptions: {
      executablePath: chromium,
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
        "--disable-dev-shm-usage",
      ],
    },
  },
});
