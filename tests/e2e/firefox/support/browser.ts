import { expect } from "@playwright/test";
import puppeteer, { type Browser, type BrowserContext, type Page } from "puppeteer-core";

import { Loudspeaker } from "./loudspeaker.ts";

const FIREFOX = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";

/** Cameras of its own making, its real question for them, and tones without a touch. Who drives Firefox keeps it from calling home. */
const PREFERENCES = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": false,
  "media.autoplay.default": 0,
  "media.autoplay.blocking_policy": 0,
  // Until she has said yes her address would be a name that only a real network looks up.
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // A telephone's scroll bars take no room.
  "ui.useOverlayScrollbars": 1,
  "intl.accept_languages": "sv-SE, sv",
};

type Evaluated = { type: string; result?: { value?: unknown }; exceptionDetails?: { text: string } };
/** The browser's wire, for what a page cannot do: to press in Firefox's own window. */
type Wire = { send: (method: string, params: object) => Promise<{ result: unknown }> };

/** Firefox with a loudspeaker, without a screen. */
export class Firefox {
  private constructor(
    private readonly browser: Browser,
    private readonly loudspeaker: Loudspeaker,
  ) {}

  static async start(): Promise<Firefox> {
    const loudspeaker = await Loudspeaker.start();
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: FIREFOX,
      headless: true,
      // Its own window may be driven as well: the question for the camera stands there.
      args: ["--remote-allow-system-access"],
      env: { ...process.env, ...loudspeaker.env },
      extraPrefsFirefox: PREFERENCES,
    });
    return new Firefox(browser, loudspeaker);
  }

  /** A browser within the browser: whoever signs in there is known nowhere else. */
  async context(): Promise<BrowserContext> {
    return this.browser.createBrowserContext();
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.loudspeaker.stop();
  }

  /** Firefox asks whether the page in front may use camera and microphone, and somebody says yes. */
  async allowsDevices(page: Page): Promise<void> {
    await this.#inWindow(page, `(() => {
      const question = [...document.querySelectorAll("popupnotification")].find((one) => one.id === "webRTC-shareDevices-notification" && !one.hidden);
      question?.button?.click();
      return question !== undefined;
    })()`, "Firefox asks for camera and microphone");
  }

  /** Firefox asks, and nobody answers. */
  async asksForDevices(page: Page): Promise<void> {
    await this.#inWindow(page, `document.querySelector("#webRTC-shareDevices-notification:not([hidden])") !== null`, "Firefox asks for camera and microphone");
  }

  /** Takes camera and microphone from the page in front, as *Stop sharing* in the address bar does. */
  async takesDevices(page: Page): Promise<void> {
    await this.#inWindow(page, `(() => {
      const shown = gBrowser.selectedBrowser;
      const id = shown._sharingState?.webRTC?.windowId;
      if (id === undefined) return false;
      const { webrtcUI } = ChromeUtils.importESModule("resource:///modules/webrtcUI.sys.mjs");
      webrtcUI.forgetActivePermissionsFromBrowser(shown);
      shown.browsingContext.currentWindowGlobal.getActor("WebRTC").sendAsyncMessage("webrtc:StopSharing", String(id));
      return true;
    })()`, "Firefox knows that the page uses devices");
  }

  /** Evaluates in Firefox's own window until it says yes. */
  async #inWindow(page: Page, expression: string, message: string): Promise<void> {
    await page.bringToFront();
    const { connection } = this.browser as unknown as { connection: Wire };
    const { contexts } = (await connection.send("browsingContext.getTree", { "moz:scope": "chrome", maxDepth: 0 })).result as { contexts: { context: string; url: string }[] };
    const windows = contexts.filter(({ url }) => url === "chrome://browser/content/browser.xhtml");
    await expect
      .poll(
        async () => {
          for (const { context } of windows) {
            const { result } = await connection.send("script.evaluate", { expression, target: { context }, awaitPromise: false });
            const { type, result: said, exceptionDetails } = result as Evaluated;
            if (type === "exception") throw new Error(exceptionDetails?.text);
            if (said?.value === true) return true;
          }
          return false;
        },
        { message },
      )
      .toBe(true);
  }
}
