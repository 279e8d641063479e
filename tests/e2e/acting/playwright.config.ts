import base from "../playwright.config.ts";
export default { ...base, projects: [{ name: "act", testDir: "." }], outputDir: "/tmp/act-results", timeout: 400_000 };
