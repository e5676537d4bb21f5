// The server's limits and refusals before any route: methods, sizes, rates, slow connections.
import { connect } from "node:net";
import { Writable } from "node:stream";
import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { limits } from "#src/core/limits.ts";
import * as modules from "#src/modules/registry.ts";
import { preview } from "#src/modules/weights/queries/preview.ts";
import { callRaw, type HttpApi, type HttpApiOptions, startHttpApi } from "#tests/support/httpApi.ts";
import { policy } from "#tests/support/weights.ts";

let api: HttpApi;
afterEach(() => api.close());
const start = async (options: HttpApiOptions = {}) => {
  api = await startHttpApi(options);
};

/** Sends bytes as they are and gives back all that comes. */
function speak(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(api.baseUrl).port), "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.once("close", () => resolve(text));
    socket.once("error", reject);
  });
}

describe("requests for what is not there", () => {
  it("are answered with a problem, whatever the path", async () => {
    await start();
    for (const path of ["/v1", "/v2/x", "/v1/accounts", "/v1/accounts/balance/", "/v1/nothing/here", "/%2e%2e/etc"]) {
      const { status, type, json } = await api.get(path);
      expect([status, type, json.code]).toEqual([404, "application/problem+json; charset=utf-8", "api/unknownPath"]);
      expect(json.instance).toMatch(/^urn:kedge:request:[0-9a-f]{8}-[0-9a-z]+$/);
    }
  });

  it("are answered with the methods of the path when it exists, before any body is read", async () => {
    await start();
    for (const [method, path, allow] of [
      ["DELETE", "/v1/accounts/balance", "GET, HEAD, OPTIONS"],
      ["PUT", "/v1/transactions", "OPTIONS, POST"],
      ["GET", "/v1/accounts/issueCurrency", "OPTIONS, POST"],
      ["PATCH", "/health", "GET, HEAD, OPTIONS"],
      ["POST", "/v1/events", "GET, OPTIONS"],
      ["DELETE", "/v1/blocks/5", "GET, HEAD, OPTIONS"],
    ] as const) {
      const { status, headers, json } = await api.call(path, { method, headers: { "content-type": "text/xml" } });
      expect([status, headers.get("allow"), json.code]).toEqual([405, allow, "api/methodNotAllowed"]);
    }
  });

  it("tell the methods of a path when asked for its options", async () => {
    await start();
    const { status, headers, text } = await api.call("/v1/accounts/balance", { method: "OPTIONS" });
    expect([status, headers.get("allow"), text]).toEqual([204, "GET, HEAD, OPTIONS", ""]);
  });

  it("give the headers of an answer alone for HEAD", async () => {
    await start();
    const { status, headers, text } = await api.call("/v1/blocks/latest", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
    expect(Number(headers.get("content-length"))).toBeGreaterThan(100);
  });
});

describe("malformed requests", () => {
  it("are answered with a problem even when they are not HTTP at all", async () => {
    await start();
    const answer = await speak("HELLO\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ code: "api/malformedRequest", status: 400 });
  });

  it("are answered with a problem when their path is not well encoded", async () => {
    await start();
    const { status, text } = await callRaw(api.baseUrl, { path: "/v1/blocks/%E0%A4%A" });
    expect([status, JSON.parse(text).code]).toEqual([400, "api/malformedRequest"]);
  });

  it("are cut off when their headers are too large", async () => {
    await start();
    const answer = await speak(`GET /health HTTP/1.1\r\nx: ${"y".repeat(limits.requestHeaderBytesMax)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain("api/headersTooLarge");
  });

  it("are refused when they accept nothing that there is", async () => {
    await start();
    const { status, json } = await api.get("/health", { accept: "text/html" });
    expect([status, json.code]).toEqual([406, "api/notAcceptable"]);
    expect((await api.get("/health", { accept: "text/html, application/*;q=0.1" })).status).toBe(200);
    expect((await api.get("/metrics", { accept: "application/json" })).status).toBe(406);
  });
});

describe("limits", () => {
  it("slow down an address that sends too much, with a hint when to come back", async () => {
    await start({ server: { rateLimit: 3, rateLimitsLoopback: true } });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await api.get("/health")).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const { json, headers } = await api.get("/v1/blocks/latest");
    expect(json.code).toBe("api/tooManyRequests");
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("spare this machine unless told otherwise, and everybody when there is no limit", async () => {
    await start({ server: { rateLimit: 1 } });
    for (let count = 0; count < 3; count += 1) expect((await api.get("/health")).status).toBe(200);
    const outside = { url: "/health", remoteAddress: "203.0.113.9" };
    expect((await api.server.inject(outside)).statusCode).toBe(200);
    expect((await api.server.inject(outside)).statusCode).toBe(429);
    await api.close();
    await start({ server: { rateLimit: 0 } });
    for (let count = 0; count < 3; count += 1) expect((await api.server.inject(outside)).statusCode).toBe(200);
  });

  it("turn away a proof when as many are being made as may", async () => {
    await start({ server: { bounds: { proofsAtOnce: 1 } } });
    const path = "/v1/accounts/supply?currency=CNY&prove=true";
    const prove = api.service.prove.bind(api.service);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    api.service.prove = async (...args) => {
      await held;
      return await prove(...args);
    };
    const first = api.get(path);
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_proofs 1");
    const second = await api.get(path);
    expect([second.status, second.json.code]).toEqual([429, "api/tooManyProofs"]);
    release();
    expect((await first).status).toBe(200);
  });
});

describe("answers that take much computing", () => {
  it("are made once for a height, and turned away when as many are being made as may", async () => {
    await start({ modules: Object.values(modules) });
    const { ledger } = api.service;
    await api.service.makeBlock([
      ledger.transaction([{ actor: "issuer", type: "weights/setPolicy", content: policy }]),
    ]);
    for (let block = 0; block < 2; block += 1) await api.service.makeBlock([]);
    const asked: number[] = [];
    const { answer } = preview;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    vi.spyOn(preview, "answer").mockImplementation(async (context, params) => {
      asked.push(context.state.height);
      await held;
      return answer(context, params);
    });
    const ask = (height: number) => api.get(`/v1/weights/preview?height=${height}`);
    const first = [ask(2), ask(2), ask(3)];
    await expect.poll(() => asked.length).toBe(2);
    const third = await ask(1);
    expect([third.status, third.json.code]).toEqual([429, "api/tooManyCostlyAnswers"]);
    expect(third.headers.get("retry-after")).toBe("1");
    release();
    for (const { status } of [...(await Promise.all(first)), await ask(3)]) expect(status).toBe(200);
    expect(asked.toSorted()).toEqual([2, 3]);
    vi.restoreAllMocks();
  });
});

describe("what fails unexpectedly", () => {
  it("shows an instance that the log has too, but not what failed", async () => {
    const lines: string[] = [];
    const logger = pino(
      { level: "error" },
      new Writable({ write: (line, _, done) => done(void lines.push(String(line))) }),
    );
    await start({ server: { logger } });
    api.service.block = async () => {
      throw new Error("the password is swordfish");
    };
    const { status, text, json } = await api.get("/v1/blocks/latest");
    expect([status, json.code]).toEqual([500, "api/internal"]);
    expect(text).not.toContain("swordfish");
    const logged = lines.map((line) => JSON.parse(line)).find(({ err }) => err?.message.includes("swordfish"));
    expect(json.instance).toBe(`urn:kedge:request:${logged.requestId}`);
  });

  it("does not end the process when nobody waits for a transaction that expires", async () => {
    await start();
    const bytes = api.service.ledger.transaction([
      { actor: "alice", type: "accounts/burnCurrency", content: { currency: "CNY", amount: 1n } },
    ]);
    api.service.submit = async () => ({ id: new Uint8Array(32), decided: Promise.reject(new Error("expired")) });
    expect((await api.post("/v1/transactions", bytes)).status).toBe(202);
    expect((await api.get("/health")).status).toBe(200);
  });
});

describe("stopping", () => {
  it("answers what was asked, and then closes every connection at once", async () => {
    await start();
    api.service.hold();
    const message = { currency: "CNY", to: "bob", amount: "5" };
    const waiting = api.post("/v1/accounts/issueCurrency?signAs=cny-issuer", message);
    await expect.poll(async () => (await api.get("/metrics")).text).toContain("kedge_http_waiting_requests 1");
    const idle = connect(Number(new URL(api.baseUrl).port), "127.0.0.1");
    const closing = api.close();
    await api.service.release();
    expect((await waiting).status).toBe(200);
    await closing;
    idle.destroy();
  });

  it("refuses work for the ledger while the node is not ready", async () => {
    await start();
    api.service.setReady(false);
    for (const path of ["/v1/accounts/balance?account=alice&currency=KDG", "/v1/blocks/latest", "/v1/events"]) {
      const { status, json, headers } = await api.get(path);
      expect([status, json.code, headers.get("retry-after")]).toEqual([503, "api/notReady", "1"]);
    }
  });
});
