import { describe, expect, it } from "vitest";
import { Api } from "./api";
import { mayHelpToRepeat } from "./result";
import { fetchImage, uploadImage } from "./images";

describe("a call to the server", () => {
  it("carries the bearer secret and the command's own key", async () => {
    const { api, requests } = server(200, { state: "withdrawn", rev: 3, seq: 3 });
    const result = await api.command("c 1", "withdraw", { reason: "solved" }, "key-1");
    expect(result).toEqual({ ok: true, value: { state: "withdrawn", rev: 3, seq: 3 } });
    expect(requests[0]?.url).toBe("/api/v1/consults/c%201/withdraw");
    expect(requests[0]?.init.headers).toMatchObject({ authorization: "Bearer secret", "idempotency-key": "key-1" });
  });

  it("lets the browser's cookie speak only where this window has no secret", async () => {
    const withSecret = server(200, {});
    await withSecret.api.me();
    expect(withSecret.requests[0]?.init).toMatchObject({ credentials: "omit" });
    const without = server(200, {});
    await new Api({ fetch: without.fetch, token: () => null, onSignedOut: () => undefined, onLocked: () => undefined }).me();
    expect(without.requests[0]?.init).toMatchObject({ credentials: "same-origin" });
    expect(without.requests[0]?.init.headers).not.toHaveProperty("authorization");
  });

  it("comes back as a refusal with its code", async () => {
    const { api } = server(409, { type: "about:blank#already_taken", title: "", status: 409, code: "already_taken", detail: "d" });
    const result = await api.command("c", "claim", {}, "k");
    expect(result).toMatchObject({ ok: false, failure: { kind: "refused", code: "already_taken" } });
    if (!result.ok) expect(mayHelpToRepeat(result.failure)).toBe(false);
  });

  it.each([
    ["no answer came", () => Promise.reject(new TypeError("network"))],
    ["a proxy answered with a page", () => Promise.resolve(new Response("<html>", { status: 502 }))],
    ["the answer cannot be read", () => Promise.resolve(new Response('{"odd":1}', { status: 200 }))],
  ])("is of unknown outcome when %s", async (_, fetch) => {
    const api = new Api({ fetch, token: () => null, onSignedOut: () => undefined, onLocked: () => undefined });
    const result = await api.command("c", "claim", {}, "k");
    expect(result).toEqual({ ok: false, failure: { kind: "unknown" } });
    if (!result.ok) expect(mayHelpToRepeat(result.failure)).toBe(true);
  });

  it("carries a picture as it is, and brings one back", async () => {
    const { api, requests } = server(201, { image: "i" });
    const picture = new Blob(["pixels"], { type: "image/jpeg" });
    expect(await uploadImage(api, picture)).toEqual({ ok: true, value: { image: "i" } });
    expect(requests[0]?.url).toBe("/api/v1/images");
    expect(requests[0]?.init).toMatchObject({ method: "POST", body: picture, headers: { "content-type": "image/jpeg", authorization: "Bearer secret" } });

    const shown = new Api({ fetch: async () => new Response(picture), token: () => "secret", onSignedOut: () => undefined, onLocked: () => undefined });
    const result = await fetchImage(shown, "c", "i");
    expect(result.ok && (await result.value.text())).toBe("pixels");
  });

  it("tells of a picture that is not hers to see as of any other refusal", async () => {
    const { api } = server(404, { type: "", title: "", status: 404, code: "not_found", detail: "" });
    expect(await fetchImage(api, "c", "i")).toMatchObject({ ok: false, failure: { code: "not_found" } });
  });

  it("tells when the session is gone", async () => {
    let signedOut = 0;
    const { fetch } = server(401, { type: "", title: "", status: 401, code: "session_revoked", detail: "" });
    const api = new Api({ fetch, token: () => "old", onSignedOut: () => signedOut++, onLocked: () => undefined });
    await api.me();
    expect(signedOut).toBe(1);
  });

  it("tells when the screen is locked, and what was sent may be sent again", async () => {
    let locked = 0;
    const { fetch } = server(403, { type: "", title: "", status: 403, code: "session_locked", detail: "" });
    const api = new Api({ fetch, token: () => "secret", onSignedOut: () => undefined, onLocked: () => locked++ });
    const result = await api.command("c", "claim", {}, "k");
    expect(locked).toBe(1);
    expect(!result.ok && mayHelpToRepeat(result.failure)).toBe(true);
  });
});

function server(status: number, body: unknown) {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch = (url: string | URL | Request, init?: RequestInit) => {
    requests.push({ url: url as string, init: init ?? {} });
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  };
  return { fetch, requests, api: new Api({ fetch, token: () => "secret", onSignedOut: () => undefined, onLocked: () => undefined }) };
}
