// Pages of other origins: those that were named may use a node from a browser, and no others are told anything.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiAnswer, type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

const named = "https://wallet.example";
let api: HttpApi;
let closed: HttpApi;
beforeAll(async () => {
  api = await startHttpApi({ server: { corsOrigins: [named, "http://127.0.0.1:5173"] } });
  closed = await startHttpApi();
});
afterAll(async () => {
  await api.close();
  await closed.close();
});

const permissions = ({ headers }: ApiAnswer) =>
  [...headers].filter(([name]) => name.startsWith("access-control-")).map(([name]) => name);
const preflight = (to: HttpApi, origin: string, path = "/v1/transactions") =>
  to.call(path, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    },
  });

describe("a page of a named origin", () => {
  it("may read answers, and refusals with what they say about coming again", async () => {
    for (const path of ["/health", "/v1/accounts/balance?account=nobody", "/v1/nothing"]) {
      const { headers } = await api.get(path, { origin: named });
      expect(headers.get("access-control-allow-origin")).toBe(named);
      expect(headers.get("access-control-expose-headers")).toBe("location, retry-after");
      expect(headers.get("vary")).toBe("Origin");
    }
  });

  it("may send bytes after asking", async () => {
    const answer = await preflight(api, named);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe(named);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, POST");
    expect(answer.headers.get("access-control-allow-headers")).toContain("content-type");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("may follow the events", async () => {
    const stop = new AbortController();
    const response = await fetch(`${api.baseUrl}/v1/events`, { headers: { origin: named }, signal: stop.signal });
    expect(response.headers.get("access-control-allow-origin")).toBe(named);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    stop.abort();
  });
});

describe("a page of any other origin", () => {
  it.each(["https://evil.example", "https://wallet.example.evil.example", "http://wallet.example", "null"])(
    "gets no permission: %s",
    async (origin) => {
      expect(permissions(await api.get("/health", { origin }))).toEqual([]);
      expect(permissions(await preflight(api, origin))).toEqual([]);
    },
  );

  it("gets none where no origin was named at all", async () => {
    expect(permissions(await closed.get("/health", { origin: named }))).toEqual([]);
    expect(permissions(await preflight(closed, named))).toEqual([]);
  });
});

it("a request from no page at all is answered as before, also about methods", async () => {
  expect(permissions(await api.get("/health"))).toEqual([]);
  const { status, headers } = await api.call("/health", { method: "OPTIONS" });
  expect([status, headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
});
