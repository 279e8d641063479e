import { defineConfig } from "@playwright/test";

const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const asRoot = process.getuid?.() === 0;

/** Real Chromium with fake cameras, one test at a time: calls need the machine to themselves. */
export default defineConfig({
  projects: [
    { name: "stories", testDir: "stories" },
    { name: "pictures", testDir: "pictures" },
    { name: "bench", testDir: "bench" },
  ],
  outputDir: "../../test-results/e2e",
  workers: 1,
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
