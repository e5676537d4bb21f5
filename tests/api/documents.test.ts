// What the node publishes about itself over HTTP: documentation, catalogue, genesis, modules.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpApi, startHttpApi } from "#tests/support/httpApi.ts";

let api: HttpApi;
// biome-ignore lint/suspicious/noExplicitAny: a test names the members it expects.
let openapi: any;
beforeAll(async () => {
  api = await startHttpApi();
  openapi = (await api.get("/openapi.json")).json;
});
afterAll(() => api.close());

/** Every member of a document with its name, at any depth. */
function* membersOf(value: unknown): Generator<[string, unknown]> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    yield [name, member];
    yield* membersOf(member);
  }
}

describe("the OpenAPI document", () => {
  it("has a path for every message and every query of every module", () => {
    expect(openapi.openapi).toBe("3.1.0");
    const { messages, queries } = api.service.registry();
    for (const type of messages.keys()) expect(Object.keys(openapi.paths[`/v1/${type}`])).toEqual(["post"]);
    for (const name of queries.keys()) expect(Object.keys(openapi.paths[`/v1/${name}`])).toEqual(["get"]);
  });

  it("has the paths that every node has", () => {
    const paths = Object.keys(openapi.paths).filter((path) => !/^\/v1\/(accounts|authority)\//.test(path));
    expect(paths.sort()).toEqual([
      "/health",
      "/health/live",
      "/health/ready",
      "/metrics",
      "/openapi.json",
      "/v1/admin/backup",
      "/v1/batches",
      "/v1/blocks/latest",
      "/v1/blocks/latest/light",
      "/v1/blocks/{height}",
      "/v1/blocks/{height}/light",
      "/v1/devnet/clock",
      "/v1/errors",
      "/v1/errors/{module}/{condition}",
      "/v1/events",
      "/v1/genesis",
      "/v1/messages",
      "/v1/modules",
      "/v1/proof",
      "/v1/transactions",
      "/v1/transactions/{id}",
    ]);
  });

  it("describes requests by what they carry: integers as texts, accounts or their names", () => {
    const { schema } = openapi.paths["/v1/accounts/issueCurrency"].post.requestBody.content["application/json"];
    expect(schema).toMatchObject({
      type: "object",
      additionalProperties: false,
      required: ["currency", "to", "amount"],
    });
    expect(schema.properties.to).toEqual({ $ref: "#/components/schemas/AccountOrAlias" });
    expect(schema.properties.amount).toMatchObject({ type: "string", format: "kedge-integer", "x-least": "1" });
  });

  it("describes query parameters one by one, with the proof where there is something to prove", () => {
    const namesOf = (path: string) =>
      openapi.paths[path].get.parameters.map((parameter: { name: string; required?: boolean }) => [
        parameter.name,
        parameter.required === true,
      ]);
    expect(namesOf("/v1/accounts/balance")).toEqual([
      ["account", true],
      ["currency", true],
      ["height", false],
      ["prove", false],
    ]);
    expect(namesOf("/v1/accounts/currencies")).toEqual([
      ["after", false],
      ["limit", false],
      ["height", false],
    ]);
  });

  it("has a schema for every answer, problems included, and every reference leads somewhere", () => {
    for (const operations of Object.values<object>(openapi.paths)) {
      for (const { responses } of Object.values(operations)) {
        for (const [status, response] of Object.entries<{ $ref?: string; content?: object }>(responses)) {
          const { content } = response.$ref === undefined ? response : openapi.components.responses[`Problem${status}`];
          for (const { schema } of Object.values<{ schema?: object }>(content)) expect(schema).toBeDefined();
        }
      }
    }
    for (const [name, member] of membersOf(openapi)) {
      if (name !== "$ref") continue;
      const steps = String(member).split("/").slice(1);
      expect(
        steps.reduce((at, step) => at?.[step], openapi),
        String(member),
      ).toBeDefined();
    }
  });

  it("gives every operation an id of its own", () => {
    const ids = [...membersOf(openapi.paths)].filter(([name]) => name === "operationId").map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("accounts.issueCurrency");
  });
});

describe("the documentation page", () => {
  it("is where the address of the node leads", async () => {
    const { status, headers } = await api.get("/");
    expect([status, headers.get("location")]).toEqual([302, "/docs"]);
  });

  it("loads nothing from anywhere else, and may not", async () => {
    const page = await api.get("/docs");
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/https?:\/\//);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'self';/);
    const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => String(path));
    expect(loaded.length).toBeGreaterThan(3);
    for (const path of loaded) {
      const url = new URL(path, `${api.baseUrl}/docs`);
      expect((await fetch(url)).status, path).toBe(200);
    }
  });
});
