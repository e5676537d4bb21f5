// Health, readiness and metrics over HTTP.
import { Counter, Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { networkOf, parseGenesis } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
const nodeMetrics = new Registry();
new Counter({ name: "kedge_test_total", help: "A metric of the node's own.", registers: [nodeMetrics] }).inc(7);

beforeAll(async () => {
  api = await startHttpApi({ server: { metrics: nodeMetrics } });
});
afterAll(() => api.close());

describe("health", () => {
  it("says that the node is ready, on which network, and how far it is", async () => {
    const { height, root } = api.service.head();
    const ready = { status: "ready", network: api.service.network, engine: "single", height, root: bytesToHex(root) };
    for (const path of ["/health", "/health/ready"]) {
      const { status, json } = await api.get(path);
      expect([status, json]).toEqual([200, ready]);
    }
  });

  it("says when it is not ready, while it still lives", async () => {
    api.service.setReady(false);
    const { status, json } = await api.get("/health");
    expect([status, json.status, json.network]).toEqual([503, "unready", api.service.network]);
    expect((await api.get("/health/ready")).status).toBe(503);
    expect((await api.get("/health/live")).json).toEqual({ status: "live" });
    api.service.setReady(true);
    expect((await api.get("/health")).status).toBe(200);
  });
});

describe("metrics", () => {
  it("count requests by route and never by path, and show the node's own beside them", async () => {
    await api.get("/v1/blocks/1");
    await api.get("/v1/blocks/2000");
    await api.get("/some/where/else");
    const { type, text } = await api.get("/metrics");
    expect(type).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(text).toContain('kedge_http_requests_total{method="GET",route="/v1/blocks/:height",status="200"} 1');
    expect(text).toContain('kedge_http_requests_total{method="GET",route="/v1/blocks/:height",status="404"} 1');
    expect(text).toContain('route="none",status="404"');
    expect(text).not.toContain("/some/where/else");
    expect(text).toContain("kedge_ready 1");
    expect(text).toContain("kedge_test_total 7");
    expect(text).toContain("process_resident_memory_bytes");
  });
});

describe("the catalogues", () => {
  it("explain every problem where its type leads", async () => {
    const { json: problem } = await api.get("/v1/accounts/currency?currency=XXX");
    const { status, json } = await api.get(problem.type);
    expect(status).toBe(200);
    expect(json).toEqual({
      code: problem.code,
      number: problem.number,
      kind: "unknown",
      status: 404,
      text: problem.title,
    });
    expect((await api.get("/v1/errors")).json.errors).toContainEqual(json);
    expect((await api.get("/v1/errors/accounts/noSuchThing")).status).toBe(404);
    expect((await api.get("/v1/errors/Accounts/x")).status).toBe(400);
  });

  it("give the genesis file as another node would read it", async () => {
    const { json } = await api.get("/v1/genesis");
    const genesis = parseGenesis(new ModuleVersions(api.service.registry().modules), json);
    expect(networkOf(api.service.registry(), genesis)).toBe(api.service.network);
  });

  it("describe the modules in force with their schemas", async () => {
    const { json } = await api.get("/v1/modules");
    expect(json.modules.map(({ name }: { name: string }) => name)).toEqual(["authority", "accounts"]);
    const [, accounts] = json.modules;
    const issue = accounts.messages.find(({ type }: { type: string }) => type === "accounts/issueCurrency");
    expect(issue.schema.required).toEqual(["currency", "to", "amount"]);
    expect(accounts.queries).toContainEqual(expect.objectContaining({ name: "accounts/balance", provable: true }));
    expect(accounts.tables).toContain("accounts/balance/{currency}/{account}");
  });
});

describe("backup", () => {
  it("streams a copy of the state while the node goes on", async () => {
    const { status, type, headers, text } = await api.get("/v1/admin/backup");
    expect([status, type]).toEqual([200, "application/octet-stream"]);
    expect(headers.get("content-disposition")).toContain(api.service.network);
    expect(text).toContain("accounts/currency/CNY ");
  });

  it("is given to nobody else's machine", async () => {
    const { statusCode } = await api.server.inject({ url: "/v1/admin/backup", remoteAddress: "203.0.113.9" });
    expect(statusCode).toBe(403);
    const passedOn = await api.get("/v1/admin/backup", { forwarded: "for=203.0.113.9" });
    expect([passedOn.status, passedOn.json.code]).toEqual([403, "api/loopbackOnly"]);
  });

  it("is taken once at a time, and can be taken again after one that failed", async () => {
    const backup = api.service.backup.bind(api.service);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    api.service.backup = async function* () {
      await held;
      yield* backup();
    };
    const first = api.get("/v1/admin/backup");
    await expect.poll(async () => (await api.get("/v1/admin/backup")).status).toBe(429);
    release();
    expect((await first).status).toBe(200);
    api.service.backup = async function* () {
      yield* [];
      throw new Error("the disk is gone");
    };
    const failed = await api.get("/v1/admin/backup");
    expect([failed.status, failed.json.code]).toEqual([500, "api/internal"]);
    api.service.backup = backup;
    expect((await api.get("/v1/admin/backup")).status).toBe(200);
  });
});
